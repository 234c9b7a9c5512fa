/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-edits.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_STATS (attune_example_stats_get_type ())

/* How many of the longest examples are remembered. */
#define ATTUNE_STATS_N_LONGEST 10

/* How many different system texts are told apart. */
#define ATTUNE_STATS_N_SYSTEM_TEXTS 1000

/**
 * AttuneTokenCountFunc:
 * @line: (array length=length): an example as a line of JSONL, UTF-8
 * @length: its length in bytes
 * @user_data: what was given with the function
 *
 * Called for each example, on the thread that counts. The whole line, because more than the texts of
 * the turns costs tokens: what stands around each, names, and calls of tools.
 *
 * Returns: how many tokens the example is
 */
typedef guint64 (*AttuneTokenCountFunc) (const char *line,
                                         gsize       length,
                                         gpointer    user_data);

/* In which writing most of an example is. */
typedef enum
{
  ATTUNE_WRITING_LATIN,
  ATTUNE_WRITING_CHINESE,
  ATTUNE_WRITING_JAPANESE,
  ATTUNE_WRITING_KOREAN,
  ATTUNE_WRITING_CYRILLIC,
  ATTUNE_WRITING_ARABIC,
  ATTUNE_WRITING_OTHER,
  ATTUNE_N_WRITINGS
} AttuneWriting;

typedef struct
{
  guint   row;
  guint32 n_tokens;
} AttuneLongExample;

typedef struct
{
  char    *text;        /* its beginning */
  guint64  n_examples;
} AttuneSystemText;

/* A column of a histogram: examples with at least @low and less than @high tokens. */
typedef struct
{
  guint64 low;
  guint64 high;         /* G_MAXUINT64 in the last one: no end */
  guint64 n_examples;
} AttuneHistogramBin;

/**
 * AttuneExampleStats:
 *
 * Figures about the examples that a model would learn from. Immutable once made, counted by
 * reference.
 */
typedef struct
{
  guint64    n_examples;
  guint64    n_turns;
  guint64    n_tokens;
  guint64    n_bytes;          /* of the texts, without the JSON around them */
  guint64    n_unreadable;     /* rows that are too long or damaged; in no other figure */
  gboolean   is_about;         /* the tokens are estimated */
  GArray    *tokens;           /* of guint32: of each example, ascending */
  GArray    *longest;          /* of AttuneLongExample, longest first */
  GPtrArray *system_texts;     /* of AttuneSystemText, most frequent first */
  guint64    n_with_system;
  guint64    n_writings[ATTUNE_N_WRITINGS];
} AttuneExampleStats;

GType               attune_example_stats_get_type       (void);
AttuneExampleStats *attune_example_stats_collect        (AttuneExampleFile    *file,
                                                         AttuneEdits          *edits,
                                                         AttuneTokenCountFunc  count,
                                                         gpointer              count_data,
                                                         AttuneProgressFunc    progress,
                                                         gpointer              user_data,
                                                         GCancellable         *cancellable,
                                                         GError              **error);
AttuneExampleStats *attune_example_stats_new            (guint                 n_examples);
void                attune_example_stats_add            (AttuneExampleStats   *self,
                                                         guint                 row,
                                                         guint64               n_tokens);
void                attune_example_stats_finish         (AttuneExampleStats   *self);
guint32             attune_example_stats_get_percentile (const AttuneExampleStats *self,
                                                         double                percent);
guint64             attune_example_stats_count_billable (const AttuneExampleStats *self,
                                                         guint                 max_tokens);
GArray             *attune_example_stats_make_bins      (const AttuneExampleStats *self,
                                                         guint                 max_bins);
AttuneExampleStats *attune_example_stats_ref            (AttuneExampleStats   *self);
void                attune_example_stats_unref          (AttuneExampleStats   *self);
const char         *attune_writing_get_title            (AttuneWriting         writing);
guint64             attune_token_estimate               (const char           *text,
                                                         gsize                 length,
                                                         gpointer              user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneExampleStats, attune_example_stats_unref)

G_END_DECLS
