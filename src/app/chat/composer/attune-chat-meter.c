/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* About how many tokens a model has to read, of how many it can. Models count in ways of their own,
 * so that this is an estimate and says so. */

#define G_LOG_DOMAIN "attune-chat-meter"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-meter.h"
#include "attune-format.h"

static char *
dup_text (const AttuneContextUse *use)
{
  g_autofree char *count = attune_format_count (use->n_tokens);
  g_autofree char *window = attune_format_count (use->window);

  if (use->window == 0)
    /* Translators: %s is a number of tokens. Short: it stands beside what is written. */
    return g_strdup_printf (_("about %s"), count);

  /* Translators: both are numbers of tokens: those that are there, and those that can be. */
  return g_strdup_printf (_("%s of %s"), count, window);
}

static char *
dup_detail (const AttuneContextUse *use)
{
  g_autofree char *count = attune_format_count (use->n_tokens);
  g_autofree char *window = attune_format_count (use->window);

  if (use->window == 0)
    return g_strdup_printf (_("This and the chat before it have about %s tokens. How many the model can "
                              "read is not known."), count);

  if (use->is_too_long)
    return g_strdup_printf (/* Translators: both are numbers of tokens. */
                            _("This has about %s tokens. The model can read %s, its answer included, and "
                              "may refuse. Make it shorter."), count, window);

  if (use->n_cut > 0)
    return g_strdup_printf (/* Translators: %s is a number of tokens. */
                            ngettext ("The first %u message of this chat is not sent any more: the model "
                                      "can read %s tokens, its answer included.",
                                      "The first %u messages of this chat are not sent any more: the model "
                                      "can read %s tokens, its answer included.", use->n_cut),
                            use->n_cut, window);

  return g_strdup_printf (/* Translators: both are numbers of tokens. */
                          _("This and the chat before it have about %s tokens. The model can read %s, its "
                            "answer included."), count, window);
}

/**
 * attune_chat_meter_show:
 * @composer: where the next message is written
 * @conversation: what it belongs to
 *
 * Shows how much there is to read, once something is written.
 */
void
attune_chat_meter_show (AttuneComposer     *composer,
                        AttuneConversation *conversation)
{
  g_autofree char *message = attune_composer_dup_message (composer);
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;
  AttuneContextUse use;

  if (*message == '\0')
    {
      attune_composer_set_meter (composer, NULL, NULL, FALSE);
      return;
    }

  attune_conversation_measure (conversation, message, &use);
  text = dup_text (&use);
  detail = dup_detail (&use);
  attune_composer_set_meter (composer, text, detail, use.n_cut > 0 || use.is_too_long);
}
