/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-new-job"

#include "config.h"

#include "attune-jobs-test.h"
#include "attune-json.h"
#include "attune-new-job-dialog.h"
#include "attune-new-job-review-page.h"
#include "attune-new-job-state.h"
#include "attune-new-job-text.h"
#include "attune-store-models.h"
#include "attune-wire-parse.h"
#include "attune-workspace-private.h"

#define PAIR \
  "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi %u?\"}]}," \
  "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"Hello %u.\"}]," \
  "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"Go.\"}]}\n"

static AttuneDataset *
import_pairs (JobsFixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "pairs.jsonl", NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  AttuneImportOptions options = { 0 };
  AttuneDataset *dataset = NULL;

  for (guint i = 0; i < 4; i++)
    g_string_append_printf (text, PAIR, i, i);

  g_file_set_contents (path, text->str, text->len, &error);
  g_assert_no_error (error);
  attune_test_resolve (attune_workspace_import (f->workspace, path, NULL, &options,
                                                NULL, NULL, NULL),
                       dataset = g_value_get_object (value_));

  return dataset;
}

static void
wait_kind (AttuneNewJobState *state,
           AttuneDataset     *dataset)
{
  while (attune_new_job_state_get_kind (state, dataset) == ATTUNE_KIND_UNKNOWN)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_number (AttuneNewJobState *state,
            const char        *name,
            double             value)
{
  g_autoptr(JsonNode) node = json_node_init_double (json_node_alloc (), value);

  attune_new_job_state_set_setting (state, name, node, NULL);
}

static void
test_state (JobsFixture   *f,
            gconstpointer  data)
{
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, NULL);
  g_autofree char *too_long = g_strnfill (100, 'x');
  g_autofree char *problem = NULL;
  g_autoptr(AttuneJobRequest) request = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *privacy = NULL;

  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_dataset (state, f->dataset);
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_choose_model (state, f->account, "   ");
  g_assert_null (attune_new_job_state_get_model_id (state));
  attune_new_job_state_choose_model (state, f->account, " base ");
  g_assert_cmpstr (attune_new_job_state_get_model_id (state), ==, "base");
  g_assert_true (attune_new_job_state_get_can_start (state));

  attune_new_job_state_set_suffix (state, too_long);
  problem = attune_new_job_state_dup_suffix_problem (state);
  g_assert_nonnull (problem);
  g_assert_false (attune_new_job_state_get_is_valid (state));
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_suffix (state, "two-words");
  g_assert_true (attune_new_job_state_get_can_start (state));

  /* Everything automatic, until it is chosen. */
  settings = attune_new_job_text_dup_settings (state);
  g_assert_cmpstr (settings, ==, "Everything automatic");
  g_clear_pointer (&settings, g_free);
  set_number (state, "learning_rate_multiplier", 0.25);
  attune_new_job_state_set_seed (state, 0);
  attune_new_job_state_set_validation (state, ATTUNE_NO_VALIDATION);
  request = attune_new_job_state_make_request (state);
  settings = attune_new_job_text_dup_settings (state);
  g_assert_cmpfloat (attune_job_request_get_learning_rate_multiplier (request), ==, 0.25);
  g_assert_cmpint (attune_job_request_get_seed (request), ==, 0);
  g_assert_cmpstr (attune_job_request_get_suffix (request), ==, "two-words");
  g_assert_cmpstr (attune_job_request_get_validation_dataset (request), ==, ATTUNE_NO_VALIDATION);
  g_assert_cmpstr (settings, ==, "Learning Rate Multiplier: 0.25, Seed: 0; everything else automatic");

  /* A setting that the service does not know is not asked of it. */
  set_number (state, "lora_rank", 8);
  g_assert_true (attune_new_job_state_get_can_start (state));

  /* What was typed wrong leads no further. */
  attune_new_job_state_set_setting (state, "n_epochs", NULL, "That is wrong.");
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_setting (state, "n_epochs", NULL, NULL);

  /* What is sent where is said before it is sent. */
  privacy = attune_new_job_text_dup_privacy (state);
  g_assert_nonnull (strstr (privacy, "Lab & <Friends>"));
  g_assert_nonnull (strstr (privacy, "127.0.0.1"));
}

