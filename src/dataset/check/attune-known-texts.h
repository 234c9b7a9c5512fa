/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-fingerprint.h"

G_BEGIN_DECLS

/* What was found out about a text by itself. */
typedef struct
{
  guint64            issues;        /* bits of AttuneIssueKind */
  gsize              n_characters;
  AttuneFingerprint  fingerprint;
} AttuneKnownText;

/**
 * AttuneKnownTexts:
 *
 * Remembers what was found out about the last few different texts. Most examples of a file have one
 * of a few system texts, often longer than the rest of them: to compare one with what it was before
 * takes a tenth of the time of looking at it again. For one thread, in bounded memory.
 */
typedef struct _AttuneKnownTexts AttuneKnownTexts;

AttuneKnownTexts      *attune_known_texts_new  (void);
void                   attune_known_texts_free (AttuneKnownTexts *self);
const AttuneKnownText *attune_known_texts_get  (AttuneKnownTexts *self,
                                                const char       *text,
                                                gsize             length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneKnownTexts, attune_known_texts_free)

G_END_DECLS
