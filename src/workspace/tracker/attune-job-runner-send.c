/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include <glib/gstdio.h>

#include "attune-dataset-private.h"
#include "attune-error.h"
#include "attune-file-digest.h"
#include "attune-job-runner-private.h"
#include "attune-json.h"
#include "attune-store-accounts.h"
#include "attune-thread-pool.h"
#include "attune-workspace-plans.h"

/* A create request whose answer was lost may still be on its way into the provider's list. */
#define SETTLE_SECONDS 10
#define SETTLE_LOCAL_SECONDS 1

/* The clock of the provider is not ours. */
#define CLOCK_SKEW_SECONDS 300

typedef struct
{
  char       *path;
  const char *kind;
  char       *digest;
  gint64      size;
} Upload;

static void
upload_free (Upload *upload)
{
  g_free (upload->path);
  g_free (upload->digest);
  g_free (upload);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Upload, upload_free)

/* Resolves to "SIZE DIGEST". */
static DexFuture *
attune_job_runner_digest_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *digest = NULL;
  GStatBuf info;

  if ((digest = attune_file_digest_sha256 (path, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* One that changes meanwhile is noticed when it is sent. */
  if (g_stat (path, &info) != 0)
    info.st_size = 0;

  return dex_future_new_take_string (g_strdup_printf ("%" G_GINT64_FORMAT " %s",
                                                      (gint64)info.st_size, digest));
}

/* @kind is "training" or "validation". */
static Upload *
prepare_upload (AttuneJobRunner  *self,
                const char       *path,
                const char       *kind,
                GError          **error)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  g_autoptr(Upload) upload = g_new0 (Upload, 1);
  g_autofree char *facts = NULL;
  char *end;

  if (workspace == NULL)
    return NULL;

  upload->path = g_strdup (path);
  upload->kind = kind;
  facts = dex_await_string (attune_thread_pool_submit (workspace->pool, "attune-digest",
                                                       attune_job_runner_digest_thread,
                                                       g_strdup (path), g_free),
                            error);

  if (facts == NULL)
    return NULL;

  upload->size = g_ascii_strtoll (facts, &end, 10);
  upload->digest = g_strdup (end + 1);

  return g_steal_pointer (&upload);
}

/* A name that a person recognises in the provider's list of files, in characters that all take. */
static char *
make_filename (AttuneJobRunner *self,
               const Upload    *upload)
{
  g_autofree char *ascii = g_str_to_ascii (attune_job_get_dataset_name (self->job), "C");

  g_strcanon (ascii, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._", '-');

  return g_strdup_printf ("%.40s-%.8s-%s.jsonl", ascii, upload->digest, upload->kind);
}

/* A file on its way. */
typedef struct
{
  AttuneJobRunner *runner;
  char            *digest;
} Sending;

static Sending *
sending_new (AttuneJobRunner *runner,
             const Upload    *upload)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->runner = g_object_ref (runner);
  sending->digest = g_strdup (upload->digest);

  return sending;
}

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_object_unref (sending->runner);
  g_free (sending->digest);
  g_free (sending);
}

/* What a large file can be gone on with, after a pause, a crash or a night. */
static void
upload_state_cb (const char *state,
                 gpointer    user_data)
{
  Sending *sending = user_data;
  AttuneJobRunner *self = sending->runner;

  dex_future_disown (attune_store_save_parted_upload (self->store,
                                                      attune_job_get_account_id (self->job),
                                                      sending->digest, state));
}

static void
upload_progress_cb (gint64   done,
                    gint64   total,
                    gpointer user_data)
{
  AttuneJobRunner *self = ((Sending *)user_data)->runner;
  double n_done = self->upload_base + done;

  if (self->upload_total > 0)
    attune_job_set_upload (self->job, CLAMP (n_done / self->upload_total, 0, 1));
}

