/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first byte chooses the encoding, the rest is the text. */

#define G_LOG_DOMAIN "fuzz-tokenizer"

#include "config.h"

#include "attune-token-counter.h"
#include "fuzz-target.h"

static AttuneTokenCounter *
get_counter (AttuneTokenEncoding encoding)
{
  static AttuneTokenCounter *counters[ATTUNE_N_TOKEN_ENCODINGS];

  if (counters[encoding] == NULL)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneTokenizer) tokenizer = attune_tokenizer_load (encoding, &error);

      g_assert_no_error (error);
      counters[encoding] = attune_token_counter_new (tokenizer);
    }

  return counters[encoding];
}

/* The tokens of valid text, one after another, are the text. */
static void
check_tokens (AttuneTokenizer *tokenizer,
              GArray          *tokens,
              const char      *text,
              gsize            length)
{
  const char *p = text;

  for (guint i = 0; i < tokens->len; i++)
    {
      gsize n_bytes;
      guint32 token = g_array_index (tokens, guint32, i);
      const guint8 *bytes = attune_tokenizer_get_token (tokenizer, token, &n_bytes);

      g_assert_cmpuint (n_bytes, <=, text + length - p);
      g_assert_cmpmem (bytes, n_bytes, p, n_bytes);
      p += n_bytes;
    }

  g_assert_true (p == text + length);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (guint32));
  AttuneTokenizer *tokenizer;
  AttuneTokenCounter *counter;
  const char *text;
  gsize length;
  gsize count;
  gsize cut;

  if (size == 0)
    return 0;

  counter = get_counter (1 + data[0] % (ATTUNE_N_TOKEN_ENCODINGS - 1));
  tokenizer = attune_token_counter_get_tokenizer (counter);
  text = (const char *)data + 1;
  length = size - 1;
  count = attune_token_counter_count (counter, text, length);

  g_assert_cmpuint (attune_token_counter_encode (counter, text, length, tokens), ==, count);
  g_assert_cmpuint (tokens->len, ==, count);

  if (g_utf8_validate_len (text, length, NULL))
    check_tokens (tokenizer, tokens, text, length);

  cut = attune_tokenizer_find_cut (tokenizer, text, length);
  g_assert_cmpuint (attune_token_counter_count (counter, text, cut) +
                    attune_token_counter_count (counter, text + cut, length - cut), ==, count);

  return 0;
}
