/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <yyjson.h>

G_BEGIN_DECLS

gboolean attune_json_number_get (yyjson_val *value,
                                 double     *number);
gboolean attune_json_number_is  (yyjson_val *value,
                                 double      number);

G_END_DECLS
