/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-model-files"

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-checkpoint.h"
#include "attune-error.h"
#include "attune-free-space.h"
#include "attune-job-private.h"
#include "attune-model-archive.h"
#include "attune-thread-pool.h"
#include "attune-workspace-model-card.h"
#include "attune-workspace-model-files.h"
#include "attune-workspace-private.h"

/* Where all files are until the last one is there; whoever finds the folder has a whole model. */
#define UNFINISHED_SUFFIX ".part"

#define REMOVE_ATTEMPTS 50
#define REMOVE_INTERVAL_USEC (20 * 1000)

/* The card: what model hubs show of a folder. */
#define CARD_NAME "README"

/* The only file of a provider that hands out a model in one piece. */
#define ARCHIVE_NAME "model"

/* Shared by the fiber that fetches and the downloads, which may outlive it for a moment. */
typedef struct
{
  AttuneWorkspace    *workspace;
  AttuneJob          *job;
  AttuneCheckpoint   *checkpoint;
  char               *folder;
  char               *provider;    /* its name */
  AttuneProgressFunc  progress;
  gpointer            user_data;
  GDestroyNotify      destroy;

  char               *target;      /* the model's own folder, in @folder */
  char               *unfinished;
  GPtrArray          *files;       /* of AttuneFileInfo, or NULL */
  gint64              done;        /* bytes of the files before the one on its way */
  gint64              total;       /* of all of them, or -1 */
} Save;

static void
save_clear (gpointer data)
{
  Save *save = data;

  g_object_unref (save->workspace);
  g_object_unref (save->job);
  g_clear_object (&save->checkpoint);
  g_clear_pointer (&save->files, g_ptr_array_unref);
  g_free (save->folder);
  g_free (save->provider);
  g_free (save->target);
  g_free (save->unfinished);
}

static void
save_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, save_clear);
}

/* Nobody waits any more: what the caller gave is not touched again. */
static void
save_end (gpointer data)
{
  Save *save = data;

  save->progress = NULL;

  if (save->destroy != NULL)
    save->destroy (save->user_data);

  save_unref (save);
}

static AttuneProfile *
find_profile (AttuneWorkspace *self,
              AttuneJob       *job)
{
  AttuneAccount *account = attune_workspace_find_account (self, attune_job_get_account_id (job));

  return account != NULL ? attune_account_get_profile (account) : NULL;
}

/* The last one that has any: what the training came to. */
static AttuneCheckpoint *
find_last_checkpoint (AttuneJob *job)
{
  GListModel *checkpoints = attune_job_get_checkpoints (job);

  for (guint i = g_list_model_get_n_items (checkpoints); i > 0; i--)
    {
      g_autoptr(AttuneCheckpoint) checkpoint = g_list_model_get_item (checkpoints, i - 1);

      /* The list keeps it. */
      if (attune_checkpoint_get_files (checkpoint)[0] != NULL)
        return checkpoint;
    }

  return NULL;
}

/* What stands in a path must neither leave its folder nor be hidden there. */
static char *
make_name (const char *text,
           const char *fallback)
{
  g_autofree char *base = text != NULL ? g_path_get_basename (text) : g_strdup ("");
  g_autofree char *name = g_utf8_make_valid (base, -1);

  g_strdelimit (name, "/\\:*?\"<>|\n\r\t", '-');

  return g_strdup (*name == '\0' || *name == '.' || *name == '-' ? fallback : name);
}

static char *
make_folder_name (Save *save)
{
  g_autofree char *title = make_name (attune_job_get_title (save->job), ARCHIVE_NAME);

  if (save->checkpoint == NULL || attune_checkpoint_get_measures (save->checkpoint)->step <= 0)
    return g_steal_pointer (&title);

  return g_strdup_printf ("%s-step-%" G_GINT64_FORMAT, title,
                          attune_checkpoint_get_measures (save->checkpoint)->step);
}

/* Never in place of what is there: “colours”, “colours 2” … */
static void
choose_target (Save *save)
{
  g_autofree char *name = make_folder_name (save);

  save->target = g_build_filename (save->folder, name, NULL);

  for (guint i = 2; g_file_test (save->target, G_FILE_TEST_EXISTS); i++)
    {
      g_free (save->target);
      save->target = g_strdup_printf ("%s%c%s %u", save->folder, G_DIR_SEPARATOR, name, i);
    }

  save->unfinished = g_strconcat (save->target, UNFINISHED_SUFFIX, NULL);
}

