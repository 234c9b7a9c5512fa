/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message.h"
#include "attune-store-conversations.h"

G_BEGIN_DECLS

AttuneMessage    *attune_message_new       (const AttuneMessageRow *row);
void              attune_message_apply     (AttuneMessage          *self,
                                            const AttuneMessageRow *row);
gint64            attune_message_get_id    (AttuneMessage          *self);
void              attune_message_set_id    (AttuneMessage          *self,
                                            gint64                  id);
void              attune_message_append    (AttuneMessage          *self,
                                            const char             *text);
void              attune_message_flush     (AttuneMessage          *self);
void              attune_message_end       (AttuneMessage          *self,
                                            AttuneMessageState      state,
                                            const char             *error_text,
                                            const char             *finish_reason);
AttuneMessageRow *attune_message_dup_row   (AttuneMessage          *self);

G_END_DECLS
