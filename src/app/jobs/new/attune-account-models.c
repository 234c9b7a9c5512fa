/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-models"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-models.h"
#include "attune-cost.h"
#include "attune-estimate.h"
#include "attune-memory.h"
#include "attune-new-job-text.h"

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
  AdwActionRow        *notice_row;
  AdwActionRow        *problem_row;
  AdwActionRow        *refusal_row;   /* why nothing here can be trained with the dataset */
  AdwEntryRow         *typed_row;     /* NULL on this computer */
  GtkCheckButton      *typed_radio;
  gboolean             is_loading;
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

static void
show_message (AdwActionRow *row,
              const char   *message)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (row), message != NULL);
}

static gboolean
is_chosen (AttuneAccountModels *self,
           const char          *model_id)
{
  return attune_new_job_state_get_account (self->state) == self->account &&
         g_strcmp0 (attune_new_job_state_get_model_id (self->state), model_id) == 0;
}

/* What training on the chosen dataset takes here, so that models can be weighed against each other.
 * How much is free just now would change, and the rows with it; the last page tells. */
static char *
dup_training (AttuneAccountModels      *self,
              const AttuneModelDetails *details)
{
  AttuneDataset *dataset = attune_new_job_state_get_dataset (self->state);
  g_autofree char *memory = NULL;
  g_autofree char *least = NULL;
  g_autofree char *time = NULL;
  AttuneTokenFigures figures;
  AttuneEstimate estimate;

  if (dataset == NULL)
    return NULL;

  attune_token_figures_init_for_dataset (&figures, dataset);
  attune_estimate_make_for_details (&estimate, &figures, details);
  memory = g_format_size (estimate.memory);
  least = g_format_size (estimate.least_memory);
  time = attune_estimate_dup_cost (&estimate);

  if (estimate.least_memory > attune_memory_get_available ())
    /* Translators: %s is a size, such as “1.2 GB”. */
    return g_strdup_printf (_("does not fit: training needs at least %s of memory"), least);

  if (time == NULL)
    /* Translators: %s is a size, such as “1.2 GB”. */
    return g_strdup_printf (_("trains with up to %s of memory"), memory);

  /* Translators: a time, such as “about 3 minutes”, and a size, such as “1.2 GB”. */
  return g_strdup_printf (_("trains in %s, with up to %s of memory"), time, memory);
}

static char *
dup_model_subtitle (AttuneAccountModels *self,
                    AttuneModel         *model)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_null_terminated (5, g_free, TRUE);
  g_autofree char *price = attune_cost_dup_price (model);
  const AttuneModelDetails *details = attune_model_get_details (model);
  g_autofree char *training = details != NULL ? dup_training (self, details) : NULL;
  guint max_tokens = attune_model_get_max_tokens (model);

  if (attune_model_get_is_tuned (model) && attune_model_get_base_model (model) != NULL)
    /* Translators: %s is the name of a model. */
    g_ptr_array_add (parts, g_strdup_printf (_("Goes on with what was tuned from %s"),
                                             attune_model_get_base_model (model)));

  if (details != NULL && !attune_model_get_is_tuned (model))
    g_ptr_array_add (parts, attune_model_details_to_text (details));
  else if (attune_account_get_is_local (self->account))
    g_ptr_array_add (parts, g_strdup (_("Free, needs no account")));
  else if (price != NULL)
    g_ptr_array_add (parts, g_steal_pointer (&price));

  if (training != NULL)
    g_ptr_array_add (parts, g_steal_pointer (&training));

  if (max_tokens > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("examples of up to %'u token",
                                                       "examples of up to %'u tokens", max_tokens),
                                             max_tokens));

  if (attune_model_get_shutdown_date (model) != NULL)
    {
      g_autofree char *date = attune_date_format (attune_model_get_shutdown_date (model));

      /* Translators: when a service switches a model off for good. */
      g_ptr_array_add (parts, g_strdup_printf (_("stops working on %s"), date));
    }

  return g_strjoinv (" · ", (char **)parts->pdata);
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
  GtkWidget *row = adw_action_row_new ();
  GtkCheckButton *radio = create_radio (self);
  g_autofree char *refusal = attune_new_job_state_dup_refusal (self->state, self->account, model);
  g_autofree char *whole = attune_new_job_state_dup_refusal (self->state, self->account, NULL);
  g_autofree char *subtitle = NULL;

  /* What holds for the whole account is said once. */
  subtitle = refusal != NULL && whole == NULL ? g_strdup (refusal)
                                              : dup_model_subtitle (self, model);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), attune_model_get_title (model));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), GTK_WIDGET (radio));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (radio));
  gtk_widget_set_sensitive (row, refusal == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (radio),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, attune_model_get_title (model),
                                  -1);

  gtk_check_button_set_active (radio, is_chosen (self, attune_model_get_id (model)));
  g_signal_connect_object (radio, "toggled", G_CALLBACK (radio_toggled_cb), model, 0);
  add_choice (self, row, radio, attune_model_get_id (model));
}

