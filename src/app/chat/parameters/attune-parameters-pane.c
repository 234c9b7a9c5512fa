/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-parameters-pane"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-body.h"
#include "attune-parameters-pane.h"
#include "attune-setting-row.h"
#include "attune-stop-text.h"
#include "attune-stops-row.h"

struct _AttuneParametersPane
{
  AdwBin                parent_instance;

  GtkWidget            *advanced_group;
  AdwExpanderRow       *advanced_row;
  GtkWidget            *format_group;
  AdwComboRow          *format_row;
  AttuneModelPopover   *model_popover;
  AdwActionRow         *model_row;
  AdwComboRow          *mode_row;
  AttunePresetPopover  *preset_popover;
  GtkWidget            *reset_button;
  GtkTextBuffer        *schema_buffer;
  GtkLabel             *schema_problem;
  GtkWidget            *schema_row;
  AdwEntryRow          *separator_row;
  AdwPreferencesGroup  *settings_group;
  AttuneStopsRow       *stops_row;
  GtkTextBuffer        *system_buffer;
  GtkWidget            *system_group;

  AttuneChatParameters *parameters;
  AttuneProfile        *profile;       /* whose settings the rows are */
  char                 *model;
  GHashTable           *rows;          /* by the name of the setting; borrowed */
  gboolean              is_updating;
};

enum {
  PROP_0,
  PROP_SYSTEM_TEXT,
  N_PROPS
};

enum {
  SIGNAL_SYSTEM_TEXT_EDITED,
  SIGNAL_RESET,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneParametersPane, attune_parameters_pane, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What most people ever change stands for itself. */
static gboolean
is_common (const AttuneSetting *setting)
{
  static const char * const names[] = { "temperature", "top_p", "max_tokens", NULL };

  return g_strv_contains (names, setting->name);
}

static char *
dup_buffer_text (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_buffer_text (GtkTextBuffer *buffer,
                 const char    *text)
{
  g_autofree char *old = dup_buffer_text (buffer);

  if (g_strcmp0 (old, text != NULL ? text : "") != 0)
    gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
}

static gboolean
completes (AttuneParametersPane *self)
{
  AttuneChatMode mode = attune_chat_parameters_get_mode (self->parameters);

  if (self->profile == NULL || !attune_profile_can (self->profile, ATTUNE_ABILITY_COMPLETION))
    return FALSE;

  return mode == ATTUNE_CHAT_MODE_COMPLETION ||
         (mode == ATTUNE_CHAT_MODE_AUTOMATIC &&
          attune_profile_completes (self->profile, self->model));
}

static void
update_schema (AttuneParametersPane *self)
{
  const char *schema = attune_chat_parameters_get_schema (self->parameters);
  AttuneChatFormat format = attune_chat_parameters_get_format (self->parameters);
  g_autoptr(GError) error = NULL;

  if (format == ATTUNE_CHAT_FORMAT_JSON_SCHEMA)
    attune_chat_body_check_schema (schema, &error);

  set_buffer_text (self->schema_buffer, schema);
  gtk_widget_set_visible (self->schema_row, format == ATTUNE_CHAT_FORMAT_JSON_SCHEMA);
  gtk_label_set_text (self->schema_problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->schema_problem), error != NULL);
}

static void
update_separator (AttuneParametersPane *self)
{
  const char *separator = attune_chat_parameters_get_separator (self->parameters);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->separator_row));
  g_autofree char *meant = attune_stop_text_from_typed (typed);

  if (g_strcmp0 (meant, separator != NULL ? separator : "") != 0)
    {
      g_autofree char *text = attune_stop_text_to_typed (separator != NULL ? separator : "");

      gtk_editable_set_text (GTK_EDITABLE (self->separator_row), text);
    }
}

/* How many of the rows that are folded away have a value. */
static void
update_advanced (AttuneParametersPane *self)
{
  GPtrArray *settings = self->profile != NULL
    ? attune_profile_get_chat_settings (self->profile) : NULL;
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; settings != NULL && i < settings->len; i++)
    {
      const AttuneSetting *setting = settings->pdata[i];

      if (!is_common (setting) &&
          attune_chat_parameters_get_value (self->parameters, setting->name) != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", setting->title);
    }

  adw_expander_row_set_subtitle (self->advanced_row, names->len > 0 ? names->str : _("Everything automatic"));
}

static void
update (AttuneParametersPane *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer row;
  gboolean is_completion = completes (self);

  self->is_updating = TRUE;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &name, &row))
    attune_setting_row_set_value (row, attune_chat_parameters_get_value (self->parameters, name));

  adw_combo_row_set_selected (self->format_row,
                              attune_chat_parameters_get_format (self->parameters));
  adw_combo_row_set_selected (self->mode_row, attune_chat_parameters_get_mode (self->parameters));
  update_schema (self);
  update_separator (self);
  update_advanced (self);
  gtk_widget_set_visible (GTK_WIDGET (self->separator_row), is_completion);
  gtk_widget_set_visible (self->system_group, !is_completion);
  gtk_widget_set_visible (self->format_group, !is_completion);
  gtk_widget_set_sensitive (self->reset_button,
                            !attune_chat_parameters_get_is_automatic (self->parameters));
  self->is_updating = FALSE;
}

