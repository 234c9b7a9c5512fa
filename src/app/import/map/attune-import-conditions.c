/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-conditions"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-import-condition-row.h"
#include "attune-import-condition-text.h"
#include "attune-import-conditions.h"
#include "attune-import-group-row.h"
#include "attune-import-recipe-link.h"

/* As deep as groups within groups can be read from a recipe. */
#define DEPTH_MAX 8

/* Of a row, in pixels for each group that it is in. */
#define INDENT 12

/* A row. What is in a group are the rows behind it that are deeper. */
typedef struct
{
  GtkWidget *row;      /* borrowed: the list has it */
  guint      depth;    /* how many groups it is in */
} Item;

struct _AttuneImportConditions
{
  AdwPreferencesGroup  parent_instance;

  AttuneRecipe        *recipe;
  GListModel          *fields;
  GPtrArray           *items;
  GPtrArray           *before;          /* what the recipe had before something was removed */
  AdwToast            *toast;           /* offers to have it back */
  gboolean             is_updating;     /* the rows follow the recipe, or it follows them */

  GtkListBox          *list_box;
  GtkWidget           *add_row;
  GtkWidget           *add_group_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportConditions, attune_import_conditions, ADW_TYPE_PREFERENCES_GROUP)

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)attune_condition_free);
}

static Item *
get_item (AttuneImportConditions *self,
          guint                   position)
{
  return g_ptr_array_index (self->items, position);
}

static gboolean
is_group (AttuneOperator operator)
{
  return operator == ATTUNE_OPERATOR_ALL || operator == ATTUNE_OPERATOR_ANY ||
         operator == ATTUNE_OPERATOR_NONE;
}

static guint
find_position (AttuneImportConditions *self,
               GtkWidget              *row)
{
  guint position = 0;

  while (position < self->items->len && get_item (self, position)->row != row)
    position++;

  return position;
}

/* Where the rows end that belong to the one at @position. */
static guint
find_end (AttuneImportConditions *self,
          guint                   position)
{
  guint depth = get_item (self, position)->depth;
  guint end = position + 1;

  while (end < self->items->len && get_item (self, end)->depth > depth)
    end++;

  return end;
}

/* The rows from *@position on that are in @depth groups. What is not complete yet is left out, and
 * so is a group that has nothing in it, which no recipe may have. */
static GPtrArray *
collect (AttuneImportConditions *self,
         guint                  *position,
         guint                   depth)
{
  GPtrArray *conditions = new_list ();

  while (*position < self->items->len && get_item (self, *position)->depth == depth)
    {
      Item *item = get_item (self, (*position)++);
      AttuneCondition *condition = NULL;

      if (ATTUNE_IS_IMPORT_CONDITION_ROW (item->row))
        {
          AttuneImportConditionRow *row = ATTUNE_IMPORT_CONDITION_ROW (item->row);

          condition = attune_import_condition_row_dup_condition (row);
        }
      else
        {
          AttuneImportGroupRow *row = ATTUNE_IMPORT_GROUP_ROW (item->row);
          g_autoptr(GPtrArray) members = collect (self, position, depth + 1);

          if (members->len > 0)
            {
              condition = attune_condition_new (attune_import_group_row_get_operator (row), NULL);
              g_ptr_array_extend_and_steal (condition->conditions, g_steal_pointer (&members));
            }
        }

      if (condition != NULL)
        g_ptr_array_add (conditions, condition);
    }

  return conditions;
}

static GPtrArray *
collect_all (AttuneImportConditions *self)
{
  guint position = 0;

  return collect (self, &position, 0);
}

static void
changed_cb (AttuneImportConditions *self)
{
  g_autoptr(GPtrArray) conditions = NULL;

  if (self->is_updating || self->recipe == NULL)
    return;

  conditions = collect_all (self);

  /* What comes back is what the rows say already, and the focus is in one of them. */
  self->is_updating = TRUE;
  attune_recipe_set_conditions (self->recipe, conditions);
  self->is_updating = FALSE;
}

