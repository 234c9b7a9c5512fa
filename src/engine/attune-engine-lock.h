/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int      attune_engine_lock_open (const char  *path,
                                  GError     **error);
gboolean attune_engine_lock_try  (int          fd);

G_END_DECLS
