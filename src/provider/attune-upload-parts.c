/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-upload-parts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-http-error.h"
#include "attune-http-private.h"
#include "attune-json.h"
#include "attune-upload-digest.h"
#include "attune-upload-parts.h"
#include "attune-upload-state.h"

#define N_PARALLEL 3

/* An upload that expires under our hands is begun anew once; twice is a connection too slow. */
#define MAX_BEGUN 2

/* Some services put the parts together after they have answered. As long as OpenAI's own clients
 * wait for a file to be looked at. */
#define POLL_MSEC 1000
#define MAX_POLL_MSEC 5000
#define MAX_ASSEMBLY_USEC (30 * 60 * G_USEC_PER_SEC)

#define PROGRESS_STEPS 200
#define PROGRESS_MIN_STEP (64 * 1024)

/* What the fibers that send parts share. The last of them may end after the upload has. */
typedef struct
{
  AttuneHttp             *http;
  char                   *path;
  char                   *filename;
  AttuneUploadState      *state;
  gboolean               *is_taken;      /* by a fiber, for each part */
  guint                   generation;    /* grows whenever the state becomes another one */
  gint64                  deadline;      /* monotonic time in microseconds, 0 when not known */
  gint64                  done;          /* bytes of the file that arrived, and are on the way */
  gint64                  told;          /* the most that was told of them; never told less */
  AttuneUploadStateFunc   save;
  AttuneProgressFunc      progress;
  gpointer                user_data;
  gboolean                was_resumed;
  gboolean                is_gone;       /* the provider has given the upload up */
} Sending;

static void
clear_sending (gpointer data)
{
  Sending *self = data;

  g_clear_pointer (&self->state, attune_upload_state_free);
  g_object_unref (self->http);
  g_free (self->is_taken);
  g_free (self->path);
  g_free (self->filename);
}

static void
release_sending (gpointer sending)
{
  g_rc_box_release_full (sending, clear_sending);
}

/* The end of the upload: whoever else is still about tells nobody any more. */
static void
close_sending (Sending *self)
{
  self->save = NULL;
  self->progress = NULL;
  release_sending (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, close_sending)

static void
save_state (Sending *self)
{
  g_autofree char *text = NULL;

  if (self->save == NULL)
    return;

  if (self->state != NULL)
    text = attune_upload_state_to_text (self->state);

  self->save (text, self->user_data);
}

static void
tell_progress (Sending *self)
{
  gint64 size = self->state->file_size;
  gint64 step = MAX (size / PROGRESS_STEPS, PROGRESS_MIN_STEP);

  if (self->progress == NULL ||
      !(self->done >= self->told + step || (self->done == size && self->told < size)))
    return;

  self->told = self->done;
  self->progress (self->told, size, self->user_data);
}

static char *
build_path (const char *id,
            const char *act)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat ("/uploads/", escaped, act, NULL);
}

/* One of the fibers that send parts, with what it has sent of its own. */
typedef struct
{
  Sending *sending;
  gint64   sent;
  guint    generation;
} Worker;

static void
free_worker (gpointer data)
{
  Worker *worker = data;

  release_sending (worker->sending);
  g_free (worker);
}

/* One may go on for a moment after another one has failed, when the upload is already a new one. */
static gboolean
is_current (const Worker *worker)
{
  return worker->generation == worker->sending->generation;
}

static void
part_progress_cb (gint64   done,
                  gint64   total,
                  gpointer user_data)
{
  Worker *worker = user_data;

  if (!is_current (worker))
    return;

  worker->sending->done += done - worker->sent;
  worker->sent = done;
  tell_progress (worker->sending);
}

static gboolean
take_part (Sending *self,
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
  Sending *self = worker->sending;
  gint64 length = attune_upload_state_get_part_length (self->state, i);
  g_autofree char *path = build_path (self->state->id, "/parts");
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
  save_state (self);

  return TRUE;
}

