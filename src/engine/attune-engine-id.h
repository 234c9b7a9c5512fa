/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *attune_engine_id_new       (const char *prefix,
                                  guint       length);
char *attune_engine_id_from_text (const char *text);

G_END_DECLS
