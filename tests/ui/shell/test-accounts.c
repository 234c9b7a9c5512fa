/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "attune-account-dialog.h"
#include "attune-preferences-dialog.h"
#include "attune-ui-test.h"

#define GOOD_KEY "sk-test-4f7a2c"
#define SLOW_KEY "sk-slow-4f7a2c"
#define SILENT_KEY "sk-silent"

typedef struct
{
  AttuneWorkspace     *workspace;
  SoupServer          *server;
  char                *base_url;
  GtkWindow           *window;
  AttuneAccountDialog *dialog;
} Fixture;

/* A provider that knows one key, offers two models, has nothing else, and does not show its files
 * to this key. Asked with the key "sk-slow", it asks to wait for a while; with "sk-silent" it says
 * nothing at all. */
static void
server_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  static const char models[] =
    "{\"object\":\"list\",\"data\":[{\"id\":\"one\",\"object\":\"model\"},{\"id\":\"two\",\"object\":\"model\"}]}";
  static const char nothing[] = "{\"object\":\"list\",\"data\":[]}";
  static const char refusal[] =
    "{\"error\":{\"message\":\"Incorrect API key provided\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}";
  static const char no_files[] = "{\"error\":{\"message\":\"No permission\"}}";
  static const char slow[] = "{\"error\":{\"message\":\"Slow down\",\"code\":\"rate_limit_exceeded\"}}";
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *answer_headers = soup_server_message_get_response_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  const char *body = nothing;
  guint status = 200;

  if (g_strcmp0 (authorization, "Bearer " SLOW_KEY) == 0)
    {
      status = 429;
      body = slow;
      soup_message_headers_replace (answer_headers, "Retry-After", "60");
    }
  else if (g_strcmp0 (authorization, "Bearer " SILENT_KEY) == 0)
    {
      soup_server_message_pause (message);
      return;
    }
  else if (g_strcmp0 (authorization, "Bearer " GOOD_KEY) != 0)
    {
      status = 401;
      body = refusal;
    }
  else if (g_str_has_suffix (path, "/models"))
    {
      body = models;
      soup_message_headers_replace (answer_headers, "openai-organization", "lighthouse-keepers");
    }
  else if (g_str_has_suffix (path, "/files"))
    {
      status = 403;
      body = no_files;
    }

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, body, strlen (body));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;

  f->workspace = attune_ui_test_open_workspace ();

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, server_cb, NULL, NULL);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  f->base_url = g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  f->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (f->window, 800, 800);
  adw_window_set_content (ADW_WINDOW (f->window), adw_toast_overlay_new ());
  attune_ui_test_present (f->window);
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
choose_provider (Fixture    *f,
                 const char *id)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (id);

  attune_account_dialog_choose (f->dialog, profile);
}

/* An entry or row of the page that is shown, not of one that was left. */
static GtkWidget *
find (Fixture    *f,
      const char *id)
{
  GtkWidget *navigation = attune_ui_test_find_id (GTK_WIDGET (f->dialog), "navigation");
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (navigation));

  return attune_ui_test_find_id (GTK_WIDGET (page), id);
}

static void
act (Fixture    *f,
     const char *action)
{
  gtk_widget_activate_action (find (f, "key_row"), action, NULL);
}

static void
present (Fixture       *f,
         AttuneAccount *account)
{
  f->dialog = attune_account_dialog_new (f->workspace, account);
  adw_dialog_present (ADW_DIALOG (f->dialog), GTK_WIDGET (f->window));

  while (!gtk_widget_get_mapped (GTK_WIDGET (f->dialog)))
    g_main_context_iteration (NULL, TRUE);
}

static void
fill (Fixture    *f,
      const char *id,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (f, id)), text);
}

static void
check (Fixture    *f,
       const char *result)
{
  act (f, "account.check");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), result);
}

static void
close_dialog (Fixture *f)
{
  adw_dialog_force_close (ADW_DIALOG (f->dialog));
  f->dialog = NULL;
}

