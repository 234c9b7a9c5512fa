/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneScratch:
 *
 * A growing array of elements of one size. Beyond a megabyte it is a file without a name that is
 * mapped into memory and is gone with the program. For what is kept of each of millions of examples:
 * the kernel writes it out when memory is short. For one thread at a time.
 */
typedef struct _AttuneScratch AttuneScratch;

AttuneScratch *attune_scratch_new        (gsize           element_size);
void           attune_scratch_free       (AttuneScratch  *self);
void           attune_scratch_foresee    (AttuneScratch  *self,
                                          gsize           length);
gpointer       attune_scratch_extend     (AttuneScratch  *self,
                                          GError        **error);
gboolean       attune_scratch_append     (AttuneScratch  *self,
                                          const void     *element,
                                          GError        **error);
gboolean       attune_scratch_set_length (AttuneScratch  *self,
                                          gsize           length,
                                          GError        **error);
gsize          attune_scratch_get_length (AttuneScratch  *self);
gpointer       attune_scratch_get        (AttuneScratch  *self,
                                          gsize           index);
gpointer       attune_scratch_get_data   (AttuneScratch  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneScratch, attune_scratch_free)

G_END_DECLS
