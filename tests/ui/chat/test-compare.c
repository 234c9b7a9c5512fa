/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-compare"

#include "config.h"

#include "attune-chat-search-dialog.h"
#include "attune-chat-test.h"
#include "attune-compare-column.h"
#include "attune-compare-dialog.h"
#include "attune-compare-page.h"

/* A second provider beside the fixture's, so that each column has a stream of its own. */
typedef struct
{
  JobsFixture       jobs;
  Provider         *other;
  AttuneAccount    *other_account;
  AttuneComparison *comparison;
  GtkWidget        *page;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  AttuneProfile *profile;
  g_autofree char *base_url = NULL;

  jobs_set_up (&f->jobs, data);
  profile = attune_account_get_profile (f->jobs.account);
  f->other = provider_new ();
  base_url = provider_dup_base_url (f->other);
  attune_test_resolve (attune_test_add_account (f->jobs.workspace, profile, "Other", base_url, NULL),
                       f->other_account = g_value_dup_object (value_));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->comparison);
  g_clear_object (&f->other_account);
  jobs_tear_down (&f->jobs, data);
  provider_free (f->other);
}

static void
start (Fixture  *f,
       gboolean  is_blind)
{
  AttuneComparisonColumn columns[] = {
    { .account_id = attune_account_get_id (f->jobs.account), .model = "base" },
    { .account_id = attune_account_get_id (f->other_account), .model = "tuned" },
  };

  attune_test_resolve (attune_workspace_start_comparison (f->jobs.workspace, columns,
                                                          G_N_ELEMENTS (columns), is_blind),
                       f->comparison = g_value_dup_object (value_));
  f->page = GTK_WIDGET (attune_compare_page_new (f->jobs.workspace, f->comparison));
  jobs_show (&f->jobs, f->page);
}

/* Both are asked the same, and each answers in its own column. */
static void
test_ask (Fixture       *f,
          gconstpointer  data)
{
  start (f, FALSE);
  attune_ui_test_wait_shown (f->page, "base");
  attune_ui_test_wait_shown (f->page, "tuned");
  attune_ui_test_check_names (f->page);
  chat_ask (f->page, "Which colour is 7?");
  chat_reply (f->jobs.provider, "It is blue.");
  chat_reply (f->other, "It is green.");
  attune_ui_test_wait_shown (f->page, "It is blue.");
  attune_ui_test_wait_shown (f->page, "It is green.");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_ui_test_wait_shown (f->page, "Which answer is better?");
  attune_ui_test_check_names (f->page);
}

static guint
count_shown (GtkWidget  *widget,
             const char *text)
{
  guint n = attune_ui_test_match_text (widget, (gpointer)text) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_shown (child, text);

  return n;
}

/* Where next to nothing is common nothing is marked, and that is said. */
static void
test_unlike (Fixture       *f,
             gconstpointer  data)
{
  static const char note[] = "Too little in common to mark what differs.";

  start (f, FALSE);
  chat_ask (f->page, "Which colour is 7?");
  chat_reply (f->jobs.provider, "Seven is blue, as everybody who listens knows.");
  chat_reply (f->other, "I do not see any of these, sorry!");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_ui_test_wait_shown (f->page, note);
  chat_ask (f->page, "And 8?");
  chat_reply (f->jobs.provider, "It is blue.");
  chat_reply (f->other, "It is green.");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));

  /* Once a frame has placed the messages: those of the first question still say so, the others
   * do not. */
  attune_test_wait_until (count_shown (f->page, note) == 2);
}

/* A vote stays true of the models of then when another one comes. */
static void
test_earlier_vote (Fixture       *f,
                   gconstpointer  data)
{
  AttuneComparisonColumn late = {
    .account_id = attune_account_get_id (f->jobs.account), .model = "late",
  };

  start (f, FALSE);
  chat_ask (f->page, "Which colour is 7?");
  chat_reply (f->jobs.provider, "It is blue.");
  chat_reply (f->other, "It is green.");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  g_assert_false (attune_ui_test_shows (f->page, "Before models were added or removed"));
  attune_test_run (attune_workspace_add_columns (f->jobs.workspace, f->comparison, &late, 1));
  chat_reply (f->jobs.provider, "It is grey.");
  attune_ui_test_wait_shown (f->page,
                             "Before models were added or removed, you found “tuned” better.");
  attune_test_run (attune_comparison_vote (f->comparison, 0, 2));
  g_assert_false (attune_ui_test_shows (f->page, "Before models were added or removed"));
}

static gboolean
match_label (GtkWidget *widget,
             gpointer   label)
{
  return GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0;
}

static gboolean
stands_for_election (Fixture    *f,
                     const char *name)
{
  return attune_ui_test_find (f->page, match_label, (gpointer)name) != NULL;
}

