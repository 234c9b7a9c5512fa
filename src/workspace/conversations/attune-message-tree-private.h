/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message.h"

G_BEGIN_DECLS

/* All messages of a conversation, with what follows what. What follows the same message are
 * siblings, oldest first. */
typedef struct _AttuneMessageTree AttuneMessageTree;

AttuneMessageTree *attune_message_tree_new        (void);
void               attune_message_tree_free       (AttuneMessageTree *self);
AttuneMessage     *attune_message_tree_find       (AttuneMessageTree *self,
                                                   gint64             id);
void               attune_message_tree_add        (AttuneMessageTree *self,
                                                   AttuneMessage     *message);
void               attune_message_tree_remove     (AttuneMessageTree *self,
                                                   AttuneMessage     *message);
GPtrArray         *attune_message_tree_get_children (AttuneMessageTree *self,
                                                     gint64             parent_id);
gint64             attune_message_tree_find_leaf  (AttuneMessageTree *self,
                                                   gint64             id);
GPtrArray         *attune_message_tree_list_path  (AttuneMessageTree *self,
                                                   gint64             leaf_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneMessageTree, attune_message_tree_free)

G_END_DECLS