/* An account with a service that learns from answers only. */
static AttuneAccount *
add_account_without_pairs (JobsFixture *f)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("crusoe");
  g_autofree char *base_url = provider_dup_base_url (f->provider);
  AttuneAccount *account = NULL;

  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Crusoe", base_url, "key"),
                       account = g_value_get_object (value_));

  return account;
}

/* The method follows from the examples, and what cannot be trained on them is not offered. */
static void
test_kinds (JobsFixture   *f,
            gconstpointer  data)
{
  AttuneDataset *pairs = import_pairs (f);
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, pairs);
  AttuneAccount *local = attune_workspace_find_account (f->workspace, ATTUNE_PROFILE_LOCAL_ID);
  AttuneAccount *without_pairs = add_account_without_pairs (f);
  AttuneJobRequest *request = attune_new_job_state_get_request (state);
  g_autofree char *refusal = NULL;

  wait_kind (state, pairs);
  wait_kind (state, f->dataset);
  g_assert_cmpstr (attune_job_request_get_method (request), ==, "dpo");
  refusal = attune_new_job_state_dup_refusal (state, without_pairs, NULL);
  g_assert_nonnull (refusal);
  g_assert_null (attune_new_job_state_dup_refusal (state, f->account, NULL));
  g_assert_null (attune_new_job_state_dup_refusal (state, local, NULL));

  attune_new_job_state_choose_model (state, f->account, "base");
  g_assert_true (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_validation (state, attune_dataset_get_id (f->dataset));
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_method (state, "supervised");
  attune_new_job_state_set_validation (state, NULL);
  g_assert_false (attune_new_job_state_get_can_start (state));

  attune_new_job_state_set_dataset (state, f->dataset);
  g_assert_cmpstr (attune_job_request_get_method (request), ==, "supervised");
  g_assert_true (attune_new_job_state_get_can_start (state));
}

static void
add_model (GPtrArray  *models,
           const char *id,
           guint64     memory)
{
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"owned_by\":\"attune\",\"attune\":{\"architecture\":\"llama\",\"weights\":\"f16\","
    "\"chat\":true,\"trainable\":true,\"memory\":[[1,1],[32,%" G_GUINT64_FORMAT "]]}}", id, memory);
  g_autoptr(JsonObject) object = attune_json_parse_object (json, -1, NULL);

  g_ptr_array_add (models, attune_wire_parse_model (object, NULL));
}

/* Of one's own models the first that there is memory for is proposed. */
static void
test_fitting (JobsFixture   *f,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, f->dataset);

  models = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_model_info_unref);
  add_model (models, "a-giant", G_MAXINT64);
  add_model (models, "b-dwarf", 1000);
  attune_test_run (attune_store_replace_models (f->workspace->store, ATTUNE_PROFILE_LOCAL_ID,
                                                models));
  attune_test_run (attune_workspace_reload_models (f->workspace));
  wait_kind (state, f->dataset);
  g_assert_true (attune_new_job_state_choose_default (state));
  g_assert_cmpstr (attune_new_job_state_get_model_id (state), ==, "b-dwarf");
}

static void
test_again (JobsFixture   *f,
            gconstpointer  data)
{
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, NULL);
  AttuneJob *job = jobs_start (f, "colours");
  AttuneJobRequest *request;
  g_autofree char *privacy = NULL;

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  attune_new_job_state_copy_job (state, job);
  request = attune_new_job_state_get_request (state);
  g_assert_true (attune_new_job_state_get_dataset (state) == f->dataset);
  g_assert_true (attune_new_job_state_get_account (state) == f->account);
  g_assert_cmpstr (attune_new_job_state_get_model_id (state), ==, "base");
  g_assert_cmpstr (attune_job_request_get_suffix (request), ==, "colours");
  g_assert_null (attune_job_request_get_nonce (request));
  g_assert_null (attune_job_request_get_training_file (request));
  g_assert_true (attune_new_job_state_get_can_start (state));

  /* What was sent for it need not be sent again. */
  attune_test_wait_until (attune_new_job_state_get_is_uploaded (state));
  privacy = attune_new_job_text_dup_privacy (state);
  g_assert_nonnull (strstr (privacy, "not sent again"));
}

