/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-open"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-paths.h"
#include "attune-store-accounts.h"
#include "attune-timeout.h"
#include "attune-workspace-private.h"

/* Writes of the other process come in bursts; one look at the store is enough for each burst. */
#define RELOAD_DELAY_MSEC 100

/* How often a program that starts asks for the lock that a cleaning one holds. */
#define PRESENCE_INTERVAL_MSEC 20

/* Every open workspace holds the lock together with the others. Who gets it alone, when opening,
 * may clean up what nobody can be using. */
static gboolean
take_presence (AttuneWorkspace  *self,
               gboolean         *is_alone,
               GError          **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "attune.lock", NULL);

  self->presence_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (self->presence_fd == -1)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (errno),
                        _("Attune may not write to its folder “%s”. Check its permissions and the "
                          "free space of the disk."),
                        self->data_dir);
      return FALSE;
    }

  *is_alone = flock (self->presence_fd, LOCK_EX | LOCK_NB) == 0;

  /* Who is alone holds the lock for the moment of its cleaning only. */
  while (!*is_alone && flock (self->presence_fd, LOCK_SH | LOCK_NB) != 0)
    {
      g_autoptr(GError) local_error = NULL;

      dex_await (attune_timeout_new (PRESENCE_INTERVAL_MSEC), &local_error);

      if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  return TRUE;
}

/* A socket of its own for each data folder, so that a test never meets the person's engine. */
static char *
dup_socket_path (AttuneWorkspace *self)
{
  g_autofree char *shared = attune_paths_dup_engine_socket ();
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;

  if (self->is_own)
    return g_steal_pointer (&shared);

  folder = g_path_get_dirname (shared);
  name = g_strdup_printf ("engine-%08x.sock", g_str_hash (self->data_dir));

  return g_build_filename (folder, name, NULL);
}

static AttuneEngineSupervisor *
create_supervisor (AttuneWorkspace *self)
{
  g_autofree char *socket_path = dup_socket_path (self);
  g_autofree char *state_dir = NULL;

  if (self->is_own)
    state_dir = attune_paths_dup_engine_dir ();
  else
    state_dir = g_build_filename (self->data_dir, "engine", NULL);

  return attune_engine_supervisor_new (state_dir, socket_path);
}

static gboolean
reload_all (AttuneWorkspace  *self,
            GError          **error)
{
  double local_speed;

  if (!dex_await (attune_workspace_reload_accounts (self), error) ||
      !dex_await (attune_workspace_reload_datasets (self), error) ||
      !dex_await (attune_workspace_reload_jobs (self), error) ||
      !dex_await (attune_workspace_reload_models (self), error) ||
      !dex_await (attune_workspace_reload_conversations (self), error) ||
      !dex_await (attune_workspace_reload_comparisons (self), error) ||
      !dex_await (attune_workspace_reload_presets (self), error))
    return FALSE;

  local_speed = dex_await_double (attune_store_get_fact (self->store, "local-speed"), NULL);

  if (local_speed > 0)
    self->local_speed = local_speed;

  return TRUE;
}

static DexFuture *
attune_workspace_reload_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GError) error = NULL;

  if (dex_await_boolean (attune_store_has_foreign_changes (self->store), &error) &&
      reload_all (self, &error))
    attune_tracker_sync (self->tracker);

  if (error != NULL)
    g_info ("Cannot take over what another program changed: %s", error->message);

  return dex_future_new_true ();
}

static gboolean
reload_timeout_cb (gpointer user_data)
{
  AttuneWorkspace *self = user_data;

  /* A reload under way may have looked too early. */
  if (self->reloading != NULL && dex_future_is_pending (self->reloading))
    return G_SOURCE_CONTINUE;

  dex_clear (&self->reloading);
  self->reloading = dex_future_first (dex_scheduler_spawn (NULL, 0, attune_workspace_reload_fiber,
                                                           g_object_ref (self), g_object_unref),
                                      NULL);
  self->monitor_source = 0;

  return G_SOURCE_REMOVE;
}

