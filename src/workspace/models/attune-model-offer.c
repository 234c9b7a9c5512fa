/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-offer"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-model-offer.h"

#define SUFFIX ".gguf"
#define SHA256_LENGTH 64

/* What a training is thought to be like where there are no examples yet. */
#define USUAL_EXAMPLES 100
#define USUAL_TOKENS 200
#define USUAL_BYTES_PER_TOKEN 4

struct _AttuneModelOffer
{
  GObject             parent_instance;

  char               *id;
  char               *name;
  char               *maker;
  char               *license;
  char               *license_url;
  char               *good_for;
  char               *page;
  char               *date;
  char               *file_name;
  char               *url;
  char               *sha256;
  char              **languages;   /* BCP 47 */
  guint64             size;
  AttuneModelDetails *details;
};

G_DEFINE_FINAL_TYPE (AttuneModelOffer, attune_model_offer, G_TYPE_OBJECT)

/* Of what models are good at; another one is shown as it is written. */
static const struct
{
  const char *code;
  const char *name;
} language_names[] = {
  { "ar", NC_("language", "Arabic") },
  { "de", NC_("language", "German") },
  { "en", NC_("language", "English") },
  { "es", NC_("language", "Spanish") },
  { "fr", NC_("language", "French") },
  { "it", NC_("language", "Italian") },
  { "ja", NC_("language", "Japanese") },
  { "ko", NC_("language", "Korean") },
  { "pt", NC_("language", "Portuguese") },
  { "ru", NC_("language", "Russian") },
  { "th", NC_("language", "Thai") },
  { "vi", NC_("language", "Vietnamese") },
  { "zh", NC_("language", "Chinese") },
  { "mul", NC_("language", "many more") },
};

static const char *
get_language_name (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (language_names); i++)
    if (g_str_equal (language_names[i].code, code))
      return g_dpgettext2 (GETTEXT_PACKAGE, "language", language_names[i].name);

  return code;
}

/* Names of files come from outside: this one becomes a part of a path, and the engine's name for
 * the model without a change. */
static gboolean
is_file_name (const char *text)
{
  return g_str_has_suffix (text, SUFFIX) && g_ascii_isalnum (text[0]) &&
         strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") == strlen (text);
}

static gboolean
is_sha256 (const char *text)
{
  return strlen (text) == SHA256_LENGTH && strspn (text, G_CSET_DIGITS "abcdef") == SHA256_LENGTH;
}

static gboolean
is_web_address (const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (g_str_equal (g_uri_get_scheme (uri), "https") ||
          g_str_equal (g_uri_get_scheme (uri), "http"));
}

static gboolean
is_day (const char *text)
{
  g_autofree char *moment = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (moment, NULL);

  return time != NULL;
}

static gboolean
is_there (const char *text)
{
  return *text != '\0';
}

/* A member that has to be there, and what it has to be like. */
typedef struct
{
  const char  *part;            /* the object that it is in, or NULL */
  const char  *name;
  gsize        offset;          /* where its text goes */
  gboolean   (*check) (const char *text);
} Member;

static const Member members[] = {
  { NULL, "name", G_STRUCT_OFFSET (AttuneModelOffer, name), is_there },
  { NULL, "maker", G_STRUCT_OFFSET (AttuneModelOffer, maker), is_there },
  { NULL, "good-for", G_STRUCT_OFFSET (AttuneModelOffer, good_for), is_there },
  { NULL, "page", G_STRUCT_OFFSET (AttuneModelOffer, page), is_web_address },
  { NULL, "date", G_STRUCT_OFFSET (AttuneModelOffer, date), is_day },
  { "license", "id", G_STRUCT_OFFSET (AttuneModelOffer, license), is_there },
  { "license", "url", G_STRUCT_OFFSET (AttuneModelOffer, license_url), is_web_address },
  { "file", "name", G_STRUCT_OFFSET (AttuneModelOffer, file_name), is_file_name },
  { "file", "url", G_STRUCT_OFFSET (AttuneModelOffer, url), is_web_address },
  { "file", "sha256", G_STRUCT_OFFSET (AttuneModelOffer, sha256), is_sha256 },
};

static gboolean
fail_member (const char  *part,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = part != NULL ? g_strconcat (part, ".", name, NULL) : g_strdup (name);

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a JSON member, such as “file.sha256”. */
                    _("“%s” is missing, or is not what it has to be."),
                    path);

  return FALSE;
}

