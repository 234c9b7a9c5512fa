/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-model-offers"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-model-offers.h"
#include "attune-workspace-offers.h"
#include "attune-workspace-test.h"

/* What models can be had, and how they come, without the engine. */

#define BODY "GGUF and some more of it"

static const char description[] =
  "{\"name\":\"Own\",\"maker\":\"Me\",\"license\":{\"id\":\"MIT\",\"url\":\"https://example.org/mit\"},"
  "\"languages\":[\"en\",\"tlh\",\"mul\"],\"good-for\":\"Everything.\",\"page\":\"https://example.org\","
  "\"date\":\"2026-11-30\",\"file\":{\"name\":\"own.gguf\",\"url\":\"https://example.org/own.gguf\","
  "\"size\":1000,\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"},"
  "\"model\":{\"architecture\":\"llama\",\"parameters\":135000000,\"weights\":\"q8_0\",\"context_length\":2048,"
  "\"chat\":true,\"trainable\":true,\"operations_per_token\":1000,\"memory\":[[128,1000000],[512,4000000]],"
  "\"automatic\":{\"examples\":300,\"minimum\":3,\"maximum\":10}}}";

static void
test_shipped (void)
{
  g_auto(GStrv) problems = NULL;
  g_autoptr(GPtrArray) offers = attune_model_offers_load ("/nowhere", 0, &problems);

  g_assert_cmpuint (offers->len, >=, 5);
  g_assert_null (problems[0]);

  for (guint i = 0; i < offers->len; i++)
    {
      AttuneModelOffer *offer = offers->pdata[i];
      const AttuneModelDetails *details = attune_model_offer_get_details (offer);
      g_autofree char *languages = attune_model_offer_dup_languages (offer);
      AttuneEstimate estimate;

      attune_model_offer_estimate (offer, NULL, &estimate);
      g_assert_cmpuint (details->memory->len, >=, 4);
      g_assert_cmpuint (estimate.least_memory, >, attune_model_offer_get_size (offer));
      g_assert_cmpuint (estimate.memory, >=, estimate.least_memory);
      g_assert_cmpint (estimate.seconds, ==, -1);   /* nobody has measured this computer */
      g_assert_null (details->obstacle);
      g_assert_true (details->trains_adapter);
      g_assert_cmpuint (strlen (languages), >, 5);
    }
}

static void
test_members (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneModelOffer) offer = attune_model_offer_new (description, -1, 100000, &error);
  g_autofree char *host = NULL;
  g_autofree char *languages = NULL;
  AttuneEstimate estimate;

  g_assert_no_error (error);
  g_assert_cmpstr (attune_model_offer_get_id (offer), ==, "own");
  host = attune_model_offer_dup_host (offer);
  languages = attune_model_offer_dup_languages (offer);
  g_assert_cmpstr (host, ==, "example.org");
  g_assert_cmpstr (languages, ==, "English, tlh, many more");
  attune_model_offer_estimate (offer, NULL, &estimate);
  g_assert_cmpint (estimate.seconds, ==, 3 * 100 * (200 + 21) / 100);   /* 100 tokens a second */
  g_assert_cmpuint (estimate.least_memory, >, 1000000);
}

/* Without any of it, a download could not be verified, or a path could leave its folder. */
static void
test_refused (void)
{
  static const char * const changes[][2] = {
    { "\"name\":\"Own\"", "\"name\":\"\"" },
    { "\"maker\":\"Me\",", "" },
    { "\"sha256\":\"0", "\"sha256\":\"X" },
    { "\"sha256\":\"01", "\"sha256\":\"" },
    { "\"size\":1000", "\"size\":0" },
    { "\"size\":1000,", "" },
    { "own.gguf\",\"url\"", "../own.gguf\",\"url\"" },
    { "own.gguf\",\"url\"", ".own.gguf\",\"url\"" },
    { "own.gguf\",\"url\"", "own.exe\",\"url\"" },
    { "https://example.org/own", "ftp://example.org/own" },
    { "https://example.org/own", "own" },
    { "https://example.org/mit", "javascript:alert(1)" },
    { "2026-11-30", "soon" },
    { "[\"en\",\"tlh\",\"mul\"]", "[]" },
    { "[\"en\",\"tlh\",\"mul\"]", "[7]" },
    { "\"parameters\":135000000", "\"parameters\":-1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(GString) text = g_string_new (description);
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (g_string_replace (text, changes[i][0], changes[i][1], 1), ==, 1);
      g_assert_null (attune_model_offer_new (text->str, -1, 0, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
    }
}

/* A person's own, by name; one that is broken does no harm to the others. */
static void
test_own (void)
{
  g_autofree char *folder = attune_test_make_dir ();
  g_autofree char *good = g_build_filename (folder, "b.json", NULL);
  g_autofree char *bad = g_build_filename (folder, "a <b>.json", NULL);
  g_auto(GStrv) problems = NULL;
  g_autoptr(GPtrArray) offers = NULL;

  g_assert_true (g_file_set_contents (good, description, -1, NULL));
  g_assert_true (g_file_set_contents (bad, "{\"name\":7}", -1, NULL));
  offers = attune_model_offers_load (folder, 0, &problems);
  g_assert_cmpstr (attune_model_offer_get_name (offers->pdata[offers->len - 1]), ==, "Own");
  g_assert_cmpuint (g_strv_length (problems), ==, 1);
  g_assert_nonnull (strstr (problems[0], "a <b>.json"));
  g_assert_nonnull (strstr (problems[0], "name"));
  attune_test_remove_dir (folder);
}

typedef struct
{
  SoupServer *server;
  char       *folder;
  char       *path;
  guint       n_requests;
  gboolean    is_held;      /* nobody gets an answer */
} Fixture;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *f = user_data;

  f->n_requests++;

  if (f->is_held)
    {
      soup_server_message_pause (message);
      return;
    }

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_STATIC, BODY,
                                    strlen (BODY));
}

static AttuneModelDownload *
create_download (Fixture    *f,
                 const char *body)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  g_autofree char *size = g_strdup_printf ("\"size\":%zu", strlen (body));
  g_autoptr(GString) text = g_string_new (description);
  g_autoptr(AttuneModelOffer) offer = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *url = NULL;
  GSList *uris = soup_server_get_uris (f->server);

  url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_string_replace (text, "https://example.org/own.gguf", url, 1);
  g_string_replace (text, "\"size\":1000", size, 1);
  g_string_replace (text, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", sha256, 1);
  offer = attune_model_offer_new (text->str, -1, 0, &error);
  g_assert_no_error (error);

  return attune_model_download_new (offer, f->path);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, answer_cb, f, NULL);
  g_assert_true (soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  f->folder = attune_test_make_dir ();
  f->path = g_build_filename (f->folder, "models", "own.gguf", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  soup_server_disconnect (f->server);
  g_object_unref (f->server);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->path);
}

static void
test_download (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(AttuneModelDownload) download = create_download (f, BODY);
  g_autofree char *text = NULL;

  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_NONE);
  attune_model_download_start (download);
  attune_model_download_start (download);
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_RUNNING);
  attune_test_wait_until (attune_model_download_get_state (download) !=
                          ATTUNE_MODEL_DOWNLOAD_RUNNING);
  g_assert_null (attune_model_download_get_error_text (download));
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_DONE);
  g_assert_cmpint (attune_model_download_get_done (download), ==, strlen (BODY));
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, BODY);
  g_assert_cmpuint (f->n_requests, ==, 1);
}