static void
add_empty (AttuneAccountModels *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 self->filter != NULL ? _("No Model of That Name")
                                 : self->is_loading ? _("Asking for Models…") : _("No Models to Tune"));
  if (self->is_loading && self->filter == NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), adw_spinner_new ());

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
      g_autofree char *subtitle = dup_model_subtitle (self, model);
      g_autofree char *refusal = attune_new_job_state_dup_refusal (self->state, self->account,
                                                                   model);

      g_string_append_printf (text, "%s\n%s\n%s\n", attune_model_get_id (model), subtitle,
                              refusal != NULL ? refusal : "");
    }

  if (models->len == 0)
    g_string_append_printf (text, "%d %d %d", self->is_loading, self->filter != NULL,
                            attune_account_get_problem (self->account) != NULL);

  return g_string_free_and_steal (g_steal_pointer (&text));
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

  if (models->len == 0 && (self->is_loading || attune_account_get_problem (self->account) == NULL))
    add_empty (self);

  /* Rows are added below the ones that are there; the name to be typed stays last. */
  if (self->typed_row != NULL)
    {
      g_object_ref (self->typed_row);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->typed_row));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->typed_row));
      g_object_unref (self->typed_row);
    }
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
  show_message (self->refusal_row, refusal);
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

static void
account_changed_cb (AttuneAccountModels *self)
{
  const char *problem = attune_account_get_problem (self->account);

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

  show_message (self->problem_row, self->is_loading ? NULL : problem);
  rebuild_rows (self);
}

static AdwActionRow *
create_message_row (AttuneAccountModels *self,
                    const char          *icon_name,
                    const char          *style_class)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (icon, style_class);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_prefix (row, icon);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));

  return row;
}

static void
add_notice_row (AttuneAccountModels *self)
{
  const char *notice = attune_profile_get_notice (attune_account_get_profile (self->account));

  self->notice_row = create_message_row (self, "dialog-information-symbolic", "warning");
  show_message (self->notice_row, notice);
}

static void
add_problem_row (AttuneAccountModels *self)
{
  GtkWidget *retry = gtk_button_new_with_mnemonic (_("_Retry"));

  gtk_widget_set_valign (retry, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (retry), "new-job-models.refresh");

  self->problem_row = create_message_row (self, "dialog-warning-symbolic", "error");
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
  add_notice_row (self);
  self->refusal_row = create_message_row (self, "dialog-information-symbolic", "warning");
  add_problem_row (self);
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
 * attune_account_models_set_is_loading:
 * @self: a group
 * @is_loading: whether the account is being asked for its models
 */
void
attune_account_models_set_is_loading (AttuneAccountModels *self,
                                      gboolean             is_loading)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_MODELS (self));

  is_loading = !!is_loading;

  if (self->is_loading == is_loading)
    return;

  self->is_loading = is_loading;
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
