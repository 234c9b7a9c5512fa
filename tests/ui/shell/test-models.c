/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "attune-models-page.h"
#include "attune-ui-test.h"
#include "attune-workspace-offers.h"

/* What the server calls a model, and how much of it comes before the connection rests. */
#define NO_MODEL "GGUF and no more"
#define FIRST_BYTES 7

typedef struct
{
  AttuneWorkspace *workspace;
  SoupServer      *server;
  char            *base_url;
  GtkWindow       *window;
  GtkWidget       *page;
  GtkWidget       *navigation;
  gboolean         is_broken;
  gboolean         was_deleted;
  gboolean         rests;         /* the server, in the midst of a file */
} Fixture;

/* From where the client wants it. What rests is ended by the client. */
static void
send_file (Fixture           *f,
           SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  const char *range = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Range");
  gsize size = strlen (NO_MODEL);
  gsize start = 0;

  if (range != NULL)
    {
      g_assert_cmpint (sscanf (range, "bytes=%zu-", &start), ==, 1);
      soup_message_headers_set_content_range (headers, start, size - 1, size);
    }

  soup_server_message_set_status (message, range != NULL ? 206 : 200, NULL);
  soup_message_headers_replace (headers, "ETag", "\"one\"");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, NO_MODEL + start,
                            f->rests ? FIRST_BYTES - start : size - start);

  if (!f->rests)
    soup_message_body_complete (body);
}

static void
server_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  static const char tuned[] = "{\"id\":\"ft:base-a:acme:Voice <1> & co:abc\",\"object\":\"model\",\"shutdown_date\":\"2027-01-14\"},";
  Fixture *f = user_data;
  g_autoptr(GString) body = g_string_new (NULL);

  if (g_str_has_suffix (path, ".gguf"))
    {
      send_file (f, message);
      return;
    }

  if (f->is_broken)
    {
      soup_server_message_set_status (message, 401, NULL);
      g_string_append (body, "{\"error\":{\"message\":\"Incorrect API key provided\"}}");
    }
  else if (g_str_equal (soup_server_message_get_method (message), "DELETE"))
    {
      f->was_deleted = TRUE;
      soup_server_message_set_status (message, 200, NULL);
      g_string_append (body, "{\"id\":\"x\",\"object\":\"model\",\"deleted\":true}");
    }
  else
    {
      soup_server_message_set_status (message, 200, NULL);
      g_string_append_printf (body, "{\"object\":\"list\",\"data\":[%s", f->was_deleted ? "" : tuned);
      for (guint i = 0; i < 12; i++)
        g_string_append_printf (body, "{\"id\":\"base-%c\",\"object\":\"model\"}%s", 'a' + i, i < 11 ? "," : "]}");
    }

  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body->str, body->len);
}

static void
add_account (Fixture *f)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  future = attune_test_add_account (f->workspace, profile, "Lab & Friends <3", f->base_url, NULL);
  attune_test_wait (future, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;

  f->workspace = attune_ui_test_open_workspace ();

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, server_cb, f, NULL);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  f->base_url = g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  add_account (f);

  f->page = GTK_WIDGET (attune_models_page_new (f->workspace));
  f->navigation = adw_navigation_view_new ();
  adw_navigation_view_add (ADW_NAVIGATION_VIEW (f->navigation), ADW_NAVIGATION_PAGE (f->page));

  f->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (f->window, 800, 800);
  adw_window_set_content (ADW_WINDOW (f->window), adw_toast_overlay_new ());
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (adw_window_get_content (ADW_WINDOW (f->window))),
                               f->navigation);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (f->window);
  attune_ui_test_close_workspace (f->workspace);
  g_clear_object (&f->server);
  g_clear_pointer (&f->base_url, g_free);
}

