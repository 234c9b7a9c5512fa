/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-provider"

#include "config.h"

#include "attune-profile.h"
#include "provider.h"

typedef struct
{
  char  *request;
  guint  status;
  char  *body;
  guint  count;
} Refusal;

typedef struct
{
  char       *content;
  char       *name;
  const char *status;
  gint64      expires_at;             /* 0: never */
} File;

struct _Provider
{
  SoupServer        *server;
  guint16            port;
  char              *key;
  GPtrArray         *refusals;
  GHashTable        *losses;          /* request → how many answers get lost */
  GHashTable        *counts;
  gboolean           hides_nonces;
  const char        *deployment;      /* its status */
  guint              n_results;
  const char        *weights[2];      /* ids of files, or NULL */
  guint              auto_steps;
  guint              auto_total;

  gint64             clock_offset;    /* seconds that its clock is ahead of ours */

  GPtrArray         *files;           /* File */
  GPtrArray         *parts;           /* of a large one */
  char              *large_name;
  guint              n_forgotten;     /* so many of the files are gone */
  GPtrArray         *jobs;            /* JsonObject */
  char              *create_body;     /* of the last one, as it came */
  GPtrArray         *events;          /* of each job: GPtrArray of JsonObject */

  SoupServerMessage *chat;
  JsonObject        *chat_request;

  ProviderFunc       before;
  gpointer           before_data;
  ProviderFunc       after;
  gpointer           after_data;
};

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  g_free (refusal->request);
  g_free (refusal->body);
  g_free (refusal);
}

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->content);
  g_free (file->name);
  g_free (file);
}

/* Returns its number. */
static guint
add_file (Provider   *self,
          const char *content,
          gsize       length,
          const char *name)
{
  File *file = g_new0 (File, 1);

  file->content = g_strndup (content, length);
  file->name = g_strdup (name);
  file->status = "processed";
  g_ptr_array_add (self->files, file);

  return self->files->len - 1;
}

static JsonObject *
parse (const char *format,
       ...) G_GNUC_PRINTF (1, 2);

static JsonObject *
parse (const char *format,
       ...)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static char *
to_text (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);

  return json_to_string (node, FALSE);
}

static GBytes *
read_body (SoupServerMessage *message)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (message));
}

static void
answer (SoupServerMessage *message,
        guint              status,
        char              *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                    body, strlen (body));
}

static void
answer_object (SoupServerMessage *message,
               JsonObject        *object)
{
  answer (message, 200, to_text (object));
}

/* Newest first, as OpenAI does. */
static void
answer_list (SoupServerMessage *message,
             GHashTable        *query,
             GPtrArray         *items)
{
  const char *after = query != NULL ? g_hash_table_lookup (query, "after") : NULL;
  const char *limit = query != NULL ? g_hash_table_lookup (query, "limit") : NULL;
  guint n_wanted = limit != NULL ? (guint)g_ascii_strtoull (limit, NULL, 10) : 20;
  g_autoptr(GString) body = g_string_new ("{\"object\":\"list\",\"data\":[");
  gboolean is_open = after == NULL;
  guint n_given = 0;
  gboolean has_more = FALSE;

  for (guint i = items->len; i > 0; i--)
    {
      JsonObject *item = items->pdata[i - 1];
      g_autofree char *text = NULL;

      if (!is_open)
        {
          is_open = g_str_equal (json_object_get_string_member (item, "id"), after);
          continue;
        }

      if (n_given == n_wanted)
        {
          has_more = TRUE;
          break;
        }

      text = to_text (item);
      g_string_append_printf (body, "%s%s", n_given > 0 ? "," : "", text);
      n_given++;
    }

  g_string_append_printf (body, "],\"has_more\":%s}", has_more ? "true" : "false");
  answer (message, 200, g_string_free_and_steal (g_steal_pointer (&body)));
}

static JsonObject *
get_job (Provider *self,
         guint     i)
{
  g_assert_cmpuint (i, <, self->jobs->len);

  return self->jobs->pdata[i];
}

static int
find_job (Provider   *self,
          const char *id)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      if (g_str_equal (json_object_get_string_member (get_job (self, i), "id"), id))
        return (int)i;
    }

  return -1;
}

