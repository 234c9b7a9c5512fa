/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the patterns that cut text before it becomes tokens tell apart. The numbers stand in
 * build-aux/make-unicode-classes too. */
typedef enum
{
  ATTUNE_CLASS_OTHER,      /* punctuation, symbols, controls, what is not assigned */
  ATTUNE_CLASS_SPACE,      /* \s without the next */
  ATTUNE_CLASS_NEWLINE,    /* \r \n */
  ATTUNE_CLASS_UPPER,      /* \p{Lu} \p{Lt} */
  ATTUNE_CLASS_LOWER,      /* \p{Ll} */
  ATTUNE_CLASS_LETTER,     /* \p{Lm} \p{Lo}: letters without case */
  ATTUNE_CLASS_MARK,       /* \p{M} */
  ATTUNE_CLASS_NUMBER,     /* \p{N} */
  ATTUNE_CLASS_PAIRS,      /* in the runs only: UPPER, LOWER, UPPER … */
} AttuneUnicodeClass;

#define ATTUNE_CLASS_BIT(class) (1u << (class))

/* Runs of one class, ascending: the first code point × 16 + the class. */
extern const guint32 attune_unicode_class_runs[];
extern const guint   attune_unicode_class_n_runs;

/* One byte a code point in blocks of 256, of which alike ones are kept once: about 50 kB. */
typedef struct
{
  guint8  block_of[0x1100];
  guint8 *blocks;
} AttuneUnicodeClasses;

const AttuneUnicodeClasses *attune_unicode_classes_get (void);

static inline AttuneUnicodeClass
attune_unicode_classes_look_up (const AttuneUnicodeClasses *self,
                                guint32                     code)
{
  return self->blocks[(guint)self->block_of[code >> 8] << 8 | (code & 0xff)];
}

G_END_DECLS
