/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a conversation is called, and how its model is asked. */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <string.h>

#include "attune-conversation-private.h"

/* A title is made of the first words of the first message. */
#define MAX_TITLE_CHARACTERS 48

typedef struct _Change Change;
typedef void (*ChangeFunc) (AttuneConversationRow *row,
                            const Change          *change);

struct _Change
{
  AttuneConversation *conversation;
  ChangeFunc          apply;
  char               *text;
  char               *account_id;
};

static void
change_free (gpointer data)
{
  Change *self = data;

  g_object_unref (self->conversation);
  g_free (self->text);
  g_free (self->account_id);
  g_free (self);
}

static void
change_title (AttuneConversationRow *row,
              const Change          *change)
{
  g_set_str (&row->title, change->text);
}

static void
change_model (AttuneConversationRow *row,
              const Change          *change)
{
  g_set_str (&row->account_id, change->account_id);
  g_set_str (&row->model, change->text);
}

static void
change_system_text (AttuneConversationRow *row,
                    const Change          *change)
{
  g_set_str (&row->system_text, change->text);
}

static void
change_parameters (AttuneConversationRow *row,
                   const Change          *change)
{
  g_set_str (&row->parameters, change->text);
}

static void
pin (AttuneConversationRow *row,
     const Change          *change)
{
  row->is_pinned = TRUE;
}

static void
unpin (AttuneConversationRow *row,
       const Change          *change)
{
  row->is_pinned = FALSE;
}

static DexFuture *
change_fiber (gpointer user_data)
{
  Change *change = user_data;
  AttuneConversation *self = change->conversation;
  g_autoptr(AttuneConversationRow) row = attune_conversation_row_copy (self->row);
  g_autoptr(GError) error = NULL;

  change->apply (row, change);

  if (!dex_await (attune_store_save_conversation (self->store, row), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_conversation_apply (self, row);

  return dex_future_new_true ();
}

/* One after the other: each stores the whole row, with what the one before it has changed. */
static DexFuture *
change_row (AttuneConversation *self,
            ChangeFunc          apply,
            const char         *text,
            const char         *account_id)
{
  Change *change = g_new0 (Change, 1);

  change->conversation = g_object_ref (self);
  change->apply = apply;
  change->text = g_strdup (text);
  change->account_id = g_strdup (account_id);

  return dex_limiter_run (self->changes, NULL, 0, change_fiber, change, change_free);
}

/**
 * attune_conversation_make_title:
 * @text: the first thing that was said
 *
 * Returns: (transfer full): its first words, on one line, cut between words where that is possible
 */
char *
attune_conversation_make_title (const char *text)
{
  g_autofree char *line = g_strdup (text);
  g_autofree char *cut = NULL;
  char *space;

  g_strdelimit (line, "\n\r\t", ' ');
  g_strstrip (line);

  if (g_utf8_strlen (line, -1) <= MAX_TITLE_CHARACTERS)
    return g_steal_pointer (&line);

  cut = g_utf8_substring (line, 0, MAX_TITLE_CHARACTERS);

  if ((space = strrchr (cut, ' ')) && space - cut > (gssize)strlen (cut) / 2)
    *space = '\0';

  return g_strconcat (cut, "…", NULL);
}

/**
 * attune_conversation_set_title:
 * @self: a conversation
 * @title: what the person calls it
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_conversation_set_title (AttuneConversation *self,
                               const char         *title)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (title != NULL && *title != '\0');

  return change_row (self, change_title, title, NULL);
}

/**
 * attune_conversation_set_model:
 * @self: a conversation
 * @account_id: who shall answer
 * @model: the model that shall answer
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_conversation_set_model (AttuneConversation *self,
                               const char         *account_id,
                               const char         *model)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (account_id != NULL);
  dex_return_error_if_fail (model != NULL);

  return change_row (self, change_model, model, account_id);
}

/**
 * attune_conversation_set_system_text:
 * @self: a conversation
 * @text: (nullable): what the model shall be told beforehand
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_conversation_set_system_text (AttuneConversation *self,
                                     const char         *text)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return change_row (self, change_system_text, text, NULL);
}

/**
 * attune_conversation_set_parameters:
 * @self: a conversation
 * @json: (nullable): how the model shall answer, a JSON object
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_conversation_set_parameters (AttuneConversation *self,
                                    const char         *json)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return change_row (self, change_parameters, json, NULL);
}

/**
 * attune_conversation_set_pinned:
 * @self: a conversation
 * @is_pinned: whether it shall stay at the top of the list
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_conversation_set_pinned (AttuneConversation *self,
                                gboolean            is_pinned)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return change_row (self, is_pinned ? pin : unpin, NULL, NULL);
}
