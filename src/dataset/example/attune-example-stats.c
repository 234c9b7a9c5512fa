/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-stats"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-example-stats.h"
#include "attune-row-cursor.h"

/* As much of a turn as is looked at to find out how it is written. */
#define WRITING_CHARS 64

/* What is kept of a system text. */
#define SYSTEM_TEXT_CHARS 200

/* Between two reports of progress. */
#define PROGRESS_STEP (4 * 1024 * 1024)

/* One pass. */
typedef struct
{
  AttuneExampleStats   *stats;
  AttuneTokenCountFunc  count;          /* NULL: the tokens are estimated */
  gpointer              count_data;
  GHashTable           *system_texts;   /* text → AttuneSystemText */
} Pass;

G_DEFINE_BOXED_TYPE (AttuneExampleStats, attune_example_stats,
                     attune_example_stats_ref, attune_example_stats_unref)

static void
system_text_free (gpointer data)
{
  AttuneSystemText *text = data;

  g_free (text->text);
  g_free (text);
}

static AttuneWriting
get_writing (gunichar character)
{
  switch ((int)g_unichar_get_script (character))
    {
    case G_UNICODE_SCRIPT_LATIN:
      return ATTUNE_WRITING_LATIN;

    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return ATTUNE_WRITING_CHINESE;

    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return ATTUNE_WRITING_JAPANESE;

    case G_UNICODE_SCRIPT_HANGUL:
      return ATTUNE_WRITING_KOREAN;

    case G_UNICODE_SCRIPT_CYRILLIC:
      return ATTUNE_WRITING_CYRILLIC;

    case G_UNICODE_SCRIPT_ARABIC:
      return ATTUNE_WRITING_ARABIC;

    default:
      return ATTUNE_WRITING_OTHER;
    }
}

static void
count_writing (const char *text,
               guint      *counts)
{
  for (guint i = 0; i < WRITING_CHARS && *text != '\0'; i++, text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (g_unichar_isalpha (character))
        counts[get_writing (character)]++;
    }
}

/* Japanese mixes Chinese characters with its own; nobody else uses those. */
static AttuneWriting
choose_writing (const guint *counts)
{
  AttuneWriting best = ATTUNE_WRITING_LATIN;

  if (counts[ATTUNE_WRITING_JAPANESE] > 0 &&
      counts[ATTUNE_WRITING_JAPANESE] + counts[ATTUNE_WRITING_CHINESE] >
      counts[ATTUNE_WRITING_LATIN])
    return ATTUNE_WRITING_JAPANESE;

  for (guint i = 0; i < ATTUNE_N_WRITINGS; i++)
    if (counts[i] > counts[best])
      best = i;

  return counts[best] > 0 ? best : ATTUNE_WRITING_OTHER;
}

static void
note_system_text (Pass       *pass,
                  const char *text)
{
  AttuneSystemText *found = g_hash_table_lookup (pass->system_texts, text);

  pass->stats->n_with_system++;

  if (found != NULL)
    {
      found->n_examples++;
      return;
    }

  /* Where every example has one of its own, knowing all of them is of no use. */
  if (g_hash_table_size (pass->system_texts) >= ATTUNE_STATS_N_SYSTEM_TEXTS)
    return;

  found = g_new0 (AttuneSystemText, 1);
  found->text = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), SYSTEM_TEXT_CHARS));
  found->n_examples = 1;
  g_ptr_array_add (pass->stats->system_texts, found);
  g_hash_table_insert (pass->system_texts, g_strdup (text), found);
}

static void
note_long (AttuneExampleStats *stats,
           guint               row,
           guint32             n_tokens)
{
  AttuneLongExample example = { row, n_tokens };
  guint i = stats->longest->len;

  while (i > 0 && g_array_index (stats->longest, AttuneLongExample, i - 1).n_tokens < n_tokens)
    i--;

  if (i >= ATTUNE_STATS_N_LONGEST)
    return;

  g_array_insert_val (stats->longest, i, example);
  g_array_set_size (stats->longest, MIN (stats->longest->len, ATTUNE_STATS_N_LONGEST));
}

static void
note_example (Pass            *pass,
              const AttuneRow *row,
              AttuneExample   *example)
{
  AttuneExampleStats *stats = pass->stats;
  guint writings[ATTUNE_N_WRITINGS] = { 0 };
  gboolean has_system = FALSE;
  guint64 n_tokens = 0;

  if (pass->count != NULL)
    n_tokens = pass->count (row->text, row->length, pass->count_data);

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);
      gsize length = strlen (turn->content);

      if (pass->count == NULL)
        n_tokens += attune_token_estimate (turn->content, length, NULL);

      stats->n_bytes += length;
      count_writing (turn->content, writings);

      if (!has_system && (turn->role == ATTUNE_ROLE_SYSTEM || turn->role == ATTUNE_ROLE_DEVELOPER))
        {
          note_system_text (pass, turn->content);
          has_system = TRUE;
        }
    }

  attune_example_stats_add (stats, row->index, n_tokens);
  stats->n_turns += attune_example_get_n_turns (example);
  stats->n_writings[choose_writing (writings)]++;
}

