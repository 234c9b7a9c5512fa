/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-results"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneJob       *job;
  char            *path;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_object_unref (save->workspace);
  g_object_unref (save->job);
  g_free (save->path);
  g_free (save);
}

/**
 * attune_workspace_dup_results_path:
 * @self: a workspace
 * @job: a fine-tune
 * @i: which of its files of results
 *
 * Returns: (transfer full): where it is once it was rescued
 */
char *
attune_workspace_dup_results_path (AttuneWorkspace *self,
                                   AttuneJob       *job,
                                   guint            i)
{
  g_autofree char *name = i > 0 ? g_strdup_printf ("%s.%u", attune_job_get_id (job), i + 1)
                                : g_strdup (attune_job_get_id (job));

  return g_build_filename (self->data_dir, "results", name, NULL);
}

typedef struct
{
  char *from;
  char *to;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->from);
  g_free (copy->to);
  g_free (copy);
}

static DexFuture *
attune_workspace_copy_results_thread (gpointer user_data)
{
  Copy *copy = user_data;
  g_autofree char *text = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  /* Some lines a step; nothing that has to be read in pieces. */
  if (!g_file_get_contents (copy->from, &text, &length, &io_error))
    attune_set_error_from_io (&error, io_error, copy->from);
  else if (attune_atomic_file_replace (copy->to, text, length, &error))
    return dex_future_new_true ();

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/* Resolves to FALSE when the provider has to be asked. */
static DexFuture *
copy_rescued_results (AttuneWorkspace *self,
                      AttuneJob       *job,
                      guint            i,
                      const char      *path)
{
  g_autofree char *rescued = attune_workspace_dup_results_path (self, job, i);
  Copy *copy;

  if (!g_file_test (rescued, G_FILE_TEST_EXISTS))
    return dex_future_new_for_boolean (FALSE);

  copy = g_new0 (Copy, 1);
  copy->from = g_steal_pointer (&rescued);
  copy->to = g_strdup (path);

  return attune_thread_pool_submit (self->pool, "attune-copy-results",
                                    attune_workspace_copy_results_thread, copy, copy_free);
}

/* The first is where the person wants it, “results.csv”; the others are “results-2.csv” … */
static char *
make_path (const char *path,
           guint       i)
{
  const char *name = strrchr (path, G_DIR_SEPARATOR);
  const char *dot = strrchr (path, '.');

  if (i == 0)
    return g_strdup (path);

  if (dot == NULL || dot <= name + 1)
    return g_strdup_printf ("%s-%u", path, i + 1);

  return g_strdup_printf ("%.*s-%u%s", (int)(dot - path), path, i + 1, dot);
}

static AttuneClient *
connect_to_account (AttuneWorkspace  *self,
                    const char       *account_id,
                    GError          **error)
{
  AttuneAccount *account = attune_workspace_find_account (self, account_id);

  if (account == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("The account of this fine-tune was removed. Add it again to get the results."));
      return NULL;
    }

  return dex_await_object (attune_workspace_connect (self, account), error);
}

static gboolean
save_one (Save          *save,
          AttuneClient **client,
          const char    *file_id,
          guint          i,
          GError       **error)
{
  g_autofree char *path = make_path (save->path, i);
  g_autoptr(GError) local_error = NULL;

  if (dex_await_boolean (copy_rescued_results (save->workspace, save->job, i, path), &local_error))
    return TRUE;

  if (local_error == NULL && *client == NULL)
    *client = connect_to_account (save->workspace, attune_job_get_account_id (save->job),
                                  &local_error);

  if (local_error == NULL &&
      dex_await (attune_client_download_file (*client, file_id, path, NULL, NULL, NULL),
                 &local_error))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static DexFuture *
attune_workspace_save_results_fiber (gpointer user_data)
{
  Save *save = user_data;
  g_auto(GStrv) file_ids = g_strdupv ((char **)attune_job_get_result_files (save->job));
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GError) error = NULL;

  if (file_ids[0] == NULL)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("There is no file of results for this fine-tune. Providers make it when a "
                          "fine-tune succeeds.")));

  for (guint i = 0; file_ids[i] != NULL; i++)
    if (!save_one (save, &client, file_ids[i], i, &error))
      return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_uint (g_strv_length (file_ids));
}

/**
 * attune_workspace_save_results:
 * @self: a workspace
 * @job: a fine-tune that has succeeded
 * @path: where the CSV shall be; where there are several, the others stand beside it, with numbers
 *
 * Returns: (transfer full): a future that resolves to a uint, how many files there are, each whole
 */
DexFuture *
attune_workspace_save_results (AttuneWorkspace *self,
                               AttuneJob       *job,
                               const char      *path)
{
  Save *save;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));
  dex_return_error_if_fail (path != NULL);

  save = g_new0 (Save, 1);
  save->workspace = g_object_ref (self);
  save->job = g_object_ref (job);
  save->path = g_strdup (path);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_save_results_fiber, save, save_free);
}