static void
wal_changed_cb (AttuneWorkspace *self)
{
  if (self->monitor_source == 0)
    self->monitor_source = g_timeout_add (RELOAD_DELAY_MSEC, reload_timeout_cb, self);
}

static void
start_monitor (AttuneWorkspace *self)
{
  g_autofree char *path = g_build_filename (self->data_dir, "attune.db-wal", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);

  if (self->monitor == NULL)
    {
      g_info ("Changes by other programs will be seen at the next start only: %s", error->message);
      return;
    }

  g_file_monitor_set_rate_limit (self->monitor, RELOAD_DELAY_MSEC);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (wal_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
make_folders (AttuneWorkspace  *self,
              GError          **error)
{
  static const char * const names[] = { "datasets", "jobs", "results" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->data_dir, names[i], NULL);

      if (g_mkdir_with_parents (path, 0700) != 0)
        {
          attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (errno),
                            _("Attune cannot make the folder “%s”. Check the permissions and the "
                              "free space of the disk."),
                            path);
          return FALSE;
        }
    }

  return TRUE;
}

static DexFuture *
attune_workspace_open_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autofree char *path = g_build_filename (self->data_dir, "attune.db", NULL);
  g_autoptr(GError) error = NULL;
  gboolean is_alone;

  self->store = attune_store_new (path);

  if (!make_folders (self, &error) ||
      !take_presence (self, &is_alone, &error) ||
      !dex_await (attune_store_open (self->store), &error) ||
      /* The store moves files aside together with a damaged database. */
      !make_folders (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_set_str (&self->notice, attune_store_get_notice (self->store));

  if (is_alone)
    {
      if (!dex_await (attune_workspace_purge (self), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      flock (self->presence_fd, LOCK_SH);
    }

  self->supervisor = create_supervisor (self);
  self->tracker = attune_tracker_new (self);
  start_monitor (self);

  if (!dex_await_boolean (attune_store_has_foreign_changes (self->store), &error) && error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!reload_all (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_tracker_sync (self->tracker);
  attune_workspace_start_indexing (self);

  return dex_future_new_true ();
}

static void
settle_conversations (AttuneWorkspace *self)
{
  g_autoptr(GPtrArray) conversations = NULL;

  conversations = g_hash_table_get_values_as_ptr_array (self->all_conversations);

  for (guint i = 0; i < conversations->len; i++)
    {
      g_autoptr(AttuneConversation) conversation = g_object_ref (conversations->pdata[i]);

      dex_await (attune_conversation_settle (conversation), NULL);
    }
}

static DexFuture *
attune_workspace_close_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GError) error = NULL;

  g_clear_object (&self->monitor);
  g_clear_handle_id (&self->monitor_source, g_source_remove);
  dex_clear (&self->reloading);
  dex_clear (&self->discovering);
  dex_clear (&self->indexing);

  g_clear_signal_handler (&self->network_handler, self->network);
  settle_conversations (self);

  if (self->tracker != NULL)
    dex_await (attune_tracker_stop (self->tracker), NULL);

  /* What was stopped cleans up by itself, and has to be let. */
  if (self->pool != NULL)
    dex_await (dex_thread_pool_close (self->pool, DEX_THREAD_POOL_SHUTDOWN_CANCEL_QUEUED), NULL);

  if (self->store != NULL && !dex_await (attune_store_close (self->store), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_clear_object (&self->tracker);
  g_clear_fd (&self->presence_fd, NULL);

  return dex_future_new_true ();
}

/**
 * attune_workspace_open:
 * @self: a workspace
 *
 * Reads the store, fills the lists, and goes on with every fine-tune that is under way. What was
 * deleted before goes for good, if no other program has the workspace open.
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_open (AttuneWorkspace *self)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (self->store == NULL);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_open_fiber,
                              g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_close:
 * @self: a workspace
 *
 * Stops following fine-tunes, which go on at their providers, keeps what came of answers, and
 * closes the store.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_close (AttuneWorkspace *self)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_close_fiber,
                              g_object_ref (self), g_object_unref);
}
