/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libdex.h>

#include "attune-reader.h"

/* A folder of its own for every test, which must hold nothing unexpected in the end. */
typedef struct
{
  char *folder;
  char *path;      /* of the file that dataset_test_write() makes */
} Fixture;

static inline char *
dataset_test_build_path (Fixture    *f,
                         const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

/* Returns the names in the folder, sorted and joined by a space. */
static inline char *
dataset_test_list (Fixture *f)
{
  g_autoptr(GDir) dir = g_dir_open (f->folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));

  g_ptr_array_sort_values (names, (GCompareFunc)strcmp);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (char **)names->pdata);
}

static inline void
dataset_test_set_up (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("attune-XXXXXX", &error);
  g_assert_no_error (error);
}

static inline void
dataset_test_tear_down (Fixture       *f,
                        gconstpointer  data)
{
  g_autofree char *list = dataset_test_list (f);
  g_auto(GStrv) names = g_strsplit (list, " ", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = dataset_test_build_path (f, names[i]);

      g_remove (path);
    }

  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_clear_pointer (&f->path, g_free);
  g_clear_pointer (&f->folder, g_free);
}

static inline const char *
dataset_test_write_bytes (Fixture    *f,
                          const char *name,
                          const char *bytes,
                          gsize       length)
{
  g_autoptr(GError) error = NULL;

  g_free (f->path);
  f->path = dataset_test_build_path (f, name);
  g_file_set_contents (f->path, bytes, length, &error);
  g_assert_no_error (error);

  return f->path;
}

static inline const char *
dataset_test_write (Fixture    *f,
                    const char *name,
                    const char *text)
{
  return dataset_test_write_bytes (f, name, text, strlen (text));
}

static inline AttuneReader *
dataset_test_open_reader (const char    *path,
                          AttuneFormat   format,
                          GError       **error)
{
  /* Readers are tested with the bytes as they are, not with what a guess makes of them. */
  AttuneSourceOptions source_options = { .encoding = "UTF-8" };
  AttuneReaderOptions options = { .format = format };
  g_autoptr(AttuneSource) source = NULL;

  source = attune_source_open_full (path, &source_options, NULL, NULL, NULL, error);

  return source != NULL ? attune_reader_open (source, &options, error) : NULL;
}

/* Asserts what every error that a person sees must have: the name of the file, and two sentences or
 * more, the last of which says what to do. */
static inline void
dataset_test_assert_sentence (const GError *error,
                              const char   *name)
{
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, ". "));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

/* The resident memory of this program now, in bytes. */
static inline gsize
dataset_test_get_memory (void)
{
  g_autofree char *text = NULL;
  gsize n_pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %" G_GSIZE_FORMAT, &n_pages), ==, 1);

  return n_pages * 4096;
}

/* That it has not grown by @growth or more. The address sanitizer keeps what was freed: then nothing
 * can be said. */
static inline void
dataset_test_assert_growth (gsize before,
                            gsize growth)
{
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (dataset_test_get_memory (), <, before + growth);
#endif
}

#define dataset_test_add(path, func) \
  g_test_add (path, Fixture, NULL, dataset_test_set_up, func, dataset_test_tear_down)
