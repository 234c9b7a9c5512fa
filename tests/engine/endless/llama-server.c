/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A llama-server that never stops talking, and writes down when its listener goes away: what the
 * real one does then cannot be seen from outside. */

#define G_LOG_DOMAIN "endless"

#include "config.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <libsoup/soup.h>

static void
append_chunk (SoupServerMessage *message)
{
  static const char chunk[] = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"and \"}}]}\n\n";

  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            chunk, strlen (chunk));
  soup_server_message_unpause (message);
}

static void
finished_cb (SoupServerMessage *message)
{
  g_autofree char *path = g_build_filename (g_getenv ("ENDLESS_FOLDER"), "gone", NULL);

  g_file_set_contents (path, "", 0, NULL);
}

static void
chat_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (append_chunk), NULL);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), NULL);
  append_chunk (message);
}

static void
health_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GSocketAddress) address = NULL;

  for (int i = 1; i + 1 < argc; i++)
    {
      if (g_str_equal (argv[i], "--host"))
        address = g_unix_socket_address_new (argv[i + 1]);
    }

  soup_server_add_handler (server, "/health", health_cb, NULL, NULL);
  soup_server_add_handler (server, "/v1/chat/completions", chat_cb, NULL, NULL);

  if (!soup_server_listen (server, address, 0, NULL))
    return 1;

  g_main_loop_run (loop);

  return 0;
}
