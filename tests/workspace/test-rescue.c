/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-rescue"

#include "config.h"

#include <string.h>

#include "attune-error.h"
#include "attune-rescue.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* An account whose provider closes: what it has is brought home. */

typedef struct
{
  char            *folder;
  char            *data_dir;
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = NULL;
  g_autofree char *path = NULL;
  g_autofree char *examples = NULL;

  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  f->workspace = attune_test_open (f->data_dir);
  base_url = provider_dup_base_url (f->provider);
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url,
                                                NULL),
                       f->account = g_value_get_object (value_));

  path = attune_test_write_examples (f->folder, 12);
  g_assert_true (g_file_get_contents (path, &examples, NULL, NULL));
  g_assert_cmpuint (provider_add_file (f->provider, examples), ==, 0);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
}

static guint
run (Fixture           *f,
     AttuneRescueState  first_state)
{
  g_autoptr(AttuneRescue) rescue = attune_rescue_new (f->workspace, f->account);
  g_autoptr(AttuneRescueItem) item = NULL;
  guint n_done = 0;

  attune_test_resolve (attune_rescue_run (rescue), n_done = g_value_get_uint (value_));
  item = g_list_model_get_item (attune_rescue_get_items (rescue), 0);
  g_assert_nonnull (item);
  g_assert_cmpint (attune_rescue_item_get_state (item), ==, first_state);
  g_assert_nonnull (attune_rescue_item_get_text (item));

  return n_done;
}

static guint
count_datasets (Fixture *f)
{
  return attune_test_count (attune_workspace_get_datasets (f->workspace));
}

static AttuneDataset *
find_dataset (Fixture    *f,
              const char *remote_id)
{
  AttuneJob *job = attune_workspace_find_job (f->workspace, remote_id);

  return attune_workspace_find_dataset (f->workspace, attune_job_get_dataset_id (job));
}

/* Two fine-tunes of one file are two with one dataset; the results outlive the provider. */
static void
test_whole (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->folder, "results.csv", NULL);
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *rescue_dir = g_build_filename (f->data_dir, "rescue", NULL);
  AttuneDataset *dataset;

  provider_add_job (f->provider, "file-0");
  provider_add_job (f->provider, "file-0");
  provider_add_step (f->provider, 0, 1, 1);
  provider_succeed (f->provider, 0);
  provider_succeed (f->provider, 1);
  g_assert_cmpuint (run (f, ATTUNE_RESCUE_DONE), ==, 2);
  g_assert_cmpuint (count_datasets (f), ==, 1);

  dataset = find_dataset (f, "ftjob-0");
  g_assert_nonnull (dataset);
  g_assert_true (dataset == find_dataset (f, "ftjob-1"));
  g_assert_cmpstr (attune_dataset_get_name (dataset), ==, "questions.jsonl");
  g_assert_cmpuint (attune_dataset_get_n_training (dataset), ==, 12);
  g_assert_true (g_file_get_contents (attune_dataset_get_training_path (dataset), &text, NULL,
                                      NULL));
  g_assert_nonnull (strstr (text, "Which colour is 11?"));

  /* Whoever asks for the curve the first time has it read. */
  attune_test_wait_until (attune_test_count (attune_job_get_points (
    attune_workspace_find_job (f->workspace, "ftjob-0"))) == 1);

  provider_stop (f->provider);
  attune_test_run (attune_workspace_save_results (f->workspace,
                                                  attune_workspace_find_job (f->workspace,
                                                                             "ftjob-1"),
                                                  path));
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_true (g_str_has_prefix (csv, "step,train_loss"));
  g_assert_cmpint (g_rmdir (rescue_dir), ==, 0);
}

/* Again: nothing is fetched twice; and what was deleted here comes back. */
static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  provider_add_job (f->provider, "file-0");
  provider_succeed (f->provider, 0);
  run (f, ATTUNE_RESCUE_DONE);
  run (f, ATTUNE_RESCUE_DONE);
  g_assert_cmpuint (provider_count (f->provider, "GET /files/file-0/content"), ==, 1);
  g_assert_cmpuint (provider_count (f->provider, "GET /files/result-0/content"), ==, 1);

  attune_test_run (attune_workspace_delete_dataset (f->workspace, find_dataset (f, "ftjob-0")));
  g_assert_null (find_dataset (f, "ftjob-0"));
  run (f, ATTUNE_RESCUE_DONE);
  g_assert_nonnull (find_dataset (f, "ftjob-0"));
  g_assert_cmpuint (provider_count (f->provider, "GET /files/file-0/content"), ==, 1);

  attune_test_close (f->workspace);
  f->workspace = attune_test_open (f->data_dir);
  f->account = g_list_model_get_item (attune_workspace_get_accounts (f->workspace), 1);
  g_object_unref (f->account);
  run (f, ATTUNE_RESCUE_DONE);
  g_assert_cmpuint (provider_count (f->provider, "GET /files/result-0/content"), ==, 1);
}

/* The file is gone there, and the rest is still worth having. */
static void
test_gone (Fixture       *f,
           gconstpointer  data)
{
  provider_add_job (f->provider, "file-7");
  provider_succeed (f->provider, 0);
  g_assert_cmpuint (run (f, ATTUNE_RESCUE_PARTIAL), ==, 0);
  g_assert_cmpuint (count_datasets (f), ==, 0);
  g_assert_cmpuint (provider_count (f->provider, "GET /files/result-0/content"), ==, 1);
}

/* Something else than examples came: that one fails, the next does not. */
static void
test_nonsense (Fixture       *f,
               gconstpointer  data)
{
  provider_add_file (f->provider, "\n");
  provider_add_job (f->provider, "file-0");
  provider_succeed (f->provider, 0);
  provider_add_job (f->provider, "file-1");
  provider_succeed (f->provider, 1);
  run (f, ATTUNE_RESCUE_FAILED);
  g_assert_cmpuint (count_datasets (f), ==, 1);
}

static void
test_unreachable (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneRescue) rescue = attune_rescue_new (f->workspace, f->account);

  provider_stop (f->provider);
  attune_test_reject (attune_rescue_run (rescue), ATTUNE_ERROR_NETWORK);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/Rescue/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/Attune/Rescue/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/Attune/Rescue/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/Attune/Rescue/nonsense", Fixture, NULL, set_up, test_nonsense, tear_down);
  g_test_add ("/Attune/Rescue/unreachable", Fixture, NULL, set_up, test_unreachable, tear_down);

  return g_test_run ();
}
