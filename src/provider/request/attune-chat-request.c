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
  GObject  parent_instance;

  char    *model;
  GArray  *turns;
  double   temperature;
  double   top_p;
  gint64   seed;
  guint    max_tokens;
};

enum {
  PROP_0,
  PROP_MODEL,
  PROP_TEMPERATURE,
  PROP_TOP_P,
  PROP_MAX_TOKENS,
  PROP_SEED,
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

    case PROP_TEMPERATURE:
      g_value_set_double (value, self->temperature);
      break;

    case PROP_TOP_P:
      g_value_set_double (value, self->top_p);
      break;

    case PROP_MAX_TOKENS:
      g_value_set_uint (value, self->max_tokens);
      break;

    case PROP_SEED:
      g_value_set_int64 (value, self->seed);
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

    case PROP_TEMPERATURE:
      attune_chat_request_set_temperature (self, g_value_get_double (value));
      break;

    case PROP_TOP_P:
      attune_chat_request_set_top_p (self, g_value_get_double (value));
      break;

    case PROP_MAX_TOKENS:
      attune_chat_request_set_max_tokens (self, g_value_get_uint (value));
      break;

    case PROP_SEED:
      attune_chat_request_set_seed (self, g_value_get_int64 (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_request_class_init (AttuneChatRequestClass *klass)
{
  const GParamFlags flags = (G_PARAM_READWRITE |
                             G_PARAM_EXPLICIT_NOTIFY |
                             G_PARAM_STATIC_STRINGS);
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

  properties[PROP_TEMPERATURE] =
    g_param_spec_double ("temperature", NULL, NULL, -1, 2, -1, flags);

  properties[PROP_TOP_P] =
    g_param_spec_double ("top-p", NULL, NULL, -1, 1, -1, flags);

  properties[PROP_MAX_TOKENS] =
    g_param_spec_uint ("max-tokens", NULL, NULL, 0, G_MAXINT, 0, flags);

  properties[PROP_SEED] =
    g_param_spec_int64 ("seed", NULL, NULL, -1, G_MAXINT64, -1, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_chat_request_init (AttuneChatRequest *self)
{
  self->turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  g_array_set_clear_func (self->turns, clear_turn);
  self->temperature = -1;
  self->top_p = -1;
  self->seed = -1;
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
 * attune_chat_request_set_temperature:
 * @self: a request
 * @temperature: 0 to 2, or negative to leave it to the provider
 */
void
attune_chat_request_set_temperature (AttuneChatRequest *self,
                                     double             temperature)
{
  g_return_if_fail (ATTUNE_IS_CHAT_REQUEST (self));

  if (self->temperature == temperature)
    return;

  self->temperature = temperature;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEMPERATURE]);
}

/**
 * attune_chat_request_set_top_p:
 * @self: a request
 * @top_p: 0 to 1, or negative to leave it to the provider
 */
void
attune_chat_request_set_top_p (AttuneChatRequest *self,
                               double             top_p)
{
  g_return_if_fail (ATTUNE_IS_CHAT_REQUEST (self));

  if (self->top_p == top_p)
    return;

  self->top_p = top_p;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOP_P]);
}

/**
 * attune_chat_request_set_max_tokens:
 * @self: a request
 * @max_tokens: the greatest length of the answer, or 0 to leave it to the provider
 */
void
attune_chat_request_set_max_tokens (AttuneChatRequest *self,
                                    guint              max_tokens)
{
  g_return_if_fail (ATTUNE_IS_CHAT_REQUEST (self));

  if (self->max_tokens == max_tokens)
    return;

  self->max_tokens = max_tokens;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_TOKENS]);
}

/**
 * attune_chat_request_set_seed:
 * @self: a request
 * @seed: a number of 0 or more, or -1 to leave it to the provider
 */
void
attune_chat_request_set_seed (AttuneChatRequest *self,
                              gint64             seed)
{
  g_return_if_fail (ATTUNE_IS_CHAT_REQUEST (self));

  if (self->seed == seed)
    return;

  self->seed = seed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEED]);
}

/**
 * attune_chat_request_to_json:
 * @self: a request
 * @max_tokens_field: the provider's name for the limit, attune_profile_get_max_tokens_field()
 * @seed_field: the provider's name for the seed
 *
 * Writes only what was set. Whether to stream is not the request's to say: the client adds it.
 *
 * Returns: (transfer full): the body of `POST /chat/completions`; its object may be added to
 */
JsonNode *
attune_chat_request_to_json (AttuneChatRequest *self,
                             const char        *max_tokens_field,
                             const char        *seed_field)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (ATTUNE_IS_CHAT_REQUEST (self), NULL);
  g_return_val_if_fail (max_tokens_field != NULL, NULL);
  g_return_val_if_fail (seed_field != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_add_string_value (builder, self->model);
  add_turns (builder, self->turns);

  if (self->temperature >= 0)
    {
      json_builder_set_member_name (builder, "temperature");
      json_builder_add_double_value (builder, self->temperature);
    }

  if (self->top_p >= 0)
    {
      json_builder_set_member_name (builder, "top_p");
      json_builder_add_double_value (builder, self->top_p);
    }

  if (self->max_tokens > 0)
    {
      json_builder_set_member_name (builder, max_tokens_field);
      json_builder_add_int_value (builder, self->max_tokens);
    }

  if (self->seed >= 0)
    {
      json_builder_set_member_name (builder, seed_field);
      json_builder_add_int_value (builder, self->seed);
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
