/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-offers"

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-fetch-file.h"
#include "attune-json.h"
#include "attune-model-offers.h"
#include "attune-paths.h"
#include "attune-thread-pool.h"
#include "attune-workspace-offers.h"
#include "attune-workspace-private.h"

/* One offer, and what is on the disk of it. */
typedef struct
{
  AttuneModelOffer *offer;
  char             *path;
  gboolean          is_there;
  gint64            n_bytes;
} Found;

/* What a look at the disk came to; made on a thread. */
typedef struct
{
  char      *offers_dir;
  char      *models_dir;
  double     operations_per_second;   /* 0 until it is known */
  GPtrArray *found;
  char     **problems;
} Look;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_object_unref (found->offer);
  g_free (found->path);
  g_free (found);
}

static void
look_clear (gpointer data)
{
  Look *look = data;

  g_free (look->offers_dir);
  g_free (look->models_dir);
  g_strfreev (look->problems);
  g_ptr_array_unref (look->found);
}

static void
look_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, look_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_unref)

/* Without the engine nothing is known of the speed, and nothing is said of it. */
static double
probe_speed (void)
{
  g_autofree char *program = attune_paths_find_program ("attune-engine", NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(JsonObject) answer = NULL;
  g_autofree char *text = NULL;

  if (program == NULL ||
      !(process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, program, "probe", NULL)) ||
      !g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, NULL) ||
      text == NULL ||
      !(answer = attune_json_parse_object (text, -1, NULL)))
    return 0;

  return attune_json_get_double (answer, "operations_per_second", 0);
}

static void
look_for (Look             *look,
          AttuneModelOffer *offer)
{
  Found *found = g_new0 (Found, 1);

  found->offer = g_object_ref (offer);
  found->path = g_build_filename (look->models_dir, attune_model_offer_get_file_name (offer), NULL);
  found->is_there = g_file_test (found->path, G_FILE_TEST_EXISTS);
  found->n_bytes = attune_fetch_file_peek_part (found->path, attune_model_offer_get_sha256 (offer));
  g_ptr_array_add (look->found, found);
}

static DexFuture *
attune_workspace_look_thread (gpointer user_data)
{
  Look *look = user_data;
  g_autoptr(GPtrArray) offers = NULL;

  if (look->operations_per_second <= 0)
    look->operations_per_second = probe_speed ();

  offers = attune_model_offers_load (look->offers_dir, look->operations_per_second,
                                     &look->problems);

  for (guint i = 0; i < offers->len; i++)
    look_for (look, offers->pdata[i]);

  return dex_future_new_true ();
}

static AttuneModelDownload *
find_running (AttuneWorkspace *self,
              const char      *path)
{
  GListModel *downloads = G_LIST_MODEL (self->model_downloads);

  for (guint i = 0; i < g_list_model_get_n_items (downloads); i++)
    {
      g_autoptr(AttuneModelDownload) download = g_list_model_get_item (downloads, i);

      /* The list keeps it. */
      if (g_str_equal (attune_model_download_get_path (download), path) &&
          attune_model_download_get_state (download) == ATTUNE_MODEL_DOWNLOAD_RUNNING)
        return download;
    }

  return NULL;
}

/* Whoever watches one that is under way goes on watching it. */
static void
take_over (AttuneWorkspace *self,
           Look            *look)
{
  g_autoptr(GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < look->found->len; i++)
    {
      Found *found = look->found->pdata[i];
      AttuneModelDownload *running = find_running (self, found->path);
      AttuneModelDownload *download = running != NULL
                                      ? g_object_ref (running)
                                      : attune_model_download_new (found->offer, found->path);

      attune_model_download_set_found (download, found->is_there, found->n_bytes);
      g_ptr_array_add (downloads, download);
    }

  self->operations_per_second = look->operations_per_second;
  g_strfreev (self->offer_problems);
  self->offer_problems = g_steal_pointer (&look->problems);
  attune_list_store_assign (self->model_downloads, downloads);
}

