/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-review-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cost.h"
#include "attune-format.h"
#include "attune-new-job-review-page.h"
#include "attune-new-job-text.h"

struct _AttuneNewJobReviewPage
{
  AdwNavigationPage    parent_instance;

  AdwActionRow        *afterwards_row;
  AdwActionRow        *dataset_row;
  AdwActionRow        *deploy_row;
  GtkLabel            *error_label;
  AdwActionRow        *estimate_row;
  AdwPreferencesGroup *issues_group;
  GtkAdjustment       *limit;
  GtkWidget           *limit_row;
  AdwActionRow        *model_row;
  AdwActionRow        *price_row;
  GtkWidget           *price_spinner;
  GtkImage            *privacy_icon;
  AdwActionRow        *privacy_row;
  AdwActionRow        *settings_row;
  GtkWidget           *start_spinner;
  AdwActionRow        *validation_row;

  AttuneNewJobState   *state;
  GPtrArray           *issue_rows;
  char                *shown;  /* what they were made from */
  gboolean             is_starting;
  gboolean             is_updating;
  gboolean             is_typing;  /* a limit: it is not written over */
};

G_DEFINE_FINAL_TYPE (AttuneNewJobReviewPage, attune_new_job_review_page, ADW_TYPE_NAVIGATION_PAGE)

static char *
dup_dataset_text (AttuneDataset *dataset)
{
  guint64 n_training = attune_dataset_get_n_training (dataset);
  g_autofree char *count = attune_format_count (n_training);
  g_autofree char *training = NULL;

  training = g_strdup_printf (ngettext ("%s example to learn from", "%s examples to learn from",
                                        (gulong)MIN (n_training, G_MAXULONG)),
                              count);

  return g_strdup_printf ("%s\n%s", attune_dataset_get_name (dataset), training);
}

static char *
dup_settings_text (AttuneNewJobState *state)
{
  g_autofree char *method = attune_new_job_text_dup_method (state);
  g_autofree char *settings = attune_new_job_text_dup_settings (state);
  g_autoptr(AttuneJobRequest) request = attune_new_job_state_make_request (state);
  const char *suffix = attune_job_request_get_suffix (request);

  if (suffix == NULL)
    return g_strdup_printf ("%s\n%s", method, settings);

  /* Translators: how it is trained, the settings in a line, and a name. */
  return g_strdup_printf (_("%s\n%s\nThe result is called “%s”"), method, settings, suffix);
}

static void
add_issue (AttuneNewJobReviewPage *self,
           const AttuneJobIssue   *issue)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (issue->is_refusal ? "dialog-error-symbolic"
                                                                    : "dialog-information-symbolic");

  gtk_widget_add_css_class (icon, issue->is_refusal ? "error" : "warning");
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), issue->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), issue->text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_preferences_group_add (self->issues_group, row);
  g_ptr_array_add (self->issue_rows, row);
}

static char *
describe_issues (GPtrArray *issues)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < issues->len; i++)
    g_string_append_printf (text, "%d %s\n", ((AttuneJobIssue *)issues->pdata[i])->is_refusal,
                            ((AttuneJobIssue *)issues->pdata[i])->text);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
update_issues (AttuneNewJobReviewPage *self)
{
  g_autoptr(GPtrArray) issues = attune_new_job_state_list_issues (self->state);
  g_autofree char *shown = describe_issues (issues);

  /* Rows that stay the same are not read out again. */
  if (!g_set_str (&self->shown, shown))
    return;

  for (guint i = 0; i < self->issue_rows->len; i++)
    adw_preferences_group_remove (self->issues_group, self->issue_rows->pdata[i]);
  g_ptr_array_set_size (self->issue_rows, 0);

  for (guint i = 0; i < issues->len; i++)
    add_issue (self, issues->pdata[i]);

  gtk_widget_set_visible (GTK_WIDGET (self->issues_group), issues->len > 0);
}

static void
show_message (AttuneNewJobReviewPage *self,
              const char             *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);

  if (message != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->error_label), message,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
update_start (AttuneNewJobReviewPage *self)
{
  gboolean can_start = attune_new_job_state_get_can_start (self->state);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-job-review.start",
                                 can_start && !self->is_starting);
}

