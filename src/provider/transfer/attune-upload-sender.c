/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-upload-sender"

#include "config.h"

#include "attune-http-error.h"
#include "attune-json.h"
#include "attune-upload-sender.h"

/* Progress is told about this often in all, but not more often than each piece of this size. */
#define PROGRESS_STEPS 200
#define PROGRESS_MIN_STEP (64 * 1024)

/* One of the fibers that send parts, with what it has sent of its own. */
typedef struct
{
  AttuneUploadSender *sender;
  gint64              sent;
  guint               generation;
} Worker;

static void
clear_sender (gpointer data)
{
  AttuneUploadSender *self = data;

  g_clear_pointer (&self->state, attune_upload_state_free);
  g_object_unref (self->http);
  g_free (self->is_taken);
  g_free (self->path);
  g_free (self->filename);
}

static void
release_sender (gpointer sender)
{
  g_rc_box_release_full (sender, clear_sender);
}

static void
tell_progress (AttuneUploadSender *self)
{
  gint64 size = self->state->file_size;
  gint64 step = MAX (size / PROGRESS_STEPS, PROGRESS_MIN_STEP);

  if (self->progress == NULL ||
      !(self->done >= self->told + step || (self->done == size && self->told < size)))
    return;

  self->told = self->done;
  self->progress (self->told, size, self->user_data);
}

static void
free_worker (gpointer data)
{
  Worker *worker = data;

  release_sender (worker->sender);
  g_free (worker);
}

/* One may go on for a moment after another one has failed, when the upload is already a new one. */
static gboolean
is_current (const Worker *worker)
{
  return worker->generation == worker->sender->generation;
}

static void
part_progress_cb (gint64   done,
                  gint64   total,
                  gpointer user_data)
{
  Worker *worker = user_data;

  if (!is_current (worker))
    return;

  worker->sender->done += done - worker->sent;
  worker->sent = done;
  tell_progress (worker->sender);
}

static gboolean
take_part (AttuneUploadSender *self,
           guint   *i)
{
  for (*i = 0; *i < self->state->n_parts; (*i)++)
    {
      if (!self->is_taken[*i])
        {
          self->is_taken[*i] = TRUE;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
send_part (Worker  *worker,
           guint    i,
           GError **error)
{
  AttuneUploadSender *self = worker->sender;
  gint64 length = attune_upload_state_get_part_length (self->state, i);
  g_autofree char *path = attune_upload_state_build_path (self->state, "/parts");
  g_autoptr(JsonObject) object = NULL;
  const char *id;
  AttuneUploadForm form = {
    .field = "data",
    .filename = self->filename,
    .start = self->state->part_size * (gint64)i,
    .length = length,
    .expected_size = self->state->file_size,
    .expected_modified = self->state->modified,
  };
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = path,
    .upload_path = self->path,
    .upload_name = self->filename,
    .upload_form = &form,
    .progress = part_progress_cb,
    .progress_data = worker,
    .subject = self->filename,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,   /* only the part that is named in the end counts */
    .act = ATTUNE_HTTP_ACT_UPLOAD,
  };

  worker->sent = 0;

  if ((object = attune_http_fetch_object (self->http, &call, error)) == NULL)
    return FALSE;

  if ((id = attune_json_get_string (object, "id", NULL)) == NULL || *id == '\0')
    {
      g_propagate_error (error, attune_http_error_from_misfit (self->http));
      return FALSE;
    }

  if (!is_current (worker))
    return TRUE;

  part_progress_cb (length, length, worker);
  self->state->part_ids[i] = g_strdup (id);
  attune_upload_sender_save (self);

  return TRUE;
}

static DexFuture *
worker_fiber (gpointer user_data)
{
  Worker *worker = user_data;
  g_autoptr(GError) error = NULL;
  guint i;

  while (is_current (worker) && take_part (worker->sender, &i))
    {
      if (!send_part (worker, i, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

/**
 * attune_upload_sender_new: (skip)
 * @http: the account
 * @plan: what to send
 *
 * Returns: (transfer full): a sender that works on nothing yet
 */
AttuneUploadSender *
attune_upload_sender_new (AttuneHttp             *http,
                          const AttuneUploadPlan *plan)
{
  AttuneUploadSender *self = g_rc_box_new0 (AttuneUploadSender);

  self->http = g_object_ref (http);
  self->path = g_strdup (plan->path);
  self->filename = g_strdup (plan->filename);
  self->save = plan->save;
  self->progress = plan->progress;
  self->user_data = plan->user_data;

  return self;
}

/**
 * attune_upload_sender_close: (skip)
 * @self: (transfer full): a sender
 *
 * Whoever of its fibers is still about tells nobody any more.
 */
void
attune_upload_sender_close (AttuneUploadSender *self)
{
  self->save = NULL;
  self->progress = NULL;
  release_sender (self);
}

/**
 * attune_upload_sender_take_state: (skip)
 * @self: a sender that works on nothing
 * @state: (transfer full): the upload to work on
 * @lifetime_sec: how long it will be there, in seconds, or 0 when not known
 */
void
attune_upload_sender_take_state (AttuneUploadSender *self,
                                 AttuneUploadState  *state,
                                 gint64              lifetime_sec)
{
  g_free (self->is_taken);
  self->state = state;
  self->is_taken = g_new0 (gboolean, state->n_parts);
  self->done = 0;
  self->is_gone = FALSE;
  self->deadline = lifetime_sec > 0
                   ? g_get_monotonic_time () + lifetime_sec * G_USEC_PER_SEC : 0;

  for (guint i = 0; i < state->n_parts; i++)
    {
      if (state->part_ids[i] == NULL)
        continue;

      self->is_taken[i] = TRUE;
      self->done += attune_upload_state_get_part_length (state, i);
    }

  tell_progress (self);
}

/**
 * attune_upload_sender_drop_state: (skip)
 * @self: a sender
 *
 * Forgets the upload that was worked on, and says so.
 */
void
attune_upload_sender_drop_state (AttuneUploadSender *self)
{
  g_clear_pointer (&self->state, attune_upload_state_free);
  self->generation++;
  attune_upload_sender_save (self);
}

/**
 * attune_upload_sender_save: (skip)
 * @self: a sender
 *
 * Tells how far it has come, so that it can be kept.
 */
void
attune_upload_sender_save (AttuneUploadSender *self)
{
  g_autofree char *text = NULL;

  if (self->save == NULL)
    return;

  if (self->state != NULL)
    text = attune_upload_state_to_text (self->state);

  self->save (text, self->user_data);
}

/**
 * attune_upload_sender_run: (skip)
 * @self: a sender that works on an upload
 * @n_parallel: how many parts at once
 * @error: return location for %ATTUNE_ERROR
 *
 * Sends every part that is missing. Awaits: call it in a fiber only.
 *
 * Returns: whether all have arrived
 */
gboolean
attune_upload_sender_run (AttuneUploadSender  *self,
                          guint                n_parallel,
                          GError             **error)
{
  g_autoptr(GPtrArray) workers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < n_parallel; i++)
    {
      Worker *worker = g_new0 (Worker, 1);

      worker->sender = g_rc_box_acquire (self);
      worker->generation = self->generation;
      g_ptr_array_add (workers, dex_scheduler_spawn (NULL, 0, worker_fiber, worker, free_worker));
    }

  /* The first that fails ends the others. */
  return dex_await (dex_future_all_racev ((DexFuture **)workers->pdata, workers->len), error);
}
