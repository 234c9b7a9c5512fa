/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-setting-row"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-setting-row.h"

/* Where a provider names no limit, so that a spin row has one. */
#define NO_MAXIMUM 1e6

/* What a row knows of its setting, for as long as it lives. */
typedef struct
{
  GObject             *owner;       /* of the setting */
  const AttuneSetting *setting;
  char                *description;
  AttuneSettingFunc    changed;
  gpointer             user_data;
  GDestroyNotify       destroy;
} Binding;

static void
binding_free (gpointer data)
{
  Binding *binding = data;

  if (binding->destroy != NULL)
    binding->destroy (binding->user_data);
  g_clear_object (&binding->owner);
  g_free (binding->description);
  g_free (binding);
}

static Binding *
get_binding (gpointer row)
{
  return g_object_get_data (G_OBJECT (row), "attune-binding");
}

static gboolean
is_automatic_text (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0' || g_str_equal (stripped, _("Automatic"));
}

/* The number as the provider's rules read it, whatever the person's language writes. */
static gboolean
parse_number (const char *text,
              char        buffer[G_ASCII_DTOSTR_BUF_SIZE],
              double     *number)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char *end = NULL;

  *number = strtod (stripped, &end);

  if (end == stripped || *end != '\0')
    *number = g_ascii_strtod (stripped, &end);

  if (end == stripped || *end != '\0' || !isfinite (*number))
    return FALSE;

  g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.10g", *number);

  return TRUE;
}

static gboolean
parse_value (const Binding  *binding,
             const char     *text,
             JsonNode      **value,
             GError        **error)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double number;

  *value = NULL;

  if (is_automatic_text (text))
    return TRUE;

  /* What is no number is refused in the words of the setting. */
  return attune_setting_parse (binding->setting,
                               parse_number (text, buffer, &number) ? buffer : text,
                               value, error);
}

static void
show_problem (AdwActionRow  *row,
              const Binding *binding,
              const char    *problem)
{
  adw_action_row_set_subtitle (row, problem != NULL ? problem
                                                    : binding->description != NULL ? binding->description : "");

  if (problem == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (row), "has-problem");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }

  gtk_widget_add_css_class (GTK_WIDGET (row), "has-problem");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row),
                               GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (row), problem,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* What is being typed counts at once, so that nobody goes on with a number that is not meant. */
static void
text_changed_cb (AdwSpinRow *row)
{
  const Binding *binding = get_binding (row);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autoptr(JsonNode) value = NULL;
  g_autoptr(GError) error = NULL;

  parse_value (binding, text, &value, &error);
  show_problem (ADW_ACTION_ROW (row), binding, error != NULL ? error->message : NULL);
  binding->changed (binding->setting->name, value, error != NULL ? error->message : NULL,
                    binding->user_data);
}

/* The lowest value of the spin row stands for "Automatic". */
static gboolean
output_cb (AdwSpinRow *row)
{
  GtkAdjustment *adjustment = adw_spin_row_get_adjustment (row);
  double number = gtk_adjustment_get_value (adjustment);
  g_autofree char *text = number <= gtk_adjustment_get_lower (adjustment)
                          ? g_strdup (_("Automatic")) : g_strdup_printf ("%.10g", number);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);

  return TRUE;
}

static int
input_cb (AdwSpinRow *row,
          double     *number)
{
  const Binding *binding = get_binding (row);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr(JsonNode) value = NULL;

  /* What cannot be used gives way to what was there before. The row takes the number even so. */
  if (!parse_value (binding, text, &value, NULL))
    {
      *number = adw_spin_row_get_value (row);
      return GTK_INPUT_ERROR;
    }

  if (is_automatic_text (text) || !parse_number (text, buffer, number))
    *number = gtk_adjustment_get_lower (adw_spin_row_get_adjustment (row));

  return TRUE;
}

static double
get_first_step (const AttuneSetting *setting)
{
  if (setting->kind == ATTUNE_SETTING_INTEGER)
    return 1;

  if (setting->fallback != NULL && json_node_get_double (setting->fallback) > 0)
    return json_node_get_double (setting->fallback);

  if (!isnan (setting->maximum))
    return (setting->maximum - setting->minimum) / 20;

  /* A factor is about 1; a rate is small. */
  return g_str_has_suffix (setting->name, "multiplier") ? 0.5 : 0.00001;
}

