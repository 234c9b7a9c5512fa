/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_BACKGROUND (attune_background_get_type ())

/* What goes on behind the window: keeps the program alive and the computer awake while fine-tunes run, and tells when
 * they end. */
G_DECLARE_FINAL_TYPE (AttuneBackground, attune_background, ATTUNE, BACKGROUND, GObject)

AttuneBackground *attune_background_new             (GtkApplication   *application,
                                                     GSettings        *settings,
                                                     AttuneWorkspace  *workspace);
gboolean          attune_background_get_is_working  (AttuneBackground *self);
gboolean          attune_background_get_is_local    (AttuneBackground *self); /* some of the work is done here */
gboolean          attune_background_get_is_sending  (AttuneBackground *self); /* some of it waits for this program */
void              attune_background_announce        (AttuneBackground *self); /* the window closes, the work goes on */

G_END_DECLS
