/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-http-private.h"
#include "attune-json.h"
#include "attune-test-peer.h"
#include "attune-upload-parts.h"
#include "attune-upload-state.h"

#define PART_SIZE (64 * 1024)
#define N_PARTS 10
#define FILE_SIZE (PART_SIZE * (N_PARTS - 1) + 123)

/* A service that takes uploads in parts, and what it is to do wrong. */
typedef struct
{
  SoupServer *server;
  char       *path;             /* the file to send */
  GHashTable *parts;            /* id → GBytes, of this upload */
  GPtrArray  *held;             /* messages that get no answer */
  GByteArray *whole;            /* what was put together */
  char       *md5;              /* what it was told */
  guint       n_uploads;
  guint       n_parts;          /* that arrived in all */
  guint       n_completed;
  guint       n_cancelled;
  guint       n_polls;
  guint       n_under_way;
  guint       max_under_way;

  guint       n_failing;        /* parts to be refused … */
  guint       fail_status;      /* … with this */
  guint       n_held_from;      /* parts from this one on get no answer; 0: none */
  guint       n_pending;        /* polls before it is put together */
  gint64      lifetime;         /* in seconds */
  const char *end_status;       /* instead of completed, or NULL; of the first upload */
  gboolean    discards;         /* keeps none of what it is sent */
  gboolean    loses_answer;     /* of the first request to put it together */
  gboolean    refuses_parts;    /* of the first upload */

  /* What the client told. */
  char       *state;            /* the last one, or NULL */
  guint       n_saved;
  gint64      first_progress;
  gint64      progress;
  gint64      total;
} Fixture;

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *format,
        ...) G_GNUC_PRINTF (3, 4);

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *format,
        ...)
{
  va_list args;
  char *text;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                    text, strlen (text));
}

static JsonObject *
parse_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  object = attune_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     &error);
  g_assert_no_error (error);

  return object;
}

static void
answer_upload (Fixture           *f,
               SoupServerMessage *message,
               const char        *status)
{
  gboolean is_completed = g_str_equal (status, "completed");

  answer (message, 200,
          "{\"id\":\"upload_%u\",\"object\":\"upload\",\"status\":\"%s\",\"created_at\":1000,"
          "\"expires_at\":%" G_GINT64_FORMAT ",\"file\":%s}",
          f->n_uploads, status, f->lifetime,
          is_completed ? "{\"id\":\"file-whole\",\"object\":\"file\"}" : "null");
}

static void
begin_upload (Fixture           *f,
              SoupServerMessage *message)
{
  g_autoptr(JsonObject) body = parse_body (message);

  g_assert_cmpstr (attune_json_get_string (body, "filename", NULL), ==, "rows.jsonl");
  g_assert_cmpstr (attune_json_get_string (body, "purpose", NULL), ==, "fine-tune");
  g_assert_cmpstr (attune_json_get_string (body, "mime_type", NULL), ==, "text/jsonl");
  g_assert_cmpint (attune_json_get_int (body, "bytes", 0), >, 0);
  f->n_uploads++;
  f->n_completed = 0;
  g_hash_table_remove_all (f->parts);
  g_byte_array_set_size (f->whole, 0);
  g_clear_pointer (&f->md5, g_free);
  answer_upload (f, message, "pending");
}

/* What has become of an upload that has been put together. */
static const char *
get_end (Fixture *f)
{
  return f->end_status != NULL && f->n_uploads == 1 ? f->end_status : "completed";
}

static GBytes *
take_part (SoupServerMessage *message)
{
  g_autoptr(SoupMultipart) multipart = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *disposition = NULL;
  g_autoptr(GHashTable) params = NULL;
  SoupMessageHeaders *headers;
  GBytes *part;

  bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  multipart = soup_multipart_new_from_message (soup_server_message_get_request_headers (message),
                                               bytes);
  g_assert_nonnull (multipart);
  g_assert_cmpint (soup_multipart_get_length (multipart), ==, 1);
  soup_multipart_get_part (multipart, 0, &headers, &part);
  soup_message_headers_get_content_disposition (headers, &disposition, &params);
  g_assert_cmpstr (g_hash_table_lookup (params, "name"), ==, "data");

  return g_bytes_ref (part);
}

