/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model"

#include "config.h"

#include <string.h>

#include "attune-model-private.h"

/* How the engine on this computer marks the models that it brings along: those can be tuned. */
#define ENGINE_OWNER "attune"

struct _AttuneModel
{
  GObject   parent_instance;

  AttuneProfile            *profile;
  const AttuneProfileModel *facts;     /* in the profile */
  AttuneModelDetails       *details;   /* or NULL */
  char     *id;
  char     *title;
  char     *subtitle;
  char     *account_id;
  char     *account_name;
  char     *base_model;
  char     *job_id;
  char     *shutdown_date;
  char     *prices_as_of;
  gint64    created_at;
  guint     max_tokens;
  guint     context_window;
  double    training_price;
  gboolean  is_tuned;
  gboolean  is_tunable;
  gboolean  can_chat;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_ACCOUNT_ID,
  PROP_ACCOUNT_NAME,
  PROP_BASE_MODEL,
  PROP_JOB_ID,
  PROP_IS_TUNED,
  PROP_IS_TUNABLE,
  PROP_SHUTDOWN_DATE,
  PROP_CREATED_AT,
  PROP_TRAINING_PRICE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneModel, attune_model, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* OpenAI's names are ft:BASE:ORGANIZATION:SUFFIX:ID, and those of most who follow it; Azure's are
 * BASE.ft-ID. */
static char *
parse_tuned_name (const char  *id,
                  char       **base_model)
{
  const char *mark = strstr (id, ".ft-");
  g_auto(GStrv) parts = NULL;

  if (mark != NULL && mark > id)
    {
      *base_model = g_strndup (id, mark - id);
      return g_strdup (id);
    }

  if (!g_str_has_prefix (id, "ft:"))
    return NULL;

  parts = g_strsplit (id, ":", 5);

  if (g_strv_length (parts) < 2)
    return NULL;

  *base_model = g_strdup (parts[1]);

  if (g_strv_length (parts) == 5 && *parts[3] != '\0')
    return g_strdup (parts[3]);

  return g_strdup (id);
}

/* What a model was tuned from may itself have been tuned. */
static const AttuneProfileModel *
find_facts (AttuneProfile *profile,
            const char    *model)
{
  const AttuneProfileModel *facts = attune_profile_find_model (profile, model);
  g_autofree char *base_model = NULL;
  g_autofree char *suffix = NULL;

  if (facts == NULL && (suffix = parse_tuned_name (model, &base_model)) != NULL)
    facts = attune_profile_find_model (profile, base_model);

  return facts;
}

/* @is_listed says whether the profile knows the model, or the one that it was tuned from. */
static gboolean
decide_tunable (AttuneAccount            *account,
                const AttuneModelRow     *row,
                const AttuneModelDetails *details,
                gboolean                  is_tuned,
                gboolean                  is_listed)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  GPtrArray *models = attune_profile_get_models (profile);
  gboolean has_models = models != NULL && models->len > 0;

  /* The engine on this computer keeps the base of what it has tuned. */
  if (is_tuned)
    return (is_listed || !has_models || attune_account_get_is_local (account)) &&
           attune_profile_can (profile, ATTUNE_ABILITY_CONTINUE);

  /* What the provider says counts more than what was known when this version was made. */
  if (row->can_tune != ATTUNE_WIRE_UNSAID)
    return row->can_tune == ATTUNE_WIRE_YES;

  if (attune_account_get_is_local (account))
    return details == NULL || details->obstacle == NULL;

  /* A server of the person's own names no model beforehand: any of its base models may do. */
  return is_listed || !has_models;
}

/* What is said of the model itself counts more than what was known when this version was made. */
static guint
decide_window (const AttuneModelRow     *row,
               const AttuneModelDetails *details,
               const AttuneProfileModel *facts)
{
  if (details != NULL && details->context_window > 0)
    return (guint)MIN (details->context_window, G_MAXINT);

  if (row->context_window > 0)
    return row->context_window;

  return facts != NULL ? facts->context_window : 0;
}

static void
attune_model_finalize (GObject *object)
{
  AttuneModel *self = (AttuneModel *)object;

  g_clear_object (&self->profile);
  g_clear_pointer (&self->details, attune_model_details_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->subtitle, g_free);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->account_name, g_free);
  g_clear_pointer (&self->base_model, g_free);
  g_clear_pointer (&self->job_id, g_free);
  g_clear_pointer (&self->shutdown_date, g_free);
  g_clear_pointer (&self->prices_as_of, g_free);

  G_OBJECT_CLASS (attune_model_parent_class)->finalize (object);
}

