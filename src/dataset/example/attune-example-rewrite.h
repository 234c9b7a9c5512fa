/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"

G_BEGIN_DECLS

/* One turn as the person left it. */
typedef struct
{
  int         source;       /* which turn of the original it was, from 0; -1: a new one */
  AttuneRole  role;
  const char *content;      /* UTF-8 */
  gboolean    is_trained;   /* of an assistant turn: whether to learn from it */
} AttuneTurnEdit;

char *attune_example_rewrite (const AttuneExample   *original,
                              const AttuneTurnEdit  *turns,
                              gsize                  n_turns,
                              gsize                 *length,
                              GError               **error);

G_END_DECLS
