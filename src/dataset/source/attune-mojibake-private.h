/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-mojibake.h"
#include "attune-plausibility.h"

G_BEGIN_DECLS

/* The longest character has four bytes, and the longest of their wrong readings three each. */
#define ATTUNE_MOJIBAKE_SEQUENCE_MAX 12

/* A repair that gains less would be a guess. */
#define ATTUNE_MOJIBAKE_GAIN_MIN (14 * ATTUNE_PLAUSIBILITY_BIT)

/* A character of which each byte was read as one of Windows-1252 or Latin-1. */
typedef struct
{
  gunichar           character;
  guint              n_units;      /* the bytes it has, and so the characters it was read as */
  gsize              length;       /* of these characters in UTF-8 */
  gunichar           units[4];
  AttuneMojibakeKind kind;
} AttuneBrokenCharacter;

typedef enum
{
  ATTUNE_WIDE_GBK,
  ATTUNE_WIDE_SHIFT_JIS,
  ATTUNE_N_WIDE
} AttuneWide;

/* The letters with an accent that seem to have been read as Chinese characters, in a text that is
 * being mended. All zero: none yet. */
typedef struct
{
  GArray   *accents;
  guint     n_strong;     /* rare characters at a Latin letter … */
  guint     n_weak;       /* … common ones … */
  guint     n_inside;     /* … of which these stand between two letters … */
  gunichar  first_weak;
  gboolean  has_several;  /* … and are not all the same */
  gboolean  is_blocked;   /* there is something that is fine as it is */
} AttuneAccents;

gboolean       attune_mojibake_find_latin   (const char            *text,
                                             gsize                  length,
                                             AttuneBrokenCharacter *broken);
GString       *attune_mojibake_repair_latin (const char            *text,
                                             gsize                  length,
                                             AttuneMojibakeKind    *kind);

guint          attune_mojibake_encode       (AttuneWide             wide,
                                             gunichar               character);
gboolean       attune_mojibake_find_wide    (const char            *text,
                                             gsize                  length);
const guint64 *attune_mojibake_get_suspects (void);
GString       *attune_mojibake_encode_wide  (AttuneWide             wide,
                                             const char            *text,
                                             gsize                  length);
GString       *attune_mojibake_repair_wide  (AttuneWide             wide,
                                             const char            *text,
                                             gsize                  length);

gboolean       attune_accents_is_common     (gunichar               character);
void           attune_accents_clear         (AttuneAccents         *self);
void           attune_accents_add           (AttuneAccents         *self,
                                             const char            *text,
                                             gsize                  length,
                                             gsize                  begin,
                                             gsize                  end,
                                             gsize                  offset);
GString       *attune_accents_mend          (const AttuneAccents   *self,
                                             const GString         *text);
gboolean       attune_mojibake_find_accent  (const char            *text,
                                             gsize                  length,
                                             gsize                  i);

/* Whether a text that needed @before is likely to have been the one that needs @after. */
static inline gboolean
attune_mojibake_is_gain (guint64 before,
                         guint64 after)
{
  return before >= after + ATTUNE_MOJIBAKE_GAIN_MIN && (before - after) * 4 >= before;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneAccents, attune_accents_clear)

G_END_DECLS
