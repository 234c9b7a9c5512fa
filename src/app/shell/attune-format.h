/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Figures in words, translated; all newly allocated. */
char *attune_format_count     (guint64 n);               /* "12,345" in the person's locale */
char *attune_format_date      (gint64  unix_seconds);    /* "Today at 14:05", "Yesterday", "3 March" */
char *attune_format_duration  (gint64  seconds);         /* "About 2 minutes" */
char *attune_format_percent   (double  share);           /* 0.42 → "42 %" as the locale writes it */

G_END_DECLS