static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  GtkWidget *search_entry;

  attune_ui_test_present (f->window);

  /* Names from outside are no markup; the tuned model stands under its own heading. */
  attune_ui_test_wait_shown (f->page, "Voice <1> & co");
  attune_ui_test_wait_shown (f->page, "Tuned Models");
  attune_ui_test_wait_shown (f->page, "Stops on 14 January 2027");
  attune_ui_test_wait_shown (f->page, "Lab & Friends <3");
  attune_ui_test_wait_shown (f->page, "base-b");
  attune_ui_test_check_names (f->page);

  search_entry = attune_ui_test_find_id (f->page, "search_entry");
  gtk_widget_activate_action (f->page, "models.search", NULL);
  gtk_editable_set_text (GTK_EDITABLE (search_entry), "base-k");
  while (attune_ui_test_shows (f->page, "base-b"))
    g_main_context_iteration (NULL, TRUE);
  attune_ui_test_wait_shown (f->page, "base-k");

  gtk_editable_set_text (GTK_EDITABLE (search_entry), "nothing like it");
  attune_ui_test_wait_shown (f->page, "No Models Found");
}

static void
test_problem (Fixture       *f,
              gconstpointer  data)
{
  GtkWidget *refresh_stack;

  f->is_broken = TRUE;
  attune_ui_test_present (f->window);
  attune_ui_test_wait_shown (f->page, "Lab & Friends <3: ");

  /* The other accounts may still be asked. */
  refresh_stack = attune_ui_test_find_id (f->page, "refresh_stack");
  while (!g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (refresh_stack)), "button"))
    g_main_context_iteration (NULL, TRUE);

  /* Retry takes the banner away. */
  f->is_broken = FALSE;
  gtk_widget_activate_action (f->page, "models.refresh", NULL);
  attune_ui_test_wait_shown (f->page, "base-b");
  while (attune_ui_test_shows (f->page, "Lab & Friends <3: "))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  attune_ui_test_present (f->window);
  attune_ui_test_wait_shown (f->page, "Voice <1> & co");

  attune_ui_test_press_id (GTK_WIDGET (f->window), "delete_button");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Delete “Voice <1> & co”?");
  g_assert_false (f->was_deleted);
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Delete");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Model deleted");
  g_assert_true (f->was_deleted);

  while (attune_ui_test_shows (f->page, "Voice <1> & co"))
    g_main_context_iteration (NULL, TRUE);
}

/* A person's own description of what the server hands out. */
static void
describe_model (Fixture *f)
{
  g_autofree char *folder = attune_workspace_dup_offers_dir (f->workspace);
  g_autofree char *path = g_build_filename (folder, "own.json", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, NO_MODEL, -1);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{\"name\":\"Own <b>Model</b> & co\",\"maker\":\"Me\","
                          "\"license\":{\"id\":\"MIT\",\"url\":\"%s/mit\"},\"languages\":[\"en\"],"
                          "\"good-for\":\"A test.\",\"page\":\"%s\",\"date\":\"2026-11-30\","
                          "\"file\":{\"name\":\"own.gguf\",\"url\":\"%s/own.gguf\",\"size\":%zu,"
                          "\"sha256\":\"%s\"},\"model\":{\"architecture\":\"llama\","
                          "\"parameters\":1000000,\"weights\":\"f32\",\"context_length\":512}}",
                          f->base_url, f->base_url, f->base_url, strlen (NO_MODEL), sha256);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
match_get_button (GtkWidget *widget,
                  gpointer   user_data)
{
  return attune_ui_test_match_mapped_id (widget, (gpointer)"get_button") &&
         attune_ui_test_shows (gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW),
                               user_data);
}

/* What can be had is shown without asking anybody; what comes is put where the engine looks, and
 * what is no model is said to be none. */
static void
test_get (Fixture       *f,
          gconstpointer  data)
{
  g_autofree char *folder = attune_workspace_dup_models_dir (f->workspace);
  g_autofree char *path = g_build_filename (folder, "own.gguf", NULL);
  g_autofree char *text = NULL;

  describe_model (f);
  attune_ui_test_present (f->window);
  attune_ui_test_wait_shown (f->page, "base-b");
  gtk_widget_activate_action (f->page, "models.get", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "SmolLM2 135M Instruct");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "A hundred examples train here in");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "from huggingface.co");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Own <b>Model</b> & co");
  attune_ui_test_check_names (GTK_WIDGET (f->window));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  attune_ui_test_press (GTK_WIDGET (f->window), match_get_button, "Own <b>Model</b> & co");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "the engine cannot read its file");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, NO_MODEL);

  /* It takes room, and is of no use. */
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Remove the File");
  while (g_file_test (path, G_FILE_TEST_EXISTS) ||
         attune_ui_test_shows (GTK_WIDGET (f->window), "the engine cannot read its file"))
    g_main_context_iteration (NULL, TRUE);
  attune_ui_test_press (GTK_WIDGET (f->window), match_get_button, "Own <b>Model</b> & co");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "the engine cannot read its file");
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Keep the File");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Until the first bytes of the last model in the list are here. */
static void
wait_for_bytes (Fixture *f)
{
  GListModel *downloads = attune_workspace_get_model_downloads (f->workspace);
  g_autoptr(AttuneModelDownload) download = NULL;

  download = g_list_model_get_item (downloads, g_list_model_get_n_items (downloads) - 1);

  while (attune_model_download_get_done (download) != FIRST_BYTES)
    g_main_context_iteration (NULL, TRUE);
}