static gboolean
read_members (AttuneModelOffer  *self,
              JsonObject        *object,
              GError           **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const Member *member = &members[i];
      JsonObject *part = member->part != NULL ? attune_json_get_object (object, member->part)
                                              : object;
      const char *text = part != NULL ? attune_json_get_string (part, member->name, NULL) : NULL;

      if (text == NULL || !member->check (text))
        return fail_member (member->part, member->name, error);

      *(char **)G_STRUCT_MEMBER_P (self, member->offset) = g_strdup (text);
    }

  return TRUE;
}

static gboolean
read_languages (AttuneModelOffer  *self,
                JsonObject        *object,
                GError           **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *languages = attune_json_get_array (object, "languages");

  if (languages == NULL || json_array_get_length (languages) == 0)
    return fail_member (NULL, "languages", error);

  for (guint i = 0; i < json_array_get_length (languages); i++)
    {
      JsonNode *node = json_array_get_element (languages, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return fail_member (NULL, "languages", error);

      g_strv_builder_add (builder, json_node_get_string (node));
    }

  self->languages = g_strv_builder_end (builder);

  return TRUE;
}

/* The same members as the engine will say of the file once it is there, but for what is true of
 * this computer only. */
static gboolean
read_details (AttuneModelOffer  *self,
              JsonObject        *object,
              double             operations_per_second,
              GError           **error)
{
  JsonObject *model = attune_json_get_object (object, "model");
  gint64 size = attune_json_get_int (attune_json_get_object (object, "file"), "size", 0);

  if (size <= 0)
    return fail_member ("file", "size", error);

  if (model == NULL || attune_json_get_int (model, "parameters", 0) <= 0)
    return fail_member ("model", "parameters", error);

  self->size = size;
  self->details = attune_model_details_new_from_object (model);
  self->details->file_size = size;

  if (self->details->operations_per_token > 0)
    self->details->tokens_per_second = operations_per_second / self->details->operations_per_token;

  return TRUE;
}

static void
attune_model_offer_finalize (GObject *object)
{
  AttuneModelOffer *self = (AttuneModelOffer *)object;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_free (*(char **)G_STRUCT_MEMBER_P (self, members[i].offset));

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_pointer (&self->details, attune_model_details_free);

  G_OBJECT_CLASS (attune_model_offer_parent_class)->finalize (object);
}

static void
attune_model_offer_class_init (AttuneModelOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_model_offer_finalize;
}

static void
attune_model_offer_init (AttuneModelOffer *self)
{
}

/**
 * attune_model_offer_new:
 * @json: a file of data/models, or of a person
 * @length: of @json in bytes, or -1
 * @operations_per_second: how fast this computer trains, or 0 when it is not known
 * @error: return location for %ATTUNE_ERROR_DATA
 *
 * Returns: (transfer full) (nullable): the offer, or %NULL where something is missing without
 *   which a download could not be verified
 */
AttuneModelOffer *
attune_model_offer_new (const char  *json,
                        gssize       length,
                        double       operations_per_second,
                        GError     **error)
{
  g_autoptr(AttuneModelOffer) self = g_object_new (ATTUNE_TYPE_MODEL_OFFER, NULL);
  g_autoptr(JsonObject) object = attune_json_parse_object (json, length, error);

  if (object == NULL ||
      !read_members (self, object, error) ||
      !read_languages (self, object, error) ||
      !read_details (self, object, operations_per_second, error))
    return NULL;

  self->id = g_strndup (self->file_name, strlen (self->file_name) - strlen (SUFFIX));

  return g_steal_pointer (&self);
}

/**
 * attune_model_offer_get_id:
 * @self: an offer
 *
 * Returns: (transfer none): what the engine will call the model
 */
const char *
attune_model_offer_get_id (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->id;
}

/**
 * attune_model_offer_get_name:
 * @self: an offer
 *
 * Returns: (transfer none): what people call the model
 */
const char *
attune_model_offer_get_name (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->name;
}

/**
 * attune_model_offer_get_maker:
 * @self: an offer
 *
 * Returns: (transfer none): who made the model
 */
const char *
attune_model_offer_get_maker (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->maker;
}

/**
 * attune_model_offer_get_license:
 * @self: an offer
 *
 * Returns: (transfer none): the licence, as an SPDX expression
 */
const char *
attune_model_offer_get_license (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->license;
}

/**
 * attune_model_offer_get_license_url:
 * @self: an offer
 *
 * Returns: (transfer none): where the text of the licence is
 */
const char *
attune_model_offer_get_license_url (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->license_url;
}

/**
 * attune_model_offer_get_good_for:
 * @self: an offer
 *
 * data/models/strings.h shows the shipped texts to the translators.
 *
 * Returns: (transfer none): what the model is good for, translated
 */
const char *
attune_model_offer_get_good_for (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return _(self->good_for);
}

/**
 * attune_model_offer_get_page:
 * @self: an offer
 *
 * Returns: (transfer none): the address of a page about the model
 */
const char *
attune_model_offer_get_page (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->page;
}

/**
 * attune_model_offer_get_date:
 * @self: an offer
 *
 * Returns: (transfer none): the day on which all of this was looked up, "YYYY-MM-DD"
 */
const char *
attune_model_offer_get_date (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->date;
}

/**
 * attune_model_offer_get_file_name:
 * @self: an offer
 *
 * Returns: (transfer none): what the file is called, without a folder
 */
const char *
attune_model_offer_get_file_name (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->file_name;
}

/**
 * attune_model_offer_get_url:
 * @self: an offer
 *
 * Returns: (transfer none): where the file is
 */
const char *
attune_model_offer_get_url (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->url;
}

/**
 * attune_model_offer_get_sha256:
 * @self: an offer
 *
 * Returns: (transfer none): the SHA-256 of the file, in lower case
 */
const char *
attune_model_offer_get_sha256 (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->sha256;
}

/**
 * attune_model_offer_get_size:
 * @self: an offer
 *
 * Returns: how long the file is, in bytes
 */
guint64
attune_model_offer_get_size (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), 0);

  return self->size;
}

