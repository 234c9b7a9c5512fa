/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-compare-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-compare-dialog.h"
#include "attune-feedback.h"
#include "attune-model-popover.h"
#include "attune-weak-ref.h"

/* A model that takes part. */
typedef struct
{
  char      *account_id;
  char      *model;
  char      *system_text;
  char      *parameters;
  GtkWidget *row;            /* borrowed */
} Entry;

struct _AttuneCompareDialog
{
  AdwDialog            parent_instance;

  GtkWidget           *blind_group;
  AdwSwitchRow        *blind_row;
  AdwPreferencesGroup *model_group;
  GtkButton           *start_button;

  AttuneWorkspace     *workspace;
  AttuneComparison    *comparison;     /* to which models are added; NULL for a new one */
  GPtrArray           *entries;
  GtkWidget           *add_row;
};

G_DEFINE_FINAL_TYPE (AttuneCompareDialog, attune_compare_dialog, ADW_TYPE_DIALOG)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->account_id);
  g_free (entry->model);
  g_free (entry->system_text);
  g_free (entry->parameters);
  g_free (entry);
}

/* How many models can be chosen here. */
static guint
get_room (AttuneCompareDialog *self)
{
  guint n_columns = 0;

  if (self->comparison != NULL)
    n_columns = g_list_model_get_n_items (attune_comparison_get_columns (self->comparison));

  return ATTUNE_COMPARISON_MAX_COLUMNS - MIN (n_columns, ATTUNE_COMPARISON_MAX_COLUMNS);
}

/* What is to be done next has the focus when the dialog comes up. */
static void
update_actions (AttuneCompareDialog *self)
{
  guint n_needed = self->comparison != NULL ? 1 : ATTUNE_COMPARISON_MIN_COLUMNS;
  gboolean can_start = self->entries->len >= n_needed;

  gtk_widget_set_visible (self->add_row, self->entries->len < get_room (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.start", can_start);
  adw_dialog_set_focus (ADW_DIALOG (self), can_start ? GTK_WIDGET (self->start_button)
                                                     : self->add_row);
}

static Entry *
find_entry (AttuneCompareDialog *self,
            GtkWidget           *row)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->row == row)
        return entry;
    }

  return NULL;
}

static void
remove_cb (AttuneCompareDialog *self,
           GtkWidget           *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  Entry *entry = find_entry (self, row);

  adw_preferences_group_remove (self->model_group, row);
  g_ptr_array_remove (self->entries, entry);
  update_actions (self);
}

static void
preset_cb (AttuneCompareDialog *self,
           GParamSpec          *pspec,
           GtkDropDown         *drop_down)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (drop_down), ADW_TYPE_ACTION_ROW);
  Entry *entry = find_entry (self, row);
  guint selected = gtk_drop_down_get_selected (drop_down);
  g_autoptr(AttuneChatPreset) preset = NULL;

  if (selected > 0)
    preset = g_list_model_get_item (attune_workspace_get_presets (self->workspace), selected - 1);

  g_set_str (&entry->system_text,
             preset != NULL ? attune_chat_preset_get_system_text (preset) : NULL);
  g_set_str (&entry->parameters,
             preset != NULL ? attune_chat_preset_get_parameters (preset) : NULL);
}

/* Empty when there are no presets to choose from. */
static void
add_presets (AttuneCompareDialog *self,
             AdwActionRow        *row,
             gboolean             has_settings)
{
  GListModel *presets = attune_workspace_get_presets (self->workspace);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  if (g_list_model_get_n_items (presets) == 0)
    return;

  gtk_string_list_append (names, has_settings ? _("As in the Chat") : _("No Preset"));
  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr(AttuneChatPreset) preset = g_list_model_get_item (presets, i);

      gtk_string_list_append (names, attune_chat_preset_get_name (preset));
    }

  drop_down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (drop_down, _("Preset"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Preset"), -1);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (preset_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, drop_down);
}

static GtkWidget *
create_row (AttuneCompareDialog *self,
            const char          *account_id,
            const char          *model_id,
            gboolean             has_settings)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  AttuneModel *model = attune_workspace_find_model (self->workspace, account_id, model_id);
  AttuneAccount *account = attune_workspace_find_account (self->workspace, account_id);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 model != NULL ? attune_model_get_title (model) : model_id);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               account != NULL ? attune_account_get_name (account) : _("Account removed"));
  add_presets (self, ADW_ACTION_ROW (row), has_settings);
  gtk_widget_set_tooltip_text (button, _("Remove Model"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
chosen_cb (AttuneCompareDialog *self,
           AttuneModel         *model)
{
  attune_compare_dialog_add_model (self, attune_model_get_account_id (model),
                                   attune_model_get_id (model), NULL, NULL);
}

static void
typed_cb (AttuneCompareDialog *self,
          const char          *account_id,
          const char          *model)
{
  attune_compare_dialog_add_model (self, account_id, model, NULL, NULL);
}

static void
create_add_row (AttuneCompareDialog *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  AttuneModelPopover *popover = g_object_new (ATTUNE_TYPE_MODEL_POPOVER, NULL);

  attune_model_popover_set_models (popover, attune_workspace_get_models (self->workspace),
                                   attune_workspace_get_accounts (self->workspace));
  g_signal_connect_object (popover, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "typed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (popover));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_widget_set_tooltip_text (button, _("Add Model"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");

  self->add_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add_row), _("Add Model"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->add_row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->add_row), button);
  adw_preferences_group_add (self->model_group, self->add_row);
}

