/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-uploads"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "attune-engine-join.h"
#include "attune-engine-parted-uploads.h"
#include "attune-error.h"
#include "engine-fixture.h"

/* A file that comes in parts. */

static const char text[] = "{\"messages\":[]}\n{\"text\":\"ä\"}\n{}\n";

static char *
create_upload (EngineFixture *f,
               gsize          bytes)
{
  g_autofree char *json =
    g_strdup_printf ("{\"filename\":\"grün.jsonl\",\"purpose\":\"fine-tune\",\"bytes\":%zu,"
                     "\"mime_type\":\"application/jsonl\"}", bytes);
  g_autoptr(JsonObject) upload = engine_call (f, "POST", "/v1/uploads", json, 200);

  g_assert_cmpstr (json_object_get_string_member (upload, "object"), ==, "upload");
  g_assert_cmpstr (json_object_get_string_member (upload, "status"), ==, "pending");
  g_assert_cmpint (json_object_get_int_member (upload, "expires_at") -
                   json_object_get_int_member (upload, "created_at"), ==, 3600);
  g_assert_true (json_object_get_null_member (upload, "file"));

  return g_strdup (json_object_get_string_member (upload, "id"));
}

/* The id of the part, or NULL when it was refused with @status. */
static char *
send_part (EngineFixture *f,
           const char    *upload,
           const char    *field,
           const char    *content,
           gsize          length,
           guint          status)
{
  g_autoptr(SoupMultipart) multipart = soup_multipart_new (SOUP_FORM_MIME_TYPE_MULTIPART);
  g_autofree char *url = g_strdup_printf ("http://localhost/v1/uploads/%s/parts", upload);
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new (content, length);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(JsonNode) node = NULL;

  soup_multipart_append_form_file (multipart, field, "part", "application/octet-stream", bytes);
  message = soup_message_new_from_multipart (url, multipart);
  g_assert_cmpuint (engine_send (f, message, &body), ==, status);

  if (status != 200)
    return NULL;

  node = json_from_string (g_bytes_get_data (body, NULL), NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "upload_id"), ==, upload);

  return g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
}

static JsonObject *
complete (EngineFixture *f,
          const char    *upload,
          const char    *part_ids,
          const char    *md5,
          guint          status)
{
  g_autofree char *path = g_strdup_printf ("/v1/uploads/%s/complete", upload);
  g_autofree char *json = md5 != NULL
    ? g_strdup_printf ("{\"part_ids\":[%s],\"md5\":\"%s\"}", part_ids, md5)
    : g_strdup_printf ("{\"part_ids\":[%s]}", part_ids);

  return engine_call (f, "POST", path, json, status);
}

/* What lies in the folder of the files, parts as well. Folders that go do so in the background. */
static void
wait_for_folders (EngineFixture *f,
                  guint          n)
{
  g_autofree char *path = g_build_filename (f->state_folder, "files", NULL);
  guint n_found = G_MAXUINT;

  while (n_found != n)
    {
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

      g_assert_nonnull (dir);
      n_found = 0;

      while (g_dir_read_name (dir) != NULL)
        n_found++;
    }
}

static void
assert_content (EngineFixture *f,
                const char    *file)
{
  g_autofree char *url = g_strdup_printf ("http://localhost/v1/files/%s/content", file);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) body = NULL;

  g_assert_cmpuint (engine_send (f, message, &body), ==, 200);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), text, strlen (text));
}

