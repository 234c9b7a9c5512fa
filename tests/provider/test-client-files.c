/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test-peer.h"
#include "attune-upload-body.h"

#define FILE_ANSWER \
  "{\"id\":\"file-abc\",\"object\":\"file\",\"bytes\":120000,\"created_at\":1677610602," \
  "\"expires_at\":null,\"filename\":\"rows.jsonl\",\"purpose\":\"fine-tune\",\"status\":\"processed\"}"

static char *
build_path (const char *name)
{
  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);

  return g_build_filename (g_get_user_cache_dir (), name, NULL);
}

/* A file of @size bytes that are not all alike. */
static char *
make_file (const char *name,
           gsize       size)
{
  char *path = build_path (name);
  g_autofree guint32 *block = g_new (guint32, 256 * 1024);
  g_autoptr(GRand) random = g_rand_new_with_seed (size);
  FILE *file = fopen (path, "w");

  for (guint i = 0; i < 256 * 1024; i++)
    block[i] = g_rand_int (random);

  for (gsize done = 0; done < size; done += 1024 * 1024)
    {
      block[0] = done;
      g_assert_cmpuint (fwrite (block, 1, MIN (1024 * 1024, size - done), file), >, 0);
    }

  fclose (file);

  return path;
}

typedef struct
{
  gint64 done;
  gint64 total;
  guint  n_calls;
  guint  n_freed;
} Progress;

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_true (g_main_context_is_owner (NULL) || g_main_context_acquire (NULL));
  g_assert_cmpint (done, >, progress->done);
  g_assert_cmpint (done, <=, total);
  progress->done = done;
  progress->total = total;
  progress->n_calls++;
}

static void
free_cb (gpointer user_data)
{
  Progress *progress = user_data;

  progress->n_freed++;
}

static char *
get_boundary (Request *request)
{
  g_autoptr(GHashTable) params = NULL;
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  soup_message_headers_replace (headers, "Content-Type", request->type);
  g_assert_cmpstr (soup_message_headers_get_content_type (headers, &params), ==,
                   "multipart/form-data");

  return g_strdup (g_hash_table_lookup (params, "boundary"));
}

/* RFC 7578: what stands before and after the file. */
static char *
build_head (const char *boundary,
            const char *filename)
{
  return g_strdup_printf ("--%s\r\n"
                          "Content-Disposition: form-data; name=\"purpose\"\r\n\r\n"
                          "fine-tune\r\n"
                          "--%s\r\n"
                          "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                          "Content-Type: application/octet-stream\r\n\r\n",
                          boundary, boundary, filename);
}

static char *
build_foot (const char *boundary)
{
  return g_strdup_printf ("\r\n--%s--\r\n", boundary);
}

/* The hash of a whole body with the file at @path in it. */
static char *
hash_body (const char *boundary,
           const char *filename,
           const char *path)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *head = build_head (boundary, filename);
  g_autofree char *foot = build_foot (boundary);

  g_checksum_update (checksum, (const guint8 *)head, strlen (head));
  g_checksum_update (checksum, (const guint8 *)g_mapped_file_get_contents (file),
                     g_mapped_file_get_length (file));
  g_checksum_update (checksum, (const guint8 *)foot, strlen (foot));

  return g_strdup (g_checksum_get_string (checksum));
}