static void
attune_model_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  AttuneModel *self = ATTUNE_MODEL (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_SUBTITLE:
      g_value_set_string (value, self->subtitle);
      break;

    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->account_id);
      break;

    case PROP_ACCOUNT_NAME:
      g_value_set_string (value, self->account_name);
      break;

    case PROP_BASE_MODEL:
      g_value_set_string (value, self->base_model);
      break;

    case PROP_JOB_ID:
      g_value_set_string (value, self->job_id);
      break;

    case PROP_IS_TUNED:
      g_value_set_boolean (value, self->is_tuned);
      break;

    case PROP_IS_TUNABLE:
      g_value_set_boolean (value, self->is_tunable);
      break;

    case PROP_SHUTDOWN_DATE:
      g_value_set_string (value, self->shutdown_date);
      break;

    case PROP_CREATED_AT:
      g_value_set_int64 (value, self->created_at);
      break;

    case PROP_TRAINING_PRICE:
      g_value_set_double (value, self->training_price);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_model_class_init (AttuneModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_model_finalize;
  object_class->get_property = attune_model_get_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SUBTITLE] =
    g_param_spec_string ("subtitle", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_ACCOUNT_ID] =
    g_param_spec_string ("account-id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_ACCOUNT_NAME] =
    g_param_spec_string ("account-name", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_BASE_MODEL] =
    g_param_spec_string ("base-model", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_JOB_ID] =
    g_param_spec_string ("job-id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_TUNED] =
    g_param_spec_boolean ("is-tuned", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_TUNABLE] =
    g_param_spec_boolean ("is-tunable", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_SHUTDOWN_DATE] =
    g_param_spec_string ("shutdown-date", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_CREATED_AT] =
    g_param_spec_int64 ("created-at", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_TRAINING_PRICE] =
    g_param_spec_double ("training-price", NULL, NULL,
                         -1, G_MAXDOUBLE, -1,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_model_init (AttuneModel *self)
{
}

/**
 * attune_model_new:
 * @account: who offers it
 * @row: what the store holds
 *
 * Returns: (transfer full): a model
 */
AttuneModel *
attune_model_new (AttuneAccount        *account,
                  const AttuneModelRow *row)
{
  AttuneModel *self = g_object_new (ATTUNE_TYPE_MODEL, NULL);
  const AttuneProfileModel *listed;
  const AttuneProfileModel *listed_base = NULL;
  g_autofree char *base_model = NULL;
  g_autofree char *suffix = parse_tuned_name (row->id, &base_model);
  gboolean is_local = attune_account_get_is_local (account);

  self->profile = g_object_ref (attune_account_get_profile (account));
  listed = attune_profile_find_model (self->profile, row->id);
  self->id = g_strdup (row->id);
  self->account_id = g_strdup (row->account_id);
  self->account_name = g_strdup (attune_account_get_name (account));
  self->job_id = g_strdup (row->job_id);
  self->created_at = row->created_at;
  /* An engine of another computer says what is so there. */
  self->details = is_local ? attune_model_details_new (row->details) : NULL;
  self->is_tuned = row->job_id != NULL || suffix != NULL ||
                   (is_local && row->owned_by != NULL &&
                    !g_str_equal (row->owned_by, ENGINE_OWNER));
  self->base_model = g_strdup (row->base_model != NULL ? row->base_model : base_model);

  if (self->base_model != NULL)
    listed_base = find_facts (self->profile, self->base_model);

  /* What was tuned is trained on, and talked to, at the price of its base. */
  self->facts = listed != NULL ? listed : listed_base;
  self->can_chat = row->can_chat != ATTUNE_WIRE_NO;
  self->is_tunable = decide_tunable (account, row, self->details, self->is_tuned,
                                     self->facts != NULL);
  self->training_price = self->facts != NULL ? self->facts->training_price : -1;
  self->prices_as_of = g_strdup (self->facts != NULL ? self->facts->prices_as_of : NULL);
  self->max_tokens = self->facts != NULL ? self->facts->max_tokens : 0;
  self->context_window = decide_window (row, self->details, self->facts);

  if (row->job_title != NULL)
    self->title = g_strdup (row->job_title);
  else if (suffix != NULL)
    self->title = g_steal_pointer (&suffix);
  else
    self->title = g_strdup (listed != NULL && listed->title != NULL ? listed->title : row->id);

  if (self->base_model != NULL)
    self->subtitle = g_strdup_printf ("%s · %s",
                                      listed_base != NULL && listed_base->title != NULL
                                        ? listed_base->title : self->base_model,
                                      self->account_name);
  else
    self->subtitle = g_strdup (self->account_name);

  /* What the provider says today counts more than what was known when this version was made. A
   * tuned model goes with its base. */
  if (row->shutdown_date != NULL)
    self->shutdown_date = g_strdup (row->shutdown_date);
  else if (listed != NULL)
    self->shutdown_date = g_strdup (listed->shutdown_date);
  else if (listed_base != NULL)
    self->shutdown_date = g_strdup (listed_base->shutdown_date);

  return self;
}

/* A file that was replaced by another of the same name shows in these. */
static gboolean
have_same_details (AttuneModel *self,
                   AttuneModel *other)
{
  const AttuneModelDetails *first = self->details;
  const AttuneModelDetails *second = other->details;

  if (first == NULL || second == NULL)
    return first == second;

  return first->file_size == second->file_size && first->n_parameters == second->n_parameters &&
         first->is_linked == second->is_linked;
}

/**
 * attune_model_is_same:
 * @self: a model
 * @other: another
 *
 * Returns: whether nothing that is shown differs
 */
gboolean
attune_model_is_same (AttuneModel *self,
                      AttuneModel *other)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_MODEL (other), FALSE);

  return g_str_equal (self->id, other->id) &&
         g_str_equal (self->account_id, other->account_id) &&
         g_str_equal (self->title, other->title) &&
         g_str_equal (self->subtitle, other->subtitle) &&
         g_strcmp0 (self->job_id, other->job_id) == 0 &&
         g_strcmp0 (self->shutdown_date, other->shutdown_date) == 0 &&
         have_same_details (self, other) &&
         self->context_window == other->context_window &&
         self->is_tuned == other->is_tuned &&
         self->can_chat == other->can_chat &&
         self->is_tunable == other->is_tunable;
}

/**
 * attune_model_get_id:
 * @self: a model
 *
 * Returns: (transfer none): the name that the provider knows it by
 */
const char *
attune_model_get_id (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->id;
}

/**
 * attune_model_get_title:
 * @self: a model
 *
 * Returns: (transfer none): a short name for people
 */
const char *
attune_model_get_title (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->title;
}

/**
 * attune_model_get_subtitle:
 * @self: a model
 *
 * Returns: (transfer none): its base and its account
 */
const char *
attune_model_get_subtitle (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->subtitle;
}

/**
 * attune_model_get_account_id:
 * @self: a model
 *
 * Returns: (transfer none): who offers it
 */
const char *
attune_model_get_account_id (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->account_id;
}

/**
 * attune_model_get_account_name:
 * @self: a model
 *
 * Returns: (transfer none): what the account is called
 */
const char *
attune_model_get_account_name (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->account_name;
}

/**
 * attune_model_get_base_model:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): the model that it was tuned from
 */
const char *
attune_model_get_base_model (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->base_model;
}

/**
 * attune_model_get_job_id:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): our fine-tune that it came out of
 */
const char *
attune_model_get_job_id (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->job_id;
}

/**
 * attune_model_get_is_tuned:
 * @self: a model
 *
 * Returns: whether it came out of a fine-tune
 */
gboolean
attune_model_get_is_tuned (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), FALSE);

  return self->is_tuned;
}

