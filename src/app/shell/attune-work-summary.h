/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_WORK_SUMMARY (attune_work_summary_get_type ())

/**
 * AttuneWorkSummary:
 *
 * All active fine-tunes as one: for places of the desktop that have room for a bar or a sentence.
 *
 * Signals: `changed`, when the progress went on by a whole percent or the sentence became another.
 */
G_DECLARE_FINAL_TYPE (AttuneWorkSummary, attune_work_summary, ATTUNE, WORK_SUMMARY, GObject)

AttuneWorkSummary *attune_work_summary_new          (GListModel        *active_jobs);
double             attune_work_summary_get_progress (AttuneWorkSummary *self);
const char        *attune_work_summary_get_text     (AttuneWorkSummary *self);

G_END_DECLS
