/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Which widget shows which block. */

#define G_LOG_DOMAIN "attune-markdown-widgets"

#include "config.h"

#include "attune-code-block.h"
#include "attune-item-block.h"
#include "attune-markdown-block.h"
#include "attune-markdown-widgets.h"
#include "attune-table-block.h"
#include "attune-text-label.h"

/* How many widgets of a container wait for another text at most, and how many are looked
 * through. */
#define MAX_HIDDEN   12
#define MAX_SEARCHED 16

/* What hangs on the widget of a block, to tell whether it has to change. */
static G_DEFINE_QUARK (attune-markdown-block, block)

static AttuneMarkdownBlock *
get_block (GtkWidget *widget)
{
  return g_object_get_qdata (G_OBJECT (widget), block_quark ());
}

/* A paragraph of an item, or what is inside a quote, stands closer together. */
static GtkWidget *
create_box (const char        *css_class,
            GtkAccessibleRole  role)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX,
                                 "orientation", GTK_ORIENTATION_VERTICAL,
                                 "accessible-role", role,
                                 NULL);

  gtk_widget_add_css_class (box, css_class);

  return box;
}

static GtkWidget *
create_text (const char        *css_class,
             GtkAccessibleRole  role)
{
  AttuneTextLabel *text = attune_text_label_new (role);

  attune_text_label_set_around (text, "", "\n\n");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (text), css_class);

  return GTK_WIDGET (text);
}

static GtkWidget *
create_item (void)
{
  return GTK_WIDGET (attune_item_block_new (create_box ("item-content", GTK_ACCESSIBLE_ROLE_GENERIC)));
}

static GtkWidget *
create_heading (guint level)
{
  g_autofree char *css_class = g_strdup_printf ("heading-%u", CLAMP (level, 1, 6));
  GtkWidget *heading = create_text (css_class, GTK_ACCESSIBLE_ROLE_HEADING);

  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                  (int)level, -1);

  return heading;
}

static GtkWidget *
create_table (void)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 GTK_WIDGET (attune_table_block_new ()));
  gtk_widget_add_css_class (scrolled, "table");

  return scrolled;
}

static GtkWidget *
create_widget (const AttuneMarkdownBlock *block)
{
  switch (block->kind)
    {
    case ATTUNE_MARKDOWN_HEADING:
      return create_heading (block->number);

    case ATTUNE_MARKDOWN_CODE:
      return GTK_WIDGET (attune_code_block_new ());

    case ATTUNE_MARKDOWN_RULE:
      return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

    case ATTUNE_MARKDOWN_QUOTE:
      return create_box ("quote", GTK_ACCESSIBLE_ROLE_BLOCK_QUOTE);

    case ATTUNE_MARKDOWN_LIST:
      return create_box ("list", GTK_ACCESSIBLE_ROLE_LIST);

    case ATTUNE_MARKDOWN_ITEM:
      return create_item ();

    case ATTUNE_MARKDOWN_TABLE:
      return create_table ();

    case ATTUNE_MARKDOWN_PARAGRAPH:
    case ATTUNE_MARKDOWN_ROW:
    case ATTUNE_MARKDOWN_CELL:
    default:
      return create_text (NULL, GTK_ACCESSIBLE_ROLE_PARAGRAPH);
    }
}

static gboolean
can_show (GtkWidget                 *widget,
          const AttuneMarkdownBlock *block)
{
  const AttuneMarkdownBlock *shown = get_block (widget);

  return shown->kind == block->kind &&
    (block->kind != ATTUNE_MARKDOWN_HEADING || shown->number == block->number);
}

/* The first letter decides for a block, as it does for a paragraph. */
static GtkTextDirection
find_direction (const AttuneMarkdownBlock *block)
{
  GtkTextDirection direction = GTK_TEXT_DIR_NONE;

  for (const char *c = block->text; c != NULL && *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (!g_unichar_isalpha (character))
        continue;

      switch ((int)g_unichar_get_script (character))
        {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_HEBREW:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_THAANA:
        case G_UNICODE_SCRIPT_NKO:
          return GTK_TEXT_DIR_RTL;

        default:
          return GTK_TEXT_DIR_LTR;
        }
    }

  for (guint i = 0; direction == GTK_TEXT_DIR_NONE && block->children != NULL &&
       i < block->children->len; i++)
    direction = find_direction (g_ptr_array_index (block->children, i));

  return direction;
}

