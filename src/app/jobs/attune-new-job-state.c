/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-state"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-job-text.h"
#include "attune-new-job-state.h"

struct _AttuneNewJobState
{
  GObject          parent_instance;

  AttuneWorkspace *workspace;
  AttuneDataset   *dataset;
  AttuneAccount   *account;
  char            *model_id;
  double           n_epochs;
  double           batch_size;
  double           learning_rate_multiplier;
  double           seed;
  char            *suffix;
  char            *suffix_problem;
  gboolean         can_start;
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_DATASET,
  PROP_ACCOUNT,
  PROP_MODEL_ID,
  PROP_N_EPOCHS,
  PROP_BATCH_SIZE,
  PROP_LEARNING_RATE_MULTIPLIER,
  PROP_SEED,
  PROP_SUFFIX,
  PROP_SUFFIX_PROBLEM,
  PROP_CAN_START,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneNewJobState, attune_new_job_state, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static gboolean
is_suffix_char (gunichar c)
{
  return g_unichar_isalnum (c) || c == '-' || c == '_' || c == '.';
}

static void
update_checks (AttuneNewJobState *self)
{
  guint max_length = G_MAXUINT;
  g_autofree char *problem = NULL;
  gboolean can_start;

  if (self->account != NULL)
    max_length = attune_profile_get_max_suffix (attune_account_get_profile (self->account));

  problem = attune_new_job_check_suffix (self->suffix, max_length);

  if (g_set_str (&self->suffix_problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUFFIX_PROBLEM]);

  can_start = self->dataset != NULL && self->account != NULL && self->model_id != NULL &&
              problem == NULL;

  if (self->can_start != can_start)
    {
      self->can_start = can_start;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_START]);
    }
}

static AttuneModel *
find_model (AttuneNewJobState *self)
{
  GListModel *models = attune_workspace_get_models (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (self->account != NULL &&
          g_strcmp0 (attune_model_get_id (model), self->model_id) == 0 &&
          g_strcmp0 (attune_model_get_account_id (model),
                     attune_account_get_id (self->account)) == 0)
        return g_steal_pointer (&model);
    }

  return NULL;
}