static gboolean
note_rows (Pass                 *pass,
           AttuneExampleFile    *file,
           AttuneEdits          *edits,
           AttuneProgressFunc    progress,
           gpointer              user_data,
           GCancellable         *cancellable,
           GError              **error)
{
  g_autoptr(AttuneRowCursor) cursor = attune_row_cursor_new (file, edits);
  g_autoptr(GError) local_error = NULL;
  guint64 next_progress = 0;
  AttuneRow row;

  while (attune_row_cursor_next (cursor, &row, &local_error))
    {
      g_autoptr(AttuneExample) example = NULL;

      if (row.end >= next_progress)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;

          if (progress != NULL)
            progress (row.end, attune_example_file_get_stamp (file)->size, user_data);

          next_progress = row.end + PROGRESS_STEP;
        }

      if ((row.state & ATTUNE_ROW_OUT) != 0)
        continue;

      if (row.text != NULL)
        example = attune_example_new_from_json (row.index + 1, row.text, row.length, NULL);

      if (example != NULL)
        note_example (pass, &row, example);
      else
        pass->stats->n_unreadable++;
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static int
compare_tokens (const void *a,
                const void *b)
{
  guint32 first = *(const guint32 *)a;
  guint32 second = *(const guint32 *)b;

  return (first > second) - (first < second);
}

static int
compare_system_texts (const void *a,
                      const void *b)
{
  const AttuneSystemText *first = a;
  const AttuneSystemText *second = b;

  return (first->n_examples < second->n_examples) - (first->n_examples > second->n_examples);
}

/**
 * attune_example_stats_new:
 * @n_examples: about how many there will be
 *
 * Begins figures for somebody who knows already how many tokens each example has. Nothing is known
 * of their texts then.
 *
 * Returns: (transfer full): figures, for attune_example_stats_add() and then
 *   attune_example_stats_finish()
 */
AttuneExampleStats *
attune_example_stats_new (guint n_examples)
{
  AttuneExampleStats *self = g_atomic_rc_box_new0 (AttuneExampleStats);

  self->tokens = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n_examples);
  self->longest = g_array_new (FALSE, FALSE, sizeof (AttuneLongExample));
  self->system_texts = g_ptr_array_new_with_free_func (system_text_free);

  return self;
}

/**
 * attune_example_stats_add:
 * @self: figures that are not finished
 * @row: where the example is
 * @n_tokens: how many tokens it has
 *
 * Counts one more example.
 */
void
attune_example_stats_add (AttuneExampleStats *self,
                          guint               row,
                          guint64             n_tokens)
{
  guint32 n_short = MIN (n_tokens, G_MAXUINT32);

  g_array_append_val (self->tokens, n_short);
  note_long (self, row, n_short);
  self->n_examples++;
  self->n_tokens += n_tokens;
}

/**
 * attune_example_stats_finish:
 * @self: figures to which every example was added
 *
 * From now on they may be asked for.
 */
void
attune_example_stats_finish (AttuneExampleStats *self)
{
  g_array_sort (self->tokens, compare_tokens);
  g_ptr_array_sort_values (self->system_texts, compare_system_texts);
}

/**
 * attune_example_stats_collect:
 * @file: a file of examples
 * @edits: (nullable): the changes to it; rows that are marked out do not count
 * @count: (nullable): counts tokens; they are estimated from the texts if %NULL
 * @count_data: for @count
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads all examples once. Four bytes an example stay in memory. Blocks: call it on a thread.
 *
 * Returns: (transfer full) (nullable): the figures, or %NULL with %ATTUNE_ERROR_STORAGE
 */
AttuneExampleStats *
attune_example_stats_collect (AttuneExampleFile     *file,
                              AttuneEdits           *edits,
                              AttuneTokenCountFunc   count,
                              gpointer               count_data,
                              AttuneProgressFunc     progress,
                              gpointer               user_data,
                              GCancellable          *cancellable,
                              GError               **error)
{
  g_autoptr(AttuneExampleStats) self = NULL;
  g_autoptr(GHashTable) system_texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                              NULL);
  Pass pass = {
    .count = count,
    .count_data = count_data,
    .system_texts = system_texts,
  };

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  pass.stats = self = attune_example_stats_new (attune_example_file_get_n_examples (file));
  self->is_about = count == NULL;

  if (!note_rows (&pass, file, edits, progress, user_data, cancellable, error))
    return NULL;

  attune_example_stats_finish (self);

  return g_steal_pointer (&self);
}

/**
 * attune_example_stats_get_percentile:
 * @self: figures
 * @percent: 0 to 100
 *
 * Returns: the number of tokens that so many of the examples do not exceed; 0 without examples
 */
