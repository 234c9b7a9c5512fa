/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneDistinct:
 *
 * Counts how many different hashes it was given: exactly up to some thousand, beyond that about
 * (HyperLogLog), in a memory that does not grow.
 */
typedef struct _AttuneDistinct AttuneDistinct;

AttuneDistinct *attune_distinct_new       (void);
void            attune_distinct_free      (AttuneDistinct *self);
void            attune_distinct_add       (AttuneDistinct *self,
                                           guint64         hash);
guint64         attune_distinct_get_count (AttuneDistinct *self,
                                           gboolean       *is_exact);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneDistinct, attune_distinct_free)

G_END_DECLS