static void
test_whole (EngineFixture *f,
            gconstpointer  data)
{
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
  g_autofree char *upload = create_upload (f, strlen (text));
  g_autofree char *path = g_strdup_printf ("/v1/uploads/%s/cancel", upload);
  g_autofree char *last = send_part (f, upload, "data", text + 20, strlen (text) - 20, 200);
  g_autofree char *first = send_part (f, upload, "data", text, 5, 200);
  g_autofree char *middle = send_part (f, upload, "data", text + 5, 15, 200);
  g_autofree char *in_order = g_strdup_printf ("\"%s\",\"%s\",\"%s\"", first, middle, last);
  g_autofree char *as_they_came = g_strdup_printf ("\"%s\",\"%s\",\"%s\"", last, first, middle);
  g_autoptr(JsonObject) broken = NULL;
  g_autoptr(JsonObject) done = NULL;
  JsonObject *file;

  /* A wrong order has the right size, and another MD5; it can be said again. */
  broken = complete (f, upload, as_they_came, md5, 400);
  wait_for_folders (f, 3);
  done = complete (f, upload, in_order, md5, 200);
  g_assert_cmpstr (json_object_get_string_member (done, "status"), ==, "completed");
  file = json_object_get_object_member (done, "file");
  g_assert_cmpstr (json_object_get_string_member (file, "filename"), ==, "grün.jsonl");
  g_assert_cmpstr (json_object_get_string_member (file, "purpose"), ==, "fine-tune");
  g_assert_cmpint (json_object_get_int_member (file, "bytes"), ==, strlen (text));
  assert_content (f, json_object_get_string_member (file, "id"));
  wait_for_folders (f, 1);

  /* It is over. */
  engine_call_error (f, "POST", path, NULL, 400, NULL);
  g_assert_null (send_part (f, upload, "data", text, 5, 400));
  g_clear_pointer (&broken, json_object_unref);
  broken = complete (f, upload, in_order, NULL, 400);
  assert_content (f, json_object_get_string_member (file, "id"));
}

static void
test_bad_parts (EngineFixture *f,
                gconstpointer  data)
{
  g_autofree char *upload = create_upload (f, 10);
  g_autofree char *path = g_strdup_printf ("/v1/uploads/%s/complete", upload);
  g_autofree char *part = send_part (f, upload, "data", text, 6, 200);
  g_autofree char *one = g_strdup_printf ("{\"part_ids\":[\"%s\"]}", part);
  g_autofree char *twice = g_strdup_printf ("{\"part_ids\":[\"%s\",\"%s\"]}", part, part);

  g_assert_null (send_part (f, upload, "file", text, 4, 400));
  g_assert_null (send_part (f, upload, "data", text, 0, 400));
  g_assert_null (send_part (f, upload, "data", text, 5, 400));
  g_assert_null (send_part (f, "upload_x", "data", text, 5, 404));
  engine_call_error (f, "POST", path, one, 400, "part_ids");
  engine_call_error (f, "POST", path, twice, 400, "part_ids");
  engine_call_error (f, "POST", path, "{\"part_ids\":[]}", 400, "part_ids");
  engine_call_error (f, "POST", path, "{\"part_ids\":[7]}", 400, "part_ids");
  engine_call_error (f, "POST", path, "{\"part_ids\":[null,{}]}", 400, "part_ids");
  engine_call_error (f, "POST", path, "{\"part_ids\":\"part_x\"}", 400, "part_ids");
  engine_call_error (f, "POST", path, "{\"part_ids\":[\"part_x\"]}", 400, "part_ids");
  engine_call_error (f, "POST", path, "{}", 400, "part_ids");
  engine_call_error (f, "POST", "/v1/uploads/upload_x/complete", one, 404, "upload_id");
  engine_call_error (f, "POST", "/v1/uploads/upload_x/cancel", NULL, 404, "upload_id");
}

static void
test_large_part (EngineFixture *f,
                 gconstpointer  data)
{
  g_autofree char *upload = create_upload (f, 100000000);
  gsize length = 64 * 1024 * 1024;
  g_autofree char *content = g_malloc0 (length + 1);
  g_autofree char *part = send_part (f, upload, "data", content, length, 200);

  g_assert_null (send_part (f, upload, "data", content, length + 1, 413));
  g_assert_nonnull (part);
}

