/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-table-dialect"

#include "config.h"

#include "attune-table-dialect.h"
#include "attune-table-row.h"

#define MAX_SNIFFED_ROWS 1000
#define MAX_TITLE_ROWS 10

/* Rows with more cells than this all count as one kind. */
#define MAX_COUNTED_CELLS 256

/* A text is a table if this share of its first rows has equally many cells. */
#define MIN_EVEN_PERMILLE 800

/* A name of a column is shorter. In bytes. */
#define MAX_NAME_LENGTH 96

/* What the first rows look like when they are cut in one way. */
typedef struct
{
  char     delimiter;
  char     quote;
  char     escape;
  guint    n_rows;
  guint    n_cells;        /* that most rows have … */
  guint    n_even;         /* … and how many do */
  guint    n_quoted;       /* cells */
  guint    n_odd;          /* rows whose quotation marks make no sense */
  guint    n_delimiters;
  guint    n_spaced;       /* of them, that a space follows, as in a sentence */
} Trial;

/* In the order in which they are preferred when they cut equally well. */
static const char delimiters[] = { '\t', ',', ';', '|' };

/* These stand in texts, or are known to few programs: they need rows that leave no doubt. */
static const char rare_delimiters[] = { '\x01', '^', '~', ':', ' ' };

/* In the order of the values of #AttuneQuote; the double quotation mark is tried first. */
static const char quotes[] = { '"', '\'', '\0' };

/* Names that columns of datasets have, so that a table of words is not taken for one without a
 * header. */
static const char * const known_names[] = {
  "question", "answer", "prompt", "completion", "response", "instruction", "input", "output",
  "context", "system", "user", "assistant", "text", "content", "chosen", "rejected", "label", "id",
  "messages", "query", "reply", "target", "source",
  "问题", "答案", "回答", "提问", "回复", "指令", "输入", "输出", "内容", "文本", "标签", "系统", "序号",
};

static void
count_spaced (Trial                *trial,
              const AttuneTableRow *row)
{
  for (guint i = 1; i < row->cells->len; i++)
    {
      const AttuneText *cell = attune_table_row_get_cell (row, i);

      trial->n_delimiters++;
      trial->n_spaced += cell->length > 0 && cell->bytes[0] == ' ';
    }
}

/* The last row of a text that goes on may be cut off, and does not count. */
static void
try_dialect (Trial      *trial,
             const char *text,
             const char *end,
             gboolean    is_complete)
{
  g_auto(AttuneTableRow) row = { 0 };
  guint n_rows_with[MAX_COUNTED_CELLS + 1] = { 0 };

  attune_table_row_init (&row, trial->delimiter, trial->quote, trial->escape);

  for (; text < end && trial->n_rows < MAX_SNIFFED_ROWS; text += row.length)
    {
      attune_table_row_parse (&row, text, end);

      if (attune_table_row_is_empty (&row, 0) ||
          (text + row.length == end && !is_complete && trial->n_rows > 0))
        continue;

      trial->n_rows++;
      trial->n_quoted += row.n_quoted;
      trial->n_odd += row.is_odd;
      n_rows_with[MIN (row.cells->len, MAX_COUNTED_CELLS)]++;
      count_spaced (trial, &row);
    }

  for (guint i = 1; i <= MAX_COUNTED_CELLS; i++)
    if (n_rows_with[i] > trial->n_even)
      {
        trial->n_even = n_rows_with[i];
        trial->n_cells = i;
      }
}

static guint
get_even_permille (const Trial *trial)
{
  return trial->n_rows > 0 ? trial->n_even * 1000 / trial->n_rows : 0;
}

/* What cuts no row is no delimiter, unless nothing else is there. Of the others the one that makes
 * the most equal rows wins, and among equals the one that makes the most cells. */
static gboolean
has_better_delimiter (const Trial *trial,
                      const Trial *best)
{
  if (trial->n_rows == 0 || best->n_rows == 0)
    return best->n_rows > 0;

  if ((trial->n_cells < 2) != (best->n_cells < 2))
    return trial->n_cells >= 2;

  if (get_even_permille (trial) != get_even_permille (best))
    return get_even_permille (trial) > get_even_permille (best);

  return trial->n_cells > best->n_cells || (trial->n_cells < 2 && trial->delimiter == ',');
}

/* The double quotation mark is the rule. Another needs cells that it encloses, or rows in which the
 * double one makes no sense while without it all are equal. */
static gboolean
has_better_quote (const Trial *trial,
                  const Trial *best)
{
  if (trial->quote == '\'')
    return best->n_quoted == 0 && trial->n_quoted > 1 && trial->n_odd == 0 &&
           get_even_permille (trial) >= get_even_permille (best);

  return best->n_odd > 1 && 2 * best->n_odd > best->n_quoted &&
         get_even_permille (trial) > get_even_permille (best);
}

