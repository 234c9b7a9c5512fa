/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-problem"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-message-problem.h"

/**
 * attune_message_problem_describe:
 * @message: a message
 * @is_anonymous: whether nothing may be told that says which model answered: what a service says
 *   often names it
 *
 * Returns: (transfer none) (nullable): what kept an answer from coming whole, as a sentence; %NULL
 *   when it did
 */
const char *
attune_message_problem_describe (AttuneMessage *message,
                                 gboolean       is_anonymous)
{
  const char *content;

  g_return_val_if_fail (ATTUNE_IS_MESSAGE (message), NULL);

  content = attune_message_get_content (message);

  switch (attune_message_get_state (message))
    {
    case ATTUNE_MESSAGE_STOPPED:
      return _("You stopped this answer.");

    case ATTUNE_MESSAGE_BROKEN:
      if (is_anonymous)
        return _("This model could not answer. Show which model is which to see why.");
      return attune_message_get_error_text (message) != NULL
             ? attune_message_get_error_text (message)
             : _("The answer broke off. Ask for it again.");

    case ATTUNE_MESSAGE_COMPLETE:
      if (attune_message_get_tool_calls (message) != NULL)
        return _("The model wants a tool to be used. Attune does not use tools.");
      if (*content == '\0')
        return _("The model answered nothing.");
      if (g_strcmp0 (attune_message_get_finish_reason (message), "length") == 0)
        return _("The answer reached the longest length that the model may write.");
      return NULL;

    case ATTUNE_MESSAGE_WAITING:
      return attune_message_get_status_text (message);

    case ATTUNE_MESSAGE_STREAMING:
    default:
      return NULL;
    }
}

/**
 * attune_message_problem_get_icon_name:
 * @state: the state of an answer that did not come whole
 *
 * Returns: (transfer none): what stands beside the sentence
 */
const char *
attune_message_problem_get_icon_name (AttuneMessageState state)
{
  switch (state)
    {
    case ATTUNE_MESSAGE_BROKEN:
      return "dialog-warning-symbolic";

    case ATTUNE_MESSAGE_WAITING:
      return "network-offline-symbolic";

    case ATTUNE_MESSAGE_COMPLETE:
    case ATTUNE_MESSAGE_STREAMING:
    case ATTUNE_MESSAGE_STOPPED:
    default:
      return "media-playback-stop-symbolic";
    }
}
