/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The least that a checker of JSON Lines must do: parse every line and walk over its values, on one
 * core, with the file in memory. Prints how many values there were. */

#define G_LOG_DOMAIN "attune-bench-walk"

#include "config.h"

#include <string.h>

#include <glib.h>
#include <yyjson.h>

static guint64
walk (yyjson_val *root)
{
  yyjson_val *end = unsafe_yyjson_get_next (root);
  guint64 n = 0;

  for (yyjson_val *value = root; value < end; value++)
    n += yyjson_is_str (value) ? unsafe_yyjson_get_len (value) : 1;

  return n;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GMappedFile) file = NULL;
  g_autoptr(GError) error = NULL;
  yyjson_alc *allocator = yyjson_alc_dyn_new ();
  const char *text;
  const char *end;
  guint64 n = 0;

  if (argc != 2 || !(file = g_mapped_file_new (argv[1], FALSE, &error)))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Usage: attune-bench-walk FILE");
      return 2;
    }

  text = g_mapped_file_get_contents (file);
  end = text + g_mapped_file_get_length (file);

  while (text < end)
    {
      const char *line_end = memchr (text, '\n', end - text);
      gsize length = (line_end != NULL ? line_end : end) - text;
      yyjson_doc *document = yyjson_read_opts ((char *)text, length, 0, allocator, NULL);

      if (document != NULL)
        n += walk (yyjson_doc_get_root (document));

      yyjson_doc_free (document);
      text += length + 1;
    }

  g_print ("%" G_GUINT64_FORMAT "\n", n);
  yyjson_alc_dyn_free (allocator);

  return 0;
}
