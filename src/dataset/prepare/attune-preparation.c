/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preparation"

#include "config.h"

#include "attune-letter-case.h"
#include "attune-issue.h"
#include "attune-preparation-private.h"

static const char * const rule_ids[ATTUNE_N_RULES] = {
  [ATTUNE_RULE_EXAMPLE_COUNT] = "example-count",
  [ATTUNE_RULE_UNREADABLE_RECORDS] = "unreadable-records",
  [ATTUNE_RULE_CUT_OFF] = "cut-off",
  [ATTUNE_RULE_PROMPT_COLUMN] = "prompt-column",
  [ATTUNE_RULE_COMPLETION_COLUMN] = "completion-column",
  [ATTUNE_RULE_EXTRA_COLUMNS] = "extra-columns",
  [ATTUNE_RULE_EMPTY_COMPLETION] = "empty-completion",
  [ATTUNE_RULE_NO_EXAMPLES] = "no-examples",
  [ATTUNE_RULE_TASK] = "task",
  [ATTUNE_RULE_DUPLICATES] = "duplicates",
  [ATTUNE_RULE_LONG_EXAMPLES] = "long-examples",
  [ATTUNE_RULE_PROMPT_CASE] = "prompt-case",
  [ATTUNE_RULE_COMPLETION_CASE] = "completion-case",
  [ATTUNE_RULE_PROMPT_SUFFIX] = "prompt-suffix",
  [ATTUNE_RULE_PROMPT_SUFFIX_LONG] = "prompt-suffix-long",
  [ATTUNE_RULE_PROMPT_SUFFIX_REPEATED] = "prompt-suffix-repeated",
  [ATTUNE_RULE_PROMPT_PREFIX] = "prompt-prefix",
  [ATTUNE_RULE_COMPLETION_PREFIX] = "completion-prefix",
  [ATTUNE_RULE_COMPLETION_SUFFIX] = "completion-suffix",
  [ATTUNE_RULE_COMPLETION_SUFFIX_LONG] = "completion-suffix-long",
  [ATTUNE_RULE_COMPLETION_SUFFIX_REPEATED] = "completion-suffix-repeated",
  [ATTUNE_RULE_LEADING_SPACE] = "leading-space",
};

/* Candidates in the order of prepare_data. The first is for prompts of one line. */
static const char * const prompt_separators[] = {
  " ->", "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n===>\n\n", "\n\n--->\n\n", NULL
};
static const char * const completion_separators[] = {
  "\n", ".", " END", "***", "+++", "&&&", "$$$", "@@@", "%%%", NULL
};

G_DEFINE_ENUM_TYPE (AttuneTask, attune_task,
                    G_DEFINE_ENUM_VALUE (ATTUNE_TASK_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_TASK_OPEN_ENDED, "open-ended"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_TASK_CLASSIFICATION, "classification"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_TASK_CONDITIONAL, "conditional"))

G_DEFINE_FINAL_TYPE (AttunePreparation, attune_preparation, G_TYPE_OBJECT)

static gboolean
is_duplicate (AttunePreparation *self,
              guint64            row)
{
  return row / 8 < self->duplicates->len && (self->duplicates->data[row / 8] & 1 << row % 8) != 0;
}

static gboolean
is_accepted (AttunePreparation *self,
             AttuneRule         rule)
{
  return attune_suggestion_is_accepted (self->rules[rule]);
}

/* Lowercasing, which came before, may have made a prefix longer by a character. */
static void
remove_prefix (GString       *text,
               const GString *prefix,
               gboolean       is_lowercased)
{
  g_autoptr(GString) removed = g_string_new_len (prefix->str, prefix->len);
  gsize n_chars;

  if (is_lowercased)
    attune_letter_case_lower (removed);

  n_chars = attune_text_count_chars (removed->str, removed->len);
  g_string_erase (text, 0, attune_text_skip_chars (text->str, text->len, n_chars));
}

static void
apply_to_prompt (AttunePreparation *self,
                 GString           *prompt)
{
  gboolean is_lowercased = is_accepted (self, ATTUNE_RULE_PROMPT_CASE);

  if (is_lowercased)
    attune_letter_case_lower (prompt);

  if (is_accepted (self, ATTUNE_RULE_PROMPT_SUFFIX))
    g_string_append (prompt, self->prompt_separator);

  if (is_accepted (self, ATTUNE_RULE_PROMPT_PREFIX))
    remove_prefix (prompt, self->prompts.affix.prefix, is_lowercased);
}

