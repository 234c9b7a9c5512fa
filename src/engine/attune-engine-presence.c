/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-presence"

#include "config.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-atomic-file.h"
#include "attune-engine-presence.h"

/* In the state folder: where its engine listens. */
#define SOCKET_FILENAME "socket"

#define TIMEOUT_SECONDS 3

static gboolean
can_connect (const char *path)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(GSocketConnection) connection = NULL;

  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

/**
 * attune_engine_presence_announce:
 * @state_folder: (type filename): a folder whose lock is ours
 * @socket_path: (type filename): where we are about to listen
 *
 * Says where the engine of @state_folder is to be found. Blocks.
 */
void
attune_engine_presence_announce (const char *state_folder,
                                 const char *socket_path)
{
  g_autofree char *path = g_build_filename (state_folder, SOCKET_FILENAME, NULL);
  g_autoptr(GError) error = NULL;

  if (!attune_atomic_file_replace (path, socket_path, strlen (socket_path), &error))
    g_info ("Cannot write %s: %s", path, error->message);
}

/**
 * attune_engine_presence_check:
 * @state_folder: (type filename): a folder whose lock somebody else has
 *
 * Asks the engine of @state_folder something. Blocks.
 *
 * Returns: whether it answers
 */
gboolean
attune_engine_presence_check (const char *state_folder)
{
  g_autofree char *path = g_build_filename (state_folder, SOCKET_FILENAME, NULL);
  g_autofree char *socket_path = NULL;
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) body = NULL;

  if (!g_file_get_contents (path, &socket_path, NULL, NULL))
    return FALSE;

  address = g_unix_socket_address_new (socket_path);
  session = g_object_new (SOUP_TYPE_SESSION,
                          "remote-connectable", address,
                          "timeout", TIMEOUT_SECONDS,
                          NULL);
  message = soup_message_new (SOUP_METHOD_GET, "http://localhost/v1/models");
  body = soup_session_send_and_read (session, message, NULL, NULL);

  return body != NULL && soup_message_get_status (message) == SOUP_STATUS_OK;
}

/**
 * attune_engine_presence_clean:
 * @socket_folder: (type filename): where the sockets to the models go
 *
 * Removes what an engine left that was killed: sockets on which nobody listens. Blocks.
 */
void
attune_engine_presence_clean (const char *socket_folder)
{
  g_autoptr(GDir) dir = g_dir_open (socket_folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (socket_folder, name, NULL);

      if (g_str_has_prefix (name, "llama-") && g_str_has_suffix (name, ".sock") && !can_connect (path))
        g_unlink (path);
    }
}
