/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chat-request.h"
#include "attune-profile.h"

G_BEGIN_DECLS

/* From what a person asks to what a provider is told, as its profile says. */
gboolean  attune_chat_body_check (AttuneChatRequest  *request,
                                  AttuneProfile      *profile,
                                  GError            **error);
JsonNode *attune_chat_body_build (AttuneChatRequest  *request,
                                  AttuneProfile      *profile);

/* A JSON schema as a person types it; the error is a sentence. */
gboolean  attune_chat_body_check_schema (const char  *schema,
                                         GError     **error);

G_END_DECLS
