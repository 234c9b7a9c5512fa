/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-keys"

#include "config.h"

#include <libsecret/secret.h>

#include "attune-error.h"
#include "attune-export.h"
#include "attune-recipe.h"
#include "attune-secrets.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* Keys with a real keyring, see run-with-keyring. */

#define KEY "sk-proj-abcDEF0123456789ghiJKL"
#define NEW_KEY "sk-proj-another0123456789mnoPQR"

typedef struct
{
  char            *folder;
  char            *data_dir;
  char            *base_url;
  Provider        *provider;
  AttuneProfile   *profile;
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
} Fixture;

static GString *everything_logged;

static void
log_cb (const char     *domain,
        GLogLevelFlags  level,
        const char     *message,
        gpointer        user_data)
{
  static GMutex mutex;

  g_mutex_lock (&mutex);
  g_string_append_printf (everything_logged, "%s: %s\n", domain, message);
  g_mutex_unlock (&mutex);
}

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
  provider_set_key (f->provider, KEY);
  attune_test_resolve (attune_test_add_account (f->workspace, f->profile, "Server",
                                                f->base_url, KEY),
                       f->account = g_value_get_object (value_));
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

static gboolean
has_key (Fixture *f)
{
  gboolean result = FALSE;

  attune_test_resolve (attune_workspace_has_key (f->workspace, f->account),
                       result = g_value_get_boolean (value_));

  return result;
}

/* What the keyring itself has under the id of an account; asked without our code. */
static char *
look_into_keyring (const char *account_id)
{
  g_autoptr(GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  char *key;

  g_hash_table_insert (attributes, (gpointer)"xdg:schema", (gpointer)APPLICATION_ID);
  g_hash_table_insert (attributes, (gpointer)"account", (gpointer)account_id);
  key = secret_password_lookupv_sync (NULL, attributes, NULL, &error);
  g_assert_no_error (error);

  return key;
}

static void
search (const char *path,
        const char *key,
        guint      *n_files)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          search (child, key, n_files);
        }
      else if (g_file_get_contents (child, &contents, &length, NULL))
        {
          g_assert_null (memmem (contents, length, key, strlen (key)));
          (*n_files)++;
        }
    }
}

static void
test_round_trip (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *id = g_strdup (attune_account_get_id (f->account));
  g_autofree char *kept = look_into_keyring (id);

  g_assert_cmpstr (kept, ==, KEY);
  g_assert_true (has_key (f));
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_null (attune_account_get_problem (f->account));
  attune_test_close (f->workspace);

  /* The next start has it from the keyring. */
  f->workspace = attune_test_open (f->data_dir);
  f->account = attune_workspace_find_account (f->workspace, id);
  g_assert_true (has_key (f));
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_null (attune_account_get_problem (f->account));
}

static void
test_change (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *id = g_strdup (attune_account_get_id (f->account));
  g_autofree char *kept = NULL;

  provider_set_key (f->provider, NEW_KEY);
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_nonnull (attune_account_get_problem (f->account));
  g_assert_null (strstr (attune_account_get_problem (f->account), "abcDEF"));

  attune_test_run (attune_test_update_account (f->workspace, f->account, NULL, f->base_url,
                                               NEW_KEY));
  g_assert_null (attune_account_get_problem (f->account));
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_null (attune_account_get_problem (f->account));

  /* It does not go to another address. */
  attune_test_reject (attune_test_update_account (f->workspace, f->account, NULL,
                                                  "https://elsewhere.example/v1", NULL),
                      ATTUNE_ERROR_DATA);

  /* Another name keeps the key; an empty key forgets it. */
  attune_test_run (attune_test_update_account (f->workspace, f->account, "Other", f->base_url,
                                               NULL));
  kept = look_into_keyring (id);
  g_assert_cmpstr (kept, ==, NEW_KEY);
  attune_test_run (attune_test_update_account (f->workspace, f->account, NULL, f->base_url,
                                               ""));
  g_assert_false (has_key (f));
  g_assert_null (look_into_keyring (id));
}

static void
test_remove (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *id = g_strdup (attune_account_get_id (f->account));

  attune_test_run (attune_workspace_remove_account (f->workspace, f->account));
  g_assert_null (look_into_keyring (id));
}

/* Taken out of the keyring by another program. */
static void
test_gone (Fixture       *f,
           gconstpointer  data)
{
  attune_test_run (attune_secrets_clear (attune_account_get_id (f->account)));
  g_assert_false (has_key (f));
  attune_test_reject (attune_workspace_connect (f->workspace, f->account), ATTUNE_ERROR_AUTH);
}

/* Writes what a person may send to others: examples, measures, a recipe. */
static void
give_away (Fixture       *f,
           AttuneDataset *dataset,
           AttuneJob     *job)
{
  g_autofree char *examples = g_build_filename (f->folder, "examples.csv", NULL);
  g_autofree char *results = g_build_filename (f->folder, "results.csv", NULL);
  g_autofree char *recipe_path = g_build_filename (f->folder, "recipe.json", NULL);
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  AttuneExportOptions options = { .format = ATTUNE_EXPORT_CSV };
  AttuneExportResult result = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (attune_export_file (attune_dataset_get_training_path (dataset), &options, examples,
                                     &result, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  attune_test_run (attune_workspace_save_results (f->workspace, job, results));
  g_assert_true (attune_recipe_save (recipe, recipe_path, &error));
  g_assert_no_error (error);
}

/* Through a whole fine-tune, and one that is refused, the key is nowhere but in the keyring. */
static void
test_nowhere_else (Fixture       *f,
                   gconstpointer  data)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 12, 0);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneJob *finished = NULL;
  AttuneJob *job = NULL;
  guint n_files = 0;

  attune_job_request_set_model (request, "base");
  provider_train_by_itself (f->provider, 10, 3);
  attune_test_resolve (attune_workspace_start_job (f->workspace, dataset, f->account, request),
                       job = g_value_get_object (value_));
  attune_test_wait_until (!attune_job_get_is_active (job));
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  finished = job;

  /* A server that gives the key back in its error. */
  provider_refuse (f->provider, "POST /fine_tuning/jobs", 401,
                   "{\"error\":{\"message\":\"Incorrect API key provided: " KEY "\"}}", 1);
  attune_test_resolve (attune_workspace_start_job (f->workspace, dataset, f->account, request),
                       job = g_value_get_object (value_));
  attune_test_wait_until (!attune_job_get_is_active (job));
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_FAILED);
  g_assert_null (strstr (attune_job_get_error_text (job), KEY));
  g_assert_null (strstr (attune_job_get_error_detail (job), KEY));

  give_away (f, dataset, finished);
  search (f->folder, KEY, &n_files);
  g_assert_cmpuint (n_files, >, 5);
  g_assert_cmpuint (everything_logged->len, >, 0);
  g_assert_null (strstr (everything_logged->str, KEY));
}

#define ADD(name, func) \
  g_test_add ("/Attune/Keys/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("PATH", "/nonexistent", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  /* Also what is logged for developers only. */
  everything_logged = g_string_new (NULL);
  g_log_set_default_handler (log_cb, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("change", test_change);
  ADD ("remove", test_remove);
  ADD ("gone", test_gone);
  ADD ("nowhere-else", test_nowhere_else);

  return g_test_run ();
}