/* Of a fine-tune that was begun elsewhere only the account and the model are known. */
static void
test_foreign (JobsFixture   *f,
              gconstpointer  data)
{
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, NULL);
  g_autoptr(AttuneJob) job = NULL;

  provider_add_job (f->provider, "file-elsewhere");
  attune_test_run (attune_workspace_discover_jobs (f->workspace));
  job = g_list_model_get_item (attune_workspace_get_jobs (f->workspace), 0);
  g_assert_nonnull (job);
  attune_new_job_state_copy_job (state, job);
  g_assert_null (attune_new_job_state_get_dataset (state));
  g_assert_true (attune_new_job_state_get_account (state) == f->account);
  g_assert_cmpstr (attune_new_job_state_get_model_id (state), ==, attune_job_get_model (job));
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_dataset (state, f->dataset);
  g_assert_true (attune_new_job_state_get_can_start (state));
}

static gboolean
is_row_titled (GtkWidget *widget,
               gpointer   title)
{
  return ADW_IS_PREFERENCES_ROW (widget) && gtk_widget_get_mapped (widget) &&
         g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title);
}

static GtkWidget *
wait_row (GtkWidget  *below,
          const char *title)
{
  GtkWidget *row;

  while ((row = attune_ui_test_find (below, is_row_titled, (gpointer)title)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return row;
}

static void
type_model (AttuneNewJobDialog *dialog,
            const char         *model)
{
  GtkWidget *row = wait_row (GTK_WIDGET (dialog), "Other Model…");

  gtk_editable_set_text (GTK_EDITABLE (row), model);
}

static void
go_on (AttuneNewJobDialog *dialog,
       const char         *title)
{
  GtkWidget *navigation = attune_ui_test_find_id (GTK_WIDGET (dialog), "navigation");
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (navigation));

  jobs_press (GTK_WIDGET (page), "next_button");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), title);

  /* The page before goes away with an animation. */
  attune_test_wait_until (!gtk_widget_get_mapped (GTK_WIDGET (page)));
}

/* From a dataset to a started fine-tune, with a model whose name was typed. */
static void
test_dialog (JobsFixture   *f,
             gconstpointer  data)
{
  AttuneNewJobDialog *dialog = attune_new_job_dialog_new (f->workspace, f->dataset);
  GtkWidget *next;
  g_autoptr(AttuneJob) job = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *too_long = g_strnfill (100, 'x');
  g_autoptr(GSettings) settings = g_settings_new ("io.github.attune.Attune");
  g_autofree char *account_id = NULL;
  g_autofree char *model_id = NULL;
  GListModel *jobs = attune_workspace_get_jobs (f->workspace);

  attune_ui_test_present (f->window);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *)&dialog);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Choose a Model");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Lab & <Friends>");
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  /* Models are found by their name; one that is in no list is typed. */
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (dialog), "search_entry")), "zzz");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "No Model of That Name");
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (dialog), "search_entry")), "");
  type_model (dialog, "my-model");
  go_on (dialog, "Advanced");
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  /* A wrong name is said where it is typed, and leads no further. */
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (dialog), "suffix_row")), too_long);
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "characters here");
  next = attune_ui_test_find_id (gtk_widget_get_ancestor (attune_ui_test_find_id (GTK_WIDGET (dialog), "suffix_row"),
                                                          ADW_TYPE_NAVIGATION_PAGE), "next_button");
  g_assert_false (gtk_widget_is_sensitive (next));
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (dialog), "suffix_row")), "ab");

  go_on (dialog, "What Is Sent");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "my-model");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "127.0.0.1");
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  jobs_press (GTK_WIDGET (dialog), "start_button");
  attune_test_wait_until (dialog == NULL);

  g_assert_cmpuint (attune_test_count (jobs), ==, 1);
  job = g_list_model_get_item (jobs, 0);
  g_assert_cmpstr (attune_job_get_model (job), ==, "my-model");
  g_assert_cmpstr (attune_job_request_get_suffix (attune_job_get_request (job)), ==, "ab");
  expected = g_strdup_printf ("show-job '%s';", attune_job_get_id (job));
  g_assert_cmpstr (f->asked->str, ==, expected);

  /* The next one begins with what this one did, if it is still known. */
  g_settings_get (settings, "new-job-model", "(ss)", &account_id, &model_id);
  g_assert_cmpstr (account_id, ==, attune_account_get_id (f->account));
  g_assert_cmpstr (model_id, ==, "my-model");
}

