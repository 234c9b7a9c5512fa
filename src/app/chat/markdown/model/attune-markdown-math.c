/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-markdown-math"

#include "config.h"

#include <string.h>

#include "attune-markdown-math.h"

/* In bytes; a longer code in a line is not looked for. */
#define MAX_CODE 4096

/* How formulas begin and end. A single dollar is more often money. */
static const struct
{
  const char *begin;
  const char *end;
} marks[] = {
  { "\\(", "\\)" },
  { "\\[", "\\]" },
  { "$$",  "$$" },
};

typedef struct
{
  const char *text;
  gsize       length;
  gboolean    is_growing;
  gsize       endless[G_N_ELEMENTS (marks)];   /* no end of this mark comes before here */
} Source;

static gboolean
starts_with (const Source *source,
             gsize         at,
             const char   *mark)
{
  gsize length = strlen (mark);

  return source->length - at >= length && memcmp (source->text + at, mark, length) == 0;
}

static gsize
find_line_end (const Source *source,
               gsize         at)
{
  const char *end = memchr (source->text + at, '\n', source->length - at);

  return end != NULL ? (gsize)(end - source->text) + 1 : source->length;
}

static gsize
count_run (const Source *source,
           gsize         at,
           char          character)
{
  gsize n = 0;

  while (at + n < source->length && source->text[at + n] == character)
    n++;

  return n;
}

static gboolean
is_blank (const Source *source,
          gsize         at)
{
  gsize end = find_line_end (source, at);

  for (gsize i = at; i < end; i++)
    if (!g_ascii_isspace (source->text[i]))
      return FALSE;

  return TRUE;
}

/* Where the formula that begins at @at ends, in the same paragraph; 0 when it is none. */
static gsize
find_formula_end (Source *source,
                  gsize   at,
                  gsize   mark)
{
  gsize i = at + strlen (marks[mark].begin);

  if (at < source->endless[mark])
    return 0;

  for (; i < source->length; i++)
    {
      if (starts_with (source, i, marks[mark].end))
        return i + strlen (marks[mark].end);
      if (source->text[i] == '\n' && i + 1 < source->length && is_blank (source, i + 1))
        break;
    }

  if (source->is_growing && i >= source->length)
    return source->length;

  source->endless[mark] = i;

  return 0;
}

static gsize
find_formula (Source *source,
              gsize   at)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (starts_with (source, at, marks[i].begin))
      return find_formula_end (source, at, i);

  return 0;
}

/* Where a line of a fence (three or more of the same mark) is, its mark and how many; 0 for
 * none. */
static gsize
read_fence (const Source *source,
            gsize         at,
            char         *mark)
{
  gsize n;

  while (at < source->length && (source->text[at] == ' ' || source->text[at] == '>'))
    at++;

  if (at >= source->length)
    return 0;

  *mark = source->text[at];
  n = *mark == '`' || *mark == '~' ? count_run (source, at, *mark) : 0;

  return n >= 3 ? n : 0;
}

static gsize
find_fence_end (const Source *source,
                gsize         at,
                char          mark,
                gsize         n)
{
  for (at = find_line_end (source, at); at < source->length; at = find_line_end (source, at))
    {
      char other = '\0';

      if (read_fence (source, at, &other) >= n && other == mark)
        return find_line_end (source, at);
    }

  return source->length;
}

/* Past code in a line, or past backticks that begin none. */
static gsize
skip_code (const Source *source,
           gsize         at)
{
  gsize n = count_run (source, at, '`');
  gsize end = MIN (find_line_end (source, at), at + MAX_CODE);

  for (gsize i = at + n; i < end;)
    {
      gsize run = count_run (source, i, '`');

      if (run == n)
        return i + n;
      i += MAX (run, 1);
    }

  return at + n;
}

static void
append_protected (GString    *result,
                  const char *text,
                  gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_ispunct (text[i]))
        g_string_append_c (result, '\\');
      g_string_append_c (result, text[i]);
    }
}

/**
 * attune_markdown_protect_math:
 * @text: Markdown
 * @length: its length in bytes
 * @is_growing: whether more may come, so that a formula without its end is one already
 *
 * Marks what stands in formulas of LaTeX so that it is left as it is: an underline there is no
 * emphasis, and a backslash does not vanish. Lines stay where they are.
 *
 * Returns: (transfer full): Markdown
 */
GString *
attune_markdown_protect_math (const char *text,
                              gsize       length,
                              gboolean    is_growing)
{
  Source source = { text, length, is_growing };
  GString *result = g_string_sized_new (length + 64);
  gboolean is_line_start = TRUE;
  gsize at = 0;

  while (at < length)
    {
      gsize end = at + 1;
      gsize n_fence;
      char mark = '\0';

      if (is_line_start && (n_fence = read_fence (&source, at, &mark)) > 0)
        end = find_fence_end (&source, at, mark, n_fence);
      else if (text[at] == '`')
        end = skip_code (&source, at);
      else if ((text[at] == '\\' || text[at] == '$') && (end = find_formula (&source, at)) > 0)
        {
          append_protected (result, text + at, end - at);
          at = end;
          is_line_start = FALSE;
          continue;
        }
      else
        /* An escape takes the next character along, so that "\\(" is none. */
        end = at + (text[at] == '\\' && at + 1 < length && text[at + 1] != '\n' ? 2 : 1);

      g_string_append_len (result, text + at, end - at);
      is_line_start = text[end - 1] == '\n';
      at = end;
    }

  return result;
}
