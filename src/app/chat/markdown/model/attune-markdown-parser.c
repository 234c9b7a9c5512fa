/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-markdown-parser"

#include "config.h"

#include <string.h>

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#include "attune-markdown-inlines.h"
#include "attune-markdown-math.h"
#include "attune-markdown-parser.h"

/* Of what a text goes on with, this much is read before it, in bytes. */
#define MAX_PROMPT (64 * 1024)

typedef struct
{
  const char *text;
  gsize       length;
  GArray     *lines;        /* gsize: where each line begins */
  guint       n_blocks;
} Source;

static gboolean read_block (Source     *source,
                            cmark_node *node,
                            guint       depth,
                            GPtrArray  *blocks);

static GPtrArray *
new_blocks (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)attune_markdown_block_unref);
}

static cmark_node *
parse_document (const char *text,
                gsize       length)
{
  static const char * const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
  cmark_parser *parser;
  cmark_node *document;

  cmark_gfm_core_extensions_ensure_registered ();
  parser = cmark_parser_new (CMARK_OPT_VALIDATE_UTF8);

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (extensions[i]));

  cmark_parser_feed (parser, text, length);
  document = cmark_parser_finish (parser);
  cmark_parser_free (parser);

  return document;
}

static GArray *
find_lines (const char *text,
            gsize       length)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize at = 0; at < length;)
    {
      const char *end = memchr (text + at, '\n', length - at);

      g_array_append_val (lines, at);
      at = end != NULL ? (gsize)(end - text) + 1 : length;
    }

  return lines;
}

static gsize
get_line_offset (const Source *source,
                 int           line)
{
  if (line < 1)
    return 0;

  return (guint)line <= source->lines->len ? g_array_index (source->lines, gsize, line - 1)
    : source->length;
}

/* --- Long texts --- */

/* A good place to part @text at or before @max bytes: after a line, after a word, between
 * characters. */
static gsize
find_part_end (const char *text,
               gsize       max)
{
  gsize end = max;
  gsize i;

  while (end > 0 && ((guchar)text[end] & 0xc0) == 0x80)
    end--;

  for (i = end; i > end / 2; i--)
    if (text[i - 1] == '\n')
      return i;

  for (i = end; i > end / 2; i--)
    if (text[i - 1] == ' ')
      return i;

  return end;
}

static void
move_spans (const AttuneMarkdownBlock *from,
            AttuneMarkdownBlock       *to,
            guint                      start,
            guint                      end)
{
  for (guint i = 0; i < from->spans->len; i++)
    {
      AttuneMarkdownSpan span = g_array_index (from->spans, AttuneMarkdownSpan, i);

      if (span.end <= start || span.start >= end)
        continue;

      span.start = MAX (span.start, start) - start;
      span.end = MIN (span.end, end) - start;
      span.uri = g_strdup (span.uri);
      g_array_append_val (to->spans, span);
    }
}

static void
add_parts (AttuneMarkdownBlock *block,
           GPtrArray           *blocks)
{
  gsize length = strlen (block->text);
  gsize at = 0;

  while (at < length)
    {
      AttuneMarkdownBlock *part = attune_markdown_block_new (block->kind);
      gsize size = length - at;
      gsize end = at + (size > ATTUNE_MARKDOWN_MAX_TEXT
                        ? find_part_end (block->text + at, ATTUNE_MARKDOWN_MAX_TEXT) : size);
      gsize shown = end;

      if (end < length && block->text[end - 1] == '\n')
        shown--;

      part->number = block->number;
      part->offset = block->offset;
      part->text = g_strndup (block->text + at, shown - at);
      move_spans (block, part, at, shown);
      g_ptr_array_add (blocks, part);
      at = end;
    }

  attune_markdown_block_unref (block);
}

/* Takes @block. A text that would take long to lay out is shown in several parts. */
static void
add_text (AttuneMarkdownBlock *block,
          GPtrArray           *blocks)
{
  if (strlen (block->text) > ATTUNE_MARKDOWN_MAX_TEXT)
    add_parts (block, blocks);
  else
    g_ptr_array_add (blocks, block);
}

/* --- Blocks --- */

static char *
dup_without_last_newline (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
    length--;

  return length > 0 ? g_strndup (text, length) : g_strdup ("");
}

static void
read_code (cmark_node          *node,
           AttuneMarkdownBlock *block)
{
  const char *info = cmark_node_get_fence_info (node);
  gsize length = info != NULL ? strcspn (info, " \t{") : 0;

  block->text = dup_without_last_newline (cmark_node_get_literal (node));
  if (length > 0)
    block->language = g_strndup (info, length);
}

