/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What every service takes at most (OpenAI's protocol). */
#define ATTUNE_CHAT_MAX_STOPS 4

#define ATTUNE_TYPE_CHAT_FORMAT (attune_chat_format_get_type ())
#define ATTUNE_TYPE_CHAT_MODE   (attune_chat_mode_get_type ())

/* The shape that an answer must have. */
typedef enum
{
  ATTUNE_CHAT_FORMAT_AUTOMATIC,
  ATTUNE_CHAT_FORMAT_TEXT,
  ATTUNE_CHAT_FORMAT_JSON_OBJECT,
  ATTUNE_CHAT_FORMAT_JSON_SCHEMA,
} AttuneChatFormat;

/* Whether a model is talked to, or goes on with a text. */
typedef enum
{
  ATTUNE_CHAT_MODE_AUTOMATIC,   /* as the model is made for */
  ATTUNE_CHAT_MODE_CHAT,
  ATTUNE_CHAT_MODE_COMPLETION,
} AttuneChatMode;

GType attune_chat_format_get_type (void);
GType attune_chat_mode_get_type   (void);

#define ATTUNE_TYPE_CHAT_PARAMETERS (attune_chat_parameters_get_type ())

/**
 * AttuneChatParameters:
 *
 * How a model is asked. Everything is automatic, and not sent, or has a value. A setting, such as
 * “temperature”, goes by the name that it has in `chat.settings` of a provider's file; what a
 * provider does not know stays here and is not sent to it.
 *
 * Properties: `format` (AttuneChatFormat), `schema` (string, what was typed), `separator` (string,
 * what stands between a prompt and its completion), `mode` (AttuneChatMode). Signal: `changed`,
 * after anything has.
 */
G_DECLARE_FINAL_TYPE (AttuneChatParameters, attune_chat_parameters, ATTUNE, CHAT_PARAMETERS, GObject)

AttuneChatParameters *attune_chat_parameters_new          (void);
AttuneChatParameters *attune_chat_parameters_new_from_json (const char            *text,
                                                           GError               **error);
char                 *attune_chat_parameters_to_json      (AttuneChatParameters  *self);
AttuneChatParameters *attune_chat_parameters_copy         (AttuneChatParameters  *self);
void                  attune_chat_parameters_assign       (AttuneChatParameters  *self,
                                                           AttuneChatParameters  *other);
gboolean              attune_chat_parameters_equal        (AttuneChatParameters  *self,
                                                           AttuneChatParameters  *other);
gboolean              attune_chat_parameters_get_is_automatic (AttuneChatParameters *self);

JsonNode             *attune_chat_parameters_get_value    (AttuneChatParameters  *self,
                                                           const char            *name);
void                  attune_chat_parameters_set_value    (AttuneChatParameters  *self,
                                                           const char            *name,
                                                           JsonNode              *value);
void                  attune_chat_parameters_set_int      (AttuneChatParameters  *self,
                                                           const char            *name,
                                                           gint64                 value);
void                  attune_chat_parameters_set_double   (AttuneChatParameters  *self,
                                                           const char            *name,
                                                           double                 value);

const char * const   *attune_chat_parameters_get_stops    (AttuneChatParameters  *self);
gboolean              attune_chat_parameters_set_stops    (AttuneChatParameters  *self,
                                                           const char * const    *stops,
                                                           GError               **error);

AttuneChatFormat      attune_chat_parameters_get_format   (AttuneChatParameters  *self);
void                  attune_chat_parameters_set_format   (AttuneChatParameters  *self,
                                                           AttuneChatFormat       format);
const char           *attune_chat_parameters_get_schema   (AttuneChatParameters  *self);
void                  attune_chat_parameters_set_schema   (AttuneChatParameters  *self,
                                                           const char            *schema);
const char           *attune_chat_parameters_get_separator (AttuneChatParameters *self);
void                  attune_chat_parameters_set_separator (AttuneChatParameters *self,
                                                           const char            *separator);
AttuneChatMode        attune_chat_parameters_get_mode     (AttuneChatParameters  *self);
void                  attune_chat_parameters_set_mode     (AttuneChatParameters  *self,
                                                           AttuneChatMode         mode);

G_END_DECLS