static void
set_number (AttuneNewJobState *self,
            double            *number,
            double             value,
            guint              prop_id)
{
  if (*number == value)
    return;

  *number = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
attune_new_job_state_dispose (GObject *object)
{
  AttuneNewJobState *self = (AttuneNewJobState *)object;

  g_clear_object (&self->workspace);
  g_clear_object (&self->dataset);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (attune_new_job_state_parent_class)->dispose (object);
}

static void
attune_new_job_state_finalize (GObject *object)
{
  AttuneNewJobState *self = (AttuneNewJobState *)object;

  g_free (self->model_id);
  g_free (self->suffix);
  g_free (self->suffix_problem);

  G_OBJECT_CLASS (attune_new_job_state_parent_class)->finalize (object);
}

static void
attune_new_job_state_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneNewJobState *self = ATTUNE_NEW_JOB_STATE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;

    case PROP_DATASET:
      g_value_set_object (value, self->dataset);
      break;

    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case PROP_MODEL_ID:
      g_value_set_string (value, self->model_id);
      break;

    case PROP_N_EPOCHS:
      g_value_set_double (value, self->n_epochs);
      break;

    case PROP_BATCH_SIZE:
      g_value_set_double (value, self->batch_size);
      break;

    case PROP_LEARNING_RATE_MULTIPLIER:
      g_value_set_double (value, self->learning_rate_multiplier);
      break;

    case PROP_SEED:
      g_value_set_double (value, self->seed);
      break;

    case PROP_SUFFIX:
      /* Entries bind to it, and no entry takes NULL. */
      g_value_set_string (value, self->suffix != NULL ? self->suffix : "");
      break;

    case PROP_SUFFIX_PROBLEM:
      g_value_set_string (value, self->suffix_problem);
      break;

    case PROP_CAN_START:
      g_value_set_boolean (value, self->can_start);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_new_job_state_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AttuneNewJobState *self = ATTUNE_NEW_JOB_STATE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;

    case PROP_DATASET:
      attune_new_job_state_set_dataset (self, g_value_get_object (value));
      break;

    case PROP_N_EPOCHS:
      set_number (self, &self->n_epochs, g_value_get_double (value), prop_id);
      break;

    case PROP_BATCH_SIZE:
      set_number (self, &self->batch_size, g_value_get_double (value), prop_id);
      break;

    case PROP_LEARNING_RATE_MULTIPLIER:
      set_number (self, &self->learning_rate_multiplier, g_value_get_double (value), prop_id);
      break;

    case PROP_SEED:
      set_number (self, &self->seed, g_value_get_double (value), prop_id);
      break;

    case PROP_SUFFIX:
      attune_new_job_state_set_suffix (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* The limits are those of OpenAI's specification, which the other services stay inside. */
static void
install_numbers (void)
{
  properties[PROP_N_EPOCHS] =
    g_param_spec_double ("n-epochs", NULL, NULL,
                         0, 50, 0,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_BATCH_SIZE] =
    g_param_spec_double ("batch-size", NULL, NULL,
                         0, 256, 0,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_LEARNING_RATE_MULTIPLIER] =
    g_param_spec_double ("learning-rate-multiplier", NULL, NULL,
                         0, 100, 0,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SEED] =
    g_param_spec_double ("seed", NULL, NULL,
                         -1, G_MAXINT32, -1,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));
}

static void
attune_new_job_state_class_init (AttuneNewJobStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_new_job_state_dispose;
  object_class->finalize = attune_new_job_state_finalize;
  object_class->get_property = attune_new_job_state_get_property;
  object_class->set_property = attune_new_job_state_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL,
                         ATTUNE_TYPE_WORKSPACE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_DATASET] =
    g_param_spec_object ("dataset", NULL, NULL,
                         ATTUNE_TYPE_DATASET,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL,
                         ATTUNE_TYPE_ACCOUNT,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_MODEL_ID] =
    g_param_spec_string ("model-id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SUFFIX] =
    g_param_spec_string ("suffix", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SUFFIX_PROBLEM] =
    g_param_spec_string ("suffix-problem", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_CAN_START] =
    g_param_spec_boolean ("can-start", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  install_numbers ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_new_job_state_init (AttuneNewJobState *self)
{
  self->seed = -1;
}

/**
 * attune_new_job_state_new:
 * @workspace: where accounts, models and datasets are
 * @dataset: (nullable): what to learn from, if it is known already
 *
 * Returns: (transfer full): a state with no model chosen and everything else automatic
 */
AttuneNewJobState *
attune_new_job_state_new (AttuneWorkspace *workspace,
                          AttuneDataset   *dataset)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (dataset == NULL || ATTUNE_IS_DATASET (dataset), NULL);

  return g_object_new (ATTUNE_TYPE_NEW_JOB_STATE,
                       "workspace", workspace,
                       "dataset", dataset,
                       NULL);
}

/**
 * attune_new_job_state_copy_job:
 * @self: a state
 * @job: an earlier fine-tune
 *
 * Chooses what was chosen then, as far as it is still there.
 */
void
attune_new_job_state_copy_job (AttuneNewJobState *self,
                               AttuneJob         *job)
{
  AttuneJobRequest *request;
  AttuneAccount *account;
  AttuneDataset *dataset;

  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  account = attune_workspace_find_account (self->workspace, attune_job_get_account_id (job));
  dataset = attune_workspace_find_dataset (self->workspace, attune_job_get_dataset_id (job));

  attune_new_job_state_set_dataset (self, dataset);
  if (account != NULL && attune_job_get_model (job) != NULL)
    attune_new_job_state_choose_model (self, account, attune_job_get_model (job));

  if ((request = attune_job_get_request (job)) == NULL)
    return;

  g_object_set (self,
                "n-epochs", (double)MIN (attune_job_request_get_n_epochs (request), 50),
                "batch-size", (double)MIN (attune_job_request_get_batch_size (request), 256),
                "learning-rate-multiplier",
                CLAMP (attune_job_request_get_learning_rate_multiplier (request), 0, 100),
                "seed", (double)CLAMP (attune_job_request_get_seed (request), -1, G_MAXINT32),
                "suffix", attune_job_request_get_suffix (request),
                NULL);
}

/**
 * attune_new_job_state_get_workspace:
 * @self: a state
 *
 * Returns: (transfer none): where accounts, models and datasets are
 */
AttuneWorkspace *
attune_new_job_state_get_workspace (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->workspace;
}

/**
 * attune_new_job_state_get_dataset:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): what to learn from
 */
AttuneDataset *
attune_new_job_state_get_dataset (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->dataset;
}

/**
 * attune_new_job_state_set_dataset:
 * @self: a state
 * @dataset: (nullable): what to learn from
 */
void
attune_new_job_state_set_dataset (AttuneNewJobState *self,
                                  AttuneDataset     *dataset)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (dataset == NULL || ATTUNE_IS_DATASET (dataset));

  if (!g_set_object (&self->dataset, dataset))
    return;

  update_checks (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATASET]);
}