static void
apply_to_completion (AttunePreparation *self,
                     GString           *completion)
{
  gboolean is_lowercased = is_accepted (self, ATTUNE_RULE_COMPLETION_CASE);

  if (is_lowercased)
    attune_letter_case_lower (completion);

  if (is_accepted (self, ATTUNE_RULE_COMPLETION_PREFIX))
    {
      const GString *prefix = self->completions.affix.prefix;

      remove_prefix (completion, prefix, is_lowercased);

      if (prefix->str[0] == ' ')
        g_string_prepend_c (completion, ' ');
    }

  if (is_accepted (self, ATTUNE_RULE_COMPLETION_SUFFIX))
    g_string_append (completion, self->completion_separator);

  if (is_accepted (self, ATTUNE_RULE_LEADING_SPACE) && completion->str[0] != ' ')
    g_string_prepend_c (completion, ' ');
}

static char *
dup_suffix (AttunePreparation       *self,
            const AttuneColumnFacts *facts,
            AttuneRule               suffix_rule,
            AttuneRule               case_rule,
            const char              *separator)
{
  g_autoptr(GString) suffix = NULL;

  if (is_accepted (self, suffix_rule))
    return g_strdup (separator);

  if (facts->affix.suffix == NULL)
    return g_strdup ("");

  suffix = g_string_new_len (facts->affix.suffix->str, facts->affix.suffix->len);

  if (is_accepted (self, case_rule))
    attune_letter_case_lower (suffix);

  return g_string_free_and_steal (g_steal_pointer (&suffix));
}

static void
attune_preparation_dispose (GObject *object)
{
  AttunePreparation *self = (AttunePreparation *)object;

  g_clear_object (&self->suggestions);

  for (guint i = 0; i < ATTUNE_N_RULES; i++)
    g_clear_object (&self->rules[i]);

  G_OBJECT_CLASS (attune_preparation_parent_class)->dispose (object);
}

static void
attune_preparation_finalize (GObject *object)
{
  AttunePreparation *self = (AttunePreparation *)object;

  g_clear_pointer (&self->prompt_column, g_free);
  g_clear_pointer (&self->completion_column, g_free);
  g_clear_pointer (&self->duplicates, g_byte_array_unref);
  attune_column_facts_clear (&self->prompts);
  attune_column_facts_clear (&self->completions);

  G_OBJECT_CLASS (attune_preparation_parent_class)->finalize (object);
}

static void
attune_preparation_class_init (AttunePreparationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_preparation_dispose;
  object_class->finalize = attune_preparation_finalize;
}

static void
attune_preparation_init (AttunePreparation *self)
{
  self->suggestions = g_list_store_new (ATTUNE_TYPE_SUGGESTION);
  self->duplicates = g_byte_array_new ();
  self->prompts.separators = prompt_separators;
  self->completions.separators = completion_separators;

  for (guint i = 0; i < ATTUNE_N_RULES; i++)
    self->rules[i] = attune_suggestion_new (rule_ids[i]);
}

/* Puts a suggestion into the list, in the order of the rules. @title and @advice are taken. */
void
attune_preparation_add_rule (AttunePreparation        *self,
                             AttuneRule                rule,
                             AttuneSuggestionSeverity  severity,
                             char                     *title,
                             char                     *advice)
{
  guint position = 0;

  for (AttuneRule other = 0; other < rule; other++)
    position += attune_suggestion_get_title (self->rules[other]) != NULL;

  attune_suggestion_describe (self->rules[rule], severity, title, advice);
  g_list_store_insert (self->suggestions, position, self->rules[rule]);
}

/**
 * attune_preparation_note_cut_off:
 * @self: a preparation that has surveyed
 *
 * Adds to the list that the file of the pairs ends too early, which the pairs do not show.
 */
void
attune_preparation_note_cut_off (AttunePreparation *self)
{
  g_return_if_fail (ATTUNE_IS_PREPARATION (self));

  attune_preparation_add_rule (self, ATTUNE_RULE_CUT_OFF, ATTUNE_SUGGESTION_INFORMATION,
                               attune_issue_dup_title (ATTUNE_ISSUE_TRUNCATED, 1),
                               g_strdup (attune_issue_get_advice (ATTUNE_ISSUE_TRUNCATED)));
}

/**
 * attune_preparation_new:
 *
 * Returns: (transfer full): a preparation that has seen nothing yet
 */
AttunePreparation *
attune_preparation_new (void)
{
  return g_object_new (ATTUNE_TYPE_PREPARATION, NULL);
}

/**
 * attune_preparation_list_suggestions:
 * @self: a preparation
 *
 * Returns: (transfer full): the #AttuneSuggestion, in the order in which they are done
 */
GListModel *
attune_preparation_list_suggestions (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), NULL);

  return G_LIST_MODEL (g_object_ref (self->suggestions));
}

