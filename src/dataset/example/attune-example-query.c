/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-query"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-example-query.h"
#include "attune-text-matcher.h"

/* Whole rows of about this much are searched at a time. */
#define BLOCK_SIZE (1024 * 1024)

/* The compiler turns a loop of a fixed length into one that folds 16 or 32 letters at once. */
#define FOLD_SIZE 4096

/* A regular expression that took too long for so many texts will for others, too. */
#define MAX_GIVEN_UP 100

typedef struct
{
  const AttuneExampleQuery *query;
  AttuneExampleFile        *file;
  AttuneEdits              *edits;
  AttuneTextMatcher        *matcher;       /* NULL: every row matches */
  AttuneRowsFunc            func;
  AttuneProgressFunc        progress;
  gpointer                  user_data;
  GCancellable             *cancellable;

  const char               *fragment;      /* what a row must contain; NULL: nothing */
  gsize                     fragment_length;
  gboolean                  folds;         /* the fragment has letters, which have two cases */

  AttuneRowSet             *changed;       /* rows with another text than in the file … */
  AttuneRowSetIter          next_changed;  /* … and the first that was not yet looked at */
  GArray                   *found;         /* of guint: what was not yet told */
  char                     *block;
  char                     *folded;
  gsize                     block_size;
} Search;

