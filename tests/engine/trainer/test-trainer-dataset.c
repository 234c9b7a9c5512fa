/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <gguf.h>

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

  return attune_trainer_dataset_new (path, tokenizer, context, FALSE, bad_line, error);
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
  AttuneTrainerConfig small = { .warmup_ratio = 0.05 };
  AttuneTrainerConfig tiny = { 0 };
  AttuneTrainerConfig large = { 0 };
  AttuneTrainerConfig given = { .n_epochs = 2, .batch_size = 7, .learning_rate_multiplier = 0.5,
                                .warmup_ratio = 0.05 };

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

static void
test_automatic_adapter (Fixture       *f,
                        gconstpointer  data)
{
  AttuneTrainerConfig small = { 0 };
  AttuneTrainerConfig large = { 0 };
  AttuneTrainerConfig given = { .n_epochs = 2, .batch_size = 7, .lora_rank = 3, .lora_alpha = 5 };

  attune_trainer_config_choose_context (&small, TRUE, 4096);
  g_assert_cmpuint (small.context, ==, 2048);
  attune_trainer_config_choose_context (&large, TRUE, 512);
  g_assert_cmpuint (large.context, ==, 512);

  attune_trainer_config_choose_adapter (&small, 60, 135000000);
  g_assert_cmpuint (small.n_epochs, ==, 8);
  g_assert_cmpuint (small.batch_size, ==, 4);
  g_assert_cmpuint (small.lora_rank, ==, 8);
  g_assert_cmpfloat (small.lora_alpha, ==, 16);

  attune_trainer_config_choose_adapter (&large, 20000, G_GUINT64_CONSTANT (7000000000));
  g_assert_cmpuint (large.n_epochs, ==, 3);
  g_assert_cmpuint (large.batch_size, ==, 16);
  g_assert_cmpuint (large.lora_rank, ==, 16);

  /* Larger models take smaller steps. */
  g_assert_cmpfloat (large.base_rate, <, small.base_rate / 2);

  attune_trainer_config_choose_adapter (&given, 60, 135000000);
  g_assert_cmpuint (given.n_epochs, ==, 2);
  g_assert_cmpuint (given.batch_size, ==, 7);
  g_assert_cmpuint (given.lora_rank, ==, 3);
  g_assert_cmpfloat (given.lora_alpha, ==, 5);
}

/* A model with nothing but a vocabulary of bytes and the special tokens of a chat format. */
typedef struct
{
  const char *name;
  const char *template;     /* as much of one as libllama knows it by, or a name of its own */
  const char *special[8];   /* the first ends an answer */
  gboolean    has_start;
} Format;

static const Format formats[] = {
  { "chatml", "chatml", { "<|im_end|>", "<|im_start|>" }, FALSE },
  { "llama3", "llama3", { "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>" }, TRUE },
  { "gemma", "gemma", { "<end_of_turn>", "<start_of_turn>" }, TRUE },
  { "phi3", "phi3", { "<|end|>", "<|user|>", "<|assistant|>", "<|system|>" }, FALSE },
  { "mistral", "mistral-v7", { "</s>", "[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]" },
    TRUE },
  { "zephyr", "zephyr", { "<|endoftext|>", "<|user|>", "<|assistant|>", "<|system|>" }, FALSE },
};

static void
write_format (Fixture      *f,
              const Format *format,
              const char   *path)
{
  struct gguf_init_params params = { .no_alloc = true };
  struct gguf_context *practice = gguf_init_from_file (f->base, params);
  struct gguf_context *gguf = gguf_init_empty ();
  gint64 tokens_id = gguf_find_key (practice, "tokenizer.ggml.tokens");
  gint64 types_id = gguf_find_key (practice, "tokenizer.ggml.token_type");
  gsize n = gguf_get_arr_n (practice, tokens_id);
  g_autofree const char **tokens = g_new (const char *, n);
  g_autofree gint32 *types = g_memdup2 (gguf_get_arr_data (practice, types_id),
                                        n * sizeof (gint32));

  for (gsize i = 0; i < n; i++)
    {
      tokens[i] = gguf_get_arr_str (practice, tokens_id, i);

      /* Nothing of ChatML but where it is asked for. */
      if (types[i] == 3)
        types[i] = 5;
    }

  tokens[256] = "<start>";
  types[256] = 3;
  tokens[257] = "<|other_1|>";
  tokens[258] = "<|other_2|>";

  for (gsize i = 0; format->special[i] != NULL; i++)
    {
      tokens[260 + i] = format->special[i];
      types[260 + i] = 3;
    }

  gguf_set_kv (gguf, practice);
  gguf_set_arr_str (gguf, "tokenizer.ggml.tokens", tokens, n);
  gguf_set_arr_data (gguf, "tokenizer.ggml.token_type", GGUF_TYPE_INT32, types, n);
  gguf_set_val_u32 (gguf, "tokenizer.ggml.bos_token_id", 256);
  gguf_set_val_u32 (gguf, "tokenizer.ggml.eos_token_id", 260);
  gguf_set_val_bool (gguf, "tokenizer.ggml.add_bos_token", format->has_start);

  if (format->template != NULL)
    gguf_set_val_str (gguf, "tokenizer.chat_template", format->template);

  g_assert_true (gguf_write_to_file (gguf, path, false));
  gguf_free (gguf);
  gguf_free (practice);
}