/* Some programs write a backslash before a quotation mark instead of a second one. A cell may as
 * well end with a backslash, so it counts only where the rows make more sense with it. */
static void
try_escape (Trial      *best,
            const char *text,
            const char *end,
            gboolean    is_complete)
{
  Trial trial = { .delimiter = best->delimiter, .quote = best->quote, .escape = '\\' };

  if (best->n_odd == 0)
    return;

  try_dialect (&trial, text, end, is_complete);

  if (trial.n_odd < best->n_odd && get_even_permille (&trial) >= get_even_permille (best))
    *best = trial;
}

static Trial
find_best_quote (char         delimiter,
                 AttuneQuote  quote,
                 const char  *text,
                 const char  *end,
                 gboolean     is_complete)
{
  Trial best = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      Trial trial = { .delimiter = delimiter, .quote = quotes[i] };

      if (quote != ATTUNE_QUOTE_UNKNOWN && quote != ATTUNE_QUOTE_DOUBLE + i)
        continue;

      try_dialect (&trial, text, end, is_complete);
      try_escape (&trial, text, end, is_complete);

      if (best.delimiter == '\0' || has_better_quote (&trial, &best))
        best = trial;
    }

  return best;
}

/* Goes to the first row that has text in it, or to the last one. Returns where the next begins. */
static const char *
take_first_row (AttuneTableRow *row,
                const Trial    *trial,
                const char     *text,
                const char     *end)
{
  attune_table_row_init (row, trial->delimiter, trial->quote, trial->escape);

  do
    {
      attune_table_row_parse (row, text, end);
      text += row->length;
    }
  while (text < end && attune_table_row_is_empty (row, 0));

  return text;
}

static gboolean
is_known_name (const AttuneText *cell)
{
  g_autofree char *name = g_strndup (cell->bytes, MIN (cell->length, MAX_NAME_LENGTH));

  g_strstrip (name);

  for (gsize i = 0; i < G_N_ELEMENTS (known_names); i++)
    if (g_ascii_strcasecmp (name, known_names[i]) == 0)
      return TRUE;

  return FALSE;
}

/* Whether all rows are cut alike. Since times, addresses and sentences have colons and spaces,
 * these must besides stand between names that are known. */
static gboolean
is_beyond_doubt (const Trial *trial,
                 const char  *text,
                 const char  *end)
{
  g_auto(AttuneTableRow) row = { 0 };

  if (trial->n_rows < 2 || trial->n_cells < 2 || trial->n_even < trial->n_rows)
    return FALSE;

  take_first_row (&row, trial, text, end);

  for (guint i = 0; i < row.cells->len && strchr (": ", trial->delimiter) != NULL; i++)
    if (!is_known_name (attune_table_row_get_cell (&row, i)))
      return FALSE;

  return TRUE;
}

static Trial
find_best (const AttuneReaderOptions *known,
           const char                *text,
           const char                *end,
           gboolean                   is_complete)
{
  Trial best = { 0 };

  if (known->delimiter != '\0')
    return find_best_quote (known->delimiter, known->quote, text, end, is_complete);

  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    {
      Trial trial = find_best_quote (delimiters[i], known->quote, text, end, is_complete);

      if (i == 0 || has_better_delimiter (&trial, &best))
        best = trial;
    }

  for (guint i = 0; i < G_N_ELEMENTS (rare_delimiters); i++)
    {
      Trial trial;

      if (best.n_cells > 1 && best.n_even == best.n_rows)
        break;

      trial = find_best_quote (rare_delimiters[i], known->quote, text, end, is_complete);

      if (is_beyond_doubt (&trial, text, end))
        return trial;
    }

  return best;
}

static gboolean
is_number (const AttuneText *cell)
{
  gboolean has_digit = FALSE;

  for (gsize i = 0; i < cell->length; i++)
    if (g_ascii_isdigit (cell->bytes[i]))
      has_digit = TRUE;
    else if (strchr ("+-.,%eE ", cell->bytes[i]) == NULL || cell->bytes[i] == '\0')
      return FALSE;

  return has_digit;
}

/* A sentence, or a text too long for a name. */
static gboolean
is_prose (const AttuneText *cell)
{
  static const char * const ends[] = { ".", "!", "。", "！", "？" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gsize length = strlen (ends[i]);

      if (cell->length > length + 8 &&
          memcmp (cell->bytes + cell->length - length, ends[i], length) == 0)
        return TRUE;
    }

  return cell->length > MAX_NAME_LENGTH;
}

/* A form has questions for names, but no questions below them. */
static gboolean
is_question (const AttuneText *cell)
{
  return cell->length > 0 && cell->bytes[cell->length - 1] == '?';
}

