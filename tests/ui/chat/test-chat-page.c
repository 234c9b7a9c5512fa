/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chat-page"

#include "config.h"

#include "attune-chat-page.h"
#include "attune-chat-test.h"
#include "attune-message-view.h"
#include "attune-parameters-pane.h"
#include "attune-suggestions.h"
#include "attune-text-label.h"
#include "attune-token-view.h"

typedef struct
{
  JobsFixture         jobs;
  AttuneConversation *conversation;
  GtkWidget          *page;
} Fixture;

static void
show_page (Fixture *f)
{
  f->page = GTK_WIDGET (attune_chat_page_new (f->jobs.workspace, f->conversation));
  jobs_show (&f->jobs, f->page);
}

static void
start (Fixture    *f,
       const char *model)
{
  attune_test_resolve (attune_workspace_start_conversation (f->jobs.workspace,
                                                            attune_account_get_id (f->jobs.account),
                                                            model),
                       f->conversation = g_value_dup_object (value_));
  show_page (f);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  jobs_set_up (&f->jobs, data);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->conversation);
  jobs_tear_down (&f->jobs, data);
}

static void
ask (Fixture    *f,
     const char *text)
{
  chat_ask (f->page, text);
  attune_test_wait_until (provider_is_chatting (f->jobs.provider));
}

/* Until the answer has ended at the provider too: libsoup closes a body on a thread, which on a
 * busy machine is later than the client knows that it has all of the answer. What was pushed then
 * would go to the question before. */
static gboolean
count_frame (GtkWidget     *widget,
             GdkFrameClock *clock,
             gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)--;

  return *n_frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
wait_frames (GtkWidget *widget,
             guint      n_frames)
{
  gtk_widget_add_tick_callback (widget, count_frame, &n_frames, NULL);
  attune_test_wait_until (n_frames == 0);
}

static void
test_stream (Fixture       *f,
             gconstpointer  data)
{
  start (f, "base");
  attune_ui_test_wait_shown (f->page, "base");
  attune_ui_test_wait_shown (f->page, "Lab & <Friends>");
  attune_ui_test_wait_shown (f->page, "Ask it something");
  attune_ui_test_check_names (f->page);

  ask (f, "Which colour is <b>7</b>?");
  attune_ui_test_wait_shown (f->page, "Which colour is <b>7</b>?");
  attune_ui_test_wait_shown (f->page, "You");
  g_assert_true (jobs_is_shown (f->page, "stop_button"));

  /* What a model says is never markup; Markdown knows entities. */
  provider_chat_push (f->jobs.provider, "It is <i>");
  attune_ui_test_wait_shown (f->page, "It is <i>");
  provider_chat_push (f->jobs.provider, "blue</i> & &amp;");
  attune_ui_test_wait_shown (f->page, "It is <i>blue</i> & &");
  chat_finish (f->jobs.provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));
  g_assert_true (jobs_is_shown (f->page, "send_button"));
  g_assert_false (jobs_is_shown (f->page, "retry_button"));
  attune_ui_test_check_names (f->page);
}

static void
test_stop (Fixture       *f,
           gconstpointer  data)
{
  start (f, "base");
  ask (f, "Tell me everything");
  provider_chat_push (f->jobs.provider, "Once upon");
  attune_ui_test_wait_shown (f->page, "Once upon");
  jobs_press (f->page, "stop_button");
  attune_ui_test_wait_shown (f->page, "You stopped this answer.");
  g_assert_true (attune_ui_test_shows (f->page, "Once upon"));
  g_assert_true (jobs_is_shown (f->page, "retry_button"));
}

static void
test_broken (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneMessage) answer = NULL;

  start (f, "base");
  ask (f, "Tell me everything");
  provider_chat_push (f->jobs.provider, "Once upon");
  attune_ui_test_wait_shown (f->page, "Once upon");
  provider_chat_break (f->jobs.provider);
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));

  /* What came stays, why it ended stands below it, and it can be asked for again. */
  answer = g_list_model_get_item (attune_conversation_get_messages (f->conversation), 1);
  g_assert_nonnull (attune_message_get_error_text (answer));
  attune_ui_test_wait_shown (f->page, attune_message_get_error_text (answer));
  g_assert_true (attune_ui_test_shows (f->page, "Once upon"));

  jobs_press (f->page, "retry_button");
  attune_test_wait_until (provider_count (f->jobs.provider, "POST /chat/completions") == 2 &&
                          provider_is_chatting (f->jobs.provider));
  provider_chat_push (f->jobs.provider, "The end.");
  chat_finish (f->jobs.provider, "stop");
  attune_ui_test_wait_shown (f->page, "The end.");
  attune_test_wait_until (!jobs_is_shown (f->page, "retry_button"));
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  GtkWidget *composer;

  start (f, "base");
  provider_refuse (f->jobs.provider, "POST /chat/completions", 404,
                   "{\"error\":{\"message\":\"The model does not exist\",\"code\":\"model_not_found\"}}", 9);
  composer = attune_ui_test_find_id (f->page, "composer");
  attune_composer_set_text (ATTUNE_COMPOSER (composer), "Hello");
  jobs_press (composer, "send_button");
  attune_test_wait_until (jobs_is_shown (f->page, "retry_button"));
}

