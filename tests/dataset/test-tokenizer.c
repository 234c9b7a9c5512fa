/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* That the tokens are those of tiktoken is shown at large by test-tiktoken.py; here is the rest. */

#define G_LOG_DOMAIN "test-tokenizer"

#include "config.h"

#include "attune-error.h"
#include "attune-test-clock.h"
#include "attune-token-stream.h"
#include "dataset-test.h"

/* A run of a million times one thing must not take longer than this, in seconds. A method that
 * looks at everything again after each merge takes minutes; so long takes only ASan on a busy
 * machine. */
#define MAX_SECONDS 3

static AttuneTokenizer *
load (AttuneTokenEncoding encoding)
{
  g_autoptr(GError) error = NULL;
  AttuneTokenizer *tokenizer = attune_tokenizer_load (encoding, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tokenizer);

  return tokenizer;
}

/* Encodes @text, asserts that counting gives the same number, and that the tokens are the text. */
static GArray *
encode (AttuneTokenCounter *counter,
        const char         *text,
        gsize               length)
{
  AttuneTokenizer *tokenizer = attune_token_counter_get_tokenizer (counter);
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(GString) joined = g_string_new (NULL);
  gsize n = attune_token_counter_encode (counter, text, length, tokens);

  g_assert_cmpuint (n, ==, tokens->len);
  g_assert_cmpuint (n, ==, attune_token_counter_count (counter, text, length));

  for (guint i = 0; i < tokens->len; i++)
    {
      gsize n_bytes;
      guint32 token = g_array_index (tokens, guint32, i);
      const guint8 *bytes = attune_tokenizer_get_token (tokenizer, token, &n_bytes);

      g_string_append_len (joined, (const char *)bytes, n_bytes);
    }

  g_assert_cmpmem (text, length, joined->str, joined->len);

  return tokens;
}

static void
assert_tokens (AttuneTokenEncoding  encoding,
               const char          *text,
               const char          *expected)
{
  g_autoptr(AttuneTokenizer) tokenizer = load (encoding);
  g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);
  g_autoptr(GArray) tokens = encode (counter, text, strlen (text));
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < tokens->len; i++)
    g_string_append_printf (found, "%s%u", i > 0 ? " " : "", g_array_index (tokens, guint32, i));

  g_assert_cmpstr (found->str, ==, expected);
}

/* What tiktoken 0.12 gives. */
static void
test_known (void)
{
  const AttuneTokenEncoding o200k = ATTUNE_TOKEN_ENCODING_O200K_BASE;
  const AttuneTokenEncoding cl100k = ATTUNE_TOKEN_ENCODING_CL100K_BASE;

  assert_tokens (o200k, "", "");
  assert_tokens (o200k, "Hello, world!", "13225 11 2375 0");
  assert_tokens (o200k, "don't'S I'M'ſ 12345\n\n  x", "91418 31233 3413 44 6 70067 220 7633 2548 279 220 1215");
  assert_tokens (o200k, "人工智能很厉害，对吧？", "47243 60319 18730 168347 41501 55819 18208 4802");
  assert_tokens (o200k, "<|endoftext|>", "27 91 419 1440 919 91 29");
  assert_tokens (o200k, "HTTPServer fooBar", "17893 6444 30551 4622");
  assert_tokens (cl100k, "don't'S I'M'ſ 12345\n\n  x", "15357 956 13575 358 28703 6 129 123 220 4513 1774 271 220 865");
  assert_tokens (cl100k, "\tfoo(bar);\r\n\r\n}  ", "197 8134 55730 3155 92 256");
  assert_tokens (ATTUNE_TOKEN_ENCODING_P50K_BASE, "\tfoo(bar);\r\n\r\n}  ", "197 21943 7 5657 1776 201 198 201 198 92 50257");
  assert_tokens (ATTUNE_TOKEN_ENCODING_R50K_BASE, "\tfoo(bar);\r\n\r\n}  ", "197 21943 7 5657 1776 201 198 201 198 92 220 220");
}

static void
test_message (void)
{
  g_autoptr(AttuneTokenizer) tokenizer = load (ATTUNE_TOKEN_ENCODING_CL100K_BASE);
  g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);
  const char *text = "Hello, world!";
  gsize n = attune_token_counter_count (counter, text, strlen (text));

  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (attune_token_counter_count_message (counter, "user", text, -1, NULL),
                    ==, 3 + 1 + n);
  g_assert_cmpuint (attune_token_counter_count_message (counter, "user", text, 5, NULL),
                    ==, 3 + 1 + 1);
  g_assert_cmpuint (attune_token_counter_count_message (counter, "user", text, -1, "Hello"),
                    ==, 3 + 1 + n + 1 + 1);
  g_assert_cmpuint (attune_token_counter_count_message (counter, "assistant", "", -1, NULL),
                    ==, 3 + 1);
}

