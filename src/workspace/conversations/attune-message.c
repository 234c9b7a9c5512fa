/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-json.h"
#include "attune-message-private.h"
#include "attune-tool-calls.h"

/* Text comes word by word, much faster than a frame can be drawn. */
#define NOTIFY_INTERVAL_MSEC 30

/* What is kept of how likely tokens were: of one, with its alternatives, and of an answer. */
#define MAX_TOKEN_BYTES (64 * 1024)
#define MAX_LOGPROBS_BYTES (16 * 1024 * 1024)

/* What grew since the last notification. */
enum {
  GREW_CONTENT    = 1 << 0,
  GREW_REASONING  = 1 << 1,
  GREW_TOOL_CALLS = 1 << 2,
};

struct _AttuneMessage
{
  GObject              parent_instance;

  gint64               id;
  gint64               parent_id;
  AttuneMessageAuthor  author;
  AttuneMessageState   state;
  GString             *content;
  GString             *reasoning;
  AttuneCountedText    counted;       /* of the content */
  GString             *logprobs;      /* elements of a JSON array, without its brackets */
  AttuneToolCalls     *pending_calls; /* while they stream */
  char                *tool_calls;
  char                *model;
  char                *status_text;
  char                *error_text;
  char                *finish_reason;
  gint64               created_at;
  AttuneMessageFacts   facts;
  guint                sibling_index;
  guint                n_siblings;

  guint                notify_source;
  guint                grew;
  gboolean             is_new;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_AUTHOR,
  PROP_CONTENT,
  PROP_REASONING,
  PROP_TOOL_CALLS,
  PROP_STATE,
  PROP_MODEL,
  PROP_STATUS_TEXT,
  PROP_ERROR_TEXT,
  PROP_FINISH_REASON,
  PROP_CREATED_AT,
  PROP_SIBLING_INDEX,
  PROP_N_SIBLINGS,
  N_PROPS
};

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

static GParamSpec *properties[N_PROPS];