static void
search_clear (Search *search)
{
  g_clear_pointer (&search->matcher, attune_text_matcher_free);
  g_clear_pointer (&search->changed, attune_row_set_unref);
  g_clear_pointer (&search->found, g_array_unref);
  g_clear_pointer (&search->block, g_free);
  g_clear_pointer (&search->folded, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static gboolean
has_text (const AttuneExampleQuery *query)
{
  return query->text != NULL && query->text[0] != '\0';
}

static gboolean
has_problem (const AttuneExampleQuery *query,
             guint                     row)
{
  guint64 wanted = query->issue == ATTUNE_ISSUE_NONE ? G_MAXUINT64
                                                     : G_GUINT64_CONSTANT (1) << query->issue;

  return row < query->n_issues && (query->issues[row] & wanted) != 0;
}

static gboolean
passes_filter (const Search *search,
               guint         row)
{
  return search->query->filter != ATTUNE_ROWS_PROBLEMS || has_problem (search->query, row);
}

static void
add_row (Search *search,
         guint   row)
{
  if (passes_filter (search, row))
    g_array_append_val (search->found, row);
}

/* Rows can be told before all are found only in the order in which they are found. */
static gboolean
tells_at_once (const Search *search)
{
  return search->query->order == ATTUNE_ROWS_BY_NUMBER && !search->query->is_descending;
}

static void
tell (Search *search)
{
  if (search->found->len > 0)
    search->func ((const guint *)search->found->data, search->found->len, search->user_data);

  g_array_set_size (search->found, 0);
}

/* Asked for every row: a slow regular expression needs seconds for a block. */
static gboolean
is_over (const Search *search)
{
  return g_cancellable_is_cancelled (search->cancellable) ||
         (search->matcher != NULL &&
          attune_text_matcher_get_n_given_up (search->matcher) >= MAX_GIVEN_UP);
}

static gboolean
row_matches (Search *search,
             guint   row)
{
  g_autoptr(AttuneExample) example = NULL;

  if (search->matcher == NULL)
    return TRUE;

  example = attune_edits_read (search->edits, row, NULL);

  return example != NULL && attune_text_matcher_match (search->matcher, example);
}

/* Looks at the rows with another text that come before @end. */
static void
search_changed (Search *search,
                guint   end)
{
  guint row;

  while (attune_row_set_iter_peek (&search->next_changed, &row) && row < end && !is_over (search))
    {
      if (row_matches (search, row))
        add_row (search, row);

      attune_row_set_iter_next (&search->next_changed, &row);
    }
}

static gboolean
is_changed (Search *search,
            guint   row)
{
  guint next;

  return attune_row_set_iter_peek (&search->next_changed, &next) && next == row;
}

static void
fold_letters (char       *folded,
              const char *text,
              gsize       size)
{
  for (gsize i = 0; i < size; i += FOLD_SIZE)
    for (gsize j = 0; j < FOLD_SIZE; j++)
      {
        char letter = text[i + j];

        folded[i + j] = letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
      }
}

/* The rows of a block, which is in memory. */
typedef struct
{
  guint       first;
  guint       end;
  guint64     offset;    /* of the block in the file */
  gsize       length;
  const char *text;      /* in which the fragment is looked for */
} Block;

static gsize
find_next (const Block *block,
           const char  *text,
           gsize        from,
           const char  *what,
           gsize        length)
{
  const char *hit = memmem (text + from, block->length - from, what, length);

  return hit != NULL ? (gsize)(hit - text) : G_MAXSIZE;
}

static void
search_row (Search      *search,
            const Block *block,
            guint        row)
{
  const char *text = search->block + (attune_example_file_get_offset (search->file, row) -
                                      block->offset);
  gsize length = attune_example_file_get_length (search->file, row);
  g_autoptr(AttuneExample) example = NULL;

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;

  if (!passes_filter (search, row))
    return;

  example = attune_example_new_from_json ((guint64)row + 1, text, length, NULL);

  if (example != NULL && attune_text_matcher_match (search->matcher, example))
    add_row (search, row);
}

/* Jumps from one place where the text may be to the next. */
static void
search_block (Search      *search,
              const Block *block)
{
  gsize hit = 0;
  gsize escape = 0;

  for (gsize from = 0; from < block->length && !is_over (search); )
    {
      gsize next = from;
      guint row;

      if (search->fragment != NULL)
        {
          if (hit <= from)
            hit = find_next (block, block->text, from, search->fragment, search->fragment_length);

          if (escape <= from)
            escape = find_next (block, search->block, from, "\\u", 2);

          next = MIN (hit, escape);
        }

      if (next == G_MAXSIZE)
        break;

      row = attune_example_file_find (search->file, block->offset + next);
      search_changed (search, row);

      if (!is_changed (search, row))
        search_row (search, block, row);

      from = attune_example_file_get_offset (search->file, row + 1) - block->offset;

      /* The first place is found from the beginning, also when that is 0. */
      if (hit != G_MAXSIZE && hit < from)
        hit = 0;

      if (escape != G_MAXSIZE && escape < from)
        escape = 0;
    }

  search_changed (search, block->end);
}

static gboolean
read_block (Search   *search,
            Block    *block,
            GError  **error)
{
  gsize room = (block->length + FOLD_SIZE - 1) / FOLD_SIZE * FOLD_SIZE;

  if (room > search->block_size)
    {
      g_free (search->block);
      g_free (search->folded);
      search->block = g_malloc0 (room);
      search->folded = search->folds ? g_malloc (room) : NULL;
      search->block_size = room;
    }

  if (!attune_example_file_read_bytes (search->file, block->offset, search->block, block->length,
                                       error))
    return FALSE;

  block->text = search->block;

  if (search->folds)
    {
      fold_letters (search->folded, search->block, room);
      block->text = search->folded;
    }

  return TRUE;
}

static gboolean
search_file (Search  *search,
             GError **error)
{
  guint n_examples = attune_example_file_get_n_examples (search->file);
  guint64 size = attune_example_file_get_stamp (search->file)->size;
  Block block = { 0 };

  for (; block.first < n_examples && !is_over (search); block.first = block.end)
    {

      block.offset = attune_example_file_get_offset (search->file, block.first);
      block.end = MAX (attune_example_file_find (search->file, block.offset + BLOCK_SIZE),
                       block.first + 1);
      block.end = block.offset + BLOCK_SIZE >= size ? n_examples : block.end;
      block.length = attune_example_file_get_offset (search->file, block.end) - block.offset;

      /* One row that is too long to be an example has no text to find. */
      if (block.length <= ATTUNE_EXAMPLE_MAX_SIZE)
        {
          if (!read_block (search, &block, error))
            return FALSE;

          search_block (search, &block);
        }

      if (tells_at_once (search))
        tell (search);

      if (search->progress != NULL)
        search->progress (block.offset + block.length, size, search->user_data);
    }

  search_changed (search, G_MAXUINT);

  return !g_cancellable_set_error_if_cancelled (search->cancellable, error);
}

/* The few rows that were changed are looked at one by one. */
static gboolean
search_states (Search          *search,
               AttuneRowState   mask,
               GError         **error)
{
  g_autoptr(AttuneRowSet) rows = attune_edits_list_rows (search->edits, mask);
  AttuneRowSetIter iter = { rows };
  guint row;

  while (attune_row_set_iter_next (&iter, &row) && !is_over (search))
    if (row_matches (search, row))
      add_row (search, row);

  return !g_cancellable_set_error_if_cancelled (search->cancellable, error);
}

static gboolean
find_rows (Search  *search,
           GError **error)
{
  guint n_rows = attune_edits_get_n_rows (search->edits);

  if (search->query->filter == ATTUNE_ROWS_EDITED)
    return search_states (search, ATTUNE_ROW_EDITED | ATTUNE_ROW_ADDED, error);

  if (search->query->filter == ATTUNE_ROWS_OUT)
    return search_states (search, ATTUNE_ROW_OUT, error);

  if (search->matcher != NULL)
    return search_file (search, error);

  for (guint row = 0; row < n_rows; row++)
    add_row (search, row);

  return TRUE;
}

static guint64
get_size (Search *search,
          guint   row)
{
  g_autoptr(GBytes) text = attune_edits_dup_text (search->edits, row);

  return text != NULL ? g_bytes_get_size (text) + 1
                      : attune_example_file_get_length (search->file, row);
}

static int
compare_keys (const void *a,
              const void *b)
{
  guint64 first = *(const guint64 *)a;
  guint64 second = *(const guint64 *)b;

  return (first > second) - (first < second);
}

/* Size and row in one number each, so that rows of one size stay in their order. */
static void
sort_by_size (Search *search)
{
  g_autoptr(GArray) keys = g_array_sized_new (FALSE, FALSE, sizeof (guint64), search->found->len);

  for (guint i = 0; i < search->found->len; i++)
    {
      guint row = g_array_index (search->found, guint, i);
      guint64 size = MIN (get_size (search, row), G_MAXUINT32);
      guint64 key = (search->query->is_descending ? G_MAXUINT32 - size : size) << 32 | row;

      g_array_append_val (keys, key);
    }

  g_array_sort (keys, compare_keys);

  for (guint i = 0; i < keys->len; i++)
    g_array_index (search->found, guint, i) = (guint)g_array_index (keys, guint64, i);
}

static void
reverse (GArray *rows)
{
  for (guint i = 0; i < rows->len / 2; i++)
    {
      guint *first = &g_array_index (rows, guint, i);
      guint *last = &g_array_index (rows, guint, rows->len - 1 - i);
      guint row = *first;

      *first = *last;
      *last = row;
    }
}

static gboolean
check_given_up (const Search  *search,
                GError       **error)
{
  if (search->matcher == NULL || attune_text_matcher_get_n_given_up (search->matcher) == 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("This regular expression takes too long, so not every example was searched. "
                      "Make it simpler, or search for the text as it stands."));

  return FALSE;
}

/**
 * attune_example_query_is_plain:
 * @query: a query
 *
 * Returns: whether it asks for all rows as they come, which needs no search
 */
gboolean
attune_example_query_is_plain (const AttuneExampleQuery *query)
{
  g_return_val_if_fail (query != NULL, TRUE);

  return !has_text (query) && query->filter == ATTUNE_ROWS_ALL &&
         query->order == ATTUNE_ROWS_BY_NUMBER && !query->is_descending;
}

/**
 * attune_example_query_run:
 * @query: what is asked for
 * @file: a file
 * @edits: the changes to it
 * @func: told the rows, as soon as they are known
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @func and @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Finds rows by what their turns say, as they are now. Text is compared letter by letter without
 * regard to case. Lines that cannot match are passed over without being read as JSON. Fails with
 * %ATTUNE_ERROR_DATA when the regular expression is none, or takes so long that examples had to be
 * passed over, and with %ATTUNE_ERROR_STORAGE.
 * Blocks: call it on a thread.
 *
 * Returns: %FALSE with an error; rows may have been told before
 */
gboolean
attune_example_query_run (const AttuneExampleQuery  *query,
                          AttuneExampleFile         *file,
                          AttuneEdits               *edits,
                          AttuneRowsFunc             func,
                          AttuneProgressFunc         progress,
                          gpointer                   user_data,
                          GCancellable              *cancellable,
                          GError                   **error)
{
  g_auto(Search) search = {
    .query = query,
    .file = file,
    .edits = edits,
    .func = func,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };

  g_return_val_if_fail (query != NULL, FALSE);
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), FALSE);
  g_return_val_if_fail (ATTUNE_IS_EDITS (edits), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (has_text (query))
    {
      if (!(search.matcher = attune_text_matcher_new (query->text, query->is_regex, error)))
        return FALSE;

      search.fragment = attune_text_matcher_get_fragment (search.matcher, &search.fragment_length,
                                                          &search.folds);
    }

  search.changed = attune_edits_list_rows (edits, ATTUNE_ROW_EDITED | ATTUNE_ROW_ADDED);
  search.next_changed.set = search.changed;
  search.found = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!find_rows (&search, error))
    return FALSE;

  if (query->order == ATTUNE_ROWS_BY_SIZE)
    sort_by_size (&search);
  else if (query->is_descending)
    reverse (search.found);

  tell (&search);

  return check_given_up (&search, error);
}
