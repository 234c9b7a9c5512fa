/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-atomic-file"

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "attune-atomic-file.h"
#include "attune-error.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("attune-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "数据.jsonl", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_clear_pointer (&f->path, g_free);
  g_clear_pointer (&f->folder, g_free);
}

static guint
count_files (Fixture *f)
{
  g_autoptr(GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
}

static void
assert_content (Fixture    *f,
                const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;

  g_file_get_contents (f->path, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, expected);
}

static void
test_commit (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  AttuneAtomicFile *file = attune_atomic_file_new (f->path, &error);
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_true (attune_atomic_file_write (file, "one\n", 4, &error));
  g_assert_true (attune_atomic_file_write (file, "two\n", 4, &error));
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));

  g_assert_true (attune_atomic_file_commit (file, &error));
  g_assert_no_error (error);
  assert_content (f, "one\ntwo\n");

  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  g_assert_finalize_object (file);
  assert_content (f, "one\ntwo\n");
  g_assert_cmpuint (count_files (f), ==, 1);
}

static void
test_dispose (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  AttuneAtomicFile *file = attune_atomic_file_new (f->path, &error);

  g_assert_true (attune_atomic_file_write (file, "half", 4, &error));
  g_object_run_dispose (G_OBJECT (file));
  g_assert_finalize_object (file);
  g_assert_cmpuint (count_files (f), ==, 0);

  file = attune_atomic_file_new (f->path, &error);
  g_assert_true (attune_atomic_file_write (file, "half", 4, &error));
  g_assert_true (attune_atomic_file_sync (file, &error));
  g_assert_true (attune_atomic_file_sync (file, &error));
  g_assert_finalize_object (file);
  g_assert_cmpuint (count_files (f), ==, 0);
}

/* What is being written has no name that could stay behind when the program is killed. */
static void
test_unnamed (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneAtomicFile) file = attune_atomic_file_new (f->path, &error);
  g_autofd int fd = open (f->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  g_assert_no_error (error);

  if (fd < 0)
    {
      g_test_skip ("The file system of the temporary folder has no files without a name.");
      return;
    }

  g_assert_true (attune_atomic_file_write (file, "half", 4, &error));
  g_assert_cmpuint (count_files (f), ==, 0);
  g_assert_null (attune_atomic_file_get_temporary_path (file));
  g_assert_true (attune_atomic_file_sync (file, &error));
  g_assert_true (g_file_test (attune_atomic_file_get_temporary_path (file), G_FILE_TEST_EXISTS));
}

static void
test_replace (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (attune_atomic_file_replace (f->path, "old", 3, &error));
  g_assert_true (attune_atomic_file_replace (f->path, "", 0, &error));
  g_assert_no_error (error);
  assert_content (f, "");
}

static void
test_no_folder (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (f->folder, "missing", "file", NULL);

  g_assert_false (attune_atomic_file_replace (path, "x", 1, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
}

static void
test_onto_folder (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir (f->path, 0700), ==, 0);
  g_assert_false (attune_atomic_file_replace (f->path, "x", 1, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_cmpuint (count_files (f), ==, 1);
  g_assert_cmpint (g_rmdir (f->path), ==, 0);
}

/* A limit on the size of files stands in for a full disk: both fail in the middle of a write. */
static void
test_full (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = g_strnfill (1024 * 1024, 'x');
  struct rlimit limit;
  struct rlimit old_limit;

  g_assert_true (attune_atomic_file_replace (f->path, "old", 3, &error));

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 100 * 1000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_false (attune_atomic_file_replace (f->path, bytes, 1024 * 1024, &error));

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  signal (SIGXFSZ, SIG_DFL);

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  assert_content (f, "old");
  g_assert_cmpuint (count_files (f), ==, 1);
}

#define add_test(path, func) \
  g_test_add ("/Attune/AtomicFile/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add_test ("commit", test_commit);
  add_test ("dispose", test_dispose);
  add_test ("unnamed", test_unnamed);
  add_test ("replace", test_replace);
  add_test ("no-folder", test_no_folder);
  add_test ("onto-folder", test_onto_folder);
  add_test ("full", test_full);

  return g_test_run ();
}
