/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean attune_local_tokens_is_scheme (const char  *scheme);
gboolean attune_local_tokens_count     (const char  *model_path,
                                        GPtrArray   *texts,
                                        guint64     *counts,
                                        GError     **error);

G_END_DECLS
