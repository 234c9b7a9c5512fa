/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-json-arrays.h"

G_BEGIN_DECLS

gboolean attune_json_walk (const char *text,
                           gsize       length,
                           GPtrArray  *arrays,
                           GPtrArray  *candidates);

G_END_DECLS
