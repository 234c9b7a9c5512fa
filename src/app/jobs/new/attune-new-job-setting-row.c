/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-setting-row"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-new-job-setting-row.h"

/* Where a provider names no limit, so that a spin row has one. */
#define NO_MAXIMUM 1e6

/* What the seed is called in the list of problems; no provider has a setting of that name. */
#define SEED_NAME "attune-seed"

/* What a row knows of its setting, for as long as it lives. */
typedef struct
{
  AttuneNewJobState   *state;
  AttuneProfile       *profile;     /* owns the setting */
  const AttuneSetting *setting;     /* NULL: the seed */
  char                *description;
} Binding;

static void
binding_free (gpointer data)
{
  Binding *binding = data;

  g_object_unref (binding->state);
  g_clear_object (&binding->profile);
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
parse_seed (const char  *text,
            gint64      *seed,
            GError     **error)
{
  *seed = -1;

  if (is_automatic_text (text) ||
      g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, seed, NULL))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("The seed must be a whole number from 0 to 2147483647."));

  return FALSE;
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

  if (binding->setting == NULL)
    {
      gint64 seed;

      parse_seed (text, &seed, &error);
      attune_new_job_state_set_seed (binding->state, seed);
      attune_new_job_state_set_setting (binding->state, SEED_NAME, NULL,
                                        error != NULL ? error->message : NULL);
    }
  else
    {
      parse_value (binding, text, &value, &error);
      attune_new_job_state_set_setting (binding->state, binding->setting->name, value,
                                        error != NULL ? error->message : NULL);
    }

  show_problem (ADW_ACTION_ROW (row), binding, error != NULL ? error->message : NULL);
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
  gint64 seed;

  /* What cannot be used gives way to what was there before. */
  if (binding->setting != NULL ? !parse_value (binding, text, &value, NULL)
                               : !parse_seed (text, &seed, NULL))
    return GTK_INPUT_ERROR;

  if (is_automatic_text (text) || !parse_number (text, buffer, number))
    *number = gtk_adjustment_get_lower (adw_spin_row_get_adjustment (row));

  return TRUE;
}

/* A learning rate is a hundred-thousandth, a share a tenth: a step is one of the last digit. */
static void
follow_magnitude_cb (GtkAdjustment *adjustment)
{
  double number = gtk_adjustment_get_value (adjustment);

  if (number > 0 && number < 100)
    gtk_adjustment_set_step_increment (adjustment, pow (10, floor (log10 (number * 1.0001))));
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

  if (setting->kind == ATTUNE_SETTING_NUMBER)
    g_signal_connect (adjustment, "value-changed", G_CALLBACK (follow_magnitude_cb), NULL);

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
      AttuneNewJobState   *state,
      const AttuneSetting *setting,
      const char          *title,
      const char          *description)
{
  Binding *binding = g_new0 (Binding, 1);

  binding->state = g_object_ref (state);
  binding->setting = setting;
  binding->description = g_strdup (description);
  g_set_object (&binding->profile, attune_new_job_state_get_profile (state));
  g_object_set_data_full (G_OBJECT (row), "attune-binding", binding, binding_free);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description != NULL ? description : "");
}

static GtkWidget *
create_spin_row (void)
{
  GtkWidget *row = g_object_new (ADW_TYPE_SPIN_ROW,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                 NULL);

  gtk_widget_add_css_class (row, "automatic");
  g_signal_connect (row, "input", G_CALLBACK (input_cb), NULL);
  g_signal_connect (row, "output", G_CALLBACK (output_cb), NULL);

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

  attune_new_job_state_set_setting (binding->state, binding->setting->name, value, NULL);
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

static GtkWidget *
create_combo_row (AttuneNewJobState   *state,
                  const AttuneSetting *setting,
                  JsonNode            *value)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr(GtkStringList) choices = create_choices (setting);

  bind (row, state, setting, setting->title, setting->description);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_selected (setting, value));
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), NULL);

  return row;
}

/**
 * attune_new_job_setting_row_new:
 * @state: what the person has chosen; the setting is changed there
 * @setting: a setting of the chosen service
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
attune_new_job_setting_row_new (AttuneNewJobState   *state,
                                const AttuneSetting *setting)
{
  JsonNode *value = attune_job_request_get_setting (attune_new_job_state_get_request (state),
                                                    setting->name);
  g_autofree char *description = NULL;
  GtkWidget *row;

  /* Of another service, where it meant something else. */
  if (value != NULL && !attune_setting_check (setting, value, NULL))
    value = NULL;

  if (setting->kind == ATTUNE_SETTING_BOOLEAN || setting->kind == ATTUNE_SETTING_CHOICE)
    return create_combo_row (state, setting, value);

  row = create_spin_row ();
  description = dup_description (setting);
  bind (row, state, setting, setting->title, description);
  adw_spin_row_set_digits (ADW_SPIN_ROW (row), setting->kind == ATTUNE_SETTING_INTEGER ? 0 : 10);
  adw_spin_row_set_adjustment (ADW_SPIN_ROW (row), create_adjustment (setting, value));
  adw_spin_row_update (ADW_SPIN_ROW (row));
  g_signal_connect (row, "changed", G_CALLBACK (text_changed_cb), NULL);

  return row;
}

/**
 * attune_new_job_setting_row_new_seed:
 * @state: what the person has chosen; the seed is changed there
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
attune_new_job_setting_row_new_seed (AttuneNewJobState *state)
{
  AttuneJobRequest *request = attune_new_job_state_get_request (state);
  GtkWidget *row = create_spin_row ();

  bind (row, state, NULL, _("Seed"), _("The same number and settings give the same result again."));
  adw_spin_row_set_adjustment (ADW_SPIN_ROW (row),
                               gtk_adjustment_new (attune_job_request_get_seed (request), -1,
                                                   G_MAXINT32, 1, 10, 0));
  adw_spin_row_update (ADW_SPIN_ROW (row));
  g_signal_connect (row, "changed", G_CALLBACK (text_changed_cb), NULL);

  return row;
}
