/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-model-files"

#include "config.h"

#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-workspace-model-files.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* What a provider hands out of a fine-tune: results, weights; and what it was asked. */

typedef struct
{
  char            *folder;
  char            *data_dir;
  char            *target;       /* where the person wants things */
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  AttuneJob       *job;
  gint64           done;
  gint64           total;
} Fixture;

static void
open_account (Fixture    *f,
              const char *profile_id)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (profile_id);
  g_autofree char *base_url = provider_dup_base_url (f->provider);

  g_assert_nonnull (profile);
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url, NULL),
                       f->account = g_value_get_object (value_));
}

static void
train (Fixture *f)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 12, 0);

  attune_job_request_set_model (request, "base");
  attune_job_request_set_n_epochs (request, 2);
  provider_train_by_itself (f->provider, 10, 2);
  attune_test_resolve (attune_workspace_start_job (f->workspace, dataset, f->account, request),
                       f->job = g_value_get_object (value_));
  attune_test_wait_until (!attune_job_get_is_active (f->job));
  g_assert_cmpint (attune_job_get_status (f->job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
}

/* Two files of one name, which the provider wants to see above the folder. */
static void
train_open_model (Fixture *f)
{
  open_account (f, "open");
  train (f);
  provider_add_file (f->provider, "first weights");
  provider_add_file (f->provider, "second");
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 3);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  attune_test_write_profiles ();
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->target = g_build_filename (f->folder, "target", NULL);
  g_assert_cmpint (g_mkdir (f->target, 0700), ==, 0);
  f->provider = provider_new ();
  f->workspace = attune_test_open (f->data_dir);
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
  g_free (f->target);
}

static char *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static guint
count_entries (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_entries = 0;

  while (g_dir_read_name (dir) != NULL)
    n_entries++;

  return n_entries;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_cmpint (done, >=, f->done);
  f->done = done;
  f->total = total;
}

static char *
save (Fixture          *f,
      AttuneCheckpoint *checkpoint)
{
  char *path = NULL;

  attune_test_resolve (attune_workspace_save_model_files (f->workspace, f->job, checkpoint,
                                                          f->target, progress_cb, f, NULL),
                       path = g_value_dup_string (value_));

  return path;
}

/* Every one of several is kept, also over a start, and saved. */
static void
test_results (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (f->target, "of 2.0.csv", NULL);
  g_autofree char *id = NULL;
  g_autofree char *second = NULL;

  provider_set_n_results (f->provider, 3);
  open_account (f, ATTUNE_PROFILE_CUSTOM_ID);
  train (f);
  id = g_strdup (attune_job_get_id (f->job));
  attune_test_close (f->workspace);
  f->workspace = attune_test_open (f->data_dir);
  f->job = attune_workspace_find_job (f->workspace, id);
  g_assert_cmpuint (g_strv_length ((char **)attune_job_get_result_files (f->job)), ==, 3);
  g_assert_cmpstr (attune_job_get_result_files (f->job)[2], ==, "result-0-2");

  attune_test_resolve (attune_workspace_save_results (f->workspace, f->job, path),
                       g_assert_cmpuint (g_value_get_uint (value_), ==, 3));
  g_assert_cmpuint (count_entries (f->target), ==, 3);
  second = read_file (f->target, "of 2.0-2.csv");
  g_assert_nonnull (second);
  g_assert_true (g_str_has_prefix (second, "step,train_loss"));
}

/* A checkpoint that cannot be talked to is there all the same. */
static void
test_checkpoints (Fixture       *f,
                  gconstpointer  data)
{
  GListModel *checkpoints;
  g_autoptr(AttuneCheckpoint) checkpoint = NULL;

  provider_set_checkpoint_files (f->provider, "file-1", "file-2");
  train_open_model (f);
  checkpoints = attune_job_get_checkpoints (f->job);
  attune_test_wait_until (attune_test_count (checkpoints) == 2);
  checkpoint = g_list_model_get_item (checkpoints, 1);
  g_assert_null (attune_checkpoint_get_model (checkpoint));
  g_assert_cmpstr (attune_checkpoint_get_id (checkpoint), ==, "ftckpt-0-2");
  g_assert_cmpuint (g_strv_length ((char **)attune_checkpoint_get_files (checkpoint)), ==, 2);
  g_assert_cmpint (attune_checkpoint_get_measures (checkpoint)->step, ==, 2);
}

static void
assert_has_file (const char *card,
                 const char *name,
                 const char *content)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *row = g_strdup_printf ("| %s | %" G_GSIZE_FORMAT " | %s |", name,
                                          strlen (content), sum);

  g_assert_nonnull (strstr (card, row));
}

/* Where it comes from stands beside a model, whoever trained it. */
static void
assert_card (Fixture    *f,
             const char *path)
{
  g_autofree char *card = read_file (path, "README.md");

  g_assert_nonnull (card);
  g_test_message ("%s", card);
  g_assert_true (g_str_has_prefix (card, "---\nbase_model: \""));
  g_assert_nonnull (strstr (card, "tags: [fine-tuned]\n"));
  g_assert_nonnull (strstr (card, "# colours\n"));
  g_assert_nonnull (strstr (card, "| Trained by | "));
  g_assert_nonnull (strstr (card, "| Licence of the base | Not said by the provider."));
  g_assert_nonnull (strstr (card, "| Made with | Attune "));
  g_assert_nonnull (strstr (card, "## Data"));
  g_assert_nonnull (strstr (card, "## Losses"));
  g_assert_nonnull (strstr (card, "## Settings"));
}

