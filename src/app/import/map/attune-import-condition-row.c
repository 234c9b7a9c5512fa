/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-condition-row"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-import-condition-row.h"
#include "attune-import-field-popover.h"

struct _AttuneImportConditionRow
{
  AdwPreferencesRow  parent_instance;

  char              *field;
  AttuneCondition   *original;     /* what it shows until somebody changes something; or NULL */
  GSimpleAction     *missing;      /* its state is one of missing_names */

  GtkMenuButton     *field_button;
  GtkDropDown       *operator_drop_down;
  GtkDropDown       *type_drop_down;
  GtkEditable       *value_entry;
  GtkWidget         *missing_button;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

typedef enum
{
  VALUE_NONE,        /* the comparison says it all */
  VALUE_ANY,         /* of which the type is chosen, too */
  VALUE_TEXT,
  VALUE_TEXTS,       /* with commas between */
  VALUE_NUMBER,
} ValueKind;

/* What a person can choose. */
static const struct
{
  AttuneOperator  operator;
  ValueKind       kind;
  gboolean        boolean;     /* of comparisons without a value */
  const char     *title;
} comparisons[] = {
  { ATTUNE_OPERATOR_EQUALS, VALUE_ANY, FALSE, N_("Is") },
  { ATTUNE_OPERATOR_NOT_EQUALS, VALUE_ANY, FALSE, N_("Is Not") },
  { ATTUNE_OPERATOR_IN, VALUE_TEXTS, FALSE, N_("Is One Of") },
  { ATTUNE_OPERATOR_NOT_IN, VALUE_TEXTS, FALSE, N_("Is None Of") },
  { ATTUNE_OPERATOR_CONTAINS, VALUE_TEXT, FALSE, N_("Contains") },
  { ATTUNE_OPERATOR_MATCHES, VALUE_TEXT, FALSE, N_("Matches the Pattern") },
  { ATTUNE_OPERATOR_EXISTS, VALUE_NONE, TRUE, N_("Is There") },
  { ATTUNE_OPERATOR_EXISTS, VALUE_NONE, FALSE, N_("Is Not There") },
  { ATTUNE_OPERATOR_IS, VALUE_NONE, TRUE, N_("Is True") },
  { ATTUNE_OPERATOR_IS, VALUE_NONE, FALSE, N_("Is False") },
  { ATTUNE_OPERATOR_LESS, VALUE_NUMBER, FALSE, N_("Is Less Than") },
  { ATTUNE_OPERATOR_AT_MOST, VALUE_NUMBER, FALSE, N_("Is at Most") },
  { ATTUNE_OPERATOR_GREATER, VALUE_NUMBER, FALSE, N_("Is More Than") },
  { ATTUNE_OPERATOR_AT_LEAST, VALUE_NUMBER, FALSE, N_("Is at Least") },
};

/* In the order of the menu. */
typedef enum
{
  TYPE_TEXT,
  TYPE_NUMBER,
  TYPE_TRUE,
  TYPE_FALSE,
  TYPE_NULL,
} Type;

static const char * const missing_names[] = {
  [ATTUNE_MISSING_FAILS] = "fails",
  [ATTUNE_MISSING_PASSES] = "passes",
  [ATTUNE_MISSING_ERROR] = "error",
};

G_DEFINE_FINAL_TYPE (AttuneImportConditionRow, attune_import_condition_row,
                     ADW_TYPE_PREFERENCES_ROW)

static guint signals[N_SIGNALS];

static void
emit_changed (AttuneImportConditionRow *self)
{
  g_clear_pointer (&self->original, attune_condition_free);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static guint
get_comparison (AttuneImportConditionRow *self)
{
  guint selected = gtk_drop_down_get_selected (self->operator_drop_down);

  return selected < G_N_ELEMENTS (comparisons) ? selected : 0;
}

static gboolean
parse_number (const char *text,
              double     *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);

  return end > text && *end == '\0';
}

static void
update_field (AttuneImportConditionRow *self)
{
  gtk_menu_button_set_label (self->field_button, self->field != NULL ? self->field : _("Choose a Field"));
}

static Type
get_type (AttuneImportConditionRow *self)
{
  return MIN (gtk_drop_down_get_selected (self->type_drop_down), TYPE_NULL);
}

static gboolean
is_number (AttuneImportConditionRow *self)
{
  ValueKind kind = comparisons[get_comparison (self)].kind;

  return kind == VALUE_NUMBER || (kind == VALUE_ANY && get_type (self) == TYPE_NUMBER);
}

static gboolean
has_value (AttuneImportConditionRow *self)
{
  ValueKind kind = comparisons[get_comparison (self)].kind;

  return kind != VALUE_NONE && (kind != VALUE_ANY || get_type (self) <= TYPE_NUMBER);
}

/* A number that is none, and a pattern that cannot be understood, are shown as wrong. */
static void
update_value (AttuneImportConditionRow *self)
{
  guint i = get_comparison (self);
  const char *text = gtk_editable_get_text (self->value_entry);
  gboolean is_wrong = FALSE;
  double number;

  if (is_number (self))
    {
      is_wrong = text[0] != '\0' && !parse_number (text, &number);
    }
  else if (comparisons[i].operator == ATTUNE_OPERATOR_MATCHES && text[0] != '\0')
    {
      g_autoptr(GRegex) regex = attune_condition_new_regex (text, NULL);

      is_wrong = regex == NULL;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->type_drop_down), comparisons[i].kind == VALUE_ANY);
  gtk_widget_set_visible (GTK_WIDGET (self->value_entry), has_value (self));

  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->value_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->value_entry), "error");
}