static void
test_draft (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *text = NULL;

  start (f, "base");
  attune_composer_set_text (ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer")), "not yet");
  adw_navigation_view_pop (f->jobs.navigation);
  show_page (f);
  text = attune_composer_dup_text (ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer")));
  g_assert_cmpstr (text, ==, "not yet");
}

static void
test_rename (Fixture       *f,
             gconstpointer  data)
{
  AdwDialog *dialog;
  GtkWidget *entry;

  start (f, "base");
  g_assert_true (gtk_widget_activate_action (f->page, "chat.rename", NULL));
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (f->jobs.window));
  entry = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Colours & <more>");
  g_signal_emit_by_name (dialog, "response", "rename");
  attune_ui_test_wait_shown (f->page, "Colours & <more>");
  g_assert_cmpstr (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (f->page)), ==, "Colours & <more>");
}

static void
test_system_text (Fixture       *f,
                  gconstpointer  data)
{
  GtkTextBuffer *buffer;

  start (f, "base");
  wait_frames (f->page, 2);
  g_assert_true (gtk_widget_activate_action (f->page, "chat.show-parameters", NULL));
  attune_ui_test_wait_shown (f->page, "System Text");
  attune_ui_test_check_names (f->page);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (attune_ui_test_find_id (f->page, "system_view")));
  gtk_text_buffer_set_text (buffer, "You are Pip.", -1);
  attune_test_wait_until (g_strcmp0 (attune_conversation_get_system_text (f->conversation),
                                     "You are Pip.") == 0);
}

static gboolean
match_css_class (GtkWidget *widget,
                 gpointer   css_class)
{
  return gtk_widget_has_css_class (widget, css_class) && gtk_widget_get_mapped (widget);
}

/* Beside the chat where there is room; else a sheet that comes up over it. */
static void
test_sheet (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new ("io.github.attune.Attune");
  GtkWidget *close_button;
  GtkWidget *pane;

  g_settings_set_boolean (settings, "chat-parameters", FALSE);
  start (f, "base");
  pane = attune_ui_test_find_id (f->page, "pane");
  gtk_window_set_default_size (f->jobs.window, 1000, 600);
  attune_test_wait_until (gtk_widget_get_width (f->page) > 900);
  g_assert_true (gtk_widget_activate_action (f->page, "chat.show-parameters", NULL));
  attune_test_wait_until (gtk_widget_get_mapped (pane));
  g_assert_nonnull (gtk_widget_get_ancestor (pane, ADW_TYPE_OVERLAY_SPLIT_VIEW));
  g_assert_true (g_settings_get_boolean (settings, "chat-parameters"));

  /* It does not cover a chat that has become narrow before it is asked for. */
  gtk_window_set_default_size (f->jobs.window, 600, 600);
  attune_test_wait_until (gtk_widget_get_ancestor (pane, ADW_TYPE_BOTTOM_SHEET) != NULL);
  gtk_window_set_default_size (f->jobs.window, 360, 600);
  attune_test_wait_until (!gtk_widget_get_mapped (pane));
  g_assert_true (gtk_widget_activate_action (f->page, "chat.show-parameters", NULL));
  attune_ui_test_wait_shown (f->page, "System Text");
  wait_frames (f->page, 30);
  g_assert_cmpint (gtk_widget_get_width (pane), <=, 360);
  attune_ui_test_check_names (f->page);

  close_button = attune_ui_test_find (pane, match_css_class, (gpointer)"close");
  g_assert_nonnull (close_button);
  g_signal_emit_by_name (close_button, "clicked");
  attune_test_wait_until (!gtk_widget_get_mapped (pane));

  /* Only what was chosen where there is room is remembered. */
  g_assert_true (g_settings_get_boolean (settings, "chat-parameters"));
  gtk_window_set_default_size (f->jobs.window, 1000, 600);
  attune_test_wait_until (gtk_widget_get_ancestor (pane, ADW_TYPE_OVERLAY_SPLIT_VIEW) != NULL &&
                          gtk_widget_get_mapped (pane));
}

static void
test_model (Fixture       *f,
            gconstpointer  data)
{
  GtkWidget *popover;
  GtkWidget *list;
  GListModel *results;

  start (f, "base");
  attune_test_run (attune_workspace_refresh_models (f->jobs.workspace));
  popover = attune_ui_test_find_id (f->page, "model_popover");
  list = attune_ui_test_find_id (popover, "model_list");
  results = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (popover, "search_entry")), "GPT-4.1-mini");
  attune_test_wait_until (attune_test_count (results) == 1);
  g_signal_emit_by_name (list, "activate", 0);
  attune_test_wait_until (g_str_equal (attune_conversation_get_model (f->conversation),
                                       "gpt-4.1-mini-2025-04-14"));
}