static gboolean
match_row (GtkWidget *widget,
           gpointer   title)
{
  return ADW_IS_ACTION_ROW (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

static gboolean
has_row (Fixture    *f,
         const char *title)
{
  return attune_ui_test_find (GTK_WIDGET (f->dialog), match_row, (gpointer)title) != NULL;
}

/* Every provider but this computer, to be found by its name and by what is said of it. */
static void
test_providers (Fixture       *f,
                gconstpointer  data)
{
  GtkWidget *entry;

  present (f, NULL);
  while (!has_row (f, "OpenAI"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (has_row (f, "Nebius Token Factory"));
  g_assert_false (has_row (f, "This Computer"));
  attune_ui_test_check_names (GTK_WIDGET (f->dialog));

  entry = find (f, "provider_search_entry");
  gtk_editable_set_text (GTK_EDITABLE (entry), " foundry ");
  while (has_row (f, "OpenAI"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (has_row (f, "Azure OpenAI"));
  g_assert_true (has_row (f, "Crusoe Intelligence Foundry"));

  /* Enter takes the first that is left. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "azure");
  while (has_row (f, "Crusoe Intelligence Foundry"))
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (find (f, "url_row"))), ==,
                   "Resource Name, Such as my-resource");
  attune_ui_test_check_names (GTK_WIDGET (f->dialog));
  close_dialog (f);
}

static void
test_check (Fixture       *f,
            gconstpointer  data)
{
  present (f, NULL);
  choose_provider (f, ATTUNE_PROFILE_CUSTOM_ID);
  fill (f, "url_row", f->base_url);
  fill (f, "key_row", " " GOOD_KEY "\n");
  check (f, "2 models are offered.");
  g_assert_true (attune_ui_test_shows (GTK_WIDGET (f->dialog), "Not Everything Works"));
  g_assert_true (attune_ui_test_shows (GTK_WIDGET (f->dialog), "lighthouse-keepers"));
  g_assert_true (attune_ui_test_shows (GTK_WIDGET (f->dialog), "Fine-tunes can be listed."));
  attune_ui_test_check_names (GTK_WIDGET (f->dialog));

  /* A change makes the old answer untrue. */
  fill (f, "key_row", "sk-wrong");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (f->dialog), "2 models"));
  check (f, "did not accept the key");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (f->dialog), "sk-wrong"));

  /* Nobody listens on the discard port. */
  fill (f, "url_row", "http://127.0.0.1:9/v1");
  check (f, "127.0.0.1");

  attune_ui_test_check_names (GTK_WIDGET (f->dialog));
  close_dialog (f);
}

/* Who says nothing is said to be slow, long before it is given up, and need not be waited for. */
static void
test_slow (Fixture       *f,
           gconstpointer  data)
{
  present (f, NULL);
  choose_provider (f, ATTUNE_PROFILE_CUSTOM_ID);
  fill (f, "url_row", f->base_url);
  fill (f, "key_row", SILENT_KEY);
  check (f, "Asking the provider…");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "The Service Is Slow to Answer");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (f->dialog), "Asking the provider…"));
  attune_ui_test_check_names (GTK_WIDGET (f->dialog));

  check (f, "Asking the provider…");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (f->dialog), "Slow to Answer"));
  act (f, "account.stop-check");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (f->dialog), "Asking the provider…"));

  fill (f, "key_row", GOOD_KEY);
  check (f, "2 models are offered.");
  close_dialog (f);
}

static void
test_validation (Fixture       *f,
                 gconstpointer  data)
{
  present (f, NULL);
  choose_provider (f, ATTUNE_PROFILE_OPENAI_ID);
  g_assert_false (gtk_widget_get_visible (find (f, "url_row")));
  act (f, "account.save");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "This provider needs a key");
  g_assert_true (gtk_widget_has_css_class (find (f, "key_row"), "error"));

  fill (f, "key_row", "sk with blanks");
  g_assert_false (gtk_widget_has_css_class (find (f, "key_row"), "error"));
  act (f, "account.save");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "A key has no blanks");

  /* What is wrong in the part that is folded is shown there. */
  fill (f, "key_row", GOOD_KEY);
  fill (f, "organization_row", "My Firm");
  act (f, "account.save");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "“My Firm” is a name.");
  g_assert_true (gtk_widget_has_css_class (find (f, "organization_row"), "error"));

  fill (f, "organization_row", "");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "proxy_row")), 2);
  act (f, "account.save");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "is not the address of a proxy");
  g_assert_true (gtk_widget_has_css_class (find (f, "proxy_url_row"), "error"));

  choose_provider (f, ATTUNE_PROFILE_CUSTOM_ID);
  g_assert_true (gtk_widget_get_visible (find (f, "url_row")));
  g_assert_false (gtk_widget_get_visible (find (f, "organization_row")));
  fill (f, "key_row", "");
  fill (f, "url_row", "ftp://nowhere");
  act (f, "account.save");
  g_assert_true (gtk_widget_has_css_class (find (f, "url_row"), "error"));
  g_assert_cmpuint (g_list_model_get_n_items (attune_workspace_get_accounts (f->workspace)), <=, 1);

  close_dialog (f);
}

static AttuneAccount *
wait_for_account (Fixture    *f,
                  const char *name)
{
  GListModel *accounts = attune_workspace_get_accounts (f->workspace);

  for (;;)
    {
      for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
        {
          g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

          if (g_str_equal (attune_account_get_name (account), name))
            return account;
        }

      g_main_context_iteration (NULL, TRUE);
    }
}

static void
wait_until_closed (Fixture *f)
{
  while (gtk_widget_get_mapped (GTK_WIDGET (f->dialog)))
    g_main_context_iteration (NULL, TRUE);

  f->dialog = NULL;
}

