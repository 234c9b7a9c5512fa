/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-worker"

#include "config.h"

#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-workspace-test.h"

/* A second program on a workspace, for tests that kill it: "worker tune DIR URL FILE" brings one
 * fine-tune to its end, "worker chat DIR URL" asks one question, "worker compare DIR URL URL" asks two
 * models the same, "worker type DIR URL" types, and "worker talk DIR URL" talks until it is killed. It
 * says on standard output what it shows. */

static gboolean is_finished;

static void
say (const char *what,
     const char *detail)
{
  g_print ("%s %s\n", what, detail);
  fflush (stdout);
}

static void
job_finished_cb (AttuneWorkspace *workspace,
                 AttuneJob       *job,
                 gpointer         user_data)
{
  say ("finished", attune_job_status_to_string (attune_job_get_status (job)));
  is_finished = TRUE;
}

static void
status_cb (AttuneJob  *job,
           GParamSpec *pspec,
           gpointer    user_data)
{
  say ("status", attune_job_status_to_string (attune_job_get_status (job)));
}

static AttuneAccount *
add_account (AttuneWorkspace *workspace,
             const char      *base_url)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  AttuneAccount *account = NULL;

  attune_test_resolve (attune_test_add_account (workspace, profile, "Server", base_url, NULL),
                       account = g_value_get_object (value_));

  return account;
}

static AttuneAccount *
ensure_account (AttuneWorkspace *workspace,
                const char      *base_url)
{
  GListModel *accounts = attune_workspace_get_accounts (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) known = g_list_model_get_item (accounts, i);

      if (!attune_account_get_is_local (known))
        return known;
    }

  return add_account (workspace, base_url);
}

static AttuneDataset *
ensure_dataset (AttuneWorkspace *workspace,
                const char      *path)
{
  GListModel *datasets = attune_workspace_get_datasets (workspace);
  AttuneImportOptions options = { .split = { .share = 0.25, .seed = 7 } };
  g_autoptr(AttuneDataset) known = g_list_model_get_item (datasets, 0);
  AttuneDataset *dataset = NULL;

  if (known != NULL)
    return known;

  attune_test_resolve (attune_workspace_import (workspace, path, NULL, &options, NULL, NULL, NULL),
                       dataset = g_value_get_object (value_));

  return dataset;
}

static AttuneJob *
ensure_job (AttuneWorkspace *workspace,
            AttuneAccount   *account,
            AttuneDataset   *dataset)
{
  g_autoptr(AttuneJob) known = g_list_model_get_item (attune_workspace_get_jobs (workspace), 0);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneJob *job = NULL;

  if (known != NULL)
    return known;

  attune_job_request_set_model (request, "base");
  attune_test_resolve (attune_workspace_start_job (workspace, dataset, account, request),
                       job = g_value_get_object (value_));

  return job;
}

static void
tune (AttuneWorkspace *workspace,
      const char      *base_url,
      const char      *path)
{
  AttuneAccount *account = ensure_account (workspace, base_url);
  AttuneJob *job = ensure_job (workspace, account, ensure_dataset (workspace, path));

  status_cb (job, NULL, NULL);
  g_signal_connect (job, "notify::status", G_CALLBACK (status_cb), NULL);

  /* Whoever told of the end, and was killed over it, took the news along. */
  attune_test_wait_until (is_finished || attune_job_get_row (job)->announced);
}

static AttuneConversation *
start_conversation (AttuneWorkspace *workspace,
                    const char      *base_url)
{
  AttuneAccount *account = ensure_account (workspace, base_url);
  AttuneConversation *conversation = NULL;

  attune_test_resolve (attune_workspace_start_conversation (workspace,
                                                            attune_account_get_id (account),
                                                            "base"),
                       conversation = g_value_get_object (value_));

  return conversation;
}

static void
compare (AttuneWorkspace *workspace,
         const char      *base_url,
         const char      *other_url)
{
  AttuneComparisonColumn columns[] = {
    { .account_id = attune_account_get_id (add_account (workspace, base_url)), .model = "base" },
    { .account_id = attune_account_get_id (add_account (workspace, other_url)), .model = "other" },
  };
  AttuneComparison *comparison = NULL;

  attune_test_resolve (attune_workspace_start_comparison (workspace, columns,
                                                          G_N_ELEMENTS (columns), FALSE),
                       comparison = g_value_get_object (value_));
  attune_test_run (attune_comparison_send (comparison, "Tell me a story"));
}

static void
type (AttuneWorkspace *workspace,
      const char      *base_url)
{
  AttuneConversation *conversation = start_conversation (workspace, base_url);
  static const char thought[] = "Half a thou";

  for (gsize i = 1; i <= strlen (thought); i++)
    {
      g_autofree char *draft = g_strndup (thought, i);

      attune_conversation_set_draft (conversation, draft);
    }

  attune_test_wait_until (FALSE);
}

/* The last message of that author in the branch that is shown. */
static AttuneMessage *
find_message (AttuneConversation  *conversation,
              AttuneMessageAuthor  author)
{
  GListModel *messages = attune_conversation_get_messages (conversation);

  for (guint i = g_list_model_get_n_items (messages); i > 0; i--)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i - 1);

      if (attune_message_get_author (message) == author)
        return message;
    }

  return NULL;
}

static void
talk (AttuneWorkspace *workspace,
      const char      *base_url)
{
  AttuneConversation *conversation = start_conversation (workspace, base_url);

  for (;;)
    {
      g_autoptr(AttuneMessage) question = NULL;

      attune_conversation_set_draft (conversation, "What was I");
      attune_test_run (attune_conversation_send (conversation, "A question"));
      attune_test_run (attune_conversation_retry (conversation));
      question = g_object_ref (find_message (conversation, ATTUNE_MESSAGE_USER));
      attune_test_run (attune_conversation_edit (conversation, question, "Another question"));
      attune_test_run (attune_conversation_show_message (conversation,
                                                         attune_message_get_id (question)));
      attune_test_run (attune_conversation_delete_message (conversation, question));
      attune_test_run (attune_conversation_restore_message (conversation, question));
    }
}

static void
chat (AttuneWorkspace *workspace,
      const char      *base_url)
{
  attune_test_run (attune_conversation_send (start_conversation (workspace, base_url),
                                             "Tell me a long story"));
  say ("finished", "chat");
}

int
main (int   argc,
      char *argv[])
{
  AttuneWorkspace *workspace;

  dex_init ();

  if (argc < 4)
    return 2;

  workspace = attune_workspace_new (argv[2]);
  attune_workspace_set_haste (workspace, 1000);
  g_signal_connect (workspace, "job-finished", G_CALLBACK (job_finished_cb), NULL);
  attune_test_run (attune_workspace_open (workspace));

  if (g_str_equal (argv[1], "tune") && argc == 5)
    tune (workspace, argv[3], argv[4]);
  else if (g_str_equal (argv[1], "compare") && argc == 5)
    compare (workspace, argv[3], argv[4]);
  else if (g_str_equal (argv[1], "type"))
    type (workspace, argv[3]);
  else if (g_str_equal (argv[1], "talk"))
    talk (workspace, argv[3]);
  else
    chat (workspace, argv[3]);

  attune_test_close (workspace);

  return 0;
}
