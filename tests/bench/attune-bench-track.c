/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-bench-track"

#include "config.h"

#include <sys/resource.h>

#include "attune-workspace.h"

/* attune-bench-track DATA-DIR BASE-URL SECONDS
 *
 * Follows every fine-tune of an account for so many seconds as the window does while none of them
 * is on screen, and prints as JSON what that took. */

typedef struct
{
  AttuneWorkspace *workspace;
  const char      *base_url;
  guint            seconds;
  GMainLoop       *loop;
  GError          *error;
} Bench;

static double
get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static gboolean
measure (Bench   *bench,
         GError **error)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  const AttuneAccountSettings settings = { .base_url = bench->base_url };
  g_autoptr(AttuneAccount) account = NULL;
  double before;

  if (!dex_await (attune_workspace_open (bench->workspace), error) ||
      !(account = dex_await_object (attune_workspace_add_account (bench->workspace, profile,
                                                                  &settings), error)) ||
      !dex_await (attune_workspace_discover_jobs (bench->workspace), error))
    return FALSE;

  before = get_cpu_seconds ();
  dex_await (dex_timeout_new_seconds (bench->seconds), NULL);
  g_print ("{\"jobs\":%u,\"cpu_seconds\":%.3f}\n",
           g_list_model_get_n_items (attune_workspace_get_jobs (bench->workspace)),
           get_cpu_seconds () - before);

  return dex_await (attune_workspace_close (bench->workspace), error);
}

static DexFuture *
measure_fiber (gpointer user_data)
{
  Bench *bench = user_data;

  measure (bench, &bench->error);
  g_main_loop_quit (bench->loop);

  return dex_future_new_true ();
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { 0, };

  dex_init ();

  if (argc != 4)
    return 2;

  bench.workspace = attune_workspace_new (argv[1]);
  bench.base_url = argv[2];
  bench.seconds = (guint)g_ascii_strtoull (argv[3], NULL, 10);
  bench.loop = g_main_loop_new (NULL, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, measure_fiber, &bench, NULL));
  g_main_loop_run (bench.loop);

  if (bench.error != NULL)
    g_printerr ("%s\n", bench.error->message);

  return bench.error != NULL;
}
