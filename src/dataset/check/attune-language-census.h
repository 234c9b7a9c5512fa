/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-language.h"
#include "attune-text-block.h"

G_BEGIN_DECLS

/* So many blocks of a text are looked at, until something is recognised. */
#define ATTUNE_LANGUAGE_MAX_BLOCKS 2

/**
 * AttuneLanguageCensus:
 *
 * Guesses from the script and from little words at the beginning of a text which languages it is
 * written in, while a scan goes through it. All zero: nothing was seen. This is for telling a person
 * what is in a file, not for deciding anything.
 */
typedef struct
{
  guint32 languages;                     /* bits of AttuneLanguage; 0: nothing to tell it by */
  guint   n_blocks;

  /*< private >*/
  guint32 scripts_seen;                  /* bits of those of @scripts that are not 0 */
  guint8  scripts[ATTUNE_N_LANGUAGES];   /* characters of those with a script of their own */
  guint64 words;                         /* little words: a byte for each language of Latin letters */
  guint   n_han;
  guint   n_simplified;
  guint   n_traditional;
} AttuneLanguageCensus;

void attune_language_census_add (AttuneLanguageCensus  *self,
                                 const AttuneTextBlock *block,
                                 const char            *text);

/* Returns whether the next block is to be added. */
static inline gboolean
attune_language_census_wants_more (const AttuneLanguageCensus *self)
{
  return self->n_blocks < ATTUNE_LANGUAGE_MAX_BLOCKS && self->languages == 0;
}

G_END_DECLS
