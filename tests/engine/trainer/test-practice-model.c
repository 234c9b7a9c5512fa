/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "attune-error.h"
#include "attune-trainer-backend.h"
#include "trainer-test.h"

static void
test_same_each_time (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *again = fixture_path (f, "again.gguf");
  g_autofree char *first_bytes = NULL;
  g_autofree char *second_bytes = NULL;
  g_autoptr(GError) error = NULL;
  gsize first_length, second_length;

  g_assert_true (attune_practice_model_write (again, &error));
  g_assert_no_error (error);

  first_bytes = fixture_read (f, "base.gguf", &first_length);
  second_bytes = fixture_read (f, "again.gguf", &second_length);
  g_assert_cmpmem (first_bytes, first_length, second_bytes, second_length);
}

static void
test_fast (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *path = fixture_path (f, "timed.gguf");
  double seconds = G_MAXDOUBLE;

  /* The best of three: another program may have the processor for a while. */
  for (guint i = 0; i < 3; i++)
    {
      g_test_timer_start ();
      g_assert_true (attune_practice_model_write (path, NULL));
      seconds = MIN (seconds, g_test_timer_elapsed ());
    }

  g_test_minimized_result (seconds, "writing the practice model: %.3f s", seconds);
  g_assert_cmpfloat (seconds, <, 1.0);
}

static void
test_no_folder (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *path = fixture_path (f, "nowhere/base.gguf");
  g_autoptr(GError) error = NULL;

  g_assert_false (attune_practice_model_write (path, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static guint
tokenize (const struct llama_vocab *vocabulary,
          const char               *text,
          llama_token              *tokens,
          guint                     max_tokens)
{
  int n = llama_tokenize (vocabulary, text, strlen (text), tokens, max_tokens, false, true);

  g_assert_cmpint (n, >=, 0);

  return n;
}

static void
check_vocabulary (const struct llama_vocab *vocabulary)
{
  const char *text = "Ünïcode \xe7\x81\xaf\xe5\xa1\x94\n\t~";
  llama_token tokens[64];
  char rendered[64];
  int length;

  /* Every byte is its own token, and comes back as it was. */
  g_assert_cmpuint (tokenize (vocabulary, text, tokens, G_N_ELEMENTS (tokens)), ==, strlen (text));
  g_assert_cmpint (tokens[0], ==, (guint8)text[0]);
  length = llama_detokenize (vocabulary, tokens, strlen (text), rendered, sizeof rendered,
                             false, false);
  g_assert_cmpmem (rendered, length, text, strlen (text));

  g_assert_cmpuint (tokenize (vocabulary, "<|im_start|>a<|im_end|>", tokens, 4), ==, 3);
  g_assert_cmpint (tokens[0], >=, 256);
  g_assert_true (llama_vocab_is_eog (vocabulary, tokens[2]));
  g_assert_cmpuint (tokenize (vocabulary, "<|endoftext|>", tokens, 4), ==, 1);
  g_assert_true (llama_vocab_is_eog (vocabulary, tokens[0]));
}

static void
check_template (const struct llama_model *model)
{
  const char *expected = "<|im_start|>system\nBe kind.<|im_end|>\n"
                         "<|im_start|>user\nHi<|im_end|>\n"
                         "<|im_start|>assistant\n";
  struct llama_chat_message messages[] = { { "system", "Be kind." }, { "user", "Hi" } };
  char rendered[256];
  int length;

  length = llama_chat_apply_template (llama_model_chat_template (model, NULL), messages, 2, true,
                                      rendered, sizeof rendered);
  g_assert_cmpint (length, >, 0);
  g_assert_cmpmem (rendered, length, expected, strlen (expected));
}

static void
test_loads (Fixture       *f,
            gconstpointer  data)
{
  struct llama_model_params params = llama_model_default_params ();
  struct llama_context_params context_params = llama_context_default_params ();
  struct llama_context *context;
  struct llama_model *model;
  llama_token tokens[] = { 257, 'a', 'b' };

  g_assert_true (attune_trainer_backend_load (NULL));
  llama_log_set (ignore_log_cb, NULL);
  model = llama_model_load_from_file (f->base, params);
  g_assert_nonnull (model);
  g_assert_cmpuint (llama_model_n_params (model), >, 2500000);
  g_assert_cmpuint (llama_model_n_params (model), <, 3500000);
  check_vocabulary (llama_model_get_vocab (model));
  check_template (model);

  context_params.n_ctx = 64;
  context = llama_init_from_model (model, context_params);
  g_assert_nonnull (context);
  g_assert_cmpint (llama_decode (context, llama_batch_get_one (tokens, 3)), ==, 0);

  llama_free (context);
  llama_model_free (model);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/PracticeModel/same-each-time", Fixture, NULL,
              fixture_set_up, test_same_each_time, fixture_tear_down);
  g_test_add ("/Attune/PracticeModel/fast", Fixture, NULL,
              fixture_set_up, test_fast, fixture_tear_down);
  g_test_add ("/Attune/PracticeModel/no-folder", Fixture, NULL,
              fixture_set_up, test_no_folder, fixture_tear_down);
  g_test_add ("/Attune/PracticeModel/loads", Fixture, NULL,
              fixture_set_up, test_loads, fixture_tear_down);

  return g_test_run ();
}