static void
test_runs (void)
{
  /* In o200k_base there are tokens of so many dashes that most of what is tried leads nowhere. */
  static const char * const units[] = {
    "a", "A", " ", "\n", "-", "=", "*", "0", "中", "é", "ab", " \n", "\xff", "aA", "的", "\t"
  };
  g_autoptr(AttuneTokenizer) tokenizer = load (ATTUNE_TOKEN_ENCODING_O200K_BASE);
  g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      gint64 begun_at;

      while (text->len < 1000000)
        g_string_append (text, units[i]);

      begun_at = attune_test_get_cpu_time ();
      g_assert_cmpuint (attune_token_counter_count (counter, text->str, text->len), >, 0);
      g_assert_cmpint (attune_test_get_cpu_time () - begun_at, <, MAX_SECONDS * G_USEC_PER_SEC);
    }
}

/* Bytes that are not UTF-8 count as U+FFFD, one for each longest beginning of a character. */
static void
test_invalid (void)
{
  static const char * const texts[][2] = {
    { "a\xff" "b", "a\xef\xbf\xbd" "b" },
    { "\xe4\xb8", "\xef\xbf\xbd" },
    { "\xe4\xb8x", "\xef\xbf\xbdx" },
    { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xf0\x9f\x98", "\xef\xbf\xbd" },
    { "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd" },
  };
  g_autoptr(AttuneTokenizer) tokenizer = load (ATTUNE_TOKEN_ENCODING_O200K_BASE);
  g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr(GArray) expected = encode (counter, texts[i][1], strlen (texts[i][1]));

      attune_token_counter_encode (counter, texts[i][0], strlen (texts[i][0]), found);
      g_assert_cmpmem (found->data, found->len * sizeof (guint32),
                       expected->data, expected->len * sizeof (guint32));
    }
}

/* Some of everything, never the same twice. */
static GString *
make_text (GRand *rand,
           gsize  length)
{
  static const char * const parts[] = {
    "The", " quick", "brown", "'s", "'ſ", "中文", "人工智能", "的", "，", "。", "\n", "\n\n", "  ", "\t", "123", "45", "Ab", "é", "e\xcc\x81",
    "!?", "://", "😀", "\r\n", "ー", "\xe3\x80\x80", "\xff", "\xe4\xb8", "x", "Я", "'", "’s",
  };
  GString *text = g_string_new (NULL);

  while (text->len < length)
    g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);

  return text;
}

/* A text has the same tokens in one piece and in two, whatever the second one begins with. */
static void
test_cut (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (AttuneTokenEncoding i = ATTUNE_TOKEN_ENCODING_UNKNOWN + 1; i < ATTUNE_N_TOKEN_ENCODINGS; i++)
    {
      g_autoptr(AttuneTokenizer) tokenizer = load (i);
      g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);
      guint n_cuts = 0;

      for (guint round = 0; round < 2000; round++)
        {
          g_autoptr(GString) text = make_text (rand, 100);
          gsize length = g_rand_int_range (rand, 0, text->len);
          gsize cut = attune_tokenizer_find_cut (tokenizer, text->str, length);

          n_cuts += cut > 0;
          g_assert_cmpuint (attune_token_counter_count (counter, text->str, cut) +
                            attune_token_counter_count (counter, text->str + cut, text->len - cut),
                            ==, attune_token_counter_count (counter, text->str, text->len));
        }

      g_assert_cmpuint (n_cuts, >, 1000);
    }
}

static void
test_stream (void)
{
  g_autoptr(AttuneTokenizer) tokenizer = load (ATTUNE_TOKEN_ENCODING_O200K_BASE);
  g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);
  g_autoptr(GRand) rand = g_rand_new_with_seed (2);
  g_autoptr(GString) text = make_text (rand, 3000000);
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_tokens;

  /* A word that is longer than what is read at once. */
  for (guint i = 0; i < 1500000; i++)
    g_string_append_c (text, 'x');

  stream = g_memory_input_stream_new_from_data (text->str, text->len, NULL);
  g_assert_true (attune_token_stream_count (counter, stream, "text", &n_tokens, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_tokens, ==, attune_token_counter_count (counter, text->str, text->len));
}

