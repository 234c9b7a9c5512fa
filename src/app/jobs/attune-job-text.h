/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job.h"

G_BEGIN_DECLS

/* Fine-tunes in words and pictures. The strings are newly allocated. */
char       *attune_job_text_dup_steps       (gint64              step,
                                             gint64              total_steps);
char       *attune_job_text_dup_time_left   (gint64              seconds);
char       *attune_job_text_dup_elapsed     (gint64              seconds);
char       *attune_job_text_dup_settings    (AttuneJobRequest   *request);
char       *attune_job_text_dup_number      (double              number,
                                             double              automatic);
char       *attune_job_text_dup_missing     (const char         *name,
                                             gint64              n_missing);
const char *attune_job_text_get_icon_name   (AttuneJobStatus     status);
const char *attune_job_text_get_style_class (AttuneJobStatus     status);

G_END_DECLS
