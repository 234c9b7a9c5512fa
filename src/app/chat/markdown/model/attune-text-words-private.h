/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *text;
  guint       length;      /* in bytes */
  guint       number;      /* the same for the same word */
} AttuneTextWord;

GArray *attune_text_words_split  (const char *text);
void    attune_text_words_number (GArray     *first,
                                  GArray     *second);

G_END_DECLS
