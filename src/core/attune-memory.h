/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint64 attune_memory_get_available    (void);
guint64 attune_memory_get_available_in (const char *root);

G_END_DECLS
