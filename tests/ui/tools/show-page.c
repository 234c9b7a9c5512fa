/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* show-page jobs|job|new-job|chat|models|get-model WIDTH HEIGHT FILE [SECONDS]: opens one page of
 * fine-tunes, chats and models, to look at. It works on the workspace in XDG_DATA_HOME; what is
 * missing there is made with the engine: FILE is imported, a fine-tune is begun, a chat is opened.
 * Prints "ready" after SECONDS. */

#define G_LOG_DOMAIN "show-page"

#include "config.h"

#include <stdlib.h>

#include "attune-chat-page.h"
#include "attune-get-model-dialog.h"
#include "attune-job-page.h"
#include "attune-jobs-page.h"
#include "attune-models-page.h"
#include "attune-new-job-dialog.h"
#include "attune-test.h"

static gpointer
wait_object (DexFuture *future)
{
  g_autoptr(DexFuture) owned = future;
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (owned, &error);

  if (value == NULL)
    g_printerr ("%s\n", error->message);

  return value != NULL && G_VALUE_HOLDS_OBJECT (value) ? g_value_dup_object (value) : NULL;
}

static AttuneDataset *
find_dataset (AttuneWorkspace *workspace,
              const char      *path)
{
  AttuneDataset *dataset = g_list_model_get_item (attune_workspace_get_datasets (workspace), 0);
  AttuneImportOptions options = { .split = { .share = 0.1 } };

  if (dataset != NULL)
    return dataset;

  return wait_object (attune_workspace_import (workspace, path, NULL, &options, NULL, NULL, NULL));
}

static AttuneJob *
find_job (AttuneWorkspace *workspace,
          const char      *path)
{
  AttuneJob *job = g_list_model_get_item (attune_workspace_get_jobs (workspace), 0);
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(AttuneDataset) dataset = NULL;
  g_autoptr(AttuneJobRequest) request = NULL;

  if (job != NULL)
    return job;

  account = g_list_model_get_item (attune_workspace_get_accounts (workspace), 0);
  dataset = find_dataset (workspace, path);
  request = attune_job_request_new ();
  attune_job_request_set_model (request, "attune-practice");
  attune_job_request_set_suffix (request, "helper");

  return wait_object (attune_workspace_start_job (workspace, dataset, account, request));
}

static AttuneConversation *
find_conversation (AttuneWorkspace *workspace,
                   const char      *path)
{
  AttuneConversation *conversation;
  g_autoptr(AttuneJob) job = NULL;
  const char *model;

  conversation = g_list_model_get_item (attune_workspace_get_conversations (workspace), 0);

  if (conversation != NULL)
    return conversation;

  job = find_job (workspace, path);
  model = attune_job_get_fine_tuned_model (job);

  return wait_object (attune_workspace_start_conversation (workspace,
                                                           attune_job_get_account_id (job),
                                                           model != NULL ? model : "attune-practice"));
}

static AdwNavigationPage *
create_page (AttuneWorkspace *workspace,
             const char      *name,
             const char      *path)
{
  if (g_str_equal (name, "chat"))
    return ADW_NAVIGATION_PAGE (attune_chat_page_new (workspace,
                                                      find_conversation (workspace, path)));

  if (g_str_equal (name, "job"))
    return ADW_NAVIGATION_PAGE (attune_job_page_new (workspace, find_job (workspace, path)));

  if (g_str_equal (name, "models") || g_str_equal (name, "get-model"))
    return ADW_NAVIGATION_PAGE (attune_models_page_new (workspace));

  return ADW_NAVIGATION_PAGE (attune_jobs_page_new (workspace));
}

static gboolean
ready_cb (gpointer user_data)
{
  g_print ("ready\n");

  return G_SOURCE_REMOVE;
}

/* An application, so that the styles of the program are loaded. */
static void
activate_cb (GtkApplication *application,
             char          **arguments)
{
  AttuneWorkspace *workspace = attune_workspace_new (NULL);
  GtkWidget *navigation = adw_navigation_view_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *window = adw_application_window_new (application);
  AdwNavigationPage *page;

  wait_object (attune_workspace_open (workspace));
  page = create_page (workspace, arguments[1], arguments[4]);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), page);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), navigation);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (window), atoi (arguments[2]), atoi (arguments[3]));
  gtk_window_present (GTK_WINDOW (window));

  if (g_str_equal (arguments[1], "new-job"))
    {
      g_autoptr(AttuneDataset) dataset = find_dataset (workspace, arguments[4]);
      AttuneNewJobDialog *dialog = attune_new_job_dialog_new (workspace, dataset);

      adw_dialog_present (ADW_DIALOG (dialog), window);
    }

  if (g_str_equal (arguments[1], "get-model"))
    adw_dialog_present (ADW_DIALOG (attune_get_model_dialog_new (workspace)), window);

  g_timeout_add_seconds (arguments[5] != NULL ? (guint)atoi (arguments[5]) : 1, ready_cb, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (argc < 5)
    return 2;

  dex_init ();

  application = adw_application_new ("io.github.attune.ShowPage", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/io/github/attune/Attune");
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