static gboolean
set_folder_error (const char  *path,
                  int          code,
                  GError     **error)
{
  g_autoptr(GError) io_error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  attune_set_error_from_io (error, io_error, path);

  return FALSE;
}

/* Another thread may be writing the last piece that came, and takes its file away by itself. */
static DexFuture *
remove_unfinished_thread (gpointer user_data)
{
  for (guint i = 0; i < REMOVE_ATTEMPTS && !attune_workspace_remove_folder (user_data); i++)
    g_usleep (REMOVE_INTERVAL_USEC);

  return dex_future_new_true ();
}

/* All names and sizes are asked before the first byte is fetched. */
static gboolean
look_up_files (Save          *save,
               AttuneClient  *client,
               GError       **error)
{
  g_auto(GStrv) ids = g_strdupv ((char **)attune_checkpoint_get_files (save->checkpoint));

  save->total = 0;
  save->files = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_file_info_unref);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      AttuneFileInfo *file = dex_await_boxed (attune_client_get_file (client, ids[i]), error);

      if (file == NULL)
        return FALSE;

      g_ptr_array_add (save->files, file);
      save->total = save->total < 0 || file->bytes == 0 ? -1 : save->total + (gint64)file->bytes;
    }

  return TRUE;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Save *save = user_data;

  if (save->progress == NULL)
    return;

  /* One in one piece is as long as its download says. */
  save->progress (save->done + done, save->files != NULL ? save->total : total, save->user_data);
}

/* Two files of one name are two files. */
static char *
make_file_path (Save                 *save,
                const AttuneFileInfo *file,
                guint                 i)
{
  g_autofree char *fallback = g_strdup_printf ("file-%u", i + 1);
  g_autofree char *name = make_name (file->filename, fallback);
  char *path = g_build_filename (save->unfinished, name, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return path;

  g_free (path);

  return g_strdup_printf ("%s%c%u-%s", save->unfinished, G_DIR_SEPARATOR, i + 1, name);
}

static gboolean
fetch_files (Save          *save,
             AttuneClient  *client,
             GError       **error)
{
  for (guint i = 0; i < save->files->len; i++)
    {
      const AttuneFileInfo *file = save->files->pdata[i];
      g_autofree char *path = make_file_path (save, file, i);

      if (!dex_await (attune_client_download_file (client, file->id, path, progress_cb,
                                                   g_atomic_rc_box_acquire (save), save_unref),
                      error))
        return FALSE;

      save->done += file->bytes;
    }

  return TRUE;
}

static gboolean
fetch_archive (Save          *save,
               AttuneClient  *client,
               GError       **error)
{
  g_autofree char *path = g_build_filename (save->unfinished, ARCHIVE_NAME, NULL);
  g_autofree char *named = NULL;

  if (!dex_await (attune_client_download_weights (client, attune_job_get_remote_id (save->job),
                                                  path, progress_cb, g_atomic_rc_box_acquire (save),
                                                  save_unref), error))
    return FALSE;

  named = g_strconcat (path, attune_model_archive_get_suffix (path), NULL);

  return g_rename (path, named) == 0 || set_folder_error (named, errno, error);
}

static gboolean
write_card (Save          *save,
            AttuneClient  *client,
            GError       **error)
{
  g_autofree char *stem = g_build_filename (save->unfinished, CARD_NAME, NULL);
  g_autofree char *card_path = NULL;
  AttuneModelCardFacts facts = {
    .kind = ATTUNE_MODEL_CARD_FILES,
    .provider = save->provider,
  };

  if (save->checkpoint != NULL)
    facts.step = attune_checkpoint_get_measures (save->checkpoint)->step;

  card_path = attune_workspace_write_model_card (save->workspace, save->job, client, &facts,
                                                 save->unfinished, stem, error);

  return card_path != NULL;
}

static gboolean
fetch (Save          *save,
       AttuneClient  *client,
       GError       **error)
{
  if (save->checkpoint != NULL && !look_up_files (save, client, error))
    return FALSE;

  choose_target (save);

  if (save->total > 0 && !attune_check_free_space (save->unfinished, save->total, error))
    return FALSE;

  attune_workspace_remove_folder (save->unfinished);

  if (g_mkdir (save->unfinished, 0700) != 0)
    return set_folder_error (save->folder, errno, error);

  if (!(save->checkpoint != NULL ? fetch_files (save, client, error)
                                 : fetch_archive (save, client, error)) ||
      !write_card (save, client, error))
    return FALSE;

  return g_rename (save->unfinished, save->target) == 0 ||
         set_folder_error (save->target, errno, error);
}

static AttuneClient *
prepare (Save    *save,
         GError **error)
{
  AttuneWorkspace *self = save->workspace;
  AttuneAccount *account;

  account = attune_workspace_find_account (self, attune_job_get_account_id (save->job));

  if (account == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("The account of this fine-tune was removed. Add it again to get the model."));
      return NULL;
    }

  g_set_str (&save->provider, attune_profile_get_name (attune_account_get_profile (account)));

  /* Whoever asks right after the start has not seen the list yet. */
  if (!dex_await (attune_job_load_details (save->job), error))
    return NULL;

  if (!attune_workspace_has_model_files (self, save->job))
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        /* Translators: %s is the name of an account. */
                        _("“%s” hands out no files of this model."),
                        attune_account_get_name (account));
      return NULL;
    }

  if (save->checkpoint == NULL)
    g_set_object (&save->checkpoint, find_last_checkpoint (save->job));

  return dex_await_object (attune_workspace_connect (self, account), error);
}