static void
test_upload (void)
{
  static const char content[] = "{\"messages\":[]}\r\n--x\n你好\n";
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = build_path ("some \"rows\".jsonl");
  g_autofree char *boundary = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *head = NULL;
  g_autofree char *foot = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  Progress progress = { .done = 0 };
  const GValue *value;
  AttuneFileInfo *info;

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  peer_answer (peer, 200, FILE_ANSWER);
  future = attune_client_upload_file (client, path, NULL, progress_cb, &progress, free_cb);
  value = attune_test_wait (future, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (peer_get (peer, 0)->method, ==, "POST");
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/files");
  g_assert_cmpstr (peer_get (peer, 0)->key, ==, "Bearer " TEST_KEY);
  boundary = get_boundary (peer_get (peer, 0));
  head = build_head (boundary, "some %22rows%22.jsonl");
  foot = build_foot (boundary);
  expected = g_strconcat (head, content, foot, NULL);
  g_assert_cmpmem (g_bytes_get_data (peer_get (peer, 0)->body, NULL),
                   g_bytes_get_size (peer_get (peer, 0)->body), expected, strlen (expected));

  info = g_value_get_boxed (value);
  g_assert_cmpstr (info->id, ==, "file-abc");
  g_assert_cmpstr (info->purpose, ==, "fine-tune");
  g_assert_cmpuint (info->bytes, ==, 120000);
  g_assert_cmpint (info->created_at, ==, 1677610602);
  g_assert_cmpint (progress.done, ==, strlen (content));
  g_assert_cmpint (progress.total, ==, strlen (content));

  while (progress.n_freed == 0)
    g_main_context_iteration (NULL, TRUE);
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
test_large_upload (void)
{
  const gsize size = 100 * 1024 * 1024 + 12345;
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = make_file ("large.jsonl", size);
  g_autofree char *boundary = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *hash = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  Progress progress = { .done = 0 };
  gint64 before;

  peer_hash_bodies (peer);
  peer_answer (peer, 200, FILE_ANSWER);
  before = get_resident ();
  future = attune_client_upload_file (client, path, NULL, progress_cb, &progress, NULL);
  g_assert_nonnull (attune_test_wait (future, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (peer_get_body_size (peer), >, size);
  g_assert_cmpuint (peer_get_body_size (peer), <, size + 1024);
  g_assert_cmpint (progress.done, ==, size);
  g_assert_cmpuint (progress.n_calls, >, 50);
  g_assert_cmpuint (progress.n_calls, <, 250);

  g_test_message ("memory grew by %" G_GINT64_FORMAT " KiB", (get_resident () - before) / 1024);

#ifndef __SANITIZE_ADDRESS__
  /* Client and server together: a few buffers, not the file. (A sanitizer keeps what was freed.) */
  g_assert_cmpint (get_resident () - before, <, 16 * 1024 * 1024);
#endif

  boundary = get_boundary (peer_get (peer, 0));
  expected = hash_body (boundary, "large.jsonl", path);
  hash = peer_dup_body_hash (peer);
  g_assert_cmpstr (hash, ==, expected);
  g_unlink (path);
}

static void
test_body_is_identical (void)
{
  static const gsize sizes[] = { 1, 4095, 512 * 1024, 512 * 1024 + 1, 3 * 1024 * 1024 + 17 };
  static const AttuneUploadForm form = { .field = "file", .filename = "rows.jsonl" };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = make_file ("rows.jsonl", sizes[i]);
      g_autoptr(AttuneUploadBody) body = NULL;
      g_autofree char *content = NULL;
      g_autofree guint8 *sent = NULL;
      gsize length;
      gsize n_read;

      body = attune_upload_body_open (path, &form, NULL);
      length = attune_upload_body_get_length (body);
      sent = g_malloc (length + 1);
      g_assert_true (g_input_stream_read_all (G_INPUT_STREAM (body), sent, length + 1, &n_read,
                                              NULL, NULL));
      g_assert_cmpuint (n_read, ==, length);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (memcmp (sent + attune_upload_body_get_file_offset (body), content,
                             sizes[i]) == 0);
    }
}

/* Changes the file once the first bytes of it have gone. */
typedef struct
{
  const char *path;
  const char *change;
  gboolean    is_done;
} Change;

static void
change_cb (gint64   done,
           gint64   total,
           gpointer user_data)
{
  Change *change = user_data;

  if (change->is_done)
    return;

  change->is_done = TRUE;

  if (g_str_equal (change->change, "vanish"))
    g_unlink (change->path);
  else if (g_str_equal (change->change, "shrink"))
    g_assert_cmpint (truncate (change->path, 1024 * 1024), ==, 0);
  else
    {
      struct timespec times[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };

      g_assert_cmpint (utimensat (AT_FDCWD, change->path, times, 0), ==, 0);
    }
}

static void
test_changing_file (gconstpointer data)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = make_file ("changing.jsonl", 20 * 1024 * 1024);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  Change change = { path, data, FALSE };

  peer_hash_bodies (peer);
  peer_answer (peer, 200, FILE_ANSWER);
  future = attune_client_upload_file (client, path, NULL, change_cb, &change, NULL);
  attune_test_wait (future, &error);

  /* A file that is open stays whole when its name goes; one that is written to does not. */
  if (g_str_equal (data, "vanish"))
    {
      g_assert_no_error (error);
      g_assert_cmpuint (peer_count (peer), ==, 1);
    }
  else
    {
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, "“changing.jsonl” changed"));
      g_assert_cmpuint (peer_count (peer), ==, 0);
    }

  g_unlink (path);
}

