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
 * when they have scrolled up to read.
 */
G_DECLARE_FINAL_TYPE (AttuneEndKeeper, attune_end_keeper, ATTUNE, END_KEEPER, GObject)

AttuneEndKeeper *attune_end_keeper_new (GtkScrolledWindow *scrolled);

G_END_DECLS
