/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "attune-error.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-config.h"
#include "attune-trainer-dataset.h"
#include "trainer-test.h"

#define CONTEXT 64

static AttuneTrainerDataset *
load (Fixture     *f,
      const char  *text,
      guint        context,
      guint64     *bad_line,
      GError     **error)
{
  g_autofree char *path = fixture_path (f, "data.jsonl");
  g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;

  fixture_write (f, "data.jsonl", text);
  tokenizer = attune_trainer_tokenizer_new (f->base, NULL);
  g_assert_nonnull (tokenizer);

  return attune_trainer_dataset_new (path, tokenizer, context, bad_line, error);
}

/* The window as text: special tokens as <, > and |; what is to be learned in capitals. */
static char *
dup_text (const AttuneTrainerWindow *window)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < window->n_tokens; i++)
    {
      gint32 token = window->tokens[i];
      char character = token == 256 ? '|' : token == 257 ? '<' : token == 258 ? '>' : token;

      if (window->is_target[i])
        g_string_append_c (text, character == '>' ? ')' : g_ascii_toupper (character));
      else
        g_string_append_c (text, character);
    }

  return g_string_free (text, FALSE);
}

static void
check_window (AttuneTrainerDataset *dataset,
              guint                 index,
              const char           *expected)
{
  g_autofree char *text = dup_text (attune_trainer_dataset_get_window (dataset, index));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_windows (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneTrainerDataset) dataset = NULL;
  g_autoptr(GError) error = NULL;
  guint64 bad_line = 99;

  dataset = load (f,
                  "\xef\xbb\xbf{\"messages\":[{\"role\":\"system\",\"content\":\"be\"},"
                  "{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"yes\"}]}\n"
                  "\n"
                  "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                  "{\"role\":\"assistant\",\"content\":\"b\",\"weight\":0},"
                  "{\"role\":\"user\",\"content\":\"c\"},{\"role\":\"assistant\",\"content\":\"d\"}]}\r\n"
                  "{\"prompt\":\"one\",\"completion\":\" two\"}",
                  CONTEXT * 2, &bad_line, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bad_line, ==, 0);
  g_assert_cmpuint (attune_trainer_dataset_get_n_windows (dataset), ==, 3);
  g_assert_cmpuint (attune_trainer_dataset_get_n_cut (dataset), ==, 0);

  check_window (dataset, 0, "<system\nbe>\n<user\nhi>\n<assistant\nYES)\n");
  check_window (dataset, 1, "<user\na>\n<assistant\nb>\n<user\nc>\n<assistant\nD)\n");
  check_window (dataset, 2, "one TWO|");
  g_assert_cmpuint (attune_trainer_dataset_get_window (dataset, 0)->n_targets, ==, 4);
  g_assert_cmpuint (attune_trainer_dataset_get_max_targets (dataset), ==, 5);
}

/* Special tokens that somebody writes are plain text; they must not end a turn. */
static void
test_special_text (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(AttuneTrainerDataset) dataset = NULL;
  const AttuneTrainerWindow *window;
  guint64 bad_line;

  dataset = load (f,
                  "{\"messages\":[{\"role\":\"user\",\"content\":\"<|im_end|>\"},"
                  "{\"role\":\"assistant\",\"content\":\"x\"}]}\n",
                  CONTEXT, &bad_line, NULL);
  window = attune_trainer_dataset_get_window (dataset, 0);
  g_assert_cmpint (window->tokens[6], ==, '<');
  g_assert_cmpint (window->tokens[7], ==, '|');
}

static void
test_too_long (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(AttuneTrainerDataset) dataset = NULL;
  g_autofree char *filler = g_strnfill (100, 'x');
  g_autofree char *text = NULL;
  guint64 bad_line;

  /* One whose answer is cut, one whose answer is cut off. */
  text = g_strdup_printf ("{\"prompt\":\"p\",\"completion\":\"%s\"}\n"
                          "{\"prompt\":\"%s\",\"completion\":\"c\"}\n", filler, filler);
  dataset = load (f, text, CONTEXT, &bad_line, NULL);

  g_assert_cmpuint (attune_trainer_dataset_get_n_windows (dataset), ==, 1);
  g_assert_cmpuint (attune_trainer_dataset_get_n_cut (dataset), ==, 2);
  g_assert_cmpuint (attune_trainer_dataset_get_n_left_out (dataset), ==, 1);
  g_assert_cmpuint (attune_trainer_dataset_get_n_tokens (dataset), ==, CONTEXT);
}

static void
test_bad_files (Fixture       *f,
                gconstpointer  data)
{
  static const struct
  {
    const char *text;
    guint64     line;
  } files[] = {
    { "{\"prompt\":\"p\",\"completion\":\"c\"}\n{\"prompt\":\n", 2 },
    { "\n\n[1,2]\n", 3 },
    { "{\"question\":\"p\"}\n", 1 },
    { "{\"prompt\":\"\xff\",\"completion\":\"c\"}\n", 1 },
    { "", 0 },
    { "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
      "{\"role\":\"assistant\",\"content\":\"b\",\"weight\":0}]}\n", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(AttuneTrainerDataset) dataset = NULL;
      g_autoptr(GError) error = NULL;
      guint64 bad_line = 99;

      dataset = load (f, files[i].text, CONTEXT, &bad_line, &error);
      g_assert_null (dataset);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      g_assert_cmpuint (bad_line, ==, files[i].line);
    }
}

static void
test_shuffle (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneTrainerDataset) dataset = NULL;
  g_autofree guint *first = NULL;
  g_autofree guint *again = NULL;
  g_autofree guint *other_epoch = NULL;
  g_autofree guint *other_seed = NULL;
  gboolean seen[50] = { 0 };
  guint64 bad_line;

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    g_string_append (text, "{\"prompt\":\"p\",\"completion\":\"c\"}\n");

  dataset = load (f, text->str, CONTEXT, &bad_line, NULL);
  first = attune_trainer_dataset_shuffle (dataset, 7, 0);
  again = attune_trainer_dataset_shuffle (dataset, 7, 0);
  other_epoch = attune_trainer_dataset_shuffle (dataset, 7, 1);
  other_seed = attune_trainer_dataset_shuffle (dataset, 8, 0);

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_assert_false (seen[first[i]]);
      seen[first[i]] = TRUE;
    }

  g_assert_cmpmem (first, sizeof seen, again, sizeof seen);
  g_assert_cmpint (memcmp (first, other_epoch, G_N_ELEMENTS (seen) * sizeof (guint)), !=, 0);
  g_assert_cmpint (memcmp (first, other_seed, G_N_ELEMENTS (seen) * sizeof (guint)), !=, 0);
}

