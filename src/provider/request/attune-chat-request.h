/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-chat-parameters.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHAT_REQUEST (attune_chat_request_get_type ())

/**
 * AttuneChatRequest:
 *
 * One question with all that was said before it, or a text to go on with. Property: `model`.
 */
G_DECLARE_FINAL_TYPE (AttuneChatRequest, attune_chat_request, ATTUNE, CHAT_REQUEST, GObject)

AttuneChatRequest    *attune_chat_request_new            (const char           *model);
void                  attune_chat_request_add_turn       (AttuneChatRequest    *self,
                                                          const char           *role,
                                                          const char           *content);
void                  attune_chat_request_set_prompt     (AttuneChatRequest    *self,
                                                          const char           *prompt);
const char           *attune_chat_request_get_prompt     (AttuneChatRequest    *self);
AttuneChatParameters *attune_chat_request_get_parameters (AttuneChatRequest    *self);
void                  attune_chat_request_set_parameters (AttuneChatRequest    *self,
                                                          AttuneChatParameters *parameters);
JsonNode             *attune_chat_request_to_json        (AttuneChatRequest    *self);

/* How an answer ended. */
typedef struct
{
  char   *finish_reason;       /* "stop", "length", …; NULL when the stream broke off */
  gint64  prompt_tokens;       /* -1 when not said */
  gint64  completion_tokens;
  gint64  cached_tokens;       /* those of the prompt that were cheaper */
  gint64  reasoning_tokens;    /* those of the completion that were thought */
} AttuneChatEnd;

#define ATTUNE_TYPE_CHAT_END (attune_chat_end_get_type ())
GType          attune_chat_end_get_type (void);
AttuneChatEnd *attune_chat_end_copy     (const AttuneChatEnd *self);
void           attune_chat_end_free     (AttuneChatEnd       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChatEnd, attune_chat_end_free)

G_END_DECLS
