/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_JSON_NOTHING,     /* nothing more in this piece */
  ATTUNE_JSON_VALUE_END,   /* a bracket that closes the outermost object or array */
  ATTUNE_JSON_COMMA,       /* outside every bracket … */
  ATTUNE_JSON_CLOSE,       /* … a closing one that nothing opened … */
  ATTUNE_JSON_LINE_END,    /* … and a line feed */
} AttuneJsonEvent;

/**
 * AttuneJsonLexer:
 *
 * Finds where JSON values end, and nothing else: it counts brackets outside of strings, without
 * telling their kinds apart. It needs no more memory for deep nesting, may stop anywhere, and goes
 * on with the next piece of text. All zero: before a value.
 */
typedef struct
{
  guint64   depth;
  gboolean  is_in_string;
  gboolean  is_escaped;    /* the piece ended behind a backslash */
} AttuneJsonLexer;

const char *attune_json_lexer_next (AttuneJsonLexer  *self,
                                    const char       *text,
                                    const char       *end,
                                    AttuneJsonEvent  *event);

gboolean    attune_json_is_open    (const char       *text,
                                    gsize             length);

/* Whether what comes next is in the middle of a value. */
static inline gboolean
attune_json_lexer_is_inside (const AttuneJsonLexer *self)
{
  return self->depth > 0 || self->is_in_string;
}

G_END_DECLS
