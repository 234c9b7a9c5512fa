/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_DATA_PROBLEM (attune_engine_data_problem_get_type ())

/* Why a file cannot be trained on. */
typedef struct
{
  guint64  line;      /* 0 when it is not about a line */
  char    *message;   /* sentences for a person */
} AttuneEngineDataProblem;

GType                    attune_engine_data_problem_get_type (void);
AttuneEngineDataProblem *attune_engine_data_problem_copy     (const AttuneEngineDataProblem *self);
void                     attune_engine_data_problem_free     (AttuneEngineDataProblem       *self);
DexFuture               *attune_engine_data_check            (const char                    *path,
                                                              guint                          min_examples,
                                                              GCancellable                  *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEngineDataProblem, attune_engine_data_problem_free)

G_END_DECLS