static void
add_part (Fixture           *f,
          SoupServerMessage *message)
{
  char *id;

  if (f->refuses_parts && f->n_uploads <= 1)
    {
      answer (message, 400, "{\"error\":{\"message\":\"Upload has expired\"}}");
      return;
    }

  if (f->n_failing > 0)
    {
      f->n_failing--;
      answer (message, f->fail_status, "{\"error\":{\"message\":\"no\"}}");
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "retry-after-ms", "1");
      return;
    }

  if (f->n_held_from > 0 && f->n_parts + 1 >= f->n_held_from)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (f->held, g_object_ref (message));
      return;
    }

  id = g_strdup_printf ("part_%u", ++f->n_parts);
  answer (message, 200, "{\"id\":\"%s\",\"object\":\"upload.part\"}", id);
  g_hash_table_insert (f->parts, id, f->discards ? g_bytes_new (NULL, 0) : take_part (message));
}

static void
close_connection (SoupServerMessage *message)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
complete_upload (Fixture           *f,
                 SoupServerMessage *message)
{
  g_autoptr(JsonObject) body = parse_body (message);
  JsonArray *ids = attune_json_get_array (body, "part_ids");

  if (f->n_completed++ > 0)
    {
      answer (message, 400, "{\"error\":{\"message\":\"Already completed\"}}");
      return;
    }

  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      GBytes *part = g_hash_table_lookup (f->parts, json_array_get_string_element (ids, i));

      g_assert_nonnull (part);
      g_byte_array_append (f->whole, g_bytes_get_data (part, NULL), g_bytes_get_size (part));
    }

  f->md5 = g_strdup (attune_json_get_string (body, "md5", NULL));

  if (f->loses_answer)
    close_connection (message);
  else
    answer_upload (f, message, f->n_pending > 0 ? "pending" : get_end (f));
}

static void
handle_request (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  Fixture *f = user_data;
  g_autofree char *upload = g_strdup_printf ("/v1/uploads/upload_%u", f->n_uploads);
  const char *act = g_str_has_prefix (path, upload) ? path + strlen (upload) : "";

  if (g_str_equal (path, "/v1/uploads"))
    begin_upload (f, message);
  else if (g_str_equal (act, "/parts"))
    add_part (f, message);
  else if (g_str_equal (act, "/complete"))
    complete_upload (f, message);
  else if (g_str_equal (act, "/cancel"))
    {
      f->n_cancelled++;
      answer_upload (f, message, "cancelled");
    }
  else if (g_str_equal (path, upload) && f->n_completed > 0)
    {
      f->n_polls++;
      answer_upload (f, message, f->n_polls < f->n_pending ? "pending" : get_end (f));
    }
  else
    answer (message, 404, "{\"error\":{\"message\":\"No such upload\"}}");
}

static void
got_headers_cb (SoupServerMessage *message,
                Fixture           *f)
{
  f->n_under_way++;
  f->max_under_way = MAX (f->max_under_way, f->n_under_way);

  if (f->discards)
    {
      const char *path = g_uri_get_path (soup_server_message_get_uri (message));

      if (g_str_has_suffix (path, "/parts"))
        soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
    }
}

static void
finished_cb (SoupServerMessage *message,
             Fixture           *f)
{
  f->n_under_way--;
}

static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    Fixture           *f)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), f);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), f);
}

