/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-parameters"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-parameters-private.h"
#include "attune-error.h"
#include "attune-json.h"

struct _AttuneChatParameters
{
  GObject           parent_instance;

  JsonObject       *values;         /* of settings, by name; what is automatic is not there */
  char            **stops;
  char             *schema;
  char             *separator;
  AttuneChatFormat  format;
  AttuneChatMode    mode;
};

enum {
  PROP_0,
  PROP_FORMAT,
  PROP_SCHEMA,
  PROP_SEPARATOR,
  PROP_MODE,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_ENUM_TYPE (AttuneChatFormat, attune_chat_format,
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHAT_FORMAT_AUTOMATIC, "automatic"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHAT_FORMAT_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHAT_FORMAT_JSON_OBJECT, "json_object"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHAT_FORMAT_JSON_SCHEMA, "json_schema"))

G_DEFINE_ENUM_TYPE (AttuneChatMode, attune_chat_mode,
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHAT_MODE_AUTOMATIC, "automatic"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHAT_MODE_CHAT, "chat"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CHAT_MODE_COMPLETION, "completion"))

G_DEFINE_FINAL_TYPE (AttuneChatParameters, attune_chat_parameters, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
attune_chat_parameters_finalize (GObject *object)
{
  AttuneChatParameters *self = (AttuneChatParameters *)object;

  g_clear_pointer (&self->values, json_object_unref);
  g_clear_pointer (&self->stops, g_strfreev);
  g_clear_pointer (&self->schema, g_free);
  g_clear_pointer (&self->separator, g_free);

  G_OBJECT_CLASS (attune_chat_parameters_parent_class)->finalize (object);
}

static void
attune_chat_parameters_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  AttuneChatParameters *self = ATTUNE_CHAT_PARAMETERS (object);

  switch (prop_id)
    {
    case PROP_FORMAT:
      g_value_set_enum (value, self->format);
      break;

    case PROP_SCHEMA:
      g_value_set_string (value, self->schema);
      break;

    case PROP_SEPARATOR:
      g_value_set_string (value, self->separator);
      break;

    case PROP_MODE:
      g_value_set_enum (value, self->mode);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_parameters_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  AttuneChatParameters *self = ATTUNE_CHAT_PARAMETERS (object);

  switch (prop_id)
    {
    case PROP_FORMAT:
      attune_chat_parameters_set_format (self, g_value_get_enum (value));
      break;

    case PROP_SCHEMA:
      attune_chat_parameters_set_schema (self, g_value_get_string (value));
      break;

    case PROP_SEPARATOR:
      attune_chat_parameters_set_separator (self, g_value_get_string (value));
      break;

    case PROP_MODE:
      attune_chat_parameters_set_mode (self, g_value_get_enum (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_parameters_class_init (AttuneChatParametersClass *klass)
{
  const GParamFlags flags = (G_PARAM_READWRITE |
                             G_PARAM_EXPLICIT_NOTIFY |
                             G_PARAM_STATIC_STRINGS);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_chat_parameters_finalize;
  object_class->get_property = attune_chat_parameters_get_property;
  object_class->set_property = attune_chat_parameters_set_property;

  properties[PROP_FORMAT] =
    g_param_spec_enum ("format", NULL, NULL,
                       ATTUNE_TYPE_CHAT_FORMAT, ATTUNE_CHAT_FORMAT_AUTOMATIC, flags);

  properties[PROP_SCHEMA] =
    g_param_spec_string ("schema", NULL, NULL, NULL, flags);

  properties[PROP_SEPARATOR] =
    g_param_spec_string ("separator", NULL, NULL, NULL, flags);

  properties[PROP_MODE] =
    g_param_spec_enum ("mode", NULL, NULL,
                       ATTUNE_TYPE_CHAT_MODE, ATTUNE_CHAT_MODE_AUTOMATIC, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_chat_parameters_init (AttuneChatParameters *self)
{
  self->values = json_object_new ();
  self->stops = g_new0 (char *, 1);
}

static void
notify_changed (AttuneChatParameters *self,
                guint                 property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * attune_chat_parameters_new:
 *
 * Returns: (transfer full): parameters that leave everything to the provider
 */
AttuneChatParameters *
attune_chat_parameters_new (void)
{
  return g_object_new (ATTUNE_TYPE_CHAT_PARAMETERS, NULL);
}

/**
 * attune_chat_parameters_copy:
 * @self: parameters
 *
 * Returns: (transfer full): the same, to be changed apart
 */
AttuneChatParameters *
attune_chat_parameters_copy (AttuneChatParameters *self)
{
  AttuneChatParameters *copy;

  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), NULL);

  copy = attune_chat_parameters_new ();
  attune_chat_parameters_assign (copy, self);

  return copy;
}

/**
 * attune_chat_parameters_assign:
 * @self: parameters
 * @other: others
 *
 * Makes @self the same as @other, and says so once.
 */
void
attune_chat_parameters_assign (AttuneChatParameters *self,
                               AttuneChatParameters *other)
{
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self));
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (other));

  if (attune_chat_parameters_equal (self, other))
    return;

  json_object_unref (self->values);
  self->values = json_object_new ();
  attune_json_merge (self->values, other->values);
  g_strfreev (self->stops);
  self->stops = g_strdupv (other->stops);

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_str (&self->schema, other->schema))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCHEMA]);
  if (g_set_str (&self->separator, other->separator))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEPARATOR]);
  self->format = other->format;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORMAT]);
  self->mode = other->mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
  g_object_thaw_notify (G_OBJECT (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * attune_chat_parameters_equal:
 * @self: parameters
 * @other: others
 *
 * Returns: whether they ask in the same way
 */
gboolean
attune_chat_parameters_equal (AttuneChatParameters *self,
                              AttuneChatParameters *other)
{
  g_autoptr(JsonNode) mine = NULL;
  g_autoptr(JsonNode) theirs = NULL;

  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (other), FALSE);

  mine = json_node_new (JSON_NODE_OBJECT);
  theirs = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (mine, attune_chat_parameters_to_object (self));
  json_node_take_object (theirs, attune_chat_parameters_to_object (other));

  return json_node_equal (mine, theirs);
}

/**
 * attune_chat_parameters_get_is_automatic:
 * @self: parameters
 *
 * Returns: whether everything is left to the provider
 */
gboolean
attune_chat_parameters_get_is_automatic (AttuneChatParameters *self)
{
  g_autoptr(JsonObject) object = NULL;

  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), FALSE);

  object = attune_chat_parameters_to_object (self);

  return json_object_get_size (object) == 0;
}

