/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *attune_engine_query (const char * const  *argv,
                           GError             **error);

G_END_DECLS
