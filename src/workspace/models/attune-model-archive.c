/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-archive"

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "attune-model-archive.h"

/**
 * attune_model_archive_get_suffix:
 * @path: (type filename): a model in one piece, as a provider handed it out
 *
 * Providers do not agree on a kind of archive, and do not always say which it is; its first bytes
 * do. Reads them, which blocks for a moment.
 *
 * Returns: what the name of such a file ends in
 */
const char *
attune_model_archive_get_suffix (const char *path)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
    const char *suffix;
  } kinds[] = {
    { "\x1f\x8b", 2, ".tar.gz" },
    { "\x28\xb5\x2f\xfd", 4, ".tar.zst" },
    { "PK\x03\x04", 4, ".zip" },
    { "GGUF", 4, ".gguf" },
  };
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char head[4] = { 0 };

  if (stream != NULL)
    g_input_stream_read (G_INPUT_STREAM (stream), head, sizeof head, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (memcmp (head, kinds[i].bytes, kinds[i].length) == 0)
      return kinds[i].suffix;

  return ".tar";
}
