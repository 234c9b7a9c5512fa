/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* About how many tokens a model has to read. Models count in ways of their own, so that this is an
 * estimate and says so. */

#define G_LOG_DOMAIN "attune-chat-meter"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-chat-meter.h"
#include "attune-example-stats.h"
#include "attune-format.h"

static guint64
estimate (const char *text)
{
  return text != NULL ? attune_token_estimate (text, strlen (text), NULL) : 0;
}

/**
 * attune_chat_meter_count:
 * @conversation: a conversation
 *
 * Returns: about how many tokens the system text and the branch that is shown have
 */
guint64
attune_chat_meter_count (AttuneConversation *conversation)
{
  GListModel *messages = attune_conversation_get_messages (conversation);
  guint64 n_tokens = estimate (attune_conversation_get_system_text (conversation));

  if (attune_conversation_get_is_completion (conversation))
    return 0;

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);

      n_tokens += estimate (attune_message_get_content (message));
    }

  return n_tokens;
}

/**
 * attune_chat_meter_show:
 * @composer: where the next message is written
 * @model: (nullable): who reads it
 * @n_before: how many tokens it reads before the message, from attune_chat_meter_count()
 *
 * Shows how much there is to read, once something is written.
 */
void
attune_chat_meter_show (AttuneComposer *composer,
                        AttuneModel    *model,
                        guint64         n_before)
{
  g_autofree char *message = attune_composer_dup_message (composer);
  guint64 n_tokens = n_before + estimate (message);
  guint max_tokens = model != NULL ? attune_model_get_max_tokens (model) : 0;
  gboolean is_too_much = max_tokens > 0 && n_tokens > max_tokens;
  g_autofree char *count = attune_format_count (n_tokens);
  g_autofree char *limit = attune_format_count (max_tokens);
  g_autofree char *detail = NULL;

  if (*message == '\0')
    {
      attune_composer_set_meter (composer, NULL, NULL, FALSE);
      return;
    }

  if (is_too_much)
    /* Translators: both are numbers of tokens. */
    detail = g_strdup_printf (_("This and the chat before it have about %s tokens. The model learned "
                                "from texts of up to %s: it may refuse, or not know how it began."),
                              count, limit);
  else
    detail = g_strdup_printf (_("This and the chat before it have about %s tokens"), count);

  attune_composer_set_meter (composer, count, detail, is_too_much);
}