static void
test_wrong_file (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(AttuneModelDownload) download = create_download (f, "GGUF and something else!");

  attune_model_download_start (download);
  attune_test_wait_until (attune_model_download_get_state (download) !=
                          ATTUNE_MODEL_DOWNLOAD_RUNNING);
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_NONE);
  g_assert_nonnull (strstr (attune_model_download_get_error_text (download), "is not the file"));
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

/* Stopped and taken up again, thrown away, found on the disk. */
static void
test_states (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneModelDownload) download = create_download (f, BODY);
  g_autofree char *part = g_strconcat (f->path, ".part", NULL);

  f->is_held = TRUE;
  attune_model_download_start (download);
  attune_test_wait_until (f->n_requests == 1);
  attune_model_download_pause (download);
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_NONE);

  attune_model_download_set_found (download, FALSE, 7);
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_PAUSED);
  g_assert_cmpint (attune_model_download_get_done (download), ==, 7);
  attune_model_download_start (download);
  attune_test_wait_until (f->n_requests == 2);

  /* While it runs, what somebody saw on the disk is out of date. */
  attune_model_download_set_found (download, FALSE, 0);
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_RUNNING);
  attune_model_download_cancel (download);
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_NONE);
  g_assert_cmpint (attune_model_download_get_done (download), ==, 0);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  attune_model_download_set_found (download, TRUE, 0);
  g_assert_cmpint (attune_model_download_get_state (download), ==, ATTUNE_MODEL_DOWNLOAD_DONE);
}

/* The window's list: nothing is asked, and what is there is seen. */
static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  AttuneWorkspace *workspace = attune_test_open (f->folder);
  GListModel *downloads = attune_workspace_get_model_downloads (workspace);
  g_autofree char *offers_dir = attune_workspace_dup_offers_dir (workspace);
  g_autofree char *models_dir = attune_workspace_dup_models_dir (workspace);
  g_autofree char *own = g_build_filename (offers_dir, "own.json", NULL);
  g_autofree char *model = g_build_filename (models_dir, "own.gguf", NULL);
  g_autoptr(AttuneModelDownload) last = NULL;
  guint n_shipped;

  g_assert_cmpuint (g_list_model_get_n_items (downloads), ==, 0);
  attune_test_resolve (attune_workspace_reload_model_offers (workspace), (void)value_);
  n_shipped = g_list_model_get_n_items (downloads);
  g_assert_cmpuint (n_shipped, >=, 5);

  g_assert_cmpint (g_mkdir_with_parents (offers_dir, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (models_dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (own, description, -1, NULL));
  g_assert_true (g_file_set_contents (model, BODY, -1, NULL));
  attune_test_resolve (attune_workspace_reload_model_offers (workspace), (void)value_);
  g_assert_cmpuint (g_list_model_get_n_items (downloads), ==, n_shipped + 1);
  last = g_list_model_get_item (downloads, n_shipped);
  g_assert_cmpint (attune_model_download_get_state (last), ==, ATTUNE_MODEL_DOWNLOAD_DONE);
  g_assert_cmpstr (attune_workspace_get_offer_problems (workspace)[0], ==, NULL);
  attune_test_close (workspace);
}

#define ADD(name, func) \
  g_test_add ("/Attune/ModelOffers/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/ModelOffers/shipped", test_shipped);
  g_test_add_func ("/Attune/ModelOffers/members", test_members);
  g_test_add_func ("/Attune/ModelOffers/refused", test_refused);
  g_test_add_func ("/Attune/ModelOffers/own", test_own);
  ADD ("download", test_download);
  ADD ("wrong-file", test_wrong_file);
  ADD ("states", test_states);
  ADD ("list", test_list);

  return g_test_run ();
}
