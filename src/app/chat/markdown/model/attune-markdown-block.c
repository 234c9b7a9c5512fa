/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-markdown-block"

#include "config.h"

#include <string.h>

#include "attune-markdown-block.h"

static void
clear_span (gpointer data)
{
  AttuneMarkdownSpan *span = data;

  g_free (span->uri);
}

static void
clear_block (gpointer data)
{
  AttuneMarkdownBlock *self = data;

  g_free (self->text);
  g_clear_pointer (&self->spans, g_array_unref);
  g_free (self->language);
  g_free (self->alignments);
  g_clear_pointer (&self->children, g_ptr_array_unref);
}

/**
 * attune_markdown_block_new:
 * @kind: what it is
 *
 * Returns: (transfer full): a block without content, for its maker to fill
 */
AttuneMarkdownBlock *
attune_markdown_block_new (AttuneMarkdownKind kind)
{
  AttuneMarkdownBlock *self = g_rc_box_new0 (AttuneMarkdownBlock);

  self->kind = kind;

  switch (kind)
    {
    case ATTUNE_MARKDOWN_QUOTE:
    case ATTUNE_MARKDOWN_LIST:
    case ATTUNE_MARKDOWN_ITEM:
    case ATTUNE_MARKDOWN_TABLE:
    case ATTUNE_MARKDOWN_ROW:
      self->children = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_markdown_block_unref);
      break;

    case ATTUNE_MARKDOWN_PARAGRAPH:
    case ATTUNE_MARKDOWN_HEADING:
    case ATTUNE_MARKDOWN_CODE:
    case ATTUNE_MARKDOWN_CELL:
      self->spans = g_array_new (FALSE, FALSE, sizeof (AttuneMarkdownSpan));
      g_array_set_clear_func (self->spans, clear_span);
      break;

    case ATTUNE_MARKDOWN_RULE:
    default:
      break;
    }

  return self;
}

/**
 * attune_markdown_block_ref:
 * @self: a block
 *
 * Returns: (transfer full): @self
 */
AttuneMarkdownBlock *
attune_markdown_block_ref (AttuneMarkdownBlock *self)
{
  return g_rc_box_acquire (self);
}

/**
 * attune_markdown_block_unref:
 * @self: (transfer full): a block
 */
void
attune_markdown_block_unref (AttuneMarkdownBlock *self)
{
  g_rc_box_release_full (self, clear_block);
}

static gboolean
spans_equal (const AttuneMarkdownBlock *self,
             const AttuneMarkdownBlock *other)
{
  guint n_spans = self->spans != NULL ? self->spans->len : 0;

  if (n_spans != (other->spans != NULL ? other->spans->len : 0))
    return FALSE;

  for (guint i = 0; i < n_spans; i++)
    {
      const AttuneMarkdownSpan *a = &g_array_index (self->spans, AttuneMarkdownSpan, i);
      const AttuneMarkdownSpan *b = &g_array_index (other->spans, AttuneMarkdownSpan, i);

      if (a->start != b->start || a->end != b->end || a->style != b->style ||
          g_strcmp0 (a->uri, b->uri) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * attune_markdown_block_equal:
 * @self: a block
 * @other: another
 *
 * Returns: whether both look the same, wherever they stand in the source
 */
gboolean
attune_markdown_block_equal (const AttuneMarkdownBlock *self,
                             const AttuneMarkdownBlock *other)
{
  guint n_children = self->children != NULL ? self->children->len : 0;

  if (self == other)
    return TRUE;

  if (self->kind != other->kind || self->number != other->number || self->task != other->task ||
      g_strcmp0 (self->text, other->text) != 0 ||
      g_strcmp0 (self->language, other->language) != 0 ||
      g_strcmp0 (self->alignments, other->alignments) != 0 ||
      n_children != (other->children != NULL ? other->children->len : 0) ||
      !spans_equal (self, other))
    return FALSE;

  for (guint i = 0; i < n_children; i++)
    if (!attune_markdown_block_equal (g_ptr_array_index (self->children, i),
                                      g_ptr_array_index (other->children, i)))
      return FALSE;

  return TRUE;
}

static void
append_plain_text (const AttuneMarkdownBlock *block,
                   GString                   *text)
{
  if (block->text != NULL)
    {
      g_string_append (text, block->text);
      if (text->len > 0 && text->str[text->len - 1] != '\n')
        g_string_append_c (text, '\n');
    }

  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    append_plain_text (g_ptr_array_index (block->children, i), text);
}

/**
 * attune_markdown_dup_plain_text:
 * @blocks: (element-type AttuneMarkdownBlock): a document
 *
 * Returns: (transfer full): what it says, each text on lines of its own, as it is read aloud
 */
char *
attune_markdown_dup_plain_text (GPtrArray *blocks)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (blocks != NULL, NULL);

  for (guint i = 0; i < blocks->len; i++)
    append_plain_text (g_ptr_array_index (blocks, i), text);

  return g_string_free_and_steal (text);
}
