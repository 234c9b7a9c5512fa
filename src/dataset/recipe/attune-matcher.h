/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-condition.h"
#include "attune-scope.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_VERDICT_FAILS,
  ATTUNE_VERDICT_PASSES,
  ATTUNE_VERDICT_MISSING,  /* a field is not there that must be */
} AttuneVerdict;

/* A condition made ready for many records, for one thread. */
typedef struct _AttuneMatcher AttuneMatcher;

AttuneMatcher *attune_matcher_new  (const AttuneCondition *condition);
void           attune_matcher_free (AttuneMatcher         *self);
void           attune_matcher_bind (AttuneMatcher         *self,
                                    const char * const    *columns);
gboolean       attune_matcher_looks_at_item (AttuneMatcher    *self);
AttuneVerdict  attune_matcher_test (AttuneMatcher         *self,
                                    AttuneScope           *scope);

G_END_DECLS
