/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test-service.h"

/* Every service that is shipped, with the answers of its own documents as they might come another
 * day: with nulls, without members, with dates and states written otherwise, and refused in every
 * shape that a refusal has somewhere. */
typedef struct
{
  const char *id;
  const char *path;      /* of the base URL */
  const char *status;    /* the member of a job with its state … */
  const char *date;      /* … and with the time when it was created */
} Shape;

static const Shape shapes[] = {
  { "openai", "/v1", "status", "created_at" },
  { "compatible", "/v1", "status", "created_at" },
  { "nebius", "/v1", "status", "created_at" },
  { "crusoe", "/v1", "status", "created_at" },
  { "azure", "/openai/v1", "status", "created_at" },
  { "litellm", "/v1", "status", "created_at" },
  { "together", "/v1", "status", "created_at" },
  { "mistral", "/v1", "status", "created_at" },
  { "fireworks", "/v1/accounts/acme", "state", "createTime" },
  { "localai", "", "status", "created_at" },
};

/* The same moment, as seconds and as ISO 8601 says it. */
#define MOMENT 1795514400
#define MOMENT_IN_UTC "2026-11-24T10:00:00Z"
#define MOMENT_ELSEWHERE "2026-11-24T18:00:00.123456+08:00"

static Service *
shape_new_service (const Shape *shape)
{
  return service_new (shape->id, shape->path);
}

static JsonObject *
dup_job (Service *service)
{
  g_autofree char *text = attune_json_to_string (json_object_get_member (service->answers, "job"));

  return attune_json_parse_object (text, -1, NULL);
}

/* The names of what @job has besides its id; they outlive its members. */
static GStrv
dup_names (JsonObject *job)
{
  g_autoptr(GList) members = json_object_get_members (job);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_str_equal (l->data, "id") && !g_str_equal (l->data, "name"))
      g_strv_builder_add (names, l->data);

  return g_strv_builder_end (names);
}

/* What becomes of the job when it is answered so. */
static AttuneJobInfo *
get_job (Service    *service,
         JsonObject *job)
{
  g_autofree char *text = attune_json_object_to_string (job);
  AttuneJobInfo *info;

  peer_answer (service->peer, 200, text);
  info = service_run (attune_client_get_job (service->client, "job-1"));
  g_assert_nonnull (info);
  g_assert_cmpstr (info->id, !=, "");

  return info;
}

static void
test_nulls (gconstpointer data)
{
  const Shape *shape = data;
  g_autoptr(Service) service = shape_new_service (shape);
  g_autoptr(JsonObject) all = dup_job (service);
  g_auto(GStrv) names = dup_names (all);
  g_autoptr(AttuneJobInfo) nothing = NULL;

  /* One after the other, so that each is missed beside all that are still there; then none is. */
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr(JsonObject) job = dup_job (service);
      g_autoptr(AttuneJobInfo) less = NULL;

      json_object_set_null_member (job, names[i]);
      json_object_set_null_member (all, names[i]);
      less = get_job (service, job);
      g_assert_true ((less->status == ATTUNE_JOB_STATUS_UNKNOWN) ==
                     g_str_equal (names[i], shape->status));
    }

  nothing = get_job (service, all);
  g_assert_cmpint (nothing->status, ==, ATTUNE_JOB_STATUS_UNKNOWN);
  g_assert_cmpint (nothing->created_at, ==, 0);
}

static void
test_missing (gconstpointer data)
{
  const Shape *shape = data;
  g_autoptr(Service) service = shape_new_service (shape);
  g_autoptr(JsonObject) job = dup_job (service);
  g_auto(GStrv) names = dup_names (job);
  gboolean has_status = TRUE;

  /* Ever less of it, until only its id is left. */
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr(AttuneJobInfo) less = NULL;

      json_object_remove_member (job, names[i]);
      has_status = has_status && !g_str_equal (names[i], shape->status);
      less = get_job (service, job);
      g_assert_true ((less->status == ATTUNE_JOB_STATUS_UNKNOWN) == !has_status);
    }

  g_assert_false (has_status);
}

static void
test_dates (gconstpointer data)
{
  static const char * const texts[] = { MOMENT_IN_UTC, MOMENT_ELSEWHERE };
  const Shape *shape = data;
  g_autoptr(Service) service = shape_new_service (shape);
  g_autoptr(JsonObject) job = dup_job (service);
  g_autoptr(AttuneJobInfo) counted = NULL;
  g_autoptr(AttuneJobInfo) nonsense = NULL;

  json_object_set_int_member (job, shape->date, MOMENT);
  counted = get_job (service, job);
  g_assert_cmpint (counted->created_at, ==, MOMENT);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(AttuneJobInfo) written = NULL;

      json_object_set_string_member (job, shape->date, texts[i]);
      written = get_job (service, job);
      g_assert_cmpint (written->created_at, ==, MOMENT);
    }

  json_object_set_string_member (job, shape->date, "the day before yesterday");
  nonsense = get_job (service, job);
  g_assert_cmpint (nonsense->created_at, ==, 0);
}

