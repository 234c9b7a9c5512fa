/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-models"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-models.h"
#include "attune-new-job-model-row.h"
#include "attune-new-job-text.h"
#include "attune-notice-row.h"
#include "attune-timeout.h"
#include "attune-weak-ref.h"

/* A row of the list; without radio button when it only says that there is nothing to choose. */
typedef struct
{
  GtkWidget      *row;
  GtkCheckButton *radio;
  char           *model_id;
} Choice;

struct _AttuneAccountModels
{
  AdwPreferencesGroup  parent_instance;

  AttuneNewJobState   *state;
  AttuneAccount       *account;
  GtkCheckButton      *radio_group;
  GPtrArray           *choices;       /* Choice */
  char                *shown;         /* what the rows were made from */
  char                *filter;        /* casefolded, or NULL for all */
  AdwActionRow        *problem_row;
  AdwActionRow        *refusal_row;   /* why nothing here can be trained with the dataset */
  AdwEntryRow         *typed_row;     /* NULL on this computer */
  GtkCheckButton      *typed_radio;
  DexFuture           *refreshing;    /* or NULL */
  DexFuture           *patience;      /* ends when that takes too long; or NULL */
  gboolean             is_slow;
  gboolean             is_updating;
};

G_DEFINE_FINAL_TYPE (AttuneAccountModels, attune_account_models, ADW_TYPE_PREFERENCES_GROUP)

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->model_id);
  g_free (choice);
}

static gboolean
is_chosen (AttuneAccountModels *self,
           const char          *model_id)
{
  return attune_new_job_state_get_account (self->state) == self->account &&
         g_strcmp0 (attune_new_job_state_get_model_id (self->state), model_id) == 0;
}

static void
radio_toggled_cb (GtkCheckButton *radio,
                  AttuneModel    *model)
{
  AttuneAccountModels *self;

  if (!gtk_check_button_get_active (radio))
    return;

  self = ATTUNE_ACCOUNT_MODELS (gtk_widget_get_ancestor (GTK_WIDGET (radio),
                                                         ATTUNE_TYPE_ACCOUNT_MODELS));

  if (self != NULL && !self->is_updating)
    attune_new_job_state_choose_model (self->state, self->account, attune_model_get_id (model));
}

static void
choose_typed (AttuneAccountModels *self)
{
  if (gtk_check_button_get_active (self->typed_radio) && !self->is_updating)
    attune_new_job_state_choose_model (self->state, self->account,
                                       gtk_editable_get_text (GTK_EDITABLE (self->typed_row)));
}

static void
typed_changed_cb (AttuneAccountModels *self)
{
  if (self->is_updating)
    return;

  /* Who types a name means it. */
  gtk_check_button_set_active (self->typed_radio, TRUE);
  choose_typed (self);
}

static GtkCheckButton *
create_radio (AttuneAccountModels *self)
{
  GtkCheckButton *radio = GTK_CHECK_BUTTON (gtk_check_button_new ());

  gtk_check_button_set_group (radio, self->radio_group);
  gtk_widget_set_valign (GTK_WIDGET (radio), GTK_ALIGN_CENTER);

  return radio;
}

static void
add_choice (AttuneAccountModels *self,
            GtkWidget           *row,
            GtkCheckButton      *radio,
            const char          *model_id)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->row = row;
  choice->radio = radio;
  choice->model_id = g_strdup (model_id);
  g_ptr_array_add (self->choices, choice);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
add_model (AttuneAccountModels *self,
           AttuneModel         *model)
{
  GtkCheckButton *radio = create_radio (self);
  g_autofree char *refusal = attune_new_job_state_dup_refusal (self->state, self->account, model);
  g_autofree char *whole = attune_new_job_state_dup_refusal (self->state, self->account, NULL);
  GtkWidget *row;

  /* What holds for the whole account is said once. */
  row = attune_new_job_model_row_new (model, attune_new_job_state_get_dataset (self->state),
                                      whole == NULL ? refusal : NULL, radio);
  gtk_widget_set_sensitive (row, refusal == NULL);

  gtk_check_button_set_active (radio, is_chosen (self, attune_model_get_id (model)));
  g_signal_connect_object (radio, "toggled", G_CALLBACK (radio_toggled_cb), model, 0);
  add_choice (self, row, radio, attune_model_get_id (model));
}