static void
add_event (Provider   *self,
           guint       job,
           JsonObject *data,
           const char *text)
{
  GPtrArray *events = self->events->pdata[job];
  JsonObject *event = parse ("{\"object\":\"fine_tuning.job.event\",\"id\":\"ftevent-%u-%u\","
                             "\"created_at\":%u,\"level\":\"info\",\"message\":\"%s\","
                             "\"type\":\"%s\"}", job, events->len, 1700000000 + events->len, text,
                             data != NULL ? "metrics" : "message");

  if (data != NULL)
    json_object_set_object_member (event, "data", data);

  g_ptr_array_add (events, event);
}

static JsonObject *
describe_file (Provider *self,
               guint     i)
{
  const File *file = self->files->pdata[i];
  JsonObject *object = parse ("{\"id\":\"file-%u\",\"object\":\"file\",\"bytes\":%zu,"
                              "\"created_at\":1700000000,\"filename\":\"%s\","
                              "\"purpose\":\"fine-tune\",\"status\":\"%s\"}",
                              i, strlen (file->content),
                              self->weights[0] != NULL ? "../../adapter.bin" : file->name,
                              file->status);

  if (file->expires_at != 0)
    json_object_set_int_member (object, "expires_at", file->expires_at);

  return object;
}

static void
answer_file (Provider          *self,
             SoupServerMessage *message,
             guint              i)
{
  g_autoptr(JsonObject) object = describe_file (self, i);

  answer_object (message, object);
}

static void
handle_upload (Provider          *self,
               SoupServerMessage *message)
{
  g_autoptr(SoupMultipart) multipart = NULL;
  g_autoptr(GBytes) body = read_body (message);

  multipart = soup_multipart_new_from_message (soup_server_message_get_request_headers (message),
                                               body);
  g_assert_nonnull (multipart);

  for (int i = 0; i < soup_multipart_get_length (multipart); i++)
    {
      SoupMessageHeaders *headers;
      g_autoptr(GHashTable) params = NULL;
      GBytes *content;

      soup_multipart_get_part (multipart, i, &headers, &content);
      soup_message_headers_get_content_disposition (headers, NULL, &params);

      if (g_strcmp0 (g_hash_table_lookup (params, "name"), "file") == 0)
        add_file (self, g_bytes_get_data (content, NULL), g_bytes_get_size (content),
                  g_hash_table_lookup (params, "filename"));
    }

  answer_file (self, message, self->files->len - 1);
}

/* Large files come in parts; each is kept by its number until they are put together. */
static void
handle_large_file (Provider          *self,
                   SoupServerMessage *message,
                   const char        *rest)
{
  g_autoptr(GBytes) body = read_body (message);
  g_autoptr(GString) whole = g_string_new (NULL);

  if (*rest == '\0')
    {
      g_autoptr(JsonObject) order = parse ("%.*s", (int)g_bytes_get_size (body),
                                           (const char *)g_bytes_get_data (body, NULL));

      g_set_str (&self->large_name, json_object_get_string_member (order, "filename"));
      g_ptr_array_set_size (self->parts, 0);
      answer (message, 200, g_strdup ("{\"id\":\"upload-0\",\"object\":\"upload\","
                                      "\"status\":\"pending\",\"expires_at\":4102444800}"));
    }
  else if (g_str_has_suffix (rest, "/parts"))
    {
      g_autoptr(SoupMultipart) multipart = NULL;
      SoupMessageHeaders *headers;
      GBytes *content;

      headers = soup_server_message_get_request_headers (message);
      multipart = soup_multipart_new_from_message (headers, body);
      g_assert_nonnull (multipart);
      soup_multipart_get_part (multipart, 0, &headers, &content);
      g_ptr_array_add (self->parts, g_strndup (g_bytes_get_data (content, NULL),
                                               g_bytes_get_size (content)));
      answer (message, 200, g_strdup_printf ("{\"id\":\"part-%u\",\"object\":\"upload.part\"}",
                                             self->parts->len - 1));
    }
  else if (g_str_has_suffix (rest, "/complete"))
    {
      g_autoptr(JsonObject) order = parse ("%.*s", (int)g_bytes_get_size (body),
                                           (const char *)g_bytes_get_data (body, NULL));
      JsonArray *ids = json_object_get_array_member (order, "part_ids");

      for (guint i = 0; i < json_array_get_length (ids); i++)
        {
          const char *id = json_array_get_string_element (ids, i);
          guint64 number = g_ascii_strtoull (id + strlen ("part-"), NULL, 10);

          g_string_append (whole, self->parts->pdata[number]);
        }

      add_file (self, whole->str, whole->len, self->large_name);
      answer (message, 200,
              g_strdup_printf ("{\"id\":\"upload-0\",\"object\":\"upload\",\"status\":\"completed\","
                               "\"file\":{\"id\":\"file-%u\",\"object\":\"file\",\"bytes\":%zu}}",
                               self->files->len - 1, whole->len));
    }
  else
    {
      answer (message, 200, g_strdup ("{\"id\":\"upload-0\",\"object\":\"upload\","
                                      "\"status\":\"cancelled\"}"));
    }
}