/* Without a dataset the dialog asks for one first, and for what the result is checked with. */
static void
test_dataset (JobsFixture   *f,
              gconstpointer  data)
{
  AttuneDataset *pairs = import_pairs (f);
  AttuneDataset *other = attune_test_import (f->workspace, f->folder, 3, 0);
  AttuneNewJobDialog *dialog = attune_new_job_dialog_new (f->workspace, NULL);
  GtkWidget *row;

  add_account_without_pairs (f);
  attune_ui_test_present (f->window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  row = wait_row (GTK_WIDGET (dialog), attune_dataset_get_name (pairs));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "4 examples · preference pairs");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "9 examples · conversations");
  g_assert_false (gtk_widget_is_sensitive (attune_ui_test_find_id (GTK_WIDGET (dialog), "next_button")));

  /* Pairs cannot be checked with conversations. */
  gtk_widget_activate (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (attune_ui_test_find_id (GTK_WIDGET (dialog), "other_row")), TRUE);
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Its examples are of another kind.");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "The model learns from this one.");
  attune_ui_test_check_names (GTK_WIDGET (dialog));
  g_assert_nonnull (other);
  go_on (dialog, "Choose a Model");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "does not train from pairs");
}

/* The only dataset is chosen already, and yet is asked for. */
static void
test_only_dataset (JobsFixture   *f,
                   gconstpointer  data)
{
  AttuneNewJobDialog *dialog = attune_new_job_dialog_new (f->workspace, NULL);

  attune_ui_test_present (f->window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Check the Result With");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "3 examples");
  go_on (dialog, "Choose a Model");
}

static GtkWidget *
open_settings (JobsFixture        *f,
               AttuneNewJobDialog *dialog)
{
  attune_ui_test_present (f->window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Choose a Model");
  go_on (dialog, "How to Train");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (attune_ui_test_find_id (GTK_WIDGET (dialog), "advanced_row")), TRUE);

  return wait_row (GTK_WIDGET (dialog), "Epochs");
}

/* Every setting of a service is a row, and says what is wrong with a value in its place. */
static void
test_settings (JobsFixture   *f,
               gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("crusoe");
  g_autofree char *base_url = provider_dup_base_url (f->provider);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  GPtrArray *settings = attune_profile_get_settings (profile);
  AttuneNewJobDialog *dialog;
  AttuneAccount *account = NULL;
  AttuneJob *job = NULL;
  GtkWidget *epochs;
  GtkWidget *rank;

  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Rented", base_url, "key"),
                       account = g_value_get_object (value_));
  attune_job_request_set_model (request, "base");
  attune_job_request_set_n_epochs (request, 4);
  attune_test_resolve (attune_workspace_start_job (f->workspace, f->dataset, account, request),
                       job = g_value_get_object (value_));

  dialog = attune_new_job_dialog_new_again (f->workspace, job);
  epochs = open_settings (f, dialog);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (epochs)), ==, "4");

  for (guint i = 0; i < settings->len; i++)
    {
      const AttuneSetting *setting = settings->pdata[i];
      GtkWidget *row = wait_row (GTK_WIDGET (dialog), setting->title);

      if (setting->kind == ATTUNE_SETTING_CHOICE || setting->kind == ATTUNE_SETTING_BOOLEAN)
        g_assert_true (ADW_IS_COMBO_ROW (row));
      else if (row != epochs)
        g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Automatic");
    }

  attune_ui_test_check_names (GTK_WIDGET (dialog));
  gtk_editable_set_text (GTK_EDITABLE (epochs), "99");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "must be a whole number from 1 to 50");
  gtk_editable_set_text (GTK_EDITABLE (epochs), "many");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "must be a whole number from 1 to 50");
  gtk_editable_set_text (GTK_EDITABLE (epochs), "7");
  gtk_editable_set_text (GTK_EDITABLE (wait_row (GTK_WIDGET (dialog), "Learning Rate")), "0.00002");
  rank = wait_row (GTK_WIDGET (dialog), "LoRA Rank");
  adw_combo_row_set_selected (ADW_COMBO_ROW (rank), 3);
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Epochs: 7, Learning Rate: 2e-05, LoRA Rank: 8");

  g_assert_true (gtk_widget_activate_action (epochs, "new-job-settings.next", NULL));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Before the First Chat");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "billed by time");
  attune_ui_test_check_names (GTK_WIDGET (dialog));
}

