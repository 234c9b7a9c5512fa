/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preparation"

#include "config.h"

#include <string.h>

#include "attune-fingerprint.h"
#include "attune-letter-case.h"
#include "attune-preparation-private.h"

/* A completion counts as a class when it stands so often on average. */
#define MIN_EXAMPLES_PER_CLASS 3

#define PROMPT_FALLBACK     "\n\n### =>\n\n"
#define COMPLETION_FALLBACK " [END]"

/* One of the two passes over the pairs. */
typedef struct
{
  AttunePreparation    *self;
  AttuneFingerprintSet *fingerprints;   /* of completions, then of pairs */
  guint64               n_distinct;     /* completions */
  guint64               row;
  GError               *error;          /* the disk is full */
} Pass;

static void
pass_clear (Pass *pass)
{
  g_clear_pointer (&pass->fingerprints, attune_fingerprint_set_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pass, pass_clear)

static gboolean
is_readable (const AttunePair *pair)
{
  return pair->prompt != NULL && pair->completion != NULL;
}

static gboolean
is_new (Pass                    *pass,
        const AttuneFingerprint *fingerprint)
{
  return attune_fingerprint_set_add (pass->fingerprints, fingerprint, &pass->error) ||
         pass->error != NULL;
}

static gboolean
end_pair (Pass    *pass,
          GError **error)
{
  if (pass->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&pass->error));

  return FALSE;
}

/* The first pass finds all that needs no more than one pass. */
static gboolean
add_facts (const AttunePair  *pair,
           gpointer           user_data,
           GError           **error)
{
  Pass *pass = user_data;
  AttunePreparation *self = pass->self;
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;

  if (!is_readable (pair))
    {
      attune_suggestion_add (self->rules[ATTUNE_RULE_UNREADABLE_RECORDS], pair->line);
      return TRUE;
    }

  attune_suggestion_add (self->rules[ATTUNE_RULE_EXAMPLE_COUNT], 0);

  if (pair->completion_length == 0)
    {
      attune_suggestion_add (self->rules[ATTUNE_RULE_EMPTY_COMPLETION], pair->line);
      return TRUE;
    }

  self->n_examples++;
  attune_column_facts_add (&self->prompts, pair->prompt, pair->prompt_length);
  attune_column_facts_add (&self->completions, pair->completion, pair->completion_length);
  attune_fingerprint_add (&fingerprint, pair->completion, pair->completion_length);
  pass->n_distinct += is_new (pass, &fingerprint);

  if (attune_preparation_is_long (pair->prompt, pair->prompt_length,
                                  pair->completion, pair->completion_length))
    attune_suggestion_add (self->rules[ATTUNE_RULE_LONG_EXAMPLES], pair->line);

  if (pair->completion[0] != ' ')
    attune_suggestion_add (self->rules[ATTUNE_RULE_LEADING_SPACE], pair->line);

  return end_pair (pass, error);
}

static void
mark_duplicate (AttunePreparation *self,
                guint64            row)
{
  guint n_bytes = self->duplicates->len;

  if (row / 8 >= n_bytes)
    {
      g_byte_array_set_size (self->duplicates, row / 8 + 1);
      memset (self->duplicates->data + n_bytes, 0, self->duplicates->len - n_bytes);
    }

  self->duplicates->data[row / 8] |= 1 << row % 8;
}

/* Whether the end that all texts have in common stands elsewhere in this one as well. */
static gboolean
has_suffix_before_end (const AttuneColumnFacts *facts,
                       const char              *text,
                       gsize                    length)
{
  const GString *suffix = facts->affix.suffix;

  return suffix->len > 0 && length > suffix->len &&
         memmem (text, length - suffix->len, suffix->str, suffix->len) != NULL;
}

/* The second pass finds what depends on the first, and duplicates: so only one set of fingerprints
 * is in memory at a time. */