/* Nobody is asked whether what failed is better, until it has answered. */
static void
test_candidates (Fixture       *f,
                 gconstpointer  data)
{
  AttuneComparisonColumn late = {
    .account_id = attune_account_get_id (f->jobs.account), .model = "late",
  };
  g_autoptr(AttuneConversation) column = NULL;

  start (f, FALSE);
  chat_ask (f->page, "Which colour is 7?");
  chat_reply (f->jobs.provider, "It is blue.");
  chat_reply (f->other, "It is green.");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  provider_refuse (f->jobs.provider, "POST /chat/completions", 400,
                   "{\"error\":{\"message\":\"No such setting\"}}", 1);
  attune_test_run (attune_workspace_add_columns (f->jobs.workspace, f->comparison, &late, 1));
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison) &&
                          stands_for_election (f, "base"));
  g_assert_true (stands_for_election (f, "tuned"));
  g_assert_true (stands_for_election (f, "Equally Good"));
  g_assert_false (stands_for_election (f, "late"));

  column = g_list_model_get_item (attune_comparison_get_columns (f->comparison), 2);
  dex_future_disown (attune_conversation_retry (column));
  chat_reply (f->jobs.provider, "It is grey.");
  attune_test_wait_until (stands_for_election (f, "late"));
}

/* One that fails keeps no other from answering. */
static void
test_failing_column (Fixture       *f,
                     gconstpointer  data)
{
  start (f, FALSE);
  provider_refuse (f->jobs.provider, "POST /chat/completions", 400,
                   "{\"error\":{\"message\":\"No such setting\"}}", 9);
  chat_ask (f->page, "Which colour is 7?");
  chat_reply (f->other, "It is green.");
  attune_ui_test_wait_shown (f->page, "It is green.");
  attune_test_wait_until (jobs_is_shown (f->page, "retry_button"));
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
}

/* An answer of so many lines. */
static char *
create_answer (guint n_lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%u\n\n", i);

  return g_string_free_and_steal (text);
}

static double
get_range (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static double
get_share (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_value (adjustment) / get_range (adjustment);
}

static gboolean
match_column (GtkWidget *widget,
              gpointer   index)
{
  AttuneCompareColumn *column = ATTUNE_IS_COMPARE_COLUMN (widget) ? (gpointer)widget : NULL;

  return column != NULL && attune_compare_column_get_index (column) == GPOINTER_TO_UINT (index);
}

/* The column in which somebody is takes the others along, and they do not take it. */
static void
test_scrolling (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *longer = create_answer (200);
  g_autofree char *shorter = create_answer (90);
  AttuneCompareColumn *columns[2];
  GtkAdjustment *adjustments[2];

  start (f, FALSE);
  chat_ask (f->page, "Count!");
  chat_reply (f->jobs.provider, longer);
  chat_reply (f->other, shorter);
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      columns[i] = ATTUNE_COMPARE_COLUMN (attune_ui_test_find (f->page, match_column,
                                                               GUINT_TO_POINTER (i)));
      adjustments[i] = attune_compare_column_get_adjustment (columns[i]);
      attune_test_wait_until (get_range (adjustments[i]) > 1000);
    }

  g_assert_cmpfloat (get_range (adjustments[0]), >, 1.5 * get_range (adjustments[1]));

  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (columns[0]), GTK_DIR_TAB_FORWARD));
  gtk_adjustment_set_value (adjustments[0], get_range (adjustments[0]) / 2);
  g_assert_cmpfloat_with_epsilon (get_share (adjustments[1]), 0.5, 0.01);

  gtk_adjustment_set_value (adjustments[1], 0);
  g_assert_cmpfloat_with_epsilon (get_share (adjustments[0]), 0.5, 0.01);

  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (columns[1]), GTK_DIR_TAB_FORWARD));
  gtk_adjustment_set_value (adjustments[1], get_range (adjustments[1]) / 4);
  g_assert_cmpfloat_with_epsilon (get_share (adjustments[0]), 0.25, 0.01);
}

static gboolean
tells_model (GtkWidget *widget,
             gpointer   user_data)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  const char *label = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : NULL;

  /* Whether it can be seen or not. */
  return (tooltip != NULL && (strstr (tooltip, "base") != NULL || strstr (tooltip, "tuned") != NULL)) ||
         (label != NULL && (strstr (label, "base") != NULL || strstr (label, "tuned") != NULL));
}