/* A limit is kept for the account, and nothing that may cost more is started. */
static void
test_limit (JobsFixture   *f,
            gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("openai");
  g_autofree char *base_url = provider_dup_base_url (f->provider);
  g_autoptr(AttuneNewJobState) state = NULL;
  g_autoptr(AttuneNewJobState) later = NULL;
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 500, 0);
  AttuneAccount *account = NULL;
  AttuneEstimate estimate;

  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Paid", base_url, "key"),
                       account = g_value_get_object (value_));
  state = attune_new_job_state_new (f->workspace, dataset);
  attune_new_job_state_choose_model (state, account, "gpt-4.1-2025-04-14");
  attune_test_wait_until (attune_new_job_state_get_survey (state) != NULL);

  /* What the profile knows holds before the account was ever asked. */
  g_assert_true (attune_new_job_state_make_estimate (state, &estimate));
  g_assert_cmpfloat (estimate.cost_low, >, 0);
  g_assert_true (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_limit (state, estimate.cost_high * 0.9);
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_limit (state, estimate.cost_high * 1.1);
  g_assert_true (attune_new_job_state_get_can_start (state));

  /* Of a model that neither knows, nothing is. */
  attune_new_job_state_choose_model (state, account, "mine");
  g_assert_false (attune_new_job_state_make_estimate (state, &estimate));
  attune_new_job_state_set_limit (state, 3);

  g_assert_false (attune_new_job_state_get_can_start (state));
  later = attune_new_job_state_new (f->workspace, dataset);
  attune_new_job_state_choose_model (later, account, "gpt-4.1-2025-04-14");
  attune_test_wait_until (attune_new_job_state_get_limit (later) == 3);
}

/* An amount is read as people write it; what cannot be read is no reason to spend without limit. */
static void
test_limit_words (JobsFixture   *f,
                  gconstpointer  data)
{
  static const struct
  {
    const char *text;
    double      limit;
    gboolean    is_valid;
  } cases[] = {
    { "$10", 10, TRUE },
    { "ten", 10, FALSE },
    { "-5", 10, FALSE },
    { "1,000", 10, FALSE },
    { "12.50 USD", 12.5, TRUE },
    { "", 12.5, TRUE },
  };
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, f->dataset);
  AttuneNewJobReviewPage *page;
  GtkWidget *row;

  attune_new_job_state_choose_model (state, f->account, "base");
  page = attune_new_job_review_page_new (state);
  adw_window_set_content (ADW_WINDOW (f->window), GTK_WIDGET (page));
  attune_ui_test_present (f->window);
  row = attune_ui_test_find_id (GTK_WIDGET (page), "limit_row");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (row), cases[i].text);
      g_assert_cmpfloat (attune_new_job_state_get_limit (state), ==, cases[i].limit);
      g_assert_true (gtk_widget_has_css_class (row, "error") == !cases[i].is_valid);
    }

  /* Left empty, it is none. */
  adw_spin_row_update (ADW_SPIN_ROW (row));
  g_assert_cmpfloat (attune_new_job_state_get_limit (state), ==, 0);
}

