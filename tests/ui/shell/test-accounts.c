/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libsoup/soup.h>

#include "attune-account-dialog.h"
#include "attune-preferences-dialog.h"
#include "attune-ui-test.h"

#define GOOD_KEY "sk-test-4f7a2c"

typedef struct
{
  AttuneWorkspace     *workspace;
  SoupServer          *server;
  char                *base_url;
  GtkWindow           *window;
  AttuneAccountDialog *dialog;
} Fixture;

/* A provider that knows one key and offers two models. */
static void
server_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  static const char models[] =
    "{\"object\":\"list\",\"data\":[{\"id\":\"one\",\"object\":\"model\"},{\"id\":\"two\",\"object\":\"model\"}]}";
  static const char refusal[] =
    "{\"error\":{\"message\":\"Incorrect API key provided\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}";
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  gboolean is_good = g_strcmp0 (authorization, "Bearer " GOOD_KEY) == 0;
  const char *body = is_good ? models : refusal;

  soup_server_message_set_status (message, is_good ? 200 : 401, NULL);
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
  AdwComboRow *row = ADW_COMBO_ROW (attune_ui_test_find_id (GTK_WIDGET (f->dialog), "provider_row"));
  GListModel *profiles = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (profiles, i);

      g_assert_false (attune_profile_get_is_local (profile));
      if (g_str_equal (attune_profile_get_id (profile), id))
        adw_combo_row_set_selected (row, i);
    }
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
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (f->dialog), id)), text);
}

static void
check (Fixture    *f,
       const char *result)
{
  gtk_widget_activate_action (GTK_WIDGET (f->dialog), "account.check", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), result);
}

static void
close_dialog (Fixture *f)
{
  adw_dialog_force_close (ADW_DIALOG (f->dialog));
  f->dialog = NULL;
}

static void
test_check (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *nobody = NULL;

  present (f, NULL);
  choose_provider (f, ATTUNE_PROFILE_CUSTOM_ID);
  fill (f, "url_row", f->base_url);
  fill (f, "key_row", " " GOOD_KEY "\n");
  check (f, "This works: 2 models are offered.");

  /* A change makes the old answer untrue. */
  fill (f, "key_row", "sk-wrong");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (f->dialog), "This works"));
  check (f, "key");
  g_assert_false (attune_ui_test_shows (GTK_WIDGET (f->dialog), "sk-wrong"));

  /* Nobody listens on the discard port. */
  nobody = g_strdup ("http://127.0.0.1:9/v1");
  fill (f, "url_row", nobody);
  check (f, "127.0.0.1");

  attune_ui_test_check_names (GTK_WIDGET (f->dialog));
  close_dialog (f);
}

static void
test_validation (Fixture       *f,
                 gconstpointer  data)
{
  GtkWidget *url_row;
  GtkWidget *key_row;

  present (f, NULL);
  url_row = attune_ui_test_find_id (GTK_WIDGET (f->dialog), "url_row");
  key_row = attune_ui_test_find_id (GTK_WIDGET (f->dialog), "key_row");

  choose_provider (f, ATTUNE_PROFILE_OPENAI_ID);
  g_assert_false (gtk_widget_get_visible (url_row));
  gtk_widget_activate_action (GTK_WIDGET (f->dialog), "account.save", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "This provider needs a key");
  g_assert_true (gtk_widget_has_css_class (key_row, "error"));

  fill (f, "key_row", "sk with blanks");
  g_assert_false (gtk_widget_has_css_class (key_row, "error"));
  gtk_widget_activate_action (GTK_WIDGET (f->dialog), "account.save", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "A key has no blanks");

  choose_provider (f, ATTUNE_PROFILE_CUSTOM_ID);
  g_assert_true (gtk_widget_get_visible (url_row));
  fill (f, "key_row", "");
  fill (f, "url_row", "ftp://nowhere");
  gtk_widget_activate_action (GTK_WIDGET (f->dialog), "account.save", NULL);
  g_assert_true (gtk_widget_has_css_class (url_row, "error"));
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
  gtk_widget_activate_action (GTK_WIDGET (f->dialog), "account.save", NULL);
  account = wait_for_account (f, "Lab & Friends <3");
  wait_until_closed (f);
  g_assert_true (has_key (f, account));

  /* The key is not shown again; empty keeps it. */
  present (f, account);
  g_object_ref (f->dialog);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (attune_ui_test_find_id (GTK_WIDGET (f->dialog), "key_row"))), ==, "");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "New API Key");
  check (f, "This works with the key in your keyring.");

  /* The old key does not travel to a new address unasked. */
  fill (f, "url_row", "https://elsewhere.example/v1");
  gtk_widget_activate_action (GTK_WIDGET (f->dialog), "account.save", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "The address is a new one");

  fill (f, "url_row", f->base_url);
  fill (f, "name_row", "Lab");
  gtk_widget_activate_action (GTK_WIDGET (f->dialog), "account.save", NULL);
  g_assert_true (wait_for_account (f, "Lab") == account);
  wait_until_closed (f);
  g_assert_true (has_key (f, account));
}

static gboolean
match_button (GtkWidget *widget,
              gpointer   label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
match_mapped_id (GtkWidget *widget,
                 gpointer   id)
{
  return attune_ui_test_match_id (widget, id) && gtk_widget_get_mapped (widget);
}

static void
wait_and_press (Fixture           *f,
                AttuneUiTestMatch  match,
                const char        *text)
{
  GtkWidget *button;

  while ((button = attune_ui_test_find (GTK_WIDGET (f->window), match, (gpointer)text)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_signal_emit_by_name (button, "clicked");
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

  while ((button = attune_ui_test_find (GTK_WIDGET (f->window), match_mapped_id,
                                        (gpointer)"account_menu_button")) == NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_widget_activate_action (button, "account.remove", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Remove “Lab & Friends <3”?");
  wait_and_press (f, match_button, "_Remove");

  while (g_list_model_get_n_items (accounts) != n_accounts)
    g_main_context_iteration (NULL, TRUE);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Account removed");
  adw_dialog_force_close (preferences);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add ("/Attune/Accounts/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/Attune/Accounts/validation", Fixture, NULL, set_up, test_validation, tear_down);
  g_test_add ("/Attune/Accounts/add-and-edit", Fixture, NULL, set_up, test_add_and_edit, tear_down);
  g_test_add ("/Attune/Accounts/remove", Fixture, NULL, set_up, test_remove, tear_down);

  return g_test_run ();
}