static void
test_automatic (Fixture       *f,
                gconstpointer  data)
{
  AttuneTrainerConfig small = { 0 };
  AttuneTrainerConfig tiny = { 0 };
  AttuneTrainerConfig large = { 0 };
  AttuneTrainerConfig given = { .n_epochs = 2, .batch_size = 7, .learning_rate_multiplier = 0.5 };

  attune_trainer_config_choose_automatic (&small, 56, 6000);
  g_assert_cmpuint (small.n_epochs, ==, 20);
  g_assert_cmpuint (small.batch_size, ==, 4);
  g_assert_cmpfloat (small.learning_rate_multiplier, ==, 1);

  attune_trainer_config_choose_automatic (&tiny, 10, 400);
  g_assert_cmpuint (tiny.n_epochs, ==, 28);
  g_assert_cmpuint (tiny.batch_size, ==, 2);

  attune_trainer_config_choose_automatic (&large, 100000, 20000000);
  g_assert_cmpuint (large.n_epochs, ==, 3);
  g_assert_cmpuint (large.batch_size, ==, 16);

  attune_trainer_config_choose_automatic (&given, 56, 6000);
  g_assert_cmpuint (given.n_epochs, ==, 2);
  g_assert_cmpuint (given.batch_size, ==, 7);
  g_assert_cmpfloat (given.learning_rate_multiplier, ==, 0.5);

  /* Up, then down, and the multiplier scales all of it. */
  g_assert_cmpfloat (attune_trainer_config_get_learning_rate (&small, 1, 100), <,
                     attune_trainer_config_get_learning_rate (&small, 5, 100));
  g_assert_cmpfloat (attune_trainer_config_get_learning_rate (&small, 100, 100), <,
                     attune_trainer_config_get_learning_rate (&small, 50, 100));
  g_assert_cmpfloat (attune_trainer_config_get_learning_rate (&given, 50, 100), ==,
                     attune_trainer_config_get_learning_rate (&small, 50, 100) / 2);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  attune_trainer_backend_load (&error);
  g_assert_no_error (error);

  g_test_add ("/Attune/TrainerDataset/windows", Fixture, NULL,
              fixture_set_up, test_windows, fixture_tear_down);
  g_test_add ("/Attune/TrainerDataset/special-text", Fixture, NULL,
              fixture_set_up, test_special_text, fixture_tear_down);
  g_test_add ("/Attune/TrainerDataset/too-long", Fixture, NULL,
              fixture_set_up, test_too_long, fixture_tear_down);
  g_test_add ("/Attune/TrainerDataset/bad-files", Fixture, NULL,
              fixture_set_up, test_bad_files, fixture_tear_down);
  g_test_add ("/Attune/TrainerDataset/shuffle", Fixture, NULL,
              fixture_set_up, test_shuffle, fixture_tear_down);
  g_test_add ("/Attune/TrainerDataset/automatic", Fixture, NULL,
              fixture_set_up, test_automatic, fixture_tear_down);

  return g_test_run ();
}
