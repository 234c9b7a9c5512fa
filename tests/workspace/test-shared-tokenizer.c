/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-shared-tokenizer"

#include "config.h"

#include <libsoup/soup.h>

#include "attune-error.h"
#include "attune-shared-tokenizer.h"
#include "attune-workspace-test.h"

/* A place that publishes the lists of tokens that were fetched for the tests. */
typedef struct
{
  SoupServer *server;
  char       *served_dir;    /* as ATTUNE_RANKS_DIR was */
  char       *folder;        /* as it is */
  const char *served_name;   /* whatever is asked for; NULL: just that */
  guint       n_requests;
} Fixture;

static void
serve_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture *f = user_data;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *file = NULL;
  char *text;
  gsize length;

  f->n_requests++;
  file = g_build_filename (f->served_dir, f->served_name != NULL ? f->served_name : name, NULL);
  g_assert_true (g_str_has_prefix (path, "/encodings/"));

  if (!g_file_get_contents (file, &text, &length, NULL))
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_TAKE, text, length);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *url = NULL;
  GSList *uris;

  f->served_dir = g_strdup (g_getenv ("ATTUNE_RANKS_DIR"));
  f->folder = attune_test_make_dir ();

  if (f->served_dir == NULL)
    return;

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, serve_cb, f, NULL);
  g_assert_true (soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (f->server);
  url = g_strdup_printf ("http://127.0.0.1:%d/encodings", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_setenv ("ATTUNE_RANKS_URL", url, TRUE);
  g_setenv ("ATTUNE_RANKS_DIR", f->folder, TRUE);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->server != NULL)
    {
      g_setenv ("ATTUNE_RANKS_DIR", f->served_dir, TRUE);
      g_unsetenv ("ATTUNE_RANKS_URL");
      soup_server_disconnect (f->server);
      g_object_unref (f->server);
    }

  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->served_dir);
}

static gboolean
has_lists (Fixture *f)
{
  if (f->served_dir == NULL)
    g_test_skip ("ATTUNE_RANKS_DIR is not set");

  return f->served_dir != NULL;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  gint64 *last = user_data;

  g_assert_cmpint (done, >, *last);
  g_assert_cmpint (total, ==, attune_token_encoding_get_list (ATTUNE_SHARED_ENCODING)->size);
  *last = done;
}

/* From estimates to counts, in one run of the program. */
static void
test_fetch (Fixture       *f,
            gconstpointer  data)
{
  const AttuneTokenList *list = attune_token_encoding_get_list (ATTUNE_SHARED_ENCODING);
  g_autoptr(AttuneTokenizer) tokenizer = NULL;
  g_autofree char *data_dir = g_build_filename (f->folder, "data", NULL);
  g_autofree char *place = NULL;
  AttuneWorkspace *workspace;
  AttuneDataset *dataset;
  gint64 done = 0;

  if (!has_lists (f))
    return;

  place = attune_shared_tokenizer_dup_place ();
  g_assert_cmpstr (place, ==, "127.0.0.1");
  g_assert_null (attune_shared_tokenizer_load ());
  workspace = attune_test_open (data_dir);
  dataset = attune_test_import (workspace, f->folder, 40, 0);
  g_assert_false (attune_dataset_get_tokens_are_exact (dataset));
  g_assert_cmpuint (f->n_requests, ==, 0);   /* nobody asked for it */

  attune_test_run (attune_shared_tokenizer_fetch (ATTUNE_SHARED_ENCODING, progress_cb, &done,
                                                  NULL));
  g_assert_cmpint (done, ==, list->size);
  tokenizer = attune_shared_tokenizer_load ();
  g_assert_nonnull (tokenizer);

  attune_test_run (attune_workspace_measure_dataset (workspace, dataset));
  g_assert_true (attune_dataset_get_tokens_are_exact (dataset));
  attune_test_close (workspace);
}

static void
test_wrong_list (Fixture       *f,
                 gconstpointer  data)
{
  if (!has_lists (f))
    return;

  f->served_name = "r50k_base.tiktoken";
  attune_test_reject (attune_shared_tokenizer_fetch (ATTUNE_SHARED_ENCODING, NULL, NULL, NULL),
                      ATTUNE_ERROR_PROTOCOL);
  f->served_name = "nowhere";
  attune_test_reject (attune_shared_tokenizer_fetch (ATTUNE_SHARED_ENCODING, NULL, NULL, NULL),
                      ATTUNE_ERROR_NOT_FOUND);
  g_assert_null (attune_shared_tokenizer_load ());
}

/* A damaged list is replaced. */
static void
test_damaged_list (Fixture       *f,
                   gconstpointer  data)
{
  const AttuneTokenList *list = attune_token_encoding_get_list (ATTUNE_TOKEN_ENCODING_R50K_BASE);
  g_autofree char *path = g_build_filename (f->folder, list->name, NULL);
  g_autoptr(AttuneTokenizer) tokenizer = NULL;
  g_autoptr(GError) error = NULL;

  if (!has_lists (f))
    return;

  g_file_set_contents (path, "IQ== 0\n", -1, NULL);
  g_assert_null (attune_tokenizer_load (ATTUNE_TOKEN_ENCODING_R50K_BASE, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_clear_error (&error);

  attune_test_run (attune_shared_tokenizer_fetch (ATTUNE_TOKEN_ENCODING_R50K_BASE, NULL, NULL,
                                                  NULL));
  tokenizer = attune_tokenizer_load (ATTUNE_TOKEN_ENCODING_R50K_BASE, &error);
  g_assert_no_error (error);
}

static void
test_official_place (void)
{
  g_autofree char *place = attune_shared_tokenizer_dup_place ();

  g_assert_cmpstr (place, ==, "openaipublic.blob.core.windows.net");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/SharedTokenizer/fetch", Fixture, NULL, set_up, test_fetch, tear_down);
  g_test_add ("/Attune/SharedTokenizer/wrong-list", Fixture, NULL, set_up, test_wrong_list, tear_down);
  g_test_add ("/Attune/SharedTokenizer/damaged-list", Fixture, NULL, set_up, test_damaged_list, tear_down);
  g_test_add_func ("/Attune/SharedTokenizer/official-place", test_official_place);

  return g_test_run ();
}