static void
remove_rows (AttuneImportConditions *self,
             guint                   begin,
             guint                   end)
{
  for (guint i = begin; i < end; i++)
    gtk_list_box_remove (self->list_box, get_item (self, i)->row);

  if (end > begin)
    g_ptr_array_remove_range (self->items, begin, end - begin);
}

static void
forget_removed (AttuneImportConditions *self)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);

  g_clear_object (&self->toast);
  g_clear_pointer (&self->before, g_ptr_array_unref);
}

static void
undo_cb (AttuneImportConditions *self)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->before);

  if (self->recipe != NULL && before != NULL)
    attune_recipe_set_conditions (self->recipe, before);
}

static void
offer_undo (AttuneImportConditions *self,
            const char             *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    return;

  self->toast = g_object_ref (adw_toast_new (text));
  adw_toast_set_button_label (self->toast, _("_Undo"));
  g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), self->toast);
}

/* A group goes with all that is in it. */
static void
removed_cb (AttuneImportConditions *self,
            GtkWidget              *row)
{
  gboolean has_members = ATTUNE_IS_IMPORT_GROUP_ROW (row);
  guint position = find_position (self, row);
  g_autoptr(GPtrArray) before = collect_all (self);
  g_autoptr(GPtrArray) after = NULL;

  gtk_widget_grab_focus (self->add_row);
  remove_rows (self, position, find_end (self, position));
  changed_cb (self);
  after = collect_all (self);

  if (attune_import_conditions_equal (before, after))
    return;

  forget_removed (self);
  self->before = g_steal_pointer (&before);
  offer_undo (self, has_members ? _("Group removed") : _("Condition removed"));
}