/* A download is paused, resumed where it was, and cancelled, by its buttons. */
static void
test_pause (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *folder = attune_workspace_dup_models_dir (f->workspace);
  g_autofree char *part = g_build_filename (folder, "own.gguf.part", NULL);

  f->rests = TRUE;
  describe_model (f);
  attune_ui_test_present (f->window);
  attune_ui_test_wait_shown (f->page, "base-b");
  gtk_widget_activate_action (f->page, "models.get", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Own <b>Model</b> & co");

  /* Cancelled while it comes, and once it is paused. */
  for (guint i = 0; i < 2; i++)
    {
      attune_ui_test_press (GTK_WIDGET (f->window), match_get_button, "Own <b>Model</b> & co");
      wait_for_bytes (f);
      g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));

      if (i == 1)
        attune_ui_test_press_id (GTK_WIDGET (f->window), "pause_button");

      attune_ui_test_press_id (GTK_WIDGET (f->window), "cancel_button");
      while (attune_ui_test_find (GTK_WIDGET (f->window), attune_ui_test_match_mapped_id,
                                  (gpointer)"cancel_button") != NULL)
        g_main_context_iteration (NULL, TRUE);
    }

  attune_ui_test_press (GTK_WIDGET (f->window), match_get_button, "Own <b>Model</b> & co");
  wait_for_bytes (f);
  attune_ui_test_press_id (GTK_WIDGET (f->window), "pause_button");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Paused: 7");
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));

  f->rests = FALSE;
  attune_ui_test_press (GTK_WIDGET (f->window), match_get_button, "Own <b>Model</b> & co");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "the engine cannot read its file");
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
wait_listed (Fixture    *f,
             const char *id,
             gboolean    is_listed)
{
  while ((attune_workspace_find_model (f->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                       id) != NULL) != is_listed)
    g_main_context_iteration (NULL, TRUE);
}

/* Whoever puts a model into the folder. */
static void
test_folder (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *folder = attune_workspace_dup_models_dir (f->workspace);
  g_autofree char *practice = g_build_filename (folder, "attune-practice-1.gguf", NULL);
  g_autofree char *copy = g_build_filename (folder, "put-there.gguf", NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  GtkRevealer *invitation;

  attune_ui_test_present (f->window);
  attune_ui_test_wait_shown (f->page, "Attune Practice Model");
  attune_ui_test_wait_shown (f->page, "base-b");

  /* Who has only the practice model is told that there are others. */
  invitation = GTK_REVEALER (attune_ui_test_find_id (f->page, "invitation"));
  g_assert_true (gtk_revealer_get_reveal_child (invitation));

  g_assert_true (g_file_get_contents (practice, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (copy, bytes, length, NULL));
  wait_listed (f, "put-there", TRUE);
  g_assert_false (gtk_revealer_get_reveal_child (invitation));
  g_unlink (copy);
  wait_listed (f, "put-there", FALSE);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Models/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/Attune/Models/problem", Fixture, NULL, set_up, test_problem, tear_down);
  g_test_add ("/Attune/Models/get", Fixture, NULL, set_up, test_get, tear_down);
  g_test_add ("/Attune/Models/pause", Fixture, NULL, set_up, test_pause, tear_down);
  g_test_add ("/Attune/Models/folder", Fixture, NULL, set_up, test_folder, tear_down);
  g_test_add ("/Attune/Models/delete", Fixture, NULL, set_up, test_delete, tear_down);

  return g_test_run ();
}