static char *
dup_detokenized (const char                *path,
                 const AttuneTrainerWindow *window,
                 gboolean                   only_targets)
{
  struct llama_model_params params = llama_model_default_params ();
  struct llama_model *model;
  GString *text = g_string_new (NULL);

  params.vocab_only = true;
  model = llama_model_load_from_file (path, params);
  g_assert_nonnull (model);

  for (guint i = 0; i < window->n_tokens; i++)
    if (!only_targets || window->is_target[i])
      {
        char piece[64];
        int n = llama_token_to_piece (llama_model_get_vocab (model), window->tokens[i], piece,
                                      sizeof piece, 0, true);

        g_string_append_len (text, piece, n);
      }

  llama_model_free (model);

  return g_string_free (text, FALSE);
}

/* Every token together is the text that the server builds, and only the answers are to be learned.
 * */
static void
test_format (Fixture       *f,
             gconstpointer  data)
{
  static const struct llama_chat_message messages[] = {
    { "system", "Be kind." }, { "user", "Hi <b> there" }, { "assistant", "Yes." },
    { "user", "And?" }, { "assistant", "\xe6\xb5\xb7 too" },
  };
  const Format *format = data;
  g_autofree char *path = fixture_path (f, "format.gguf");
  g_autofree char *data_path = fixture_path (f, "data.jsonl");
  g_autofree char *text = NULL;
  g_autofree char *targets = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *expected_targets = NULL;
  g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;
  g_autoptr(AttuneTrainerDataset) dataset = NULL;
  g_autoptr(GError) error = NULL;
  char rendered[1024];
  guint64 bad_line;
  int length;

  write_format (f, format, path);
  fixture_write (f, "data.jsonl",
                 "{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
                 "{\"role\":\"user\",\"content\":\"Hi <b> there\"},"
                 "{\"role\":\"assistant\",\"content\":\"Yes.\"},"
                 "{\"role\":\"user\",\"content\":\"And?\"},"
                 "{\"role\":\"assistant\",\"content\":\"\xe6\xb5\xb7 too\"}]}\n");
  tokenizer = attune_trainer_tokenizer_new (path, &error);
  g_assert_no_error (error);
  dataset = attune_trainer_dataset_new (data_path, tokenizer, 512, FALSE, &bad_line, &error);
  g_assert_no_error (error);

  length = llama_chat_apply_template (format->template, messages, G_N_ELEMENTS (messages), false,
                                      rendered, sizeof rendered);
  g_assert_cmpint (length, >, 0);
  expected = g_strdup_printf ("%s%.*s", format->has_start ? "<start>" : "", length, rendered);
  expected_targets = g_strdup_printf ("%sYes.%s%s\xe6\xb5\xb7 too%s",
                                      strstr (rendered, "] Yes") != NULL ? " " : "",
                                      format->special[0],
                                      strstr (rendered, "] Yes") != NULL ? " " : "",
                                      format->special[0]);
  text = dup_detokenized (path, attune_trainer_dataset_get_window (dataset, 0), FALSE);
  targets = dup_detokenized (path, attune_trainer_dataset_get_window (dataset, 0), TRUE);
  g_test_message ("%s", text);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (targets, ==, expected_targets);
}

/* A format that libllama cannot render, or that has no mark for the end of an answer, is refused,
 * but prompts and completions need none. */
static void
test_foreign_format (Fixture       *f,
                     gconstpointer  data)
{
  static const Format foreign[] = {
    { "unknown", "{{ messages | tojson }}", { "<|end|>" }, FALSE },
    { "no-end", "falcon3", { "<|end|>" }, FALSE },
    { "no-chat", NULL, { "</s>" }, FALSE },
  };
  g_autofree char *path = fixture_path (f, "format.gguf");
  g_autofree char *chat = fixture_path (f, "chat.jsonl");
  g_autofree char *completion = fixture_path (f, "completion.jsonl");

  fixture_write (f, "chat.jsonl",
                 "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                 "{\"role\":\"assistant\",\"content\":\"Yes.\"}]}\n");
  fixture_write (f, "completion.jsonl", "{\"prompt\":\"one\",\"completion\":\" two\"}\n");

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;
      g_autoptr(AttuneTrainerDataset) refused = NULL;
      g_autoptr(AttuneTrainerDataset) dataset = NULL;
      g_autofree char *targets = NULL;
      g_autofree char *expected = NULL;
      g_autoptr(GError) error = NULL;
      guint64 bad_line;

      write_format (f, &foreign[i], path);
      tokenizer = attune_trainer_tokenizer_new (path, &error);
      g_assert_no_error (error);
      refused = attune_trainer_dataset_new (chat, tokenizer, 512, FALSE, &bad_line, &error);
      g_assert_null (refused);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE);
      g_assert_cmpuint (bad_line, ==, 0);

      dataset = attune_trainer_dataset_new (completion, tokenizer, 512, FALSE, &bad_line, NULL);
      g_assert_nonnull (dataset);
      targets = dup_detokenized (path, attune_trainer_dataset_get_window (dataset, 0), TRUE);
      expected = g_strconcat (" two", foreign[i].special[0], NULL);
      g_assert_cmpstr (targets, ==, expected);
    }
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

  g_test_add ("/Attune/TrainerDataset/automatic-adapter", Fixture, NULL,
              fixture_set_up, test_automatic_adapter, fixture_tear_down);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *name = g_strconcat ("/Attune/TrainerDataset/format/", formats[i].name, NULL);

      g_test_add (name, Fixture, &formats[i], fixture_set_up, test_format, fixture_tear_down);
    }

  g_test_add ("/Attune/TrainerDataset/foreign-format", Fixture, NULL,
              fixture_set_up, test_foreign_format, fixture_tear_down);

  return g_test_run ();
}
