/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-message-private.h"
#include "attune-workspace-private.h"

/* A title is made of the first words of the first message. */
#define MAX_TITLE_CHARACTERS 48

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_ACCOUNT_ID,
  PROP_MODEL,
  PROP_SYSTEM_TEXT,
  PROP_UPDATED_AT,
  PROP_IS_ANSWERING,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneConversation, attune_conversation, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* A change of one of the conversation's own words. */
typedef struct
{
  AttuneConversation *conversation;
  char               *text;
  char               *other;
  guint               prop_id;
} Change;

static Change *
change_new (AttuneConversation *conversation,
            const char         *text,
            const char         *other,
            guint               prop_id)
{
  Change *change = g_new0 (Change, 1);

  change->conversation = g_object_ref (conversation);
  change->text = g_strdup (text);
  change->other = g_strdup (other);
  change->prop_id = prop_id;

  return change;
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->conversation);
  g_free (change->text);
  g_free (change->other);
  g_free (change);
}

static void
notify (AttuneConversation *self,
        guint               prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static AttuneConversationRow *
dup_row (AttuneConversation *self)
{
  AttuneConversationRow *row = g_new0 (AttuneConversationRow, 1);

  row->id = g_strdup (self->id);
  row->title = g_strdup (self->title);
  row->account_id = g_strdup (self->account_id);
  row->model = g_strdup (self->model);
  row->system_text = g_strdup (self->system_text);
  row->created_at = self->created_at;
  row->updated_at = self->updated_at;

  return row;
}

/* The first words, on one line, cut between words where that is possible. */
static char *
make_title (const char *text)
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

static AttuneMessage *
get_last_message (AttuneConversation *self)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  guint n_messages = g_list_model_get_n_items (messages);

  return n_messages > 0 ? g_list_model_get_item (messages, n_messages - 1) : NULL;
}

static DexFuture *
attune_conversation_load_fiber (gpointer user_data)
{
  AttuneConversation *self = user_data;
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_messages (self->store, self->id), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* While an answer comes, the list is ahead of the store. */
  if (self->is_answering && self->is_loaded)
    return dex_future_new_true ();

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneMessageRow *row = rows->pdata[i];
      g_autoptr(AttuneMessage) old = g_list_model_get_item (G_LIST_MODEL (self->messages), i);

      if (old != NULL && attune_message_get_id (old) == row->id)
        {
          attune_message_apply (old, row);
          g_ptr_array_add (messages, g_steal_pointer (&old));
        }
      else
        {
          g_ptr_array_add (messages, attune_message_new (row));
        }
    }

  attune_list_store_assign (self->messages, messages);
  self->is_loaded = TRUE;

  return dex_future_new_true ();
}

static gboolean
ensure_loaded (AttuneConversation  *self,
               GError             **error)
{
  return self->is_loaded || dex_await (attune_conversation_load (self), error);
}

static gboolean
save_title (AttuneConversation  *self,
            const char          *text,
            GError             **error)
{
  g_autoptr(AttuneConversationRow) row = dup_row (self);

  g_free (row->title);
  row->title = make_title (text);

  if (!dex_await (attune_store_save_conversation (self->store, row), error))
    return FALSE;

  g_set_str (&self->title, row->title);
  notify (self, PROP_TITLE);

  return TRUE;
}

