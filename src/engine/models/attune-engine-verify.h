/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean attune_engine_verify (const char  *model,
                               const char  *adapter,
                               GError     **error);

G_END_DECLS