/* A learning rate is a hundred-thousandth: a step is one of the last digit. Where there is an end
 * to both sides, only numbers below the usual step need that. */
static void
follow_magnitude_cb (AdwSpinRow    *row,
                     GParamSpec    *pspec,
                     GtkAdjustment *adjustment)
{
  const AttuneSetting *setting = get_binding (row)->setting;
  double number = gtk_adjustment_get_value (adjustment);
  double step = get_first_step (setting);

  if (number > 0 && number < (isnan (setting->maximum) ? 100 : step))
    step = pow (10, floor (log10 (number * 1.0001)));

  gtk_adjustment_set_step_increment (adjustment, step);
}

static GtkAdjustment *
create_adjustment (const AttuneSetting *setting,
                   JsonNode            *value)
{
  double step = get_first_step (setting);
  double automatic = setting->is_above ? setting->minimum : setting->minimum - step;
  double upper = isnan (setting->maximum) ? NO_MAXIMUM : setting->maximum;
  GtkAdjustment *adjustment;

  if (setting->kind == ATTUNE_SETTING_INTEGER && setting->is_above)
    automatic = setting->minimum;

  adjustment = gtk_adjustment_new (value != NULL ? json_node_get_double (value) : automatic,
                                   automatic, upper, step, step * 5, 0);

  return adjustment;
}

/* What automatic comes to is said in the list of a combo row, and behind the sentence elsewhere. */
static char *
dup_description (const AttuneSetting *setting)
{
  g_autofree char *word = NULL;

  if (setting->fallback == NULL)
    return g_strdup (setting->description);

  word = attune_setting_format (setting, setting->fallback);

  if (setting->description == NULL)
    /* Translators: %s is a number. */
    return g_strdup_printf (_("Automatic is %s."), word);

  /* Translators: a sentence on a setting, then a number. */
  return g_strdup_printf (_("%s Automatic is %s."), setting->description, word);
}

static void
bind (GtkWidget           *row,
      const AttuneSetting *setting,
      const char          *description)
{
  get_binding (row)->description = g_strdup (description);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), setting->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description != NULL ? description : "");
  gtk_widget_set_tooltip_text (row, setting->help);
}

static void
fill_spin_row (GtkWidget           *row,
               const AttuneSetting *setting,
               JsonNode            *value)
{
  GtkAdjustment *adjustment = create_adjustment (setting, value);
  g_autofree char *description = dup_description (setting);

  bind (row, setting, description);
  adw_spin_row_set_digits (ADW_SPIN_ROW (row), setting->kind == ATTUNE_SETTING_INTEGER ? 0 : 10);
  g_signal_connect (row, "input", G_CALLBACK (input_cb), NULL);
  g_signal_connect (row, "output", G_CALLBACK (output_cb), NULL);
  adw_spin_row_set_adjustment (ADW_SPIN_ROW (row), adjustment);

  if (setting->kind == ATTUNE_SETTING_NUMBER)
    {
      g_signal_connect (row, "notify::value", G_CALLBACK (follow_magnitude_cb), adjustment);
      follow_magnitude_cb (ADW_SPIN_ROW (row), NULL, adjustment);
    }

  adw_spin_row_update (ADW_SPIN_ROW (row));
  g_signal_connect (row, "changed", G_CALLBACK (text_changed_cb), NULL);
}

static GtkWidget *
create_spin_row (void)
{
  GtkWidget *row = g_object_new (ADW_TYPE_SPIN_ROW,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                 NULL);

  gtk_widget_add_css_class (row, "automatic");

  return row;
}

static const AttuneSettingChoice *
get_choice (const AttuneSetting *setting,
            guint                i)
{
  return setting->choices->pdata[i];
}

static void
selected_cb (AdwComboRow *row)
{
  const Binding *binding = get_binding (row);
  guint selected = adw_combo_row_get_selected (row);
  g_autoptr(JsonNode) value = NULL;

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    value = NULL;
  else if (binding->setting->kind == ATTUNE_SETTING_BOOLEAN)
    value = json_node_init_boolean (json_node_alloc (), selected == 1);
  else
    value = json_node_copy (get_choice (binding->setting, selected - 1)->value);

  binding->changed (binding->setting->name, value, NULL, binding->user_data);
}