static DexFuture *
attune_workspace_save_model_files_fiber (gpointer user_data)
{
  Save *save = user_data;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GError) error = NULL;

  if ((client = prepare (save, &error)) && fetch (save, client, &error))
    return dex_future_new_take_string (g_strdup (save->target));

  /* On a thread, and whether or not somebody still waits: there may be gigabytes to give back. */
  if (save->unfinished != NULL)
    dex_future_disown (attune_thread_pool_submit (save->workspace->pool, "attune-remove",
                                                  remove_unfinished_thread,
                                                  g_strdup (save->unfinished), g_free));

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * attune_workspace_has_model_files:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: whether its provider hands out the model, and there is one
 */
gboolean
attune_workspace_has_model_files (AttuneWorkspace *self,
                                  AttuneJob       *job)
{
  AttuneProfile *profile;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), FALSE);

  if ((profile = find_profile (self, job)) == NULL)
    return FALSE;

  if (attune_profile_can (profile, ATTUNE_ABILITY_CHECKPOINT_FILES))
    return find_last_checkpoint (job) != NULL;

  return attune_profile_can (profile, ATTUNE_ABILITY_DOWNLOAD_WEIGHTS) &&
         attune_job_get_status (job) == ATTUNE_JOB_STATUS_SUCCEEDED;
}

/**
 * attune_workspace_save_model_files:
 * @self: a workspace
 * @job: a fine-tune that attune_workspace_has_model_files()
 * @checkpoint: (nullable): which state of the model, or %NULL for the last one
 * @folder: (type filename): where the model's own folder shall be made
 * @progress: (nullable): called on the main thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when nobody waits any more
 *
 * Fetches the weights that the provider hands out, straight to the disk, and writes a model card
 * beside them. The folder appears when
 * all of it is there; what there is no room for is not begun. Dropping the future ends it.
 *
 * Returns: (transfer full): a future that resolves to a string, the path of the new folder, or
 *   rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_save_model_files (AttuneWorkspace    *self,
                                   AttuneJob          *job,
                                   AttuneCheckpoint   *checkpoint,
                                   const char         *folder,
                                   AttuneProgressFunc  progress,
                                   gpointer            user_data,
                                   GDestroyNotify      destroy)
{
  Save *save;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));
  dex_return_error_if_fail (folder != NULL);

  save = g_atomic_rc_box_new0 (Save);
  save->total = -1;
  save->workspace = g_object_ref (self);
  save->job = g_object_ref (job);
  g_set_object (&save->checkpoint, checkpoint);
  save->folder = g_strdup (folder);
  save->progress = progress;
  save->user_data = user_data;
  save->destroy = destroy;

  return dex_scheduler_spawn (NULL, 0, attune_workspace_save_model_files_fiber, save, save_end);
}
