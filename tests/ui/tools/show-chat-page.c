/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* show-chat-page WHAT WIDTH HEIGHT PICTURE: a chat with a server that plays the provider, to look
 * at. WHAT is
 * chat, pane, advanced, code, talk, edit, tokens, completion, cut,
 * compare, compare3, add, blind, correct or search. Writes PICTURE, a PNG file, and ends. */

#define G_LOG_DOMAIN "show-chat-page"

#include "config.h"

#include <stdlib.h>

#include "attune-chat-page.h"
#include "attune-chat-search-dialog.h"
#include "attune-compare-page.h"
#include "attune-composer.h"
#include "attune-jobs-test.h"
#include "attune-parameters-pane.h"

#define N_FRAMES 30

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
wait_frames (GtkWidget *widget)
{
  guint n_frames = N_FRAMES;

  gtk_widget_add_tick_callback (widget, count_frame, &n_frames, NULL);
  while (n_frames > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
take_picture (GtkWidget  *window,
              const char *path)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot),
                          gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  if (!gdk_texture_save_to_png (texture, path))
    g_printerr ("Could not write %s\n", path);
}

static void
fill_parameters (GtkWidget *page)
{
  GtkWidget *pane = attune_ui_test_find_id (page, "pane");
  AttuneChatParameters *parameters;
  static const char * const stops[] = { " END", "\n\n###", NULL };

  parameters = attune_parameters_pane_get_parameters (ATTUNE_PARAMETERS_PANE (pane));
  attune_chat_parameters_set_double (parameters, "temperature", 0.7);
  attune_chat_parameters_set_int (parameters, "max_tokens", 256);
  attune_chat_parameters_set_stops (parameters, stops, NULL);
  gtk_widget_activate_action (page, "chat.show-parameters", NULL);
}

/* A question, and an answer of a model that thinks first. */
static void
talk (JobsFixture *f,
      GtkWidget   *page)
{
  GtkWidget *composer = attune_ui_test_find_id (page, "composer");
  AttuneConversation *conversation = attune_chat_page_get_conversation (ATTUNE_CHAT_PAGE (page));

  attune_composer_set_text (ATTUNE_COMPOSER (composer), "Which colour is seven?");
  gtk_widget_activate_action (composer, "composer.send", NULL);
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "It is **blue**, and so are:\n\n- 8\n- 9\n\n```python\nprint (7)\n```\n");
  provider_chat_finish (f->provider, "length");
  attune_test_wait_until (!attune_conversation_get_is_answering (conversation));
}

/* A model that goes on with a text. */
static void
complete (JobsFixture *f,
          GtkWidget   *page)
{
  AttuneConversation *conversation = attune_chat_page_get_conversation (ATTUNE_CHAT_PAGE (page));
  GtkWidget *composer = attune_ui_test_find_id (page, "composer");

  attune_test_run (attune_conversation_set_parameters (conversation, "{\"mode\":\"completion\"}"));
  attune_composer_set_text (ATTUNE_COMPOSER (composer),
                            "Seven is blue. Eight is green, as grass is in May.\n\nNine");
  gtk_widget_activate_action (composer, "composer.send", NULL);
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"text\":\" is the colour of "
                            "honey when the sun comes through the jar, 像蜂蜜一样。\\n\\nTen\"}]}");
  provider_chat_finish (f->provider, "length");
  attune_test_wait_until (!attune_conversation_get_is_answering (conversation));
}

/* More than the model reads at once. */
static void
cut (JobsFixture *f,
     GtkWidget   *page)
{
  AttuneConversation *conversation = attune_chat_page_get_conversation (ATTUNE_CHAT_PAGE (page));
  GtkWidget *composer = attune_ui_test_find_id (page, "composer");
  g_autofree char *text = g_strnfill (1160, 'x');

  attune_test_run (attune_workspace_refresh_models (f->workspace));
  attune_test_run (attune_conversation_set_model (conversation, attune_account_get_id (f->account),
                                                  "talker"));
  attune_composer_set_text (ATTUNE_COMPOSER (composer), text);
  gtk_widget_activate_action (composer, "composer.send", NULL);
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "It is **blue**.");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (conversation));
  attune_composer_set_text (ATTUNE_COMPOSER (composer), "And which colour is eight? Tell me all of it.");
}

