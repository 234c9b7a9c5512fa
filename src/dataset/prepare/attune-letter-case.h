/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  attune_letter_case_count (const char *text,
                                gsize       length,
                                guint64    *n_upper,
                                guint64    *n_lower);
void  attune_letter_case_lower (GString    *text);
gsize attune_text_count_chars  (const char *text,
                                gsize       length);
gsize attune_text_skip_chars   (const char *text,
                                gsize       length,
                                gsize       n_chars);

G_END_DECLS
