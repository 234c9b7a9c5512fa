/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-window.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_TOASTS (attune_job_toasts_get_type ())

/* Tells who looks at a window that fine-tunes have ended. While a toast that says so is there, the next one does not
 * stand in a queue behind it: both are told together. */
G_DECLARE_FINAL_TYPE (AttuneJobToasts, attune_job_toasts, ATTUNE, JOB_TOASTS, GObject)

AttuneJobToasts *attune_job_toasts_new (void);
void             attune_job_toasts_add (AttuneJobToasts *self,
                                        AttuneWindow    *window,
                                        AttuneJob       *job);

G_END_DECLS
