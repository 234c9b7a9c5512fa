/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-mapper.h"
#include "attune-scope.h"

G_BEGIN_DECLS

/* The calls of an example that were not yet answered: the numbers of @next to @last. */
typedef struct
{
  guint next;
  guint last;
} AttuneToolCalls;

gboolean    attune_mapper_add_tool_call   (AttuneScope     *scope,
                                           AttuneToolCalls *calls,
                                           AttuneDraft     *draft,
                                           AttunePart       part,
                                           AttuneText       text);
void        attune_mapper_add_tool_answer (AttuneScope     *scope,
                                           AttuneToolCalls *calls,
                                           AttuneDraft     *draft,
                                           AttunePart       part,
                                           AttuneText       text);
yyjson_val *attune_mapper_wrap_tools      (AttuneScope     *scope,
                                           yyjson_val      *tools);

G_END_DECLS
