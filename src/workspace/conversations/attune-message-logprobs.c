/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How likely each token of an answer was, as the provider said it. */

#define G_LOG_DOMAIN "attune-message"

#include "config.h"

#include <string.h>

#include "attune-json.h"
#include "attune-message-private.h"

/* What is kept: of one token with its alternatives, and of an answer. */
#define MAX_TOKEN_BYTES (64 * 1024)
#define MAX_LOGPROBS_BYTES (16 * 1024 * 1024)

/**
 * attune_message_set_logprobs:
 * @self: a message
 * @json: (nullable): how likely its tokens were, a JSON array as attune_message_dup_logprobs()
 *   makes it
 */
void
attune_message_set_logprobs (AttuneMessage *self,
                             const char    *json)
{
  gsize length = json != NULL ? strlen (json) : 0;

  g_string_truncate (self->logprobs, 0);

  if (length > 2)
    g_string_append_len (self->logprobs, json + 1, length - 2);
}

/**
 * attune_message_take_logprobs:
 * @self: a message that streams
 * @array: how likely the tokens were that came
 *
 * What would be too much is not kept; the answer itself goes on.
 */
void
attune_message_take_logprobs (AttuneMessage *self,
                              JsonArray     *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *text = NULL;
      gsize length;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      text = attune_json_to_string (node);
      length = strlen (text);

      if (length > MAX_TOKEN_BYTES || self->logprobs->len + length > MAX_LOGPROBS_BYTES)
        continue;

      if (self->logprobs->len > 0)
        g_string_append_c (self->logprobs, ',');

      g_string_append (self->logprobs, text);
    }
}

/**
 * attune_message_get_has_logprobs:
 * @self: a message
 *
 * Returns: whether it is known how sure the model was of each token
 */
gboolean
attune_message_get_has_logprobs (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), FALSE);

  return self->logprobs->len > 0;
}

/**
 * attune_message_dup_logprobs:
 * @self: a message
 *
 * Returns: (transfer full) (nullable): how sure the model was of each token, a JSON array as the
 *   provider's `logprobs.content`; %NULL where nobody asked for it
 */
char *
attune_message_dup_logprobs (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return self->logprobs->len > 0 ? g_strdup_printf ("[%s]", self->logprobs->str) : NULL;
}
