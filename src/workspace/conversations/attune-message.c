/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message"

#include "config.h"

#include "attune-message-private.h"

G_DEFINE_ENUM_TYPE (AttuneMessageAuthor, attune_message_author,
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_USER, "user"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_ASSISTANT, "assistant"))

G_DEFINE_ENUM_TYPE (AttuneMessageState, attune_message_state,
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_COMPLETE, "complete"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_STREAMING, "streaming"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_BROKEN, "broken"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_WAITING, "waiting"))

G_DEFINE_FINAL_TYPE (AttuneMessage, attune_message, G_TYPE_OBJECT)

static GParamSpec *properties[ATTUNE_MESSAGE_N_PROPS];

static const char *
get_string (GString *string)
{
  return string->len > 0 ? string->str : NULL;
}

static void
attune_message_dispose (GObject *object)
{
  AttuneMessage *self = (AttuneMessage *)object;

  g_clear_handle_id (&self->notify_source, g_source_remove);

  G_OBJECT_CLASS (attune_message_parent_class)->dispose (object);
}

static void
attune_message_finalize (GObject *object)
{
  AttuneMessage *self = (AttuneMessage *)object;

  g_string_free (self->content, TRUE);
  g_string_free (self->reasoning, TRUE);
  g_string_free (self->logprobs, TRUE);
  g_clear_pointer (&self->pending_calls, attune_tool_calls_free);
  g_clear_pointer (&self->tool_calls, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->status_text, g_free);
  g_clear_pointer (&self->error_text, g_free);
  g_clear_pointer (&self->finish_reason, g_free);
  attune_message_facts_clear (&self->facts);

  G_OBJECT_CLASS (attune_message_parent_class)->finalize (object);
}