static void
setting_changed_cb (const char *name,
                    JsonNode   *value,
                    const char *problem,
                    gpointer    user_data)
{
  AttuneParametersPane *self = user_data;

  /* What cannot be used is told by its row, and what was there before stays. */
  if (!self->is_updating && problem == NULL)
    attune_chat_parameters_set_value (self->parameters, name, value);
}

static void
add_setting (AttuneParametersPane *self,
             const AttuneSetting  *setting)
{
  GtkWidget *row = attune_setting_row_new (setting, self->profile,
                                           attune_chat_parameters_get_value (self->parameters,
                                                                             setting->name),
                                           setting_changed_cb, self, NULL);

  if (is_common (setting))
    adw_preferences_group_add (self->settings_group, row);
  else
    adw_expander_row_add_row (self->advanced_row, row);

  g_hash_table_insert (self->rows, setting->name, row);
}

static void
clear_rows (AttuneParametersPane *self)
{
  GPtrArray *settings = self->profile != NULL
    ? attune_profile_get_chat_settings (self->profile) : NULL;

  for (guint i = 0; settings != NULL && i < settings->len; i++)
    {
      const AttuneSetting *setting = settings->pdata[i];
      GtkWidget *row = g_hash_table_lookup (self->rows, setting->name);

      if (is_common (setting))
        adw_preferences_group_remove (self->settings_group, row);
      else
        adw_expander_row_remove (self->advanced_row, row);
    }

  g_hash_table_remove_all (self->rows);
}

static void
set_profile (AttuneParametersPane *self,
             AttuneProfile        *profile)
{
  GPtrArray *settings;
  gboolean has_advanced = FALSE;

  if (self->profile == profile)
    return;

  clear_rows (self);
  g_set_object (&self->profile, profile);
  settings = profile != NULL ? attune_profile_get_chat_settings (profile) : NULL;

  for (guint i = 0; settings != NULL && i < settings->len; i++)
    {
      add_setting (self, settings->pdata[i]);
      has_advanced |= !is_common (settings->pdata[i]);
    }

  gtk_widget_set_visible (self->advanced_group, has_advanced);
  gtk_widget_set_visible (GTK_WIDGET (self->mode_row),
                          profile != NULL &&
                              attune_profile_can (profile, ATTUNE_ABILITY_COMPLETION));
}

static void
format_selected_cb (AttuneParametersPane *self)
{
  if (!self->is_updating)
    attune_chat_parameters_set_format (self->parameters,
                                       adw_combo_row_get_selected (self->format_row));
}

static void
mode_selected_cb (AttuneParametersPane *self)
{
  if (!self->is_updating)
    attune_chat_parameters_set_mode (self->parameters, adw_combo_row_get_selected (self->mode_row));
}

static void
schema_changed_cb (AttuneParametersPane *self)
{
  g_autofree char *text = dup_buffer_text (self->schema_buffer);

  if (!self->is_updating)
    attune_chat_parameters_set_schema (self->parameters, *text != '\0' ? text : NULL);
}

static void
separator_changed_cb (AttuneParametersPane *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->separator_row));
  g_autofree char *text = attune_stop_text_from_typed (typed);

  if (!self->is_updating)
    attune_chat_parameters_set_separator (self->parameters, *text != '\0' ? text : NULL);
}

static void
system_changed_cb (AttuneParametersPane *self)
{
  if (self->is_updating)
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYSTEM_TEXT]);
  g_signal_emit (self, signals[SIGNAL_SYSTEM_TEXT_EDITED], 0);
}

static void
reset_cb (AttuneParametersPane *self)
{
  g_autoptr(AttuneChatParameters) automatic = attune_chat_parameters_new ();

  attune_chat_parameters_assign (self->parameters, automatic);
  g_signal_emit (self, signals[SIGNAL_RESET], 0);
}

static void
attune_parameters_pane_dispose (GObject *object)
{
  AttuneParametersPane *self = (AttuneParametersPane *)object;

  if (self->parameters != NULL)
    g_signal_handlers_disconnect_by_data (self->parameters, self);

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_PARAMETERS_PANE);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->parameters);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->model, g_free);

  G_OBJECT_CLASS (attune_parameters_pane_parent_class)->dispose (object);
}