static void
make_file (const char *path,
           gsize       size)
{
  g_autofree guint8 *bytes = g_malloc (size);
  g_autoptr(GRand) random = g_rand_new_with_seed (4);

  for (gsize i = 0; i < size; i++)
    bytes[i] = g_rand_int (random);

  g_assert_true (g_file_set_contents (path, (char *)bytes, size, NULL));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, handle_request, f, NULL);
  g_signal_connect (f->server, "request-started", G_CALLBACK (request_started_cb), f);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  f->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  f->held = g_ptr_array_new_with_free_func (g_object_unref);
  f->whole = g_byte_array_new ();
  f->lifetime = g_get_real_time () / G_USEC_PER_SEC + 3600;
  f->path = g_build_filename (g_get_user_cache_dir (), "rows.jsonl", NULL);
  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  make_file (f->path, FILE_SIZE);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->server != NULL)
    soup_server_disconnect (f->server);

  g_clear_object (&f->server);
  g_hash_table_unref (f->parts);
  g_ptr_array_unref (f->held);
  g_byte_array_unref (f->whole);
  g_unlink (f->path);
  g_free (f->path);
  g_free (f->md5);
  g_free (f->state);
}

static void
save_cb (const char *state,
         gpointer    user_data)
{
  Fixture *f = user_data;

  g_assert_true (g_main_context_is_owner (NULL) || g_main_context_acquire (NULL));
  g_free (f->state);
  f->state = g_strdup (state);
  f->n_saved++;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_cmpint (done, >, f->progress);
  g_assert_cmpint (done, <=, total);

  if (f->progress == 0)
    f->first_progress = done;

  f->progress = done;
  f->total = total;
}

static AttuneHttp *
new_http (Fixture *f)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  GSList *uris = soup_server_get_uris (f->server);
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%d/v1",
                                               g_uri_get_port (uris->data));
  AttuneHttp *http = attune_http_new (profile, base_url, TEST_KEY, NULL);

  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  attune_http_set_timeout (http, 400);

  return http;
}

typedef struct
{
  AttuneHttp       *http;
  AttuneUploadPlan  plan;
  char             *state;
} Send;

static void
free_send (gpointer data)
{
  Send *send = data;

  g_object_unref (send->http);
  g_free (send->state);
  g_free (send);
}

static DexFuture *
send_fiber (gpointer user_data)
{
  Send *send = user_data;
  g_autoptr(JsonObject) file = NULL;
  g_autoptr(GError) error = NULL;

  if ((file = attune_upload_parts_send (send->http, &send->plan, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_string (attune_json_get_string (file, "id", ""));
}

/* Sends the fixture's file, going on from @state. */
static DexFuture *
start (Fixture    *f,
       AttuneHttp *http,
       const char *state,
       gint64      part_size,
       gint64      max_size)
{
  Send *send = g_new0 (Send, 1);

  send->http = g_object_ref (http);
  send->state = g_strdup (state);
  send->plan.path = f->path;
  send->plan.filename = "rows.jsonl";
  send->plan.part_size = part_size;
  send->plan.max_size = max_size;
  send->plan.state = send->state;
  send->plan.save = save_cb;
  send->plan.progress = progress_cb;
  send->plan.user_data = f;

  return dex_scheduler_spawn (NULL, 0, send_fiber, send, free_send);
}

static void
assert_arrived (Fixture *f)
{
  g_autofree char *content = NULL;
  g_autofree char *md5 = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (f->path, &content, &length, NULL));
  g_assert_cmpuint (f->whole->len, ==, length);
  g_assert_true (memcmp (f->whole->data, content, length) == 0);
  md5 = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *)content, length);
  g_assert_cmpstr (f->md5, ==, md5);
  g_assert_cmpint (f->progress, ==, length);
  g_assert_cmpint (f->total, ==, length);
  g_assert_null (f->state);
}

/* Sends all of it, from @state, and sees that it arrives. */
static void
send_well (Fixture    *f,
           AttuneHttp *http,
           const char *state)
{
  g_autoptr(DexFuture) future = start (f, http, state, PART_SIZE, 0);
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (value), ==, "file-whole");
  assert_arrived (f);
}