static void
attune_message_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AttuneMessage *self = ATTUNE_MESSAGE (object);

  switch (prop_id)
    {
    case ATTUNE_MESSAGE_PROP_ID:
      g_value_set_int64 (value, self->id);
      break;

    case ATTUNE_MESSAGE_PROP_AUTHOR:
      g_value_set_enum (value, self->author);
      break;

    case ATTUNE_MESSAGE_PROP_CONTENT:
      g_value_set_string (value, self->content->str);
      break;

    case ATTUNE_MESSAGE_PROP_REASONING:
      g_value_set_string (value, get_string (self->reasoning));
      break;

    case ATTUNE_MESSAGE_PROP_TOOL_CALLS:
      g_value_set_string (value, attune_message_get_tool_calls (self));
      break;

    case ATTUNE_MESSAGE_PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case ATTUNE_MESSAGE_PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case ATTUNE_MESSAGE_PROP_STATUS_TEXT:
      g_value_set_string (value, self->status_text);
      break;

    case ATTUNE_MESSAGE_PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;

    case ATTUNE_MESSAGE_PROP_FINISH_REASON:
      g_value_set_string (value, self->finish_reason);
      break;

    case ATTUNE_MESSAGE_PROP_CREATED_AT:
      g_value_set_int64 (value, self->created_at);
      break;

    case ATTUNE_MESSAGE_PROP_SIBLING_INDEX:
      g_value_set_uint (value, self->sibling_index);
      break;

    case ATTUNE_MESSAGE_PROP_N_SIBLINGS:
      g_value_set_uint (value, self->n_siblings);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_message_class_init (AttuneMessageClass *klass)
{
  static const struct { AttuneMessageProperty id; const char *name; } texts[] = {
    { ATTUNE_MESSAGE_PROP_CONTENT, "content" },
    { ATTUNE_MESSAGE_PROP_REASONING, "reasoning" },
    { ATTUNE_MESSAGE_PROP_TOOL_CALLS, "tool-calls" },
    { ATTUNE_MESSAGE_PROP_MODEL, "model" },
    { ATTUNE_MESSAGE_PROP_STATUS_TEXT, "status-text" },
    { ATTUNE_MESSAGE_PROP_ERROR_TEXT, "error-text" },
    { ATTUNE_MESSAGE_PROP_FINISH_REASON, "finish-reason" },
  };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_message_dispose;
  object_class->finalize = attune_message_finalize;
  object_class->get_property = attune_message_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL, flags);

  properties[ATTUNE_MESSAGE_PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[ATTUNE_MESSAGE_PROP_AUTHOR] =
    g_param_spec_enum ("author", NULL, NULL,
                       ATTUNE_TYPE_MESSAGE_AUTHOR, ATTUNE_MESSAGE_USER, flags);
  properties[ATTUNE_MESSAGE_PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       ATTUNE_TYPE_MESSAGE_STATE, ATTUNE_MESSAGE_COMPLETE, flags);
  properties[ATTUNE_MESSAGE_PROP_CREATED_AT] =
    g_param_spec_int64 ("created-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[ATTUNE_MESSAGE_PROP_SIBLING_INDEX] =
    g_param_spec_uint ("sibling-index", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[ATTUNE_MESSAGE_PROP_N_SIBLINGS] =
    g_param_spec_uint ("n-siblings", NULL, NULL, 1, G_MAXUINT, 1, flags);

  g_object_class_install_properties (object_class, ATTUNE_MESSAGE_N_PROPS, properties);
}

static void
attune_message_init (AttuneMessage *self)
{
  self->content = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->logprobs = g_string_new (NULL);
  self->n_siblings = 1;
  attune_message_facts_init (&self->facts);
}

/**
 * attune_message_notify:
 * @self: a message
 * @property: which of its properties has changed
 */
void
attune_message_notify (AttuneMessage         *self,
                       AttuneMessageProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * attune_message_get_id:
 * @self: a message
 *
 * Returns: the store's number for it, 0 before it has one
 */
gint64
attune_message_get_id (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), 0);

  return self->id;
}

/**
 * attune_message_set_id:
 * @self: a message
 * @id: the store's number for it
 */
void
attune_message_set_id (AttuneMessage *self,
                       gint64         id)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  self->id = id;
}

/**
 * attune_message_get_parent_id:
 * @self: a message
 *
 * Returns: the store's number of what it follows, 0 for the first one
 */
gint64
attune_message_get_parent_id (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), 0);

  return self->parent_id;
}

/**
 * attune_message_set_parent_id:
 * @self: a message that is not stored yet
 * @parent_id: what it shall follow
 */
void
attune_message_set_parent_id (AttuneMessage *self,
                              gint64         parent_id)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  self->parent_id = parent_id;
}

/**
 * attune_message_set_place:
 * @self: a message
 * @sibling_index: which one it is among those that follow the same message, from 0
 * @n_siblings: how many they are
 */
void
attune_message_set_place (AttuneMessage *self,
                          guint          sibling_index,
                          guint          n_siblings)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  if (self->sibling_index != sibling_index)
    {
      self->sibling_index = sibling_index;
      attune_message_notify (self, ATTUNE_MESSAGE_PROP_SIBLING_INDEX);
    }

  if (self->n_siblings != n_siblings)
    {
      self->n_siblings = n_siblings;
      attune_message_notify (self, ATTUNE_MESSAGE_PROP_N_SIBLINGS);
    }
}

/**
 * attune_message_is_empty:
 * @self: a message
 *
 * Returns: whether nothing has come of it
 */
gboolean
attune_message_is_empty (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), TRUE);

  return self->content->len == 0 && self->reasoning->len == 0 &&
         attune_message_get_tool_calls (self) == NULL;
}

/**
 * attune_message_set_status_text:
 * @self: a message
 * @text: (nullable): what it waits for, a sentence
 */
void
attune_message_set_status_text (AttuneMessage *self,
                                const char    *text)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  if (g_set_str (&self->status_text, text))
    attune_message_notify (self, ATTUNE_MESSAGE_PROP_STATUS_TEXT);
}

