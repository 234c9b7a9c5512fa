/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GError *attune_llama_error_read             (const char *body,
                                             gsize       length,
                                             guint       status) G_GNUC_WARN_UNUSED_RESULT;
GBytes *attune_llama_error_translate_events (GBytes     *piece) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