/* Nearly every table has a header, so one is only denied where the first row shows that it is
 * a row like the others: a number or a sentence in it, and no name that is known. */
static gboolean
sniff_header (const Trial *trial,
              const char  *text,
              const char  *end)
{
  g_auto(AttuneTableRow) row = { 0 };
  g_auto(AttuneTableRow) next = { 0 };
  gboolean has_header = TRUE;

  text = take_first_row (&row, trial, text, end);
  take_first_row (&next, trial, text, end);

  for (guint i = 0; i < row.cells->len; i++)
    {
      const AttuneText *cell = attune_table_row_get_cell (&row, i);

      if (is_known_name (cell))
        return TRUE;

      if (is_number (cell) || is_prose (cell) ||
          (is_question (cell) && i < next.cells->len &&
           is_question (attune_table_row_get_cell (&next, i))))
        has_header = FALSE;
    }

  return has_header;
}

static guint
count_filled (const AttuneTableRow *row)
{
  guint n_filled = 0;

  for (guint i = 0; i < row->cells->len; i++)
    {
      const AttuneText *cell = attune_table_row_get_cell (row, i);
      const char *end = cell->bytes + cell->length;

      n_filled += attune_text_skip_blank (cell->bytes, end) < end;
    }

  return n_filled;
}

static gboolean
has_known_name (const AttuneTableRow *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    if (is_known_name (attune_table_row_get_cell (row, i)))
      return TRUE;

  return FALSE;
}

/* A sheet often has a title above its table: rows with text in a single cell, and then one with
 * names that columns are known to have. Returns how long that is; 0 when there is none. */
static gsize
skip_title (const Trial *trial,
            const char  *text,
            const char  *end)
{
  g_auto(AttuneTableRow) row = { 0 };
  const char *next = text;

  for (guint i = 0; i <= MAX_TITLE_ROWS && next < end; i++)
    {
      next = take_first_row (&row, trial, next, end);

      if (count_filled (&row) > 1)
        return i > 0 && has_known_name (&row) ? (gsize)(next - text) - row.length : 0;

      if (has_known_name (&row))
        return 0;
    }

  return 0;
}

/* Excel reads and writes a first line that names the delimiter, such as “sep=;”. Returns how long
 * it is, with its end; 0 when there is none. */
static gsize
take_delimiter_line (const char *text,
                     const char *end,
                     char       *delimiter)
{
  static const char label[] = "sep=";
  gsize length = strlen (label);
  gsize line_end;

  if ((gsize)(end - text) < length + 2 || g_ascii_strncasecmp (text, label, length) != 0 ||
      strchr ("\"'\r\n", text[length]) != NULL || (text[length] & 0x80) != 0)
    return 0;

  line_end = attune_text_get_line_end (text + length + 1, end);
  *delimiter = text[length];

  return line_end > 0 ? length + 1 + line_end : 0;
}

/**
 * attune_table_dialect_sniff:
 * @known: (nullable): what is known already
 * @text: (array length=length): the beginning of a file
 * @length: how many bytes
 * @is_complete: whether there is no more of it
 * @dialect: (out caller-allocates): how it is written, if it is a table
 *
 * Finds out how a table is written, by cutting its first rows in every way.
 *
 * Returns: whether it looks like a table of several columns at all
 */
gboolean
attune_table_dialect_sniff (const AttuneReaderOptions *known,
                            const char                *text,
                            gsize                      length,
                            gboolean                   is_complete,
                            AttuneTableDialect        *dialect)
{
  const char *end = text + length;
  AttuneReaderOptions options = known != NULL ? *known : (AttuneReaderOptions) { 0 };
  char delimiter = '\0';
  gsize begin = take_delimiter_line (text, end, &delimiter);
  gsize title;
  Trial best;

  text += begin;
  options.delimiter = options.delimiter != '\0' ? options.delimiter : delimiter;
  best = find_best (&options, text, end, is_complete);
  title = options.header != ATTUNE_HEADER_ABSENT ? skip_title (&best, text, end) : 0;
  text += title;

  *dialect = (AttuneTableDialect) {
    .delimiter = best.delimiter,
    .quote = best.quote,
    .escape = best.escape,
    .has_header = options.header == ATTUNE_HEADER_UNKNOWN ? sniff_header (&best, text, end)
                                                          : options.header == ATTUNE_HEADER_PRESENT,
    .begin = begin + title,
    .n_columns = best.n_cells,
  };

  if (begin > 0)
    return TRUE;

  return best.n_cells > 1 && best.n_even > 1 && get_even_permille (&best) >= MIN_EVEN_PERMILLE &&
         !(best.delimiter == ',' && 2 * best.n_spaced > best.n_delimiters);
}
