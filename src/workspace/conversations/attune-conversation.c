/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-message-private.h"

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_ACCOUNT_ID,
  PROP_MODEL,
  PROP_SYSTEM_TEXT,
  PROP_PARAMETERS,
  PROP_DRAFT,
  PROP_COMPARISON_ID,
  PROP_UPDATED_AT,
  PROP_IS_ANSWERING,
  PROP_IS_PINNED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneConversation, attune_conversation, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
notify (AttuneConversation *self,
        guint               prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
attune_conversation_dispose (GObject *object)
{
  AttuneConversation *self = (AttuneConversation *)object;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  dex_clear (&self->changes);
  dex_clear (&self->saving_draft);
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
  g_clear_pointer (&self->row, attune_conversation_row_free);
  g_clear_pointer (&self->tree, attune_message_tree_free);
  g_clear_pointer (&self->tokenizer, attune_tokenizer_unref);

  for (guint i = 0; i < ATTUNE_N_COUNTED; i++)
    g_free (self->counted_texts[i]);

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
      g_value_set_string (value, self->row->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, attune_conversation_get_title (self));
      break;

    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->row->account_id);
      break;

    case PROP_MODEL:
      g_value_set_string (value, self->row->model);
      break;

    case PROP_SYSTEM_TEXT:
      g_value_set_string (value, self->row->system_text);
      break;

    case PROP_PARAMETERS:
      g_value_set_string (value, self->row->parameters);
      break;

    case PROP_DRAFT:
      g_value_set_string (value, self->row->draft);
      break;

    case PROP_COMPARISON_ID:
      g_value_set_string (value, self->row->comparison_id);
      break;

    case PROP_UPDATED_AT:
      g_value_set_int64 (value, self->row->updated_at);
      break;

    case PROP_IS_ANSWERING:
      g_value_set_boolean (value, self->is_answering);
      break;

    case PROP_IS_PINNED:
      g_value_set_boolean (value, self->row->is_pinned);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_conversation_class_init (AttuneConversationClass *klass)
{
  static const struct { guint id; const char *name; } texts[] = {
    { PROP_ID, "id" }, { PROP_TITLE, "title" }, { PROP_ACCOUNT_ID, "account-id" },
    { PROP_MODEL, "model" }, { PROP_SYSTEM_TEXT, "system-text" },
    { PROP_PARAMETERS, "parameters" }, { PROP_DRAFT, "draft" },
    { PROP_COMPARISON_ID, "comparison-id" },
  };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_conversation_dispose;
  object_class->finalize = attune_conversation_finalize;
  object_class->get_property = attune_conversation_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL, flags);

  properties[PROP_UPDATED_AT] =
    g_param_spec_int64 ("updated-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_IS_ANSWERING] =
    g_param_spec_boolean ("is-answering", NULL, NULL, FALSE, flags);
  properties[PROP_IS_PINNED] =
    g_param_spec_boolean ("is-pinned", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_conversation_init (AttuneConversation *self)
{
  g_weak_ref_init (&self->workspace, NULL);
  self->row = g_new0 (AttuneConversationRow, 1);
  self->changes = dex_limiter_new (1);
  self->tree = attune_message_tree_new ();
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
  g_clear_pointer (&self->row, attune_conversation_row_free);
  self->row = attune_conversation_row_copy (row);

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

  g_object_freeze_notify (G_OBJECT (self));

  if (g_set_str (&self->row->title, row->title))
    notify (self, PROP_TITLE);
  if (g_set_str (&self->row->account_id, row->account_id))
    notify (self, PROP_ACCOUNT_ID);
  if (g_set_str (&self->row->model, row->model))
    notify (self, PROP_MODEL);
  if (g_set_str (&self->row->system_text, row->system_text))
    notify (self, PROP_SYSTEM_TEXT);
  if (g_set_str (&self->row->parameters, row->parameters))
    notify (self, PROP_PARAMETERS);

  if (self->row->is_pinned != row->is_pinned)
    {
      self->row->is_pinned = row->is_pinned;
      notify (self, PROP_IS_PINNED);
    }

  attune_conversation_touch (self, row->updated_at);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * attune_conversation_apply_stored:
 * @self: a conversation
 * @row: what the store holds now, whoever wrote it
 *
 * Like attune_conversation_apply(), with what is stored on its own: the draft, unless the person is
 * typing here, and the branch that is shown, unless it is growing.
 */
void
attune_conversation_apply_stored (AttuneConversation          *self,
                                  const AttuneConversationRow *row)
{
  attune_conversation_apply (self, row);
  attune_conversation_take_draft (self, row->draft);

  if (!self->is_answering)
    self->row->leaf_id = row->leaf_id;
}

/**
 * attune_conversation_notify_draft:
 * @self: a conversation whose draft is another now
 */
void
attune_conversation_notify_draft (AttuneConversation *self)
{
  notify (self, PROP_DRAFT);
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
  if (self->row->updated_at != updated_at)
    {
      self->row->updated_at = updated_at;
      notify (self, PROP_UPDATED_AT);
    }
}

static DexFuture *
save_draft_cb (DexFuture *completed,
               gpointer   user_data)
{
  return attune_conversation_save_draft (user_data);
}

/**
 * attune_conversation_settle:
 * @self: a conversation
 *
 * Stops an answer, and waits until what came of it, and what was typed, is stored.
 *
 * Returns: (transfer full): a future that settles when nothing goes on any more
 */
DexFuture *
attune_conversation_settle (AttuneConversation *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  attune_conversation_stop (self);

  return dex_future_finally (self->answering != NULL ? dex_ref (self->answering)
                                                     : dex_future_new_true (),
                             save_draft_cb, g_object_ref (self), g_object_unref);
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

  return self->row->id;
}

static gboolean
is_same_text (const char *text,
              const char *other)
{
  return g_strcmp0 (text != NULL ? text : "", other != NULL ? other : "") == 0;
}

/**
 * attune_conversation_is_untouched:
 * @self: a conversation
 * @wanted: a new conversation
 *
 * Returns: whether nothing was said or typed in it, and nothing is set otherwise than in @wanted
 */
gboolean
attune_conversation_is_untouched (AttuneConversation          *self,
                                  const AttuneConversationRow *wanted)
{
  AttuneConversationRow *row = self->row;

  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), FALSE);

  /* The first message gives a title. */
  return row->title == NULL && row->draft == NULL && !row->is_pinned &&
         g_str_equal (row->account_id, wanted->account_id) &&
         g_str_equal (row->model, wanted->model) &&
         is_same_text (row->system_text, wanted->system_text) &&
         is_same_text (row->parameters, wanted->parameters);
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

  return self->row->title != NULL ? self->row->title : _("New Chat");
}

/**
 * attune_conversation_get_is_new:
 * @self: a conversation
 *
 * Returns: whether nothing was said in it yet, which would have given it a title, and nobody has
 *   given it one
 */
gboolean
attune_conversation_get_is_new (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), FALSE);

  return self->row->title == NULL;
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

  return self->row->account_id;
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

  return self->row->model;
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

  return self->row->system_text;
}

/**
 * attune_conversation_get_parameters:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): how the model shall answer, a JSON object; %NULL to leave
 *   all to the provider
 */
const char *
attune_conversation_get_parameters (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->row->parameters;
}

/**
 * attune_conversation_get_draft:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): what was typed and not sent
 */
const char *
attune_conversation_get_draft (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->row->draft;
}

/**
 * attune_conversation_get_comparison_id:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): the comparison of which it is a column
 */
const char *
attune_conversation_get_comparison_id (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return self->row->comparison_id;
}

/**
 * attune_conversation_get_is_pinned:
 * @self: a conversation
 *
 * Returns: whether it stays at the top of the list
 */
gboolean
attune_conversation_get_is_pinned (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), FALSE);

  return self->row->is_pinned;
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

  return self->row->updated_at;
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
 * Returns: (transfer none): a list of #AttuneMessage, those of the branch that is shown, oldest
 *   first; empty until attune_conversation_load()
 */
GListModel *
attune_conversation_get_messages (AttuneConversation *self)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return G_LIST_MODEL (self->messages);
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
