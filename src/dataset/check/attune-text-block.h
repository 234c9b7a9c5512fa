/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATTUNE_TEXT_BLOCK 64

/* So many bytes behind a block must be readable. */
#define ATTUNE_TEXT_BLOCK_MARGIN 16

/* What stands where in 64 bytes of text: bit i for byte i. */
typedef struct
{
  guint64 high;    /* not ASCII */
  guint64 lead;    /* the first byte of a character that is not ASCII */
  guint64 alnum;   /* ASCII letters and digits */
  guint64 digit;
  guint64 token;   /* letters, digits, “-” and “_”: what keys are made of */
  guint64 rare;    /* ASCII that begins something to look at: < [ @ \u -B d= d: d" and controls */
  guint64 odd;     /* the same of the rest: controls, noncharacters, and ０ to ９ in full width */

  /* Only where attune_text_block_find_han() was called: */
  guint64 han;     /* the first byte of a Chinese character (E4 B8 80 … E9 BF BF) */
  guint64 sign;    /* the first byte of what mostly stands between them (E2, E3 80, EF) */
} AttuneTextBlock;

G_END_DECLS
