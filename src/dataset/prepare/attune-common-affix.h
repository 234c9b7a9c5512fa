/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneCommonAffix:
 *
 * The longest text that all of many texts begin with, and the longest that all of them end with.
 * Holds no more than that: it begins with the first text and shrinks with every other one.
 */
typedef struct
{
  GString *prefix;       /* NULL before the first text */
  GString *suffix;
  gsize    max_length;   /* of all texts, in bytes */
} AttuneCommonAffix;

void     attune_common_affix_add             (AttuneCommonAffix       *self,
                                              const char              *text,
                                              gsize                    length);
gboolean attune_common_affix_are_texts_equal (const AttuneCommonAffix *self);
void     attune_common_affix_clear           (AttuneCommonAffix       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneCommonAffix, attune_common_affix_clear)

G_END_DECLS
