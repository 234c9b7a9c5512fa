/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text that may be nothing but a line break or a blank, as a person types and sees it on one line:
 * "\n", "\t" and "\\" stand for what they stand for elsewhere. */
char *attune_stop_text_from_typed (const char *typed);
char *attune_stop_text_to_typed   (const char *text);
char *attune_stop_text_to_shown   (const char *text);   /* blanks at its ends can be seen, too */

G_END_DECLS