static GtkWidget *
new_condition_row (AttuneImportConditions *self,
                   const AttuneCondition  *condition)
{
  GtkWidget *row = attune_import_condition_row_new (condition);

  attune_import_condition_row_set_fields (ATTUNE_IMPORT_CONDITION_ROW (row), self->fields);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static void
insert (AttuneImportConditions *self,
        guint                   position,
        guint                   depth,
        GtkWidget              *row)
{
  GtkWidget *child = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  Item *item = g_new0 (Item, 1);

  item->row = row;
  item->depth = depth;
  gtk_widget_set_margin_start (child, gtk_widget_get_margin_start (child) + (int)depth * INDENT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LEVEL, depth + 1,
                                  -1);
  gtk_list_box_insert (self->list_box, row, (int)position);
  g_ptr_array_insert (self->items, (int)position, item);
}

static void
add_condition (AttuneImportConditions *self,
               guint                   position,
               guint                   depth)
{
  GtkWidget *row = new_condition_row (self, NULL);

  insert (self, position, depth, row);
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
add_condition_cb (AttuneImportConditions *self,
                  GtkWidget              *row)
{
  guint position = find_position (self, row);

  add_condition (self, find_end (self, position), get_item (self, position)->depth + 1);
}

static void add_group (AttuneImportConditions *self, guint position, guint depth);

static void
add_group_in_cb (AttuneImportConditions *self,
                 GtkWidget              *row)
{
  guint position = find_position (self, row);

  add_group (self, find_end (self, position), get_item (self, position)->depth + 1);
}

static GtkWidget *
new_group_row (AttuneImportConditions *self,
               AttuneOperator          operator,
               guint                   depth)
{
  GtkWidget *row = attune_import_group_row_new (operator, depth + 1 < DEPTH_MAX);

  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "add-condition", G_CALLBACK (add_condition_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "add-group", G_CALLBACK (add_group_in_cb), self, G_CONNECT_SWAPPED);

  return row;
}

/* With a place for the first condition, without which it says nothing. */
static void
add_group (AttuneImportConditions *self,
           guint                   position,
           guint                   depth)
{
  GtkWidget *row = new_group_row (self, ATTUNE_OPERATOR_ANY, depth);

  insert (self, position, depth, row);
  insert (self, position + 1, depth + 1, new_condition_row (self, NULL));
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
add_cb (AttuneImportConditions *self)
{
  add_condition (self, self->items->len, 0);
}

static void
add_group_cb (AttuneImportConditions *self)
{
  add_group (self, self->items->len, 0);
}

/* A list of values as a group of comparisons with one each, which means the same. */
static AttuneCondition *
spread (const AttuneCondition *list)
{
  gboolean is_in = list->operator == ATTUNE_OPERATOR_IN;
  AttuneCondition *group = attune_condition_new (is_in ? ATTUNE_OPERATOR_ANY : ATTUNE_OPERATOR_ALL,
                                                 NULL);

  for (guint i = 0; i < list->values->len; i++)
    {
      AttuneCondition *member = attune_condition_copy (list);

      member->operator = is_in ? ATTUNE_OPERATOR_EQUALS : ATTUNE_OPERATOR_NOT_EQUALS;
      g_ptr_array_remove_range (member->values, i + 1, member->values->len - i - 1);
      g_ptr_array_remove_range (member->values, 0, i);
      g_ptr_array_add (group->conditions, member);
    }

  return group;
}

static void append (AttuneImportConditions *self, GPtrArray *conditions, guint depth);

static void
append_group (AttuneImportConditions *self,
              const AttuneCondition  *group,
              guint                   depth)
{
  insert (self, self->items->len, depth, new_group_row (self, group->operator, depth));
  append (self, group->conditions, depth + 1);
}

static void
append (AttuneImportConditions *self,
        GPtrArray              *conditions,
        guint                   depth)
{
  for (guint i = 0; i < conditions->len; i++)
    {
      const AttuneCondition *condition = g_ptr_array_index (conditions, i);

      if (is_group (condition->operator))
        {
          append_group (self, condition, depth);
        }
      else if (attune_import_condition_row_can_show (condition) || depth == DEPTH_MAX)
        {
          insert (self, self->items->len, depth, new_condition_row (self, condition));
        }
      else
        {
          g_autoptr(AttuneCondition) group = spread (condition);

          append_group (self, group, depth);
        }
    }
}

static void
rebuild (AttuneImportConditions *self)
{
  self->is_updating = TRUE;
  remove_rows (self, 0, self->items->len);

  if (self->recipe != NULL)
    append (self, attune_recipe_get_conditions (self->recipe), 0);

  self->is_updating = FALSE;
}

/* Rows that say the same already stay, and with them what is not complete yet. */
static void
update (AttuneImportConditions *self)
{
  g_autoptr(GPtrArray) shown = NULL;

  if (self->is_updating)
    return;

  shown = collect_all (self);

  if (!attune_import_conditions_equal (shown, attune_recipe_get_conditions (self->recipe)))
    rebuild (self);
}

static void
attune_import_conditions_dispose (GObject *object)
{
  AttuneImportConditions *self = (AttuneImportConditions *)object;

  attune_import_conditions_set_recipe (self, NULL);
  forget_removed (self);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_CONDITIONS);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (attune_import_conditions_parent_class)->dispose (object);
}

static void
attune_import_conditions_class_init (AttuneImportConditionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_conditions_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-conditions.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditions, list_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditions, add_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditions, add_group_row);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_group_cb);
}

static void
attune_import_conditions_init (AttuneImportConditions *self)
{
  self->items = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
attune_import_conditions_set_recipe (AttuneImportConditions *self,
                                     AttuneRecipe           *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CONDITIONS (self));

  if (!attune_import_recipe_link (&self->recipe, recipe, G_CALLBACK (update), self))
    return;

  forget_removed (self);
  rebuild (self);
}

/* What conditions can be about. */
void
attune_import_conditions_set_fields (AttuneImportConditions *self,
                                     GListModel             *fields)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_CONDITIONS (self));

  g_set_object (&self->fields, fields);

  for (guint i = 0; i < self->items->len; i++)
    {
      GtkWidget *row = get_item (self, i)->row;

      if (ATTUNE_IS_IMPORT_CONDITION_ROW (row))
        attune_import_condition_row_set_fields (ATTUNE_IMPORT_CONDITION_ROW (row), fields);
    }
}