static void
test_bad_files (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *missing = build_path ("missing.jsonl");
  g_autofree char *empty = build_path ("empty.jsonl");
  g_autofree char *pipe = build_path ("pipe.jsonl");
  g_autofree char *huge = build_path ("huge.jsonl");
  const struct
  {
    const char  *path;
    AttuneError  code;
    const char  *words;
  } files[] = {
    { missing, ATTUNE_ERROR_STORAGE, "“missing.jsonl”" },
    { empty, ATTUNE_ERROR_DATA, "“empty.jsonl” is empty" },
    { g_get_user_cache_dir (), ATTUNE_ERROR_STORAGE, "folder" },
    { pipe, ATTUNE_ERROR_STORAGE, "pipe" },
    { huge, ATTUNE_ERROR_DATA, "OpenAI takes at most 8.6" },
  };
  int fd;

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  /* Too large even for an upload in parts. A file with a hole takes no room on the disk. */
  fd = g_open (huge, O_CREAT | O_WRONLY, 0600);
  g_assert_cmpint (ftruncate (fd, G_GINT64_CONSTANT (8) * 1024 * 1024 * 1024 + 1), ==, 0);
  g_close (fd, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(DexFuture) future = NULL;
      g_autoptr(GError) error = NULL;

      future = attune_client_upload_file (client, files[i].path, NULL, NULL, NULL, NULL);
      g_assert_null (attune_test_wait (future, &error));
      g_assert_error (error, ATTUNE_ERROR, files[i].code);
      g_assert_nonnull (strstr (error->message, files[i].words));
    }

  g_assert_cmpuint (peer_count (peer), ==, 0);
  g_unlink (huge);
}

