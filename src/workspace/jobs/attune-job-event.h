/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_EVENT (attune_job_event_get_type ())

/* One thing that happened. Properties: `id`, `created-at` (int64), `level`, `message`. */
G_DECLARE_FINAL_TYPE (AttuneJobEvent, attune_job_event, ATTUNE, JOB_EVENT, GObject)

AttuneJobEvent *attune_job_event_new            (const char     *id,
                                                 gint64          created_at,
                                                 const char     *level,
                                                 const char     *message);
const char     *attune_job_event_get_id         (AttuneJobEvent *self);
gint64          attune_job_event_get_created_at (AttuneJobEvent *self);
const char     *attune_job_event_get_level      (AttuneJobEvent *self);
const char     *attune_job_event_get_message    (AttuneJobEvent *self);

G_END_DECLS
