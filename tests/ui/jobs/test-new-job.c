/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-new-job"

#include "config.h"

#include "attune-jobs-test.h"
#include "attune-new-job-dialog.h"
#include "attune-new-job-state.h"

static void
test_suffix (void)
{
  static const struct
  {
    const char *suffix;
    guint       max_length;
    gboolean    is_right;
  } cases[] = {
    { NULL, 64, TRUE },
    { "helper", 64, TRUE },
    { "Pip_2.0-beta", 64, TRUE },
    { "灯塔助手", 4, TRUE },
    { "灯塔助手们", 4, FALSE },
    { "two words", 64, FALSE },
    { "a:b", 64, FALSE },
    { "a/b", 64, FALSE },
    { "line\nbreak", 64, FALSE },
    { "12345", 4, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *problem = attune_new_job_check_suffix (cases[i].suffix, cases[i].max_length);

      g_assert_cmpint (problem == NULL, ==, cases[i].is_right);
    }
}

static void
test_state (JobsFixture   *f,
            gconstpointer  data)
{
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, NULL);
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

  attune_new_job_state_set_suffix (state, "two words");
  g_assert_false (attune_new_job_state_get_can_start (state));
  g_assert_nonnull (attune_new_job_state_get_suffix_problem (state));
  attune_new_job_state_set_suffix (state, "two-words");
  g_assert_true (attune_new_job_state_get_can_start (state));
  g_assert_null (attune_new_job_state_get_suffix_problem (state));

  /* Everything automatic, until it is chosen. */
  request = attune_new_job_state_make_request (state);
  settings = attune_new_job_state_dup_settings_text (state);
  g_assert_cmpuint (attune_job_request_get_n_epochs (request), ==, 0);
  g_assert_cmpuint (attune_job_request_get_batch_size (request), ==, 0);
  g_assert_cmpfloat (attune_job_request_get_learning_rate_multiplier (request), ==, 0);
  g_assert_cmpint (attune_job_request_get_seed (request), ==, -1);
  g_assert_cmpstr (settings, ==, "Everything automatic");

  g_clear_object (&request);
  g_clear_pointer (&settings, g_free);
  g_object_set (state, "n-epochs", 4.0, "learning-rate-multiplier", 0.25, "seed", 0.0, NULL);
  request = attune_new_job_state_make_request (state);
  settings = attune_new_job_state_dup_settings_text (state);
  g_assert_cmpuint (attune_job_request_get_n_epochs (request), ==, 4);
  g_assert_cmpfloat (attune_job_request_get_learning_rate_multiplier (request), ==, 0.25);
  g_assert_cmpint (attune_job_request_get_seed (request), ==, 0);
  g_assert_cmpstr (attune_job_request_get_suffix (request), ==, "two-words");
  g_assert_cmpstr (settings, ==, "4 passes, learning rate × 0.25, seed 0, everything else automatic");

  /* What is sent where is said before it is sent. */
  privacy = attune_new_job_state_dup_privacy_text (state);
  g_assert_nonnull (strstr (privacy, "Lab & <Friends>"));
  g_assert_nonnull (strstr (privacy, "127.0.0.1"));
}

static void
test_again (JobsFixture   *f,
            gconstpointer  data)
{
  g_autoptr(AttuneNewJobState) state = attune_new_job_state_new (f->workspace, NULL);

  attune_new_job_state_copy_job (state, jobs_start (f, "colours"));
  g_assert_true (attune_new_job_state_get_dataset (state) == f->dataset);
  g_assert_true (attune_new_job_state_get_account (state) == f->account);
  g_assert_cmpstr (attune_new_job_state_get_model_id (state), ==, "base");
  g_assert_cmpstr (attune_new_job_state_get_suffix (state), ==, "colours");
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
  GtkWidget *row = wait_row (GTK_WIDGET (dialog), "Name of Another Model");

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
  GListModel *jobs = attune_workspace_get_jobs (f->workspace);

  attune_ui_test_present (f->window);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *)&dialog);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Choose a Model");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Lab & <Friends>");
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  type_model (dialog, "my-model");
  go_on (dialog, "Advanced");
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  /* A wrong name is said where it is typed, and leads no further. */
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (dialog), "suffix_row")), "a b");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "letters, digits");
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
}

/* Without a dataset the dialog asks for one first. */
static void
test_dataset (JobsFixture   *f,
              gconstpointer  data)
{
  AttuneNewJobDialog *dialog = attune_new_job_dialog_new (f->workspace, NULL);
  GtkWidget *row;

  attune_ui_test_present (f->window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->window));
  row = wait_row (GTK_WIDGET (dialog), "colours");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "12 examples");
  g_signal_emit_by_name (row, "activated");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Choose a Model");
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
  g_assert_true (gtk_widget_activate_action (attune_ui_test_find_id (GTK_WIDGET (dialog), "page"),
                                             "new-job-models.refresh", NULL));
  attune_test_wait_until (attune_account_get_problem (f->account) == NULL);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add_func ("/Attune/NewJob/suffix", test_suffix);
  g_test_add ("/Attune/NewJob/state", JobsFixture, NULL, jobs_set_up, test_state, jobs_tear_down);
  g_test_add ("/Attune/NewJob/again", JobsFixture, NULL, jobs_set_up, test_again, jobs_tear_down);
  g_test_add ("/Attune/NewJob/dialog", JobsFixture, NULL, jobs_set_up, test_dialog, jobs_tear_down);
  g_test_add ("/Attune/NewJob/dataset", JobsFixture, NULL, jobs_set_up, test_dataset, jobs_tear_down);
  g_test_add ("/Attune/NewJob/no-dataset", JobsFixture, NULL, jobs_set_up, test_no_dataset, jobs_tear_down);
  g_test_add ("/Attune/NewJob/problem", JobsFixture, NULL, jobs_set_up, test_problem, jobs_tear_down);

  return g_test_run ();
}
