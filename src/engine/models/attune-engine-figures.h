/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void attune_engine_figures_add         (JsonObject *object,
                                        const char *path);
void attune_engine_figures_print_speed (void);

G_END_DECLS
