/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-clock.h"
#include "attune-engine-supervisor.h"
#include "attune-store-conversations.h"
#include "attune-store.h"
#include "attune-tracker.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

/* Seen by the files attune-workspace-*.c, which are one class by concern. */
struct _AttuneWorkspace
{
  GObject                  parent_instance;

  char                    *data_dir;
  gboolean                 is_own;           /* the person's own folder, not one of a test */
  char                    *notice;
  int                      presence_fd;      /* a lock that every open workspace shares */

  AttuneStore             *store;
  DexThreadPool           *pool;             /* long work on files */
  AttuneEngineSupervisor  *supervisor;
  AttuneTracker           *tracker;
  GHashTable              *clients;          /* account id → AttuneClient */
  DexFuture               *discovering;      /* asking every account what was begun elsewhere */
  DexFuture               *indexing;         /* bringing the index for searching up to date */

  GListStore              *accounts;
  GListStore              *datasets;
  GListStore              *jobs;
  GListStore              *models;
  GListStore              *model_downloads;  /* what can be had, once somebody has asked */
  char                   **offer_problems;
  double                   operations_per_second;  /* of training on this computer; 0: not measured yet */
  GListStore              *conversations;
  GListStore              *comparisons;
  GListStore              *presets;
  guint                    order_source;      /* something was used, and comes first */
  GHashTable              *all_conversations; /* id → AttuneConversation, columns of comparisons too */
  GNetworkMonitor         *network;
  gulong                   network_handler;   /* what waits is sent when it is back */
  double                   local_speed;
  gboolean                 has_active_jobs;
  AttuneClock             *clock;

  GFileMonitor            *monitor;
  guint                    monitor_source;
  DexFuture               *reloading;
};

/* By concern: what the store holds becomes what is shown. All resolve to TRUE. */
DexFuture     *attune_workspace_reload_accounts      (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *attune_workspace_reload_datasets      (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *attune_workspace_reload_jobs          (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *attune_workspace_reload_models        (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *attune_workspace_reload_conversations (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *attune_workspace_reload_comparisons   (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *attune_workspace_reload_presets       (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;

char          *attune_workspace_dup_dataset_dir      (AttuneWorkspace  *self,
                                                      const char       *dataset_id);
char          *attune_workspace_dup_results_path     (AttuneWorkspace  *self,
                                                      AttuneJob        *job,
                                                      guint             i);
DexFuture     *attune_workspace_import_as            (AttuneWorkspace           *self,
                                                      const char                *id,
                                                      const char                *path,
                                                      const char                *name,
                                                      const AttuneImportOptions *options,
                                                      AttuneProgressFunc         progress,
                                                      gpointer                   user_data,
                                                      GDestroyNotify             destroy) G_GNUC_WARN_UNUSED_RESULT;
gboolean       attune_workspace_remove_folder        (const char       *path);
DexFuture     *attune_workspace_purge                (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
void           attune_workspace_start_indexing       (AttuneWorkspace  *self);
DexFuture     *attune_workspace_check_restored_cb    (DexFuture        *completed,
                                                      gpointer          user_data);
void           attune_workspace_update_active        (AttuneWorkspace  *self);
gboolean       attune_workspace_can_announce         (AttuneWorkspace  *self);
void           attune_workspace_emit_job_finished    (AttuneWorkspace  *self,
                                                      AttuneJob        *job);
void           attune_workspace_emit_kept_waiting    (AttuneWorkspace  *self,
                                                      const char       *name,
                                                      const char       *text);
void           attune_workspace_note_contact         (AttuneWorkspace  *self,
                                                      const char       *account_id,
                                                      const GError     *error);
AttuneClient  *attune_workspace_create_client        (AttuneWorkspace  *self,
                                                      AttuneAccount    *account,
                                                      AttuneProfile    *profile,
                                                      const AttuneAccountSettings *settings,
                                                      GError          **error);

DexFuture     *attune_workspace_reload_columns_cb    (DexFuture        *completed,
                                                      gpointer          user_data);
AttuneConversationRow *attune_workspace_create_column (const char      *comparison_id,
                                                       const AttuneComparisonColumn *column,
                                                       guint            i);
void           attune_workspace_take_column_defaults (AttuneWorkspace  *self,
                                                      AttuneConversationRow *row);
void           attune_workspace_take_defaults        (AttuneWorkspace  *self,
                                                      AttuneConversationRow *row);
void           attune_workspace_queue_order          (AttuneWorkspace  *self);
AttuneJob     *attune_workspace_find_tuning          (AttuneWorkspace  *self,
                                                      const char       *account_id,
                                                      const char       *model);
gboolean       attune_workspace_is_out_of_reach      (AttuneWorkspace  *self,
                                                      AttuneAccount    *account);

/* For tests: another network than that of this computer. */
void           attune_workspace_set_network          (AttuneWorkspace  *self,
                                                      GNetworkMonitor  *network);

/* For tests: what is waited for is waited for this many times shorter. */
void           attune_workspace_set_haste            (AttuneWorkspace  *self,
                                                      guint             haste);

/* Replaces what a list holds with as few changes as the order allows. */
void           attune_list_store_assign              (GListStore       *list,
                                                      GPtrArray        *items);

G_END_DECLS
