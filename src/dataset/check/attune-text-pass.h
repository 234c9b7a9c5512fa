/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-text-block.h"
#include "attune-text-scan.h"

G_BEGIN_DECLS

/* The shortest key looked at; words of prose are shorter. */
#define ATTUNE_TEXT_MIN_KEY 16

/* The scan of one text, 64 bytes at a time. What is worth a closer look is found by comparing many
 * bytes at once; only then is it looked at byte for byte. */
typedef struct
{
  AttuneTextScan  *scan;
  const char      *text;
  gsize            length;
  gsize            offset;           /* of the block */
  AttuneTextBlock  block;
  guint64          previous[4];      /* of the block before: where 1, 2, 4, 8 bytes of a key end */
  guint            n_digits_before;  /* in the block before */
  gboolean         was_alnum;        /* the last byte of the block before */
  guint64          high;             /* not 0: something in it is not ASCII */
  guint            n_pem_keys;       /* looked at so far */
  gsize            keys_done;        /* up to where keys were looked at */
  gsize            numbers_done;     /* the same of numbers */
  char            *repaired;         /* what was meant, where the text was read wrong … */
  gboolean         has_repaired;     /* … which was looked for … */
  gboolean         hides_controls;   /* … and has no control characters */
} AttuneTextPass;

void attune_text_pass_look_at_rare   (AttuneTextPass *self);
void attune_text_pass_look_at_odd    (AttuneTextPass *self);
void attune_text_pass_look_at_keys   (AttuneTextPass *self,
                                      guint64         mask);
void attune_text_pass_look_at_digits (AttuneTextPass *self);
void attune_text_pass_finish         (AttuneTextPass *self);

void attune_text_pass_run            (AttuneTextPass *self);

/* The same with what newer processors have: twice, and four times as many bytes at once. */
#if defined(__x86_64__) && !defined(__clang__)
#define ATTUNE_TEXT_PASS_HAS_AVX

void attune_text_pass_run_avx2       (AttuneTextPass *self);
void attune_text_pass_run_avx512     (AttuneTextPass *self);

#endif

G_END_DECLS