static void
add_empty (AttuneAccountModels *self)
{
  GtkWidget *row = adw_action_row_new ();
  const char *title = _("No Models to Tune");

  if (self->filter != NULL)
    {
      title = _("No Model of That Name");
    }
  else if (self->refreshing != NULL)
    {
      title = _("Asking for Models…");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), adw_spinner_new ());
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  add_choice (self, row, NULL, NULL);
}

static gboolean
matches (AttuneAccountModels *self,
         AttuneModel         *model)
{
  g_autofree char *title = NULL;
  g_autofree char *id = NULL;

  if (self->filter == NULL)
    return TRUE;

  title = g_utf8_casefold (attune_model_get_title (model), -1);
  id = g_utf8_casefold (attune_model_get_id (model), -1);

  return strstr (title, self->filter) != NULL || strstr (id, self->filter) != NULL;
}

static GPtrArray *
list_models (AttuneAccountModels *self)
{
  AttuneWorkspace *workspace = attune_new_job_state_get_workspace (self->state);
  g_autoptr(GPtrArray) models = attune_workspace_list_tunable_models (workspace, self->account);

  for (guint i = models->len; i > 0; i--)
    if (!matches (self, models->pdata[i - 1]))
      g_ptr_array_remove_index (models, i - 1);

  return g_steal_pointer (&models);
}

static char *
describe_models (AttuneAccountModels *self,
                 GPtrArray           *models)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < models->len; i++)
    {
      AttuneModel *model = g_ptr_array_index (models, i);
      g_autofree char *subtitle =
        attune_new_job_model_row_dup_text (model, attune_new_job_state_get_dataset (self->state));
      g_autofree char *refusal = attune_new_job_state_dup_refusal (self->state, self->account,
                                                                   model);

      g_string_append_printf (text, "%s\n%s\n%s\n", attune_model_get_id (model), subtitle,
                              refusal != NULL ? refusal : "");
    }

  if (models->len == 0)
    g_string_append_printf (text, "%d %d %d", self->refreshing != NULL, self->filter != NULL,
                            attune_account_get_problem (self->account) != NULL);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* Rows are added below the ones that are there. Who is typing a name meanwhile goes on with it. */
static void
keep_typed_row_last (AttuneAccountModels *self)
{
  GtkWidget *row = GTK_WIDGET (self->typed_row);
  gboolean has_focus = (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
  int position = gtk_editable_get_position (GTK_EDITABLE (row));

  g_object_ref (row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);

  if (has_focus)
    {
      adw_entry_row_grab_focus_without_selecting (self->typed_row);
      gtk_editable_set_position (GTK_EDITABLE (row), position);
    }

  g_object_unref (row);
}

static void
rebuild_rows (AttuneAccountModels *self)
{
  g_autoptr(GPtrArray) models = list_models (self);
  g_autofree char *shown = describe_models (self, models);

  /* Every account is asked when one is, and rows that stay the same keep the focus. */
  if (!g_set_str (&self->shown, shown))
    return;

  for (guint i = 0; i < self->choices->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  ((Choice *)g_ptr_array_index (self->choices, i))->row);
  g_ptr_array_set_size (self->choices, 0);

  self->is_updating = TRUE;
  for (guint i = 0; i < models->len; i++)
    add_model (self, g_ptr_array_index (models, i));
  self->is_updating = FALSE;

  if (models->len == 0 &&
      (self->refreshing != NULL || attune_account_get_problem (self->account) == NULL))
    add_empty (self);

  if (self->typed_row != NULL)
    keep_typed_row_last (self);
}

/* An earlier fine-tune may have begun with a model that is in no list. */
static void
show_typed (AttuneAccountModels *self,
            const char          *model_id)
{
  g_autofree char *typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->typed_row)));

  if (model_id == NULL)
    return;

  if (!g_str_equal (g_strstrip (typed), model_id))
    gtk_editable_set_text (GTK_EDITABLE (self->typed_row), model_id);

  gtk_check_button_set_active (self->typed_radio, TRUE);
}

