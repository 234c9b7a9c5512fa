/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "attune-account-check.h"
#include "attune-account-settings.h"
#include "attune-account.h"
#include "attune-chat-export.h"
#include "attune-chat-import.h"
#include "attune-chat-preset.h"
#include "attune-checkpoint.h"
#include "attune-client.h"
#include "attune-comparison.h"
#include "attune-conversation.h"
#include "attune-correction.h"
#include "attune-dataset.h"
#include "attune-estimate.h"
#include "attune-import.h"
#include "attune-job-event.h"
#include "attune-job-point.h"
#include "attune-job.h"
#include "attune-model-tally.h"
#include "attune-model.h"
#include "attune-search-hit.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_WORKSPACE (attune_workspace_get_type ())

/**
 * AttuneWorkspace:
 *
 * What the person keeps, and what goes on: accounts, datasets, fine-tunes, models, conversations.
 * The window and the command line are two views of it. Every change is in the store before it is
 * shown. Properties (read-only): `has-active-jobs` (boolean).
 *
 * Signals: `job-finished` (AttuneJob), when a job that was active reaches a final status while this
 * process watches, or was found to have reached it while nobody did; `kept-waiting` (string: the name
 * of a service, string: a sentence), when it takes so long that a person wants to know.
 */
G_DECLARE_FINAL_TYPE (AttuneWorkspace, attune_workspace, ATTUNE, WORKSPACE, GObject)

