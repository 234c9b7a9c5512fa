/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-markdown-inlines"

#include "config.h"

#include <string.h>

#include "attune-markdown-inlines.h"

typedef struct
{
  GString    *text;
  GArray     *spans;
  guint       strong;       /* how many are open */
  guint       emphasis;
  guint       strike;
  cmark_node *link;         /* the outermost that is open */
  const char *uri;          /* where it leads; NULL when it may not be followed */
} Reader;

/* What the desktop is asked to open comes from a model: only what shows a page or writes a
 * letter. */
static gboolean
is_allowed (const char *uri)
{
  g_autofree char *scheme = uri != NULL ? g_uri_parse_scheme (uri) : NULL;

  return scheme != NULL && (g_ascii_strcasecmp (scheme, "http") == 0 ||
                            g_ascii_strcasecmp (scheme, "https") == 0 ||
                            g_ascii_strcasecmp (scheme, "mailto") == 0);
}

static AttuneMarkdownStyle
get_style (Reader *reader)
{
  return (reader->strong > 0 ? ATTUNE_MARKDOWN_STRONG : 0) |
         (reader->emphasis > 0 ? ATTUNE_MARKDOWN_EMPHASIS : 0) |
         (reader->strike > 0 ? ATTUNE_MARKDOWN_STRIKE : 0) |
         (reader->uri != NULL ? ATTUNE_MARKDOWN_LINK : 0);
}

static void
append (Reader              *reader,
        const char          *text,
        AttuneMarkdownStyle  more)
{
  AttuneMarkdownSpan span = { .start = reader->text->len, .style = get_style (reader) | more };
  AttuneMarkdownSpan *last;

  if (text == NULL || *text == '\0')
    return;

  g_string_append (reader->text, text);
  span.end = reader->text->len;

  if (span.style == 0)
    return;

  last = reader->spans->len > 0
         ? &g_array_index (reader->spans, AttuneMarkdownSpan, reader->spans->len - 1)
         : NULL;

  if (last != NULL && last->end == span.start && last->style == span.style &&
      g_strcmp0 (last->uri, reader->uri) == 0)
    {
      last->end = span.end;
      return;
    }

  span.uri = g_strdup (reader->uri);
  g_array_append_val (reader->spans, span);
}

static void
open_link (Reader     *reader,
           cmark_node *node)
{
  const char *uri = cmark_node_get_url (node);

  if (reader->link != NULL)
    return;

  reader->link = node;
  reader->uri = is_allowed (uri) ? uri : NULL;

  /* A picture is not fetched: its description leads to it, or its address when it has none. */
  if (cmark_node_get_type (node) == CMARK_NODE_IMAGE && cmark_node_first_child (node) == NULL)
    append (reader, uri, 0);
}

static void
close_link (Reader     *reader,
            cmark_node *node)
{
  const char *uri = cmark_node_get_url (node);

  if (reader->link != node)
    return;

  /* One that may not be followed is still read. */
  if (reader->uri == NULL && uri != NULL && *uri != '\0' && cmark_node_first_child (node) != NULL)
    {
      append (reader, " (", 0);
      append (reader, uri, 0);
      append (reader, ")", 0);
    }

  reader->link = NULL;
  reader->uri = NULL;
}

/* Models write line breaks of HTML into the cells of tables, since there is no other way. */
static gboolean
is_line_break (const char *html)
{
  return html != NULL && (g_ascii_strcasecmp (html, "<br>") == 0 || g_ascii_strcasecmp (html, "<br/>") == 0 ||
                          g_ascii_strcasecmp (html, "<br />") == 0);
}

/* The types of extensions have no names in C. */
static gboolean
is_strike (cmark_node *node)
{
  return g_strcmp0 (cmark_node_get_type_string (node), "strikethrough") == 0;
}

static void
enter (Reader     *reader,
       cmark_node *node)
{
  cmark_node_type type = cmark_node_get_type (node);
  const char *literal = cmark_node_get_literal (node);

  if (type == CMARK_NODE_STRONG)
    reader->strong++;
  else if (type == CMARK_NODE_EMPH)
    reader->emphasis++;
  else if (is_strike (node))
    reader->strike++;
  else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
    open_link (reader, node);
  else if (type == CMARK_NODE_CODE)
    append (reader, literal, ATTUNE_MARKDOWN_VERBATIM);
  else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
    append (reader, "\n", 0);
  else if (type == CMARK_NODE_HTML_INLINE && is_line_break (literal))
    append (reader, "\n", 0);
  else
    append (reader, literal, 0);
}

static void
leave (Reader     *reader,
       cmark_node *node)
{
  cmark_node_type type = cmark_node_get_type (node);

  if (type == CMARK_NODE_STRONG)
    reader->strong--;
  else if (type == CMARK_NODE_EMPH)
    reader->emphasis--;
  else if (is_strike (node))
    reader->strike--;
  else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
    close_link (reader, node);
}

/**
 * attune_markdown_read_inlines:
 * @node: a paragraph, heading or cell
 * @block: what gets its text and spans
 *
 * A line break of the source is one of the text, since models mean it. HTML is text like any other.
 */
void
attune_markdown_read_inlines (cmark_node          *node,
                              AttuneMarkdownBlock *block)
{
  cmark_iter *iter = cmark_iter_new (node);
  Reader reader = { .text = g_string_new (NULL), .spans = block->spans };
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    {
      cmark_node *inner = cmark_iter_get_node (iter);

      if (inner == node)
        continue;

      if (event == CMARK_EVENT_ENTER)
        enter (&reader, inner);
      else
        leave (&reader, inner);
    }

  cmark_iter_free (iter);
  block->text = g_string_free_and_steal (reader.text);
}