static DexFuture *
attune_workspace_reload_model_offers_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(Look) look = g_atomic_rc_box_new0 (Look);
  g_autoptr(GError) error = NULL;

  look->found = g_ptr_array_new_with_free_func (found_free);
  look->offers_dir = attune_workspace_dup_offers_dir (self);
  look->models_dir = attune_workspace_dup_models_dir (self);
  look->operations_per_second = self->operations_per_second;

  if (!dex_await (attune_thread_pool_submit (self->pool, "attune-model-offers",
                                             attune_workspace_look_thread,
                                             g_atomic_rc_box_acquire (look), look_unref),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  take_over (self, look);

  return dex_future_new_true ();
}

/**
 * attune_workspace_get_model_downloads:
 * @self: a workspace
 *
 * Returns: (transfer none): what models can be had, each as far as it is here; empty before
 *   attune_workspace_reload_model_offers()
 */
GListModel *
attune_workspace_get_model_downloads (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->model_downloads);
}

/**
 * attune_workspace_get_offer_problems:
 * @self: a workspace
 *
 * Returns: (transfer none): for each of the person's own descriptions that cannot be used a
 *   sentence, %NULL-terminated
 */
const char * const *
attune_workspace_get_offer_problems (AttuneWorkspace *self)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), none);

  return self->offer_problems != NULL ? (const char * const *)self->offer_problems : none;
}

/**
 * attune_workspace_dup_offers_dir:
 * @self: a workspace
 *
 * Returns: (transfer full): where a person puts descriptions of other models; it need not be there
 */
char *
attune_workspace_dup_offers_dir (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return g_build_filename (self->data_dir, "models", NULL);
}

/**
 * attune_workspace_dup_models_dir:
 * @self: an open workspace
 *
 * Returns: (transfer full): the folder of which the engine on this computer uses every model; it
 *   need not be there
 */
char *
attune_workspace_dup_models_dir (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return attune_engine_supervisor_dup_models_dir (self->supervisor);
}

/**
 * attune_workspace_reload_model_offers:
 * @self: an open workspace
 *
 * Reads what models can be had, and looks how much of each is here. Asks nobody.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows it
 */
DexFuture *
attune_workspace_reload_model_offers (AttuneWorkspace *self)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_model_offers_fiber,
                              g_object_ref (self), g_object_unref);
}

typedef struct
{
  AttuneWorkspace     *workspace;
  AttuneModelDownload *download;
} Taking;

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  g_object_unref (taking->workspace);
  g_object_unref (taking->download);
  g_free (taking);
}

static DexFuture *
attune_workspace_take_download_fiber (gpointer user_data)
{
  Taking *taking = user_data;
  AttuneModelOffer *offer = attune_model_download_get_offer (taking->download);
  AttuneModel *model;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_workspace_refresh_local_models (taking->workspace), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  model = attune_workspace_find_model (taking->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                       attune_model_offer_get_id (offer));

  if (model == NULL)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        /* Translators: %s is the name of a model. */
                        _("“%s” was downloaded, but the engine cannot read its file."),
                        attune_model_offer_get_name (offer)));

  return dex_future_new_for_object (model);
}

/**
 * attune_workspace_take_download:
 * @self: an open workspace
 * @download: one that is done
 *
 * Has the engine look at what came.
 *
 * Returns: (transfer full): a future that resolves to the #AttuneModel, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is none, or with another %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_take_download (AttuneWorkspace     *self,
                                AttuneModelDownload *download)
{
  Taking *taking;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (download));

  taking = g_new0 (Taking, 1);
  taking->workspace = g_object_ref (self);
  taking->download = g_object_ref (download);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_take_download_fiber, taking, taking_free);
}

static DexFuture *
remove_file_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) io_error = NULL;
  int number;

  if (g_unlink (path) == 0 || errno == ENOENT)
    return dex_future_new_true ();

  number = errno;
  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  attune_set_error_from_io (&error, io_error, path);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
attune_workspace_remove_download_fiber (gpointer user_data)
{
  Taking *taking = user_data;
  char *path = g_strdup (attune_model_download_get_path (taking->download));
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_thread_pool_submit (taking->workspace->pool, "attune-remove-model",
                                             remove_file_thread, path, g_free),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_model_download_set_found (taking->download, FALSE, 0);

  return dex_future_new_true ();
}

/**
 * attune_workspace_remove_download:
 * @self: an open workspace
 * @download: one that is done
 *
 * Removes the file that came. It can be got again.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_remove_download (AttuneWorkspace     *self,
                                  AttuneModelDownload *download)
{
  Taking *taking;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (download));

  taking = g_new0 (Taking, 1);
  taking->workspace = g_object_ref (self);
  taking->download = g_object_ref (download);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_remove_download_fiber, taking, taking_free);
}
