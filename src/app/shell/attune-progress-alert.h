/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * AttuneProgressAlert:
 *
 * Says how far some long work is, and lets the person end it. It appears only when the work takes long
 * enough to be waited for.
 */
typedef struct _AttuneProgressAlert AttuneProgressAlert;

AttuneProgressAlert *attune_progress_alert_new    (GtkWidget           *parent,
                                                   const char          *heading,
                                                   const char          *body);
void                 attune_progress_alert_free   (AttuneProgressAlert *self);
GCancellable        *attune_progress_alert_get_cancellable (AttuneProgressAlert *self);
void                 attune_progress_alert_update (gint64               done,
                                                   gint64               total,
                                                   gpointer             self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneProgressAlert, attune_progress_alert_free)

G_END_DECLS
