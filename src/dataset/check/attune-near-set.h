/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-facts.h"

G_BEGIN_DECLS

/**
 * AttuneNearSet:
 *
 * Finds examples that are nearly the same as an earlier one: MinHash with bands. For one thread, in
 * the order of the file. Its memory is that of files (#AttuneScratch): some 70 bytes an example.
 */
typedef struct _AttuneNearSet AttuneNearSet;

AttuneNearSet *attune_near_set_new    (void);
void           attune_near_set_free   (AttuneNearSet      *self);
void           attune_near_set_reserve (AttuneNearSet     *self,
                                       guint64             n_examples);
void           attune_near_set_expect (AttuneNearSet      *self,
                                       const AttuneFacts  *facts);
gboolean       attune_near_set_add    (AttuneNearSet      *self,
                                       const AttuneFacts  *facts,
                                       guint32             index,
                                       guint32            *similar,
                                       GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneNearSet, attune_near_set_free)

G_END_DECLS