/**
 * attune_new_job_state_get_account:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): where the model is trained
 */
AttuneAccount *
attune_new_job_state_get_account (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->account;
}

/**
 * attune_new_job_state_get_model_id:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): the model to begin with, as the service names it
 */
const char *
attune_new_job_state_get_model_id (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->model_id;
}

/**
 * attune_new_job_state_choose_model:
 * @self: a state
 * @account: where to train
 * @model_id: what to begin with; blanks around it are dropped, and nothing but blanks is no model
 */
void
attune_new_job_state_choose_model (AttuneNewJobState *self,
                                   AttuneAccount     *account,
                                   const char        *model_id)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (ATTUNE_IS_ACCOUNT (account));
  g_return_if_fail (model_id != NULL);

  stripped = g_strstrip (g_strdup (model_id));

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->account, account))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
  if (g_set_str (&self->model_id, stripped[0] != '\0' ? stripped : NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL_ID]);
  update_checks (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * attune_new_job_state_choose_default:
 * @self: a state
 *
 * Chooses the first model that needs no account and was not tuned before, unless something is
 * chosen already.
 *
 * Returns: whether a model is chosen now
 */
gboolean
attune_new_job_state_choose_default (AttuneNewJobState *self)
{
  GListModel *models;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), FALSE);

  models = attune_workspace_get_models (self->workspace);

  for (guint i = 0; self->account == NULL && i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);
      AttuneAccount *account = attune_workspace_find_account (self->workspace,
                                                              attune_model_get_account_id (model));

      if (account != NULL && attune_account_get_is_local (account) &&
          attune_model_get_is_tunable (model) && !attune_model_get_is_tuned (model))
        attune_new_job_state_choose_model (self, account, attune_model_get_id (model));
    }

  return self->model_id != NULL;
}

/**
 * attune_new_job_state_get_suffix:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): what to add to the name of the result
 */
const char *
attune_new_job_state_get_suffix (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->suffix;
}

/**
 * attune_new_job_state_set_suffix:
 * @self: a state
 * @suffix: (nullable): what to add to the name of the result; "" is as good as %NULL
 */
void
attune_new_job_state_set_suffix (AttuneNewJobState *self,
                                 const char        *suffix)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  if (!g_set_str (&self->suffix, suffix != NULL && suffix[0] != '\0' ? suffix : NULL))
    return;

  update_checks (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUFFIX]);
}

/**
 * attune_new_job_state_get_suffix_problem:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): what is wrong with the suffix, as a sentence
 */
const char *
attune_new_job_state_get_suffix_problem (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->suffix_problem;
}

/**
 * attune_new_job_state_get_can_start:
 * @self: a state
 *
 * Returns: whether everything that must be chosen is chosen, and allowed
 */
gboolean
attune_new_job_state_get_can_start (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), FALSE);

  return self->can_start;
}

/**
 * attune_new_job_state_make_request:
 * @self: a state
 *
 * Returns: (transfer full): what to ask of the service
 */
AttuneJobRequest *
attune_new_job_state_make_request (AttuneNewJobState *self)
{
  AttuneJobRequest *request;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  request = attune_job_request_new ();
  attune_job_request_set_model (request, self->model_id);
  attune_job_request_set_suffix (request, self->suffix);
  attune_job_request_set_n_epochs (request, (guint)self->n_epochs);
  attune_job_request_set_batch_size (request, (guint)self->batch_size);
  attune_job_request_set_learning_rate_multiplier (request, self->learning_rate_multiplier);
  attune_job_request_set_seed (request, (gint64)self->seed);

  return request;
}

/**
 * attune_new_job_state_dup_model_title:
 * @self: a state
 *
 * Returns: (transfer full): the chosen model as people call it, "" when none is chosen
 */
char *
attune_new_job_state_dup_model_title (AttuneNewJobState *self)
{
  g_autoptr(AttuneModel) model = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  model = find_model (self);

  if (model != NULL)
    return g_strdup (attune_model_get_title (model));

  return g_strdup (self->model_id != NULL ? self->model_id : "");
}

/**
 * attune_new_job_state_dup_settings_text:
 * @self: a state
 *
 * Returns: (transfer full): the settings in a line
 */
