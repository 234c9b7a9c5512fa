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

/* OpenAI's own limits, for a profile that does not say: characters of a suffix, bytes of a file. */
#define DEFAULT_MAX_SUFFIX 64
#define DEFAULT_MAX_FILE_SIZE (512 * 1024 * 1024)

struct _AttuneProfile
{
  GObject     parent_instance;

  char       *id;
  char       *name;
  char       *description;
  char       *base_url;
  char       *base_path;
  char       *keys_url;
  char       *notice;
  char       *key_header;
  char       *key_prefix;
  char       *max_tokens_field;
  JsonObject *chat_defaults;
  GPtrArray  *models;
  guint64     max_file_size;
  guint64     automatic_tokens;
  guint64     automatic_examples;
  guint       automatic_minimum;
  guint       automatic_maximum;
  guint       max_suffix;
  guint       needs_key : 1;
  guint       is_local : 1;
  guint       is_closing : 1;
};

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

/* A text for people. data/providers/strings.h shows the shipped ones to the translators. */
static char *
dup_translated (JsonObject *object,
                const char *member)
{
  const char *text = attune_json_get_string (object, member, NULL);

  /* gettext answers the empty string with the catalogue's header. */
  if (text == NULL || *text == '\0')
    return NULL;

  return g_strdup (_(text));
}

static AttuneProfileModel *
parse_model (JsonObject *object,
             const char *prices_as_of)
{
  AttuneProfileModel *model;
  const char *id = attune_json_get_string (object, "id", NULL);

  if (id == NULL || *id == '\0')
    return NULL;

  model = g_new0 (AttuneProfileModel, 1);
  model->id = g_strdup (id);
  model->title = dup_translated (object, "title");
  model->training_price = attune_json_get_double (object, "training-price", -1);
  model->max_tokens = CLAMP (attune_json_get_int (object, "max-tokens", 0), 0, G_MAXINT);
  model->shutdown_date = g_strdup (attune_json_get_string (object, "shutdown-date", NULL));

  if (model->title == NULL)
    model->title = g_strdup (id);

  if (model->training_price >= 0)
    model->prices_as_of = g_strdup (attune_json_get_string (object, "prices-as-of", prices_as_of));

  return model;
}

static void
parse_models (AttuneProfile *self,
              JsonObject    *training)
{
  JsonArray *array = attune_json_get_array (training, "models");
  const char *prices_as_of = attune_json_get_string (training, "prices-as-of", NULL);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      AttuneProfileModel *model = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        model = parse_model (json_node_get_object (node), prices_as_of);

      if (model != NULL)
        g_ptr_array_add (self->models, model);
    }
}

static void
parse_automatic (AttuneProfile *self,
                 JsonObject    *training)
{
  JsonObject *automatic = attune_json_get_object (training, "automatic");

  self->automatic_tokens = MAX (attune_json_get_int (automatic, "tokens", 0), 0);
  self->automatic_examples = MAX (attune_json_get_int (automatic, "examples", 0), 0);
  self->automatic_minimum = CLAMP (attune_json_get_int (automatic, "minimum", 1), 1, G_MAXINT);
  self->automatic_maximum = CLAMP (attune_json_get_int (automatic, "maximum", G_MAXINT),
                                   self->automatic_minimum, G_MAXINT);
}

static void
parse_abilities (AttuneProfile *self,
                 JsonObject    *object)
{
  JsonObject *key = attune_json_get_object (object, "key");
  JsonObject *chat = attune_json_get_object (object, "chat");
  JsonObject *training = attune_json_get_object (object, "training");
  JsonObject *defaults = attune_json_get_object (chat, "defaults");

  self->is_local = attune_json_get_boolean (object, "local", FALSE);
  self->needs_key = attune_json_get_boolean (key, "needed", FALSE);
  self->key_header = g_strdup (attune_json_get_string (key, "header", "Authorization"));
  self->key_prefix = g_strdup (attune_json_get_string (key, "prefix", "Bearer "));
  self->max_tokens_field = g_strdup (attune_json_get_string (chat, "max-tokens-field",
                                                             "max_tokens"));
  self->is_closing = attune_json_get_boolean (training, "closing", FALSE);
  self->max_suffix = CLAMP (attune_json_get_int (training, "max-suffix", DEFAULT_MAX_SUFFIX),
                            0, G_MAXINT);
  self->max_file_size = MAX (attune_json_get_int (training, "max-file-size",
                                                  DEFAULT_MAX_FILE_SIZE), 0);

  if (defaults != NULL)
    self->chat_defaults = json_object_ref (defaults);

  parse_automatic (self, training);
  parse_models (self, training);
}

