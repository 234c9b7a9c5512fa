/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-message.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MESSAGE_VIEW (attune_message_view_get_type ())

/**
 * AttuneMessageView:
 *
 * One message of a chat, growing as it streams. The one place that decides how text is rendered.
 * Properties: `message`, `is-last` (boolean: an answer that did not come whole can be asked for
 * again, by the action `chat.retry` of the page around it).
 */
G_DECLARE_FINAL_TYPE (AttuneMessageView, attune_message_view, ATTUNE, MESSAGE_VIEW, AdwBin)

AttuneMessageView *attune_message_view_new         (void);
AttuneMessage     *attune_message_view_get_message (AttuneMessageView  *self);
void               attune_message_view_set_message (AttuneMessageView  *self,
                                                    AttuneMessage      *message);
gboolean           attune_message_view_get_has_selection (AttuneMessageView *self);
void               attune_message_view_set_is_last (AttuneMessageView  *self,
                                                    gboolean            is_last);
void               attune_message_view_set_can_delete  (AttuneMessageView *self,
                                                        gboolean           can_delete);
void               attune_message_view_set_prompt      (AttuneMessageView *self,
                                                        const char        *prompt);
void               attune_message_view_set_is_prompt   (AttuneMessageView *self,
                                                        gboolean           is_prompt);
void               attune_message_view_set_compared    (AttuneMessageView *self,
                                                        const char        *other);
void               attune_message_view_set_is_anonymous (AttuneMessageView *self,
                                                         gboolean          is_anonymous);
void               attune_message_view_set_model_title (AttuneMessageView *self,
                                                        const char        *title);

G_END_DECLS
