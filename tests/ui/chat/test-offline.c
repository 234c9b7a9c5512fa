/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-offline"

#include "config.h"

#include "attune-chat-page.h"
#include "attune-chat-test.h"
#include "attune-compare-page.h"
#include "attune-test-network.h"

static const char sentence[] = "You are offline. This is sent when the network is back.";

/* A provider that only a network leads to, and a network that is not there yet. */
typedef struct
{
  JobsFixture        jobs;
  AttuneTestNetwork *network;
  AttuneAccount     *account;
  GtkWidget         *page;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  AttuneProfile *profile;
  g_autofree char *url = NULL;

  jobs_set_up (&f->jobs, data);
  f->network = attune_test_network_new ();
  attune_workspace_set_network (f->jobs.workspace, G_NETWORK_MONITOR (f->network));
  attune_workspace_send_waiting (f->jobs.workspace);
  profile = attune_account_get_profile (f->jobs.account);
  url = provider_dup_far_url (f->jobs.provider);
  attune_test_resolve (attune_test_add_account (f->jobs.workspace, profile, "Far", url, NULL),
                       f->account = g_value_dup_object (value_));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->account);
  jobs_tear_down (&f->jobs, data);
  g_clear_object (&f->network);
}

static void
answer (Fixture    *f,
        const char *text)
{
  chat_reply (f->jobs.provider, text);
  attune_ui_test_wait_shown (f->page, text);
}

static guint
count_asked (Fixture *f)
{
  return provider_count (f->jobs.provider, "POST /chat/completions");
}

/* A message stands there, says why it waits, and is sent by itself. */
static void
test_message (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneConversation) conversation = NULL;
  g_autofree char *left = NULL;

  attune_test_resolve (attune_workspace_start_conversation (f->jobs.workspace,
                                                            attune_account_get_id (f->account),
                                                            "base"),
                       conversation = g_value_dup_object (value_));
  f->page = GTK_WIDGET (attune_chat_page_new (f->jobs.workspace, conversation));
  jobs_show (&f->jobs, f->page);

  chat_ask (f->page, "Anybody?");
  attune_ui_test_wait_shown (f->page, "Anybody?");
  attune_ui_test_wait_shown (f->page, sentence);
  left = attune_composer_dup_text (ATTUNE_COMPOSER (attune_ui_test_find_id (f->page, "composer")));
  g_assert_cmpstr (left, ==, "");
  g_assert_true (jobs_is_shown (f->page, "send_button"));
  g_assert_false (jobs_is_shown (f->page, "retry_button"));
  attune_ui_test_check_names (f->page);
  g_assert_cmpuint (count_asked (f), ==, 0);

  attune_test_network_set_available (f->network, TRUE);
  answer (f, "Me.");
  attune_test_wait_until (!attune_ui_test_shows (f->page, sentence));
  g_assert_true (attune_ui_test_shows (f->page, "Anybody?"));
  g_assert_cmpuint (count_asked (f), ==, 1);
}

/* So does what several models are asked; one on this computer answers meanwhile. */
static void
test_comparison (Fixture       *f,
                 gconstpointer  data)
{
  AttuneComparisonColumn columns[] = {
    { .account_id = attune_account_get_id (f->jobs.account), .model = "near" },
    { .account_id = attune_account_get_id (f->account), .model = "far" },
  };
  g_autoptr(AttuneComparison) comparison = NULL;

  attune_test_resolve (attune_workspace_start_comparison (f->jobs.workspace, columns,
                                                          G_N_ELEMENTS (columns), FALSE),
                       comparison = g_value_dup_object (value_));
  f->page = GTK_WIDGET (attune_compare_page_new (f->jobs.workspace, comparison));
  jobs_show (&f->jobs, f->page);

  chat_ask (f->page, "Anybody?");
  answer (f, "The near one.");
  attune_ui_test_wait_shown (f->page, sentence);
  attune_test_wait_until (!attune_comparison_get_is_answering (comparison));
  g_assert_cmpuint (count_asked (f), ==, 1);

  attune_test_network_set_available (f->network, TRUE);
  answer (f, "The far one.");
  attune_test_wait_until (!attune_ui_test_shows (f->page, sentence));
  g_assert_true (attune_ui_test_shows (f->page, "The near one."));
  g_assert_cmpuint (count_asked (f), ==, 2);
  attune_ui_test_wait_shown (f->page, "Which answer is better?");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Offline/message", Fixture, NULL, set_up, test_message, tear_down);
  g_test_add ("/Attune/Offline/comparison", Fixture, NULL, set_up, test_comparison, tear_down);

  return g_test_run ();
}