/* Enter takes what was found. */
static void
test_model_by_enter (Fixture       *f,
                     gconstpointer  data)
{
  GtkWidget *popover;
  GtkWidget *entry;

  start (f, "base");
  attune_test_run (attune_workspace_refresh_models (f->jobs.workspace));
  popover = attune_ui_test_find_id (f->page, "model_popover");
  entry = attune_ui_test_find_id (popover, "search_entry");
  g_signal_emit_by_name (entry, "activate");
  gtk_editable_set_text (GTK_EDITABLE (entry), " GPT-4.1-mini ");
  g_signal_emit_by_name (entry, "activate");
  attune_test_wait_until (g_str_equal (attune_conversation_get_model (f->conversation),
                                       "gpt-4.1-mini-2025-04-14"));
}

/* A tuned model is asked what it has learned; any other has nothing to suggest. */
static void
test_suggestions (Fixture       *f,
                  gconstpointer  data)
{
  AttuneJob *job;
  GtkWidget *box;
  g_auto(GStrv) questions = NULL;

  attune_test_resolve (attune_suggestions_find (f->jobs.workspace, "base", 3),
                       questions = g_value_dup_boxed (value_));
  g_assert_cmpuint (g_strv_length (questions), ==, 0);

  provider_train_by_itself (f->jobs.provider, 5, 5);
  job = jobs_start (&f->jobs, "colours");
  attune_test_wait_until (attune_job_get_status (job) == ATTUNE_JOB_STATUS_SUCCEEDED);
  start (f, attune_job_get_fine_tuned_model (job));
  attune_ui_test_wait_shown (f->page, "Ask it something that it has learned");
  attune_ui_test_wait_shown (f->page, "Which colour is");

  box = attune_ui_test_find_id (f->page, "suggestion_box");
  g_signal_emit_by_name (gtk_widget_get_first_child (box), "clicked");
  attune_test_wait_until (provider_is_chatting (f->jobs.provider));
  provider_chat_push (f->jobs.provider, "Blue.");
  chat_finish (f->jobs.provider, "stop");
  attune_ui_test_wait_shown (f->page, "Blue.");
}

static const char *
tune_with_system_text (Fixture    *f,
                       const char *system_text)
{
  g_autofree char *path = g_build_filename (f->jobs.folder, "system.jsonl", NULL);
  g_autoptr(GString) lines = g_string_new (NULL);
  AttuneImportOptions options = { 0 };
  g_autoptr(GError) error = NULL;
  AttuneJob *job;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (lines, "{\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},"
                            "{\"role\":\"user\",\"content\":\"What is %u?\"},"
                            "{\"role\":\"assistant\",\"content\":\"%u, of course.\"}]}\n",
                            system_text, i, i);

  g_assert_true (g_file_set_contents (path, lines->str, -1, &error));
  attune_test_resolve (attune_workspace_import (f->jobs.workspace, path, NULL, &options,
                                                NULL, NULL, NULL),
                       f->jobs.dataset = g_value_get_object (value_));
  provider_train_by_itself (f->jobs.provider, 5, 5);
  job = jobs_start (&f->jobs, "marv");
  attune_test_wait_until (attune_job_get_status (job) == ATTUNE_JOB_STATUS_SUCCEEDED);

  return attune_job_get_fine_tuned_model (job);
}

/* A chat in which nothing was said yet is asked as its model wants, whichever is chosen; what the
 * person has said about it stays. */
static void
test_other_model (Fixture       *f,
                  gconstpointer  data)
{
  const char *account_id = attune_account_get_id (f->jobs.account);
  const char *tuned = tune_with_system_text (f, "You are Marv");

  start (f, "base");
  attune_test_run (attune_workspace_suggest_preset (f->jobs.workspace, account_id, "base"));
  wait_frames (f->page, 2);
  attune_test_run (attune_conversation_set_model (f->conversation, account_id, tuned));
  attune_test_wait_until (g_strcmp0 (attune_conversation_get_system_text (f->conversation),
                                     "You are Marv") == 0);

  attune_test_run (attune_conversation_set_model (f->conversation, account_id, "base"));
  attune_test_wait_until (attune_conversation_get_system_text (f->conversation) == NULL);
}

static GtkAdjustment *
get_adjustment (Fixture *f)
{
  GtkWidget *list = attune_ui_test_find_id (f->page, "message_list");

  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
}

static void
check_at_end (GtkAdjustment *adjustment)
{
  double page_size = gtk_adjustment_get_page_size (adjustment);

  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment) + page_size,
                                  gtk_adjustment_get_upper (adjustment),
                                  1);
}

