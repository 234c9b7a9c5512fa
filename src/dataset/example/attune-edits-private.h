/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-edit-log.h"
#include "attune-edits.h"

G_BEGIN_DECLS

AttuneExampleFile *attune_edits_get_file (AttuneEdits  *self);
AttuneEditLog     *attune_edits_get_log  (AttuneEdits  *self);

G_END_DECLS