static void
add_job (Provider   *self,
         JsonObject *job)
{
  g_autofree char *id = g_strdup_printf ("ftjob-%u", self->jobs->len);

  json_object_set_string_member (job, "id", id);
  json_object_set_string_member (job, "object", "fine_tuning.job");
  json_object_set_string_member (job, "status", "queued");
  json_object_set_int_member (job, "created_at",
                              g_get_real_time () / G_USEC_PER_SEC + self->clock_offset);
  json_object_set_array_member (job, "result_files", json_array_new ());
  json_object_set_null_member (job, "fine_tuned_model");
  json_object_set_null_member (job, "error");

  if (self->hides_nonces)
    json_object_remove_member (job, "metadata");

  g_ptr_array_add (self->jobs, job);
  g_ptr_array_add (self->events,
                   g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref));
  add_event (self, self->jobs->len - 1, NULL, "Created fine-tuning job");
}

static void
handle_create (Provider          *self,
               SoupServerMessage *message)
{
  g_autoptr(GBytes) body = read_body (message);
  JsonObject *job = parse ("%.*s", (int)g_bytes_get_size (body),
                           (const char *)g_bytes_get_data (body, NULL));

  g_free (self->create_body);
  self->create_body = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  add_job (self, job);
  answer_object (message, job);
}

static void
train_on (Provider *self,
          guint     job)
{
  GPtrArray *events = self->events->pdata[job];
  const char *status = json_object_get_string_member (get_job (self, job), "status");

  if (self->auto_total == 0 || g_str_equal (status, "paused") ||
      g_str_equal (status, "succeeded") || g_str_equal (status, "cancelled"))
    return;

  provider_set_status (self, job, "running");

  for (guint i = 0; i < self->auto_steps && events->len <= self->auto_total; i++)
    provider_add_step (self, job, events->len, self->auto_total);

  if (events->len > self->auto_total)
    provider_succeed (self, job);
}

static void
handle_job (Provider          *self,
            SoupServerMessage *message,
            GHashTable        *query,
            const char        *rest)
{
  g_auto(GStrv) parts = g_strsplit (rest, "/", 2);
  int job = find_job (self, parts[0]);
  g_autoptr(GPtrArray) none = NULL;

  if (job < 0)
    {
      answer (message, 404,
              g_strdup ("{\"error\":{\"message\":\"No such job\",\"code\":\"not_found\"}}"));
    }
  else if (parts[1] == NULL)
    {
      train_on (self, job);
      answer_object (message, get_job (self, job));
    }
  else if (g_str_equal (parts[1], "events"))
    {
      answer_list (message, query, self->events->pdata[job]);
    }
  else if (g_str_equal (parts[1], "checkpoints"))
    {
      none = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
      g_ptr_array_add (none, parse ("{\"id\":\"ftckpt-%d\",\"created_at\":1700000000,"
                                    "\"fine_tuned_model_checkpoint\":\"ft:base:o::%d:ckpt-step-1\","
                                    "\"step_number\":1,"
                                    "\"metrics\":{\"step\":1,\"train_loss\":2.5}}",
                                    job, job));

      if (self->weights[0] != NULL)
        g_ptr_array_add (none, parse ("{\"id\":\"ftckpt-%d-2\",\"created_at\":1700000001,"
                                      "\"fine_tuned_model_checkpoint\":null,\"step_number\":2,"
                                      "\"result_files\":[\"%s\",\"%s\"],"
                                      "\"metrics\":{\"step\":2,\"train_loss\":1.5}}",
                                      job, self->weights[0], self->weights[1]));

      answer_list (message, NULL, none);
    }
  else if (g_str_equal (parts[1], "weights"))
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_STATIC,
                                        "\x1f\x8b weights", strlen ("\x1f\x8b weights"));
    }
  else if (g_str_equal (parts[1], "cancel"))
    {
      provider_set_status (self, job, "cancelled");
      answer_object (message, get_job (self, job));
    }
  else if (g_str_equal (parts[1], "pause") || g_str_equal (parts[1], "resume"))
    {
      provider_set_status (self, job, g_str_equal (parts[1], "pause") ? "paused" : "running");
      answer_object (message, get_job (self, job));
    }
  else
    {
      answer (message, 404, g_strdup ("{}"));
    }
}