/* A growing answer pulls the view along only while the person is at its end. */
static void
test_stick (Fixture       *f,
            gconstpointer  data)
{
  GtkAdjustment *adjustment;
  double value;

  start (f, "base");
  gtk_window_set_default_size (f->jobs.window, 400, 360);
  ask (f, "Tell me everything");

  for (guint i = 0; i < 60; i++)
    provider_chat_push (f->jobs.provider, "A line of an answer that is very long.\n\n");
  provider_chat_push (f->jobs.provider, "Middle.");
  attune_ui_test_wait_shown (f->page, "Middle.");
  wait_frames (f->page, 4);

  adjustment = get_adjustment (f);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >,
                     2 * gtk_adjustment_get_page_size (adjustment));
  check_at_end (adjustment);

  gtk_adjustment_set_value (adjustment, 40);
  wait_frames (f->page, 2);
  value = gtk_adjustment_get_value (adjustment);
  for (guint i = 0; i < 20; i++)
    provider_chat_push (f->jobs.provider, "More of it.\n\n");
  provider_chat_push (f->jobs.provider, "The end.");
  attune_ui_test_wait_shown (f->page, "The end.");
  wait_frames (f->page, 4);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), value, 1);

  /* The button leads back to the end. */
  attune_test_wait_until (jobs_is_shown (f->page, "jump_button"));
  jobs_press (f->page, "jump_button");
  wait_frames (f->page, 4);
  check_at_end (adjustment);

  chat_finish (f->jobs.provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));
}

static void
answer (Fixture    *f,
        const char *text)
{
  attune_test_wait_until (provider_is_chatting (f->jobs.provider));
  provider_chat_push (f->jobs.provider, text);
  chat_finish (f->jobs.provider, "stop");
  attune_ui_test_wait_shown (f->page, text);
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));
}

static AttuneMessage *
get_message (Fixture *f,
             guint    position)
{
  GListModel *messages = attune_conversation_get_messages (f->conversation);
  g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, position);

  g_assert_nonnull (message);

  return message;
}

static GtkWidget *
find_view (Fixture *f,
           guint    position)
{
  GtkWidget *child = gtk_widget_get_first_child (attune_ui_test_find_id (f->page, "message_list"));
  AttuneMessage *message = get_message (f, position);

  while (attune_message_view_get_message (ATTUNE_MESSAGE_VIEW (child)) != message)
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static void
act (Fixture    *f,
     const char *action_name,
     guint       position)
{
  gint64 id = attune_message_get_id (get_message (f, position));

  g_assert_true (gtk_widget_activate_action (f->page, action_name, "x", id));
}

static gboolean
is_heard (GtkWidget *view)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (view);
  g_autofree char *problem = NULL;

  if (!gtk_test_accessible_has_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN))
    return TRUE;

  problem = gtk_test_accessible_check_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);

  return problem != NULL;
}

/* The messages that a screen reader comes by, as it comes by them. */
static char *
dup_heard (Fixture *f)
{
  GtkWidget *list = attune_ui_test_find_id (f->page, "message_list");
  g_autoptr(GString) heard = g_string_new (NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (list);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_heard (child))
      {
        AttuneMessage *message = attune_message_view_get_message (ATTUNE_MESSAGE_VIEW (child));

        g_string_append_printf (heard, "%" G_GINT64_FORMAT " ", attune_message_get_id (message));
      }

  return g_string_free_and_steal (g_steal_pointer (&heard));
}

/* However views were used again, messages are heard once and in the order in which they stand. */
static void
test_reading_order (Fixture       *f,
                    gconstpointer  data)
{
  static const double places[] = { 1, 0, 0.5, 0, 1 };
  g_autoptr(GString) all = g_string_new (NULL);
  GtkAdjustment *adjustment;

  start (f, "base");
  gtk_window_set_default_size (f->jobs.window, 400, 360);

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *text = g_strdup_printf ("Answer %u\n\n- one\n- two\n- three\n- four", i);

      ask (f, "Go on.");
      provider_chat_push (f->jobs.provider, text);
      chat_finish (f->jobs.provider, "stop");
      attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));
    }

  for (guint i = 0; i < 16; i++)
    g_string_append_printf (all, "%" G_GINT64_FORMAT " ", attune_message_get_id (get_message (f, i)));

  adjustment = get_adjustment (f);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *heard = NULL;

      gtk_adjustment_set_value (adjustment, places[i] * gtk_adjustment_get_upper (adjustment));
      wait_frames (f->page, 8);
      heard = dup_heard (f);
      g_test_message ("at %g: %s", places[i], heard);
      g_assert_cmpuint (strlen (heard), >, 4);
      g_assert_cmpuint (strlen (heard), <, all->len);
      g_assert_nonnull (strstr (all->str, heard));
    }
}

