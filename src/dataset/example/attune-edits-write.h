/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-atomic-file.h"
#include "attune-edits.h"

G_BEGIN_DECLS

/* What was written. */
typedef struct
{
  guint64 n_examples;
  guint64 size;        /* bytes */
} AttuneEditsResult;

gboolean attune_edits_write (AttuneEdits         *self,
                             const char          *path,
                             AttuneEditsResult   *result,
                             AttuneProgressFunc   progress,
                             gpointer             user_data,
                             GCancellable        *cancellable,
                             GError             **error);
gboolean attune_edits_apply (const char          *path,
                             AttuneEditsResult   *result,
                             AttuneProgressFunc   progress,
                             gpointer             user_data,
                             GCancellable        *cancellable,
                             GError             **error);

G_END_DECLS
