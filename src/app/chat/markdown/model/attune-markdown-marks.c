/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-markdown-marks"

#include "config.h"

#include <string.h>

#include "attune-markdown-marks.h"
#include "attune-text-diff.h"

/* Goes through the texts of a document in the order of attune_markdown_dup_plain_text(). */
typedef struct
{
  GArray *ranges;      /* AttuneDiffRange in that text */
  guint   i;           /* the first one that does not end before the next text */
  guint   offset;      /* where the next text begins */
} Marker;

static GPtrArray *mark_blocks (Marker    *self,
                               GPtrArray *blocks);

static void
append_span (GArray                   *spans,
             const AttuneMarkdownSpan *like,
             guint                     start,
             guint                     end,
             gboolean                  is_marked)
{
  AttuneMarkdownSpan span = { .start = start, .end = end };

  if (start >= end || (like == NULL && !is_marked))
    return;

  if (like != NULL)
    {
      span.style = like->style;
      span.uri = g_strdup (like->uri);
    }

  if (is_marked)
    span.style |= ATTUNE_MARKDOWN_MARKED;

  g_array_append_val (spans, span);
}

/* The ranges that are in a text of @length bytes at the offset, as parts of that text. */
static GArray *
take_ranges (Marker *self,
             guint   length)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (AttuneDiffRange));
  guint end = self->offset + length;

  for (guint i = self->i; i < self->ranges->len; i++)
    {
      const AttuneDiffRange *range = &g_array_index (self->ranges, AttuneDiffRange, i);
      AttuneDiffRange part = { MAX (range->start, self->offset) - self->offset,
                               MIN (range->end, end) - self->offset };

      if (range->start >= end)
        break;

      if (part.start < part.end)
        g_array_append_val (ranges, part);
      if (range->end <= end)
        self->i = i + 1;
    }

  return ranges;
}

static gboolean
touches (GArray *ranges,
         guint   start,
         guint   end)
{
  for (guint i = 0; i < ranges->len; i++)
    {
      const AttuneDiffRange *range = &g_array_index (ranges, AttuneDiffRange, i);

      if (range->start < end && range->end > start)
        return TRUE;
    }

  return FALSE;
}

/* From @start to @end all looks like @like, but for what is marked. A link is one thing, marked as
 * a whole or not. */
static void
append_marked (GArray                   *spans,
               const AttuneMarkdownSpan *like,
               guint                     start,
               guint                     end,
               GArray                   *ranges,
               guint                    *i)
{
  guint at = start;

  if (like != NULL && like->uri != NULL)
    {
      append_span (spans, like, start, end, touches (ranges, start, end));
      return;
    }

  for (; *i < ranges->len; (*i)++)
    {
      const AttuneDiffRange *range = &g_array_index (ranges, AttuneDiffRange, *i);

      if (range->start >= end)
        break;

      append_span (spans, like, at, MAX (range->start, at), FALSE);
      append_span (spans, like, MAX (range->start, at), MIN (range->end, end), TRUE);
      at = CLAMP (range->end, at, end);

      /* It goes on in what looks different. */
      if (range->end > end)
        break;
    }

  append_span (spans, like, at, end, FALSE);
}

static void
mark_spans (AttuneMarkdownBlock *marked,
            GArray              *spans,
            GArray              *ranges,
            guint                length)
{
  guint at = 0;
  guint i = 0;

  for (guint j = 0; spans != NULL && j < spans->len; j++)
    {
      const AttuneMarkdownSpan *span = &g_array_index (spans, AttuneMarkdownSpan, j);

      append_marked (marked->spans, NULL, at, span->start, ranges, &i);
      append_marked (marked->spans, span, span->start, span->end, ranges, &i);
      at = span->end;
    }

  append_marked (marked->spans, NULL, at, length, ranges, &i);
}

static AttuneMarkdownBlock *
mark_block (Marker              *self,
            AttuneMarkdownBlock *block)
{
  guint length = block->text != NULL ? strlen (block->text) : 0;
  g_autoptr(GArray) ranges = take_ranges (self, length);
  AttuneMarkdownBlock *marked;

  self->offset += length;
  if (length > 0 && block->text[length - 1] != '\n')
    self->offset++;

  if (block->children == NULL && ranges->len == 0)
    return attune_markdown_block_ref (block);

  marked = attune_markdown_block_new (block->kind);
  marked->number = block->number;
  marked->task = block->task;
  marked->text = g_strdup (block->text);
  marked->language = g_strdup (block->language);
  marked->alignments = g_strdup (block->alignments);
  marked->offset = block->offset;

  if (block->children != NULL)
    {
      g_clear_pointer (&marked->children, g_ptr_array_unref);
      marked->children = mark_blocks (self, block->children);
    }
  else
    {
      mark_spans (marked, block->spans, ranges, length);
    }

  return marked;
}

static GPtrArray *
mark_blocks (Marker    *self,
             GPtrArray *blocks)
{
  GPtrArray *marked = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_markdown_block_unref);

  for (guint i = 0; i < blocks->len; i++)
    g_ptr_array_add (marked, mark_block (self, g_ptr_array_index (blocks, i)));

  return marked;
}

/**
 * attune_markdown_mark_differences:
 * @blocks: (element-type AttuneMarkdownBlock): a document
 * @others: (element-type AttuneMarkdownBlock): another
 * @likeness: (out): whether they could be compared; if not, nothing is marked
 * @n_differences: (out): how many parts of the first differ
 *
 * Returns: (transfer full) (element-type AttuneMarkdownBlock): the first document, in which what
 *   the other does not say is marked; see attune_text_diff()
 */
GPtrArray *
attune_markdown_mark_differences (GPtrArray          *blocks,
                                  GPtrArray          *others,
                                  AttuneTextLikeness *likeness,
                                  guint              *n_differences)
{
  g_autofree char *text = attune_markdown_dup_plain_text (blocks);
  g_autofree char *other = attune_markdown_dup_plain_text (others);
  g_autoptr(GArray) ranges = attune_text_diff (text, other, likeness);
  Marker marker = { .ranges = ranges };

  *n_differences = ranges->len;

  return mark_blocks (&marker, blocks);
}
