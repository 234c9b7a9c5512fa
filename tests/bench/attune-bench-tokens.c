/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Counts the tokens of a file on one core, again and again; prints one JSON object. */

#define G_LOG_DOMAIN "attune-bench-tokens"

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "attune-token-counter.h"

/* The time that this thread had a processor: others may be at work on the machine. */
static double
get_milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* Anonymous memory in kilobytes. */
static guint64
get_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) ||
      !(line = strstr (text, "RssAnon:")))
    return 0;

  return g_ascii_strtoull (line + strlen ("RssAnon:") + 1, NULL, 10);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AttuneTokenizer) tokenizer = NULL;
  g_autoptr(AttuneTokenCounter) counter = NULL;
  g_autoptr(GMappedFile) file = NULL;
  g_autoptr(GError) error = NULL;
  guint64 memory;
  double best = G_MAXDOUBLE;
  double load;
  gsize n_tokens = 0;
  double begun_at;

  if (argc != 4)
    {
      g_printerr ("Usage: attune-bench-tokens ENCODING FILE ROUNDS\n");
      return 2;
    }

  memory = get_memory ();
  begun_at = get_milliseconds ();

  if (!(tokenizer = attune_tokenizer_load (attune_token_encoding_from_name (argv[1]), &error)) ||
      !(file = g_mapped_file_new (argv[2], FALSE, &error)))
    {
      g_printerr ("attune-bench-tokens: %s\n", error->message);
      return 1;
    }

  load = get_milliseconds () - begun_at;
  memory = get_memory () - memory;
  counter = attune_token_counter_new (tokenizer);

  for (int i = 0; i < atoi (argv[3]); i++)
    {
      begun_at = get_milliseconds ();
      n_tokens = attune_token_counter_count (counter, g_mapped_file_get_contents (file),
                                             g_mapped_file_get_length (file));
      best = MIN (best, get_milliseconds () - begun_at);
    }

  g_print ("{\"tokens\": %" G_GSIZE_FORMAT ", \"mb_per_s\": %.1f, \"load_ms\": %.0f, \"tables_mb\": %.1f}\n",
           n_tokens, g_mapped_file_get_length (file) / best / 1e3, load, memory / 1e3);

  return 0;
}