static void
show_text (AdwActionRow *row,
           const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

/* What comes after the training: money, and whatever has to be done there. */
static void
update_afterwards (AttuneNewJobReviewPage *self)
{
  AttuneProfile *profile = attune_new_job_state_get_profile (self->state);
  g_autoptr(AttuneModel) model = attune_new_job_state_dup_model (self->state);
  g_autofree char *afterwards = model != NULL ? attune_cost_dup_afterwards (model) : NULL;

  show_text (self->afterwards_row, afterwards);
  show_text (self->deploy_row,
             attune_profile_get_deploy_kind (profile) != ATTUNE_DEPLOY_NONE
             ? attune_profile_get_deploy_hint (profile) : NULL);
}

static void
update_price (AttuneNewJobReviewPage *self)
{
  AttuneNewJobPrice *price = attune_new_job_state_ask_price (self->state);
  g_autofree char *text = attune_new_job_text_dup_price (self->state, price);

  show_text (self->price_row, text);
  gtk_widget_set_visible (self->price_spinner, attune_new_job_price_get_is_asking (price));
}

static void
update_limit (AttuneNewJobReviewPage *self)
{
  AttuneAccount *account = attune_new_job_state_get_account (self->state);
  double limit = attune_new_job_state_get_limit (self->state);

  self->is_updating = TRUE;
  if (!self->is_typing && gtk_adjustment_get_value (self->limit) != limit)
    gtk_adjustment_set_value (self->limit, limit);
  self->is_updating = FALSE;

  gtk_widget_set_visible (self->limit_row, !attune_account_get_is_local (account));
}

static void
update_rows (AttuneNewJobReviewPage *self)
{
  AttuneAccount *account = attune_new_job_state_get_account (self->state);
  AttuneDataset *dataset = attune_new_job_state_get_dataset (self->state);
  g_autofree char *dataset_text = NULL;
  g_autofree char *validation = NULL;
  g_autofree char *model_title = NULL;
  g_autofree char *model = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *estimate = NULL;
  g_autofree char *privacy = NULL;

  if (account == NULL || dataset == NULL)
    {
      update_start (self);
      return;
    }

  update_price (self);
  update_start (self);
  dataset_text = dup_dataset_text (dataset);
  validation = attune_new_job_text_dup_validation (self->state);
  model_title = attune_new_job_text_dup_model (self->state);
  model = g_strdup_printf ("%s\n%s", model_title, attune_account_get_name (account));
  settings = dup_settings_text (self->state);
  estimate = attune_new_job_text_dup_estimate (self->state);
  privacy = attune_new_job_text_dup_privacy (self->state);

  adw_action_row_set_subtitle (self->dataset_row, dataset_text);
  adw_action_row_set_subtitle (self->validation_row, validation);
  adw_action_row_set_subtitle (self->model_row, model);
  adw_action_row_set_subtitle (self->settings_row, settings);
  show_text (self->estimate_row, estimate);
  adw_action_row_set_subtitle (self->privacy_row, privacy);
  gtk_image_set_from_icon_name (self->privacy_icon,
                                attune_account_get_is_local (account) ? "computer-symbolic" : "send-to-symbolic");
  update_issues (self);
  update_afterwards (self);
  update_limit (self);
}

/* A page that is not seen is brought up to date when it is. */
static void
state_changed_cb (AttuneNewJobReviewPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_rows (self);
}

static gboolean
output_cb (AttuneNewJobReviewPage *self,
           AdwSpinRow             *row)
{
  double limit = gtk_adjustment_get_value (self->limit);
  g_autofree char *text = limit > 0 ? g_strdup_printf ("%.2f", limit) : g_strdup (_("No Limit"));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);

  return TRUE;
}