static GError *
send_badly (Fixture    *f,
            AttuneHttp *http)
{
  g_autoptr(DexFuture) future = start (f, http, NULL, PART_SIZE, 0);
  GError *error = NULL;

  g_assert_null (attune_test_wait (future, &error));

  return error;
}

static void
test_send (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);

  send_well (f, http, NULL);
  g_assert_cmpuint (f->n_uploads, ==, 1);
  g_assert_cmpuint (f->n_parts, ==, N_PARTS);
  g_assert_cmpuint (f->n_completed, ==, 1);
  g_assert_cmpuint (f->n_cancelled, ==, 0);
  g_assert_cmpuint (f->n_saved, ==, 1 + N_PARTS + 1);
  g_assert_cmpuint (f->max_under_way, >=, 2);
  g_assert_cmpuint (f->max_under_way, <=, 4);
}

static void
test_failing_parts (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);

  /* Each is sent again by itself; what was told of progress does not go back. */
  f->n_failing = 2;
  f->fail_status = GPOINTER_TO_UINT (data);
  send_well (f, http, NULL);
  g_assert_cmpuint (f->n_uploads, ==, 1);
  g_assert_cmpuint (f->n_parts, ==, N_PARTS);
}

static void
test_go_on (Fixture       *f,
            gconstpointer  data)
{
  AttuneHttp *http = new_http (f);
  g_autoptr(AttuneHttp) later = new_http (f);
  g_autoptr(AttuneUploadState) before = NULL;
  g_autofree char *state = NULL;
  DexFuture *future;

  /* Held after the fourth part, then paused, or killed. */
  f->n_held_from = 5;
  future = dex_future_first (start (f, http, NULL, PART_SIZE, 0), NULL);

  while (f->n_saved < 5 || f->held->len == 0)
    g_main_context_iteration (NULL, TRUE);

  dex_clear (&future);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_finalize_object (http);
  g_assert_cmpuint (f->n_cancelled, ==, 0);
  state = g_strdup (f->state);
  before = attune_upload_state_parse (state);
  g_assert_cmpstr (before->id, ==, "upload_1");
  g_assert_cmpuint (before->n_parts, ==, N_PARTS);

  f->n_held_from = 0;
  f->progress = 0;
  send_well (f, later, state);
  g_assert_cmpuint (f->n_uploads, ==, 1);
  g_assert_cmpuint (f->n_parts, ==, N_PARTS);
  g_assert_cmpint (f->first_progress, ==, 4 * PART_SIZE);
}

/* What is kept of an upload that nobody can go on with. */
static void
test_useless_states (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(AttuneUploadState) expired = NULL;
  g_autoptr(AttuneUploadState) other = NULL;
  g_autofree char *expired_text = NULL;
  g_autofree char *other_text = NULL;
  struct stat info;

  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  expired = attune_upload_state_new ("upload_0", now + 10, PART_SIZE, FILE_SIZE,
                                     info.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) +
                                     info.st_mtim.tv_nsec);
  other = attune_upload_state_new ("upload_0", now + 3600, PART_SIZE, FILE_SIZE, 1);
  expired_text = attune_upload_state_to_text (expired);
  other_text = attune_upload_state_to_text (other);

  {
    const char * const states[] = {
      expired_text, other_text, "", "{}", "nonsense", "[]",
      "{\"id\":\"u\",\"expires_at\":0,\"part_size\":1,\"file_size\":9000000000000,\"parts\":[]}",
      "{\"id\":\"u\",\"part_size\":-1,\"file_size\":5,\"parts\":[]}",
      "{\"id\":\"u\",\"part_size\":4,\"file_size\":5,\"parts\":[1,2]}",
    };

    for (guint i = 0; i < G_N_ELEMENTS (states); i++)
      {
        f->progress = 0;
        send_well (f, http, states[i]);
        g_assert_cmpuint (f->n_uploads, ==, i + 1);
      }
  }
}

