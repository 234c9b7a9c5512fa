/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize attune_utf8_measure_valid (const guint8 *text,
                                 gsize         length);
void  attune_utf8_repair        (GString      *buffer,
                                 const guint8 *text,
                                 gsize         length);

G_END_DECLS