/**
 * attune_preparation_has_errors:
 * @self: a preparation
 *
 * Returns: %TRUE when the data must be mended by hand first; the suggestions say what
 */
gboolean
attune_preparation_has_errors (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), TRUE);

  for (guint i = 0; i < ATTUNE_N_RULES; i++)
    if (attune_suggestion_get_severity (self->rules[i]) == ATTUNE_SUGGESTION_ERROR)
      return TRUE;

  return FALSE;
}

/**
 * attune_preparation_get_task:
 * @self: a preparation
 *
 * Returns: what the model seems to be trained for; unknown before the survey
 */
AttuneTask
attune_preparation_get_task (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), ATTUNE_TASK_UNKNOWN);

  return self->task;
}

/**
 * attune_preparation_get_n_examples:
 * @self: a preparation
 *
 * Returns: how many pairs are left when only what is necessary is done
 */
guint64
attune_preparation_get_n_examples (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), 0);

  return self->n_examples;
}

/**
 * attune_preparation_accept_all:
 * @self: a preparation
 * @is_accepted: whether to do everything that is suggested, or only what is necessary
 */
void
attune_preparation_accept_all (AttunePreparation *self,
                               gboolean           is_accepted)
{
  g_return_if_fail (ATTUNE_IS_PREPARATION (self));

  for (guint i = 0; i < ATTUNE_N_RULES; i++)
    attune_suggestion_set_accepted (self->rules[i], is_accepted);
}

/**
 * attune_preparation_apply:
 * @self: a preparation that has surveyed and has no errors
 * @row: which pair it is of those that the source gave, from 0, unreadable ones counted
 * @prompt: its prompt, to be changed
 * @completion: its completion, to be changed
 *
 * Does to one pair what is accepted now. Any pair at any time: the answer depends on nothing else.
 *
 * Returns: %FALSE when the pair is left out, with @prompt and @completion as they were
 */
gboolean
attune_preparation_apply (AttunePreparation *self,
                          guint64            row,
                          GString           *prompt,
                          GString           *completion)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), FALSE);
  g_return_val_if_fail (prompt != NULL, FALSE);
  g_return_val_if_fail (completion != NULL, FALSE);

  if (completion->len == 0)
    return FALSE;

  if (is_accepted (self, ATTUNE_RULE_DUPLICATES) && is_duplicate (self, row))
    return FALSE;

  if (is_accepted (self, ATTUNE_RULE_LONG_EXAMPLES) &&
      attune_preparation_is_long (prompt->str, prompt->len, completion->str, completion->len))
    return FALSE;

  apply_to_prompt (self, prompt);
  apply_to_completion (self, completion);

  return TRUE;
}

/**
 * attune_preparation_dup_prompt_suffix:
 * @self: a preparation that has surveyed
 *
 * Returns: (transfer full): what every prompt ends with after what is accepted now, so also the
 *   prompts that the trained model is asked with; empty when they have nothing in common
 */
char *
attune_preparation_dup_prompt_suffix (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), NULL);

  return dup_suffix (self, &self->prompts, ATTUNE_RULE_PROMPT_SUFFIX, ATTUNE_RULE_PROMPT_CASE,
                     self->prompt_separator);
}

/**
 * attune_preparation_dup_completion_suffix:
 * @self: a preparation that has surveyed
 *
 * Returns: (transfer full): what every completion ends with after what is accepted now, so also the
 *   stop sequence for the trained model; empty when they have nothing in common
 */
char *
attune_preparation_dup_completion_suffix (AttunePreparation *self)
{
  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), NULL);

  return dup_suffix (self, &self->completions, ATTUNE_RULE_COMPLETION_SUFFIX,
                     ATTUNE_RULE_COMPLETION_CASE, self->completion_separator);
}

/**
 * attune_preparation_is_rule:
 * @id: what may be the id of a suggestion
 *
 * Returns: %TRUE when there is such a suggestion, for any file
 */
gboolean
attune_preparation_is_rule (const char *id)
{
  for (guint i = 0; i < ATTUNE_N_RULES; i++)
    if (g_str_equal (rule_ids[i], id))
      return TRUE;

  return FALSE;
}

/**
 * attune_preparation_get_choices:
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of the suggestions that can be
 *   accepted or not, in the order of the rules
 */
const char * const *
attune_preparation_get_choices (void)
{
  static const char * const choices[] = {
    "duplicates", "long-examples", "prompt-case", "completion-case", "prompt-suffix",
    "prompt-prefix", "completion-prefix", "completion-suffix", "leading-space", NULL
  };

  return choices;
}