static void
test_bad_creations (EngineFixture *f,
                    gconstpointer  data)
{
  static const struct
  {
    const char *json;
    const char *param;
  } cases[] = {
    { "{\"purpose\":\"fine-tune\",\"bytes\":1,\"mime_type\":\"x\"}", "filename" },
    { "{\"filename\":\"a\",\"bytes\":1,\"mime_type\":\"x\"}", "purpose" },
    { "{\"filename\":\"a\",\"purpose\":\"fun\",\"bytes\":1,\"mime_type\":\"x\"}", "purpose" },
    { "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":1}", "mime_type" },
    { "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"mime_type\":\"x\"}", "bytes" },
    { "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":-1,\"mime_type\":\"x\"}", "bytes" },
    { "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":8589934593,\"mime_type\":\"x\"}", "bytes" },
    { "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":1,\"mime_type\":\"x\",\"expires_after\":7}",
      "expires_after" },
    { "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":1,\"mime_type\":\"x\","
      "\"expires_after\":{\"anchor\":\"created_at\",\"seconds\":5}}", "expires_after.seconds" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    engine_call_error (f, "POST", "/v1/uploads", cases[i].json, 400, cases[i].param);
}

static void
test_cancel (EngineFixture *f,
             gconstpointer  data)
{
  g_autofree char *upload = create_upload (f, strlen (text));
  g_autofree char *path = g_strdup_printf ("/v1/uploads/%s/cancel", upload);
  g_autofree char *part = send_part (f, upload, "data", text, 5, 200);
  g_autoptr(JsonObject) cancelled = NULL;

  g_assert_nonnull (part);
  wait_for_folders (f, 1);
  cancelled = engine_call (f, "POST", path, NULL, 200);
  g_assert_cmpstr (json_object_get_string_member (cancelled, "status"), ==, "cancelled");
  wait_for_folders (f, 0);
  g_assert_null (send_part (f, upload, "data", text, 5, 400));
}

/* An upload does not outlive the engine, and leaves nothing behind. */
static void
test_killed (EngineFixture *f,
             gconstpointer  data)
{
  g_autofree char *upload = create_upload (f, strlen (text));
  g_autofree char *part = send_part (f, upload, "data", text, 5, 200);

  g_assert_nonnull (part);
  engine_kill (f);
  engine_start (f, NULL);
  wait_for_folders (f, 0);
  g_assert_null (send_part (f, upload, "data", text, 5, 404));
}

static gboolean
has_file_of (EngineFixture *f,
             gsize          size)
{
  g_autofree char *path = g_build_filename (f->state_folder, "files", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *content = g_build_filename (path, name, "content", NULL);
      GStatBuf info;

      if (g_stat (content, &info) == 0 && (gsize)info.st_size == size)
        return TRUE;
    }

  return FALSE;
}

static void
wait_for_file_of (EngineFixture *f,
                  gsize          size)
{
  while (!has_file_of (f, size))
    g_usleep (1000);
}

/* Parts are put behind one another while others are on their way, and can still be asked for in
 * another order. */
static void
test_early (EngineFixture *f,
            gconstpointer  data)
{
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
  g_autofree char *upload = create_upload (f, strlen (text));
  g_autofree char *middle = send_part (f, upload, "data", text + 5, 15, 200);
  g_autofree char *first = send_part (f, upload, "data", text, 5, 200);
  g_autofree char *last = NULL;
  g_autofree char *other = NULL;
  g_autofree char *in_order = NULL;
  g_autoptr(JsonObject) broken = NULL;
  g_autoptr(JsonObject) done = NULL;

  wait_for_file_of (f, 20);
  last = send_part (f, upload, "data", text + 20, strlen (text) - 20, 200);
  wait_for_file_of (f, strlen (text));

  /* Half of what was joined is right, then nothing of it. */
  other = g_strdup_printf ("\"%s\",\"%s\",\"%s\"", middle, last, first);
  in_order = g_strdup_printf ("\"%s\",\"%s\",\"%s\"", first, middle, last);
  broken = complete (f, upload, other, md5, 400);
  g_assert_true (has_file_of (f, strlen (text)));
  done = complete (f, upload, in_order, md5, 200);
  assert_content (f, json_object_get_string_member (json_object_get_object_member (done, "file"), "id"));
  wait_for_folders (f, 1);
}

/* What was joined when the engine died is no file. */
static void
test_killed_early (EngineFixture *f,
                   gconstpointer  data)
{
  g_autofree char *upload = create_upload (f, strlen (text));
  g_autofree char *first = send_part (f, upload, "data", text, 20, 200);
  g_autofree char *last = send_part (f, upload, "data", text + 20, strlen (text) - 20, 200);

  g_assert_nonnull (first);
  g_assert_nonnull (last);
  wait_for_file_of (f, strlen (text));
  engine_kill (f);
  engine_start (f, NULL);
  wait_for_folders (f, 0);
}

static DexFuture *
join_fiber (gpointer user_data)
{
  AttuneEnginePiece *pieces = user_data;
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
  AttuneEngineJoin *join = attune_engine_join_new ();
  g_autoptr(GError) error = NULL;

  dex_await (attune_engine_join_extend (join, pieces, 2), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attune_engine_join_get_n (join), ==, 2);
  dex_await (attune_engine_join_finish (join, pieces, 3, md5), &error);
  g_assert_no_error (error);

  /* A piece that lost something on the way. */
  pieces[2].size = 100;
  g_set_str (&pieces[2].path, pieces[1].path);
  dex_await (attune_engine_join_finish (join, pieces, 3, md5), &error);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_cmpuint (attune_engine_join_get_n (join), ==, 2);
  attune_engine_join_free (join);

  return dex_future_new_true ();
}

/* Where a file system cannot share bytes, or the pieces are on two of them, they are copied. */
static void
test_two_disks (void)
{
  g_autofree char *here = g_dir_make_tmp ("pieces-XXXXXX", NULL);
  g_autofree char *there = g_strdup ("/dev/shm/attune-pieces-XXXXXX");
  g_autofree char *content = NULL;
  g_autoptr(DexFuture) future = NULL;
  AttuneEnginePiece pieces[] = { { NULL, 5 }, { NULL, 15 }, { NULL, strlen (text) - 20 } };
  const char *at = text;
  gsize length;

  if (g_mkdtemp (there) == NULL)
    {
      g_test_skip ("There is no second file system at /dev/shm");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      pieces[i].path = g_strdup_printf ("%s/piece-%u", i == 1 ? there : here, i);
      g_assert_true (g_file_set_contents (pieces[i].path, at, pieces[i].size, NULL));
      at += pieces[i].size;
    }

  future = dex_scheduler_spawn (NULL, 0, join_fiber, pieces, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (g_file_get_contents (pieces[0].path, &content, &length, NULL));
  g_assert_cmpmem (content, MIN (length, 20), text, 20);

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_unlink (pieces[i].path);
      g_free (pieces[i].path);
    }

  g_rmdir (here);
  g_rmdir (there);
}

static void
test_expiry (void)
{
  g_autoptr(AttuneClock) clock = attune_clock_new ();
  g_autoptr(AttuneEnginePartedUploads) uploads = NULL;
  g_autofree char *id = NULL;

  attune_clock_hold (clock);
  uploads = attune_engine_parted_uploads_new (clock);
  id = g_strdup (attune_engine_parted_upload_get_id (
                   attune_engine_parted_uploads_create (uploads, "a.jsonl", "fine-tune", 7, 0)));
  attune_clock_advance (clock, 3600 * 1000 - 1);

  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_nonnull (attune_engine_parted_uploads_lookup (uploads, id));
  attune_clock_advance (clock, 1);

  while (attune_engine_parted_uploads_lookup (uploads, id) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, test) g_test_add ("/Attune/Engine/Uploads/" path, EngineFixture, NULL, engine_set_up, test, engine_tear_down)
  ADD ("whole", test_whole);
  ADD ("bad-parts", test_bad_parts);
  ADD ("large-part", test_large_part);
  ADD ("bad-creations", test_bad_creations);
  ADD ("cancel", test_cancel);
  ADD ("killed", test_killed);
  ADD ("early", test_early);
  ADD ("killed-early", test_killed_early);
  g_test_add_func ("/Attune/Engine/Uploads/two-disks", test_two_disks);
  g_test_add_func ("/Attune/Engine/Uploads/expiry", test_expiry);

  return g_test_run ();
}
