/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-chart.h"
#include "attune-job-point-list.h"

G_BEGIN_DECLS

void       attune_job_chart_file_choose (GtkWidget          *widget,
                                         AttuneChart        *chart,
                                         AttuneJobPointList *points,
                                         const char         *title);
DexFuture *attune_job_chart_file_save   (AttuneChart        *chart,
                                         AttuneJobPointList *points,
                                         const char         *title,
                                         const char         *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