static void
notify (AttuneMessage *self,
        guint          prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
update_tool_calls (AttuneMessage *self)
{
  if (self->pending_calls == NULL || (self->grew & GREW_TOOL_CALLS) == 0)
    return;

  g_free (self->tool_calls);
  self->tool_calls = attune_tool_calls_to_string (self->pending_calls);
}

static void
notify_growth (AttuneMessage *self)
{
  guint grew;

  update_tool_calls (self);
  grew = self->grew;
  self->grew = 0;

  if ((grew & GREW_CONTENT) != 0)
    notify (self, PROP_CONTENT);
  if ((grew & GREW_REASONING) != 0)
    notify (self, PROP_REASONING);
  if ((grew & GREW_TOOL_CALLS) != 0)
    notify (self, PROP_TOOL_CALLS);
}

static gboolean
notify_timeout_cb (gpointer user_data)
{
  AttuneMessage *self = user_data;

  self->notify_source = 0;
  notify_growth (self);

  return G_SOURCE_REMOVE;
}

static const char *
get_string (GString *string)
{
  return string->len > 0 ? string->str : NULL;
}

static void
assign_logprobs (AttuneMessage *self,
                 const char    *json)
{
  gsize length = json != NULL ? strlen (json) : 0;

  g_string_truncate (self->logprobs, 0);

  if (length > 2)
    g_string_append_len (self->logprobs, json + 1, length - 2);
}

/* What would be too much is not kept; the answer itself goes on. */
static void
append_logprobs (AttuneMessage *self,
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
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;

    case PROP_AUTHOR:
      g_value_set_enum (value, self->author);
      break;

    case PROP_CONTENT:
      g_value_set_string (value, self->content->str);
      break;

    case PROP_REASONING:
      g_value_set_string (value, get_string (self->reasoning));
      break;

    case PROP_TOOL_CALLS:
      g_value_set_string (value, attune_message_get_tool_calls (self));
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_STATUS_TEXT:
      g_value_set_string (value, self->status_text);
      break;

    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;

    case PROP_FINISH_REASON:
      g_value_set_string (value, self->finish_reason);
      break;

    case PROP_CREATED_AT:
      g_value_set_int64 (value, self->created_at);
      break;

    case PROP_SIBLING_INDEX:
      g_value_set_uint (value, self->sibling_index);
      break;

    case PROP_N_SIBLINGS:
      g_value_set_uint (value, self->n_siblings);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_message_class_init (AttuneMessageClass *klass)
{
  static const struct { guint id; const char *name; } texts[] = {
    { PROP_CONTENT, "content" }, { PROP_REASONING, "reasoning" }, { PROP_TOOL_CALLS, "tool-calls" },
    { PROP_MODEL, "model" }, { PROP_STATUS_TEXT, "status-text" }, { PROP_ERROR_TEXT, "error-text" },
    { PROP_FINISH_REASON, "finish-reason" },
  };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_message_dispose;
  object_class->finalize = attune_message_finalize;
  object_class->get_property = attune_message_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL, flags);

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_AUTHOR] =
    g_param_spec_enum ("author", NULL, NULL,
                       ATTUNE_TYPE_MESSAGE_AUTHOR, ATTUNE_MESSAGE_USER, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL,
                       ATTUNE_TYPE_MESSAGE_STATE, ATTUNE_MESSAGE_COMPLETE, flags);
  properties[PROP_CREATED_AT] =
    g_param_spec_int64 ("created-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SIBLING_INDEX] =
    g_param_spec_uint ("sibling-index", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_SIBLINGS] =
    g_param_spec_uint ("n-siblings", NULL, NULL, 1, G_MAXUINT, 1, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
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
 * attune_message_facts_init:
 * @self: (out caller-allocates): facts
 *
 * Makes facts of which nothing is known.
 */
void
attune_message_facts_init (AttuneMessageFacts *self)
{
  *self = (AttuneMessageFacts) {
    .prompt_tokens = -1,
    .completion_tokens = -1,
    .cached_tokens = -1,
    .reasoning_tokens = -1,
    .first_token_msec = -1,
    .duration_msec = -1,
    .cost = NAN,
  };
}

/**
 * attune_message_facts_copy:
 * @self: (out caller-allocates): facts
 * @other: what they shall be
 */
void
attune_message_facts_copy (AttuneMessageFacts       *self,
                           const AttuneMessageFacts *other)
{
  *self = *other;
  self->account_id = g_strdup (other->account_id);
  self->parameters = g_strdup (other->parameters);
}

/**
 * attune_message_facts_clear:
 * @self: facts
 */
void
attune_message_facts_clear (AttuneMessageFacts *self)
{
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->parameters, g_free);
}

static void
set_facts (AttuneMessage            *self,
           const AttuneMessageFacts *facts)
{
  attune_message_facts_clear (&self->facts);
  attune_message_facts_copy (&self->facts, facts);
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
  self->parent_id = row->parent_id;
  self->author = row->author;
  self->created_at = row->created_at;
  self->model = g_strdup (row->model);
  g_string_assign (self->content, "");
  attune_message_apply (self, row);

  return self;
}

static void
assign (AttuneMessage *self,
        GString       *string,
        const char    *text,
        guint          prop_id)
{
  if (text == NULL)
    text = "";

  if (!g_str_equal (string->str, text))
    {
      g_string_assign (string, text);
      self->counted.length = 0;
      notify (self, prop_id);
    }
}

/**
 * attune_message_apply:
 * @self: a message
 * @row: what the store holds of it now
 *
 * Its end is told last, when everything else is as it shall be.
 */
void
attune_message_apply (AttuneMessage          *self,
                      const AttuneMessageRow *row)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  attune_message_flush (self);
  g_object_freeze_notify (G_OBJECT (self));
  assign (self, self->content, row->content, PROP_CONTENT);
  assign (self, self->reasoning, row->reasoning, PROP_REASONING);
  assign_logprobs (self, row->logprobs);
  set_facts (self, &row->facts);

  if (g_set_str (&self->tool_calls, row->tool_calls))
    notify (self, PROP_TOOL_CALLS);
  if (g_set_str (&self->error_text, row->error_text))
    notify (self, PROP_ERROR_TEXT);
  if (g_set_str (&self->finish_reason, row->finish_reason))
    notify (self, PROP_FINISH_REASON);

  if (self->state != row->state)
    {
      self->state = row->state;
      self->is_new |= row->state == ATTUNE_MESSAGE_STREAMING;
      notify (self, PROP_STATE);
    }

  attune_message_set_status_text (self, self->state == ATTUNE_MESSAGE_WAITING
                                        ? _("You are offline. This is sent when the network is back.")
                                        : NULL);
  g_object_thaw_notify (G_OBJECT (self));
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
      notify (self, PROP_SIBLING_INDEX);
    }

  if (self->n_siblings != n_siblings)
    {
      self->n_siblings = n_siblings;
      notify (self, PROP_N_SIBLINGS);
    }
}