/* Another answer stands beside the first, and either can be shown. */
static void
test_regenerate (Fixture       *f,
                 gconstpointer  data)
{
  start (f, "base");
  ask (f, "Which colour is 7?");
  answer (f, "Blue.");
  act (f, "chat.regenerate", 1);
  answer (f, "Green.");
  attune_ui_test_wait_shown (f->page, "2 of 2");
  attune_ui_test_check_names (f->page);
  g_assert_false (attune_ui_test_shows (f->page, "Blue."));

  g_assert_true (gtk_widget_activate_action (f->page, "chat.show-sibling", "(xu)",
                                             attune_message_get_id (get_message (f, 1)), 0));
  attune_ui_test_wait_shown (f->page, "Blue.");
  attune_ui_test_wait_shown (f->page, "1 of 2");
}

/* A question is written anew in the composer; what was being written there comes back. */
static void
test_edit (Fixture       *f,
           gconstpointer  data)
{
  AttuneComposer *composer;
  g_autofree char *edited = NULL;
  g_autofree char *draft = NULL;

  start (f, "base");
  composer = ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer"));
  ask (f, "Which colour is 7?");
  answer (f, "Blue.");
  attune_composer_set_text (composer, "a draft");
  act (f, "chat.edit-message", 0);
  edited = attune_composer_dup_text (composer);
  g_assert_cmpstr (edited, ==, "Which colour is 7?");
  g_assert_true (jobs_is_shown (f->page, "cancel_button"));

  ask (f, "Which colour is 8?");
  answer (f, "Green.");
  attune_ui_test_wait_shown (f->page, "Which colour is 8?");
  attune_ui_test_wait_shown (f->page, "2 of 2");
  draft = attune_composer_dup_text (composer);
  g_assert_cmpstr (draft, ==, "a draft");
  g_assert_cmpstr (attune_conversation_get_draft (f->conversation), ==, "a draft");
  g_assert_false (jobs_is_shown (f->page, "cancel_button"));
}

static void
test_cancel_edit (Fixture       *f,
                  gconstpointer  data)
{
  AttuneComposer *composer;
  g_autofree char *text = NULL;

  start (f, "base");
  composer = ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer"));
  ask (f, "Which colour is 7?");
  answer (f, "Blue.");
  act (f, "chat.edit-message", 0);
  jobs_press (f->page, "cancel_button");
  text = attune_composer_dup_text (composer);
  g_assert_cmpstr (text, ==, "");

  /* From now on it is a new message again. */
  ask (f, "And 8?");
  answer (f, "Green.");
  g_assert_cmpuint (attune_test_count (attune_conversation_get_messages (f->conversation)), ==, 4);
}

static gboolean
match_label (GtkWidget *widget,
             gpointer   label)
{
  return GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  GListModel *messages;
  GtkWidget *undo;

  start (f, "base");
  messages = attune_conversation_get_messages (f->conversation);
  ask (f, "Which colour is 7?");
  answer (f, "Blue.");
  act (f, "chat.delete-message", 1);
  attune_test_wait_until (attune_test_count (messages) == 1);
  attune_ui_test_wait_shown (GTK_WIDGET (f->jobs.window), "Message and what followed it deleted");
  undo = attune_ui_test_find (GTK_WIDGET (f->jobs.window), match_label, (gpointer)"_Undo");
  g_signal_emit_by_name (undo, "clicked");
  attune_test_wait_until (attune_test_count (messages) == 2);
  attune_ui_test_wait_shown (f->page, "Blue.");
}

/* An answer that was cut off goes on where it ended. */
static void
test_continue (Fixture       *f,
               gconstpointer  data)
{
  start (f, "base");
  ask (f, "Tell me everything");
  provider_chat_push (f->jobs.provider, "Once upon");
  chat_finish (f->jobs.provider, "length");
  attune_ui_test_wait_shown (f->page, "The answer reached the longest length that the model may write.");
  jobs_press (f->page, "continue_button");
  attune_test_wait_until (provider_is_chatting (f->jobs.provider));
  provider_chat_push (f->jobs.provider, " a time.");
  chat_finish (f->jobs.provider, "stop");
  attune_ui_test_wait_shown (f->page, "Once upon a time.");
  g_assert_false (jobs_is_shown (f->page, "continue_button"));
}