/* An answer of which it is known how likely each token was. */
static void
show_tokens (JobsFixture *f,
             GtkWidget   *page)
{
  static const struct { const char *text; double logprob; } tokens[] = {
    { "Seven", -0.02 }, { " is", -0.3 }, { " a", -1.2 }, { " prime", -2.4 }, { " number", -0.05 },
    { ",", -0.9 }, { " and", -1.1 }, { " its", -4.1 }, { " colour", -0.4 }, { " is", -0.01 },
    { " 青", -3.6 }, { "色", -0.2 }, { ".\\n\\n", -0.4 }, { "Eight", -2.1 }, { " is", -0.1 },
    { " green", -1.4 }, { ".", -0.02 },
  };
  AttuneConversation *conversation = attune_chat_page_get_conversation (ATTUNE_CHAT_PAGE (page));
  GtkWidget *composer = attune_ui_test_find_id (page, "composer");
  GtkWidget *dialog;
  GtkWidget *actions;

  attune_composer_set_text (ATTUNE_COMPOSER (composer), "Which colour is seven?");
  gtk_widget_activate_action (composer, "composer.send", NULL);
  attune_test_wait_until (provider_is_chatting (f->provider));
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autofree char *chunk = NULL;

      chunk = g_strdup_printf ("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"logprobs\":{"
                               "\"content\":[{\"token\":\"%s\",\"logprob\":%f,\"top_logprobs\":["
                               "{\"token\":\" blue\",\"logprob\":-1.5},{\"token\":\"\\n\",\"logprob\":-2},"
                               "{\"token\":\"%s\",\"logprob\":%f},{\"token\":\" of\",\"logprob\":-8}]}]}}]}",
                               tokens[i].text, tokens[i].text, tokens[i].logprob, tokens[i].text,
                               tokens[i].logprob);
      provider_chat_push_chunk (f->provider, chunk);
    }
  provider_chat_finish (f->provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (conversation));
  wait_frames (page);

  actions = gtk_widget_get_ancestor (attune_ui_test_find_id (page, "regenerate_button"),
                                     g_type_from_name ("AttuneMessageActions"));
  gtk_widget_activate_action (actions, "message.show-probabilities", NULL);
  dialog = GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (f->window)));
  attune_ui_test_wait_shown (dialog, "Seven is");
  g_object_set (attune_ui_test_find_id (dialog, "token_view"), "selected", 3, NULL);
}

static void
act (GtkWidget  *page,
     const char *action_name,
     guint       position)
{
  AttuneConversation *conversation = attune_chat_page_get_conversation (ATTUNE_CHAT_PAGE (page));
  GListModel *messages = attune_conversation_get_messages (conversation);
  g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, position);

  gtk_widget_activate_action (page, action_name, "x", attune_message_get_id (message));
}

/* Each column has a provider of its own, which lives as long as this. */
static Provider *
add_provider (JobsFixture    *f,
              AttuneAccount **account)
{
  AttuneProfile *profile = attune_account_get_profile (f->account);
  Provider *provider = provider_new ();
  g_autofree char *base_url = provider_dup_base_url (provider);

  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Harbour", base_url, NULL),
                       *account = g_value_get_object (value_));

  return provider;
}

/* Some models that are asked the same. */
static GtkWidget *
compare (JobsFixture *f,
         gboolean     is_blind,
         guint        n_columns)
{
  static const char * const answers[] = {
    "It is **blue**, as the sea is at noon. See [the chart](https://example.com):\n\n"
    "1. Take the lamp.\n2. Turn it to *blue*.\n\n```python\nprint (7, \"blue\")\n```\n\n蓝色的灯在海边亮着。",
    "It is **green**, as the sea is in the evening. See [the chart](https://example.com):\n\n"
    "1. Take the lamp.\n2. Turn it to *green*, slowly.\n\n```python\nprint (7, \"green\")\n```\n\n绿色的灯在海边亮着。",
    "I do not know, but it is no number that I would paint.",
  };
  Provider *providers[G_N_ELEMENTS (answers)] = { f->provider };
  AttuneComparisonColumn columns[G_N_ELEMENTS (answers)] = {
    { .account_id = attune_account_get_id (f->account), .model = "ft:harbour-7b" },
    { .model = "harbour-7b" },
    { .model = "lighthouse-1b-instruct-2026-03" },
  };
  AttuneComparison *comparison;
  GtkWidget *page;

  for (guint i = 1; i < n_columns; i++)
    {
      AttuneAccount *account;

      providers[i] = add_provider (f, &account);
      columns[i].account_id = attune_account_get_id (account);
    }

  attune_test_resolve (attune_workspace_start_comparison (f->workspace, columns, n_columns,
                                                          is_blind),
                       comparison = g_value_get_object (value_));
  page = GTK_WIDGET (attune_compare_page_new (f->workspace, comparison));
  jobs_show (f, page);
  attune_composer_set_text (ATTUNE_COMPOSER (attune_ui_test_find_id (page, "composer")), "Which colour is seven?");
  gtk_widget_activate_action (attune_ui_test_find_id (page, "composer"), "composer.send", NULL);

  for (guint i = 0; i < n_columns; i++)
    {
      attune_test_wait_until (provider_is_chatting (providers[i]));
      provider_chat_push (providers[i], answers[i]);
      provider_chat_finish (providers[i], "stop");
    }

  attune_test_wait_until (!attune_comparison_get_is_answering (comparison));

  return page;
}