static gboolean
has_key (Fixture       *f,
         AttuneAccount *account)
{
  g_autoptr(DexFuture) future = attune_workspace_has_key (f->workspace, account);
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);

  g_assert_no_error (error);
  return g_value_get_boolean (value);
}

static void
test_add_and_edit (Fixture       *f,
                   gconstpointer  data)
{
  AttuneAccount *account;

  present (f, NULL);
  g_object_ref (f->dialog);
  choose_provider (f, ATTUNE_PROFILE_CUSTOM_ID);
  fill (f, "name_row", "Lab & Friends <3");
  fill (f, "url_row", f->base_url);
  fill (f, "key_row", GOOD_KEY);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "proxy_row")), 1);
  act (f, "account.save");
  account = wait_for_account (f, "Lab & Friends <3");
  wait_until_closed (f);
  g_assert_true (has_key (f, account));
  g_assert_cmpstr (attune_account_get_proxy (account), ==, ATTUNE_ACCOUNT_NO_PROXY);

  /* The key is not shown again; empty keeps it. */
  present (f, account);
  g_object_ref (f->dialog);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (f, "key_row"))), ==, "");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "New API Key");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (find (f, "proxy_row"))), ==, 1);
  check (f, "2 models are offered.");

  /* The old key does not travel to a new address unasked. */
  fill (f, "url_row", "https://elsewhere.example/v1");
  act (f, "account.save");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "The address is a new one");

  fill (f, "url_row", f->base_url);
  fill (f, "name_row", "Lab");
  act (f, "account.save");
  g_assert_true (wait_for_account (f, "Lab") == account);
  wait_until_closed (f);
  g_assert_true (has_key (f, account));
}

static void
test_remove (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  GListModel *accounts = attune_workspace_get_accounts (f->workspace);
  guint n_accounts = g_list_model_get_n_items (accounts);
  AdwDialog *preferences;
  GtkWidget *button;

  future = attune_test_add_account (f->workspace, profile, "Lab & Friends <3", f->base_url, GOOD_KEY);
  attune_test_wait (future, &error);
  g_assert_no_error (error);

  preferences = ADW_DIALOG (attune_preferences_dialog_new (f->workspace));
  adw_dialog_present (preferences, GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (preferences), "Lab & Friends <3");
  attune_ui_test_check_names (GTK_WIDGET (preferences));

  while ((button = attune_ui_test_find (GTK_WIDGET (f->window), attune_ui_test_match_mapped_id,
                                        (gpointer)"account_menu_button")) == NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_widget_activate_action (button, "account.remove", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Remove “Lab & Friends <3”?");
  attune_ui_test_press_button (GTK_WIDGET (f->window), "_Remove");

  while (g_list_model_get_n_items (accounts) != n_accounts)
    g_main_context_iteration (NULL, TRUE);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Account removed");
  adw_dialog_force_close (preferences);
}

/* While the service has asked to wait, the row counts down. */
static void
test_waiting (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(DexFuture) added = NULL;
  g_autoptr(DexFuture) asking = NULL;
  g_autoptr(GError) error = NULL;
  AdwDialog *preferences;

  added = attune_test_add_account (f->workspace, profile, "Slow", f->base_url, SLOW_KEY);
  attune_test_wait (added, &error);
  g_assert_no_error (error);

  preferences = ADW_DIALOG (attune_preferences_dialog_new (f->workspace));
  adw_dialog_present (preferences, GTK_WIDGET (f->window));
  attune_ui_test_wait_shown (GTK_WIDGET (preferences), "Slow");
  asking = dex_future_first (attune_workspace_refresh_models (f->workspace), NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (preferences), "Waiting 60 seconds, as the service asked");
  attune_ui_test_wait_shown (GTK_WIDGET (preferences), "Waiting 59 seconds, as the service asked");

  /* Nothing waits once nobody wants the answer. */
  dex_clear (&asking);
  while (attune_ui_test_shows (GTK_WIDGET (preferences), "Waiting"))
    g_main_context_iteration (NULL, TRUE);

  adw_dialog_force_close (preferences);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Accounts/providers", Fixture, NULL, set_up, test_providers, tear_down);
  g_test_add ("/Attune/Accounts/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/Attune/Accounts/slow", Fixture, NULL, set_up, test_slow, tear_down);
  g_test_add ("/Attune/Accounts/validation", Fixture, NULL, set_up, test_validation, tear_down);
  g_test_add ("/Attune/Accounts/add-and-edit", Fixture, NULL, set_up, test_add_and_edit, tear_down);
  g_test_add ("/Attune/Accounts/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/Attune/Accounts/waiting", Fixture, NULL, set_up, test_waiting, tear_down);

  return g_test_run ();
}
