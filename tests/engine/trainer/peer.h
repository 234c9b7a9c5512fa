/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* What libllama's own trainer did: all weights in single precision, on a processor. */
typedef struct
{
  GArray *losses;    /* of double: before each step */
  double  seconds;   /* of the fastest step but the first */
} Peer;

Peer *peer_train (const char   *model,
                  const gint32 *tokens,
                  guint         n_tokens,
                  guint         n_windows,
                  guint         n_threads,
                  double        learning_rate);
void  peer_free  (Peer         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)
