/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a text, from the first to before the last. */
typedef struct
{
  guint start;
  guint end;
} AttuneTextRange;

/**
 * AttuneTextQuery:
 *
 * What a person looks for in texts: words that must all occur, anywhere and in either case.
 * Immutable once made.
 */
typedef struct _AttuneTextQuery AttuneTextQuery;

AttuneTextQuery *attune_text_query_new         (const char            *text);
gboolean         attune_text_query_is_empty    (const AttuneTextQuery *self);
const char      *attune_text_query_get_longest (const AttuneTextQuery *self,
                                                guint                 *n_characters);
char            *attune_text_query_dup_match   (const AttuneTextQuery *self);
gboolean         attune_text_query_matches     (const AttuneTextQuery *self,
                                                const char            *text);
GArray          *attune_text_query_list_ranges (const AttuneTextQuery *self,
                                                const char            *text);
char            *attune_text_query_dup_snippet (const AttuneTextQuery *self,
                                                const char            *text,
                                                GArray               **ranges);
void             attune_text_query_free        (AttuneTextQuery       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTextQuery, attune_text_query_free)

G_END_DECLS
