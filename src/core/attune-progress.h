/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneProgressFunc:
 * @done: bytes handled so far
 * @total: bytes in all, or -1 when not known
 *
 * Called now and then by long work, on the thread that does the work.
 */
typedef void (*AttuneProgressFunc) (gint64   done,
                                    gint64   total,
                                    gpointer user_data);

G_END_DECLS
