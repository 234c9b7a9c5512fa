/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-query"

#include "config.h"

#include "attune-engine-child.h"
#include "attune-engine-query.h"

/* An answer is a line, or an object of some members. */
#define MAX_ANSWER (64 * 1024)

/**
 * attune_engine_query:
 * @argv: (array zero-terminated=1): the engine itself, and what it is to look at
 * @error: return location for an error
 *
 * Looks into a file in a process of its own, which libggml may end without the engine. In a fiber.
 *
 * Returns: (transfer full) (nullable): what it wrote, empty when it failed; %NULL when it could not
 *   be asked
 */
char *
attune_engine_query (const char * const  *argv,
                     GError             **error)
{
  AttuneEngineChildFlags flags = ATTUNE_ENGINE_CHILD_OUTPUT | ATTUNE_ENGINE_CHILD_NICE;
  g_autoptr(AttuneEngineChild) child = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *tail = NULL;
  GInputStream *output;

  if (!(child = attune_engine_child_spawn (argv, flags, -1, error)))
    return NULL;

  output = attune_engine_child_get_output (child);

  if (!(bytes = dex_await_boxed (dex_input_stream_read_bytes (output, MAX_ANSWER,
                                                              G_PRIORITY_DEFAULT),
                                 error)) ||
      !dex_await (attune_engine_child_wait (child), error))
    return NULL;

  if (attune_engine_child_has_succeeded (child) && g_bytes_get_size (bytes) > 0)
    return g_strstrip (g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));

  tail = attune_engine_child_dup_tail (child);
  g_info ("“%s %s” failed: %s", argv[1], argv[2], tail);

  return g_strdup ("");
}
