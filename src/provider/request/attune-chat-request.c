/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-request"

#include "config.h"

#include "attune-chat-request.h"

typedef struct
{
  char *role;
  char *content;
} Turn;

struct _AttuneChatRequest
{
  GObject               parent_instance;

  char                 *model;
  GArray               *turns;
  char                 *prompt;
  AttuneChatParameters *parameters;
};

enum {
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneChatRequest, attune_chat_request, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (AttuneChatEnd, attune_chat_end,
                     attune_chat_end_copy, attune_chat_end_free)

static GParamSpec *properties[N_PROPS];

static void
clear_turn (gpointer data)
{
  Turn *turn = data;

  g_free (turn->role);
  g_free (turn->content);
}

static void
add_turns (JsonBuilder *builder,
           GArray      *turns)
{
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);

  for (guint i = 0; i < turns->len; i++)
    {
      Turn *turn = &g_array_index (turns, Turn, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "role");
      json_builder_add_string_value (builder, turn->role);
      json_builder_set_member_name (builder, "content");
      json_builder_add_string_value (builder, turn->content);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
}

static void
attune_chat_request_finalize (GObject *object)
{
  AttuneChatRequest *self = (AttuneChatRequest *)object;

  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->turns, g_array_unref);
  g_clear_pointer (&self->prompt, g_free);
  g_clear_object (&self->parameters);

  G_OBJECT_CLASS (attune_chat_request_parent_class)->finalize (object);
}

static void
attune_chat_request_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneChatRequest *self = ATTUNE_CHAT_REQUEST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_request_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneChatRequest *self = ATTUNE_CHAT_REQUEST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      self->model = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_request_class_init (AttuneChatRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_chat_request_finalize;
  object_class->get_property = attune_chat_request_get_property;
  object_class->set_property = attune_chat_request_set_property;

  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_chat_request_init (AttuneChatRequest *self)
{
  self->turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  g_array_set_clear_func (self->turns, clear_turn);
  self->parameters = attune_chat_parameters_new ();
}

/**
 * attune_chat_request_new:
 * @model: the model's id
 *
 * Returns: (transfer full): a new request without turns, everything left to the provider
 */
AttuneChatRequest *
attune_chat_request_new (const char *model)
{
  g_return_val_if_fail (model != NULL, NULL);

  return g_object_new (ATTUNE_TYPE_CHAT_REQUEST,
                       "model", model,
                       NULL);
}

/**
 * attune_chat_request_add_turn:
 * @self: a request
 * @role: "system", "user" or "assistant"
 * @content: what was said
 */
void
attune_chat_request_add_turn (AttuneChatRequest *self,
                              const char        *role,
                              const char        *content)
{
  Turn turn;

  g_return_if_fail (ATTUNE_IS_CHAT_REQUEST (self));
  g_return_if_fail (role != NULL);
  g_return_if_fail (content != NULL);

  turn.role = g_strdup (role);
  turn.content = g_strdup (content);
  g_array_append_val (self->turns, turn);
}

/**
 * attune_chat_request_set_prompt:
 * @self: a request
 * @prompt: (nullable): a text for the model to go on with, instead of turns
 *
 * Makes this a request for a completion.
 */
void
attune_chat_request_set_prompt (AttuneChatRequest *self,
                                const char        *prompt)
{
  g_return_if_fail (ATTUNE_IS_CHAT_REQUEST (self));

  g_set_str (&self->prompt, prompt);
}

/**
 * attune_chat_request_get_prompt:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the text to go on with; %NULL when the model is talked to
 */
const char *
attune_chat_request_get_prompt (AttuneChatRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_REQUEST (self), NULL);

  return self->prompt;
}

/**
 * attune_chat_request_get_parameters:
 * @self: a request
 *
 * Returns: (transfer none): how the model is asked, to be changed
 */
AttuneChatParameters *
attune_chat_request_get_parameters (AttuneChatRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_REQUEST (self), NULL);

  return self->parameters;
}

/**
 * attune_chat_request_set_parameters:
 * @self: a request
 * @parameters: how the model is asked; copied
 */
void
attune_chat_request_set_parameters (AttuneChatRequest    *self,
                                    AttuneChatParameters *parameters)
{
  g_return_if_fail (ATTUNE_IS_CHAT_REQUEST (self));
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (parameters));

  attune_chat_parameters_assign (self->parameters, parameters);
}

/**
 * attune_chat_request_to_json:
 * @self: a request
 *
 * How to answer is written by attune_chat_body_build(), since providers call that differently.
 *
 * Returns: (transfer full): the model, and what was said to it
 */
JsonNode *
attune_chat_request_to_json (AttuneChatRequest *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (ATTUNE_IS_CHAT_REQUEST (self), NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_add_string_value (builder, self->model);

  if (self->prompt != NULL)
    {
      json_builder_set_member_name (builder, "prompt");
      json_builder_add_string_value (builder, self->prompt);
    }
  else
    {
      add_turns (builder, self->turns);
    }

  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * attune_chat_end_copy:
 * @self: how an answer ended
 *
 * Returns: (transfer full): a copy
 */
AttuneChatEnd *
attune_chat_end_copy (const AttuneChatEnd *self)
{
  AttuneChatEnd *copy = g_memdup2 (self, sizeof *self);

  copy->finish_reason = g_strdup (self->finish_reason);

  return copy;
}

/**
 * attune_chat_end_free:
 * @self: (transfer full): how an answer ended
 */
void
attune_chat_end_free (AttuneChatEnd *self)
{
  g_free (self->finish_reason);
  g_free (self);
}