static void
attune_parameters_pane_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  AttuneParametersPane *self = ATTUNE_PARAMETERS_PANE (object);

  switch (prop_id)
    {
    case PROP_SYSTEM_TEXT:
      g_value_take_string (value, attune_parameters_pane_dup_system_text (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_parameters_pane_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  AttuneParametersPane *self = ATTUNE_PARAMETERS_PANE (object);

  switch (prop_id)
    {
    case PROP_SYSTEM_TEXT:
      attune_parameters_pane_set_system_text (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_parameters_pane_class_init (AttuneParametersPaneClass *klass)
{
  static const char * const names[] = { "system-text-edited", "reset" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_parameters_pane_dispose;
  object_class->get_property = attune_parameters_pane_get_property;
  object_class->set_property = attune_parameters_pane_set_property;

  properties[PROP_SYSTEM_TEXT] =
    g_param_spec_string ("system-text", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL, NULL,
                               NULL,
                               G_TYPE_NONE, 0);

  g_type_ensure (ATTUNE_TYPE_MODEL_POPOVER);
  g_type_ensure (ATTUNE_TYPE_PRESET_POPOVER);
  g_type_ensure (ATTUNE_TYPE_STOPS_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-parameters-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, advanced_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, format_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, format_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, model_popover);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, model_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, mode_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, preset_popover);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, reset_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, schema_buffer);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, schema_problem);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, schema_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, separator_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, settings_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, stops_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, system_buffer);
  gtk_widget_class_bind_template_child (widget_class, AttuneParametersPane, system_group);
  gtk_widget_class_bind_template_callback (widget_class, format_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, schema_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, separator_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, system_changed_cb);
}

static void
set_choices (AdwComboRow        *row,
             const char * const *choices)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (choices);

  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

static void
attune_parameters_pane_init (AttuneParametersPane *self)
{
  /* In the order of the enumerations. */
  const char * const formats[] = {
    _("Automatic"), _("Text"), _("JSON"), _("JSON with a Schema"), NULL
  };
  const char * const modes[] = { _("Automatic"), C_("mode", "Chat"), C_("mode", "Completion"), NULL };

  self->parameters = attune_chat_parameters_new ();
  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  set_choices (self->format_row, formats);
  set_choices (self->mode_row, modes);
  self->is_updating = FALSE;

  attune_stops_row_set_parameters (self->stops_row, self->parameters);
  g_signal_connect_object (self->parameters, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * attune_parameters_pane_get_parameters:
 * @self: a pane
 *
 * Returns: (transfer none): the parameters that it shows and changes
 */
AttuneChatParameters *
attune_parameters_pane_get_parameters (AttuneParametersPane *self)
{
  g_return_val_if_fail (ATTUNE_IS_PARAMETERS_PANE (self), NULL);

  return self->parameters;
}

/**
 * attune_parameters_pane_set_model:
 * @self: a pane
 * @profile: (nullable): of the provider that is asked; %NULL when the account is gone
 * @model: the model's id
 * @title: what people call it
 * @account_name: (nullable): the name of the account
 */
void
attune_parameters_pane_set_model (AttuneParametersPane *self,
                                  AttuneProfile        *profile,
                                  const char           *model,
                                  const char           *title,
                                  const char           *account_name)
{
  g_return_if_fail (ATTUNE_IS_PARAMETERS_PANE (self));
  g_return_if_fail (profile == NULL || ATTUNE_IS_PROFILE (profile));
  g_return_if_fail (model != NULL);

  g_set_str (&self->model, model);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->model_row), title);
  adw_action_row_set_subtitle (self->model_row,
                               account_name != NULL ? account_name : _("Account removed"));
  set_profile (self, profile);
  update (self);
}

/**
 * attune_parameters_pane_dup_system_text:
 * @self: a pane
 *
 * Returns: (transfer full): what is written there, perhaps empty
 */
char *
attune_parameters_pane_dup_system_text (AttuneParametersPane *self)
{
  g_return_val_if_fail (ATTUNE_IS_PARAMETERS_PANE (self), NULL);

  return dup_buffer_text (self->system_buffer);
}

/**
 * attune_parameters_pane_set_system_text:
 * @self: a pane
 * @text: (nullable): what to show
 */
void
attune_parameters_pane_set_system_text (AttuneParametersPane *self,
                                        const char           *text)
{
  g_return_if_fail (ATTUNE_IS_PARAMETERS_PANE (self));

  self->is_updating = TRUE;
  set_buffer_text (self->system_buffer, text);
  self->is_updating = FALSE;
}

/**
 * attune_parameters_pane_get_model_popover:
 * @self: a pane
 *
 * Returns: (transfer none): where a model is chosen
 */
AttuneModelPopover *
attune_parameters_pane_get_model_popover (AttuneParametersPane *self)
{
  g_return_val_if_fail (ATTUNE_IS_PARAMETERS_PANE (self), NULL);

  return self->model_popover;
}

/**
 * attune_parameters_pane_get_preset_popover:
 * @self: a pane
 *
 * Returns: (transfer none): where presets are chosen and saved
 */
AttunePresetPopover *
attune_parameters_pane_get_preset_popover (AttuneParametersPane *self)
{
  g_return_val_if_fail (ATTUNE_IS_PARAMETERS_PANE (self), NULL);

  return self->preset_popover;
}