static gboolean
add_findings (const AttunePair  *pair,
              gpointer           user_data,
              GError           **error)
{
  Pass *pass = user_data;
  AttunePreparation *self = pass->self;
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;
  guint64 row = pass->row++;

  if (!is_readable (pair) || pair->completion_length == 0)
    return TRUE;

  attune_fingerprint_add (&fingerprint, pair->prompt, pair->prompt_length);
  attune_fingerprint_add (&fingerprint, pair->completion, pair->completion_length);

  if (!is_new (pass, &fingerprint))
    {
      attune_suggestion_add (self->rules[ATTUNE_RULE_DUPLICATES], pair->line);
      mark_duplicate (self, row);
    }

  if (has_suffix_before_end (&self->prompts, pair->prompt, pair->prompt_length))
    attune_suggestion_add (self->rules[ATTUNE_RULE_PROMPT_SUFFIX_REPEATED], pair->line);

  if (has_suffix_before_end (&self->completions, pair->completion, pair->completion_length))
    attune_suggestion_add (self->rules[ATTUNE_RULE_COMPLETION_SUFFIX_REPEATED], pair->line);

  return end_pair (pass, error);
}

static gboolean
run_pass (AttunePreparation  *self,
          AttunePairFunc      each,
          guint64            *n_distinct,
          AttunePairSource    source,
          gpointer            source_data,
          GCancellable       *cancellable,
          GError            **error)
{
  g_auto(Pass) pass = { .self = self, .fingerprints = attune_fingerprint_set_new () };

  if (!source (each, &pass, source_data, cancellable, error))
    return FALSE;

  if (n_distinct != NULL)
    *n_distinct = pass.n_distinct;

  return TRUE;
}

static AttuneTask
infer_task (AttunePreparation *self,
            guint64            n_distinct)
{
  if (self->prompts.n_bytes == 0)
    return ATTUNE_TASK_OPEN_ENDED;

  if (n_distinct * MIN_EXAMPLES_PER_CLASS < self->n_examples)
    return ATTUNE_TASK_CLASSIFICATION;

  return ATTUNE_TASK_CONDITIONAL;
}

/* Rule 8. */
gboolean
attune_preparation_is_long (const char *prompt,
                            gsize       prompt_length,
                            const char *completion,
                            gsize       completion_length)
{
  /* No text has more characters than bytes. */
  return prompt_length + completion_length > ATTUNE_PREPARATION_MAX_CHARS &&
         attune_text_count_chars (prompt, prompt_length) +
         attune_text_count_chars (completion, completion_length) > ATTUNE_PREPARATION_MAX_CHARS;
}

/**
 * attune_preparation_survey:
 * @self: a preparation that has not surveyed yet
 * @source: (scope call): gives all pairs; it is called twice
 * @source_data: for @source
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Looks at all pairs, and adds to the list what the rules suggest. Fails only as @source does; what
 * is wrong with the data is a suggestion. Blocks: call it on a thread, before others see @self.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_preparation_survey (AttunePreparation  *self,
                           AttunePairSource    source,
                           gpointer            source_data,
                           GCancellable       *cancellable,
                           GError            **error)
{
  guint64 n_distinct;

  g_return_val_if_fail (ATTUNE_IS_PREPARATION (self), FALSE);
  g_return_val_if_fail (source != NULL, FALSE);
  g_return_val_if_fail (self->task == ATTUNE_TASK_UNKNOWN, FALSE);

  if (!run_pass (self, add_facts, &n_distinct, source, source_data, cancellable, error))
    return FALSE;

  self->task = infer_task (self, n_distinct);
  self->prompt_separator =
    attune_column_facts_get_separator (&self->prompts, PROMPT_FALLBACK, TRUE);
  self->completion_separator =
    attune_column_facts_get_separator (&self->completions, COMPLETION_FALLBACK, FALSE);

  if (self->n_examples > 0 &&
      !run_pass (self, add_findings, NULL, source, source_data, cancellable, error))
    return FALSE;

  attune_preparation_suggest (self);

  return TRUE;
}
