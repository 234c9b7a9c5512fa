/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "attune-import-state.h"
#include "attune-ui-test.h"

/* A folder for the files of one test. */
static inline char *
attune_import_test_make_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *dir = g_dir_make_tmp ("attune-import-XXXXXX", &error);

  g_assert_no_error (error);

  return dir;
}

static inline char *
attune_import_test_write (const char *dir,
                          const char *name,
                          const char *text,
                          gssize      length)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (dir, name, NULL);

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);

  return path;
}

/* @n conversations, each of its own. */
static inline char *
attune_import_test_write_chat (const char *dir,
                               const char *name,
                               guint       n)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "{\"messages\":[{\"role\":\"system\",\"content\":\"Be short.\"},"
                            "{\"role\":\"user\",\"content\":\"Question %u 问题\"},"
                            "{\"role\":\"assistant\",\"content\":\"Answer %u <b>&\"}]}\n", i, i);

  return attune_import_test_write (dir, name, text->str, text->len);
}

/* A file of conversations of at least @size bytes, written in pieces. */
static inline char *
attune_import_test_write_large (const char *dir,
                                guint64     size)
{
  char *path = g_build_filename (dir, "large.jsonl", NULL);
  FILE *file = fopen (path, "w");
  guint64 written = 0;

  g_assert_nonnull (file);

  for (guint64 i = 0; written < size; i++)
    written += fprintf (file,
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"What is the meaning of entry number "
                        "%" G_GUINT64_FORMAT " in the great catalogue of everyday things?\"},"
                        "{\"role\":\"assistant\",\"content\":\"Entry %" G_GUINT64_FORMAT " describes a thing that "
                        "everybody has seen and nobody has looked at for long. 它很常见，却很少有人认真看过它。 "
                        "Whoever looks begins to wonder, and whoever wonders begins to ask.\"}]}\n", i, i);

  g_assert_cmpint (fclose (file), ==, 0);

  return path;
}

/* A ZIP file of @names and their @texts, in turn, up to NULL. */
static inline char *
attune_import_test_write_zip (const char         *dir,
                              const char         *name,
                              const char * const *names_and_texts)
{
  char *path = g_build_filename (dir, name, NULL);
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);

  for (const char * const *p = names_and_texts; *p != NULL; p += 2)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, p[0]);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, (la_int64_t)strlen (p[1]));
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, p[1], strlen (p[1])), ==, strlen (p[1]));
      archive_entry_free (entry);
    }

  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);

  return path;
}

static inline void
attune_import_test_remove (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      attune_import_test_remove (child);
    }

  g_remove (path);
}

static inline void
attune_import_test_wait_phase (AttuneImportState *state,
                               AttuneImportPhase  phase)
{
  while (attune_import_state_get_phase (state) != phase)
    g_main_context_iteration (NULL, TRUE);
}

static inline void
attune_import_test_open (AttuneImportState *state,
                         const char        *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  attune_import_state_set_file (state, file);

  while (attune_import_state_get_phase (state) == ATTUNE_IMPORT_READING)
    g_main_context_iteration (NULL, TRUE);
}
