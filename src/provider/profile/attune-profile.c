/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_BASE_URL,
  PROP_NEEDS_KEY,
  PROP_IS_LOCAL,
  PROP_NOTICE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneProfile, attune_profile, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
parse_models (AttuneProfile *self)
{
  JsonObject *training = attune_json_get_object (self->data, "training");
  JsonArray *array = attune_json_get_array (training, "models");
  const char *prices_as_of = attune_json_get_string (training, "prices-as-of", NULL);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      AttuneProfileModel *model = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        model = attune_profile_model_parse (json_node_get_object (node), prices_as_of);

      if (model != NULL)
        g_ptr_array_add (self->models, model);
    }
}

static void
parse_settings (AttuneProfile *self)
{
  JsonArray *array = attune_json_get_array (attune_json_get_object (self->data, "create"),
                                            "settings");
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      AttuneSetting *setting = NULL;

      if (object != NULL)
        setting = attune_setting_new_from_json (attune_json_get_string (object, "name", NULL),
                                                object);

      if (setting != NULL)
        g_ptr_array_add (self->settings, setting);
    }
}

static void
add_chat_setting_cb (JsonObject *object,
                     const char *member,
                     JsonNode   *node,
                     gpointer    user_data)
{
  AttuneProfile *self = user_data;
  AttuneSetting *setting = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    setting = attune_setting_new_from_json (member, json_node_get_object (node));

  if (setting != NULL)
    g_ptr_array_add (self->chat_settings, setting);
}

static void
parse_chat_settings (AttuneProfile *self)
{
  JsonObject *settings = attune_json_get_object (attune_json_get_object (self->data, "chat"),
                                                 "settings");

  if (settings != NULL)
    json_object_foreach_member (settings, add_chat_setting_cb, self);
}

/* A part that is no object says nothing, and the protocol's stays. */
static void
drop_odd_parts (JsonObject *object,
                JsonObject *protocol)
{
  g_autoptr(GList) names = json_object_get_members (object);

  for (GList *at = names; at != NULL; at = at->next)
    if (attune_json_get_object (protocol, at->data) != NULL &&
        attune_json_get_object (object, at->data) == NULL)
      json_object_remove_member (object, at->data);
}

static void
attune_profile_finalize (GObject *object)
{
  AttuneProfile *self = (AttuneProfile *)object;

  g_clear_pointer (&self->data, json_object_unref);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_pointer (&self->settings, g_ptr_array_unref);
  g_clear_pointer (&self->chat_settings, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_profile_parent_class)->finalize (object);
}