static void
update_item (AttuneItemBlock           *item,
             const AttuneMarkdownBlock *block)
{
  AttuneTextLabel *mark = attune_item_block_get_mark (item);
  g_autofree char *text = NULL;

  if (block->task != ATTUNE_MARKDOWN_NO_TASK)
    text = g_strdup (block->task == ATTUNE_MARKDOWN_TASK_DONE ? "☑" : "☐");
  else if (block->number > 0)
    text = g_strdup_printf ("%u.", block->number);
  else
    text = g_strdup ("•");

  gtk_widget_set_direction (GTK_WIDGET (mark), gtk_widget_get_direction (GTK_WIDGET (item)));
  if (!g_str_equal (attune_text_label_get_text (mark), text))
    attune_text_label_set_text (mark, text, NULL);
  attune_markdown_widgets_update (attune_item_block_get_content (item), block->children);
}

static AttuneTableBlock *
get_table (GtkWidget *scrolled)
{
  GtkWidget *child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));

  return ATTUNE_TABLE_BLOCK (GTK_IS_VIEWPORT (child) ? gtk_viewport_get_child (GTK_VIEWPORT (child))
                             : child);
}

static void
update_widget (GtkWidget           *widget,
               AttuneMarkdownBlock *block)
{
  switch (block->kind)
    {
    case ATTUNE_MARKDOWN_CODE:
      attune_code_block_set_code (ATTUNE_CODE_BLOCK (widget), block->text, block->language,
                                  block->spans);
      break;

    case ATTUNE_MARKDOWN_QUOTE:
    case ATTUNE_MARKDOWN_LIST:
      gtk_widget_set_direction (widget, find_direction (block));
      attune_markdown_widgets_update (widget, block->children);
      break;

    case ATTUNE_MARKDOWN_ITEM:
      gtk_widget_set_direction (widget, find_direction (block));
      update_item (ATTUNE_ITEM_BLOCK (widget), block);
      break;

    case ATTUNE_MARKDOWN_TABLE:
      gtk_widget_set_direction (GTK_WIDGET (get_table (widget)), find_direction (block));
      attune_table_block_set_table (get_table (widget), block);
      break;

    case ATTUNE_MARKDOWN_PARAGRAPH:
    case ATTUNE_MARKDOWN_HEADING:
    case ATTUNE_MARKDOWN_CELL:
      attune_text_label_set_text (ATTUNE_TEXT_LABEL (widget), block->text, block->spans);
      break;

    case ATTUNE_MARKDOWN_RULE:
    case ATTUNE_MARKDOWN_ROW:
    default:
      break;
    }

  g_object_set_qdata_full (G_OBJECT (widget), block_quark (), attune_markdown_block_ref (block),
                           (GDestroyNotify)attune_markdown_block_unref);
}

/* Among @child and those after it, hidden ones too; NULL when there is none. */
static GtkWidget *
find_usable (GtkWidget                 *child,
             const AttuneMarkdownBlock *block)
{
  for (guint i = 0; child != NULL && i < MAX_SEARCHED; i++)
    {
      if (can_show (child, block))
        return child;

      child = gtk_widget_get_next_sibling (child);
    }

  return NULL;
}

/* Making widgets costs more than anything else here, so a few wait for another text. */
static void
put_away (GtkWidget *child)
{
  for (guint i = 0; child != NULL; i++)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (i < MAX_HIDDEN)
        gtk_widget_set_visible (child, FALSE);
      else
        gtk_widget_unparent (child);

      child = next;
    }
}

/**
 * attune_markdown_widgets_update:
 * @parent: a box, or a widget with the layout of one
 * @blocks: (element-type AttuneMarkdownBlock): what its children show from now on
 *
 * Widgets of blocks that look the same as before are not touched; those of the same kind are used
 * again.
 */
void
attune_markdown_widgets_update (GtkWidget *parent,
                                GPtrArray *blocks)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  for (guint i = 0; i < blocks->len; i++)
    {
      AttuneMarkdownBlock *block = g_ptr_array_index (blocks, i);
      GtkWidget *widget = find_usable (child, block);

      if (widget == NULL)
        widget = create_widget (block);
      if (widget != child)
        gtk_widget_insert_before (widget, parent, child);
      if (get_block (widget) == NULL || !attune_markdown_block_equal (get_block (widget), block))
        update_widget (widget, block);

      gtk_widget_set_visible (widget, TRUE);
      child = gtk_widget_get_next_sibling (widget);
    }

  put_away (child);
}