static DexFuture *
worker_fiber (gpointer user_data)
{
  Worker *worker = user_data;
  g_autoptr(GError) error = NULL;
  guint i;

  while (is_current (worker) && take_part (worker->sending, &i))
    {
      if (!send_part (worker, i, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

static gboolean
send_parts (Sending  *self,
            guint     n_parallel,
            GError  **error)
{
  g_autoptr(GPtrArray) workers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < n_parallel; i++)
    {
      Worker *worker = g_new0 (Worker, 1);

      worker->sending = g_rc_box_acquire (self);
      worker->generation = self->generation;
      g_ptr_array_add (workers, dex_scheduler_spawn (NULL, 0, worker_fiber, worker, free_worker));
    }

  /* The first that fails ends the others. */
  return dex_await (dex_future_all_racev ((DexFuture **)workers->pdata, workers->len), error);
}

/* Awaits a request without a file. */
static JsonObject *
fetch (Sending          *self,
       const char       *method,
       const char       *path,
       JsonObject       *body,
       AttuneHttpRetry   retry,
       GError          **error)
{
  g_autoptr(JsonNode) node = NULL;
  AttuneHttpCall call = {
    .method = method,
    .path = path,
    .subject = self->filename,
    .retry = retry,
    .act = ATTUNE_HTTP_ACT_UPLOAD,
  };

  if (body != NULL)
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_set_object (node, body);
      call.json = node;
    }

  return attune_http_fetch_object (self->http, &call, error);
}

/* Forgets the upload that was worked on. */
static void
drop_state (Sending *self)
{
  g_clear_pointer (&self->state, attune_upload_state_free);
  self->generation++;
  save_state (self);
}

/* Makes the state of an upload the one that is worked on. */
static void
take_state (Sending           *self,
            AttuneUploadState *state,
            gint64             lifetime_sec)
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
}

/* Begins an upload. A second one costs nothing, and the first one goes away by itself. */
static gboolean
begin (Sending  *self,
       gint64    part_size,
       gint64    file_size,
       gint64    modified,
       GError  **error)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(JsonObject) object = NULL;
  AttuneUploadState *state;
  gint64 expires_at;
  gint64 created_at;

  json_object_set_string_member (body, "filename", self->filename);
  json_object_set_string_member (body, "purpose", "fine-tune");
  json_object_set_int_member (body, "bytes", file_size);
  json_object_set_string_member (body, "mime_type", "text/jsonl");

  if ((object = fetch (self, SOUP_METHOD_POST, "/uploads", body, ATTUNE_HTTP_RETRY_IDEMPOTENT,
                       error)) == NULL)
    return FALSE;

  expires_at = attune_json_get_int (object, "expires_at", 0);
  created_at = attune_json_get_int (object, "created_at", 0);
  state = attune_upload_state_new (attune_json_get_string (object, "id", NULL), expires_at,
                                   part_size, file_size, modified);

  if (state == NULL)
    {
      g_propagate_error (error, attune_http_error_from_misfit (self->http));
      return FALSE;
    }

  /* Both by the provider's clock, whatever ours says. */
  take_state (self, state, created_at > 0 ? expires_at - created_at : 0);
  self->was_resumed = FALSE;
  save_state (self);

  return TRUE;
}

/* Whether what was kept of an earlier attempt is of use. */
static gboolean
resume (Sending    *self,
        const char *text,
        gint64      part_size,
        gint64      file_size,
        gint64      modified)
{
  g_autoptr(AttuneUploadState) state = attune_upload_state_parse (text);
  gint64 lifetime = 0;

  if (state == NULL || !attune_upload_state_is_for (state, part_size, file_size, modified))
    return FALSE;

  if (state->expires_at > 0)
    lifetime = state->expires_at - g_get_real_time () / G_USEC_PER_SEC;

  take_state (self, g_steal_pointer (&state), lifetime);
  self->was_resumed = TRUE;
  tell_progress (self);

  return TRUE;
}

/* Reads an upload. Returns the file that it became; NULL without an error while it becomes one. */
static JsonObject *
read_upload (Sending     *self,
             JsonObject  *object,
             GError     **error)
{
  const char *status = attune_json_get_string (object, "status", "completed");
  JsonObject *file = attune_json_get_object (object, "file");

  /* A service that answers with the file at once. */
  if (g_strcmp0 (attune_json_get_string (object, "object", NULL), "file") == 0)
    return json_object_ref (object);

  if (g_str_equal (status, "completed") && file != NULL)
    return json_object_ref (file);

  if (g_str_equal (status, "expired") || g_str_equal (status, "cancelled"))
    {
      self->is_gone = TRUE;
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        _("“%s” gave up the upload of “%s”. Try again."),
                        attune_http_get_host (self->http), self->filename);
    }
  else if (g_str_equal (status, "failed"))
    attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                      _("“%s” could not put the parts of “%s” together. Try again."),
                      attune_http_get_host (self->http), self->filename);

  return NULL;
}

