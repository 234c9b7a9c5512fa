/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-job.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_REQUEST_DIALOG (attune_job_request_dialog_get_type ())

/* What was asked of the service, word for word, for people who want to know. */
G_DECLARE_FINAL_TYPE (AttuneJobRequestDialog, attune_job_request_dialog, ATTUNE, JOB_REQUEST_DIALOG, AdwDialog)

AttuneJobRequestDialog *attune_job_request_dialog_new (AttuneJob *job);

G_END_DECLS
