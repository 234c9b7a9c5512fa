/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     attune_engine_presence_announce (const char *state_folder,
                                          const char *socket_path);
gboolean attune_engine_presence_check    (const char *state_folder);
void     attune_engine_presence_clean    (const char *socket_folder);

G_END_DECLS