static void
handle_chat (Provider          *self,
             SoupServerMessage *message)
{
  g_autoptr(GBytes) body = read_body (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  g_clear_pointer (&self->chat_request, json_object_unref);
  self->chat_request = parse ("%.*s", (int)g_bytes_get_size (body),
                              (const char *)g_bytes_get_data (body, NULL));

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  g_set_object (&self->chat, message);
  soup_server_message_pause (message);
}

static void
handle_result_file (SoupServerMessage *message)
{
  const char *csv = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n"
                    "1,2.5,,,\n";

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/csv", SOUP_MEMORY_COPY, csv, strlen (csv));
}

static void
handle_file (Provider          *self,
             SoupServerMessage *message,
             const char        *rest)
{
  g_auto(GStrv) parts = g_strsplit (rest, "/", 2);
  guint64 i;

  if (!g_str_has_prefix (parts[0], "file-") ||
      !g_ascii_string_to_unsigned (parts[0] + strlen ("file-"), 10, 0, G_MAXUINT, &i, NULL) ||
      i >= self->files->len || i < self->n_forgotten)
    answer (message, 404, g_strdup ("{\"error\":{\"message\":\"No such File object\"}}"));
  else if (parts[1] != NULL)
    soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY,
                                      provider_get_file (self, i),
                                      strlen (provider_get_file (self, i)));
  else
    answer_file (self, message, i);

  if (parts[1] != NULL && soup_server_message_get_status (message) == 0)
    soup_server_message_set_status (message, 200, NULL);
}

static void
list_files (Provider          *self,
            SoupServerMessage *message,
            GHashTable        *query)
{
  g_autoptr(GPtrArray) files = NULL;

  files = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);

  for (guint i = self->n_forgotten; i < self->files->len; i++)
    g_ptr_array_add (files, describe_file (self, i));

  answer_list (message, query, files);
}

static void
reset (SoupServerMessage *message)
{
  g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
}

static gboolean
refuse (Provider          *self,
        SoupServerMessage *message,
        const char        *request)
{
  for (guint i = 0; i < self->refusals->len; i++)
    {
      Refusal *refusal = self->refusals->pdata[i];

      if (refusal->count == 0 || !g_str_equal (refusal->request, request))
        continue;

      refusal->count--;

      if (refusal->status == 0)
        soup_server_message_pause (message);
      else if (refusal->status == PROVIDER_RESET)
        reset (message);
      else
        answer (message, refusal->status, g_strdup (refusal->body));

      return TRUE;
    }

  return FALSE;
}

static gboolean
is_allowed (Provider          *self,
            SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *given = soup_message_headers_get_one (headers, "Authorization");

  return self->key == NULL ||
         (given != NULL && g_str_has_prefix (given, "Bearer ") &&
          g_str_equal (given + strlen ("Bearer "), self->key));
}

/* As Nebius serves what was trained there: https://docs.tokenfactory.nebius.com. */
static void
handle_deployment (Provider          *self,
                   SoupServerMessage *message)
{
  answer (message, 200,
          g_strdup_printf ("{\"name\":\"base-LoRa:colours\",\"status\":\"%s\","
                           "\"status_reason\":\"The adapter is too large.\"}",
                           self->deployment));
}

