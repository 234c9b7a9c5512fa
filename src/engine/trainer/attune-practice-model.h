/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATTUNE_PRACTICE_MODEL_NAME "attune-practice"

gboolean attune_practice_model_write (const char  *path,
                                      GError     **error);

G_END_DECLS
