/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint64 attune_letters_measure (const char *encoding,
                                const char *bytes,
                                gsize       length);

G_END_DECLS
