/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"
#include "attune-record.h"

G_BEGIN_DECLS

gboolean         attune_text_is_space            (const char               *text,
                                                  gsize                     length);
AttuneIssueKind  attune_example_check            (yyjson_val               *root,
                                                  AttuneExampleKind        *kind);

/* Whether there is nothing to read in @text. The first byte of nearly every text tells: U+3000 is the
 * last of the spaces, and begins with E3. */
static inline gboolean
attune_text_is_blank (const char *text,
                      gsize       length)
{
  if (length > 0 && ((*text > ' ' && *text < 0x7f) || (guint8)*text > 0xe3))
    return FALSE;

  return attune_text_is_space (text, length);
}

G_END_DECLS