static gboolean
read_children (Source              *source,
               cmark_node          *node,
               guint                depth,
               AttuneMarkdownBlock *block)
{
  guint number = cmark_node_get_list_type (node) == CMARK_ORDERED_LIST
    ? cmark_node_get_list_start (node) : 0;
  gboolean is_ordered = cmark_node_get_list_type (node) == CMARK_ORDERED_LIST;

  for (cmark_node *child = cmark_node_first_child (node); child != NULL;
       child = cmark_node_next (child))
    {
      guint n_before = block->children->len;

      if (!read_block (source, child, depth + 1, block->children))
        return FALSE;

      if (is_ordered && block->children->len > n_before)
        {
          AttuneMarkdownBlock *item = g_ptr_array_index (block->children, n_before);

          item->number = number;
          number++;
        }
    }

  return TRUE;
}

static char *
dup_alignments (cmark_node *table)
{
  guint n_columns = cmark_gfm_extensions_get_table_columns (table);
  const guint8 *alignments = cmark_gfm_extensions_get_table_alignments (table);
  GString *text = g_string_sized_new (n_columns);

  for (guint i = 0; i < n_columns; i++)
    g_string_append_c (text, alignments[i] != 0 ? (char)alignments[i] : ' ');

  return g_string_free_and_steal (text);
}

static AttuneMarkdownTask
get_task (cmark_node *item)
{
  if (!g_str_equal (cmark_node_get_type_string (item), "tasklist"))
    return ATTUNE_MARKDOWN_NO_TASK;

  return cmark_gfm_extensions_get_tasklist_item_checked (item) ? ATTUNE_MARKDOWN_TASK_DONE
                                                               : ATTUNE_MARKDOWN_TASK_OPEN;
}

static AttuneMarkdownKind
get_kind (cmark_node *node)
{
  cmark_node_type type = cmark_node_get_type (node);
  const char *name = cmark_node_get_type_string (node);

  if (type == CMARK_NODE_HEADING)
    return ATTUNE_MARKDOWN_HEADING;
  if (type == CMARK_NODE_CODE_BLOCK)
    return ATTUNE_MARKDOWN_CODE;
  if (type == CMARK_NODE_THEMATIC_BREAK)
    return ATTUNE_MARKDOWN_RULE;
  if (type == CMARK_NODE_BLOCK_QUOTE)
    return ATTUNE_MARKDOWN_QUOTE;
  if (type == CMARK_NODE_LIST)
    return ATTUNE_MARKDOWN_LIST;
  if (type == CMARK_NODE_ITEM)
    return ATTUNE_MARKDOWN_ITEM;

  /* The types of extensions have no names in C. */
  if (g_str_equal (name, "table"))
    return ATTUNE_MARKDOWN_TABLE;
  if (g_str_equal (name, "table_row") || g_str_equal (name, "table_header"))
    return ATTUNE_MARKDOWN_ROW;
  if (g_str_equal (name, "table_cell"))
    return ATTUNE_MARKDOWN_CELL;

  return ATTUNE_MARKDOWN_PARAGRAPH;
}

/* What is nested too deep to be shown as such is shown as it was written. */
static void
read_source (Source              *source,
             cmark_node          *node,
             AttuneMarkdownBlock *block)
{
  gsize start = get_line_offset (source, cmark_node_get_start_line (node));
  gsize end = get_line_offset (source, cmark_node_get_end_line (node) + 1);
  g_autofree char *text = g_utf8_make_valid (source->text + start, MAX (end, start) - start);

  block->text = dup_without_last_newline (text);
}

/* FALSE when there are too many blocks. */
static gboolean
read_block (Source     *source,
            cmark_node *node,
            guint       depth,
            GPtrArray  *blocks)
{
  AttuneMarkdownKind kind = get_kind (node);
  gboolean is_part = kind == ATTUNE_MARKDOWN_ITEM || kind == ATTUNE_MARKDOWN_ROW ||
    kind == ATTUNE_MARKDOWN_CELL;
  gboolean is_too_deep = depth > ATTUNE_MARKDOWN_MAX_DEPTH && !is_part;
  gboolean is_whole = TRUE;
  AttuneMarkdownBlock *block =
    attune_markdown_block_new (is_too_deep ? ATTUNE_MARKDOWN_PARAGRAPH : kind);

  block->offset = get_line_offset (source, cmark_node_get_start_line (node));
  block->task = block->kind == ATTUNE_MARKDOWN_ITEM ? get_task (node) : ATTUNE_MARKDOWN_NO_TASK;

  if (is_too_deep)
    read_source (source, node, block);
  else if (block->kind == ATTUNE_MARKDOWN_CODE)
    read_code (node, block);
  else if (cmark_node_get_type (node) == CMARK_NODE_HTML_BLOCK)
    block->text = dup_without_last_newline (cmark_node_get_literal (node));
  else if (block->children == NULL && block->spans != NULL)
    attune_markdown_read_inlines (node, block);

  if (block->kind == ATTUNE_MARKDOWN_HEADING)
    block->number = cmark_node_get_heading_level (node);
  else if (block->kind == ATTUNE_MARKDOWN_TABLE)
    block->alignments = dup_alignments (node);

  if (++source->n_blocks > ATTUNE_MARKDOWN_MAX_BLOCKS)
    is_whole = FALSE;

  if (block->kind == ATTUNE_MARKDOWN_PARAGRAPH || block->kind == ATTUNE_MARKDOWN_HEADING)
    {
      add_text (block, blocks);
      return is_whole;
    }

  g_ptr_array_add (blocks, block);

  return is_whole &&
         (block->children == NULL || is_too_deep || read_children (source, node, depth, block));
}

