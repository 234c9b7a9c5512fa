/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

AdwDialog *attune_about_dialog_new    (AttuneWorkspace *workspace); /* NULL while it is not open */
char      *attune_about_dup_debug_info (AttuneWorkspace *workspace);

G_END_DECLS
