/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many tokens a text has: exactly, once somebody has counted it as its model does, and about
 * until then. */
typedef struct
{
  guint64     n_tokens;
  gsize       length;      /* of the text in bytes, when it was counted; 0 for never */
  const char *scheme;      /* as attune_conversation_get_scheme(); NULL for an estimate */
} AttuneCountedText;

guint64  attune_counted_text_get      (AttuneCountedText *self,
                                       const char        *text,
                                       gsize              length,
                                       const char        *scheme,
                                       gboolean          *is_exact);
gboolean attune_counted_text_is_exact (AttuneCountedText *self,
                                       gsize              length,
                                       const char        *scheme);
void     attune_counted_text_set      (AttuneCountedText *self,
                                       gsize              length,
                                       const char        *scheme,
                                       guint64            n_tokens);

G_END_DECLS
