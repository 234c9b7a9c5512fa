/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "attune-test-fetch.h"

void
fetch_begin (FetchFixture *f,
             const char   *path,
             const char   *text,
             gboolean      can_resume)
{
  g_autofree char *base_url = NULL;

  f->peer = peer_new ();
  base_url = peer_dup_base_url (f->peer);
  f->text = text;
  f->url = g_strconcat (base_url, "/files/", path, NULL);
  f->dir = g_dir_make_tmp ("attune-fetch-XXXXXX", NULL);
  f->path = g_build_filename (f->dir, path, NULL);
  f->part = g_strconcat (f->path, ".part", NULL);
  f->note = g_strconcat (f->path, ".part.json", NULL);
  f->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  f->size = strlen (text);
  f->can_resume = can_resume;
}

void
fetch_end (FetchFixture *f)
{
  g_autofree char *folder = g_path_get_dirname (f->path);

  g_unlink (f->path);
  g_unlink (f->part);
  g_unlink (f->note);

  if (!g_str_equal (folder, f->dir))
    g_rmdir (folder);

  g_assert_cmpint (g_rmdir (f->dir), ==, 0);   /* nothing else was left behind */
  peer_free (f->peer);
  g_free (f->dir);
  g_free (f->path);
  g_free (f->part);
  g_free (f->note);
  g_free (f->url);
  g_free (f->sha256);
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  FetchFixture *f = user_data;

  f->done = done;
  g_assert_cmpint (total, ==, f->size);
}

static void
freed_cb (gpointer user_data)
{
  FetchFixture *f = user_data;

  f->n_freed++;
}

DexFuture *
fetch_start (FetchFixture *f)
{
  const AttuneFetch download = {
    .url = f->url,
    .path = f->path,
    .size = f->size,
    .sha256 = f->sha256,
    .can_resume = f->can_resume,
    .idle_msec = f->idle_msec,
  };

  return attune_fetch_start (&download, progress_cb, f, freed_cb);
}

/* All of it, and nothing beside it. */
void
fetch_assert_there (FetchFixture *f)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, f->text);
  g_assert_false (g_file_test (f->part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (f->note, G_FILE_TEST_EXISTS));
}

void
fetch_assert_works (FetchFixture *f)
{
  g_autoptr(DexFuture) future = fetch_start (f);
  g_autoptr(GError) error = NULL;

  attune_test_wait (future, &error);
  g_assert_no_error (error);
  fetch_assert_there (f);
  g_assert_cmpint (f->done, ==, f->size);
}

void
fetch_assert_fails (FetchFixture *f,
                    AttuneError   code,
                    const char   *words)
{
  g_autoptr(DexFuture) future = fetch_start (f);
  g_autoptr(GError) error = NULL;

  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}