/* Nobody can tell which model is which before the vote; then it is told. */
static void
test_blind (Fixture       *f,
            gconstpointer  data)
{
  const guint *order;
  guint n_columns;
  GtkWidget *button;

  start (f, TRUE);
  attune_ui_test_wait_shown (f->page, "Model A");
  attune_ui_test_wait_shown (f->page, "Model B");
  chat_ask (f->page, "Which colour is 7?");
  chat_reply (f->jobs.provider, "It is blue.");
  chat_reply (f->other, "It is green.");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_ui_test_wait_shown (f->page, "It is green.");
  g_assert_null (attune_ui_test_find (f->page, tells_model, NULL));
  g_assert_false (jobs_is_shown (f->page, "facts_label"));

  attune_ui_test_wait_shown (f->page, "Which answer is better?");
  button = attune_ui_test_find (f->page, match_label, (gpointer)"Model B");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  attune_test_wait_until (attune_comparison_get_vote (f->comparison,
                                                      0) != ATTUNE_COMPARISON_NO_VOTE);
  order = attune_comparison_get_order (f->comparison, &n_columns);
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, (int)order[1]);

  attune_ui_test_wait_shown (f->page, "base");
  attune_ui_test_wait_shown (f->page, "tuned");
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, (int)order[1]);

  /* And hidden again for what is asked next. */
  g_assert_true (gtk_widget_activate_action (f->page, "compare.blind", NULL));
  attune_ui_test_wait_shown (f->page, "Model A");
  g_assert_null (attune_ui_test_find (f->page, tells_model, NULL));
}

/* A comparison begins with two models at least. */
static void
test_dialog (Fixture       *f,
             gconstpointer  data)
{
  GListModel *comparisons = attune_workspace_get_comparisons (f->jobs.workspace);
  AttuneCompareDialog *dialog = attune_compare_dialog_new (f->jobs.workspace);
  const char *account_id = attune_account_get_id (f->jobs.account);
  GtkWidget *start_button;

  attune_ui_test_present (f->jobs.window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->jobs.window));
  attune_compare_dialog_add_model (dialog, account_id, "base", NULL, NULL);
  start_button = attune_ui_test_find_id (GTK_WIDGET (dialog), "start_button");
  attune_test_wait_until (!gtk_widget_is_sensitive (start_button));
  attune_compare_dialog_add_model (dialog, account_id, "tuned", NULL, NULL);
  attune_test_wait_until (gtk_widget_is_sensitive (start_button));
  attune_ui_test_check_names (GTK_WIDGET (dialog));
  jobs_press (GTK_WIDGET (dialog), "start_button");
  attune_test_wait_until (attune_test_count (comparisons) == 1);
}

/* What was said is found, and marked in its line. */
static void
test_search (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneConversation) conversation = NULL;
  AttuneChatSearchDialog *dialog;
  GtkWidget *entry;

  attune_test_resolve (attune_workspace_start_conversation (f->jobs.workspace,
                                                            attune_account_get_id (f->jobs.account),
                                                            "base"),
                       conversation = g_value_dup_object (value_));
  dex_future_disown (attune_conversation_send (conversation, "Wo steht der Leuchtturm?"));
  chat_reply (f->jobs.provider, "An der Küste.");
  attune_test_wait_until (!attune_conversation_get_is_answering (conversation));

  dialog = attune_chat_search_dialog_new (f->jobs.workspace);
  attune_ui_test_present (f->jobs.window);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (f->jobs.window));
  entry = attune_ui_test_find_id (GTK_WIDGET (dialog), "chat_search_entry");
  gtk_editable_set_text (GTK_EDITABLE (entry), "küste");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "An der Küste.");
  gtk_editable_set_text (GTK_EDITABLE (entry), "gibtesnicht");
  attune_ui_test_wait_shown (GTK_WIDGET (dialog), "Nothing Found");
  attune_ui_test_check_names (GTK_WIDGET (dialog));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Compare/ask", Fixture, NULL, set_up, test_ask, tear_down);
  g_test_add ("/Attune/Compare/unlike", Fixture, NULL, set_up, test_unlike, tear_down);
  g_test_add ("/Attune/Compare/earlier-vote", Fixture, NULL, set_up, test_earlier_vote, tear_down);
  g_test_add ("/Attune/Compare/candidates", Fixture, NULL, set_up, test_candidates, tear_down);
  g_test_add ("/Attune/Compare/failing-column", Fixture, NULL, set_up, test_failing_column, tear_down);
  g_test_add ("/Attune/Compare/scrolling", Fixture, NULL, set_up, test_scrolling, tear_down);
  g_test_add ("/Attune/Compare/blind", Fixture, NULL, set_up, test_blind, tear_down);
  g_test_add ("/Attune/Compare/dialog", Fixture, NULL, set_up, test_dialog, tear_down);
  g_test_add ("/Attune/Chat/search", Fixture, NULL, set_up, test_search, tear_down);

  return g_test_run ();
}
