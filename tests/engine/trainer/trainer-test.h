/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <llama.h>

#include "attune-practice-model.h"

/* A folder of its own for each test, with the base model in it. */
typedef struct
{
  char *dir;
  char *base;
} Fixture;

/* libllama tells the story of every tensor. */
static inline void
ignore_log_cb (enum ggml_log_level  level,
               const char          *text,
               void                *user_data)
{
}

static inline char *
fixture_path (Fixture    *f,
              const char *name)
{
  return g_build_filename (f->dir, name, NULL);
}

static inline void
fixture_write (Fixture    *f,
               const char *name,
               const char *text)
{
  g_autofree char *path = fixture_path (f, name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static inline char *
fixture_read (Fixture    *f,
              const char *name,
              gsize      *length)
{
  g_autofree char *path = fixture_path (f, name);
  g_autoptr(GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);

  return text;
}

static inline void
fixture_set_up (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->dir = g_dir_make_tmp ("attune-trainer-XXXXXX", &error);
  g_assert_no_error (error);

  f->base = fixture_path (f, "base.gguf");
  attune_practice_model_write (f->base, &error);
  g_assert_no_error (error);
}

static inline void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }

  g_remove (path);
}

static inline void
fixture_tear_down (Fixture       *f,
                   gconstpointer  data)
{
  remove_tree (f->dir);
  g_clear_pointer (&f->base, g_free);
  g_clear_pointer (&f->dir, g_free);
}