static DexFuture *
attune_conversation_send_fiber (gpointer user_data)
{
  Change *change = user_data;
  AttuneConversation *self = change->conversation;
  AttuneMessageRow row = { .author = ATTUNE_MESSAGE_USER, .content = change->text };
  g_autoptr(AttuneMessage) message = attune_message_new (&row);
  g_autoptr(GError) error = NULL;

  if (!ensure_loaded (self, &error) ||
      (self->title == NULL && !save_title (self, change->text, &error)) ||
      !attune_conversation_add_message (self, message, &error))
    {
      dex_clear (&self->stop);
      attune_conversation_set_answering (self, FALSE);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return attune_conversation_answer (self);
}

static DexFuture *
attune_conversation_retry_fiber (gpointer user_data)
{
  AttuneConversation *self = user_data;
  g_autoptr(AttuneMessage) last = NULL;
  g_autoptr(GError) error = NULL;

  if (!ensure_loaded (self, &error))
    goto failure;

  last = get_last_message (self);

  if (last == NULL)
    {
      attune_set_error (&error, ATTUNE_ERROR_FAILED, NULL,
                        _("There is no question to answer again. Write one first."));
      goto failure;
    }

  if (attune_message_get_author (last) == ATTUNE_MESSAGE_ASSISTANT)
    {
      gint64 id = attune_message_get_id (last);

      if (!dex_await (attune_store_delete_message (self->store, id), &error))
        goto failure;

      g_list_store_remove (self->messages,
                           g_list_model_get_n_items (G_LIST_MODEL (self->messages)) - 1);
    }

  return attune_conversation_answer (self);

failure:
  dex_clear (&self->stop);
  attune_conversation_set_answering (self, FALSE);
  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
attune_conversation_change_fiber (gpointer user_data)
{
  Change *change = user_data;
  AttuneConversation *self = change->conversation;
  g_autoptr(AttuneConversationRow) row = dup_row (self);
  g_autoptr(GError) error = NULL;

  if (change->prop_id == PROP_TITLE)
    g_set_str (&row->title, change->text);
  else if (change->prop_id == PROP_SYSTEM_TEXT)
    g_set_str (&row->system_text, change->text);
  else
    {
      g_set_str (&row->account_id, change->other);
      g_set_str (&row->model, change->text);
    }

  if (!dex_await (attune_store_save_conversation (self->store, row), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_conversation_apply (self, row);

  return dex_future_new_true ();
}

static DexFuture *
change (AttuneConversation *self,
        const char         *text,
        const char         *other,
        guint               prop_id)
{
  return dex_scheduler_spawn (NULL, 0, attune_conversation_change_fiber,
                              change_new (self, text, other, prop_id), change_free);
}

static DexFuture *
reject_busy (void)
{
  return dex_future_new_for_error (
    attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                      _("The last question is still being answered. Wait for the end, or stop it.")));
}

static void
attune_conversation_dispose (GObject *object)
{
  AttuneConversation *self = (AttuneConversation *)object;

  dex_clear (&self->answering);
  dex_clear (&self->stop);
  g_clear_object (&self->messages);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (attune_conversation_parent_class)->dispose (object);
}

static void
attune_conversation_finalize (GObject *object)
{
  AttuneConversation *self = (AttuneConversation *)object;

  g_weak_ref_clear (&self->workspace);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->system_text, g_free);

  G_OBJECT_CLASS (attune_conversation_parent_class)->finalize (object);
}

static void
attune_conversation_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneConversation *self = ATTUNE_CONVERSATION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, attune_conversation_get_title (self));
      break;

    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->account_id);
      break;

    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_SYSTEM_TEXT:
      g_value_set_string (value, self->system_text);
      break;

    case PROP_UPDATED_AT:
      g_value_set_int64 (value, self->updated_at);
      break;

    case PROP_IS_ANSWERING:
      g_value_set_boolean (value, self->is_answering);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_conversation_class_init (AttuneConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_conversation_dispose;
  object_class->finalize = attune_conversation_finalize;
  object_class->get_property = attune_conversation_get_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_ACCOUNT_ID] =
    g_param_spec_string ("account-id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SYSTEM_TEXT] =
    g_param_spec_string ("system-text", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_UPDATED_AT] =
    g_param_spec_int64 ("updated-at", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_ANSWERING] =
    g_param_spec_boolean ("is-answering", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_conversation_init (AttuneConversation *self)
{
  g_weak_ref_init (&self->workspace, NULL);
  self->messages = g_list_store_new (ATTUNE_TYPE_MESSAGE);
}

/**
 * attune_conversation_new:
 * @workspace: where its account is
 * @store: where its messages are
 * @row: what the store holds
 *
 * Returns: (transfer full): a conversation, whose messages are not loaded yet
 */
AttuneConversation *
attune_conversation_new (AttuneWorkspace             *workspace,
                         AttuneStore                 *store,
                         const AttuneConversationRow *row)
{
  AttuneConversation *self = g_object_new (ATTUNE_TYPE_CONVERSATION, NULL);

  g_weak_ref_set (&self->workspace, workspace);
  self->store = g_object_ref (store);
  self->id = g_strdup (row->id);
  self->created_at = row->created_at;
  attune_conversation_apply (self, row);

  return self;
}

/**
 * attune_conversation_apply:
 * @self: a conversation
 * @row: what the store holds now
 */
void
attune_conversation_apply (AttuneConversation          *self,
                           const AttuneConversationRow *row)
{
  g_return_if_fail (ATTUNE_IS_CONVERSATION (self));

  if (g_set_str (&self->title, row->title))
    notify (self, PROP_TITLE);
  if (g_set_str (&self->account_id, row->account_id))
    notify (self, PROP_ACCOUNT_ID);
  if (g_set_str (&self->model, row->model))
    notify (self, PROP_MODEL);
  if (g_set_str (&self->system_text, row->system_text))
    notify (self, PROP_SYSTEM_TEXT);

  attune_conversation_touch (self, row->updated_at);
}

/**
 * attune_conversation_set_answering:
 * @self: a conversation
 * @is_answering: whether an answer is coming
 */
void
attune_conversation_set_answering (AttuneConversation *self,
                                   gboolean            is_answering)
{
  if (self->is_answering != is_answering)
    {
      self->is_answering = is_answering;
      notify (self, PROP_IS_ANSWERING);
    }
}

/**
 * attune_conversation_touch:
 * @self: a conversation
 * @updated_at: when it changed last, Unix seconds
 */
void
attune_conversation_touch (AttuneConversation *self,
                           gint64              updated_at)
{
  if (self->updated_at != updated_at)
    {
      self->updated_at = updated_at;
      notify (self, PROP_UPDATED_AT);
    }
}

/**
 * attune_conversation_refresh:
 * @self: a conversation
 *
 * Takes over messages that another program wrote, if anybody looks at them.
 */
void
attune_conversation_refresh (AttuneConversation *self)
{
  g_return_if_fail (ATTUNE_IS_CONVERSATION (self));

  if (self->is_loaded && !self->is_answering)
    dex_future_disown (attune_conversation_load (self));
}

/**
 * attune_conversation_settle:
 * @self: a conversation
 *
 * Stops an answer, and waits until what came of it is stored.
 *
 * Returns: (transfer full): a future that settles when nothing goes on any more
 */
DexFuture *
attune_conversation_settle (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  attune_conversation_stop (self);

  return self->answering != NULL ? dex_ref (self->answering) : dex_future_new_true ();
}

/**
 * attune_conversation_get_id:
 * @self: a conversation
 *
 * Returns: (transfer none): our name for it
 */
const char *
attune_conversation_get_id (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->id;
}

/**
 * attune_conversation_is_untouched:
 * @self: a conversation
 *
 * Returns: whether nothing was said in it, and neither a name nor a system text given to it
 */
gboolean
attune_conversation_is_untouched (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), FALSE);

  /* The first message gives a title. */
  return self->title == NULL && (self->system_text == NULL || *self->system_text == '\0');
}

