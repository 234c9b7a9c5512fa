/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A prompt and its completion, as a file has them, valid for one call. Both are UTF-8 and end with a
 * NUL that is not counted; a text may have NULs in it as well. */
typedef struct
{
  guint64     line;               /* where it begins in its file, from 1; 0 when it came from nowhere */
  const char *prompt;             /* NULL: the record cannot be read */
  gsize       prompt_length;
  const char *completion;         /* NULL: the record cannot be read */
  gsize       completion_length;
} AttunePair;

/**
 * AttunePairFunc:
 * @pair: a pair
 * @user_data: what the source was given
 * @error: where to put an error
 *
 * Returns: %FALSE with an error, to stop the source
 */
typedef gboolean (*AttunePairFunc) (const AttunePair  *pair,
                                    gpointer           user_data,
                                    GError           **error);

/**
 * AttunePairSource:
 * @each: called for every record, in the order of the file
 * @each_data: for @each
 * @user_data: what belongs to the source
 * @cancellable: (nullable): stops it
 * @error: where to put an error
 *
 * Goes over all pairs once more from the beginning. It is called several times and gives the same
 * each time, so that nobody needs to keep the texts.
 *
 * Returns: %FALSE with an error
 */
typedef gboolean (*AttunePairSource) (AttunePairFunc   each,
                                      gpointer         each_data,
                                      gpointer         user_data,
                                      GCancellable    *cancellable,
                                      GError         **error);

G_END_DECLS