/* A choice made elsewhere (the default, an earlier fine-tune) shows here too, and another dataset
 * may make other models impossible. */
static void
choice_changed_cb (AttuneAccountModels *self)
{
  g_autofree char *refusal = attune_new_job_state_dup_refusal (self->state, self->account, NULL);
  gboolean is_mine = attune_new_job_state_get_account (self->state) == self->account;
  const char *id = attune_new_job_state_get_model_id (self->state);
  gboolean is_listed = FALSE;

  rebuild_rows (self);
  attune_notice_row_show (self->refusal_row, refusal);
  self->is_updating = TRUE;

  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = g_ptr_array_index (self->choices, i);

      if (choice->radio != NULL && is_chosen (self, choice->model_id))
        {
          gtk_check_button_set_active (choice->radio, TRUE);
          is_listed = TRUE;
        }
    }

  if (self->typed_row != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->typed_row), refusal == NULL);
      show_typed (self, is_mine && !is_listed && self->filter == NULL ? id : NULL);
    }

  self->is_updating = FALSE;
}

/* What is wrong with the account, or NULL. */
static const char *
get_problem (AttuneAccountModels *self)
{
  if (self->is_slow)
    return _("This service is slow to answer. You can wait, try again, or choose another one.");

  return self->refreshing == NULL ? attune_account_get_problem (self->account) : NULL;
}

static void
account_changed_cb (AttuneAccountModels *self)
{
  AttuneProfile *profile = attune_account_get_profile (self->account);
  g_autofree char *limits = attune_new_job_text_dup_limits (profile);
  g_autofree char *description = limits != NULL ? g_markup_escape_text (limits, -1) : NULL;

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), description);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), "");
  if (attune_account_get_name (self->account) != NULL)
    {
      /* The title of a group is always markup. */
      g_autofree char *title = g_markup_escape_text (attune_account_get_name (self->account), -1);

      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
    }

  attune_notice_row_show (self->problem_row, get_problem (self));
  rebuild_rows (self);
}

static DexFuture *
refreshed_cb (DexFuture *completed,
              gpointer   user_data)
{
  g_autoptr(AttuneAccountModels) self = g_weak_ref_get (user_data);

  if (self == NULL || self->state == NULL)
    return NULL;

  /* What went wrong is the account's problem. This runs before the future around it is settled. */
  dex_clear (&self->patience);
  dex_clear (&self->refreshing);
  self->is_slow = FALSE;
  account_changed_cb (self);
  attune_new_job_state_choose_default (self->state);

  return NULL;
}

static DexFuture *
slow_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr(AttuneAccountModels) self = g_weak_ref_get (user_data);

  if (self == NULL || self->state == NULL)
    return NULL;

  self->is_slow = TRUE;
  account_changed_cb (self);

  return NULL;
}

static AdwActionRow *
add_notice_row (AttuneAccountModels *self,
                const char          *icon_name,
                const char          *css_class)
{
  AdwActionRow *row = attune_notice_row_new (icon_name, css_class);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));

  return row;
}

static void
add_notice_rows (AttuneAccountModels *self)
{
  AttuneProfile *profile = attune_account_get_profile (self->account);
  GtkWidget *retry = gtk_button_new_with_mnemonic (_("_Retry"));

  attune_notice_row_show (add_notice_row (self, "dialog-information-symbolic", "warning"),
                          attune_profile_get_notice (profile));
  self->refusal_row = add_notice_row (self, "dialog-information-symbolic", "warning");
  self->problem_row = add_notice_row (self, "dialog-warning-symbolic", "error");

  gtk_widget_set_valign (retry, GTK_ALIGN_CENTER);
  g_signal_connect_object (retry, "clicked", G_CALLBACK (attune_account_models_refresh), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (self->problem_row, retry);
}

/* Not every service lists all that it can tune. */
static void
add_typed_row (AttuneAccountModels *self)
{
  if (attune_account_get_is_local (self->account))
    return;

  self->typed_radio = create_radio (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->typed_radio),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Other model"),
                                  -1);
  self->typed_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->typed_row), _("Other Model…"));
  adw_entry_row_set_activates_default (self->typed_row, TRUE);
  adw_entry_row_add_prefix (self->typed_row, GTK_WIDGET (self->typed_radio));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->typed_row));

  g_signal_connect_object (self->typed_row, "changed", G_CALLBACK (typed_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->typed_radio, "toggled", G_CALLBACK (choose_typed), self, G_CONNECT_SWAPPED);
}

