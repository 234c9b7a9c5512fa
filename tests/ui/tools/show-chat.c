/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* show-chat WIDTH HEIGHT MESSAGES [BYTES]: shows a chat with so many messages, to look at. With
 * BYTES the last one is an answer that streams and of which so much has come. Prints "ready"
 * after a second. */

#define G_LOG_DOMAIN "show-chat"

#include "config.h"

#include <stdlib.h>

#include <adwaita.h>

#include "attune-message-list.h"
#include "chat-sample.h"

static gboolean
ready_cb (gpointer user_data)
{
  g_print ("ready\n");

  return G_SOURCE_REMOVE;
}

static void
add_half (GListModel *messages,
          gsize       n_bytes)
{
  AttuneMessageRow row = {
    .id = 1000,
    .author = ATTUNE_MESSAGE_ASSISTANT,
    .state = ATTUNE_MESSAGE_STREAMING,
    .content = g_strndup (chat_sample_rich, n_bytes),
    .model = (char *)"keeper",
  };
  g_autoptr(AttuneMessage) message = attune_message_new (&row);

  g_list_store_append (G_LIST_STORE (messages), message);
  g_free (row.content);
}

static void
activate_cb (GtkApplication  *application,
             char           **arguments)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_scrollable_new ();
  AttuneMessageList *list = attune_message_list_new ();
  GListModel *messages = chat_sample_new_messages ((guint)atoi (arguments[3]));

  if (arguments[4] != NULL)
    add_half (messages, (gsize)atoi (arguments[4]));

  attune_message_list_set_model (list, messages);
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), 860);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), GTK_WIDGET (list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), scrolled);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (window), atoi (arguments[1]), atoi (arguments[2]));
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add_seconds (1, ready_cb, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (argc < 4)
    return 2;

  dex_init ();

  application = adw_application_new ("io.github.attune.ShowChat", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/io/github/attune/Attune");
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
