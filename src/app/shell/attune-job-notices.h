/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_NOTICES (attune_job_notices_get_type ())

/* Tells, by notifications of the desktop, that fine-tunes have ended while nobody looked. Those that end about the same
 * time, as after a night without a network, are one notification. */
G_DECLARE_FINAL_TYPE (AttuneJobNotices, attune_job_notices, ATTUNE, JOB_NOTICES, GObject)

AttuneJobNotices *attune_job_notices_new      (GtkApplication   *application,
                                               AttuneWorkspace  *workspace);
void              attune_job_notices_add      (AttuneJobNotices *self,
                                               AttuneJob        *job);
void              attune_job_notices_forget   (AttuneJobNotices *self);         /* somebody looks */
void              attune_job_notices_withdraw (GApplication     *application);  /* that tell of several */

G_END_DECLS
