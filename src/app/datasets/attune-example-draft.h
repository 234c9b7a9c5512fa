/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-rewrite.h"

G_BEGIN_DECLS

/**
 * AttuneExampleDraft:
 *
 * What a person has written about an example and not saved, which may be none yet.
 */
typedef struct
{
  AttuneExample *example;   /* what was edited */
  GArray        *turns;     /* of AttuneTurnEdit */
  GPtrArray     *texts;     /* their contents */
} AttuneExampleDraft;

AttuneExampleDraft *attune_example_draft_new       (AttuneExample         *example);
AttuneExampleDraft *attune_example_draft_ref       (AttuneExampleDraft    *self);
void                attune_example_draft_unref     (AttuneExampleDraft    *self);
void                attune_example_draft_take_turn (AttuneExampleDraft    *self,
                                                    const AttuneTurnEdit  *turn,
                                                    char                  *text);
GBytes             *attune_example_draft_dup_json  (AttuneExampleDraft    *self,
                                                    GError               **error);

/* Those that were left, until the program ends. Main thread only. */
void                attune_example_draft_keep      (AttuneExampleDraft    *self,
                                                    const char            *path,
                                                    guint                  row);
AttuneExampleDraft *attune_example_draft_find      (const char            *path,
                                                    guint                  row,
                                                    const AttuneExample   *example);
void                attune_example_draft_forget    (const char            *path,
                                                    guint                  row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneExampleDraft, attune_example_draft_unref)

G_END_DECLS