AttuneWorkspace    *attune_workspace_new                 (const char       *data_dir); /* NULL: the person's own */
DexFuture          *attune_workspace_open                (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_close               (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
const char         *attune_workspace_get_notice          (AttuneWorkspace  *self); /* e.g. a broken database was kept aside; or NULL */

GListModel         *attune_workspace_get_accounts        (AttuneWorkspace  *self); /* This Computer first */
GListModel         *attune_workspace_get_datasets        (AttuneWorkspace  *self); /* newest first, as the others */
GListModel         *attune_workspace_get_jobs            (AttuneWorkspace  *self);
GListModel         *attune_workspace_get_models          (AttuneWorkspace  *self); /* tuned ones first */
GListModel         *attune_workspace_get_conversations   (AttuneWorkspace  *self); /* pinned first; no columns of comparisons */
GListModel         *attune_workspace_get_comparisons     (AttuneWorkspace  *self); /* used last first */
GListModel         *attune_workspace_get_presets         (AttuneWorkspace  *self); /* AttuneChatPreset, by name */
gboolean            attune_workspace_get_has_active_jobs (AttuneWorkspace  *self);
double              attune_workspace_get_local_speed     (AttuneWorkspace  *self); /* tokens/s measured last, 0 when never */

AttuneAccount      *attune_workspace_find_account        (AttuneWorkspace  *self,
                                                          const char       *id);
AttuneDataset      *attune_workspace_find_dataset        (AttuneWorkspace  *self,
                                                          const char       *id);
AttuneJob          *attune_workspace_find_job            (AttuneWorkspace  *self,
                                                          const char       *id); /* ours or the provider's */
AttuneModel        *attune_workspace_find_model          (AttuneWorkspace  *self,
                                                          const char       *account_id,
                                                          const char       *model_id);
const char         *attune_workspace_get_model_title     (AttuneWorkspace  *self,
                                                          const char       *account_id,
                                                          const char       *model_id);
AttuneConversation *attune_workspace_find_conversation   (AttuneWorkspace  *self,     /* columns of comparisons too */
                                                          const char       *id);
AttuneComparison   *attune_workspace_find_comparison     (AttuneWorkspace  *self,
                                                          const char       *id);

/* Accounts. */
DexFuture          *attune_workspace_add_account         (AttuneWorkspace  *self,     /* AttuneAccount */
                                                          AttuneProfile    *profile,
                                                          const AttuneAccountSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_update_account      (AttuneWorkspace  *self,     /* TRUE */
                                                          AttuneAccount    *account,
                                                          const AttuneAccountSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_remove_account      (AttuneWorkspace  *self,     /* TRUE; forgets the key too */
                                                          AttuneAccount    *account) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_try_account         (AttuneWorkspace  *self,     /* AttuneAccountCheck; not kept yet */
                                                          AttuneProfile    *profile,
                                                          const AttuneAccountSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_check_account       (AttuneWorkspace  *self,     /* AttuneAccountCheck */
                                                          AttuneAccount    *account,
                                                          const AttuneAccountSettings *settings /* NULL: its own */) G_GNUC_WARN_UNUSED_RESULT;
char               *attune_workspace_suggest_account_name (AttuneWorkspace *self,
                                                           AttuneProfile   *profile);
DexFuture          *attune_workspace_has_key             (AttuneWorkspace  *self,     /* boolean */
                                                          AttuneAccount    *account) G_GNUC_WARN_UNUSED_RESULT;
void                attune_workspace_keep_keys_for_this_run (AttuneWorkspace *self);  /* no keyring, and the person agreed */
DexFuture          *attune_workspace_connect             (AttuneWorkspace  *self,     /* AttuneClient, with its key; the engine started if need be */
                                                          AttuneAccount    *account) G_GNUC_WARN_UNUSED_RESULT;

/* Datasets. Progress is called on the main thread. */
DexFuture          *attune_workspace_import              (AttuneWorkspace           *self,  /* AttuneDataset */
                                                          const char                *path,
                                                          const char                *name,
                                                          const AttuneImportOptions *options,
                                                          AttuneProgressFunc         progress,
                                                          gpointer                   user_data,
                                                          GDestroyNotify             destroy) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_rename_dataset      (AttuneWorkspace  *self,
                                                          AttuneDataset    *dataset,
                                                          const char       *name) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_delete_dataset      (AttuneWorkspace  *self,     /* gone for good at the next start */
                                                          AttuneDataset    *dataset) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_restore_dataset     (AttuneWorkspace  *self,     /* undo of the above */
                                                          AttuneDataset    *dataset) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_measure_dataset     (AttuneWorkspace  *self,     /* TRUE; after rows were edited or marked out */
                                                          AttuneDataset    *dataset) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_apply_edits         (AttuneWorkspace  *self,     /* TRUE; the changes are in the files */
                                                          AttuneDataset    *dataset) G_GNUC_WARN_UNUSED_RESULT;

/* Fine-tunes. Resolves as soon as the job is stored; uploading and the rest go on by themselves. */
DexFuture          *attune_workspace_start_job           (AttuneWorkspace  *self,     /* AttuneJob */
                                                          AttuneDataset    *dataset,
                                                          AttuneAccount    *account,
                                                          AttuneJobRequest *request) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_start_job_within    (AttuneWorkspace  *self,     /* AttuneJob */
                                                          AttuneDataset    *dataset,
                                                          AttuneAccount    *account,
                                                          AttuneJobRequest *request,
                                                          double            limit) G_GNUC_WARN_UNUSED_RESULT; /* USD; below 0: the account's */
DexFuture          *attune_workspace_cancel_job          (AttuneWorkspace  *self,
                                                          AttuneJob        *job) G_GNUC_WARN_UNUSED_RESULT;
gboolean            attune_workspace_can_pause_job       (AttuneWorkspace  *self,
                                                          AttuneJob        *job);
gboolean            attune_workspace_can_resume_job      (AttuneWorkspace  *self,
                                                          AttuneJob        *job);
DexFuture          *attune_workspace_pause_job           (AttuneWorkspace  *self,     /* TRUE; the wish is stored */
                                                          AttuneJob        *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_resume_job          (AttuneWorkspace  *self,
                                                          AttuneJob        *job) G_GNUC_WARN_UNUSED_RESULT;
gboolean            attune_workspace_has_open_wish       (AttuneWorkspace  *self,
                                                          AttuneJob        *job);
DexFuture          *attune_workspace_delete_job          (AttuneWorkspace  *self,     /* final ones only */
                                                          AttuneJob        *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_restore_job         (AttuneWorkspace  *self,
                                                          AttuneJob        *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_save_results        (AttuneWorkspace  *self,     /* uint: the CSVs, at path and beside it */
                                                          AttuneJob        *job,
                                                          const char       *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_discover_jobs       (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT; /* TRUE; those begun elsewhere are in the list */
void                attune_workspace_watch_job           (AttuneWorkspace  *self,     /* on screen: asked more often; NULL: none */
                                                          AttuneJob        *job);

/* What stands between the end of a fine-tune and a conversation, where a provider wants that. */
AttuneDeployKind    attune_workspace_get_deploy_kind     (AttuneWorkspace  *self,     /* NONE: nothing is left to do */
                                                          AttuneJob        *job);
const char         *attune_workspace_get_chat_model      (AttuneWorkspace  *self,     /* or NULL: not yet */
                                                          AttuneJob        *job);
DexFuture          *attune_workspace_deploy_job          (AttuneWorkspace  *self,     /* TRUE; asked, and followed from now on */
                                                          AttuneJob        *job) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_name_deployment     (AttuneWorkspace  *self,     /* TRUE */
                                                          AttuneJob        *job,
                                                          const char       *model) G_GNUC_WARN_UNUSED_RESULT;

/* Models. */
DexFuture          *attune_workspace_refresh_account     (AttuneWorkspace  *self,     /* TRUE; a failing account sets its `problem` */
                                                          AttuneAccount    *account) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_refresh_models      (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT; /* the same of every account */
DexFuture          *attune_workspace_add_model           (AttuneWorkspace  *self,
                                                          const char       *path)             /* AttuneModel */
                                                          G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_delete_model        (AttuneWorkspace  *self,
                                                          AttuneModel      *model) G_GNUC_WARN_UNUSED_RESULT;

/* Conversations. */
void                attune_workspace_send_waiting        (AttuneWorkspace  *self); /* now and whenever there is a network */
DexFuture          *attune_workspace_search_conversations (AttuneWorkspace *self,     /* AttuneSearchResult */
                                                           const char      *query) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_finish_indexing     (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_start_conversation  (AttuneWorkspace  *self,     /* AttuneConversation */
                                                          const char       *account_id,
                                                          const char       *model) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_delete_conversation (AttuneWorkspace    *self,
                                                          AttuneConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_restore_conversation (AttuneWorkspace    *self,
                                                           AttuneConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_export_conversations (AttuneWorkspace *self,     /* AttuneChatExportResult */
                                                           GPtrArray       *conversations,
                                                           AttuneChatExportFormat format,
                                                           const char      *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_import_conversations (AttuneWorkspace *self,     /* AttuneChatImportResult; Attune's or ChatGPT's export */
                                                           const char      *path,
                                                           const char      *account_id,
                                                           const char      *model) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_import_conversations_full (AttuneWorkspace    *self,
                                                                const char         *path,
                                                                const char         *account_id,
                                                                const char         *model,
                                                                GCancellable       *cancellable,
                                                                AttuneProgressFunc  progress,
                                                                gpointer            user_data,
                                                                GDestroyNotify      destroy) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_correct             (AttuneWorkspace  *self,     /* uint: the row of the dataset */
                                                          AttuneConversation *conversation,
                                                          AttuneMessage    *answer,
                                                          const char       *text,
                                                          AttuneDataset    *dataset,
                                                          AttuneCorrectionKind kind) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_list_corrections    (AttuneWorkspace  *self,     /* AttuneCorrection */
                                                          AttuneDataset    *dataset) G_GNUC_WARN_UNUSED_RESULT;

/* Comparisons. */
DexFuture          *attune_workspace_start_comparison    (AttuneWorkspace  *self,     /* AttuneComparison */
                                                          const AttuneComparisonColumn *columns,
                                                          guint             n_columns,
                                                          gboolean          is_blind) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_delete_comparison   (AttuneWorkspace  *self,
                                                          AttuneComparison *comparison) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_restore_comparison  (AttuneWorkspace  *self,
                                                          AttuneComparison *comparison) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_add_columns         (AttuneWorkspace  *self,     /* TRUE: they are there, and are asked what the others were */
                                                          AttuneComparison *comparison,
                                                          const AttuneComparisonColumn *columns,
                                                          guint             n_columns) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_remove_column       (AttuneWorkspace  *self,
                                                          AttuneComparison *comparison,
                                                          AttuneConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_restore_column      (AttuneWorkspace  *self,
                                                          AttuneComparison *comparison,
                                                          AttuneConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_export_comparison   (AttuneWorkspace  *self,     /* TRUE: the table is at path */
                                                          AttuneComparison *comparison,
                                                          AttuneTableFormat format,
                                                          const char       *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_list_tallies        (AttuneWorkspace  *self,     /* AttuneModelTally */
                                                          AttuneComparison *comparison, /* NULL: all there ever were */
                                                          gboolean          is_blind) G_GNUC_WARN_UNUSED_RESULT;

/* Presets: parameters by name. */
DexFuture          *attune_workspace_save_preset         (AttuneWorkspace  *self,
                                                          const char       *name,
                                                          const char       *system_text, /* or NULL */
                                                          const char       *parameters) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_suggest_preset      (AttuneWorkspace  *self,     /* AttuneChatPreset; as a tuned model has learned it */
                                                          const char       *account_id,
                                                          const char       *model) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_delete_preset       (AttuneWorkspace  *self,
                                                          const char       *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
