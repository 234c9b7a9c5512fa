/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-preset"

#include "config.h"

#include "attune-chat-preset.h"

struct _AttuneChatPreset
{
  GObject  parent_instance;

  char    *name;
  char    *system_text;
  char    *parameters;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_SYSTEM_TEXT,
  PROP_PARAMETERS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneChatPreset, attune_chat_preset, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_chat_preset_finalize (GObject *object)
{
  AttuneChatPreset *self = (AttuneChatPreset *)object;

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->system_text, g_free);
  g_clear_pointer (&self->parameters, g_free);

  G_OBJECT_CLASS (attune_chat_preset_parent_class)->finalize (object);
}

static void
attune_chat_preset_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AttuneChatPreset *self = ATTUNE_CHAT_PRESET (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_SYSTEM_TEXT:
      g_value_set_string (value, self->system_text);
      break;

    case PROP_PARAMETERS:
      g_value_set_string (value, self->parameters);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_chat_preset_class_init (AttuneChatPresetClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_chat_preset_finalize;
  object_class->get_property = attune_chat_preset_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SYSTEM_TEXT] =
    g_param_spec_string ("system-text", NULL, NULL, NULL, flags);
  properties[PROP_PARAMETERS] = g_param_spec_string ("parameters", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_chat_preset_init (AttuneChatPreset *self)
{
}

/**
 * attune_chat_preset_new:
 * @name: what the person calls it
 * @system_text: (nullable): what models are told beforehand
 * @parameters: (nullable): a JSON object
 *
 * Returns: (transfer full): a preset
 */
AttuneChatPreset *
attune_chat_preset_new (const char *name,
                        const char *system_text,
                        const char *parameters)
{
  AttuneChatPreset *self = g_object_new (ATTUNE_TYPE_CHAT_PRESET, NULL);

  self->name = g_strdup (name);
  self->system_text = g_strdup (system_text);
  self->parameters = g_strdup (parameters);

  return self;
}

/**
 * attune_chat_preset_get_name:
 * @self: a preset
 *
 * Returns: (transfer none): what the person calls it
 */
const char *
attune_chat_preset_get_name (AttuneChatPreset *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PRESET (self), NULL);

  return self->name;
}

/**
 * attune_chat_preset_get_system_text:
 * @self: a preset
 *
 * Returns: (transfer none) (nullable): for attune_conversation_set_system_text()
 */
const char *
attune_chat_preset_get_system_text (AttuneChatPreset *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PRESET (self), NULL);

  return self->system_text;
}

/**
 * attune_chat_preset_get_parameters:
 * @self: a preset
 *
 * Returns: (transfer none) (nullable): for attune_conversation_set_parameters()
 */
const char *
attune_chat_preset_get_parameters (AttuneChatPreset *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHAT_PRESET (self), NULL);

  return self->parameters;
}