static void
dispatch (Provider          *self,
          SoupServerMessage *message,
          GHashTable        *query,
          const char        *request)
{
  const char *rest;

  if (g_str_equal (request, "GET /models"))
    answer (message, 200, g_strdup ("{\"object\":\"list\",\"data\":["
                                    "{\"id\":\"base\",\"object\":\"model\",\"created\":1,"
                                    "\"owned_by\":\"system\"},"
                                    "{\"id\":\"gpt-4.1-mini-2025-04-14\","
                                    "\"object\":\"model\",\"created\":2,"
                                    "\"owned_by\":\"system\",\"shutdown_date\":\"2027-01-14\"},"
                                    "{\"id\":\"painter\",\"can_chat\":false,\"can_tune\":false},"
                                    "{\"id\":\"talker\",\"can_chat\":true,\"can_tune\":false,"
                                    "\"context_length\":400}]}"));
  else if (g_str_equal (request, "GET /files"))
    list_files (self, message, query);
  else if (g_str_equal (request, "POST /files"))
    handle_upload (self, message);
  else if (g_str_has_prefix (request, "POST /uploads"))
    handle_large_file (self, message, request + strlen ("POST /uploads"));
  else if (g_str_has_prefix (request, "GET /files/result-"))
    handle_result_file (message);
  else if (g_str_has_prefix (request, "GET /files/"))
    handle_file (self, message, request + strlen ("GET /files/"));
  else if (strstr (request, " /v0/models") != NULL)
    handle_deployment (self, message);
  else if (g_str_equal (request, "POST /fine_tuning/jobs"))
    handle_create (self, message);
  else if (g_str_equal (request, "GET /fine_tuning/jobs"))
    answer_list (message, query, self->jobs);
  else if ((rest = strstr (request, "/fine_tuning/jobs/")) != NULL)
    handle_job (self, message, query, rest + strlen ("/fine_tuning/jobs/"));
  else if (g_str_equal (request, "POST /chat/completions") ||
           g_str_equal (request, "POST /completions"))
    handle_chat (self, message);
  else if (g_str_has_prefix (request, "DELETE /models/"))
    answer (message, 200, g_strdup ("{\"deleted\":true}"));
  else
    answer (message, 404, g_strdup ("{\"error\":{\"message\":\"Unknown\"}}"));
}

typedef struct
{
  Provider *provider;
  char     *request;
} Ending;

static void
ending_free (gpointer  data,
             GClosure *closure)
{
  Ending *ending = data;

  g_free (ending->request);
  g_free (ending);
}

static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  Ending *ending = user_data;
  Provider *self = ending->provider;

  if (self->chat == message)
    g_clear_object (&self->chat);

  if (self->after != NULL)
    self->after (self, ending->request, self->after_data);
}

static void
handler_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Provider *self = user_data;
  g_autofree char *request = NULL;
  Ending *ending = g_new0 (Ending, 1);
  guint n_losses;

  g_assert_true (g_str_has_prefix (path, "/v1/") || g_str_has_prefix (path, "/v0/"));
  request = g_strdup_printf ("%s %s", soup_server_message_get_method (message),
                             g_str_has_prefix (path, "/v1") ? path + strlen ("/v1") : path);

  g_hash_table_replace (self->counts, g_strdup (request),
                        GUINT_TO_POINTER (provider_count (self, request) + 1));
  ending->provider = self;
  ending->request = g_strdup (request);
  g_signal_connect_data (message, "finished", G_CALLBACK (finished_cb), ending, ending_free, 0);

  if (self->before != NULL)
    self->before (self, request, self->before_data);

  if (!is_allowed (self, message))
    {
      answer (message, 401, g_strdup ("{\"error\":{\"message\":\"Incorrect API key provided\","
                                      "\"code\":\"invalid_api_key\"}}"));
      return;
    }

  if (refuse (self, message, request))
    return;

  dispatch (self, message, query, request);
  n_losses = GPOINTER_TO_UINT (g_hash_table_lookup (self->losses, request));

  if (n_losses > 0)
    {
      g_hash_table_replace (self->losses, g_strdup (request), GUINT_TO_POINTER (n_losses - 1));
      reset (message);
    }
}

static void
listen (Provider *self)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new ("server-header", "attune-test", NULL);
  soup_server_add_handler (self->server, NULL, handler_cb, self, NULL);
  soup_server_listen_local (self->server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
}

Provider *
provider_new (void)
{
  Provider *self = g_new0 (Provider, 1);

  self->refusals = g_ptr_array_new_with_free_func (refusal_free);
  self->losses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->files = g_ptr_array_new_with_free_func (file_free);
  self->parts = g_ptr_array_new_with_free_func (g_free);
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  listen (self);

  return self;
}