static void
attune_profile_finalize (GObject *object)
{
  AttuneProfile *self = (AttuneProfile *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->base_path, g_free);
  g_clear_pointer (&self->keys_url, g_free);
  g_clear_pointer (&self->notice, g_free);
  g_clear_pointer (&self->key_header, g_free);
  g_clear_pointer (&self->key_prefix, g_free);
  g_clear_pointer (&self->max_tokens_field, g_free);
  g_clear_pointer (&self->chat_defaults, json_object_unref);
  g_clear_pointer (&self->models, g_ptr_array_unref);

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
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_BASE_URL:
      g_value_set_string (value, self->base_url);
      break;

    case PROP_NEEDS_KEY:
      g_value_set_boolean (value, self->needs_key);
      break;

    case PROP_IS_LOCAL:
      g_value_set_boolean (value, self->is_local);
      break;

    case PROP_NOTICE:
      g_value_set_string (value, self->notice);
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
}

/**
 * attune_profile_model_free: (skip)
 * @self: (transfer full): a model of a profile
 */
void
attune_profile_model_free (AttuneProfileModel *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->prices_as_of);
  g_free (self->shutdown_date);
  g_free (self);
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

  g_return_val_if_fail (text != NULL, NULL);

  if ((object = attune_json_parse_object (text, length, error)) == NULL)
    return NULL;

  self = g_object_new (ATTUNE_TYPE_PROFILE, NULL);
  self->id = g_strdup (attune_json_get_string (object, "id", NULL));
  self->name = dup_translated (object, "name");
  self->description = dup_translated (object, "description");
  self->notice = dup_translated (object, "notice");
  self->keys_url = g_strdup (attune_json_get_string (object, "keys-url", NULL));
  self->base_path = g_strdup (attune_json_get_string (object, "base-path", NULL));

  if (self->id == NULL || *self->id == '\0' || self->name == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("The description of a provider lacks “%s”. Add it, then try again."),
                        self->name == NULL ? "name" : "id");
      return NULL;
    }

  parse_abilities (self, object);

  if ((base_url = attune_json_get_string (object, "base-url", NULL)) != NULL &&
      (self->base_url = attune_profile_normalize_url (self, base_url,
                                                      self->needs_key, error)) == NULL)
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

  return self->id;
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

  return self->name;
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

  return self->description;
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

  return self->notice;
}

/**
 * attune_profile_get_key_header:
 * @self: a profile
 *
 * Returns: (transfer none): the name of the HTTP header that carries the key
 */
const char *
attune_profile_get_key_header (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->key_header;
}

/**
 * attune_profile_get_key_prefix:
 * @self: a profile
 *
 * Returns: (transfer none): what stands before the key in its header, perhaps empty
 */
const char *
attune_profile_get_key_prefix (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->key_prefix;
}

/**
 * attune_profile_get_keys_url:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the page where a person makes a key
 */
const char *
attune_profile_get_keys_url (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->keys_url;
}

/**
 * attune_profile_get_needs_key:
 * @self: a profile
 *
 * Returns: whether nothing works without a key; otherwise a key is optional
 */
gboolean
attune_profile_get_needs_key (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return self->needs_key;
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

  return self->is_local;
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

  return self->max_tokens_field;
}

/**
 * attune_profile_get_max_suffix:
 * @self: a profile
 *
 * Returns: the greatest length of a suffix, in characters
 */
guint
attune_profile_get_max_suffix (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return self->max_suffix;
}

/**
 * attune_profile_get_automatic_epochs:
 * @self: a profile
 * @n_examples: examples to train on
 * @n_tokens: tokens in all of them
 *
 * How often a provider goes through the examples when the person leaves that to it: so often that
 * it sees a number of tokens, within bounds, but a number of examples at least.
 *
 * Returns: the epochs, or 0 when the profile says nothing on it
 */
guint
attune_profile_get_automatic_epochs (AttuneProfile *self,
                                     guint64        n_examples,
                                     guint64        n_tokens)
{
  guint64 n_epochs;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  if (self->automatic_tokens == 0)
    return 0;

  n_epochs = CLAMP (self->automatic_tokens / MAX (n_tokens, 1),
                    self->automatic_minimum, self->automatic_maximum);

  return MAX (n_epochs, self->automatic_examples / MAX (n_examples, 1));
}

/**
 * attune_profile_get_max_file_size:
 * @self: a profile
 *
 * Returns: the greatest size of a file, in bytes
 */
guint64
attune_profile_get_max_file_size (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return self->max_file_size;
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
 * attune_profile_get_is_closing:
 * @self: a profile
 *
 * Returns: whether the provider is closing fine-tuning, so that its refusal (403) of a new job
 *   most likely means just that; attune_profile_get_notice() has the dates
 */
gboolean
attune_profile_get_is_closing (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return self->is_closing;
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

  return self->chat_defaults;
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

  return self->base_path;
}