/* How likely each token was is told of each answer where it was asked for. */
static void
test_probabilities (Fixture       *f,
                    gconstpointer  data)
{
  GtkWidget *actions;
  GtkWidget *dialog;
  AttuneTokenView *view;

  start (f, "base");
  ask (f, "Which colour is 7?");
  provider_chat_push_chunk (
    f->jobs.provider,
    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It is\\n<b> 你\"},\"logprobs\":{\"content\":["
    "{\"token\":\"It\",\"logprob\":-0.01},{\"token\":\" is\\n\",\"logprob\":-0.5,\"top_logprobs\":["
    "{\"token\":\"\\\\<was>\",\"logprob\":-1},{\"token\":\" is\\n\",\"logprob\":-0.5}]},"
    "{\"token\":\"<b> \",\"logprob\":-9},{\"token\":\"?\",\"bytes\":[228,189],\"logprob\":-1},"
    "{\"token\":\"?\",\"bytes\":[160],\"logprob\":-1}]}}]}");
  chat_finish (f->jobs.provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));

  attune_test_wait_until (jobs_is_shown (f->page, "regenerate_button"));
  actions = attune_ui_test_find_id (find_view (f, 1), "actions");
  g_assert_true (gtk_widget_activate_action (actions, "message.show-probabilities", NULL));
  dialog = GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (f->jobs.window)));
  attune_ui_test_wait_shown (dialog, "It is\n<b> 你");
  attune_ui_test_check_names (dialog);
  g_assert_true (attune_ui_test_shows (dialog, "Point at a Token"));
  g_assert_true (attune_ui_test_shows (dialog, "Surprising, below 5%"));
  g_assert_false (attune_ui_test_shows (dialog, "Not known"));

  view = ATTUNE_TOKEN_VIEW (attune_ui_test_find_id (dialog, "token_view"));
  attune_token_view_select (view, 1);
  g_assert_true (attune_ui_test_shows (dialog, "“ is↵” · 61% · Likely"));
  g_assert_true (attune_ui_test_shows (dialog, "“\\<was>”"));
  g_assert_true (attune_ui_test_shows (dialog, "37%"));
  attune_token_view_select (view, 2);
  g_assert_true (attune_ui_test_shows (dialog, "“<b> ” · 0.01% · Surprising"));
  attune_token_view_select (view, 3);
  g_assert_true (attune_ui_test_shows (dialog, "“你” · 14% · Unlikely"));
  g_assert_true (attune_ui_test_shows (dialog, "2 tokens make up this character."));
  g_assert_false (attune_ui_test_shows (dialog, "a part of the answer only"));
}

/* Where what stands out begins in a text, in bytes; -1 when nothing does. */
static int
find_new (GtkWidget *label)
{
  PangoLayout *layout = attune_text_label_get_layout (ATTUNE_TEXT_LABEL (label));
  PangoAttrIterator *iter = pango_attr_list_get_iterator (pango_layout_get_attributes (layout));
  int found = -1;

  do
    if (pango_attr_iterator_get (iter, PANGO_ATTR_WEIGHT) != NULL &&
        pango_attr_iterator_get (iter, PANGO_ATTR_BACKGROUND) != NULL && found < 0)
      pango_attr_iterator_range (iter, &found, NULL);
  while (pango_attr_iterator_next (iter));

  pango_attr_iterator_destroy (iter);

  return found;
}

/* What a screen reader is told of the character with that number. */
static char *
dup_told (GtkWidget *label,
          guint      offset)
{
  GtkAccessibleText *text = GTK_ACCESSIBLE_TEXT (label);
  g_autofree GtkAccessibleTextRange *ranges = NULL;
  g_auto(GStrv) names = NULL;
  g_auto(GStrv) values = NULL;
  gsize n_ranges = 0;

  if (!GTK_ACCESSIBLE_TEXT_GET_IFACE (text)->get_attributes (text, offset, &n_ranges, &ranges,
                                                             &names, &values))
    return g_strdup ("");

  return g_strdup_printf ("%s %s from %zu", names[0], values[0], ranges[0].start);
}

static gboolean
match_exactly (GtkWidget *widget,
               gpointer   text)
{
  return ATTUNE_IS_TEXT_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_str_equal (attune_text_label_get_text (ATTUNE_TEXT_LABEL (widget)), text);
}

static gboolean
shows_exactly (Fixture    *f,
               const char *text)
{
  return attune_ui_test_find (f->page, match_exactly, (gpointer)text) != NULL;
}