/* --- Plain text --- */

static gsize
find_cut (const char *text,
          gsize       length)
{
  guint n_lines = 0;
  gsize end = MIN (length, ATTUNE_MARKDOWN_MAX_BYTES);

  for (gsize at = 0; at < end; n_lines++)
    {
      const char *line_end = memchr (text + at, '\n', end - at);

      if (n_lines == ATTUNE_MARKDOWN_MAX_LINES)
        return at;
      at = line_end != NULL ? (gsize)(line_end - text) + 1 : end;
    }

  while (end < length && end > 0 && ((guchar)text[end] & 0xc0) == 0x80)
    end--;

  return end;
}

/**
 * attune_markdown_is_cut:
 * @text: a text
 * @length: its length in bytes
 *
 * Returns: whether it is too long to be shown whole
 */
gboolean
attune_markdown_is_cut (const char *text,
                        gsize       length)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return find_cut (text, length) < length;
}

/**
 * attune_markdown_parse_plain:
 * @text: a text in UTF-8
 * @length: its length in bytes
 *
 * Returns: (transfer full) (element-type AttuneMarkdownBlock): the text as it is, in paragraphs
 * that are
 *   not too long to lay out; only its beginning when it is cut
 */
GPtrArray *
attune_markdown_parse_plain (const char *text,
                             gsize       length)
{
  g_autoptr(GPtrArray) blocks = new_blocks ();
  AttuneMarkdownBlock *block;
  g_autofree char *valid = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, find_cut (text, length));
  block = attune_markdown_block_new (ATTUNE_MARKDOWN_PARAGRAPH);
  block->text = dup_without_last_newline (valid);
  add_text (block, blocks);

  return g_steal_pointer (&blocks);
}

/**
 * attune_markdown_parse_continued:
 * @prompt: a text in UTF-8
 * @text: what a model wrote after it
 *
 * Returns: (transfer full) (element-type AttuneMarkdownBlock): both as they are, in one text whose
 *   end is marked as new; of a long prompt only the end, of a long text only the beginning
 */
GPtrArray *
attune_markdown_parse_continued (const char *prompt,
                                 const char *text)
{
  g_autoptr(GPtrArray) blocks = new_blocks ();
  AttuneMarkdownBlock *block = attune_markdown_block_new (ATTUNE_MARKDOWN_PARAGRAPH);
  gsize length = strlen (prompt);
  AttuneMarkdownSpan span = { .style = ATTUNE_MARKDOWN_NEW };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_return_val_if_fail (prompt != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  before = g_utf8_make_valid (length > MAX_PROMPT ? prompt + length - MAX_PROMPT : prompt, -1);
  after = g_utf8_make_valid (text, (gssize)find_cut (text, strlen (text)));
  block->text = g_strconcat (before, after, NULL);
  span.start = (guint)strlen (before);
  span.end = (guint)strlen (block->text);

  if (span.end > span.start)
    g_array_append_val (block->spans, span);

  add_text (block, blocks);

  return g_steal_pointer (&blocks);
}

/**
 * attune_markdown_parse:
 * @text: Markdown of GitHub's flavour, in UTF-8
 * @length: its length in bytes
 * @is_growing: whether more may come
 *
 * Never fails and never takes long: see the limits above.
 *
 * Returns: (transfer full) (element-type AttuneMarkdownBlock): the blocks at the top
 */
GPtrArray *
attune_markdown_parse (const char *text,
                       gsize       length,
                       gboolean    is_growing)
{
  g_autoptr(GPtrArray) blocks = new_blocks ();
  g_autoptr(GArray) lines = NULL;
  g_autoptr(GString) protected = NULL;
  Source source = { .text = text, .length = length };
  cmark_node *document;
  gboolean fits = TRUE;

  g_return_val_if_fail (text != NULL, NULL);

  if (attune_markdown_is_cut (text, length))
    return attune_markdown_parse_plain (text, length);

  source.lines = lines = find_lines (text, length);
  protected = attune_markdown_protect_math (text, length, is_growing);
  document = parse_document (protected->str, protected->len);

  for (cmark_node *node = cmark_node_first_child (document); node != NULL && fits;
       node = cmark_node_next (node))
    fits = read_block (&source, node, 1, blocks);

  cmark_node_free (document);

  return fits ? g_steal_pointer (&blocks) : attune_markdown_parse_plain (text, length);
}