/* Asks after an upload until it has become a file. */
static JsonObject *
await_file (Sending     *self,
            JsonObject  *upload,
            GError     **error)
{
  g_autofree char *path = build_path (self->state->id, NULL);
  g_autoptr(JsonObject) object = upload != NULL ? json_object_ref (upload) : NULL;
  gint64 deadline = g_get_monotonic_time () + MAX_ASSEMBLY_USEC;
  guint wait_msec = MIN (POLL_MSEC, self->http->timeout_msec);

  for (;;)
    {
      g_autoptr(GError) local_error = NULL;
      JsonObject *file;

      if (object != NULL)
        {
          if ((file = read_upload (self, object, &local_error)) != NULL)
            return file;

          if (local_error != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return NULL;
            }

          if (g_get_monotonic_time () > deadline)
            {
              attune_set_error (error, ATTUNE_ERROR_TIMEOUT, NULL,
                                _("“%s” has “%s”, but is not done with it after half an hour. "
                                  "Try again later."),
                                attune_http_get_host (self->http), self->filename);
              return NULL;
            }

          if (!attune_http_wait (wait_msec, error))
            return NULL;

          wait_msec = MIN (wait_msec * 2, MAX_POLL_MSEC);
        }

      g_clear_pointer (&object, json_object_unref);

      if ((object = fetch (self, SOUP_METHOD_GET, path, NULL, ATTUNE_HTTP_RETRY_IDEMPOTENT,
                           error)) == NULL)
        return NULL;
    }
}

static gboolean
is_refusal (const GError *error)
{
  return (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND));
}

/* Has the parts put together. Where that may have been done before, in an attempt whose answer was
 * lost, a refusal is looked into. */
static JsonObject *
complete (Sending     *self,
          const char  *md5,
          GError     **error)
{
  g_autofree char *path = build_path (self->state->id, "/complete");
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(JsonObject) upload = NULL;
  g_autoptr(GError) local_error = NULL;
  JsonArray *ids = json_array_sized_new (self->state->n_parts);
  JsonObject *file;

  for (guint i = 0; i < self->state->n_parts; i++)
    json_array_add_string_element (ids, self->state->part_ids[i]);

  json_object_set_array_member (body, "part_ids", ids);
  json_object_set_string_member (body, "md5", md5);
  upload = fetch (self, SOUP_METHOD_POST, path, body, ATTUNE_HTTP_RETRY_IDEMPOTENT, &local_error);

  if (upload != NULL)
    return await_file (self, upload, error);

  if (is_refusal (local_error) && (file = await_file (self, NULL, NULL)) != NULL)
    return file;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* Whether a refusal means that the upload is not there any more: it was taken up again, or its time
 * is over. */
static gboolean
is_over (Sending      *self,
         const GError *error)
{
  if (self->is_gone || g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    return TRUE;

  return (is_refusal (error) &&
          (self->was_resumed ||
           (self->deadline > 0 && g_get_monotonic_time () >= self->deadline)));
}

/* What passes by itself, so that it is worth to keep what has arrived. */
static gboolean
may_pass (const GError *error)
{
  return (error->domain != ATTUNE_ERROR ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_SERVER) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_RATE_LIMITED) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_AUTH) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE));
}

/* Tells the provider to throw away what it has, as far as it listens. */
static void
give_up (Sending *self)
{
  g_autofree char *path = build_path (self->state->id, "/cancel");
  g_autoptr(JsonObject) object = NULL;

  object = fetch (self, SOUP_METHOD_POST, path, NULL, ATTUNE_HTTP_RETRY_NEVER, NULL);
  drop_state (self);
}

