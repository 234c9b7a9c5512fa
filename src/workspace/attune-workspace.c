/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-model-download.h"
#include "attune-paths.h"
#include "attune-store-accounts.h"
#include "attune-timeout.h"
#include "attune-workspace-private.h"

/* Writes of the other process come in bursts; one look at the store is enough for each burst. */
#define RELOAD_DELAY_MSEC 100

/* How often a program that starts asks for the lock that a cleaning one holds. */
#define PRESENCE_INTERVAL_MSEC 20

/* Long work on files: an import and the digest of an upload may run beside each other. */
#define N_FILE_THREADS 2

enum {
  PROP_0,
  PROP_HAS_ACTIVE_JOBS,
  N_PROPS
};

enum {
  JOB_FINISHED,
  KEPT_WAITING,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneWorkspace, attune_workspace, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

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

static void
attune_workspace_dispose (GObject *object)
{
  AttuneWorkspace *self = (AttuneWorkspace *)object;

  dex_clear (&self->reloading);
  dex_clear (&self->discovering);
  dex_clear (&self->indexing);
  g_clear_handle_id (&self->monitor_source, g_source_remove);
  g_clear_handle_id (&self->order_source, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_object (&self->tracker);
  g_clear_object (&self->supervisor);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->clients, g_hash_table_unref);
  g_clear_object (&self->accounts);
  g_clear_object (&self->datasets);
  g_clear_object (&self->jobs);
  g_clear_object (&self->models);
  g_clear_object (&self->model_downloads);
  g_clear_object (&self->conversations);
  g_clear_object (&self->comparisons);
  g_clear_object (&self->presets);
  g_clear_pointer (&self->all_conversations, g_hash_table_unref);

  if (self->network != NULL)
    g_clear_signal_handler (&self->network_handler, self->network);

  g_clear_object (&self->network);
  dex_clear (&self->pool);

  G_OBJECT_CLASS (attune_workspace_parent_class)->dispose (object);
}

static void
attune_workspace_finalize (GObject *object)
{
  AttuneWorkspace *self = (AttuneWorkspace *)object;

  g_clear_fd (&self->presence_fd, NULL);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->notice, g_free);
  g_clear_pointer (&self->offer_problems, g_strfreev);

  G_OBJECT_CLASS (attune_workspace_parent_class)->finalize (object);
}

static void
attune_workspace_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneWorkspace *self = ATTUNE_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_HAS_ACTIVE_JOBS:
      g_value_set_boolean (value, self->has_active_jobs);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_workspace_class_init (AttuneWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_workspace_dispose;
  object_class->finalize = attune_workspace_finalize;
  object_class->get_property = attune_workspace_get_property;

  properties[PROP_HAS_ACTIVE_JOBS] =
    g_param_spec_boolean ("has-active-jobs", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * AttuneWorkspace::job-finished:
   * @self: a workspace
   * @job: the fine-tune
   *
   * A fine-tune has reached a final status. Once for each, whoever of several programs sees it.
   */
  signals[JOB_FINISHED] =
    g_signal_new ("job-finished",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, ATTUNE_TYPE_JOB);

  /**
   * AttuneWorkspace::kept-waiting:
   * @self: a workspace
   * @name: of the service that is waited for
   * @text: why, a sentence without its full stop
   *
   * What was asked of a service takes so long that a person wants to know.
   */
  signals[KEPT_WAITING] =
    g_signal_new ("kept-waiting",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
attune_workspace_init (AttuneWorkspace *self)
{
  self->presence_fd = -1;
  self->clock = attune_clock_new ();
  self->pool = dex_thread_pool_new (N_FILE_THREADS);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->accounts = g_list_store_new (ATTUNE_TYPE_ACCOUNT);
  self->datasets = g_list_store_new (ATTUNE_TYPE_DATASET);
  self->jobs = g_list_store_new (ATTUNE_TYPE_JOB);
  self->models = g_list_store_new (ATTUNE_TYPE_MODEL);
  self->model_downloads = g_list_store_new (ATTUNE_TYPE_MODEL_DOWNLOAD);
  self->conversations = g_list_store_new (ATTUNE_TYPE_CONVERSATION);
  self->comparisons = g_list_store_new (ATTUNE_TYPE_COMPARISON);
  self->presets = g_list_store_new (ATTUNE_TYPE_CHAT_PRESET);
  self->all_conversations = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->network = g_object_ref (g_network_monitor_get_default ());
}

/**
 * attune_workspace_new:
 * @data_dir: (nullable): the folder of everything that is kept, or %NULL for the person's own
 *
 * A folder that is given has its own engine too. Let go of a workspace with
 * attune_workspace_close().
 *
 * Returns: (transfer full): a workspace that is not open yet
 */
AttuneWorkspace *
attune_workspace_new (const char *data_dir)
{
  AttuneWorkspace *self = g_object_new (ATTUNE_TYPE_WORKSPACE, NULL);

  self->is_own = data_dir == NULL;
  self->data_dir = data_dir != NULL ? g_strdup (data_dir) : attune_paths_dup_data_dir ();

  return self;
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

/**
 * attune_workspace_get_notice:
 * @self: a workspace
 *
 * Returns: (transfer none) (nullable): what the person has to be told about opening it, a sentence
 */
const char *
attune_workspace_get_notice (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return self->notice;
}

/**
 * attune_workspace_get_accounts:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #AttuneAccount, this computer first
 */
GListModel *
attune_workspace_get_accounts (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

/**
 * attune_workspace_get_datasets:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #AttuneDataset, newest first
 */
GListModel *
attune_workspace_get_datasets (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->datasets);
}

/**
 * attune_workspace_get_jobs:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #AttuneJob, newest first
 */
GListModel *
attune_workspace_get_jobs (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->jobs);
}

/**
 * attune_workspace_get_models:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #AttuneModel, tuned ones first
 */
GListModel *
attune_workspace_get_models (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->models);
}

/**
 * attune_workspace_get_conversations:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #AttuneConversation, the one that changed last first
 */
GListModel *
attune_workspace_get_conversations (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->conversations);
}

/**
 * attune_workspace_get_has_active_jobs:
 * @self: a workspace
 *
 * Returns: whether a fine-tune is under way
 */
gboolean
attune_workspace_get_has_active_jobs (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);

  return self->has_active_jobs;
}

