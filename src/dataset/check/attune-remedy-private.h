/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-remedy.h"

G_BEGIN_DECLS

/* Each returns whether it changed anything. */
gboolean attune_remedies_mend_messages (guint64      remedies,
                                        AttuneDraft *draft);
gboolean attune_remedies_mend_texts    (guint64      remedies,
                                        AttuneDraft *draft);
gboolean attune_remedies_mend_turns    (guint64      remedies,
                                        AttuneDraft *draft);

G_END_DECLS