static DexFuture *
open_fiber (gpointer user_data)
{
  static const AttuneUploadForm form = { .field = "data", .filename = "data" };
  g_autoptr(GError) error = NULL;
  AttuneUploadBody *body;

  if ((body = attune_upload_body_open (user_data, &form, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (body);
}

/* Sends every part that is missing, and has them put together. */
static JsonObject *
send_and_complete (Sending             *self,
                   AttuneUploadDigest  *digest,
                   guint                n_parallel,
                   GError             **error)
{
  g_autofree char *md5 = NULL;

  if (!send_parts (self, n_parallel, error) ||
      (md5 = dex_await_string (attune_upload_digest_get (digest), error)) == NULL)
    return NULL;

  return complete (self, md5, error);
}

static Sending *
new_sending (AttuneHttp             *http,
             const AttuneUploadPlan *plan)
{
  Sending *self = g_rc_box_new0 (Sending);

  self->http = g_object_ref (http);
  self->path = g_strdup (plan->path);
  self->filename = g_strdup (plan->filename);
  self->save = plan->save;
  self->progress = plan->progress;
  self->user_data = plan->user_data;

  return self;
}

/* Sends the file, and begins anew where an upload is gone. */
static JsonObject *
run (Sending                 *self,
     const AttuneUploadPlan  *plan,
     gint64                   size,
     gint64                   modified,
     GError                 **error)
{
  g_autoptr(AttuneUploadDigest) digest = attune_upload_digest_start (plan->path, size, modified);
  gint64 part_size = plan->part_size > 0 ? plan->part_size : ATTUNE_UPLOAD_PART_SIZE;
  guint n_parallel = plan->n_parallel > 0 ? plan->n_parallel : N_PARALLEL;
  guint n_begun = 0;

  resume (self, plan->state, part_size, size, modified);

  for (;;)
    {
      g_autoptr(GError) local_error = NULL;
      JsonObject *file;

      if (self->state == NULL)
        {
          if (!begin (self, part_size, size, modified, error))
            return NULL;

          n_begun++;
        }

      if ((file = send_and_complete (self, digest, n_parallel, &local_error)) != NULL)
        {
          drop_state (self);
          return file;
        }

      if (is_over (self, local_error) && n_begun < MAX_BEGUN)
        {
          g_info ("The upload of %s is begun anew: %s", self->filename, local_error->message);
          drop_state (self);
          continue;
        }

      if (!may_pass (local_error))
        give_up (self);

      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
}

/**
 * attune_upload_parts_send: (skip)
 * @http: the account
 * @plan: what to send
 * @error: return location for %ATTUNE_ERROR
 *
 * Sends a file as an upload in parts (`POST /uploads`), several at once, each read from the disk as
 * it goes and sent again by itself when that fails, and has the provider put them together and
 * compare the MD5 of the whole. Awaits: call it in a fiber only.
 *
 * To pause, drop the future of that fiber: nothing is read or sent any more. To go on, in this
 * process or after a kill, call it again with what @plan's save was told last: what has arrived is
 * not sent again. An upload that has expired meanwhile, or is of another file, is begun anew. When
 * the network or the provider fails, the upload is kept there for an hour, and so is its state;
 * when the provider refuses or the file changes, both are thrown away.
 *
 * Returns: (transfer full): the file that the provider made of it
 */
JsonObject *
attune_upload_parts_send (AttuneHttp              *http,
                          const AttuneUploadPlan  *plan,
                          GError                 **error)
{
  g_autoptr(Sending) sending = NULL;
  g_autoptr(AttuneUploadBody) body = NULL;
  gint64 size;

  g_return_val_if_fail (ATTUNE_IS_HTTP (http), NULL);
  g_return_val_if_fail (plan != NULL && plan->path != NULL && plan->filename != NULL, NULL);

  body = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                open_fiber, g_strdup (plan->path), g_free),
                           error);

  if (body == NULL)
    return NULL;

  size = attune_upload_body_get_file_size (body);

  if (plan->max_size > 0 && size > plan->max_size)
    {
      g_propagate_error (error, attune_http_error_from_size (http, plan->filename, size,
                                                             plan->max_size));
      return NULL;
    }

  sending = new_sending (http, plan);

  return run (sending, plan, size, attune_upload_body_get_modified (body), error);
}

/**
 * attune_upload_parts_cancel: (skip)
 * @http: the account
 * @state: what an upload's save was told last
 * @error: return location for %ATTUNE_ERROR
 *
 * Has the provider throw away an upload that nobody will go on with. Awaits: call it in a fiber
 * only.
 *
 * Returns: whether it is gone, also when it already was
 */
gboolean
attune_upload_parts_cancel (AttuneHttp  *http,
                            const char  *state,
                            GError     **error)
{
  g_autoptr(AttuneUploadState) upload = attune_upload_state_parse (state);
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *path = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  g_return_val_if_fail (ATTUNE_IS_HTTP (http), FALSE);

  if (upload == NULL)
    return TRUE;

  path = build_path (upload->id, "/cancel");
  call.path = path;

  if ((node = attune_http_fetch (http, &call, &local_error)) != NULL || is_refusal (local_error))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
