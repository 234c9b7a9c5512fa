/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Runs a fuzz target without libFuzzer: every file of its corpus as it is, and then mutations of
 * it, which are the same each time. The last message of a test that failed tells which it was. */

#define G_LOG_DOMAIN "fuzz-driver"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "fuzz-target.h"

#define N_MUTATIONS 200
#define MAX_CHANGES 4
#define MAX_SIZE    (64 * 1024)

static void
run (const GByteArray *input)
{
  /* A copy of exact size, so that reading beyond its end is noticed. */
  g_autofree guint8 *copy = g_memdup2 (input->data, input->len);

  LLVMFuzzerTestOneInput (copy, input->len);
}

/* Writes part of the input a second time, somewhere else. */
static void
repeat_part (GByteArray *input,
             GRand      *rand)
{
  guint start = g_rand_int_range (rand, 0, input->len);
  guint length = g_rand_int_range (rand, 0, input->len - start + 1);
  g_autofree guint8 *part = g_memdup2 (input->data + start, length);

  if (input->len + length <= MAX_SIZE)
    g_byte_array_append (input, part, length);
}

static void
mutate (GByteArray *input,
        GRand      *rand)
{
  guint position;
  guint length;

  if (input->len == 0)
    g_byte_array_set_size (input, 1);

  position = g_rand_int_range (rand, 0, input->len);
  length = g_rand_int_range (rand, 0, input->len - position + 1);

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      input->data[position] ^= 1 << g_rand_int_range (rand, 0, 8);
      break;

    case 1:
      input->data[position] = g_rand_int_range (rand, 0, 256);
      break;

    case 2:
      g_byte_array_remove_range (input, position, length);
      break;

    case 3:
      repeat_part (input, rand);
      break;

    default:
      g_byte_array_set_size (input, position);
      break;
    }
}

static void
test_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  for (guint i = 0; i <= N_MUTATIONS; i++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (i);
      g_autoptr(GByteArray) input = g_byte_array_new ();
      guint n_changes = i == 0 ? 0 : g_rand_int_range (rand, 1, MAX_CHANGES + 1);

      g_byte_array_append (input, (const guint8 *)contents, length);

      for (guint change = 0; change < n_changes; change++)
        mutate (input, rand);

      g_test_message ("%s, mutation %u", path, i);
      run (input);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;

  dex_init ();
  g_test_init (&argc, &argv, NULL);

  if (argc != 2 || !(dir = g_dir_open (argv[1], 0, &error)))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Usage: fuzz-NAME CORPUS");
      return 1;
    }

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *test = g_strdup_printf ("/Attune/Fuzz/%s", name);

      g_test_add_data_func_full (test, g_build_filename (argv[1], name, NULL), test_file, g_free);
    }

  return g_test_run ();
}
