/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneMojibakeKind:
 *
 * As what UTF-8 was read before it was saved again; several may be in one text.
 */
typedef enum
{
  ATTUNE_MOJIBAKE_NONE         = 0,
  ATTUNE_MOJIBAKE_WINDOWS_1252 = 1 << 0,
  ATTUNE_MOJIBAKE_LATIN_1      = 1 << 1,
  ATTUNE_MOJIBAKE_GBK          = 1 << 2,
  ATTUNE_MOJIBAKE_SHIFT_JIS    = 1 << 3,
  ATTUNE_MOJIBAKE_TWICE        = 1 << 4,
} AttuneMojibakeKind;

gboolean  attune_mojibake_is_suspect (const char         *text,
                                      gsize               length);
char     *attune_mojibake_repair     (const char         *text,
                                      gsize               length,
                                      gsize              *out_length,
                                      AttuneMojibakeKind *kind);

G_END_DECLS
