/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"

G_BEGIN_DECLS

/**
 * AttuneTextMatcher:
 *
 * What a person looks for in examples: a piece of text, in either case, or a regular expression.
 * For one thread.
 */
typedef struct _AttuneTextMatcher AttuneTextMatcher;

AttuneTextMatcher *attune_text_matcher_new          (const char               *text,
                                                     gboolean                  is_regex,
                                                     GError                  **error);
const char        *attune_text_matcher_get_fragment (const AttuneTextMatcher  *self,
                                                     gsize                    *length,
                                                     gboolean                 *has_letters);
gboolean           attune_text_matcher_match        (AttuneTextMatcher        *self,
                                                     const AttuneExample      *example);
guint              attune_text_matcher_get_n_given_up (const AttuneTextMatcher *self);
void               attune_text_matcher_free         (AttuneTextMatcher        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTextMatcher, attune_text_matcher_free)

G_END_DECLS
