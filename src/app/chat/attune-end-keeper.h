/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_END_KEEPER (attune_end_keeper_get_type ())

/**
 * AttuneEndKeeper:
 *
 * Keeps a growing list scrolled to its end for as long as the person is there, and leaves it alone
 * when they have scrolled up to read. Property: `is-at-end` (boolean, read-only).
 */
G_DECLARE_FINAL_TYPE (AttuneEndKeeper, attune_end_keeper, ATTUNE, END_KEEPER, GObject)

AttuneEndKeeper *attune_end_keeper_new           (GtkScrolledWindow *scrolled);
gboolean         attune_end_keeper_get_is_at_end (AttuneEndKeeper   *self);
void             attune_end_keeper_go_to_end     (AttuneEndKeeper   *self);

G_END_DECLS
