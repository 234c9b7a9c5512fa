/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-dataset-survey.h"
#include "attune-job-plan.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

/* What can be known of a fine-tune before it is started. */

DexFuture *attune_workspace_peek_kind          (AttuneWorkspace   *self,      /* int: AttuneExampleKind */
                                                AttuneDataset     *dataset) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_workspace_survey_file        (AttuneWorkspace   *self,      /* AttuneDatasetSurvey */
                                                const char        *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_workspace_has_upload         (AttuneWorkspace   *self,      /* boolean: need not be sent again */
                                                AttuneAccount     *account,
                                                AttuneDataset     *dataset) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_workspace_ask_price          (AttuneWorkspace   *self,      /* double: USD, -1 unsaid */
                                                AttuneAccount     *account,
                                                AttuneDataset     *dataset,
                                                AttuneJobRequest  *request) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_workspace_get_spending_limit (AttuneWorkspace   *self,      /* double: USD, 0 without a limit */
                                                AttuneAccount     *account) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_workspace_set_spending_limit (AttuneWorkspace   *self,
                                                AttuneAccount     *account,
                                                double             limit) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *attune_workspace_list_tunable_models (AttuneWorkspace  *self,     /* of AttuneModel */
                                                 AttuneAccount    *account);
AttuneModel *attune_workspace_dup_model         (AttuneWorkspace  *self,
                                                 AttuneAccount    *account,
                                                 const char       *model_id);
char      *attune_workspace_dup_validation_path (AttuneWorkspace  *self,
                                                 const char       *dataset_id,
                                                 AttuneJobRequest *request);

G_END_DECLS
