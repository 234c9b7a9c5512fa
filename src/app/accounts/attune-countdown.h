/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-account.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_COUNTDOWN (attune_countdown_get_type ())

/**
 * AttuneCountdown:
 *
 * How long requests of an account still wait because the service asked for it, in words that can be
 * bound to. Counts once a second, and only while its widget can be seen. Properties (read-only):
 * `text` (“Waiting 12 seconds, as the service asked”; NULL when nothing waits).
 */
G_DECLARE_FINAL_TYPE (AttuneCountdown, attune_countdown, ATTUNE, COUNTDOWN, GObject)

AttuneCountdown *attune_countdown_new      (GtkWidget       *widget,
                                            AttuneAccount   *account);
const char      *attune_countdown_get_text (AttuneCountdown *self);

G_END_DECLS