/**
 * attune_workspace_get_local_speed:
 * @self: a workspace
 *
 * Returns: tokens a second of the last fine-tune on this computer, 0 before there was one
 */
double
attune_workspace_get_local_speed (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), 0);

  return self->local_speed;
}

/**
 * attune_workspace_check_restored_cb: (skip)
 * @completed: the future of how many rows came back from what was deleted
 * @user_data: unused
 *
 * For dex_future_then().
 *
 * Returns: (transfer full): the same, or a rejection with %ATTUNE_ERROR_NOT_FOUND where none did
 */
DexFuture *
attune_workspace_check_restored_cb (DexFuture *completed,
                                    gpointer   user_data)
{
  if (g_value_get_int (dex_future_get_value (completed, NULL)) == 0)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("It is gone for good and cannot be brought back.")));

  return dex_ref (completed);
}

/**
 * attune_workspace_update_active:
 * @self: a workspace
 *
 * Looks whether a fine-tune is under way, and tells of a change.
 */
void
attune_workspace_update_active (AttuneWorkspace *self)
{
  gboolean has_active_jobs = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->jobs)); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      has_active_jobs |= attune_job_get_is_active (job);
    }

  if (self->has_active_jobs != has_active_jobs)
    {
      self->has_active_jobs = has_active_jobs;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_ACTIVE_JOBS]);
    }
}

/**
 * attune_workspace_can_announce:
 * @self: a workspace
 *
 * A command that only lists something must not take the news away from the window.
 *
 * Returns: whether anybody would hear that a fine-tune has ended
 */
gboolean
attune_workspace_can_announce (AttuneWorkspace *self)
{
  return g_signal_has_handler_pending (self, signals[JOB_FINISHED], 0, FALSE);
}

/**
 * attune_workspace_emit_job_finished:
 * @self: a workspace
 * @job: a fine-tune whose announcement was claimed in the store
 */
void
attune_workspace_emit_job_finished (AttuneWorkspace *self,
                                    AttuneJob       *job)
{
  g_signal_emit (self, signals[JOB_FINISHED], 0, job);
}

/**
 * attune_workspace_emit_kept_waiting:
 * @self: a workspace
 * @name: of a service
 * @text: why it is still waited for
 */
void
attune_workspace_emit_kept_waiting (AttuneWorkspace *self,
                                    const char      *name,
                                    const char      *text)
{
  g_signal_emit (self, signals[KEPT_WAITING], 0, name, text);
}

/**
 * attune_workspace_set_haste:
 * @self: a workspace
 * @haste: 1 for the pace of the world
 *
 * Lets fine-tunes ask their providers this many times as often, for tests.
 */
void
attune_workspace_set_haste (AttuneWorkspace *self,
                            guint            haste)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));

  attune_clock_set_speed (self->clock, haste);
}

/**
 * attune_list_store_assign:
 * @list: a list
 * @items: (element-type GObject): what it shall hold, in order
 *
 * Leaves equal beginnings and ends alone, so that views keep their place.
 */
void
attune_list_store_assign (GListStore *list,
                          GPtrArray  *items)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint n_new = items->len;
  guint n_before = 0;
  guint n_after = 0;

  while (n_before < MIN (n_old, n_new))
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (list), n_before);

      if (item != items->pdata[n_before])
        break;

      n_before++;
    }

  while (n_after < MIN (n_old, n_new) - n_before)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (list), n_old - n_after - 1);

      if (item != items->pdata[n_new - n_after - 1])
        break;

      n_after++;
    }

  if (n_old - n_before - n_after > 0 || n_new - n_before - n_after > 0)
    g_list_store_splice (list, n_before, n_old - n_before - n_after,
                         items->pdata + n_before, n_new - n_before - n_after);
}