static void
mark_valid (GtkWidget *row,
            gboolean   is_valid)
{
  if (is_valid)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (row),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               is_valid ? GTK_ACCESSIBLE_INVALID_FALSE
                                        : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

/* An amount as people write it: “$10”, “10 USD”. Nothing at all, and the words of output_cb (), are
 * no limit. */
static gboolean
parse_limit (const char *text,
             double     *limit)
{
  const char *start = text + strcspn (text, "0123456789-");
  char *end = NULL;

  *limit = 0;

  if (*text == '\0' || g_str_equal (text, _("No Limit")))
    return TRUE;

  if (*start == '\0')
    return FALSE;

  *limit = g_strtod (start, &end);

  return end != start && *limit >= 0 && strpbrk (end, "0123456789,.") == NULL;
}

static int
input_cb (AttuneNewJobReviewPage *self,
          double                 *limit,
          AdwSpinRow             *row)
{
  if (!parse_limit (gtk_editable_get_text (GTK_EDITABLE (row)), limit))
    return GTK_INPUT_ERROR;

  return TRUE;
}

static void
limit_changed_cb (AttuneNewJobReviewPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->limit_row));
  double limit;
  gboolean is_valid;

  if (self->is_updating || self->state == NULL)
    return;

  is_valid = parse_limit (text, &limit);
  mark_valid (self->limit_row, is_valid);

  /* What cannot be read changes nothing: the limit that was there holds. So it does while a new one
   * is about to be typed; a field that is left empty is told to limit_entered_cb (). */
  if (!is_valid || *text == '\0')
    return;

  self->is_typing = TRUE;
  attune_new_job_state_set_limit (self->state, limit);
  self->is_typing = FALSE;
}

static void
limit_entered_cb (AttuneNewJobReviewPage *self)
{
  if (!self->is_updating && self->state != NULL)
    attune_new_job_state_set_limit (self->state, gtk_adjustment_get_value (self->limit));
}

/* The dialog starts it; the action is one of the page so that the page can disable its button. */
static void
start_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "new-job.start", NULL);
}

static void
attune_new_job_review_page_showing (AdwNavigationPage *page)
{
  AttuneNewJobReviewPage *self = ATTUNE_NEW_JOB_REVIEW_PAGE (page);

  show_message (self, NULL);

  /* What could not be had may be had now. */
  attune_new_job_state_forget_price (self->state);
  update_rows (self);

  ADW_NAVIGATION_PAGE_CLASS (attune_new_job_review_page_parent_class)->showing (page);
}

static void
attune_new_job_review_page_dispose (GObject *object)
{
  AttuneNewJobReviewPage *self = (AttuneNewJobReviewPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_NEW_JOB_REVIEW_PAGE);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_new_job_review_page_parent_class)->dispose (object);
}

static void
attune_new_job_review_page_finalize (GObject *object)
{
  AttuneNewJobReviewPage *self = (AttuneNewJobReviewPage *)object;

  g_ptr_array_unref (self->issue_rows);
  g_free (self->shown);

  G_OBJECT_CLASS (attune_new_job_review_page_parent_class)->finalize (object);
}

static void
attune_new_job_review_page_class_init (AttuneNewJobReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = attune_new_job_review_page_dispose;
  object_class->finalize = attune_new_job_review_page_finalize;
  page_class->showing = attune_new_job_review_page_showing;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, afterwards_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, dataset_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, deploy_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, estimate_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, issues_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, limit);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, limit_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, model_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, price_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, price_spinner);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, privacy_icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, privacy_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, settings_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, start_spinner);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, validation_row);
  gtk_widget_class_bind_template_callback (widget_class, input_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, output_cb);
  gtk_widget_class_install_action (widget_class, "new-job-review.start", NULL, start_action);
}

static void
attune_new_job_review_page_init (AttuneNewJobReviewPage *self)
{
  self->issue_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_new_job_review_page_new:
 * @state: what the person has chosen
 *
 * Returns: (transfer floating): the page
 */
AttuneNewJobReviewPage *
attune_new_job_review_page_new (AttuneNewJobState *state)
{
  AttuneNewJobReviewPage *self;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (state), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_REVIEW_PAGE, NULL);
  self->state = g_object_ref (state);
  g_signal_connect_object (state, "changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * attune_new_job_review_page_set_is_starting:
 * @self: the page
 * @is_starting: whether the fine-tune is being stored; nothing can be changed meanwhile
 */
void
attune_new_job_review_page_set_is_starting (AttuneNewJobReviewPage *self,
                                            gboolean                is_starting)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_REVIEW_PAGE (self));

  self->is_starting = !!is_starting;
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !is_starting);
  gtk_widget_set_visible (self->start_spinner, is_starting);
  update_start (self);
}

/**
 * attune_new_job_review_page_show_error:
 * @self: the page
 * @error: why the fine-tune could not be started
 */
void
attune_new_job_review_page_show_error (AttuneNewJobReviewPage *self,
                                       const GError           *error)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_REVIEW_PAGE (self));
  g_return_if_fail (error != NULL);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_message (self, error->message);
}
