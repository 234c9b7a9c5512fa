/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean attune_delimiter_parse   (const char *text,
                                   char       *delimiter);
char    *attune_delimiter_to_text (char        delimiter);

G_END_DECLS
