/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_EVENTS (attune_job_events_get_type ())

/**
 * AttuneJobEvents:
 *
 * What happened to a fine-tune, as it comes. Property: `only-problems` (boolean: warnings and errors).
 */
G_DECLARE_FINAL_TYPE (AttuneJobEvents, attune_job_events, ATTUNE, JOB_EVENTS, AdwBin)

void  attune_job_events_set_events        (AttuneJobEvents *self,
                                           GListModel      *events);
void  attune_job_events_set_only_problems (AttuneJobEvents *self,
                                           gboolean         only_problems);
char *attune_job_events_dup_text          (AttuneJobEvents *self);

G_END_DECLS
