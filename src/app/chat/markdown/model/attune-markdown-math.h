/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GString *attune_markdown_protect_math (const char *text,
                                       gsize       length,
                                       gboolean    is_growing);

G_END_DECLS
