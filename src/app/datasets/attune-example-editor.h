/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-example-draft.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_EDITOR (attune_example_editor_get_type ())

/**
 * AttuneExampleEditor:
 *
 * An example, to be changed in place: its turns, their order, who speaks.
 *
 * Signals: `save`; `cancel`.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleEditor, attune_example_editor, ATTUNE, EXAMPLE_EDITOR, AdwBin)

void      attune_example_editor_set_example (AttuneExampleEditor  *self,
                                             AttuneExample        *example);
void      attune_example_editor_set_draft   (AttuneExampleEditor  *self,
                                             AttuneExampleDraft   *draft);
AttuneExampleDraft *
          attune_example_editor_dup_draft   (AttuneExampleEditor  *self);
void      attune_example_editor_set_problem (AttuneExampleEditor  *self,
                                             const char           *problem);

G_END_DECLS