static void
test_states (gconstpointer data)
{
  const Shape *shape = data;
  g_autoptr(Service) service = shape_new_service (shape);
  g_autoptr(JsonObject) job = dup_job (service);
  g_autofree char *word = g_strdup (json_object_get_string_member (job, shape->status));
  g_autofree char *loud = g_ascii_strup (word, -1);
  g_autofree char *quiet = g_ascii_strdown (word, -1);
  g_autoptr(AttuneJobInfo) usual = get_job (service, job);
  g_autoptr(AttuneJobInfo) in_capitals = NULL;
  g_autoptr(AttuneJobInfo) in_small_letters = NULL;
  g_autoptr(AttuneJobInfo) strange = NULL;
  g_autoptr(AttuneJobInfo) of_another_type = NULL;

  g_assert_cmpint (usual->status, !=, ATTUNE_JOB_STATUS_UNKNOWN);
  json_object_set_string_member (job, shape->status, loud);
  in_capitals = get_job (service, job);
  g_assert_cmpint (in_capitals->status, ==, usual->status);
  json_object_set_string_member (job, shape->status, quiet);
  in_small_letters = get_job (service, job);
  g_assert_cmpint (in_small_letters->status, ==, usual->status);

  /* What nobody knows is shown as it is, and asked about again. */
  json_object_set_string_member (job, shape->status, "DAYDREAMING");
  strange = get_job (service, job);
  g_assert_cmpint (strange->status, ==, ATTUNE_JOB_STATUS_UNKNOWN);
  g_assert_cmpstr (strange->status_text, ==, "DAYDREAMING");
  g_assert_false (attune_job_status_is_final (strange->status));
  json_object_set_int_member (job, shape->status, 7);
  of_another_type = get_job (service, job);
  g_assert_cmpint (of_another_type->status, ==, ATTUNE_JOB_STATUS_UNKNOWN);
}

static void
test_refusals (gconstpointer data)
{
  static const char * const bodies[] = {
    "{\"error\":{\"message\":\"No such recipe\",\"type\":null,\"param\":null,\"code\":null}}",
    "{\"error\":\"No such recipe\"}",
    "{\"detail\":\"No such recipe\"}",
    "{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"No such recipe\","
    "\"type\":\"value_error\"}]}",
    "{\"message\":\"No such recipe\"}",
  };
  const Shape *shape = data;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(Service) service = shape_new_service (shape);

      peer_answer (service->peer, 422, bodies[i]);
      service_run_refused (attune_client_get_job (service->client, "job-1"), ATTUNE_ERROR_REQUEST,
                           "No such recipe");
    }
}

/* Where there are files of results, one may come as base64. */
static void
test_results (gconstpointer data)
{
  static const char table[] = "step,train_loss\n1,2.5\n";
  const Shape *shape = data;
  g_autoptr(Service) service = shape_new_service (shape);
  g_autofree char *base64 = g_base64_encode ((const guint8 *)table, strlen (table));
  const char * const bodies[] = { table, base64 };
  AttuneProfile *profile = attune_client_get_profile (service->client);
  g_autofree char *path = service_make_file ();

  if (!attune_profile_can (profile, ATTUNE_ABILITY_DOWNLOAD_FILES))
    {
      service_run_refused (attune_client_download_file (service->client, "file-1", path,
                                                        NULL, NULL, NULL),
                           ATTUNE_ERROR_REQUEST, "");
      g_unlink (path);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *written = NULL;

      peer_answer_as (service->peer, 200, "text/csv", bodies[i]);
      service_run (attune_client_download_file (service->client, "file-1", path, NULL, NULL, NULL));
      g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
      g_assert_cmpstr (written, ==, table);
    }

  g_unlink (path);
}

static void
add (const char    *what,
     const Shape   *shape,
     GTestDataFunc  test)
{
  g_autofree char *path = g_strdup_printf ("/Attune/Tolerance/%s/%s", shape->id, what);

  g_test_add_data_func (path, shape, test);
}

/* One that is shipped later is not forgotten here. */
static void
test_all (void)
{
  g_autoptr(GListModel) profiles = attune_profile_list_shipped ();
  guint n_services = 0;

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (profiles, i);

      n_services += !attune_profile_get_is_local (profile);
    }

  g_assert_cmpuint (n_services, ==, G_N_ELEMENTS (shapes));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Tolerance/all", test_all);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      add ("nulls", &shapes[i], test_nulls);
      add ("missing", &shapes[i], test_missing);
      add ("dates", &shapes[i], test_dates);
      add ("states", &shapes[i], test_states);
      add ("refusals", &shapes[i], test_refusals);
      add ("results", &shapes[i], test_results);
    }

  return g_test_run ();
}
