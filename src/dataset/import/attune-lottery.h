/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneLottery:
 *
 * Draws some of many examples by a seed, whole groups at a time: examples of one group, such as
 * those that ask the same question, are drawn together or not at all. First every example is
 * added, then it is drawn, and then anybody can ask for each group. The same seed draws the same
 * ones.
 */
typedef struct _AttuneLottery AttuneLottery;

AttuneLottery *attune_lottery_new      (guint64        seed);
void           attune_lottery_free     (AttuneLottery *self);
void           attune_lottery_add      (AttuneLottery *self,
                                        guint64        group);
guint64        attune_lottery_get_size (AttuneLottery *self);
guint64        attune_lottery_draw     (AttuneLottery *self,
                                        guint64        n_wanted);
gboolean       attune_lottery_is_drawn (AttuneLottery *self,
                                        guint64        group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneLottery, attune_lottery_free)

G_END_DECLS
