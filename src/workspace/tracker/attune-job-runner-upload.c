/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "attune-dataset-private.h"
#include "attune-error.h"
#include "attune-file-digest.h"
#include "attune-job-runner-private.h"
#include "attune-json.h"
#include "attune-store-accounts.h"
#include "attune-thread-pool.h"
#include "attune-workspace-plans.h"

/* Of the digest, in the name of a file: enough that no two files of an account share it. */
#define DIGEST_LENGTH 16

/* U+FEFF in UTF-8, before the examples where a provider wants that. */
#define BYTE_ORDER_MARK_SIZE 3

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

/* A name that a person recognises in the provider's list of files, in characters that all take; and
 * that we do, see find_listed(). */
static char *
make_filename (AttuneJobRunner *self,
               const Upload    *upload)
{
  g_autofree char *ascii = g_str_to_ascii (attune_job_get_dataset_name (self->job), "C");

  g_strcanon (ascii, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._", '-');

  return g_strdup_printf ("%.40s-%.*s-%s.jsonl", ascii, DIGEST_LENGTH, upload->digest, upload->kind);
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

/* What was found wanting there, or will be thrown away, cannot be trained with any more. */
static gboolean
is_usable (const AttuneFileInfo *info)
{
  static const char * const unusable[] = {
    "error", "failed", "invalid", "expired", "cancelled", "deleted", NULL
  };
  g_autofree char *status = g_ascii_strdown (info->status != NULL ? info->status : "", -1);

  return !g_strv_contains (unusable, status) &&
         (info->expires_at == 0 || info->expires_at > g_get_real_time () / G_USEC_PER_SEC);
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

  info = dex_await_boxed (attune_client_get_file (client, file_id), &local_error);

  if (info != NULL && is_usable (info))
    return g_steal_pointer (&file_id);

  if (info != NULL || g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    dex_await (attune_store_forget_upload (self->store, account_id, upload->digest), error);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

static gboolean
is_same (AttuneClient         *client,
         const Upload         *upload,
         const AttuneFileInfo *info)
{
  g_autofree char *mark = g_strdup_printf ("-%.*s-", DIGEST_LENGTH, upload->digest);
  guint64 size = upload->size;

  if (attune_profile_get_wants_mark (attune_client_get_profile (client)))
    size += BYTE_ORDER_MARK_SIZE;

  return info->filename != NULL && strstr (info->filename, mark) != NULL && info->bytes == size;
}

/* A file whose answer was lost, on the way or in a crash, is there all the same, and tells by its
 * name what is in it. A provider that does not list its files gets it again. */
static char *
find_listed (AttuneJobRunner  *self,
             AttuneClient     *client,
             const Upload     *upload,
             GError          **error)
{
  const char *account_id = attune_job_get_account_id (self->job);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!(files = dex_await_boxed (attune_client_list_files (client), &local_error)))
    {
      if (!attune_job_runner_is_unsupported (local_error) &&
          !g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_FORBIDDEN))
        g_propagate_error (error, g_steal_pointer (&local_error));

      return NULL;
    }

  for (guint i = 0; i < files->len; i++)
    {
      const AttuneFileInfo *info = files->pdata[i];

      if (!is_same (client, upload, info) || !is_usable (info))
        continue;

      if (!dex_await (attune_store_save_upload (self->store, account_id, upload->digest, info->id),
                      error))
        return NULL;

      return g_strdup (info->id);
    }

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

/* Puts one file at the provider, unless it is there. Of all runners that want the same file there
 * one sends it; the others wait, and find it. */
static gboolean
place_file (AttuneJobRunner   *self,
            AttuneClient      *client,
            const Upload      *upload,
            char             **file_id,
            GError           **error)
{
  g_autofree char *name = g_strdup_printf ("%s-%s", attune_job_get_account_id (self->job),
                                           upload->digest);
  g_autoptr(GError) local_error = NULL;
  g_autofd int lock_fd = attune_job_runner_lock (self, name, TRUE, &local_error);

  *file_id = NULL;

  if (lock_fd != -1)
    *file_id = find_uploaded (self, client, upload, &local_error);

  if (lock_fd != -1 && *file_id == NULL && local_error == NULL)
    *file_id = find_listed (self, client, upload, &local_error);

  if (lock_fd != -1 && *file_id == NULL && local_error == NULL)
    *file_id = send_file (self, client, upload, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->upload_base += upload->size;

  return TRUE;
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
  g_autoptr(AttuneJobRequest) request = attune_job_runner_dup_request (self);
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