/**
 * attune_model_get_is_tunable:
 * @self: a model
 *
 * Returns: whether a fine-tune can begin with it
 */
gboolean
attune_model_get_is_tunable (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), FALSE);

  return self->is_tunable;
}

/**
 * attune_model_get_can_chat:
 * @self: a model
 *
 * Returns: whether it may be talked to as it is; some can only be trained
 */
gboolean
attune_model_get_can_chat (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), FALSE);

  return self->can_chat;
}

/**
 * attune_model_get_shutdown_date:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): the day on which it stops, YYYY-MM-DD
 */
const char *
attune_model_get_shutdown_date (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->shutdown_date;
}

/**
 * attune_model_get_training_price:
 * @self: a model
 *
 * Returns: USD for a million tokens of training, -1 when not known
 */
double
attune_model_get_training_price (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), -1);

  return self->training_price;
}

/**
 * attune_model_get_prices_as_of:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): when its price was known to be true, YYYY-MM-DD
 */
const char *
attune_model_get_prices_as_of (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->prices_as_of;
}

/**
 * attune_model_get_max_tokens:
 * @self: a model
 *
 * Returns: the most tokens of an example that it is trained on, 0 when not known
 */
guint
attune_model_get_max_tokens (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), 0);

  return self->max_tokens;
}

/**
 * attune_model_get_context_window:
 * @self: a model
 *
 * Returns: how many tokens it reads at once, its answer included; 0 when it is not known
 */
guint
attune_model_get_context_window (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), 0);

  return self->context_window;
}

/**
 * attune_model_get_profile:
 * @self: a model
 *
 * Returns: (transfer none): the provider that offers it
 */
AttuneProfile *
attune_model_get_profile (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->profile;
}

/**
 * attune_model_get_facts:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): what its provider's profile knows of it, or of the
 *   model that it was tuned from
 */
const AttuneProfileModel *
attune_model_get_facts (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->facts;
}

/**
 * attune_model_get_details:
 * @self: a model
 *
 * Returns: (transfer none) (nullable): what the engine on this computer says of its model, or of
 *   the base of one
 */
const AttuneModelDetails *
attune_model_get_details (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), NULL);

  return self->details;
}

/**
 * attune_model_get_is_added:
 * @self: a model
 *
 * Returns: whether it is a file that somebody has brought to this computer, or was tuned from one
 */
gboolean
attune_model_get_is_added (AttuneModel *self)
{
  g_return_val_if_fail (ATTUNE_IS_MODEL (self), FALSE);

  return self->details != NULL && self->facts == NULL;
}