/**
 * attune_chat_parameters_get_values: (skip)
 * @self: parameters
 *
 * Returns: (transfer none): the values of settings, by name; what is automatic is not there
 */
JsonObject *
attune_chat_parameters_get_values (AttuneChatParameters *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), NULL);

  return self->values;
}

/**
 * attune_chat_parameters_get_value:
 * @self: parameters
 * @name: a setting's name, such as “temperature”
 *
 * Returns: (transfer none) (nullable): its value, %NULL for automatic
 */
JsonNode *
attune_chat_parameters_get_value (AttuneChatParameters *self,
                                  const char           *name)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return json_object_get_member (self->values, name);
}

/**
 * attune_chat_parameters_set_value:
 * @self: parameters
 * @name: a setting's name, such as “temperature”
 * @value: (nullable): a number, truth value or word; %NULL for automatic
 *
 * Keeps any value; attune_chat_body_check() tells what a provider would refuse.
 */
void
attune_chat_parameters_set_value (AttuneChatParameters *self,
                                  const char           *name,
                                  JsonNode             *value)
{
  JsonNode *old;

  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self));
  g_return_if_fail (name != NULL && attune_chat_parameters_is_setting (name));
  g_return_if_fail (value == NULL || attune_chat_parameters_is_value (value));

  old = json_object_get_member (self->values, name);

  if (old == value || (old != NULL && value != NULL && json_node_equal (old, value)))
    return;

  if (value != NULL)
    json_object_set_member (self->values, name, json_node_copy (value));
  else
    json_object_remove_member (self->values, name);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * attune_chat_parameters_set_int:
 * @self: parameters
 * @name: a setting's name, such as “seed”
 * @value: a whole number
 *
 * attune_chat_parameters_set_value() for a whole number.
 */
void
attune_chat_parameters_set_int (AttuneChatParameters *self,
                                const char           *name,
                                gint64                value)
{
  g_autoptr(JsonNode) node = json_node_init_int (json_node_alloc (), value);

  attune_chat_parameters_set_value (self, name, node);
}

/**
 * attune_chat_parameters_set_double:
 * @self: parameters
 * @name: a setting's name, such as “temperature”
 * @value: a finite number
 *
 * attune_chat_parameters_set_value() for a number.
 */
void
attune_chat_parameters_set_double (AttuneChatParameters *self,
                                   const char           *name,
                                   double                value)
{
  g_autoptr(JsonNode) node = json_node_init_double (json_node_alloc (), value);

  attune_chat_parameters_set_value (self, name, node);
}

