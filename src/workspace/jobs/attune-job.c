/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job"

#include "config.h"

#include "attune-checkpoint.h"
#include "attune-job-event.h"
#include "attune-job-private.h"

enum {
  PROP_0,
  PROP_ID,
  PROP_REMOTE_ID,
  PROP_TITLE,
  PROP_ACCOUNT_ID,
  PROP_ACCOUNT_NAME,
  PROP_DATASET_ID,
  PROP_DATASET_NAME,
  PROP_MODEL,
  PROP_FINE_TUNED_MODEL,
  PROP_STATUS,
  PROP_STATUS_TITLE,
  PROP_PROGRESS,
  PROP_STEP,
  PROP_TOTAL_STEPS,
  PROP_TIME_LEFT,
  PROP_ERROR_TEXT,
  PROP_ERROR_DETAIL,
  PROP_RESULT_FILES,
  PROP_TRAINED_TOKENS,
  PROP_CREATED_AT,
  PROP_STARTED_AT,
  PROP_FINISHED_AT,
  PROP_DEPLOYMENT_STATUS,
  PROP_DEPLOYMENT_MODEL,
  PROP_DEPLOYMENT_ERROR,
  PROP_IS_ACTIVE,
  PROP_IS_STALE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJob, attune_job, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_job_dispose (GObject *object)
{
  AttuneJob *self = (AttuneJob *)object;

  g_clear_object (&self->store);
  g_clear_object (&self->request);
  g_clear_object (&self->points);
  g_clear_object (&self->events);
  g_clear_object (&self->checkpoints);

  G_OBJECT_CLASS (attune_job_parent_class)->dispose (object);
}

static void
attune_job_finalize (GObject *object)
{
  AttuneJob *self = (AttuneJob *)object;

  g_clear_pointer (&self->row, attune_job_row_free);

  G_OBJECT_CLASS (attune_job_parent_class)->finalize (object);
}

static void
attune_job_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AttuneJob *self = ATTUNE_JOB (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->row->id);
      break;