void
provider_free (Provider *self)
{
  provider_stop (self);
  g_clear_object (&self->chat);
  g_clear_pointer (&self->chat_request, json_object_unref);
  g_ptr_array_unref (self->refusals);
  g_hash_table_unref (self->losses);
  g_hash_table_unref (self->counts);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->events);
  g_free (self->large_name);
  g_free (self->create_body);
  g_free (self->key);
  g_free (self);
}

char *
provider_dup_base_url (Provider *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u/v1", self->port);
}

/* This machine by an address that only a network leads to, as far as anybody can tell. */
char *
provider_dup_far_url (Provider *self)
{
  g_assert_false (attune_profile_is_loopback_url ("http://0.0.0.0"));

  return g_strdup_printf ("http://0.0.0.0:%u/v1", self->port);
}

void
provider_set_key (Provider   *self,
                  const char *key)
{
  g_set_str (&self->key, key);
}

void
provider_stop (Provider *self)
{
  if (self->server != NULL)
    soup_server_disconnect (self->server);

  g_clear_object (&self->server);
}

void
provider_resume (Provider *self)
{
  g_assert_null (self->server);
  listen (self);
}

void
provider_refuse (Provider   *self,
                 const char *request,
                 guint       status,
                 const char *body,
                 guint       count)
{
  Refusal *refusal = g_new0 (Refusal, 1);

  refusal->request = g_strdup (request);
  refusal->status = status;
  refusal->body = g_strdup (body);
  refusal->count = count;
  g_ptr_array_add (self->refusals, refusal);
}

void
provider_lose_answers (Provider   *self,
                       const char *request,
                       guint       count)
{
  g_hash_table_replace (self->losses, g_strdup (request), GUINT_TO_POINTER (count));
}

void
provider_set_deployment (Provider   *self,
                         const char *status)
{
  self->deployment = status;
}

void
provider_hide_nonces (Provider *self)
{
  self->hides_nonces = TRUE;
}

void
provider_set_clock (Provider *self,
                    gint64    offset)
{
  self->clock_offset = offset;
}

void
provider_set_before (Provider     *self,
                     ProviderFunc  func,
                     gpointer      user_data)
{
  self->before = func;
  self->before_data = user_data;
}

void
provider_set_after (Provider     *self,
                    ProviderFunc  func,
                    gpointer      user_data)
{
  self->after = func;
  self->after_data = user_data;
}

guint
provider_count (Provider   *self,
                const char *request)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, request));
}

guint
provider_get_n_files (Provider *self)
{
  return self->files->len;
}

void
provider_forget_files (Provider *self)
{
  self->n_forgotten = self->files->len;
}

guint
provider_get_n_jobs (Provider *self)
{
  return self->jobs->len;
}

const char *
provider_get_file (Provider *self,
                   guint     i)
{
  return ((File *)self->files->pdata[i])->content;
}

const char *
provider_get_job_member (Provider   *self,
                         guint       job,
                         const char *member)
{
  return json_object_get_string_member_with_default (get_job (self, job), member, NULL);
}

const char *
provider_get_create_body (Provider *self)
{
  return self->create_body;
}

void
provider_forget_jobs (Provider *self)
{
  g_ptr_array_set_size (self->jobs, 0);
}

void
provider_add_job (Provider   *self,
                  const char *training_file)
{
  add_job (self, parse ("{\"model\":\"base\",\"training_file\":\"%s\"}", training_file));
}

void
provider_add_job_with_epochs (Provider   *self,
                              const char *training_file,
                              guint       n_epochs)
{
  add_job (self, parse ("{\"model\":\"base\",\"training_file\":\"%s\","
                        "\"hyperparameters\":{\"n_epochs\":%u}}", training_file, n_epochs));
}

guint
provider_add_file (Provider   *self,
                   const char *content)
{
  return add_file (self, content, strlen (content), "questions.jsonl");
}

void
provider_set_file_status (Provider   *self,
                          guint       i,
                          const char *status,
                          gint64      expires_at)
{
  File *file = self->files->pdata[i];

  file->status = status;
  file->expires_at = expires_at;
}

void
provider_set_status (Provider   *self,
                     guint       job,
                     const char *status)
{
  json_object_set_string_member (get_job (self, job), "status", status);
}

void
provider_hold (Provider   *self,
               guint       job,
               const char *reason)
{
  provider_set_status (self, job, "paused");
  json_object_set_string_member (get_job (self, job), "held_by", reason);
}