static void
attune_profile_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AttuneProfile *self = ATTUNE_PROFILE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, attune_profile_get_id (self));
      break;

    case PROP_NAME:
      g_value_set_string (value, attune_profile_get_name (self));
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, attune_profile_get_description (self));
      break;

    case PROP_BASE_URL:
      g_value_set_string (value, self->base_url);
      break;

    case PROP_NEEDS_KEY:
      g_value_set_boolean (value, attune_profile_get_needs_key (self));
      break;

    case PROP_IS_LOCAL:
      g_value_set_boolean (value, attune_profile_get_is_local (self));
      break;

    case PROP_NOTICE:
      g_value_set_string (value, attune_profile_get_notice (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_profile_class_init (AttuneProfileClass *klass)
{
  static const char * const strings[] = {
    [PROP_ID] = "id",
    [PROP_NAME] = "name",
    [PROP_DESCRIPTION] = "description",
    [PROP_BASE_URL] = "base-url",
    [PROP_NOTICE] = "notice",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_profile_finalize;
  object_class->get_property = attune_profile_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      if (strings[i] != NULL)
        properties[i] =
          g_param_spec_string (strings[i], NULL, NULL,
                               NULL,
                               (G_PARAM_READABLE |
                                G_PARAM_STATIC_STRINGS));
    }

  properties[PROP_NEEDS_KEY] =
    g_param_spec_boolean ("needs-key", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_LOCAL] =
    g_param_spec_boolean ("is-local", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_profile_init (AttuneProfile *self)
{
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_profile_model_free);
  self->settings = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_setting_free);
  self->chat_settings = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_setting_free);
}

/**
 * attune_profile_new_from_json:
 * @text: (array length=length): a profile as docs/providers.md describes it
 * @length: its length in bytes, or -1 when it ends with a NUL
 * @error: return location for %ATTUNE_ERROR_DATA or %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): a new profile, or %NULL when @text is no JSON object, or names no id,
 *   name or well-formed base URL
 */
AttuneProfile *
attune_profile_new_from_json (const char  *text,
                              gssize       length,
                              GError     **error)
{
  g_autoptr(AttuneProfile) self = NULL;
  g_autoptr(JsonObject) object = NULL;
  const char *base_url;
  const char *id;

  g_return_val_if_fail (text != NULL, NULL);

  if ((object = attune_json_parse_object (text, length, error)) == NULL)
    return NULL;

  self = g_object_new (ATTUNE_TYPE_PROFILE, NULL);

  /* OpenAI's protocol, in the words of a profile: what a profile does not say is as there. */
  self->data = attune_profile_load_data ("protocol");
  drop_odd_parts (object, self->data);
  attune_json_merge (self->data, object);
  id = attune_profile_get_id (self);

  if (id == NULL || *id == '\0' || attune_profile_get_name (self) == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("The description of a provider lacks “%s”. Add it, then try again."),
                        id == NULL || *id == '\0' ? "id" : "name");
      return NULL;
    }

  parse_models (self);
  parse_settings (self);
  parse_chat_settings (self);

  if ((base_url = attune_json_get_string (self->data, "base-url", NULL)) != NULL &&
      (self->base_url = attune_profile_normalize_url (self, base_url,
                                                      attune_profile_get_needs_key (self),
                                                      error)) == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_profile_get_id:
 * @self: a profile
 *
 * Returns: (transfer none): the name of the profile in the store and in programs
 */
const char *
attune_profile_get_id (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (self->data, "id", NULL);
}

/**
 * attune_profile_get_name:
 * @self: a profile
 *
 * Returns: (transfer none): the provider's name for people, translated
 */
const char *
attune_profile_get_name (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_profile_get_translated (self->data, "name");
}

/**
 * attune_profile_get_description:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): a sentence on whom the provider is for, translated
 */
const char *
attune_profile_get_description (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_profile_get_translated (self->data, "description");
}

/**
 * attune_profile_get_base_url:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): what every request's address begins with, without a slash
 *   at its end; %NULL when every account has one of its own
 */
const char *
attune_profile_get_base_url (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->base_url;
}

/**
 * attune_profile_get_notice:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): a sentence on eligibility or closing dates, translated
 */
const char *
attune_profile_get_notice (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_profile_get_translated (self->data, "notice");
}

/**
 * attune_profile_get_is_local:
 * @self: a profile
 *
 * Returns: whether this is the engine on this computer
 */
gboolean
attune_profile_get_is_local (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (self->data, "local", FALSE);
}

/**
 * attune_profile_get_max_tokens_field:
 * @self: a profile
 *
 * OpenAI's newer models refuse `max_tokens`; most compatible servers know nothing else.
 *
 * Returns: (transfer none): the member of a chat request that limits the answer
 */
const char *
attune_profile_get_max_tokens_field (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (attune_profile_get_part (self, "chat"), "max-tokens-field",
                                 "max_tokens");
}

/**
 * attune_profile_get_models:
 * @self: a profile
 *
 * Returns: (transfer none) (element-type AttuneProfileModel): the models that can be tuned, as far
 *   as they are known beforehand; perhaps empty
 */
GPtrArray *
attune_profile_get_models (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->models;
}

/**
 * attune_profile_find_model:
 * @self: a profile
 * @id: a model's id
 *
 * Returns: (transfer none) (nullable): what is known of that model
 */
AttuneProfileModel *
attune_profile_find_model (AttuneProfile *self,
                           const char    *id)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  for (guint i = 0; id != NULL && i < self->models->len; i++)
    {
      AttuneProfileModel *model = self->models->pdata[i];

      if (g_str_equal (model->id, id))
        return model;
    }

  return NULL;
}

/**
 * attune_profile_get_settings:
 * @self: a profile
 *
 * Returns: (transfer none) (element-type AttuneSetting): the settings of the training that the
 *   provider knows, in the order in which a person sees them
 */
GPtrArray *
attune_profile_get_settings (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->settings;
}

/**
 * attune_profile_find_setting:
 * @self: a profile
 * @name: the name of a setting
 *
 * Returns: (transfer none) (nullable): the setting, or %NULL when the provider does not know it
 */
AttuneSetting *
attune_profile_find_setting (AttuneProfile *self,
                             const char    *name)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  for (guint i = 0; i < self->settings->len; i++)
    {
      AttuneSetting *setting = self->settings->pdata[i];

      if (g_str_equal (setting->name, name))
        return setting;
    }

  return NULL;
}

/**
 * attune_profile_get_chat_settings:
 * @self: a profile
 *
 * Returns: (transfer none) (element-type AttuneSetting): how an answer can be asked for, in the
 *   order in which a person sees it
 */
GPtrArray *
attune_profile_get_chat_settings (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->chat_settings;
}

/**
 * attune_profile_get_chat_defaults:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): members that every chat request to this provider carries,
 *   such as `store: false`
 */
JsonObject *
attune_profile_get_chat_defaults (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_object (attune_profile_get_part (self, "chat"), "defaults");
}

/**
 * attune_profile_get_base_path: (skip)
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): what a typed address without a path is given
 */
const char *
attune_profile_get_base_path (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (self->data, "base-path", NULL);
}
