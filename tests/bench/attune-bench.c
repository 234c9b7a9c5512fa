/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The client's half of the benchmark: the same requests that bench.py also sends with curl, to the
 * same server. Prints one JSON object. */

#define G_LOG_DOMAIN "attune-bench"

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include <gio/gunixsocketaddress.h>

#include "attune-client.h"

typedef struct
{
  AttuneClient *client;
  const char   *model;
  const char   *path;
  gint64        sent_at;
  gint64        first_at;
  guint         n_pieces;
} Bench;

static void
piece_cb (const AttuneChatDelta *delta,
          gpointer               user_data)
{
  Bench *bench = user_data;

  if (bench->n_pieces++ == 0)
    bench->first_at = g_get_monotonic_time ();
}

static DexFuture *
chat_fiber (gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr(AttuneChatRequest) request = attune_chat_request_new (bench->model);

  attune_chat_request_add_turn (request, "user", "Tell me something long.");
  attune_chat_parameters_set_double (attune_chat_request_get_parameters (request), "temperature", 0);
  attune_chat_parameters_set_int (attune_chat_request_get_parameters (request), "max_tokens", 400);
  attune_chat_parameters_set_int (attune_chat_request_get_parameters (request), "seed", 1);
  bench->sent_at = g_get_monotonic_time ();

  return attune_client_chat (bench->client, request, piece_cb, bench, NULL);
}

static DexFuture *
upload_fiber (gpointer user_data)
{
  Bench *bench = user_data;

  bench->sent_at = g_get_monotonic_time ();

  return attune_client_upload_file (bench->client, bench->path, "bench.jsonl", NULL, NULL, NULL);
}

/* In kilobytes. What getrusage() says begins with the size of whoever started this program. */
static guint64
get_peak_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) ||
      !(line = strstr (text, "VmHWM:")))
    return 0;

  return g_ascii_strtoull (line + strlen ("VmHWM:") + 1, NULL, 10);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AttuneProfile) profile = NULL;
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  struct rusage usage;
  Bench bench = { 0 };
  gboolean chat;
  gint64 ended_at;

  dex_init ();

  if (argc != 4)
    {
      g_printerr ("Usage: attune-bench chat SOCKET MODEL\n"
                  "       ATTUNE_BENCH_KEY=KEY attune-bench upload URL FILE\n");
      return 2;
    }

  chat = g_str_equal (argv[1], "chat");
  profile = attune_profile_find_shipped (ATTUNE_PROFILE_LOCAL_ID);

  if (chat)
    {
      address = g_unix_socket_address_new (argv[2]);
      client = attune_client_new (profile, NULL, NULL, G_SOCKET_CONNECTABLE (address));
    }
  else
    {
      client = attune_client_new (profile, argv[2], g_getenv ("ATTUNE_BENCH_KEY"), NULL);
    }

  bench = (Bench) { .client = client, .model = argv[3], .path = argv[3] };
  future = dex_scheduler_spawn (NULL, 0, chat ? chat_fiber : upload_fiber, &bench, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  ended_at = g_get_monotonic_time ();

  if (dex_future_get_value (future, &error) == NULL)
    {
      g_printerr ("attune-bench: %s\n", error->message);
      return 1;
    }

  getrusage (RUSAGE_SELF, &usage);
  g_print ("{\"first_ms\": %.3f, \"total_ms\": %.3f, \"pieces\": %u, \"cpu_ms\": %.3f, \"peak_kb\": %" G_GUINT64_FORMAT "}\n",
           chat ? (bench.first_at - bench.sent_at) / 1e3 : 0,
           (ended_at - bench.sent_at) / 1e3,
           bench.n_pieces,
           usage.ru_utime.tv_sec * 1e3 + usage.ru_utime.tv_usec / 1e3 +
           usage.ru_stime.tv_sec * 1e3 + usage.ru_stime.tv_usec / 1e3,
           get_peak_memory ());

  return 0;
}
