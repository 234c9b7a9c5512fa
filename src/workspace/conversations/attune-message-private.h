/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-client.h"
#include "attune-counted-text.h"
#include "attune-message.h"
#include "attune-store-conversations.h"

G_BEGIN_DECLS

AttuneMessage    *attune_message_new          (const AttuneMessageRow *row);
void              attune_message_apply        (AttuneMessage          *self,
                                               const AttuneMessageRow *row);
void              attune_message_set_id       (AttuneMessage          *self,
                                               gint64                  id);
gint64            attune_message_get_parent_id (AttuneMessage         *self);
void              attune_message_set_parent_id (AttuneMessage         *self,
                                                gint64                 parent_id);
void              attune_message_set_place    (AttuneMessage          *self,
                                               guint                   sibling_index,
                                               guint                   n_siblings);
void              attune_message_restart      (AttuneMessage          *self);
void              attune_message_take         (AttuneMessage          *self,
                                               const AttuneChatDelta  *delta);
gboolean          attune_message_is_empty     (AttuneMessage          *self);
void              attune_message_flush        (AttuneMessage          *self);
void              attune_message_set_status_text (AttuneMessage       *self,
                                                  const char          *text);
AttuneMessageRow *attune_message_dup_row      (AttuneMessage          *self);

AttuneCountedText *attune_message_get_counted (AttuneMessage          *self);

G_END_DECLS