    case PROP_REMOTE_ID:
      g_value_set_string (value, self->row->remote_id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->row->title);
      break;

    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->row->account_id);
      break;

    case PROP_ACCOUNT_NAME:
      g_value_set_string (value, attune_job_get_account_name (self));
      break;

    case PROP_DATASET_ID:
      g_value_set_string (value, self->row->dataset_id);
      break;

    case PROP_DATASET_NAME:
      g_value_set_string (value, self->row->dataset_name);
      break;

    case PROP_MODEL:
      g_value_set_string (value, self->row->model);
      break;

    case PROP_FINE_TUNED_MODEL:
      g_value_set_string (value, self->row->fine_tuned_model);
      break;

    case PROP_STATUS:
      g_value_set_enum (value, self->row->status);
      break;

    case PROP_STATUS_TITLE:
      g_value_set_string (value, attune_job_get_status_title (self));
      break;

    case PROP_DEPLOYMENT_STATUS:
      g_value_set_enum (value, self->row->deployment_status);
      break;

    case PROP_DEPLOYMENT_MODEL:
      g_value_set_string (value, self->row->deployment_model);
      break;

    case PROP_DEPLOYMENT_ERROR:
      g_value_set_string (value, self->row->deployment_error);
      break;

    case PROP_PROGRESS:
      g_value_set_double (value, attune_job_get_progress (self));
      break;

    case PROP_STEP:
      g_value_set_int64 (value, self->row->step);
      break;

    case PROP_TOTAL_STEPS:
      g_value_set_int64 (value, self->row->total_steps);
      break;

    case PROP_TIME_LEFT:
      g_value_set_int64 (value, self->time_left);
      break;

    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->row->error_text);
      break;

    case PROP_ERROR_DETAIL:
      g_value_set_string (value, self->row->error_detail);
      break;

    case PROP_RESULT_FILES:
      g_value_set_boxed (value, self->row->result_files);
      break;

    case PROP_TRAINED_TOKENS:
      g_value_set_int64 (value, self->row->trained_tokens);
      break;

    case PROP_CREATED_AT:
      g_value_set_int64 (value, self->row->created_at);
      break;

    case PROP_STARTED_AT:
      g_value_set_int64 (value, self->row->started_at);
      break;

    case PROP_FINISHED_AT:
      g_value_set_int64 (value, self->row->finished_at);
      break;

    case PROP_IS_ACTIVE:
      g_value_set_boolean (value, attune_job_get_is_active (self));
      break;

    case PROP_IS_STALE:
      g_value_set_boolean (value, self->is_stale);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_class_init (AttuneJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_job_dispose;
  object_class->finalize = attune_job_finalize;
  object_class->get_property = attune_job_get_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_REMOTE_ID] =
    g_param_spec_string ("remote-id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
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

  properties[PROP_DATASET_ID] =
    g_param_spec_string ("dataset-id", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_DATASET_NAME] =
    g_param_spec_string ("dataset-name", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_FINE_TUNED_MODEL] =
    g_param_spec_string ("fine-tuned-model", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL,
                       ATTUNE_TYPE_JOB_STATUS, ATTUNE_JOB_STATUS_UNKNOWN,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_STATUS_TITLE] =
    g_param_spec_string ("status-title", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL,
                         -1, 1, -1,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_STEP] =
    g_param_spec_int64 ("step", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_TOTAL_STEPS] =
    g_param_spec_int64 ("total-steps", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_TIME_LEFT] =
    g_param_spec_int64 ("time-left", NULL, NULL,
                        -1, G_MAXINT64, -1,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_ERROR_TEXT] =
    g_param_spec_string ("error-text", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_ERROR_DETAIL] =
    g_param_spec_string ("error-detail", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_RESULT_FILES] =
    g_param_spec_boxed ("result-files", NULL, NULL,
                        G_TYPE_STRV,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_TRAINED_TOKENS] =
    g_param_spec_int64 ("trained-tokens", NULL, NULL,
                        -1, G_MAXINT64, -1,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_CREATED_AT] =
    g_param_spec_int64 ("created-at", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_STARTED_AT] =
    g_param_spec_int64 ("started-at", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_FINISHED_AT] =
    g_param_spec_int64 ("finished-at", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_DEPLOYMENT_STATUS] =
    g_param_spec_enum ("deployment-status", NULL, NULL,
                       ATTUNE_TYPE_DEPLOYMENT_STATUS,
                       ATTUNE_DEPLOYMENT_STATUS_UNKNOWN,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_DEPLOYMENT_MODEL] =
    g_param_spec_string ("deployment-model", NULL, NULL,
                         NULL,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_DEPLOYMENT_ERROR] =
    g_param_spec_string ("deployment-error", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_ACTIVE] =
    g_param_spec_boolean ("is-active", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_STALE] =
    g_param_spec_boolean ("is-stale", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_job_init (AttuneJob *self)
{
  self->upload_progress = -1;
  self->time_left = -1;
  self->points = attune_job_point_list_new ();
  self->events = g_list_store_new (ATTUNE_TYPE_JOB_EVENT);
  self->checkpoints = g_list_store_new (ATTUNE_TYPE_CHECKPOINT);
}

/**
 * attune_job_new:
 * @store: where its details are
 * @row: what the store holds
 *
 * Returns: (transfer full): a fine-tune
 */
AttuneJob *
attune_job_new (AttuneStore        *store,
                const AttuneJobRow *row)
{
  AttuneJob *self = g_object_new (ATTUNE_TYPE_JOB, NULL);

  self->store = g_object_ref (store);
  self->row = attune_job_row_copy (row);

  return self;
}

static void
notify (AttuneJob *self,
        guint      prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

/* A getter's string stays where it is as long as it stays the same: callers borrow it. */
static void
keep_string (char **new_string,
             char **old_string)
{
  if (g_strcmp0 (*new_string, *old_string) == 0)
    {
      char *kept = *old_string;

      *old_string = *new_string;
      *new_string = kept;
    }
}

static void
keep_names (char ***new_names,
            char ***old_names)
{
  if (*new_names != NULL && *old_names != NULL &&
      g_strv_equal ((const char * const *)*new_names, (const char * const *)*old_names))
    {
      char **kept = *old_names;

      *old_names = *new_names;
      *new_names = kept;
    }
}

static gboolean
has_same_results (AttuneJobRow *first,
                  AttuneJobRow *second)
{
  return first->result_files == second->result_files ||
         (first->result_files != NULL && second->result_files != NULL &&
          g_strv_equal ((const char * const *)first->result_files,
                        (const char * const *)second->result_files));
}

static void
keep_strings (AttuneJobRow *row,
              AttuneJobRow *old)
{
  keep_string (&row->id, &old->id);
  keep_string (&row->remote_id, &old->remote_id);
  keep_string (&row->title, &old->title);
  keep_string (&row->account_id, &old->account_id);
  keep_string (&row->account_name, &old->account_name);
  keep_string (&row->dataset_id, &old->dataset_id);
  keep_string (&row->dataset_name, &old->dataset_name);
  keep_string (&row->model, &old->model);
  keep_string (&row->fine_tuned_model, &old->fine_tuned_model);
  keep_names (&row->result_files, &old->result_files);
  keep_string (&row->error_text, &old->error_text);
  keep_string (&row->error_detail, &old->error_detail);
  keep_string (&row->status_text, &old->status_text);
  keep_string (&row->deployment_model, &old->deployment_model);
  keep_string (&row->deployment_error, &old->deployment_error);
}

/**
 * attune_job_apply:
 * @self: a fine-tune
 * @row: what the store holds now
 *
 * Shows what is stored, and tells of every property that is another now.
 */
void
attune_job_apply (AttuneJob          *self,
                  const AttuneJobRow *row)
{
  g_autoptr(AttuneJobRow) old = NULL;
  double old_progress;

  g_return_if_fail (ATTUNE_IS_JOB (self));

  old_progress = attune_job_get_progress (self);
  old = g_steal_pointer (&self->row);
  self->row = attune_job_row_copy (row);
  keep_strings (self->row, old);

  /* Read again when somebody asks: the names of files and the price came in meanwhile. */
  if (g_strcmp0 (old->request, row->request) != 0)
    g_clear_object (&self->request);

  if (attune_job_status_is_final (row->status))
    {
      self->time_left = -1;
      self->upload_progress = -1;
      self->is_stale = FALSE;
    }

  g_object_freeze_notify (G_OBJECT (self));

  if (g_strcmp0 (old->remote_id, row->remote_id) != 0)
    notify (self, PROP_REMOTE_ID);
  if (g_strcmp0 (old->fine_tuned_model, row->fine_tuned_model) != 0)
    notify (self, PROP_FINE_TUNED_MODEL);
  if (!has_same_results (old, self->row))
    notify (self, PROP_RESULT_FILES);
  if (g_strcmp0 (old->dataset_id, row->dataset_id) != 0)
    notify (self, PROP_DATASET_ID);
  if (g_strcmp0 (old->dataset_name, row->dataset_name) != 0)
    notify (self, PROP_DATASET_NAME);
  if (old->deployment_status != row->deployment_status)
    notify (self, PROP_DEPLOYMENT_STATUS);
  if (g_strcmp0 (old->deployment_model, row->deployment_model) != 0)
    notify (self, PROP_DEPLOYMENT_MODEL);
  if (g_strcmp0 (old->deployment_error, row->deployment_error) != 0)
    notify (self, PROP_DEPLOYMENT_ERROR);
  if (old->step != row->step)
    notify (self, PROP_STEP);
  if (old->total_steps != row->total_steps)
    notify (self, PROP_TOTAL_STEPS);
  if (old->trained_tokens != row->trained_tokens)
    notify (self, PROP_TRAINED_TOKENS);
  if (g_strcmp0 (old->error_text, row->error_text) != 0)
    notify (self, PROP_ERROR_TEXT);
  if (g_strcmp0 (old->error_detail, row->error_detail) != 0)
    notify (self, PROP_ERROR_DETAIL);
  if (old->started_at != row->started_at)
    notify (self, PROP_STARTED_AT);
  if (old->finished_at != row->finished_at)
    notify (self, PROP_FINISHED_AT);
  if (old_progress != attune_job_get_progress (self))
    notify (self, PROP_PROGRESS);
  if (old->status != row->status || old->wish != row->wish ||
      g_strcmp0 (old->status_text, row->status_text) != 0)
    notify (self, PROP_STATUS_TITLE);
  if (old->status != row->status)
    {
      notify (self, PROP_STATUS);
      notify (self, PROP_IS_ACTIVE);
      notify (self, PROP_IS_STALE);
      notify (self, PROP_TIME_LEFT);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * attune_job_get_row:
 * @self: a fine-tune
 *
 * Returns: (transfer none): what is shown, valid until attune_job_apply()
 */
const AttuneJobRow *
attune_job_get_row (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row;
}

/**
 * attune_job_set_stale:
 * @self: a fine-tune
 * @is_stale: whether the provider cannot be reached just now
 */
void
attune_job_set_stale (AttuneJob *self,
                      gboolean   is_stale)
{
  g_return_if_fail (ATTUNE_IS_JOB (self));

  if (self->is_stale != is_stale)
    {
      self->is_stale = is_stale;
      notify (self, PROP_IS_STALE);
    }
}

/**
 * attune_job_set_upload:
 * @self: a fine-tune
 * @progress: 0 to 1, or -1 while nothing is uploaded
 */
void
attune_job_set_upload (AttuneJob *self,
                       double     progress)
{
  g_return_if_fail (ATTUNE_IS_JOB (self));

  if (self->upload_progress != progress)
    {
      self->upload_progress = progress;
      notify (self, PROP_PROGRESS);
    }
}

/**
 * attune_job_set_time_left:
 * @self: a fine-tune
 * @time_left: seconds, or -1 when not known
 */
void
attune_job_set_time_left (AttuneJob *self,
                          gint64     time_left)
{
  g_return_if_fail (ATTUNE_IS_JOB (self));

  if (self->time_left != time_left)
    {
      self->time_left = time_left;
      notify (self, PROP_TIME_LEFT);
    }
}
