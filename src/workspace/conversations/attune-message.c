/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message"

#include "config.h"

#include "attune-message-private.h"

/* Text comes word by word, much faster than a frame can be drawn. */
#define NOTIFY_INTERVAL_MSEC 30

struct _AttuneMessage
{
  GObject              parent_instance;

  gint64               id;
  AttuneMessageAuthor  author;
  AttuneMessageState   state;
  GString             *content;
  char                *model;
  char                *error_text;
  char                *finish_reason;

  guint                notify_source;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_AUTHOR,
  PROP_CONTENT,
  PROP_STATE,
  PROP_MODEL,
  PROP_ERROR_TEXT,
  PROP_FINISH_REASON,
  N_PROPS
};

G_DEFINE_ENUM_TYPE (AttuneMessageAuthor, attune_message_author,
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_USER, "user"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_ASSISTANT, "assistant"))

G_DEFINE_ENUM_TYPE (AttuneMessageState, attune_message_state,
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_COMPLETE, "complete"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_STREAMING, "streaming"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_MESSAGE_BROKEN, "broken"))

G_DEFINE_FINAL_TYPE (AttuneMessage, attune_message, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static gboolean
notify_timeout_cb (gpointer user_data)
{
  AttuneMessage *self = user_data;

  self->notify_source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);

  return G_SOURCE_REMOVE;
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
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->error_text, g_free);
  g_clear_pointer (&self->finish_reason, g_free);

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
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;

    case PROP_AUTHOR:
      g_value_set_enum (value, self->author);
      break;

    case PROP_CONTENT:
      g_value_set_string (value, self->content->str);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;

    case PROP_FINISH_REASON:
      g_value_set_string (value, self->finish_reason);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_message_class_init (AttuneMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_message_dispose;
  object_class->finalize = attune_message_finalize;
  object_class->get_property = attune_message_get_property;

  properties[PROP_ID] =
    g_param_spec_int64 ("id", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_AUTHOR] =
    g_param_spec_enum ("author", NULL, NULL,
                       ATTUNE_TYPE_MESSAGE_AUTHOR, ATTUNE_MESSAGE_USER,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_CONTENT] =
    g_param_spec_string ("content", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       ATTUNE_TYPE_MESSAGE_STATE, ATTUNE_MESSAGE_COMPLETE,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_ERROR_TEXT] =
    g_param_spec_string ("error-text", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_FINISH_REASON] =
    g_param_spec_string ("finish-reason", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_message_init (AttuneMessage *self)
{
  self->content = g_string_new (NULL);
}

/**
 * attune_message_new:
 * @row: what the store holds
 *
 * Returns: (transfer full): a message
 */
AttuneMessage *
attune_message_new (const AttuneMessageRow *row)
{
  AttuneMessage *self = g_object_new (ATTUNE_TYPE_MESSAGE, NULL);

  self->id = row->id;
  self->author = row->author;
  self->state = row->state;
  self->model = g_strdup (row->model);
  self->error_text = g_strdup (row->error_text);
  self->finish_reason = g_strdup (row->finish_reason);
  g_string_assign (self->content, row->content != NULL ? row->content : "");

  return self;
}

/**
 * attune_message_apply:
 * @self: a message that somebody else writes
 * @row: what the store holds now
 */
void
attune_message_apply (AttuneMessage          *self,
                      const AttuneMessageRow *row)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  if (!g_str_equal (self->content->str, row->content))
    {
      g_string_assign (self->content, row->content);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
    }

  attune_message_end (self, row->state, row->error_text, row->finish_reason);
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
 * attune_message_append:
 * @self: a message that streams
 * @text: what came
 *
 * Lets the message grow; `content` is notified at most every 30 ms.
 */
void
attune_message_append (AttuneMessage *self,
                       const char    *text)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  g_string_append (self->content, text);

  if (self->notify_source == 0)
    self->notify_source = g_timeout_add (NOTIFY_INTERVAL_MSEC, notify_timeout_cb, self);
}

/**
 * attune_message_flush:
 * @self: a message
 *
 * Shows at once what came since the last notification.
 */
void
attune_message_flush (AttuneMessage *self)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  if (self->notify_source != 0)
    {
      g_clear_handle_id (&self->notify_source, g_source_remove);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
    }
}

/**
 * attune_message_end:
 * @self: a message
 * @state: how it ended
 * @error_text: (nullable): why it broke, a sentence
 * @finish_reason: (nullable): what the provider said
 */
void
attune_message_end (AttuneMessage      *self,
                    AttuneMessageState  state,
                    const char         *error_text,
                    const char         *finish_reason)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  attune_message_flush (self);
  g_object_freeze_notify (G_OBJECT (self));

  if (g_set_str (&self->error_text, error_text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_TEXT]);

  if (g_set_str (&self->finish_reason, finish_reason))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISH_REASON]);

  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * attune_message_dup_row:
 * @self: a message
 *
 * Returns: (transfer full): the message as the store takes it
 */
AttuneMessageRow *
attune_message_dup_row (AttuneMessage *self)
{
  AttuneMessageRow *row;

  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  row = g_new0 (AttuneMessageRow, 1);
  row->id = self->id;
  row->author = self->author;
  row->state = self->state;
  row->content = g_strdup (self->content->str);
  row->model = g_strdup (self->model);
  row->error_text = g_strdup (self->error_text);
  row->finish_reason = g_strdup (self->finish_reason);

  return row;
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
