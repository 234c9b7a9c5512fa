/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-separator"

#include "config.h"

#include "attune-item-block.h"
#include "attune-text-separator.h"

#define INDENTATION "   "

static AttuneItemBlock *
find_item (gpointer widget)
{
  return (AttuneItemBlock *)gtk_widget_get_ancestor (widget, ATTUNE_TYPE_ITEM_BLOCK);
}

/**
 * attune_text_separator_append:
 * @text: what is copied of a message, up to @block
 * @block: a text of the message
 * @next: the one after it
 *
 * Appends what stands between the two: an item of a list begins a line, indented by those around
 * it, and what follows a table or code stands apart.
 */
void
attune_text_separator_append (GString         *text,
                              AttuneTextLabel *block,
                              AttuneTextLabel *next)
{
  const char *after = attune_text_label_get_after (block);
  AttuneItemBlock *item = find_item (next);

  if (item != NULL && attune_item_block_get_mark (item) == next && find_item (block) != NULL)
    {
      g_string_append (text, "\n");
      while ((item = find_item (gtk_widget_get_parent (GTK_WIDGET (item)))) != NULL)
        g_string_append (text, INDENTATION);
    }
  else if (g_str_equal (after, "\n") && gtk_widget_get_parent (GTK_WIDGET (block)) !=
                                        gtk_widget_get_parent (GTK_WIDGET (next)))
    {
      g_string_append (text, "\n\n");
    }
  else
    {
      g_string_append (text, after);
    }
}