static void
add_experimental_mark (AttuneAccountModels *self)
{
  GtkWidget *label;

  if (!attune_profile_get_is_experimental (attune_account_get_profile (self->account)))
    return;

  label = gtk_label_new (_("Experimental"));
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "warning");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), label);
}

static void
attune_account_models_dispose (GObject *object)
{
  AttuneAccountModels *self = (AttuneAccountModels *)object;

  dex_clear (&self->patience);
  dex_clear (&self->refreshing);
  g_ptr_array_set_size (self->choices, 0);
  g_clear_object (&self->state);
  g_clear_object (&self->account);
  g_clear_object (&self->radio_group);

  G_OBJECT_CLASS (attune_account_models_parent_class)->dispose (object);
}

static void
attune_account_models_finalize (GObject *object)
{
  AttuneAccountModels *self = (AttuneAccountModels *)object;

  g_ptr_array_unref (self->choices);
  g_free (self->shown);
  g_free (self->filter);

  G_OBJECT_CLASS (attune_account_models_parent_class)->finalize (object);
}

static void
attune_account_models_class_init (AttuneAccountModelsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = attune_account_models_dispose;
  G_OBJECT_CLASS (klass)->finalize = attune_account_models_finalize;
}

static void
attune_account_models_init (AttuneAccountModels *self)
{
  self->choices = g_ptr_array_new_with_free_func (choice_free);
}

/**
 * attune_account_models_new:
 * @state: what the person has chosen so far; a choice is made there
 * @account: whose models to show
 * @radio_group: the group of radio buttons that all accounts share
 *
 * Returns: (transfer floating): the group
 */
AttuneAccountModels *
attune_account_models_new (AttuneNewJobState *state,
                           AttuneAccount     *account,
                           GtkCheckButton    *radio_group)
{
  AttuneAccountModels *self;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (state), NULL);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), NULL);

  self = g_object_new (ATTUNE_TYPE_ACCOUNT_MODELS, NULL);
  self->state = g_object_ref (state);
  self->account = g_object_ref (account);
  self->radio_group = g_object_ref (radio_group);

  add_experimental_mark (self);
  add_notice_rows (self);
  add_typed_row (self);

  g_signal_connect_object (account, "notify", G_CALLBACK (account_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "changed", G_CALLBACK (choice_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_workspace_get_models (attune_new_job_state_get_workspace (state)),
                           "items-changed", G_CALLBACK (choice_changed_cb), self, G_CONNECT_SWAPPED);
  account_changed_cb (self);
  choice_changed_cb (self);

  return self;
}

/**
 * attune_account_models_refresh:
 * @self: a group
 *
 * Asks the account for its models. A question that has not been answered yet is given up.
 */
void
attune_account_models_refresh (AttuneAccountModels *self)
{
  AttuneWorkspace *workspace;

  g_return_if_fail (ATTUNE_IS_ACCOUNT_MODELS (self));

  workspace = attune_new_job_state_get_workspace (self->state);
  dex_clear (&self->patience);
  dex_clear (&self->refreshing);
  self->is_slow = FALSE;
  self->patience = dex_future_finally (dex_timeout_new_seconds (ATTUNE_SLOW_SECONDS), slow_cb,
                                       attune_weak_ref_new (self), attune_weak_ref_free);
  self->refreshing = dex_future_finally (attune_workspace_refresh_account (workspace,
                                                                           self->account),
                                         refreshed_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free);
  account_changed_cb (self);
}

/**
 * attune_account_models_set_filter:
 * @self: a group
 * @text: what a model's name or id has to have in it; nothing shows all
 */
void
attune_account_models_set_filter (AttuneAccountModels *self,
                                  const char          *text)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (ATTUNE_IS_ACCOUNT_MODELS (self));
  g_return_if_fail (text != NULL);

  folded = g_utf8_casefold (text, -1);

  if (g_set_str (&self->filter, *folded != '\0' ? folded : NULL))
    choice_changed_cb (self);
}
