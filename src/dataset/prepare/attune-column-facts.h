/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-common-affix.h"

G_BEGIN_DECLS

/**
 * AttuneColumnFacts:
 *
 * What the rules for training data need to know about all texts of a column, without the texts.
 */
typedef struct
{
  const char * const *separators;     /* candidates, the best first, NULL-terminated; at most 32 */
  guint32             seen;           /* a bit for each candidate that stands in some text */
  gboolean            has_line_feed;  /* some text has more than one line */
  AttuneCommonAffix   affix;
  guint64             n_bytes;        /* of all texts */
  guint64             n_upper;        /* letters */
  guint64             n_lower;
  guint64             n_with_upper;   /* texts that have an uppercase letter */
} AttuneColumnFacts;

void        attune_column_facts_add           (AttuneColumnFacts       *self,
                                               const char              *text,
                                               gsize                    length);
gboolean    attune_column_facts_is_upper      (const AttuneColumnFacts *self);
const char *attune_column_facts_get_separator (const AttuneColumnFacts *self,
                                               const char              *fallback,
                                               gboolean                 is_first_for_lines);
void        attune_column_facts_clear         (AttuneColumnFacts       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneColumnFacts, attune_column_facts_clear)

G_END_DECLS
