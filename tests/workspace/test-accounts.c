/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-accounts"

#include "config.h"

#include "attune-error.h"
#include "attune-secrets.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* Accounts on a machine that has no Secret Service. */

typedef struct
{
  char            *folder;
  char            *data_dir;
  char            *base_url;
  Provider        *provider;
  AttuneProfile   *profile;
  AttuneWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  f->base_url = provider_dup_base_url (f->provider);
  f->profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  f->workspace = attune_test_open (f->data_dir);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_clear_object (&f->profile);
  g_free (f->folder);
  g_free (f->data_dir);
  g_free (f->base_url);
}

static guint
count_accounts (Fixture *f)
{
  return attune_test_count (attune_workspace_get_accounts (f->workspace));
}

static AttuneAccount *
add (Fixture    *f,
     const char *name)
{
  AttuneAccount *account = NULL;

  attune_test_resolve (attune_workspace_add_account (f->workspace, f->profile, name, f->base_url,
                                                     NULL),
                       account = g_value_get_object (value_));

  return account;
}

static void
test_this_computer (Fixture       *f,
                    gconstpointer  data)
{
#ifdef HAVE_ENGINE
  g_autoptr(AttuneAccount) first = NULL;

  add (f, "Server");
  g_assert_cmpuint (count_accounts (f), ==, 2);
  first = g_list_model_get_item (attune_workspace_get_accounts (f->workspace), 0);
  g_assert_true (attune_account_get_is_local (first));
  g_assert_cmpstr (attune_account_get_name (first), !=, "");
  attune_test_reject (attune_workspace_remove_account (f->workspace, first), ATTUNE_ERROR_FAILED);
#else
  g_assert_cmpuint (count_accounts (f), ==, 0);
#endif
}

static void
test_without_key (Fixture       *f,
                  gconstpointer  data)
{
  guint n_before = count_accounts (f);
  AttuneAccount *account = add (f, NULL);
  g_autofree char *id = g_strdup (attune_account_get_id (account));

  g_assert_cmpstr (attune_account_get_base_url (account), ==, f->base_url);
  attune_test_resolve (attune_workspace_has_key (f->workspace, account),
                       g_assert_false (g_value_get_boolean (value_)));
  attune_test_run (attune_workspace_update_account (f->workspace, account, "My <server>",
                                                    f->base_url, NULL));
  g_assert_cmpstr (attune_account_get_name (account), ==, "My <server>");
  attune_test_close (f->workspace);

  f->workspace = attune_test_open (f->data_dir);
  account = attune_workspace_find_account (f->workspace, id);
  g_assert_cmpstr (attune_account_get_name (account), ==, "My <server>");
  attune_test_run (attune_workspace_remove_account (f->workspace, account));
  g_assert_cmpuint (count_accounts (f), ==, n_before);
  g_assert_null (attune_workspace_find_account (f->workspace, id));
}

static void
test_models (Fixture       *f,
             gconstpointer  data)
{
  AttuneAccount *account = add (f, "Server");
  GListModel *models = attune_workspace_get_models (f->workspace);
  g_autoptr(AttuneModel) model = NULL;
  gpointer kept;

  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_cmpuint (attune_test_count (models), >=, 2);
  model = attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                       "gpt-4.1-mini-2025-04-14");
  g_object_ref (model);
  g_assert_cmpstr (attune_model_get_shutdown_date (model), ==, "2027-01-14");
  g_assert_cmpstr (attune_model_get_subtitle (model), ==, "Server");
  g_assert_true (attune_model_get_is_tunable (model));
  g_assert_false (attune_model_get_is_tuned (model));

  /* Refreshing changes nothing where nothing has changed. */
  kept = model;
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_true (kept == attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                                      "gpt-4.1-mini-2025-04-14"));

  /* An account that fails keeps what it offered last, and says so. */
  provider_stop (f->provider);
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_nonnull (attune_account_get_problem (account));
  g_assert_cmpuint (attune_test_count (models), >=, 2);
  provider_resume (f->provider);

  attune_test_run (attune_workspace_delete_model (f->workspace, model));
  g_assert_null (attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                              "gpt-4.1-mini-2025-04-14"));
  g_clear_object (&model);
  attune_test_close (f->workspace);

  /* There at once at the next start, before anybody is asked. */
  f->workspace = attune_test_open (f->data_dir);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_models (f->workspace)), >=, 1);
}

static void
test_check (Fixture       *f,
            gconstpointer  data)
{
  attune_test_resolve (attune_workspace_check_account (f->workspace, f->profile, f->base_url, NULL),
                       g_assert_cmpuint (g_value_get_uint (value_), ==, 2));
  provider_set_key (f->provider, "the-right-key-1234567890");
  attune_test_resolve (attune_workspace_check_account (f->workspace, f->profile, f->base_url,
                                                       "the-right-key-1234567890"),
                       g_assert_cmpuint (g_value_get_uint (value_), ==, 2));
  attune_test_reject (attune_workspace_check_account (f->workspace, f->profile, f->base_url,
                                                      "wrong-key"),
                      ATTUNE_ERROR_AUTH);
  attune_test_reject (attune_workspace_check_account (f->workspace, f->profile, "", NULL),
                      ATTUNE_ERROR_DATA);
  provider_stop (f->provider);
  attune_test_reject (attune_workspace_check_account (f->workspace, f->profile, f->base_url, NULL),
                      ATTUNE_ERROR_NETWORK);
}

/* A key that cannot be kept safely is not kept at all. */
static void
test_no_service (Fixture       *f,
                 gconstpointer  data)
{
  guint n_before = count_accounts (f);
  AttuneAccount *account;

  attune_test_reject (attune_workspace_add_account (f->workspace, f->profile, "Server", f->base_url,
                                                    "sk-secret-1234567890"),
                      ATTUNE_ERROR_SECRETS);
  g_assert_cmpuint (count_accounts (f), ==, n_before);

  account = add (f, "Server");
  attune_test_reject (attune_workspace_update_account (f->workspace, account, NULL, f->base_url,
                                                       "sk-secret-1234567890"),
                      ATTUNE_ERROR_SECRETS);
  attune_test_resolve (attune_workspace_has_key (f->workspace, account),
                       g_assert_false (g_value_get_boolean (value_)));
}

static void
test_this_run (Fixture       *f,
               gconstpointer  data)
{
  attune_test_reject (attune_secrets_store ("some-account", "Some", "a-key"),
                      ATTUNE_ERROR_SECRETS);
  attune_secrets_keep_for_this_run ();
  attune_test_run (attune_secrets_store ("some-account", "Some", "a-key"));
  attune_test_resolve (attune_secrets_lookup ("some-account"),
                       g_assert_cmpstr (g_value_get_string (value_), ==, "a-key"));
  attune_test_run (attune_secrets_clear ("some-account"));

  /* What is not in memory may still be in the keyring. */
  attune_test_reject (attune_secrets_lookup ("some-account"), ATTUNE_ERROR_SECRETS);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Accounts/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_setenv ("PATH", "/nonexistent", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("this-computer", test_this_computer);
  ADD ("without-key", test_without_key);
  ADD ("models", test_models);
  ADD ("check", test_check);
  ADD ("no-service", test_no_service);
  ADD ("this-run", test_this_run);

  return g_test_run ();
}