static guint
find_selected (const AttuneSetting *setting,
               JsonNode            *value)
{
  if (value == NULL)
    return 0;

  if (setting->kind == ATTUNE_SETTING_BOOLEAN)
    return json_node_get_boolean (value) ? 1 : 2;

  for (guint i = 0; i < setting->choices->len; i++)
    if (json_node_equal (get_choice (setting, i)->value, value))
      return i + 1;

  return 0;
}

static GtkStringList *
create_choices (const AttuneSetting *setting)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  if (setting->fallback != NULL)
    {
      g_autofree char *word = attune_setting_format (setting, setting->fallback);

      /* Translators: %s is what a service chooses by itself, such as “On”. */
      gtk_string_list_take (list, g_strdup_printf (_("Automatic (%s)"), word));
    }
  else
    {
      gtk_string_list_append (list, _("Automatic"));
    }

  if (setting->kind == ATTUNE_SETTING_BOOLEAN)
    {
      gtk_string_list_append (list, C_("setting", "On"));
      gtk_string_list_append (list, C_("setting", "Off"));
    }

  for (guint i = 0; setting->choices != NULL && i < setting->choices->len; i++)
    gtk_string_list_append (list, get_choice (setting, i)->title);

  return list;
}

static void
fill_combo_row (GtkWidget           *row,
                const AttuneSetting *setting,
                JsonNode            *value)
{
  g_autoptr(GtkStringList) choices = create_choices (setting);

  bind (row, setting, setting->description);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_selected (setting, value));
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

/**
 * attune_setting_row_new:
 * @setting: a setting
 * @owner: (nullable): who keeps @setting; a reference is held as long as the row lives
 * @value: (nullable): its value, %NULL for automatic
 * @changed: called when a person chooses a value, types one, or types what cannot be used
 * @user_data: for @changed
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
attune_setting_row_new (const AttuneSetting *setting,
                        gpointer             owner,
                        JsonNode            *value,
                        AttuneSettingFunc    changed,
                        gpointer             user_data,
                        GDestroyNotify       destroy)
{
  gboolean is_choice = setting->kind == ATTUNE_SETTING_BOOLEAN ||
                       setting->kind == ATTUNE_SETTING_CHOICE;
  GtkWidget *row = is_choice ? adw_combo_row_new () : create_spin_row ();
  Binding *binding = g_new0 (Binding, 1);

  binding->setting = setting;
  binding->changed = changed;
  binding->user_data = user_data;
  binding->destroy = destroy;
  g_set_object (&binding->owner, owner);
  g_object_set_data_full (G_OBJECT (row), "attune-binding", binding, binding_free);

  /* Of another service, where it meant something else. */
  if (value != NULL && !attune_setting_check (setting, value, NULL))
    value = NULL;

  if (is_choice)
    fill_combo_row (row, setting, value);
  else
    fill_spin_row (row, setting, value);

  return row;
}

/**
 * attune_setting_row_set_value:
 * @row: a row of attune_setting_row_new()
 * @value: (nullable): a value, %NULL for automatic
 *
 * Shows another value. What is being typed and means the same is left as it is.
 */
void
attune_setting_row_set_value (GtkWidget *row,
                              JsonNode  *value)
{
  const Binding *binding = get_binding (row);
  g_autoptr(JsonNode) shown = NULL;
  GtkAdjustment *adjustment;

  g_return_if_fail (binding != NULL);

  if (value != NULL && !attune_setting_check (binding->setting, value, NULL))
    value = NULL;

  if (ADW_IS_COMBO_ROW (row))
    {
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_selected (binding->setting, value));
      return;
    }

  if (parse_value (binding, gtk_editable_get_text (GTK_EDITABLE (row)), &shown, NULL) &&
      (shown == value || (shown != NULL && value != NULL && json_node_equal (shown, value))))
    return;

  adjustment = adw_spin_row_get_adjustment (ADW_SPIN_ROW (row));
  adw_spin_row_set_value (ADW_SPIN_ROW (row),
                          value != NULL ? json_node_get_double (value)
                                        : gtk_adjustment_get_lower (adjustment));

  /* What was typed and not left yet is no value that could change. */
  output_cb (ADW_SPIN_ROW (row));
}