char *
attune_new_job_state_dup_settings_text (AttuneNewJobState *self)
{
  g_autoptr(AttuneJobRequest) request = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  request = attune_new_job_state_make_request (self);
  return attune_job_text_dup_settings (request);
}

/**
 * attune_new_job_state_dup_estimate_text:
 * @self: a state that can start
 *
 * Returns: (transfer full): what it will take, in a sentence or two
 */
char *
attune_new_job_state_dup_estimate_text (AttuneNewJobState *self)
{
  g_autoptr(AttuneJobRequest) request = NULL;
  g_autoptr(AttuneModel) model = NULL;
  AttuneEstimate estimate;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);
  g_return_val_if_fail (self->dataset != NULL, NULL);

  /* Nothing is known about a model whose name was typed. */
  if ((model = find_model (self)) == NULL)
    return g_strdup (_("Attune does not know the price of this model. The price list of the service does."));

  request = attune_new_job_state_make_request (self);
  attune_estimate_make (&estimate, self->dataset, model, request,
                        attune_workspace_get_local_speed (self->workspace));

  return attune_estimate_to_text (&estimate);
}

static char *
dup_host (AttuneAccount *account)
{
  const char *base_url = attune_account_get_base_url (account);
  g_autoptr(GUri) uri = NULL;

  if (base_url != NULL)
    uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (attune_account_get_name (account));

  return g_strdup (g_uri_get_host (uri));
}

/**
 * attune_new_job_state_dup_privacy_text:
 * @self: a state that can start
 *
 * Returns: (transfer full): what is sent, and where to, in a sentence or two
 */
char *
attune_new_job_state_dup_privacy_text (AttuneNewJobState *self)
{
  g_autofree char *host = NULL;
  g_autofree char *size = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);
  g_return_val_if_fail (self->dataset != NULL && self->account != NULL, NULL);

  if (attune_account_get_is_local (self->account))
    return g_strdup (_("Nothing leaves this computer."));

  host = dup_host (self->account);
  size = g_format_size (attune_dataset_get_size (self->dataset));

  return g_strdup_printf (/* Translators: the first %s is the name of an account, the second the
                           * name of a server, the third a size such as “1.2 MB”. */
                          _("All examples go to %s (%s): %s. What happens to them there is for its terms to say."),
                          attune_account_get_name (self->account), host, size);
}

/**
 * attune_new_job_state_dup_problem:
 * @self: a state that can start
 *
 * Returns: (transfer full) (nullable): why the service would refuse this, if that is known before
 *   anything is sent
 */
char *
attune_new_job_state_dup_problem (AttuneNewJobState *self)
{
  AttuneProfile *profile;
  guint64 max_size;
  g_autofree char *size = NULL;
  g_autofree char *max_text = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);
  g_return_val_if_fail (self->dataset != NULL && self->account != NULL, NULL);

  profile = attune_account_get_profile (self->account);
  max_size = attune_profile_get_max_file_size (profile);

  if (max_size == 0 || attune_dataset_get_size (self->dataset) <= max_size)
    return NULL;

  size = g_format_size (attune_dataset_get_size (self->dataset));
  max_text = g_format_size (max_size);

  return g_strdup_printf (/* Translators: the first %s is the name of an account, the others are
                           * sizes such as “1.2 GB”. */
                          _("%s takes files of up to %s, and this dataset has %s. Train on this computer, or import fewer examples."),
                          attune_account_get_name (self->account), max_text, size);
}

/**
 * attune_new_job_check_suffix:
 * @suffix: (nullable): what to add to the name of the result
 * @max_length: how many characters the service takes
 *
 * The suffix becomes a part of the name of the model, between colons, so it is kept to what is
 * safe in names everywhere.
 *
 * Returns: (transfer full) (nullable): what is wrong, as a sentence, or %NULL
 */
char *
attune_new_job_check_suffix (const char *suffix,
                             guint       max_length)
{
  if (suffix == NULL)
    return NULL;

  for (const char *p = suffix; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!is_suffix_char (g_utf8_get_char (p)))
        return g_strdup (_("Use letters, digits, “-”, “_” and “.” only."));
    }

  if ((gsize)g_utf8_strlen (suffix, -1) > max_length)
    return g_strdup_printf (ngettext ("This service allows %u character.",
                                      "This service allows %u characters.",
                                      max_length),
                            max_length);

  return NULL;
}