/* The provider's name for a file that it has already; it may have been deleted there meanwhile. */
static char *
find_uploaded (AttuneJobRunner  *self,
               AttuneClient     *client,
               const Upload     *upload,
               GError          **error)
{
  const char *account_id = attune_job_get_account_id (self->job);
  g_autoptr(AttuneFileInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *file_id = NULL;

  file_id = dex_await_string (attune_store_find_upload (self->store, account_id, upload->digest),
                              error);

  if (file_id == NULL || *file_id == '\0')
    return NULL;

  if ((info = dex_await_boxed (attune_client_get_file (client, file_id), &local_error)))
    return g_steal_pointer (&file_id);

  if (g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    dex_await (attune_store_forget_upload (self->store, account_id, upload->digest), error);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

static gboolean
show_uploading (AttuneJobRunner  *self,
                GError          **error)
{
  g_autoptr(AttuneJobRow) row = NULL;

  if (attune_job_get_status (self->job) == ATTUNE_JOB_STATUS_UPLOADING)
    return TRUE;

  row = attune_job_row_copy (attune_job_get_row (self->job));
  row->status = ATTUNE_JOB_STATUS_UPLOADING;

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

/* A file that nobody will go on with is thrown away there; that it could not be is not worth a
 * word, since it expires within the hour. */
static gboolean
abandon_parts (AttuneJobRunner  *self,
               AttuneClient     *client,
               const Upload     *upload,
               GError          **error)
{
  const char *account_id = attune_job_get_account_id (self->job);
  g_autofree char *state = NULL;

  if (!attune_job_get_row (self->job)->cancel_requested)
    return TRUE;

  state = dex_await_string (attune_store_find_parted_upload (self->store, account_id,
                                                             upload->digest), error);

  if (state == NULL || *state == '\0')
    return state != NULL;

  dex_future_disown (attune_client_cancel_upload (client, state));

  return dex_await (attune_store_save_parted_upload (self->store, account_id, upload->digest, NULL),
                    error);
}

/* Returns NULL without an error when the person cancelled or paused. */
static char *
send_file (AttuneJobRunner  *self,
           AttuneClient     *client,
           const Upload     *upload,
           GError          **error)
{
  const char *account_id = attune_job_get_account_id (self->job);
  g_autofree char *filename = make_filename (self, upload);
  g_autofree char *state = NULL;
  g_autoptr(DexFuture) sending = NULL;
  AttuneFileInfo *info;

  if (!show_uploading (self, error) ||
      !(state = dex_await_string (attune_store_find_parted_upload (self->store, account_id,
                                                                   upload->digest), error)))
    return NULL;

  sending = dex_future_first (attune_client_resume_upload (client, upload->path, filename,
                                                           *state != '\0' ? state : NULL,
                                                           upload_state_cb, upload_progress_cb,
                                                           sending_new (self, upload),
                                                           sending_free),
                              dex_ref (self->interrupt),
                              NULL);

  if (!dex_await (dex_ref (sending), error))
    return NULL;

  if (!dex_future_is_pending (DEX_FUTURE (self->interrupt)))
    {
      abandon_parts (self, client, upload, error);
      return NULL;
    }

  info = g_value_get_boxed (dex_future_get_value (sending, NULL));

  if (!dex_await (attune_store_save_upload (self->store, account_id, upload->digest, info->id),
                  error))
    return NULL;

  return g_strdup (info->id);
}

/* Puts one file at the provider, unless it is there. */
static gboolean
place_file (AttuneJobRunner   *self,
            AttuneClient      *client,
            const Upload      *upload,
            char             **file_id,
            GError           **error)
{
  g_autoptr(GError) local_error = NULL;

  *file_id = find_uploaded (self, client, upload, &local_error);

  if (*file_id == NULL && local_error == NULL)
    *file_id = send_file (self, client, upload, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->upload_base += upload->size;

  return TRUE;
}

static AttuneJobRequest *
copy_request (AttuneJobRunner *self)
{
  g_autoptr(JsonObject) object = NULL;

  object = attune_json_parse_object (attune_job_get_row (self->job)->request, -1, NULL);

  return object != NULL ? attune_job_request_new_from_json (object) : attune_job_request_new ();
}

static void
set_request (AttuneJobRow     *row,
             AttuneJobRequest *request)
{
  g_autoptr(JsonNode) node = attune_job_request_to_json (request);

  g_free (row->request);
  row->request = attune_json_to_string (node);
}

/* Where the examples are that it is checked with, or NULL: there are none, or none that the
 * provider would take. */
static char *
dup_validation_path (AttuneJobRunner  *self,
                     AttuneJobRequest *request)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, attune_job_get_account_id (self->job));

  if (account == NULL || !attune_profile_can (attune_account_get_profile (account),
                                              ATTUNE_ABILITY_VALIDATION_FILE))
    return NULL;

  return attune_workspace_dup_validation_path (workspace, attune_job_get_dataset_id (self->job),
                                               request);
}

static char *
dup_training_path (AttuneJobRunner *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  g_autofree char *folder = NULL;

  if (workspace == NULL)
    return NULL;

  folder = attune_workspace_dup_dataset_dir (workspace, attune_job_get_dataset_id (self->job));

  return g_build_filename (folder, ATTUNE_TRAINING_FILE_NAME, NULL);
}

/**
 * attune_job_runner_upload:
 * @self: a runner
 * @error: return location for an error
 *
 * Puts the training file at the provider, then the validation file if there is one, each unless it
 * is there already, and stores their names in the request.
 *
 * Returns: whether it went well, or was cancelled
 */
gboolean
attune_job_runner_upload (AttuneJobRunner  *self,
                          GError          **error)
{
  g_autoptr(AttuneJobRequest) request = copy_request (self);
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(Upload) training = NULL;
  g_autoptr(Upload) validation = NULL;
  g_autofree char *training_path = dup_training_path (self);
  g_autofree char *validation_path = dup_validation_path (self, request);
  g_autofree char *training_id = NULL;
  g_autofree char *validation_id = NULL;

  if (training_path == NULL ||
      !(training = prepare_upload (self, training_path, "training", error)) ||
      (validation_path != NULL &&
       !(validation = prepare_upload (self, validation_path, "validation", error))) ||
      !(client = attune_job_runner_connect (self, error)))
    return FALSE;

  if (attune_job_runner_is_held_back (self))
    return TRUE;

  /* It was paused before. */
  if (!dex_future_is_pending (DEX_FUTURE (self->interrupt)))
    {
      dex_clear (&self->interrupt);
      self->interrupt = dex_promise_new ();
    }

  self->upload_base = 0;
  self->upload_total = training->size + (validation != NULL ? validation->size : 0);

  if (!place_file (self, client, training, &training_id, error) ||
      (training_id != NULL && validation != NULL &&
       !place_file (self, client, validation, &validation_id, error)))
    {
      attune_job_set_upload (self->job, -1);
      return FALSE;
    }

  /* Cancelled or paused between the two or within one. */
  if (training_id == NULL || (validation != NULL && validation_id == NULL))
    return TRUE;

  attune_job_request_set_training_file (request, training_id);
  attune_job_request_set_validation_file (request, validation_id);
  row = attune_job_row_copy (attune_job_get_row (self->job));
  set_request (row, request);

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

static gboolean
adopt (AttuneJobRunner  *self,
       AttuneJobInfo    *info,
       GError          **error)
{
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));

  g_set_str (&row->remote_id, info->id);
  g_clear_pointer (&row->error_text, g_free);
  g_clear_pointer (&row->error_detail, g_free);

  /* The end is stored by the step that follows, together with all that was told of it. */
  if (info->status == ATTUNE_JOB_STATUS_UNKNOWN || attune_job_status_is_final (info->status))
    row->status = ATTUNE_JOB_STATUS_QUEUED;
  else
    row->status = info->status;

  return attune_job_runner_save (self, row, NULL, NULL, error);
}

/**
 * attune_job_runner_create:
 * @self: a runner
 * @error: return location for an error
 *
 * Sends the create request, after it is stored that it may have been sent, and what it says.
 *
 * Returns: whether the provider has the fine-tune now
 */
gboolean
attune_job_runner_create (AttuneJobRunner  *self,
                          GError          **error)
{
  g_autoptr(AttuneJobRequest) request = copy_request (self);
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneJobInfo) info = NULL;
  g_autoptr(JsonNode) body = NULL;

  if (!(client = attune_job_runner_connect (self, error)))
    return FALSE;

  body = attune_client_build_job (client, request);
  g_free (row->sent_request);
  row->sent_request = attune_json_to_string (body);
  row->status = ATTUNE_JOB_STATUS_CREATING;
  row->creating_at = g_get_real_time () / G_USEC_PER_SEC;

  if (!attune_job_runner_save (self, row, NULL, NULL, error))
    return FALSE;

  /* Another program may have cancelled it at the last moment: then nothing was sent. */
  if (attune_job_get_row (self->job)->cancel_requested)
    return TRUE;

  if (!(info = dex_await_boxed (attune_client_create_job (client, request), error)))
    {
      self->was_refused = TRUE;
      return FALSE;
    }

  return adopt (self, info, error);
}

/* Not every provider gives our mark back; then the file, the model and the time have to do. */
static gboolean
is_ours (AttuneJobRunner  *self,
         AttuneJobRequest *request,
         AttuneJobInfo    *info)
{
  const AttuneJobRow *row = attune_job_get_row (self->job);

  if (info->nonce != NULL)
    return g_str_equal (info->nonce, row->id);

  return g_strcmp0 (info->training_file, attune_job_request_get_training_file (request)) == 0 &&
         g_strcmp0 (info->model, attune_job_request_get_model (request)) == 0 &&
         info->created_at >= row->creating_at - CLOCK_SKEW_SECONDS;
}

static AttuneJobInfo *
find_ours (AttuneJobRunner  *self,
           AttuneClient     *client,
           GError          **error)
{
  g_autoptr(AttuneJobRequest) request = copy_request (self);
  g_autoptr(GPtrArray) marked = NULL;
  g_autoptr(GPtrArray) all = NULL;

  if (!(marked = dex_await_boxed (attune_client_list_jobs (client, attune_job_get_id (self->job)),
                                  error)))
    return NULL;

  if (marked->len > 0)
    return attune_job_info_ref (marked->pdata[0]);

  if (!(all = dex_await_boxed (attune_client_list_jobs (client, NULL), error)))
    return NULL;

  for (guint i = 0; i < all->len; i++)
    {
      if (is_ours (self, request, all->pdata[i]))
        return attune_job_info_ref (all->pdata[i]);
    }

  return NULL;
}

/**
 * attune_job_runner_look_up:
 * @self: a runner whose create request may have been sent
 * @is_absent: (out): whether the provider certainly does not have the fine-tune
 * @error: return location for an error
 *
 * Looks whether the provider got a create request whose answer was lost, and goes on with the
 * fine-tune if it did: a second request would be paid for twice.
 *
 * Returns: whether that is known now
 */
gboolean
attune_job_runner_look_up (AttuneJobRunner  *self,
                           gboolean         *is_absent,
                           GError          **error)
{
  gint64 settle = attune_job_runner_is_local (self) ? SETTLE_LOCAL_SECONDS : SETTLE_SECONDS;
  gint64 age = g_get_real_time () / G_USEC_PER_SEC - attune_job_get_row (self->job)->creating_at;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneJobInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!(client = attune_job_runner_connect (self, error)))
    return FALSE;

  info = find_ours (self, client, &local_error);

  if (info == NULL && local_error == NULL && age >= 0 && age < settle)
    {
      attune_job_runner_wait (self, (settle - age) * 1000, &local_error);

      if (local_error == NULL)
        info = find_ours (self, client, &local_error);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *is_absent = info == NULL;

  return info == NULL || adopt (self, info, error);
}