static void
show (JobsFixture *f,
      GtkWidget   *page,
      const char  *what)
{
  GtkWidget *composer = attune_ui_test_find_id (page, "composer");

  if (g_str_equal (what, "pane") || g_str_equal (what, "advanced"))
    fill_parameters (page);

  if (g_str_equal (what, "advanced"))
    {
      GtkWidget *row = attune_ui_test_find_id (page, "advanced_row");
      GtkWidget *scrolled = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
      GtkAdjustment *adjustment;

      adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
      wait_frames (page);
      gtk_adjustment_set_value (adjustment, 1e6);
    }

  if (g_str_equal (what, "talk") || g_str_equal (what, "edit"))
    talk (f, page);

  if (g_str_equal (what, "completion"))
    complete (f, page);

  if (g_str_equal (what, "cut"))
    cut (f, page);

  if (g_str_equal (what, "tokens"))
    show_tokens (f, page);

  if (g_str_equal (what, "edit"))
    act (page, "chat.edit-message", 0);

  if (g_str_equal (what, "correct"))
    {
      talk (f, page);
      act (page, "chat.correct", 1);
    }

  if (g_str_equal (what, "search"))
    {
      AttuneChatSearchDialog *dialog = attune_chat_search_dialog_new (f->workspace);

      talk (f, page);
      adw_dialog_present (ADW_DIALOG (dialog), page);
      gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (dialog), "chat_search_entry")),
                             "blue");
    }

  if (g_str_equal (what, "compare") || g_str_equal (what, "blind"))
    compare (f, g_str_equal (what, "blind"), 2);

  if (g_str_equal (what, "compare3"))
    compare (f, FALSE, 3);

  if (g_str_equal (what, "add"))
    gtk_widget_activate_action (compare (f, FALSE, 3), "compare.add-model", NULL);

  if (g_str_equal (what, "code"))
    {
      attune_composer_set_text (ATTUNE_COMPOSER (composer),
                                "Which colour is “7”, and why isn't it \"8\"?");
      gtk_widget_activate_action (page, "chat.view-code", NULL);
    }
}

int
main (int   argc,
      char *argv[])
{
  JobsFixture f = { 0 };
  AttuneConversation *conversation;
  g_autoptr(AdwApplication) application = NULL;
  GtkWidget *page;

  if (argc != 5)
    return 2;

  dex_init ();
  adw_init ();

  /* It brings the style sheet. */
  application = adw_application_new ("io.github.attune.ShowChatPage", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/io/github/attune/Attune");
  g_application_register (G_APPLICATION (application), NULL, NULL);
  jobs_set_up (&f, NULL);
  gtk_window_set_default_size (f.window, atoi (argv[2]), atoi (argv[3]));
  attune_test_resolve (attune_workspace_start_conversation (f.workspace,
                                                            attune_account_get_id (f.account),
                                                            "ft:harbour-7b"),
                       conversation = g_value_dup_object (value_));
  page = GTK_WIDGET (attune_chat_page_new (f.workspace, conversation));
  jobs_show (&f, page);
  wait_frames (page);
  show (&f, page, argv[1]);
  wait_frames (page);
  take_picture (GTK_WIDGET (f.window), argv[4]);
  g_object_unref (conversation);
  jobs_tear_down (&f, NULL);

  return 0;
}