static void
chosen_cb (AttuneImportConditionRow *self,
           const char               *field)
{
  g_set_str (&self->field, field);
  update_field (self);
  emit_changed (self);
}

static void
operator_cb (AttuneImportConditionRow *self)
{
  update_value (self);
  emit_changed (self);
}

static void
value_cb (AttuneImportConditionRow *self)
{
  update_value (self);
  emit_changed (self);
}

static AttuneMissing
get_missing (AttuneImportConditionRow *self)
{
  g_autoptr(GVariant) state = g_action_get_state (G_ACTION (self->missing));

  for (guint i = 0; i < G_N_ELEMENTS (missing_names); i++)
    if (g_str_equal (g_variant_get_string (state, NULL), missing_names[i]))
      return i;

  return ATTUNE_MISSING_FAILS;
}

/* What is not as usual can be seen without opening the menu. */
static void
missing_cb (AttuneImportConditionRow *self)
{
  if (get_missing (self) != ATTUNE_MISSING_FAILS)
    gtk_widget_add_css_class (self->missing_button, "accent");
  else
    gtk_widget_remove_css_class (self->missing_button, "accent");

  emit_changed (self);
}

static void
remove_cb (AttuneImportConditionRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
attune_import_condition_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_CONDITION_ROW);

  G_OBJECT_CLASS (attune_import_condition_row_parent_class)->dispose (object);
}

static void
attune_import_condition_row_finalize (GObject *object)
{
  AttuneImportConditionRow *self = (AttuneImportConditionRow *)object;

  g_clear_pointer (&self->field, g_free);
  g_clear_pointer (&self->original, attune_condition_free);
  g_clear_object (&self->missing);

  G_OBJECT_CLASS (attune_import_condition_row_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       ATTUNE_TYPE_IMPORT_CONDITION_ROW,
                       G_SIGNAL_RUN_LAST,
                       0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
attune_import_condition_row_class_init (AttuneImportConditionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_condition_row_dispose;
  object_class->finalize = attune_import_condition_row_finalize;

  signals[SIGNAL_CHANGED] = add_signal ("changed");
  signals[SIGNAL_REMOVED] = add_signal ("removed");

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-condition-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditionRow, field_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditionRow, operator_drop_down);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditionRow, value_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditionRow, type_drop_down);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportConditionRow, missing_button);
  gtk_widget_class_bind_template_callback (widget_class, operator_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
attune_import_condition_row_init (AttuneImportConditionRow *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *popover;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->missing = g_simple_action_new_stateful ("missing", G_VARIANT_TYPE_STRING,
                                                g_variant_new_string (missing_names[0]));
  g_signal_connect_object (self->missing, "notify::state", G_CALLBACK (missing_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->missing));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "condition", G_ACTION_GROUP (group));

  for (guint i = 0; i < G_N_ELEMENTS (comparisons); i++)
    gtk_string_list_append (titles, _(comparisons[i].title));

  gtk_drop_down_set_model (self->operator_drop_down, G_LIST_MODEL (titles));
  popover = attune_import_field_popover_new (FALSE);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->field_button, popover);
  update_field (self);
  update_value (self);
}

static char *
dup_value (const AttuneCondition *condition)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) texts = NULL;

  for (guint i = 0; i < condition->values->len; i++)
    {
      AttuneScalar *scalar = g_ptr_array_index (condition->values, i);

      if (scalar->type == ATTUNE_SCALAR_TEXT)
        g_strv_builder_add (builder, scalar->text);
      else if (scalar->type == ATTUNE_SCALAR_NUMBER)
        g_strv_builder_take (builder, g_strdup_printf ("%.15g", scalar->number));
    }

  texts = g_strv_builder_end (builder);

  return g_strjoinv (", ", texts);
}

static int
find_comparison (const AttuneCondition *condition)
{
  const AttuneScalar *scalar = condition->values != NULL && condition->values->len > 0
                                 ? g_ptr_array_index (condition->values, 0)
                                 : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (comparisons); i++)
    if (comparisons[i].operator == condition->operator &&
        (comparisons[i].kind != VALUE_NONE ||
         (scalar != NULL && (scalar->number != 0) == comparisons[i].boolean)))
      return i;

  return -1;
}

/* A list of what is not all texts without a comma is not, nor is a group; both have rows of their
 * own for what is in them. */