static void
test_expired_there (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(AttuneUploadState) state = NULL;
  g_autofree char *text = NULL;
  struct stat info;

  /* Ours says that there is time left; the service knows better: it refuses, or has never heard of
   * it. */
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  state = attune_upload_state_new (data, now + 3600, PART_SIZE, FILE_SIZE,
                                   info.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) +
                                   info.st_mtim.tv_nsec);
  text = attune_upload_state_to_text (state);
  f->n_uploads = 1;
  f->refuses_parts = TRUE;
  send_well (f, http, text);
  g_assert_cmpuint (f->n_uploads, ==, 2);
}

static void
test_too_slow (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autoptr(GError) error = NULL;

  /* An upload whose time is over before it has begun, each time. */
  f->lifetime = 1000;
  f->n_failing = 1000;
  f->fail_status = 404;
  error = send_badly (f, http);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND);
  g_assert_cmpuint (f->n_uploads, ==, 2);
  g_assert_cmpuint (f->n_cancelled, ==, 1);
  g_assert_null (f->state);
}

static void
test_pending (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);

  f->n_pending = 3;
  attune_http_set_timeout (http, 10);
  send_well (f, http, NULL);
  g_assert_cmpuint (f->n_polls, ==, 3);
}

static void
test_failed (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autoptr(GError) error = NULL;

  f->n_pending = GPOINTER_TO_UINT (data);
  f->end_status = "failed";
  attune_http_set_timeout (http, 50);
  error = send_badly (f, http);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
  g_assert_nonnull (strstr (error->message, "could not put the parts of “rows.jsonl” together"));
  g_assert_cmpuint (f->n_uploads, ==, 1);
  g_assert_null (f->state);
}

static void
test_expired_at_the_end (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);

  /* The hour is over when all parts have arrived: once more, from the beginning. */
  f->end_status = "expired";
  send_well (f, http, NULL);
  g_assert_cmpuint (f->n_uploads, ==, 2);
  g_assert_cmpuint (f->n_parts, ==, 2 * N_PARTS);
  g_assert_cmpuint (f->n_cancelled, ==, 0);
}

static void
test_lost_answer (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);

  /* It was put together, but nobody heard of it; then it cannot be done again. */
  f->loses_answer = TRUE;
  attune_http_set_timeout (http, 50);
  send_well (f, http, NULL);
  g_assert_cmpuint (f->n_uploads, ==, 1);
  g_assert_cmpuint (f->n_completed, ==, 2);
  g_assert_cmpuint (f->n_polls, ==, 1);
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autoptr(GError) error = NULL;

  f->n_failing = 1000;
  f->fail_status = 400;
  error = send_badly (f, http);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_REQUEST);
  g_assert_cmpuint (f->n_uploads, ==, 1);
  g_assert_cmpuint (f->n_cancelled, ==, 1);
  g_assert_cmpuint (f->n_completed, ==, 0);
  g_assert_null (f->state);
}

static void
test_server_away (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  /* Silence after some parts: what has arrived is kept, and not given up. */
  f->n_held_from = 4;
  attune_http_set_timeout (http, 10);
  future = start (f, http, NULL, PART_SIZE, 0);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT);
  g_assert_cmpuint (f->n_cancelled, ==, 0);
  g_assert_nonnull (f->state);
  g_assert_nonnull (strstr (f->state, "part_3"));
}

static void
touch_cb (gint64   done,
          gint64   total,
          gpointer user_data)
{
  Fixture *f = user_data;
  struct timespec times[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };

  f->progress = done;
  g_assert_cmpint (utimensat (AT_FDCWD, f->path, times, 0), ==, 0);
}