static void
test_files (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  g_autofree char *name = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *card = NULL;

  provider_set_checkpoint_files (f->provider, "file-1", "file-2");
  train_open_model (f);
  path = save (f, NULL);
  name = g_path_get_basename (path);
  g_assert_cmpstr (name, ==, "colours-step-2");
  first = read_file (path, "adapter.bin");
  second = read_file (path, "2-adapter.bin");
  g_assert_cmpstr (first, ==, "first weights");
  g_assert_cmpstr (second, ==, "second");
  g_assert_cmpuint (count_entries (path), ==, 3);
  g_assert_cmpint (f->done, ==, strlen ("first weights") + strlen ("second"));
  g_assert_cmpint (f->total, ==, f->done);

  assert_card (f, path);
  card = read_file (path, "README.md");
  assert_has_file (card, "adapter.bin", "first weights");
  assert_has_file (card, "2-adapter.bin", "second");
  g_assert_nonnull (strstr (card, "| Checkpoint of step | 2 |"));

  /* Nothing is written over. */
  f->done = 0;
  again = save (f, NULL);
  g_assert_cmpstr (again, !=, path);
  g_assert_cmpuint (count_entries (f->target), ==, 2);
}

static void
test_archive (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *card = NULL;

  open_account (f, "packed");
  train (f);
  g_assert_true (attune_workspace_has_model_files (f->workspace, f->job));
  path = save (f, NULL);
  text = read_file (path, "model.tar.gz");
  g_assert_cmpstr (text, ==, "\x1f\x8b weights");
  g_assert_cmpint (f->total, ==, strlen ("\x1f\x8b weights"));

  card = read_file (path, "README.md");
  g_assert_nonnull (card);
  assert_has_file (card, "model.tar.gz", "\x1f\x8b weights");
}

/* Whatever ends it before the last byte, nothing is left that looks like a model. */
static void
test_broken (Fixture       *f,
             gconstpointer  data)
{
  DexFuture *saving;

  provider_set_checkpoint_files (f->provider, "file-1", "file-2");
  train_open_model (f);
  provider_refuse (f->provider, "GET /files/file-2/content", 403, "{}", 1);
  attune_test_reject (attune_workspace_save_model_files (f->workspace, f->job, NULL, f->target,
                                                         NULL, NULL, NULL),
                      ATTUNE_ERROR_FORBIDDEN);
  attune_test_wait_until (count_entries (f->target) == 0);

  /* The person stops it while the second file is on its way. */
  provider_refuse (f->provider, "GET /files/file-2/content", 0, NULL, 1);
  saving = dex_future_first (attune_workspace_save_model_files (f->workspace, f->job, NULL,
                                                                f->target, NULL, NULL, NULL),
                             NULL);
  attune_test_wait_until (provider_count (f->provider, "GET /files/file-2/content") == 2);
  g_assert_cmpuint (count_entries (f->target), ==, 1);
  dex_unref (saving);
  attune_test_wait_until (count_entries (f->target) == 0);
}

/* A provider that hands out nothing says so. */
static void
test_none (Fixture       *f,
           gconstpointer  data)
{
  open_account (f, ATTUNE_PROFILE_CUSTOM_ID);
  train (f);
  g_assert_false (attune_workspace_has_model_files (f->workspace, f->job));
  attune_test_reject (attune_workspace_save_model_files (f->workspace, f->job, NULL, f->target,
                                                         NULL, NULL, NULL),
                      ATTUNE_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_entries (f->target), ==, 0);
}

/* What is shown as sent is what came there, to the letter, whatever the settings become later. */
static void
test_request (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(AttuneJob) old = NULL;
  g_autoptr(AttuneJob) unsent = NULL;
  g_autoptr(JsonNode) sent = NULL;
  g_autoptr(JsonNode) shown = NULL;
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;
  g_autofree char *old_text = NULL;
  g_autofree char *old_note = NULL;
  g_autofree char *unsent_note = NULL;

  train_open_model (f);
  text = attune_job_dup_request_text (f->job);
  note = attune_job_dup_request_note (f->job);
  g_assert_null (note);
  sent = json_from_string (provider_get_create_body (f->provider), NULL);
  shown = json_from_string (text, NULL);
  g_assert_true (json_node_equal (sent, shown));
  g_assert_cmpint (json_object_get_int_member (
    json_object_get_object_member (json_node_get_object (shown), "hyperparameters"), "n_epochs"), ==, 2);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (shown), "lora"));

  /* One of an earlier version, and one that has not gone out yet, say what they are. */
  row = attune_job_row_copy (attune_job_get_row (f->job));
  g_clear_pointer (&row->sent_request, g_free);
  old = attune_job_new (f->workspace->store, row);
  old_text = attune_job_dup_request_text (old);
  old_note = attune_job_dup_request_note (old);
  g_assert_nonnull (strstr (old_text, "\"base\""));
  g_assert_nonnull (strstr (old_note, "earlier version"));
  row->creating_at = 0;
  unsent = attune_job_new (f->workspace->store, row);
  unsent_note = attune_job_dup_request_note (unsent);
  g_assert_nonnull (strstr (unsent_note, "Nothing has been sent"));
}

#define ADD(name, func) \
  g_test_add ("/Attune/ModelFiles/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("results", test_results);
  ADD ("checkpoints", test_checkpoints);
  ADD ("files", test_files);
  ADD ("archive", test_archive);
  ADD ("broken", test_broken);
  ADD ("none", test_none);
  ADD ("request", test_request);

  return g_test_run ();
}
