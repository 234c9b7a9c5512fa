/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-counted-text"

#include "config.h"

#include "attune-counted-text.h"
#include "attune-example-stats.h"

/**
 * attune_counted_text_is_exact: (skip)
 * @self: what is known of a text
 * @length: its length in bytes
 * @scheme: (nullable): how a model counts, as attune_conversation_get_scheme() says
 *
 * Returns: whether it was counted so, or says nothing
 */
gboolean
attune_counted_text_is_exact (AttuneCountedText *self,
                              gsize              length,
                              const char        *scheme)
{
  return length == 0 || (self->length == length && self->scheme == scheme && scheme != NULL);
}

/**
 * attune_counted_text_get: (skip)
 * @self: what is known of the text
 * @text: the text
 * @length: its length in bytes
 * @scheme: (nullable): how the model counts that reads it
 * @is_exact: (inout): becomes %FALSE where it is an estimate
 *
 * Nothing is counted here but estimated, and no text twice.
 *
 * Returns: how many tokens it has
 */
guint64
attune_counted_text_get (AttuneCountedText *self,
                         const char        *text,
                         gsize              length,
                         const char        *scheme,
                         gboolean          *is_exact)
{
  if (length == 0)
    return 0;

  if (attune_counted_text_is_exact (self, length, scheme))
    return self->n_tokens;

  *is_exact = FALSE;

  if (self->length != length || self->scheme != NULL)
    attune_counted_text_set (self, length, NULL, attune_token_estimate (text, length, NULL));

  return self->n_tokens;
}

/**
 * attune_counted_text_set: (skip)
 * @self: what is known of a text
 * @length: its length in bytes; 0 when it is another text from now on
 * @scheme: (nullable): how it was counted; %NULL for an estimate
 * @n_tokens: what came of that
 */
void
attune_counted_text_set (AttuneCountedText *self,
                         gsize              length,
                         const char        *scheme,
                         guint64            n_tokens)
{
  self->length = length;
  self->scheme = scheme;
  self->n_tokens = n_tokens;
}
