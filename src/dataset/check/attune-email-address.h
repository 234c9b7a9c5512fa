/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean attune_email_address_match (const char *text,
                                     gsize       length,
                                     gsize       at,
                                     gsize      *start,
                                     gsize      *end);

G_END_DECLS
