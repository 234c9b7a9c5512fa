/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#if __has_include("attune-mojibake.h")
#include "attune-mojibake.h"
#else

/* Stands in until the source room has it; then this file goes, and who includes it includes that. */
static inline gboolean
attune_mojibake_is_suspect (const char *text,
                            gsize       length)
{
  return FALSE;
}

static inline char *
attune_mojibake_repair (const char *text,
                        gsize       length,
                        gsize      *out_length,
                        gpointer    kind)
{
  return NULL;
}

#endif