static void
answer_price (JobsFixture *f,
              guint        status,
              const char  *body)
{
  provider_refuse (f->provider, "POST /price", status, body, 1);
}

/* The service is asked again when anything changes that the price depends on. */
static void
wait_price (JobsFixture       *f,
            AttuneNewJobState *state,
            const char        *model,
            GtkWidget         *page,
            const char        *words)
{
  guint n_asked = provider_count (f->provider, "POST /price");

  attune_new_job_state_choose_model (state, f->account, model);
  attune_ui_test_wait_shown (page, words);
  attune_test_wait_until (provider_count (f->provider, "POST /price") == n_asked + 1);
}

/* A service that tells prices is asked for that of what it has already; nothing that goes wrong
 * with that is in the way, but what would be refused is. */
static void
test_price (JobsFixture   *f,
            gconstpointer  data)
{
  AttuneDataset *other = attune_test_import (f->workspace, f->folder, 3, 0);
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, other);
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *spinner;
  GtkWidget *page;
  guint n_asked;

  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  n_asked = provider_count (f->provider, "POST /price");
  attune_new_job_state_choose_model (state, f->account, "base");
  page = GTK_WIDGET (attune_new_job_review_page_new (state));
  adw_window_set_content (ADW_WINDOW (f->window), page);
  attune_ui_test_present (f->window);
  spinner = attune_ui_test_find_id (page, "price_spinner");
  attune_ui_test_wait_shown (page, "tells the price once it has the examples");
  g_assert_false (gtk_widget_get_visible (spinner));

  answer_price (f, 0, NULL);
  attune_new_job_state_set_dataset (state, f->dataset);
  attune_ui_test_wait_shown (page, "Asking Lab & <Friends> for the price…");
  g_assert_true (gtk_widget_get_visible (spinner));
  g_assert_true (attune_new_job_state_get_can_start (state));
  attune_test_wait_until (provider_count (f->provider, "POST /price") == n_asked + 1);

  answer_price (f, 200, "{\"estimated_total_price\":4.206}");
  wait_price (f, state, "talker", page, "Lab & <Friends> expects this to cost $4.21.");
  g_assert_false (gtk_widget_get_visible (spinner));
  attune_new_job_state_set_limit (state, 4.2);
  attune_ui_test_wait_shown (page, "This may cost up to $4.21, and your limit is $4.20.");
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_limit (state, 4.21);
  g_assert_true (attune_new_job_state_get_can_start (state));
  attune_new_job_state_set_limit (state, 0);

  answer_price (f, 200, "{}");
  wait_price (f, state, "a", page, "did not say what this costs");
  answer_price (f, 400, "{\"error\":{\"message\":\"Out of order\"}}");
  wait_price (f, state, "b", page, "did not tell the price. ");
  attune_ui_test_wait_shown (page, "Out of order");
  g_assert_true (attune_new_job_state_get_can_start (state));

  answer_price (f, 200, "{\"allowed_to_proceed\":false}");
  wait_price (f, state, "c", page, "Not Enough Credit");
  g_assert_false (attune_new_job_state_get_can_start (state));
  attune_ui_test_check_names (page);
}