/**
 * attune_conversation_get_title:
 * @self: a conversation
 *
 * Returns: (transfer none): the first words of it, or what the person called it
 */
const char *
attune_conversation_get_title (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->title != NULL ? self->title : _("New Chat");
}

/**
 * attune_conversation_get_account_id:
 * @self: a conversation
 *
 * Returns: (transfer none): who answers
 */
const char *
attune_conversation_get_account_id (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->account_id;
}

/**
 * attune_conversation_get_model:
 * @self: a conversation
 *
 * Returns: (transfer none): the model that answers
 */
const char *
attune_conversation_get_model (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->model;
}

/**
 * attune_conversation_get_system_text:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): what the model is told beforehand
 */
const char *
attune_conversation_get_system_text (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->system_text;
}

/**
 * attune_conversation_get_updated_at:
 * @self: a conversation
 *
 * Returns: when it changed last, Unix seconds
 */
gint64
attune_conversation_get_updated_at (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), 0);

  return self->updated_at;
}

/**
 * attune_conversation_get_is_answering:
 * @self: a conversation
 *
 * Returns: whether an answer is coming
 */
gboolean
attune_conversation_get_is_answering (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), FALSE);

  return self->is_answering;
}

/**
 * attune_conversation_get_messages:
 * @self: a conversation
 *
 * Returns: (transfer none): a list of #AttuneMessage, oldest first; empty until
 *   attune_conversation_load()
 */
GListModel *
attune_conversation_get_messages (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return G_LIST_MODEL (self->messages);
}

/**
 * attune_conversation_load:
 * @self: a conversation
 *
 * Reads the messages from the store.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_conversation_load (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  return dex_scheduler_spawn (NULL, 0, attune_conversation_load_fiber,
                              g_object_ref (self), g_object_unref);
}

/**
 * attune_conversation_send:
 * @self: a conversation
 * @text: what the person says
 *
 * Stores the message, asks the model, and lets its answer grow in the list. The answer comes to its
 * end whether or not anybody waits for the future; stop it with attune_conversation_stop().
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the answer is complete or was
 *   stopped, or rejects with %ATTUNE_ERROR, which the message tells too
 */
DexFuture *
attune_conversation_send (AttuneConversation *self,
                          const char         *text)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));
  dex_return_error_if_fail (text != NULL);

  if (self->is_answering)
    return reject_busy ();

  self->stop = dex_promise_new ();
  attune_conversation_set_answering (self, TRUE);

  return dex_scheduler_spawn (NULL, 0, attune_conversation_send_fiber,
                              change_new (self, text, NULL, 0), change_free);
}

/**
 * attune_conversation_retry:
 * @self: a conversation
 *
 * Asks the last question again; the answer that is there goes.
 *
 * Returns: (transfer full): a future like the one of attune_conversation_send()
 */
DexFuture *
attune_conversation_retry (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  if (self->is_answering)
    return reject_busy ();

  self->stop = dex_promise_new ();
  attune_conversation_set_answering (self, TRUE);

  return dex_scheduler_spawn (NULL, 0, attune_conversation_retry_fiber,
                              g_object_ref (self), g_object_unref);
}

/**
 * attune_conversation_stop:
 * @self: a conversation
 *
 * Wants no more of the answer that is coming; what came is kept. Does nothing without one.
 */
void
attune_conversation_stop (AttuneConversation *self)
{
  g_return_if_fail (ATTUNE_IS_CONVERSATION (self));

  if (self->stop != NULL && dex_future_is_pending (DEX_FUTURE (self->stop)))
    dex_promise_resolve_boolean (self->stop, TRUE);
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

  return change (self, title, NULL, PROP_TITLE);
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

  return change (self, model, account_id, PROP_MODEL);
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

  return change (self, text, NULL, PROP_SYSTEM_TEXT);
}
