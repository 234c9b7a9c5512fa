/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * AttuneCodeHighlighter:
 *
 * Knows what the parts of a code are, from the descriptions of languages of GtkSourceView. A code that
 * grows is only looked at from where it grew.
 */
typedef struct _AttuneCodeHighlighter AttuneCodeHighlighter;

AttuneCodeHighlighter *attune_code_highlighter_new               (void);
void                   attune_code_highlighter_free              (AttuneCodeHighlighter *self);
gboolean               attune_code_highlighter_set_code          (AttuneCodeHighlighter *self,
                                                                  const char            *text,
                                                                  const char            *language);
PangoAttrList         *attune_code_highlighter_create_attributes (AttuneCodeHighlighter *self,
                                                                  gsize                  start,
                                                                  gsize                  length);
char                  *attune_code_highlighter_dup_name          (const char            *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneCodeHighlighter, attune_code_highlighter_free)

G_END_DECLS
