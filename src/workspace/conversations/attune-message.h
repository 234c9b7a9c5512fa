/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message-facts.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MESSAGE (attune_message_get_type ())

typedef enum
{
  ATTUNE_MESSAGE_USER,
  ATTUNE_MESSAGE_ASSISTANT,
} AttuneMessageAuthor;

typedef enum
{
  ATTUNE_MESSAGE_COMPLETE,
  ATTUNE_MESSAGE_STREAMING,
  ATTUNE_MESSAGE_STOPPED,     /* by the person; what came is kept */
  ATTUNE_MESSAGE_BROKEN,      /* by an error; what came is kept */
  ATTUNE_MESSAGE_WAITING,     /* the person's, written offline; sent when the network is back */
} AttuneMessageState;

#define ATTUNE_TYPE_MESSAGE_AUTHOR (attune_message_author_get_type ())
#define ATTUNE_TYPE_MESSAGE_STATE  (attune_message_state_get_type ())
GType attune_message_author_get_type (void);
GType attune_message_state_get_type  (void);

/**
 * AttuneMessage:
 *
 * One message of a conversation; grows while it streams. Properties (read-only outside the
 * workspace): `id` (int64), `author`, `content`, `reasoning` (what the model thought, or NULL),
 * `tool-calls` (JSON, or NULL), `state`, `status-text` (a sentence on what it waits for, or NULL),
 * `model` (who answered), `error-text` (or NULL), `finish-reason` (or NULL), `created-at` (int64,
 * Unix seconds), `sibling-index` and `n-siblings` (uint: which one of how many at its place).
 */
G_DECLARE_FINAL_TYPE (AttuneMessage, attune_message, ATTUNE, MESSAGE, GObject)

gint64              attune_message_get_id            (AttuneMessage *self);
AttuneMessageAuthor attune_message_get_author        (AttuneMessage *self);
AttuneMessageState  attune_message_get_state         (AttuneMessage *self);
const char         *attune_message_get_content       (AttuneMessage *self);
const char         *attune_message_get_reasoning     (AttuneMessage *self);
const char         *attune_message_get_tool_calls    (AttuneMessage *self);
char               *attune_message_dup_tool_calls_text (AttuneMessage *self); /* for a person, or NULL */
gboolean            attune_message_get_has_logprobs  (AttuneMessage *self);
char               *attune_message_dup_logprobs      (AttuneMessage *self);   /* a JSON array, one for each token, or NULL */
const char         *attune_message_get_model         (AttuneMessage *self);
const char         *attune_message_get_status_text   (AttuneMessage *self);
const char         *attune_message_get_error_text    (AttuneMessage *self);
const char         *attune_message_get_finish_reason (AttuneMessage *self);
gint64              attune_message_get_created_at    (AttuneMessage *self);
guint               attune_message_get_sibling_index (AttuneMessage *self);   /* from 0 */
guint               attune_message_get_n_siblings    (AttuneMessage *self);   /* itself counted: 1 or more */
gboolean            attune_message_steal_is_new      (AttuneMessage *self);
gboolean            attune_message_can_continue      (AttuneMessage *self);   /* an answer that was cut off */
const AttuneMessageFacts *attune_message_get_facts   (AttuneMessage *self);

G_END_DECLS