static void
test_changing_file (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  Send *send = g_new0 (Send, 1);

  send->http = g_object_ref (http);
  send->plan.path = f->path;
  send->plan.filename = "rows.jsonl";
  send->plan.part_size = PART_SIZE;
  send->plan.save = save_cb;
  send->plan.progress = touch_cb;
  send->plan.user_data = f;
  future = dex_scheduler_spawn (NULL, 0, send_fiber, send, free_send);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "“rows.jsonl” changed"));
  g_assert_cmpuint (f->n_cancelled, ==, 1);
  g_assert_cmpuint (f->n_completed, ==, 0);
  g_assert_null (f->state);
}

static void
test_too_large (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autoptr(DexFuture) future = start (f, http, NULL, PART_SIZE, FILE_SIZE - 1);
  g_autoptr(GError) error = NULL;

  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "OpenAI takes at most"));
  g_assert_cmpuint (f->n_uploads, ==, 0);
}

static DexFuture *
cancel_fiber (gpointer user_data)
{
  Send *send = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_upload_parts_cancel (send->http, send->state, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  static const char * const ids[] = { "upload_1", "upload_gone" };
  g_autoptr(AttuneHttp) http = new_http (f);

  f->n_uploads = 1;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(AttuneUploadState) state = attune_upload_state_new (ids[i], 0, 4, 5, 6);
      g_autoptr(DexFuture) future = NULL;
      g_autoptr(GError) error = NULL;
      Send *send = g_new0 (Send, 1);

      send->http = g_object_ref (http);
      send->state = attune_upload_state_to_text (state);
      future = dex_scheduler_spawn (NULL, 0, cancel_fiber, send, free_send);
      attune_test_wait (future, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (f->n_cancelled, ==, 1);
    }
}

/* Resident memory, in bytes. */
static gint64
get_resident (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));

  return g_ascii_strtoll (strchr (text, ' '), NULL, 10) * sysconf (_SC_PAGESIZE);
}

static void
test_large_file (Fixture       *f,
                 gconstpointer  data)
{
  const gint64 size = 5 * ATTUNE_UPLOAD_PART_SIZE + 7;
  g_autoptr(AttuneHttp) http = new_http (f);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  gint64 before = get_resident ();
  gint64 begin = g_get_monotonic_time ();

  /* A file with a hole takes no room on the disk. */
  g_assert_cmpint (truncate (f->path, size), ==, 0);
  f->discards = TRUE;
  attune_http_set_timeout (http, 60 * 1000);
  future = start (f, http, NULL, 0, 0);
  g_assert_nonnull (attune_test_wait (future, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_parts, ==, 6);
  g_assert_cmpint (f->progress, ==, size);
  g_test_message ("%.0f MB/s, memory grew by %" G_GINT64_FORMAT " KiB",
                  (double)size / (g_get_monotonic_time () - begin),
                  (get_resident () - before) / 1024);

#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (get_resident () - before, <, 16 * 1024 * 1024);
#endif
}

static void
add (const char    *name,
     gconstpointer  data,
     void         (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/Attune/UploadParts/", name, NULL);

  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("send", NULL, test_send);
  add ("server-error", GUINT_TO_POINTER (500), test_failing_parts);
  add ("rate-limit", GUINT_TO_POINTER (429), test_failing_parts);
  add ("go-on", NULL, test_go_on);
  add ("useless-states", NULL, test_useless_states);
  add ("expired-there", "upload_1", test_expired_there);
  add ("unknown-there", "upload_x", test_expired_there);
  add ("too-slow", NULL, test_too_slow);
  add ("pending", NULL, test_pending);
  add ("failed", GUINT_TO_POINTER (0), test_failed);
  add ("failed-later", GUINT_TO_POINTER (2), test_failed);
  add ("expired-at-the-end", NULL, test_expired_at_the_end);
  add ("lost-answer", NULL, test_lost_answer);
  add ("refused", NULL, test_refused);
  add ("server-away", NULL, test_server_away);
  add ("changing-file", NULL, test_changing_file);
  add ("too-large", NULL, test_too_large);
  add ("cancel", NULL, test_cancel);
  add ("large-file", NULL, test_large_file);

  return g_test_run ();
}
