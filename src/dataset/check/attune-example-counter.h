/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-tokenizer.h"

G_BEGIN_DECLS

/**
 * AttuneExampleCounter:
 *
 * Counts the tokens of examples that stand as lines of JSONL, as a scan counts those that it makes.
 * For one thread.
 */
typedef struct _AttuneExampleCounter AttuneExampleCounter;

AttuneExampleCounter *attune_example_counter_new   (AttuneTokenizer      *tokenizer);
void                  attune_example_counter_free  (AttuneExampleCounter *self);
guint64               attune_example_counter_count (const char           *line,
                                                    gsize                 length,
                                                    gpointer              user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneExampleCounter, attune_example_counter_free)

G_END_DECLS