/* A prompt and what the model makes of it are one text, in which the model's part stands out. */
static void
test_completion (Fixture       *f,
                 gconstpointer  data)
{
  static const char whole[] = "Once *upon* a **time**";
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWidget *label;

  start (f, "base");
  attune_test_run (attune_conversation_set_parameters (f->conversation, "{\"mode\":\"completion\"}"));
  ask (f, "Once *upon*");
  provider_chat_push_chunk (f->jobs.provider, "{\"choices\":[{\"index\":0,\"text\":\" a\"}]}");
  attune_ui_test_wait_shown (f->page, "Once *upon* a");
  provider_chat_push_chunk (f->jobs.provider, "{\"choices\":[{\"index\":0,\"text\":\" **time**\"}]}");
  chat_finish (f->jobs.provider, "stop");
  attune_ui_test_wait_shown (f->page, whole);
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));
  wait_frames (f->page, 3);

  label = attune_ui_test_find (f->page, match_exactly, (gpointer)whole);
  g_assert_nonnull (label);
  g_assert_cmpint (find_new (label), ==, strlen ("Once *upon*"));
  before = dup_told (label, 3);
  after = dup_told (label, 11);
  g_assert_cmpstr (before, ==, "");
  g_assert_cmpstr (after, ==, "weight 600 from 11");
  gtk_test_accessible_assert_property (
    gtk_widget_get_ancestor (label, g_type_from_name ("AttuneMessageView")),
    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    "The prompt, and what the model wrote after it, which begins with “a **time**”");

  /* The prompt is not shown twice, and can still be written anew. */
  g_assert_false (shows_exactly (f, "Once *upon*"));
  g_assert_true (jobs_is_shown (f->page, "edit_button"));

  /* Talked to from now on, it answers; what it went on with stays what it was. */
  attune_test_run (attune_conversation_set_parameters (f->conversation, "{\"mode\":\"chat\"}"));
  ask (f, "And *then*?");
  provider_chat_push_chunk (f->jobs.provider, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It *ended*\"}}]}");
  chat_finish (f->jobs.provider, "stop");
  attune_test_wait_until (shows_exactly (f, "And *then*?") && shows_exactly (f, "It ended"));
  g_assert_true (shows_exactly (f, whole));
}

/* Once nothing more is written, what a model of OpenAI reads is counted as it does. */
static void
test_exact_meter (Fixture       *f,
                  gconstpointer  data)
{
  AttuneComposer *composer;

  start (f, "gpt-4o-mini");
  composer = ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer"));
  attune_composer_set_text (composer, "Hello there");
  attune_ui_test_wait_shown (f->page, "about 7");

  /* Two of the text, four around it, three before the answer. */
  attune_ui_test_wait_shown (f->page, "9 tokens");
  g_assert_false (attune_ui_test_shows (f->page, "about 7"));
  attune_composer_set_text (composer, "Hello there.");
  g_assert_false (attune_ui_test_shows (f->page, "9 tokens"));
  attune_ui_test_wait_shown (f->page, "10 tokens");
}

/* What there is to read stands beside what is written; what is not sent any more is said. */
static void
test_meter (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *reply = g_strnfill (1000, 'x');
  AttuneComposer *composer;

  start (f, "base");
  composer = ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer"));
  attune_composer_set_text (composer, "Hello there");
  attune_ui_test_wait_shown (f->page, "about 7");
  attune_composer_set_text (composer, "");
  g_assert_false (jobs_is_shown (f->page, "meter_label"));

  attune_test_run (attune_workspace_refresh_models (f->jobs.workspace));
  attune_test_run (attune_conversation_set_model (f->conversation,
                                                  attune_account_get_id (f->jobs.account),
                                                  "talker"));
  ask (f, "Hello there");
  answer (f, reply);
  attune_composer_set_text (composer, "Hello there");
  attune_ui_test_wait_shown (f->page, " of 400");
  g_assert_false (jobs_is_shown (f->page, "notice_label"));
  reply[200] = '\0';
  attune_composer_set_text (composer, reply);
  attune_ui_test_wait_shown (f->page, "The first 2 messages of this chat are not sent any more");
  g_assert_false (jobs_is_shown (f->page, "meter_label"));
}

/* A text file goes with the message; one that is none is told about. */
static void
test_attach (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "notes.md", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_auto(GValue) value = G_VALUE_INIT;
  AttuneComposer *composer;
  g_autofree char *message = NULL;

  start (f, "base");
  composer = ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer"));
  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_assert_true (g_file_set_contents (path, "a ``` b\n", -1, NULL));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));

  g_assert_true (attune_composer_add_files (composer, &value));
  attune_ui_test_wait_shown (f->page, "notes.md");
  attune_composer_set_text (composer, "Read this");
  message = attune_composer_dup_message (composer);
  g_assert_cmpstr (message, ==, "Read this\n\nnotes.md:\n\n````md\na ``` b\n````");

  g_assert_true (g_file_set_contents (path, "\xff\xfe", -1, NULL));
  g_assert_true (attune_composer_add_files (composer, &value));
  attune_ui_test_wait_shown (GTK_WIDGET (f->jobs.window), "Could Not Add the File");
}

/* An answer that is corrected becomes a row of a dataset; the chat stays as it is. */
static void
test_correct (Fixture       *f,
              gconstpointer  data)
{
  AttuneDataset *dataset = f->jobs.dataset;
  AdwDialog *dialog;
  GtkWidget *view;
  g_autoptr(GPtrArray) corrections = NULL;

  start (f, "base");
  ask (f, "Which colour is 7?");
  answer (f, "Blue.");
  act (f, "chat.correct", 1);
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (f->jobs.window));
  attune_ui_test_check_names (GTK_WIDGET (dialog));
  view = attune_ui_test_find_id (GTK_WIDGET (dialog), "text_view");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "Violet.", -1);
  jobs_press (GTK_WIDGET (dialog), "add_button");
  attune_ui_test_wait_shown (GTK_WIDGET (f->jobs.window), "Answer added to the dataset");
  attune_test_resolve (attune_workspace_list_corrections (f->jobs.workspace, dataset),
                       corrections = g_value_dup_boxed (value_));
  g_assert_cmpuint (corrections->len, ==, 1);
  g_assert_true (attune_ui_test_shows (f->page, "Blue."));
}

