/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-column-facts.h"
#include "attune-preparation.h"

G_BEGIN_DECLS

/* What can be suggested, in the order in which it is listed and done. The numbers are those of the
 * fifteen rules. */
typedef enum
{
  ATTUNE_RULE_EXAMPLE_COUNT,               /* 1 */
  ATTUNE_RULE_UNREADABLE_RECORDS,
  ATTUNE_RULE_CUT_OFF,
  ATTUNE_RULE_PROMPT_COLUMN,               /* 2 */
  ATTUNE_RULE_COMPLETION_COLUMN,           /* 3 */
  ATTUNE_RULE_EXTRA_COLUMNS,               /* 4 */
  ATTUNE_RULE_EMPTY_COMPLETION,            /* 5 */
  ATTUNE_RULE_NO_EXAMPLES,
  ATTUNE_RULE_TASK,                        /* 6 */
  ATTUNE_RULE_DUPLICATES,                  /* 7 */
  ATTUNE_RULE_LONG_EXAMPLES,               /* 8 */
  ATTUNE_RULE_PROMPT_CASE,                 /* 9 */
  ATTUNE_RULE_COMPLETION_CASE,             /* 10 */
  ATTUNE_RULE_PROMPT_SUFFIX,               /* 11 */
  ATTUNE_RULE_PROMPT_SUFFIX_LONG,
  ATTUNE_RULE_PROMPT_SUFFIX_REPEATED,
  ATTUNE_RULE_PROMPT_PREFIX,               /* 12 */
  ATTUNE_RULE_COMPLETION_PREFIX,           /* 13 */
  ATTUNE_RULE_COMPLETION_SUFFIX,           /* 14 */
  ATTUNE_RULE_COMPLETION_SUFFIX_LONG,
  ATTUNE_RULE_COMPLETION_SUFFIX_REPEATED,
  ATTUNE_RULE_LEADING_SPACE,               /* 15 */
  ATTUNE_N_RULES
} AttuneRule;

struct _AttunePreparation
{
  GObject            parent_instance;

  GListStore        *suggestions;           /* those that have something to say */
  AttuneSuggestion  *rules[ATTUNE_N_RULES]; /* all of them */
  char              *prompt_column;         /* NULL: there is none */
  char              *completion_column;

  guint64            n_examples;            /* whose completion is not empty */
  AttuneTask         task;
  AttuneColumnFacts  prompts;               /* of these */
  AttuneColumnFacts  completions;
  GByteArray        *duplicates;            /* a bit for each row */

  const char        *prompt_separator;      /* what rule 11 would add, static */
  const char        *completion_separator;  /* what rule 14 would add, static */
};

/* More characters than this in prompt and completion together were more than the 2,048 tokens that
 * completion models read. */
#define ATTUNE_PREPARATION_MAX_CHARS 10000

void     attune_preparation_suggest      (AttunePreparation *self);
gboolean attune_preparation_is_long      (const char        *prompt,
                                          gsize              prompt_length,
                                          const char        *completion,
                                          gsize              completion_length);
void     attune_preparation_add_rule     (AttunePreparation *self,
                                          AttuneRule         rule,
                                          AttuneSuggestionSeverity severity,
                                          char              *title,
                                          char              *advice);
char    *attune_preparation_quote        (const char        *text,
                                          gsize              length);
char    *attune_preparation_format_number (guint64           number);
void     attune_preparation_suggest_affixes (AttunePreparation *self);

G_END_DECLS
