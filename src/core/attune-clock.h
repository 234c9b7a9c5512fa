/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_CLOCK (attune_clock_get_type ())

/**
 * AttuneClock:
 *
 * What tells a part of the program how late it is, and wakes it. A test may set its own time on it.
 */
G_DECLARE_FINAL_TYPE (AttuneClock, attune_clock, ATTUNE, CLOCK, GObject)

AttuneClock *attune_clock_new         (void);
gint64       attune_clock_get_time    (AttuneClock *self);
DexFuture   *attune_clock_wait        (AttuneClock *self,
                                       gint64       msec) G_GNUC_WARN_UNUSED_RESULT;

/* For tests: time that runs faster, or only when it is told to. */
void         attune_clock_set_speed   (AttuneClock *self,
                                       guint        speed);
void         attune_clock_hold        (AttuneClock *self);
void         attune_clock_advance     (AttuneClock *self,
                                       gint64       msec);
guint        attune_clock_count_waits (AttuneClock *self);

G_END_DECLS