guint32
attune_example_stats_get_percentile (const AttuneExampleStats *self,
                                     double                    percent)
{
  guint64 rank;

  g_return_val_if_fail (self != NULL, 0);

  if (self->tokens->len == 0)
    return 0;

  rank = (guint64)(CLAMP (percent, 0, 100) / 100 * self->tokens->len + 0.999999);

  return g_array_index (self->tokens, guint32, CLAMP (rank, 1, self->tokens->len) - 1);
}

/**
 * attune_example_stats_count_billable:
 * @self: figures
 * @max_tokens: of an example; what is beyond is cut off. 0: no limit is known
 *
 * Returns: the tokens that a provider trains on in an epoch, which are those that it bills
 */
guint64
attune_example_stats_count_billable (const AttuneExampleStats *self,
                                     guint                     max_tokens)
{
  guint64 n_billable = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (max_tokens == 0)
    return self->n_tokens;

  for (guint i = 0; i < self->tokens->len; i++)
    n_billable += MIN (g_array_index (self->tokens, guint32, i), max_tokens);

  return n_billable;
}

/* The next of 1, 2, 5, 10, 20, 50 … */
static guint64
round_up (guint64 width)
{
  guint64 power = 1;

  while (power * 10 <= width)
    power *= 10;

  if (width <= power)
    return power;

  if (width <= 2 * power)
    return 2 * power;

  return width <= 5 * power ? 5 * power : 10 * power;
}

/**
 * attune_example_stats_make_bins:
 * @self: figures
 * @max_bins: the most columns, at least 2
 *
 * Sorts the examples into columns of a round width. The few longest share the last one, which has
 * no end: one example of 100,000 tokens must not press all others into a single column.
 *
 * Returns: (transfer full) (element-type AttuneHistogramBin): the columns; none without examples
 */
GArray *
attune_example_stats_make_bins (const AttuneExampleStats *self,
                                guint                     max_bins)
{
  GArray *bins = g_array_new (FALSE, FALSE, sizeof (AttuneHistogramBin));
  guint64 end = attune_example_stats_get_percentile (self, 98) + G_GUINT64_CONSTANT (1);
  guint64 width = round_up ((end + max_bins - 2) / (max_bins - 1));
  guint next = 0;

  g_return_val_if_fail (max_bins >= 2, bins);

  for (guint64 low = 0; next < self->tokens->len; low += width)
    {
      AttuneHistogramBin bin = { low, low + width, 0 };

      if (low >= end)
        bin.high = G_MAXUINT64;

      for (; next < self->tokens->len &&
             g_array_index (self->tokens, guint32, next) < bin.high; next++)
        bin.n_examples++;

      g_array_append_val (bins, bin);
    }

  return bins;
}

/**
 * attune_example_stats_ref:
 * @self: figures
 *
 * Returns: (transfer full): @self
 */
AttuneExampleStats *
attune_example_stats_ref (AttuneExampleStats *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_stats (gpointer data)
{
  AttuneExampleStats *self = data;

  g_clear_pointer (&self->tokens, g_array_unref);
  g_clear_pointer (&self->longest, g_array_unref);
  g_clear_pointer (&self->system_texts, g_ptr_array_unref);
}

/**
 * attune_example_stats_unref:
 * @self: (transfer full): figures
 */
void
attune_example_stats_unref (AttuneExampleStats *self)
{
  g_atomic_rc_box_release_full (self, clear_stats);
}

/**
 * attune_writing_get_title:
 * @writing: a writing
 *
 * Returns: (transfer none): its name, translated
 */
const char *
attune_writing_get_title (AttuneWriting writing)
{
  switch (writing)
    {
    case ATTUNE_WRITING_LATIN:
      return _("Latin Letters");

    case ATTUNE_WRITING_CHINESE:
      return _("Chinese");

    case ATTUNE_WRITING_JAPANESE:
      return _("Japanese");

    case ATTUNE_WRITING_KOREAN:
      return _("Korean");

    case ATTUNE_WRITING_CYRILLIC:
      return _("Cyrillic Letters");

    case ATTUNE_WRITING_ARABIC:
      return _("Arabic Letters");

    case ATTUNE_WRITING_OTHER:
    case ATTUNE_N_WRITINGS:
    default:
      return _("Other Writing");
    }
}

/**
 * attune_token_estimate:
 * @text: (array length=length): a text, UTF-8
 * @length: its length in bytes
 * @user_data: not used
 *
 * About four bytes make a token in text of Latin letters; a character of Chinese, Japanese or
 * Korean, three bytes in UTF-8, is about one.
 *
 * Returns: about how many tokens the text is
 */
guint64
attune_token_estimate (const char *text,
                       gsize       length,
                       gpointer    user_data)
{
  const char *end = text + length;
  guint64 n_quarters = 0;

  while (text < end)
    {
      const char *next = g_utf8_next_char (text);

      n_quarters += g_utf8_get_char (text) >= 0x2e80 ? 4 : next - text;
      text = next;
    }

  return (n_quarters + 3) / 4;
}
