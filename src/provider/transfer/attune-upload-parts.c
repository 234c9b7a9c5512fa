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
#include "attune-upload-sender.h"

#define N_PARALLEL 3

/* An upload that expires under our hands is begun anew once; twice is a connection too slow. */
#define MAX_BEGUN 2

/* Some services put the parts together after they have answered. As long as OpenAI's own clients
 * wait for a file to be looked at. */
#define POLL_MSEC 1000
#define MAX_POLL_MSEC 5000
#define MAX_ASSEMBLY_USEC (30 * 60 * G_USEC_PER_SEC)

/* Awaits a request without a file. */
static JsonObject *
fetch (AttuneUploadSender  *self,
       const char          *method,
       const char          *path,
       JsonObject          *body,
       AttuneHttpRetry      retry,
       GError             **error)
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

/* Begins an upload. A second one costs nothing, and the first one goes away by itself. */
static gboolean
begin (AttuneUploadSender  *self,
       gint64               part_size,
       gint64               file_size,
       gint64               modified,
       GError             **error)
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
  attune_upload_sender_take_state (self, state, created_at > 0 ? expires_at - created_at : 0);
  self->was_resumed = FALSE;
  attune_upload_sender_save (self);

  return TRUE;
}

/* Whether what was kept of an earlier attempt is of use. */
static gboolean
resume (AttuneUploadSender *self,
        const char         *text,
        gint64              part_size,
        gint64              file_size,
        gint64              modified)
{
  g_autoptr(AttuneUploadState) state = attune_upload_state_parse (text);
  gint64 lifetime = 0;

  if (state == NULL || !attune_upload_state_is_for (state, part_size, file_size, modified))
    return FALSE;

  if (state->expires_at > 0)
    lifetime = state->expires_at - g_get_real_time () / G_USEC_PER_SEC;

  attune_upload_sender_take_state (self, g_steal_pointer (&state), lifetime);
  self->was_resumed = TRUE;

  return TRUE;
}

/* Reads an upload. Returns the file that it became; NULL without an error while it becomes one. */
static JsonObject *
read_upload (AttuneUploadSender  *self,
             JsonObject          *object,
             GError             **error)
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
                        /* Translators: the name of a computer, the name of a file. */
                        _("“%s” gave up the upload of “%s”. Try again."),
                        attune_http_get_host (self->http), self->filename);
    }
  else if (g_str_equal (status, "failed"))
    attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                      /* Translators: the name of a computer, the name of a file. */
                      _("“%s” could not put the parts of “%s” together. Try again."),
                      attune_http_get_host (self->http), self->filename);

  return NULL;
}

/* Asks after an upload until it has become a file. */
static JsonObject *
await_file (AttuneUploadSender  *self,
            JsonObject          *upload,
            GError             **error)
{
  g_autofree char *path = attune_upload_state_build_path (self->state, NULL);
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
                                /* Translators: the name of a computer, the name of a file. */
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
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_CONFLICT) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND));
}

/* Has the parts put together. Where that may have been done before, in an attempt whose answer was
 * lost, a refusal is looked into. */
static JsonObject *
complete (AttuneUploadSender  *self,
          const char          *md5,
          GError             **error)
{
  g_autofree char *path = attune_upload_state_build_path (self->state, "/complete");
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
is_over (AttuneUploadSender *self,
         const GError       *error)
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
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_CONFLICT) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_AUTH) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE));
}

/* Tells the provider to throw away what it has, as far as it listens. */
static void
give_up (AttuneUploadSender *self)
{
  g_autofree char *path = attune_upload_state_build_path (self->state, "/cancel");
  g_autoptr(JsonObject) object = NULL;

  object = fetch (self, SOUP_METHOD_POST, path, NULL, ATTUNE_HTTP_RETRY_NEVER, NULL);
  attune_upload_sender_drop_state (self);
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
send_and_complete (AttuneUploadSender  *self,
                   AttuneUploadDigest  *digest,
                   guint                n_parallel,
                   GError             **error)
{
  g_autofree char *md5 = NULL;

  if (!attune_upload_sender_run (self, n_parallel, error) ||
      (md5 = dex_await_string (attune_upload_digest_get (digest), error)) == NULL)
    return NULL;

  return complete (self, md5, error);
}

/* Sends the file, and begins anew where an upload is gone. */
static JsonObject *
run (AttuneUploadSender      *self,
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
          attune_upload_sender_drop_state (self);
          return file;
        }

      if (is_over (self, local_error) && n_begun < MAX_BEGUN)
        {
          g_info ("The upload of %s is begun anew: %s", self->filename, local_error->message);
          attune_upload_sender_drop_state (self);
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
  g_autoptr(AttuneUploadSender) sender = NULL;
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

  sender = attune_upload_sender_new (http, plan);

  return run (sender, plan, size, attune_upload_body_get_modified (body), error);
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

  path = attune_upload_state_build_path (upload, "/cancel");
  call.path = path;

  if ((node = attune_http_fetch (http, &call, &local_error)) != NULL || is_refusal (local_error))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
