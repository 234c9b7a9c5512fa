/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test-service.h"

Service *
service_new (const char *id,
             const char *path)
{
  Service *self = g_new0 (Service, 1);
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (id);
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "provider", "services", name, NULL);
  g_autofree char *peer_url = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);
  self->answers = attune_json_parse_object (text, -1, &error);
  g_assert_no_error (error);

  self->peer = peer_new ();
  peer_url = peer_dup_base_url (self->peer);
  base_url = g_strdup_printf ("%.*s%s", (int)(strlen (peer_url) - strlen ("/v1")), peer_url, path);
  self->client = attune_client_new (profile, base_url, TEST_KEY, NULL);

  return self;
}

void
service_free (Service *self)
{
  g_clear_object (&self->client);
  peer_free (self->peer);
  json_object_unref (self->answers);
  g_free (self);
}

static char *
dup_answer (Service    *self,
            const char *name)
{
  g_assert_true (json_object_has_member (self->answers, name));

  return attune_json_to_string (json_object_get_member (self->answers, name));
}

void
service_refuse (Service    *self,
                guint       status,
                const char *name)
{
  g_autofree char *text = dup_answer (self, name);

  peer_answer (self->peer, status, text);
}

void
service_answer (Service    *self,
                const char *name)
{
  service_refuse (self, 200, name);
}

Request *
service_expect (Service    *self,
                const char *method,
                const char *target)
{
  Request *request = peer_get (self->peer, self->n_seen++);

  g_assert_cmpstr (request->method, ==, method);
  g_assert_cmpstr (request->target, ==, target);

  return request;
}

void
service_expect_body (Service    *self,
                     const char *name)
{
  g_autoptr(JsonObject) body = request_parse (peer_get (self->peer, self->n_seen - 1));
  g_autofree char *expected = dup_answer (self, name);

  assert_json_equal (body, expected);
}

void
service_expect_form (Service *self,
                     ...)
{
  GBytes *body = peer_get (self->peer, self->n_seen - 1)->body;
  g_autofree char *form = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  const char *text;
  va_list texts;

  va_start (texts, self);

  while ((text = va_arg (texts, const char *)) != NULL)
    if (strstr (form, text) == NULL)
      g_test_fail_printf ("“%s” is not in: %s", text, form);

  va_end (texts);
}

char *
service_make_file (void)
{
  g_autoptr(GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("attune-XXXXXX.jsonl", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, "{\"messages\":[]}\n", -1, &error);
  g_assert_no_error (error);

  return path;
}

void
service_expect_statuses (Service             *self,
                         const char          *member,
                         const ServiceStatus *statuses,
                         guint                n_statuses)
{
  for (guint i = 0; i < n_statuses; i++)
    {
      g_autofree char *text = dup_answer (self, "job");
      g_autoptr(JsonObject) job = attune_json_parse_object (text, -1, NULL);
      g_autofree char *changed = NULL;
      g_autoptr(AttuneJobInfo) info = NULL;

      json_object_set_string_member (job, member, statuses[i].word);
      changed = attune_json_object_to_string (job);
      peer_answer (self->peer, 200, changed);
      info = service_run (attune_client_get_job (self->client, "job-1"));
      self->n_seen++;

      if (info->status != statuses[i].status)
        g_test_fail_printf ("%s: %s", statuses[i].word, attune_job_status_to_string (info->status));

      g_assert_cmpstr (info->status_text, ==, statuses[i].word);
    }
}

gpointer
service_run (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);
  gpointer copy = NULL;

  g_assert_no_error (error);

  if (G_VALUE_HOLDS_BOXED (value))
    copy = g_value_dup_boxed (value);

  dex_unref (future);

  return copy;
}

void
service_run_refused (DexFuture   *future,
                     AttuneError  code,
                     const char  *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
  dex_unref (future);
}

AttuneJobRequest *
service_new_request (const char *model)
{
  AttuneJobRequest *request = attune_job_request_new ();

  attune_job_request_set_model (request, model);
  attune_job_request_set_training_file (request, "file-1");
  attune_job_request_set_validation_file (request, "file-2");
  attune_job_request_set_nonce (request, "n-1");

  return request;
}

void
service_set (AttuneJobRequest *request,
             AttuneProfile    *profile,
             const char       *name,
             const char       *text)
{
  AttuneSetting *setting = attune_profile_find_setting (profile, name);
  g_autoptr(JsonNode) value = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (setting);
  attune_setting_parse (setting, text, &value, &error);
  g_assert_no_error (error);
  attune_job_request_set_setting (request, name, value);
}