/* Parameters are kept under a name, and used in another chat. */
static void
test_preset (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *popover;
  GListModel *presets;
  GtkWidget *pane;
  AttuneChatParameters *parameters;
  const char *value;

  start (f, "base");
  presets = attune_workspace_get_presets (f->jobs.workspace);
  pane = attune_ui_test_find_id (f->page, "pane");
  parameters = attune_parameters_pane_get_parameters (ATTUNE_PARAMETERS_PANE (pane));
  attune_chat_parameters_set_double (parameters, "temperature", 0.25);
  popover = attune_ui_test_find_id (pane, "preset_popover");
  g_signal_emit_by_name (popover, "save", "Careful & <slow>");
  attune_test_wait_until (attune_test_count (presets) == 1);

  attune_parameters_pane_set_system_text (ATTUNE_PARAMETERS_PANE (pane), "something else");
  g_signal_emit_by_name (attune_ui_test_find_id (pane, "reset_button"), "clicked");
  g_assert_true (attune_chat_parameters_get_is_automatic (parameters));
  g_signal_emit_by_name (popover, "use", "Careful & <slow>");
  g_assert_false (attune_chat_parameters_get_is_automatic (parameters));
  attune_test_wait_until (attune_conversation_get_parameters (f->conversation) != NULL);
  value = attune_conversation_get_parameters (f->conversation);
  g_assert_nonnull (strstr (value, "0.25"));

  g_signal_emit_by_name (popover, "delete", "Careful & <slow>");
  attune_test_wait_until (attune_test_count (presets) == 0);
}

int
main (int   argc,
      char *argv[])
{
  /* Settings are kept for this test alone. */
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);

  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Chat/stream", Fixture, NULL, set_up, test_stream, tear_down);
  g_test_add ("/Attune/Chat/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/Attune/Chat/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/Attune/Chat/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/Attune/Chat/draft", Fixture, NULL, set_up, test_draft, tear_down);
  g_test_add ("/Attune/Chat/rename", Fixture, NULL, set_up, test_rename, tear_down);
  g_test_add ("/Attune/Chat/system-text", Fixture, NULL, set_up, test_system_text, tear_down);
  g_test_add ("/Attune/Chat/sheet", Fixture, NULL, set_up, test_sheet, tear_down);
  g_test_add ("/Attune/Chat/model", Fixture, NULL, set_up, test_model, tear_down);
  g_test_add ("/Attune/Chat/model-by-enter", Fixture, NULL, set_up, test_model_by_enter, tear_down);
  g_test_add ("/Attune/Chat/other-model", Fixture, NULL, set_up, test_other_model, tear_down);
  g_test_add ("/Attune/Chat/suggestions", Fixture, NULL, set_up, test_suggestions, tear_down);
  g_test_add ("/Attune/Chat/regenerate", Fixture, NULL, set_up, test_regenerate, tear_down);
  g_test_add ("/Attune/Chat/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/Attune/Chat/cancel-edit", Fixture, NULL, set_up, test_cancel_edit, tear_down);
  g_test_add ("/Attune/Chat/delete", Fixture, NULL, set_up, test_delete, tear_down);
  g_test_add ("/Attune/Chat/continue", Fixture, NULL, set_up, test_continue, tear_down);
  g_test_add ("/Attune/Chat/probabilities", Fixture, NULL, set_up, test_probabilities, tear_down);
  g_test_add ("/Attune/Chat/completion", Fixture, NULL, set_up, test_completion, tear_down);
  g_test_add ("/Attune/Chat/exact-meter", Fixture, NULL, set_up, test_exact_meter, tear_down);
  g_test_add ("/Attune/Chat/meter", Fixture, NULL, set_up, test_meter, tear_down);
  g_test_add ("/Attune/Chat/attach", Fixture, NULL, set_up, test_attach, tear_down);
  g_test_add ("/Attune/Chat/correct", Fixture, NULL, set_up, test_correct, tear_down);
  g_test_add ("/Attune/Chat/preset", Fixture, NULL, set_up, test_preset, tear_down);
  g_test_add ("/Attune/Chat/reading-order", Fixture, NULL, set_up, test_reading_order, tear_down);
  g_test_add ("/Attune/Chat/stick", Fixture, NULL, set_up, test_stick, tear_down);

  return g_test_run ();
}
