/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-model-download.h"
#include "attune-paths.h"
#include "attune-workspace-private.h"

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