/**
 * attune_message_get_author:
 * @self: a message
 *
 * Returns: who wrote it
 */
AttuneMessageAuthor
attune_message_get_author (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), ATTUNE_MESSAGE_USER);

  return self->author;
}

/**
 * attune_message_get_state:
 * @self: a message
 *
 * Returns: whether it is complete
 */
AttuneMessageState
attune_message_get_state (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), ATTUNE_MESSAGE_COMPLETE);

  return self->state;
}

/**
 * attune_message_get_content:
 * @self: a message
 *
 * Returns: (transfer none): the text so far
 */
const char *
attune_message_get_content (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return self->content->str;
}

/**
 * attune_message_get_counted:
 * @self: a message
 *
 * Returns: (transfer none): what is known of how many tokens its text has
 */
AttuneCountedText *
attune_message_get_counted (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return &self->counted;
}

/**
 * attune_message_get_reasoning:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): what the model thought before it answered, so far
 */
const char *
attune_message_get_reasoning (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return get_string (self->reasoning);
}

/**
 * attune_message_dup_tool_calls_text:
 * @self: a message
 *
 * Returns: (transfer full) (nullable): the same for a person: names and arguments on lines of their
 *   own
 */
char *
attune_message_dup_tool_calls_text (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return attune_tool_calls_dup_display (attune_message_get_tool_calls (self));
}

/**
 * attune_message_get_model:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the model that answered; %NULL for the person
 */
const char *
attune_message_get_model (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return self->model;
}

/**
 * attune_message_get_status_text:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): what it waits for, a sentence; %NULL when it does not
 */
const char *
attune_message_get_status_text (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return self->status_text;
}

/**
 * attune_message_get_error_text:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): why it broke, a sentence
 */
const char *
attune_message_get_error_text (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return self->error_text;
}

/**
 * attune_message_get_finish_reason:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): how the provider said that it ended: "stop", "length", …
 */
const char *
attune_message_get_finish_reason (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return self->finish_reason;
}

/**
 * attune_message_get_created_at:
 * @self: a message
 *
 * Returns: when it was begun, Unix seconds; 0 when that is not known
 */
gint64
attune_message_get_created_at (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), 0);

  return self->created_at;
}

/**
 * attune_message_get_sibling_index:
 * @self: a message
 *
 * Returns: which one it is among those that follow the same message, from 0, the oldest
 */
guint
attune_message_get_sibling_index (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), 0);

  return self->sibling_index;
}

/**
 * attune_message_get_n_siblings:
 * @self: a message
 *
 * Returns: how many follow the same message, this one among them
 */
guint
attune_message_get_n_siblings (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), 1);

  return self->n_siblings;
}

/**
 * attune_message_steal_is_new:
 * @self: a message
 *
 * An answer may be whole before anybody has seen that it comes.
 *
 * Returns: whether it has come since the program was started, and nobody has asked so before
 */
gboolean
attune_message_steal_is_new (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), FALSE);

  if (!self->is_new)
    return FALSE;

  self->is_new = FALSE;

  return TRUE;
}

/**
 * attune_message_can_continue:
 * @self: a message
 *
 * Returns: whether it is an answer of which something came, and which was cut off: by the person,
 *   by an error or by the limit of its length
 */
gboolean
attune_message_can_continue (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), FALSE);

  return self->author == ATTUNE_MESSAGE_ASSISTANT && self->content->len > 0 &&
         (self->state == ATTUNE_MESSAGE_STOPPED || self->state == ATTUNE_MESSAGE_BROKEN ||
          (self->state == ATTUNE_MESSAGE_COMPLETE &&
           g_strcmp0 (self->finish_reason, "length") == 0));
}

/**
 * attune_message_get_facts:
 * @self: a message
 *
 * Returns: (transfer none): how the answer came to be
 */
const AttuneMessageFacts *
attune_message_get_facts (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  return &self->facts;
}
