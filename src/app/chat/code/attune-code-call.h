/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-account.h"
#include "attune-chat-request.h"

G_BEGIN_DECLS

/* A request as it would be sent, without the key: what code for it is written from. */
typedef struct
{
  JsonNode  *body;
  gboolean   is_completion;
  char      *url;               /* of the call */
  char      *base_url;          /* without the end that every library adds */
  char      *socket_path;       /* of the engine on this computer, else NULL */
  char      *key_variable;      /* of the environment; NULL: no key is sent */
  char      *key_header;
  char      *key_prefix;
  char     **headers;           /* others: name, value, name, value …, NULL */
} AttuneCodeCall;

AttuneCodeCall *attune_code_call_new  (AttuneAccount     *account,
                                       AttuneChatRequest *request,
                                       const char        *socket_path);
void            attune_code_call_free (AttuneCodeCall    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneCodeCall, attune_code_call_free)

/* Complete programs, which print an answer as it comes. */
char           *attune_code_write_curl       (const AttuneCodeCall *call);
char           *attune_code_write_python     (const AttuneCodeCall *call);
char           *attune_code_write_javascript (const AttuneCodeCall *call);
char           *attune_code_write_c          (const AttuneCodeCall *call);

G_END_DECLS
