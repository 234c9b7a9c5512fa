/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-markdown-stream"

#include "config.h"

#include <string.h>

#include "attune-markdown-parser.h"
#include "attune-markdown-stream.h"

struct _AttuneMarkdownStream
{
  GString   *text;           /* as it was last time */
  GPtrArray *blocks;         /* AttuneMarkdownBlock: all that is shown */
  guint      n_complete;     /* how many of them cannot change any more */
  gsize      begin;          /* of what is read again, in bytes */
};

/* What could still become the mark of something else: “-” may turn the line above into a
 * heading, begin a list, or be a minus. */
static gboolean
is_mark (char character)
{
  return strchr ("-=*_+#>`~|: .)0123456789\t", character) != NULL;
}

static gboolean
is_all_marks (const char *line,
              const char *end)
{
  while (line < end && is_mark (*line))
    line++;

  return line == end;
}

static const char *
find_line_start (const char *text,
                 const char *end)
{
  while (end > text && end[-1] != '\n')
    end--;

  return end;
}

/* The line above a table's rule looks like any other text; it is told by the bar that it begins
 * with. */
static const char *
hold_table_head (const char *text,
                 const char *end)
{
  const char *line = end > text ? find_line_start (text, end[-1] == '\n' ? end - 1 : end) : end;
  const char *above = line > text ? find_line_start (text, line - 1) : NULL;

  if (line < end && *line == '|' && (above == NULL || *above != '|'))
    return line;

  return end;
}

/* How much of @text can be shown without it turning into something else with the next word. */
static gsize
find_settled (const char *text,
              gsize       length)
{
  const char *end = text + length;
  const char *line = find_line_start (text, end);

  if (line < end && is_all_marks (line, end))
    end = line;

  return hold_table_head (text, end) - text;
}

static gboolean
continues (AttuneMarkdownStream *self,
           const char           *text,
           gsize                 length)
{
  return length >= self->text->len && memcmp (text, self->text->str, self->text->len) == 0;
}

/**
 * attune_markdown_stream_new:
 *
 * Returns: (transfer full): a stream in which nothing has come yet
 */
AttuneMarkdownStream *
attune_markdown_stream_new (void)
{
  AttuneMarkdownStream *self = g_new0 (AttuneMarkdownStream, 1);

  self->text = g_string_new (NULL);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_markdown_block_unref);

  return self;
}

/**
 * attune_markdown_stream_free:
 * @self: (transfer full): a stream
 */
void
attune_markdown_stream_free (AttuneMarkdownStream *self)
{
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * attune_markdown_stream_update:
 * @self: a stream
 * @text: all that has come so far, in UTF-8
 * @length: its length in bytes
 *
 * What came before is only looked at again when @text does not begin with it.
 *
 * Returns: (transfer none) (element-type AttuneMarkdownBlock): the document so far; complete
 * blocks are
 *   the same objects as before
 */
GPtrArray *
attune_markdown_stream_update (AttuneMarkdownStream *self,
                               const char           *text,
                               gsize                 length)
{
  g_autoptr(GPtrArray) tail = NULL;
  const AttuneMarkdownBlock *last;
  gsize begin;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  /* What is too long to be shown is not shown any longer as it grows. */
  length = MIN (length, ATTUNE_MARKDOWN_MAX_BYTES);

  if (!continues (self, text, length))
    {
      g_string_truncate (self->text, 0);
      self->n_complete = 0;
      self->begin = 0;
    }

  g_string_append_len (self->text, text + self->text->len, length - self->text->len);
  begin = self->begin;
  tail = attune_markdown_parse (text + begin, find_settled (text + begin, length - begin), TRUE);
  last = tail->len > 0 ? g_ptr_array_index (tail, tail->len - 1) : NULL;
  g_ptr_array_set_size (self->blocks, self->n_complete);

  for (guint i = 0; i < tail->len; i++)
    {
      AttuneMarkdownBlock *block = g_ptr_array_index (tail, i);

      if (last->offset > 0 && block->offset < last->offset)
        self->n_complete++;
      g_ptr_array_add (self->blocks, attune_markdown_block_ref (block));
    }

  if (last != NULL)
    self->begin = begin + last->offset;

  return self->blocks;
}
