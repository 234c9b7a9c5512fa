/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gpointer attune_large_table_new  (gsize    size);
void     attune_large_table_free (gpointer table);

G_END_DECLS
