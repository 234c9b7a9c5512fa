/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-draft.h"

G_BEGIN_DECLS

char *attune_draft_write_json (const AttuneDraft *self,
                               gsize             *length);

G_END_DECLS
