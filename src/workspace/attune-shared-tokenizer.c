/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-shared-tokenizer"

#include "config.h"

#include "attune-shared-tokenizer.h"

/**
 * attune_shared_tokenizer_load:
 *
 * Gives what to count datasets with, of which there is one however many works count at the same
 * time. Takes a tenth of a second when there is none yet: to be called on a thread. Who gets none,
 * because the list of its tokens is missing, works with estimates and says so.
 *
 * Returns: (transfer full) (nullable): the tokenizer of %ATTUNE_SHARED_ENCODING
 */
AttuneTokenizer *
attune_shared_tokenizer_load (void)
{
  g_autoptr(GError) error = NULL;
  AttuneTokenizer *tokenizer = attune_tokenizer_load (ATTUNE_SHARED_ENCODING, &error);

  if (tokenizer == NULL)
    g_info ("Tokens are estimated: %s", error->message);

  return tokenizer;
}