static void
test_no_dataset (JobsFixture   *f,
                 gconstpointer  data)
{
  AttuneNewJobDialog *dialog;

  attune_test_run (attune_workspace_delete_dataset (f->workspace, f->dataset));
  dialog = attune_new_job_dialog_new (f->workspace, NULL);
  attune_ui_test_present (f->window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "No Datasets Yet");
  jobs_press (GTK_WIDGET (dialog), "import_first_button");
  g_assert_cmpstr (f->asked->str, ==, "import ;");
}

/* An account that does not answer says so in its place, and can be asked again. */
static void
test_problem (JobsFixture   *f,
              gconstpointer  data)
{
  AttuneNewJobDialog *dialog;

  provider_stop (f->provider);
  dialog = attune_new_job_dialog_new (f->workspace, f->dataset);
  attune_ui_test_present (f->window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));

  attune_test_wait_until (attune_account_get_problem (f->account) != NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), attune_account_get_problem (f->account));

  provider_resume (f->provider);
  attune_ui_test_press_button (GTK_WIDGET (dialog), "_Retry");
  attune_test_wait_until (attune_account_get_problem (f->account) == NULL);
}

/* One that says nothing is said to be slow, long before it is given up; others can be chosen. */
static void
test_slow (JobsFixture   *f,
           gconstpointer  data)
{
  AttuneNewJobDialog *dialog;
  guint n_asked = provider_count (f->provider, "GET /models");

  provider_refuse (f->provider, "GET /models", 0, NULL, 1);
  dialog = attune_new_job_dialog_new (f->workspace, f->dataset);
  attune_ui_test_present (f->window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Asking for Models…");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "slow to answer");
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  attune_ui_test_press_button (GTK_WIDGET (dialog), "_Retry");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "gpt-4.1-mini-2025-04-14");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (dialog), "slow to answer"));
  g_assert_cmpuint (provider_count (f->provider, "GET /models"), ==, n_asked + 2);
}

int
main (int   argc,
      char *argv[])
{
  /* A file of settings would go with the folders of the first test. */
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/NewJob/state", JobsFixture, NULL, jobs_set_up, test_state, jobs_tear_down);
  g_test_add ("/Attune/NewJob/kinds", JobsFixture, NULL, jobs_set_up, test_kinds, jobs_tear_down);
  g_test_add ("/Attune/NewJob/fitting", JobsFixture, NULL, jobs_set_up, test_fitting, jobs_tear_down);
  g_test_add ("/Attune/NewJob/again", JobsFixture, NULL, jobs_set_up, test_again, jobs_tear_down);
  g_test_add ("/Attune/NewJob/foreign", JobsFixture, NULL, jobs_set_up, test_foreign, jobs_tear_down);
  g_test_add ("/Attune/NewJob/dialog", JobsFixture, NULL, jobs_set_up, test_dialog, jobs_tear_down);
  g_test_add ("/Attune/NewJob/dataset", JobsFixture, NULL, jobs_set_up, test_dataset, jobs_tear_down);
  g_test_add ("/Attune/NewJob/only-dataset", JobsFixture, NULL, jobs_set_up, test_only_dataset, jobs_tear_down);
  g_test_add ("/Attune/NewJob/settings", JobsFixture, NULL, jobs_set_up, test_settings, jobs_tear_down);
  g_test_add ("/Attune/NewJob/limit", JobsFixture, NULL, jobs_set_up, test_limit, jobs_tear_down);
  g_test_add ("/Attune/NewJob/limit-words", JobsFixture, NULL, jobs_set_up, test_limit_words, jobs_tear_down);
  g_test_add ("/Attune/NewJob/price", JobsFixture, "telling", jobs_set_up, test_price, jobs_tear_down);
  g_test_add ("/Attune/NewJob/no-dataset", JobsFixture, NULL, jobs_set_up, test_no_dataset, jobs_tear_down);
  g_test_add ("/Attune/NewJob/problem", JobsFixture, NULL, jobs_set_up, test_problem, jobs_tear_down);
  g_test_add ("/Attune/NewJob/slow", JobsFixture, NULL, jobs_set_up, test_slow, jobs_tear_down);

  return g_test_run ();
}
