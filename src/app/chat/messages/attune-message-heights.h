/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-message.h"

G_BEGIN_DECLS

/**
 * AttuneMessageHeights:
 *
 * How high the rows of a list are at one width: measured, or guessed from how much they say.
 */
typedef struct _AttuneMessageHeights AttuneMessageHeights;

AttuneMessageHeights *attune_message_heights_new        (void);
void                  attune_message_heights_free       (AttuneMessageHeights *self);
void                  attune_message_heights_splice     (AttuneMessageHeights *self,
                                                         GListModel           *model,
                                                         guint                 position,
                                                         guint                 n_removed,
                                                         guint                 n_added);
void                  attune_message_heights_set_width  (AttuneMessageHeights *self,
                                                         int                   width);
guint                 attune_message_heights_get_n_rows (AttuneMessageHeights *self);
int                   attune_message_heights_get        (AttuneMessageHeights *self,
                                                         guint                 position);
gboolean              attune_message_heights_is_known   (AttuneMessageHeights *self,
                                                         guint                 position);
void                  attune_message_heights_set        (AttuneMessageHeights *self,
                                                         guint                 position,
                                                         int                   height);
double                attune_message_heights_get_offset (AttuneMessageHeights *self,
                                                         guint                 position);
guint                 attune_message_heights_find       (AttuneMessageHeights *self,
                                                         double                offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneMessageHeights, attune_message_heights_free)

G_END_DECLS