/**
 * attune_model_offer_get_details:
 * @self: an offer
 *
 * Returns: (transfer none): what the engine will say of the model
 */
const AttuneModelDetails *
attune_model_offer_get_details (AttuneModelOffer *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  return self->details;
}

/**
 * attune_model_offer_dup_host:
 * @self: an offer
 *
 * Returns: (transfer full): the name of the computer that is asked for the file, for the person to
 *   read before they decide
 */
char *
attune_model_offer_dup_host (AttuneModelOffer *self)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  uri = g_uri_parse (self->url, G_URI_FLAGS_NONE, NULL);

  return g_strdup (g_uri_get_host (uri));
}

/**
 * attune_model_offer_dup_languages:
 * @self: an offer
 *
 * Returns: (transfer full): the languages that the model knows well, by name, translated
 */
char *
attune_model_offer_dup_languages (AttuneModelOffer *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (ATTUNE_IS_MODEL_OFFER (self), NULL);

  for (guint i = 0; self->languages[i] != NULL; i++)
    {
      if (i > 0)
        /* Translators: between the items of a list, such as “English, Chinese, many more”. */
        g_string_append (text, _(", "));

      g_string_append (text, get_language_name (self->languages[i]));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * attune_model_offer_estimate:
 * @self: an offer
 * @dataset: (nullable): what would be trained on, or %NULL for a hundred examples of two hundred
 *   tokens
 * @estimate: (out caller-allocates): where it goes
 *
 * Guesses what a fine-tune of the model would take on this computer.
 */
void
attune_model_offer_estimate (AttuneModelOffer *self,
                             AttuneDataset    *dataset,
                             AttuneEstimate   *estimate)
{
  AttuneTokenFigures figures = {
    .n_examples = USUAL_EXAMPLES,
    .n_tokens = USUAL_EXAMPLES * USUAL_TOKENS,
    .n_bytes = USUAL_EXAMPLES * USUAL_TOKENS * USUAL_BYTES_PER_TOKEN,
  };

  g_return_if_fail (ATTUNE_IS_MODEL_OFFER (self));
  g_return_if_fail (dataset == NULL || ATTUNE_IS_DATASET (dataset));
  g_return_if_fail (estimate != NULL);

  if (dataset != NULL)
    attune_token_figures_init_for_dataset (&figures, dataset);

  attune_estimate_make_for_details (estimate, &figures, self->details);
}
