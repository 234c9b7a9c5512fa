/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The other end of test-tiktoken.py: reads texts, each with its length in front, and writes for
 * each its count, the number of its tokens, and the tokens. All numbers have 32 bits in the
 * machine's order. */

#define G_LOG_DOMAIN "token-dump"

#include "config.h"

#include <stdio.h>

#include "attune-token-counter.h"

static void
write_number (guint32 number)
{
  fwrite (&number, sizeof number, 1, stdout);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AttuneTokenizer) tokenizer = NULL;
  g_autoptr(AttuneTokenCounter) counter = NULL;
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(GError) error = NULL;
  guint32 length;

  if (argc != 2)
    {
      g_printerr ("Usage: token-dump ENCODING\n");
      return 2;
    }

  if (!(tokenizer = attune_tokenizer_load (attune_token_encoding_from_name (argv[1]), &error)))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  counter = attune_token_counter_new (tokenizer);

  while (fread (&length, sizeof length, 1, stdin) == 1)
    {
      g_autofree char *text = g_malloc (length);

      if (fread (text, 1, length, stdin) != length)
        return 1;

      g_array_set_size (tokens, 0);
      attune_token_counter_encode (counter, text, length, tokens);
      write_number (attune_token_counter_count (counter, text, length));
      write_number (tokens->len);
      fwrite (tokens->data, sizeof (guint32), tokens->len, stdout);
      fflush (stdout);
    }

  return 0;
}
