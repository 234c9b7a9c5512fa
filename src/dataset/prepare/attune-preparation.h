/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-pair.h"
#include "attune-suggestion.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PREPARATION (attune_preparation_get_type ())
#define ATTUNE_TYPE_TASK        (attune_task_get_type ())

/* What a model seems to be trained for. */
typedef enum
{
  ATTUNE_TASK_UNKNOWN,
  ATTUNE_TASK_OPEN_ENDED,      /* there are only completions */
  ATTUNE_TASK_CLASSIFICATION,  /* the same few completions over and over */
  ATTUNE_TASK_CONDITIONAL,     /* anything else */
} AttuneTask;

/**
 * AttunePreparation:
 *
 * Makes pairs of prompt and completion fit for a completion model, by the fifteen rules that OpenAI's
 * command line applied to them. It looks at all pairs, suggests, and then does to each pair what was
 * accepted, in memory that does not grow with the texts. docs/prepare.md describes the rules.
 */
G_DECLARE_FINAL_TYPE (AttunePreparation, attune_preparation, ATTUNE, PREPARATION, GObject)

GType              attune_task_get_type                    (void);
AttunePreparation *attune_preparation_new                  (void);
gboolean           attune_preparation_set_columns          (AttunePreparation   *self,
                                                            const char * const  *names,
                                                            const char          *prompt,
                                                            const char          *completion);
const char        *attune_preparation_get_prompt_column    (AttunePreparation   *self);
const char        *attune_preparation_get_completion_column (AttunePreparation  *self);
gboolean           attune_preparation_survey               (AttunePreparation   *self,
                                                            AttunePairSource     source,
                                                            gpointer             source_data,
                                                            GCancellable        *cancellable,
                                                            GError             **error);
void               attune_preparation_note_cut_off         (AttunePreparation   *self);
GListModel        *attune_preparation_list_suggestions     (AttunePreparation   *self);
gboolean           attune_preparation_has_errors           (AttunePreparation   *self);
AttuneTask         attune_preparation_get_task             (AttunePreparation   *self);
guint64            attune_preparation_get_n_examples       (AttunePreparation   *self);
void               attune_preparation_accept_all           (AttunePreparation   *self,
                                                            gboolean             is_accepted);
gboolean           attune_preparation_apply                (AttunePreparation   *self,
                                                            guint64              row,
                                                            GString             *prompt,
                                                            GString             *completion);
char              *attune_preparation_dup_prompt_suffix    (AttunePreparation   *self);
char              *attune_preparation_dup_completion_suffix (AttunePreparation  *self);
gboolean           attune_preparation_is_rule              (const char          *id);
const char * const *attune_preparation_get_choices         (void);

G_END_DECLS