static DexFuture *
started_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneCompareDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);
  GtkWidget *window;

  if (self == NULL || self->model_group == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      attune_feedback_alert (GTK_WIDGET (self),
                             self->comparison != NULL ? _("Could Not Add the Model")
                                                      : _("Could Not Begin the Comparison"), error);
      return dex_future_new_true ();
    }

  /* The dialog gives the focus back when it closes; only then does the page take it. */
  window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  adw_dialog_close (ADW_DIALOG (self));
  if (self->comparison == NULL)
    gtk_widget_activate_action (window, "win.show-comparison", "s",
                                attune_comparison_get_id (g_value_get_object (value)));

  return dex_future_new_true ();
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AttuneCompareDialog *self = ATTUNE_COMPARE_DIALOG (widget);
  AttuneComparisonColumn columns[ATTUNE_COMPARISON_MAX_COLUMNS] = { 0 };
  DexFuture *future;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      columns[i] = (AttuneComparisonColumn) {
        .account_id = entry->account_id,
        .model = entry->model,
        .system_text = entry->system_text,
        .parameters = entry->parameters,
      };
    }

  if (self->comparison != NULL)
    future = attune_workspace_add_columns (self->workspace, self->comparison, columns,
                                           self->entries->len);
  else
    future = attune_workspace_start_comparison (self->workspace, columns, self->entries->len,
                                                adw_switch_row_get_active (self->blind_row));
  dex_future_disown (dex_future_finally (future, started_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
attune_compare_dialog_dispose (GObject *object)
{
  AttuneCompareDialog *self = (AttuneCompareDialog *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_COMPARE_DIALOG);
  g_clear_object (&self->comparison);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_compare_dialog_parent_class)->dispose (object);
}

static void
attune_compare_dialog_finalize (GObject *object)
{
  AttuneCompareDialog *self = (AttuneCompareDialog *)object;

  g_ptr_array_unref (self->entries);

  G_OBJECT_CLASS (attune_compare_dialog_parent_class)->finalize (object);
}

static void
attune_compare_dialog_class_init (AttuneCompareDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_compare_dialog_dispose;
  object_class->finalize = attune_compare_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/attune/Attune/ui/"
                                               "attune-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareDialog, blind_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareDialog, blind_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareDialog, model_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneCompareDialog, start_button);
  gtk_widget_class_install_action (widget_class, "compare.start", NULL, start_action);
}

static void
attune_compare_dialog_init (AttuneCompareDialog *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_compare_dialog_new:
 * @workspace: where models are, and where the comparison is kept
 *
 * Returns: (transfer floating): a dialog without models
 */
AttuneCompareDialog *
attune_compare_dialog_new (AttuneWorkspace *workspace)
{
  AttuneCompareDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_COMPARE_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);
  create_add_row (self);
  update_actions (self);

  return self;
}

/**
 * attune_compare_dialog_new_to_add:
 * @workspace: where models are
 * @comparison: to which some are added
 *
 * Returns: (transfer floating): a dialog without models
 */
AttuneCompareDialog *
attune_compare_dialog_new_to_add (AttuneWorkspace  *workspace,
                                  AttuneComparison *comparison)
{
  AttuneCompareDialog *self;

  g_return_val_if_fail (ATTUNE_IS_COMPARISON (comparison), NULL);

  self = attune_compare_dialog_new (workspace);
  self->comparison = g_object_ref (comparison);
  adw_dialog_set_title (ADW_DIALOG (self), _("Add Model"));
  adw_preferences_group_set_description (
    self->model_group, _("A model that is added is asked what the others were asked so far, one question after the other."));
  gtk_button_set_label (self->start_button, _("_Add"));
  gtk_widget_set_visible (self->blind_group, FALSE);
  update_actions (self);

  return self;
}

/**
 * attune_compare_dialog_add_model:
 * @self: a dialog
 * @account_id: whose model it is
 * @model: the model's id
 * @system_text: (nullable): what it is told first
 * @parameters: (nullable): how it is asked, as JSON
 *
 * Lets a model take part, if there is room for it.
 */
void
attune_compare_dialog_add_model (AttuneCompareDialog *self,
                                 const char          *account_id,
                                 const char          *model,
                                 const char          *system_text,
                                 const char          *parameters)
{
  Entry *entry;

  g_return_if_fail (ATTUNE_IS_COMPARE_DIALOG (self));
  g_return_if_fail (account_id != NULL && model != NULL);

  if (self->entries->len >= get_room (self))
    return;

  entry = g_new0 (Entry, 1);
  entry->account_id = g_strdup (account_id);
  entry->model = g_strdup (model);
  entry->system_text = g_strdup (system_text);
  entry->parameters = g_strdup (parameters);
  entry->row = create_row (self, account_id, model, system_text != NULL || parameters != NULL);
  g_ptr_array_add (self->entries, entry);

  /* The row that adds stays the last. */
  adw_preferences_group_remove (self->model_group, g_object_ref (self->add_row));
  adw_preferences_group_add (self->model_group, entry->row);
  adw_preferences_group_add (self->model_group, self->add_row);
  g_object_unref (self->add_row);
  update_actions (self);
}