void
provider_add_step (Provider *self,
                   guint     job,
                   guint     step,
                   guint     total_steps)
{
  JsonObject *data = parse ("{\"step\":%u,\"total_steps\":%u,\"train_loss\":%u.5,"
                            "\"train_mean_token_accuracy\":0.5}",
                            step, total_steps, total_steps - step);
  g_autofree char *text = g_strdup_printf ("Step %u/%u", step, total_steps);

  add_event (self, job, data, text);
}

void
provider_succeed (Provider *self,
                  guint     job)
{
  g_autofree char *model = g_strdup_printf ("ft:base:o:colours:%u", job);
  JsonArray *results = json_array_new ();

  for (guint i = 0; i < MAX (self->n_results, 1); i++)
    {
      g_autofree char *result = i > 0 ? g_strdup_printf ("result-%u-%u", job, i)
                                      : g_strdup_printf ("result-%u", job);

      json_array_add_string_element (results, result);
    }

  json_object_set_array_member (get_job (self, job), "result_files", results);
  json_object_set_string_member (get_job (self, job), "fine_tuned_model", model);
  json_object_set_int_member (get_job (self, job), "trained_tokens", 1234);
  json_object_set_int_member (get_job (self, job), "finished_at",
                              g_get_real_time () / G_USEC_PER_SEC);
  provider_set_status (self, job, "succeeded");
}

void
provider_set_n_results (Provider *self,
                        guint     n_results)
{
  self->n_results = n_results;
}

void
provider_set_checkpoint_files (Provider   *self,
                               const char *first,
                               const char *second)
{
  self->weights[0] = first;
  self->weights[1] = second;
}

void
provider_fail (Provider   *self,
               guint       job,
               const char *code,
               const char *message)
{
  JsonObject *error = json_object_new ();

  json_object_set_string_member (error, "code", code);
  json_object_set_string_member (error, "message", message);
  json_object_set_object_member (get_job (self, job), "error", error);
  provider_set_status (self, job, "failed");
}

void
provider_train_by_itself (Provider *self,
                          guint     steps,
                          guint     total)
{
  self->auto_steps = steps;
  self->auto_total = total;
}

static void
push_event (Provider   *self,
            const char *data)
{
  SoupMessageBody *body = soup_server_message_get_response_body (self->chat);
  char *event = g_strdup_printf ("data: %s\n\n", data);

  soup_message_body_append (body, SOUP_MEMORY_TAKE, event, strlen (event));
  soup_server_message_unpause (self->chat);
}

void
provider_chat_push (Provider   *self,
                    const char *text)
{
  JsonObject *delta = json_object_new ();
  JsonObject *chunk = parse ("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\","
                             "\"choices\":[{\"index\":0,\"finish_reason\":null}]}");
  g_autofree char *data = NULL;

  json_object_set_string_member (delta, "content", text);
  json_object_set_object_member (json_array_get_object_element (
    json_object_get_array_member (chunk, "choices"), 0), "delta", delta);
  data = to_text (chunk);
  push_event (self, data);
  json_object_unref (chunk);
}

void
provider_chat_push_chunk (Provider   *self,
                          const char *chunk)
{
  push_event (self, chunk);
}

void
provider_chat_finish (Provider   *self,
                      const char *finish_reason)
{
  g_autofree char *data = NULL;

  data = g_strdup_printf ("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}]}",
                          finish_reason);
  push_event (self, data);
  push_event (self, "[DONE]");
  soup_message_body_complete (soup_server_message_get_response_body (self->chat));
  soup_server_message_unpause (self->chat);
}

void
provider_chat_break (Provider *self)
{
  g_socket_shutdown (soup_server_message_get_socket (self->chat), TRUE, TRUE, NULL);
  soup_server_message_unpause (self->chat);
}

gboolean
provider_is_chatting (Provider *self)
{
  return self->chat != NULL;
}

/* A server that has nothing to send does not look at the connection by itself. */
gboolean
provider_has_chat_ended (Provider *self)
{
  GSocket *socket;

  if (self->chat == NULL)
    return TRUE;

  socket = soup_server_message_get_socket (self->chat);

  return socket == NULL || g_socket_condition_check (socket, G_IO_IN | G_IO_HUP) != 0;
}

JsonObject *
provider_get_chat (Provider *self)
{
  return self->chat_request;
}