/**
 * attune_chat_parameters_get_stops:
 * @self: parameters
 *
 * Returns: (transfer none): the texts at which an answer ends, perhaps none
 */
const char * const *
attune_chat_parameters_get_stops (AttuneChatParameters *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), NULL);

  return (const char * const *)self->stops;
}

/**
 * attune_chat_parameters_set_stops:
 * @self: parameters
 * @stops: (nullable): texts at which an answer ends
 * @error: return location for %ATTUNE_ERROR_DATA, a sentence on what is wrong with them
 *
 * Returns: whether they can be used, and are
 */
gboolean
attune_chat_parameters_set_stops (AttuneChatParameters  *self,
                                  const char * const    *stops,
                                  GError               **error)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), FALSE);

  if (stops == NULL)
    stops = none;

  if (g_strv_length ((char **)stops) > ATTUNE_CHAT_MAX_STOPS)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        ngettext ("There can be one stop sequence at most. Remove one first.",
                                  "There can be %d stop sequences at most. Remove one first.",
                                  ATTUNE_CHAT_MAX_STOPS),
                        ATTUNE_CHAT_MAX_STOPS);
      return FALSE;
    }

  for (guint i = 0; stops[i] != NULL; i++)
    {
      if (*stops[i] == '\0')
        {
          attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                            _("A stop sequence must not be empty. Type the text that ends an answer."));
          return FALSE;
        }

      for (guint k = 0; k < i; k++)
        if (g_str_equal (stops[i], stops[k]))
          {
            attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                              _("“%s” is a stop sequence already. Type another."), stops[i]);
            return FALSE;
          }
    }

  if (!g_strv_equal (stops, (const char * const *)self->stops))
    {
      g_strfreev (self->stops);
      self->stops = g_strdupv ((char **)stops);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }

  return TRUE;
}

/**
 * attune_chat_parameters_get_format:
 * @self: parameters
 *
 * Returns: the shape that an answer must have
 */
AttuneChatFormat
attune_chat_parameters_get_format (AttuneChatParameters *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), ATTUNE_CHAT_FORMAT_AUTOMATIC);

  return self->format;
}

/**
 * attune_chat_parameters_set_format:
 * @self: parameters
 * @format: the shape that an answer must have
 */
void
attune_chat_parameters_set_format (AttuneChatParameters *self,
                                   AttuneChatFormat      format)
{
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self));

  if (self->format == format)
    return;

  self->format = format;
  notify_changed (self, PROP_FORMAT);
}

/**
 * attune_chat_parameters_get_schema:
 * @self: parameters
 *
 * Returns: (transfer none) (nullable): the JSON schema as it was typed, perhaps unfinished
 */
const char *
attune_chat_parameters_get_schema (AttuneChatParameters *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), NULL);

  return self->schema;
}

/**
 * attune_chat_parameters_set_schema:
 * @self: parameters
 * @schema: (nullable): a JSON schema as it is typed; sent with %ATTUNE_CHAT_FORMAT_JSON_SCHEMA only
 */
void
attune_chat_parameters_set_schema (AttuneChatParameters *self,
                                   const char           *schema)
{
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self));

  if (g_set_str (&self->schema, schema))
    notify_changed (self, PROP_SCHEMA);
}

/**
 * attune_chat_parameters_get_separator:
 * @self: parameters
 *
 * Returns: (transfer none) (nullable): what stands between a prompt and its completion
 */
const char *
attune_chat_parameters_get_separator (AttuneChatParameters *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), NULL);

  return self->separator;
}

/**
 * attune_chat_parameters_set_separator:
 * @self: parameters
 * @separator: (nullable): what is put behind a prompt that a model completes, as in the examples
 *   that it was tuned on
 */
void
attune_chat_parameters_set_separator (AttuneChatParameters *self,
                                      const char           *separator)
{
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self));

  if (g_set_str (&self->separator, separator))
    notify_changed (self, PROP_SEPARATOR);
}

/**
 * attune_chat_parameters_get_mode:
 * @self: parameters
 *
 * Returns: whether the model is talked to, or goes on with a text
 */
AttuneChatMode
attune_chat_parameters_get_mode (AttuneChatParameters *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self), ATTUNE_CHAT_MODE_AUTOMATIC);

  return self->mode;
}

/**
 * attune_chat_parameters_set_mode:
 * @self: parameters
 * @mode: whether the model is talked to, or goes on with a text
 */
void
attune_chat_parameters_set_mode (AttuneChatParameters *self,
                                 AttuneChatMode        mode)
{
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (self));

  if (self->mode == mode)
    return;

  self->mode = mode;
  notify_changed (self, PROP_MODE);
}
