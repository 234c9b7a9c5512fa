/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-profile.h"

G_BEGIN_DECLS

const char *attune_profile_get_base_path (AttuneProfile *self);
GListModel *attune_profile_load_list     (const char    *own_dir);

G_END_DECLS
