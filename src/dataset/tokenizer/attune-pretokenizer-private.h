/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-unicode-class-private.h"

G_BEGIN_DECLS

/* The regular expressions that cut text into pieces before each piece becomes tokens; see
 * attune-pretokenizer.c. */
typedef enum
{
  ATTUNE_PATTERN_O200K,
  ATTUNE_PATTERN_CL100K,
  ATTUNE_PATTERN_R50K,
} AttunePattern;

const guint8 *attune_pretokenizer_find_end (const AttuneUnicodeClasses *classes,
                                            AttunePattern               pattern,
                                            const guint8               *p,
                                            const guint8               *end);
gsize         attune_pretokenizer_find_cut (const AttuneUnicodeClasses *classes,
                                            const guint8               *text,
                                            gsize                       length);

/* Reads one character of valid UTF-8. */
static inline guint32
attune_pretokenizer_decode (const guint8 *p,
                            guint        *length)
{
  if (p[0] < 0x80)
    {
      *length = 1;
      return p[0];
    }

  if (p[0] < 0xe0)
    {
      *length = 2;
      return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    }

  if (p[0] < 0xf0)
    {
      *length = 3;
      return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    }

  *length = 4;
  return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
}

G_END_DECLS