/**
 * attune_message_restart:
 * @self: an answer that was cut off
 *
 * Lets it stream again behind what is there.
 */
void
attune_message_restart (AttuneMessage *self)
{
  g_autoptr(AttuneMessageRow) row = attune_message_dup_row (self);

  row->state = ATTUNE_MESSAGE_STREAMING;
  g_clear_pointer (&row->error_text, g_free);
  g_clear_pointer (&row->finish_reason, g_free);
  attune_message_apply (self, row);
}

/**
 * attune_message_take:
 * @self: a message that streams
 * @delta: what came
 *
 * Lets the message grow; each property is notified at most every 30 ms.
 */
void
attune_message_take (AttuneMessage         *self,
                     const AttuneChatDelta *delta)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  if (delta->text != NULL)
    {
      g_string_append (self->content, delta->text);
      self->grew |= GREW_CONTENT;
    }

  if (delta->reasoning != NULL)
    {
      g_string_append (self->reasoning, delta->reasoning);
      self->grew |= GREW_REASONING;
    }

  if (delta->logprobs != NULL)
    append_logprobs (self, delta->logprobs);

  if (delta->tool_calls != NULL)
    {
      if (self->pending_calls == NULL)
        self->pending_calls = attune_tool_calls_new ();

      if (attune_tool_calls_take (self->pending_calls, delta->tool_calls))
        self->grew |= GREW_TOOL_CALLS;
    }

  if (self->grew != 0 && self->notify_source == 0)
    self->notify_source = g_timeout_add (NOTIFY_INTERVAL_MSEC, notify_timeout_cb, self);
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
 * attune_message_flush:
 * @self: a message
 *
 * Shows at once what came since the last notification.
 */
void
attune_message_flush (AttuneMessage *self)
{
  g_return_if_fail (ATTUNE_IS_MESSAGE (self));

  g_clear_handle_id (&self->notify_source, g_source_remove);
  notify_growth (self);
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
    notify (self, PROP_STATUS_TEXT);
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
  row->parent_id = self->parent_id;
  row->author = self->author;
  row->state = self->state;
  row->content = g_strdup (self->content->str);
  row->reasoning = g_strdup (get_string (self->reasoning));
  row->tool_calls = g_strdup (attune_message_get_tool_calls (self));
  row->logprobs = attune_message_dup_logprobs (self);
  row->model = g_strdup (self->model);
  row->error_text = g_strdup (self->error_text);
  row->finish_reason = g_strdup (self->finish_reason);
  row->created_at = self->created_at;
  attune_message_facts_copy (&row->facts, &self->facts);

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
 * attune_message_get_tool_calls:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the tools that the model wants to use, as the member
 *   `tool_calls` of OpenAI's message; %NULL when there are none
 */
const char *
attune_message_get_tool_calls (AttuneMessage *self)
{
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (self), NULL);

  update_tool_calls (self);

  return self->tool_calls;
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