/* Words enough to fill the cache and to push one another out of it. encode() does not use it. */
static void
test_cache (void)
{
  g_autoptr(AttuneTokenizer) tokenizer = load (ATTUNE_TOKEN_ENCODING_O200K_BASE);
  g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GArray) tokens = NULL;

      for (guint i = 0; i < 1000; i++)
        g_string_append_unichar (text, g_rand_int_range (rand, 0, 4) == 0
                                         ? (gunichar)g_rand_int_range (rand, 'a', 'z')
                                         : (gunichar)g_rand_int_range (rand, 0x4e00, 0x5200));

      tokens = encode (counter, text->str, text->len);
      g_assert_cmpuint (tokens->len, >, 0);
    }
}

static gpointer
count_in_thread (gpointer data)
{
  g_autoptr(AttuneTokenizer) tokenizer = load (ATTUNE_TOKEN_ENCODING_CL100K_BASE);
  g_autoptr(AttuneTokenCounter) counter = attune_token_counter_new (tokenizer);
  const GString *text = data;

  return GSIZE_TO_POINTER (attune_token_counter_count (counter, text->str, text->len));
}

static void
test_threads (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (4);
  g_autoptr(GString) text = make_text (rand, 100000);
  gpointer expected = count_in_thread (text);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("count", count_in_thread, text);

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == expected);
}

static void
test_shared (void)
{
  g_autoptr(AttuneTokenizer) first = load (ATTUNE_TOKEN_ENCODING_O200K_BASE);
  g_autoptr(AttuneTokenizer) second = load (ATTUNE_TOKEN_ENCODING_O200K_BASE);

  g_assert_true (first == second);
  g_assert_cmpint (attune_tokenizer_get_encoding (first), ==, ATTUNE_TOKEN_ENCODING_O200K_BASE);
  g_assert_cmpuint (attune_tokenizer_get_n_tokens (first), ==, 199998);
}

/* Runs last: it looks for the files elsewhere. */
static void
test_files (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *genuine = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("ATTUNE_RANKS_DIR"), "r50k_base.tiktoken", NULL);
  g_autoptr(AttuneTokenizer) tokenizer = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &genuine, &length, &error);
  g_assert_no_error (error);
  g_setenv ("ATTUNE_RANKS_DIR", f->folder, TRUE);

  g_assert_null (attune_tokenizer_load (ATTUNE_TOKEN_ENCODING_R50K_BASE, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND);
  dataset_test_assert_sentence (error, "r50k_base.tiktoken");
  g_clear_error (&error);

  genuine[1000] ^= 1;
  dataset_test_write_bytes (f, "r50k_base.tiktoken", genuine, length);
  g_assert_null (attune_tokenizer_load (ATTUNE_TOKEN_ENCODING_R50K_BASE, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, f->path);
  g_clear_error (&error);

  dataset_test_write_bytes (f, "r50k_base.tiktoken", "", 0);
  g_assert_null (attune_tokenizer_load (ATTUNE_TOKEN_ENCODING_R50K_BASE, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_clear_error (&error);

  genuine[1000] ^= 1;
  dataset_test_write_bytes (f, "r50k_base.tiktoken", genuine, length);
  tokenizer = attune_tokenizer_load (ATTUNE_TOKEN_ENCODING_R50K_BASE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tokenizer);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (g_getenv ("ATTUNE_RANKS_DIR") == NULL)
    {
      g_printerr ("ATTUNE_RANKS_DIR is not set: run build-aux/fetch-ranks, or the tests with build-aux/dev.\n");
      return 1;
    }

  g_test_add_func ("/Attune/Tokenizer/known", test_known);
  g_test_add_func ("/Attune/Tokenizer/message", test_message);
  g_test_add_func ("/Attune/Tokenizer/runs", test_runs);
  g_test_add_func ("/Attune/Tokenizer/invalid", test_invalid);
  g_test_add_func ("/Attune/Tokenizer/cut", test_cut);
  g_test_add_func ("/Attune/Tokenizer/stream", test_stream);
  g_test_add_func ("/Attune/Tokenizer/cache", test_cache);
  g_test_add_func ("/Attune/Tokenizer/threads", test_threads);
  g_test_add_func ("/Attune/Tokenizer/shared", test_shared);
  dataset_test_add ("/Attune/Tokenizer/files", test_files);

  return g_test_run ();
}