gboolean
attune_import_condition_row_can_show (const AttuneCondition *condition)
{
  int comparison;

  g_return_val_if_fail (condition != NULL, FALSE);

  if (condition->field == NULL || (comparison = find_comparison (condition)) < 0)
    return FALSE;

  for (guint i = 0; comparisons[comparison].kind == VALUE_TEXTS && i < condition->values->len; i++)
    {
      AttuneScalar *scalar = g_ptr_array_index (condition->values, i);
      g_autofree char *text = g_strdup (scalar->text);

      if (scalar->type != ATTUNE_SCALAR_TEXT || strchr (scalar->text, ',') != NULL ||
          !g_str_equal (g_strstrip (text), scalar->text))
        return FALSE;
    }

  return TRUE;
}

static Type
find_type (const AttuneCondition *condition)
{
  const AttuneScalar *scalar = condition->values->len > 0
                                 ? g_ptr_array_index (condition->values, 0)
                                 : NULL;

  switch (scalar != NULL ? scalar->type : ATTUNE_SCALAR_TEXT)
    {
    case ATTUNE_SCALAR_NUMBER:
      return TYPE_NUMBER;

    case ATTUNE_SCALAR_BOOLEAN:
      return scalar->number != 0 ? TYPE_TRUE : TYPE_FALSE;

    case ATTUNE_SCALAR_NULL:
      return TYPE_NULL;

    case ATTUNE_SCALAR_TEXT:
    default:
      return TYPE_TEXT;
    }
}

/* NULL: a new one, for which a field has to be chosen. */
GtkWidget *
attune_import_condition_row_new (const AttuneCondition *condition)
{
  AttuneImportConditionRow *self = g_object_new (ATTUNE_TYPE_IMPORT_CONDITION_ROW, NULL);
  g_autofree char *value = NULL;

  if (condition == NULL)
    return GTK_WIDGET (self);

  value = dup_value (condition);
  self->field = g_strdup (condition->field);
  g_simple_action_set_state (self->missing,
                             g_variant_new_string (missing_names[condition->missing]));
  gtk_drop_down_set_selected (self->operator_drop_down, MAX (find_comparison (condition), 0));
  gtk_drop_down_set_selected (self->type_drop_down, find_type (condition));
  gtk_editable_set_text (self->value_entry, value);
  update_field (self);
  self->original = attune_condition_copy (condition);

  return GTK_WIDGET (self);
}

void
attune_import_condition_row_set_fields (AttuneImportConditionRow *self,
                                        GListModel               *fields)
{
  GtkPopover *popover;

  g_return_if_fail (ATTUNE_IS_IMPORT_CONDITION_ROW (self));

  popover = gtk_menu_button_get_popover (self->field_button);
  attune_import_field_popover_set_fields (ATTUNE_IMPORT_FIELD_POPOVER (popover), fields);
}

static gboolean
add_number (AttuneCondition *condition,
            const char      *text)
{
  double number;

  if (!parse_number (text, &number))
    return FALSE;

  attune_condition_add_number (condition, number);

  return TRUE;
}

static gboolean
add_any (AttuneCondition *condition,
         Type             type,
         const char      *text)
{
  switch (type)
    {
    case TYPE_NUMBER:
      return add_number (condition, text);

    case TYPE_TRUE:
    case TYPE_FALSE:
      attune_condition_add_boolean (condition, type == TYPE_TRUE);
      return TRUE;

    case TYPE_NULL:
      attune_condition_add_null (condition);
      return TRUE;

    case TYPE_TEXT:
    default:
      attune_condition_add_text (condition, text);
      return TRUE;
    }
}

static gboolean
add_value (AttuneCondition *condition,
           ValueKind        kind,
           gboolean         boolean,
           Type             type,
           const char      *text)
{
  g_auto(GStrv) texts = NULL;

  switch (kind)
    {
    case VALUE_NONE:
      attune_condition_add_boolean (condition, boolean);
      return TRUE;

    case VALUE_ANY:
      return add_any (condition, type, text);

    case VALUE_NUMBER:
      return add_number (condition, text);

    case VALUE_TEXTS:
      texts = g_strsplit (text, ",", -1);

      for (guint i = 0; texts[i] != NULL; i++)
        attune_condition_add_text (condition, g_strstrip (texts[i]));

      return TRUE;

    case VALUE_TEXT:
    default:
      attune_condition_add_text (condition, text);
      return TRUE;
    }
}

/* NULL while it is not complete. */
AttuneCondition *
attune_import_condition_row_dup_condition (AttuneImportConditionRow *self)
{
  g_autoptr(AttuneCondition) condition = NULL;
  guint i;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_CONDITION_ROW (self), NULL);

  if (self->original != NULL)
    return attune_condition_copy (self->original);

  if (self->field == NULL || gtk_widget_has_css_class (GTK_WIDGET (self->value_entry), "error"))
    return NULL;

  i = get_comparison (self);
  condition = attune_condition_new (comparisons[i].operator, self->field);
  condition->missing = get_missing (self);

  if (!add_value (condition, comparisons[i].kind, comparisons[i].boolean, get_type (self),
                  gtk_editable_get_text (self->value_entry)))
    return NULL;

  return g_steal_pointer (&condition);
}
