/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-example-rewrite.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_TURN_EDITOR (attune_turn_editor_get_type ())

/**
 * AttuneTurnEditor:
 *
 * One turn of an example, to be changed: who speaks, what is said, whether to learn from it.
 *
 * Signals: `changed`; `move` (int: -1 up, 1 down); `remove`.
 */
G_DECLARE_FINAL_TYPE (AttuneTurnEditor, attune_turn_editor, ATTUNE, TURN_EDITOR, AdwBin)

AttuneTurnEditor *attune_turn_editor_new       (AttuneExampleKind  kind,
                                                int                source,
                                                AttuneRole         role,
                                                const char        *text,
                                                gboolean           is_trained);
char             *attune_turn_editor_dup_turn  (AttuneTurnEditor  *self,
                                                AttuneTurnEdit    *turn);
void              attune_turn_editor_set_place (AttuneTurnEditor  *self,
                                                gboolean           is_first,
                                                gboolean           is_last,
                                                gboolean           is_only);
AttuneRole        attune_turn_editor_get_role  (AttuneTurnEditor  *self);

G_END_DECLS