static void
test_upload_again (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = make_file ("again.jsonl", 300 * 1024);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  Progress progress = { .done = 0 };

  /* The file is sent whole again, and progress, which asserts it, does not go back. */
  peer_answer (peer, 503, "{}");
  peer_add_header (peer, "retry-after-ms", "1");
  peer_answer (peer, 200, FILE_ANSWER);
  future = attune_client_upload_file (client, path, "named.jsonl", progress_cb, &progress, NULL);
  g_assert_nonnull (attune_test_wait (future, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (peer_count (peer), ==, 2);
  g_assert_cmpuint (g_bytes_get_size (peer_get (peer, 1)->body), ==,
                    g_bytes_get_size (peer_get (peer, 0)->body));
  g_assert_cmpint (progress.done, ==, 300 * 1024);
}

static void
test_upload_cancel (void)
{
  g_autoptr(Peer) peer = peer_new ();
  AttuneClient *client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = make_file ("cancelled.jsonl", 50 * 1024 * 1024);
  Progress progress = { .done = 0 };
  DexFuture *future;

  peer_hash_bodies (peer);
  peer_answer (peer, 200, FILE_ANSWER);
  future = dex_future_first (attune_client_upload_file (client, path, NULL, progress_cb, &progress,
                                                        free_cb), NULL);

  while (progress.n_calls < 3)
    g_main_context_iteration (NULL, TRUE);

  dex_clear (&future);

  while (progress.n_freed == 0)
    g_main_context_iteration (NULL, TRUE);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (peer_count (peer), ==, 0);
  g_assert_cmpuint (peer_get_body_size (peer), <, 50 * 1024 * 1024);
  g_assert_finalize_object (client);
  g_unlink (path);
}

static void
test_get_file (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  peer_answer (peer, 200, FILE_ANSWER);
  future = attune_client_get_file (client, "file-abc");
  value = attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((AttuneFileInfo *)g_value_get_boxed (value))->filename, ==, "rows.jsonl");
  g_assert_cmpstr (peer_get (peer, 0)->target, ==, "/v1/files/file-abc");
}

static void
test_download (void)
{
  static const struct
  {
    const char *body;
    const char *content;
  } files[] = {
    { "step,train_loss\n1,2.5\n", "step,train_loss\n1,2.5\n" },
    { "c3RlcCx0cmFpbl9sb3NzCjEsMi41Cg==", "step,train_loss\n1,2.5\n" },
    { "c3RlcCx0cmFpbl9s\nb3NzCjEsMi41Cg==\n", "step,train_loss\n1,2.5\n" },
    { "{\"messages\":[]}\n", "{\"messages\":[]}\n" },
    { "eyJhIjoxfQ==", "eyJhIjoxfQ==" },
    { "step", "step" },
    { "c3R", "c3R" },
    { "", "" },
  };
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = build_path ("results.csv");

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(DexFuture) future = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *content = NULL;

      peer_answer_as (peer, 200, "application/octet-stream", files[i].body);
      future = attune_client_download_file (client, "file-1", path, NULL, NULL, NULL);
      g_assert_nonnull (attune_test_wait (future, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_cmpstr (content, ==, files[i].content);
      g_assert_cmpstr (peer_get (peer, i)->target, ==, "/v1/files/file-1/content");
    }
}

static void
test_large_download (gconstpointer data)
{
  gboolean as_base64 = GPOINTER_TO_INT (data);
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = build_path ("results.csv");
  g_autoptr(GString) table = g_string_new ("step,train_loss\n");
  g_autofree char *encoded = NULL;
  g_autofree char *content = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (table, "%u,%u.5\n", i, i % 7);

  encoded = g_base64_encode ((const guint8 *)table->str, table->len);
  peer_answer_as (peer, 200, "text/csv", as_base64 ? encoded : table->str);
  future = attune_client_download_file (client, "file-1", path, NULL, NULL, NULL);
  g_assert_nonnull (attune_test_wait (future, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (g_str_equal (content, table->str));
}

static void
test_broken_download (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = build_path ("kept.csv");
  g_autofree char *folder = build_path ("no such folder");
  g_autofree char *nowhere = g_build_filename (folder, "x.csv", NULL);
  g_autofree char *content = NULL;
  g_autoptr(DexFuture) broken = NULL;
  g_autoptr(DexFuture) homeless = NULL;
  g_autoptr(GError) network = NULL;
  g_autoptr(GError) storage = NULL;

  /* What was there before stays when the new one does not come whole. */
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  peer_answer_raw (peer, "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\n"
                         "step,train_loss\n");
  peer_answer (peer, 200, "step,\n");
  broken = attune_client_download_file (client, "file-1", path, NULL, NULL, NULL);
  g_assert_null (attune_test_wait (broken, &network));
  g_assert_error (network, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "before");

  homeless = attune_client_download_file (client, "file-1", nowhere, NULL, NULL, NULL);
  g_assert_null (attune_test_wait (homeless, &storage));
  g_assert_error (storage, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
}

static void
download_progress_cb (gint64   done,
                      gint64   total,
                      gpointer user_data)
{
  gint64 *told = user_data;

  g_assert_cmpint (done, >, told[0]);
  told[0] = done;
  told[1] = total;
}

/* Weights have gigabytes: how far they are is told, and what has no room is not begun. */
static void
test_weights (void)
{
  g_autoptr(Peer) peer = peer_new ();
  g_autoptr(AttuneClient) client = peer_new_client (peer, ATTUNE_PROFILE_OPENAI_ID);
  g_autofree char *path = build_path ("adapter.safetensors");
  g_autofree char *large_path = build_path ("too-large.safetensors");
  g_autofree char *bytes = g_strnfill (300000, 'w');
  g_autofree char *content = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(DexFuture) large = NULL;
  g_autoptr(GError) error = NULL;
  gint64 told[2] = { 0, 0 };
  gsize length = 0;

  peer_answer_as (peer, 200, "application/octet-stream", bytes);
  peer_answer_raw (peer, "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
                         "Content-Length: 1125899906842624\r\n\r\nwwww");
  future = attune_client_download_file (client, "file-1", path, download_progress_cb, told, NULL);
  g_assert_nonnull (attune_test_wait (future, &error));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, ==, 300000);
  g_assert_cmpint (told[0], ==, 300000);
  g_assert_cmpint (told[1], ==, 300000);

  large = attune_client_download_file (client, "file-2", large_path, NULL, NULL, NULL);
  g_assert_null (attune_test_wait (large, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "Free some space"));
  g_assert_false (g_file_test (large_path, G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/ClientFiles/upload", test_upload);
  g_test_add_func ("/Attune/ClientFiles/large-upload", test_large_upload);
  g_test_add_func ("/Attune/ClientFiles/body-is-identical", test_body_is_identical);
  g_test_add_data_func ("/Attune/ClientFiles/vanish", "vanish", test_changing_file);
  g_test_add_data_func ("/Attune/ClientFiles/shrink", "shrink", test_changing_file);
  g_test_add_data_func ("/Attune/ClientFiles/touch", "touch", test_changing_file);
  g_test_add_func ("/Attune/ClientFiles/bad-files", test_bad_files);
  g_test_add_func ("/Attune/ClientFiles/upload-again", test_upload_again);
  g_test_add_func ("/Attune/ClientFiles/upload-cancel", test_upload_cancel);
  g_test_add_func ("/Attune/ClientFiles/get-file", test_get_file);
  g_test_add_func ("/Attune/ClientFiles/download", test_download);
  g_test_add_data_func ("/Attune/ClientFiles/large-download", GINT_TO_POINTER (FALSE),
                        test_large_download);
  g_test_add_data_func ("/Attune/ClientFiles/large-base64", GINT_TO_POINTER (TRUE),
                        test_large_download);
  g_test_add_func ("/Attune/ClientFiles/broken-download", test_broken_download);
  g_test_add_func ("/Attune/Client/weights", test_weights);

  return g_test_run ();
}
