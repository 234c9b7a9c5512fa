/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-scratch"

#include "config.h"

#include <sys/resource.h>
#include <signal.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libdex.h>

#include "attune-error.h"
#include "attune-paths.h"
#include "attune-scratch.h"

typedef struct
{
  guint64 number;
  guint32 square;
} Element;

/* From memory into a file and on. */
static void
test_grow (void)
{
  g_autoptr(AttuneScratch) scratch = attune_scratch_new (sizeof (Element));
  g_autoptr(GError) error = NULL;

  g_assert_null (attune_scratch_get_data (scratch));

  for (guint32 i = 0; i < 500 * 1000; i++)
    {
      const Element element = { i, i * i };

      g_assert_true (attune_scratch_append (scratch, &element, &error));
      g_assert_no_error (error);
    }

  g_assert_cmpuint (attune_scratch_get_length (scratch), ==, 500 * 1000);

  for (guint32 i = 0; i < 500 * 1000; i++)
    {
      const Element *element = attune_scratch_get (scratch, i);

      g_assert_cmpuint (element->number, ==, i);
      g_assert_cmpuint (element->square, ==, i * i);
    }
}

static void
test_set_length (void)
{
  g_autoptr(AttuneScratch) scratch = attune_scratch_new (sizeof (guint32));
  g_autoptr(GError) error = NULL;
  guint32 *numbers;

  for (guint n = 1000; n <= 1000 * 1000; n *= 1000)
    {
      g_assert_true (attune_scratch_set_length (scratch, n, &error));
      numbers = attune_scratch_get_data (scratch);
      g_assert_cmpuint (numbers[0], ==, 0);
      g_assert_cmpuint (numbers[n - 1], ==, 0);
      g_assert_cmpuint (numbers[n / 1000 - 1], ==, 0);
      numbers[n - 1] = 7;

      /* What was cut does not come back. */
      g_assert_true (attune_scratch_set_length (scratch, n / 2, &error));
      g_assert_true (attune_scratch_set_length (scratch, n, &error));
      numbers = attune_scratch_get_data (scratch);
      g_assert_cmpuint (numbers[n - 1], ==, 0);
      g_assert_true (attune_scratch_set_length (scratch, 0, &error));
    }

  g_assert_false (attune_scratch_set_length (scratch, G_MAXSIZE, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
}

/* Nobody finds a file of it, not even after a crash. */
static void
test_no_trace (void)
{
  g_autofree char *folder = attune_paths_dup_cache_dir ();
  g_autoptr(AttuneScratch) scratch = attune_scratch_new (1024);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = NULL;

  g_assert_true (attune_scratch_set_length (scratch, 4096, &error));
  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  g_assert_null (g_dir_read_name (dir));
}

/* A limit on the size of files stands for a full disk. Returns what it was before. */
static struct rlimit
limit_files (void)
{
  struct rlimit old;
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = 4 * 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  return old;
}

/* The error comes before the memory is touched, and what was there stays. */
static void
test_full (void)
{
  g_autoptr(AttuneScratch) scratch = attune_scratch_new (1024);
  g_autoptr(GError) error = NULL;
  struct rlimit old;
  char *data;

  g_assert_true (attune_scratch_set_length (scratch, 2048, &error));
  data = attune_scratch_get_data (scratch);
  data[0] = 'a';

  old = limit_files ();
  g_assert_false (attune_scratch_set_length (scratch, 64 * 1024, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "Free some space"));
  g_assert_cmpuint (attune_scratch_get_length (scratch), ==, 2048);
  data = attune_scratch_get_data (scratch);
  g_assert_cmpint (data[0], ==, 'a');
}

/* What is foreseen is there at once, so that nothing moves any more … */
static void
test_foresee (void)
{
  g_autoptr(AttuneScratch) scratch = attune_scratch_new (1024);
  g_autoptr(GError) error = NULL;
  char *data;

  g_assert_true (attune_scratch_set_length (scratch, 16, &error));
  memset (attune_scratch_get_data (scratch), 'a', 16 * 1024);
  attune_scratch_foresee (scratch, 64 * 1024);
  g_assert_true (attune_scratch_set_length (scratch, 17, &error));
  data = attune_scratch_get_data (scratch);
  g_assert_cmpint (data[16 * 1024 - 1], ==, 'a');
  g_assert_cmpint (data[16 * 1024], ==, 0);

  for (gsize length = 18; length <= 64 * 1024; length += 1000)
    {
      g_assert_true (attune_scratch_set_length (scratch, length, &error));
      g_assert_true (attune_scratch_get_data (scratch) == data);
      g_assert_cmpint (data[length * 1024 - 1], ==, 0);
    }
}

/* … and where there is no room for it, what is needed is taken. */
static void
test_foresee_too_much (void)
{
  g_autoptr(AttuneScratch) scratch = attune_scratch_new (1024);
  g_autoptr(GError) error = NULL;
  struct rlimit old = limit_files ();

  attune_scratch_foresee (scratch, 64 * 1024);

  for (gsize length = 1; length <= 2048; length *= 2)
    {
      char *data;

      g_assert_true (attune_scratch_set_length (scratch, length, &error));
      data = attune_scratch_get_data (scratch);
      g_assert_cmpint (data[length * 1024 - 1], ==, 0);
      data[length * 1024 - 1] = 'a';
    }

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Scratch/grow", test_grow);
  g_test_add_func ("/Attune/Scratch/set-length", test_set_length);
  g_test_add_func ("/Attune/Scratch/no-trace", test_no_trace);
  g_test_add_func ("/Attune/Scratch/full", test_full);
  g_test_add_func ("/Attune/Scratch/foresee", test_foresee);
  g_test_add_func ("/Attune/Scratch/foresee-too-much", test_foresee_too_much);

  return g_test_run ();
}
