/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Counts as a model on this computer does, by the engine's own program. */

#define G_LOG_DOMAIN "attune-local-tokens"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-local-tokens.h"
#include "attune-paths.h"

/* A line for each text, in a file that only this person can read and that nobody sees for long. */
static char *
write_lines (GPtrArray  *texts,
             GError    **error)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "attune-XXXXXX.jsonl", NULL);
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autofd int fd = -1;

  for (guint i = 0; i < texts->len; i++)
    {
      g_autoptr(JsonObject) object = json_object_new ();
      g_autofree char *line = NULL;

      json_object_set_string_member (object, "text", texts->pdata[i]);
      line = attune_json_object_to_string (object);
      g_string_append (lines, line);
      g_string_append_c (lines, '\n');
    }

  if ((fd = g_mkstemp (path)) < 0 ||
      !g_file_set_contents_full (path, lines->str, (gssize)lines->len, G_FILE_SET_CONTENTS_NONE,
                                 0600, NULL))
    {
      g_unlink (path);
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        _("Attune could not read or write “%s”. Check the disk, then try again."),
                        path);
      return NULL;
    }

  return g_steal_pointer (&path);
}

static gboolean
read_counts (const char *output,
             guint       n,
             guint64    *counts)
{
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);

  if (g_strv_length (lines) < n)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(JsonObject) answer = attune_json_parse_object (lines[i], -1, NULL);
      gint64 n_tokens = answer != NULL ? attune_json_get_int (answer, "tokens", -1) : -1;

      if (n_tokens < 0)
        return FALSE;

      counts[i] = (guint64)n_tokens;
    }

  return TRUE;
}

/**
 * attune_local_tokens_is_scheme: (skip)
 * @scheme: how a model counts, as attune_conversation_get_scheme() says
 *
 * Returns: whether it is the file of a model on this computer
 */
gboolean
attune_local_tokens_is_scheme (const char *scheme)
{
  return g_path_is_absolute (scheme);
}

/**
 * attune_local_tokens_count: (skip)
 * @model_path: (type filename): a GGUF file, of which only the vocabulary is read
 * @texts: (element-type utf8): what to count
 * @counts: (array) (out caller-allocates): one for each
 * @error: return location for %ATTUNE_ERROR_ENGINE, %ATTUNE_ERROR_NOT_FOUND or
 *   %ATTUNE_ERROR_STORAGE
 *
 * Blocks, usually for some tens of milliseconds.
 *
 * Returns: whether all of them were counted
 */
gboolean
attune_local_tokens_count (const char  *model_path,
                           GPtrArray   *texts,
                           guint64     *counts,
                           GError     **error)
{
  g_autofree char *program = attune_paths_find_program ("attune-engine", error);
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  gboolean is_done;

  if (program == NULL || (path = write_lines (texts, error)) == NULL)
    return FALSE;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL, program, "tokens", model_path, path, NULL);
  is_done = process != NULL &&
            g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL) &&
            g_subprocess_get_successful (process) && read_counts (output, texts->len, counts);
  g_unlink (path);

  if (!is_done)
    attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                      _("The tokens of a text could not be counted as this model does."));

  return is_done;
}
