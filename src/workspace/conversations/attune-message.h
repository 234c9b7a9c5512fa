/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

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
} AttuneMessageState;

#define ATTUNE_TYPE_MESSAGE_AUTHOR (attune_message_author_get_type ())
#define ATTUNE_TYPE_MESSAGE_STATE  (attune_message_state_get_type ())
GType attune_message_author_get_type (void);
GType attune_message_state_get_type  (void);

/**
 * AttuneMessage:
 *
 * One message of a conversation; grows while it streams. Properties (read-only outside the
 * workspace): `id` (int64), `author`, `content`, `state`, `model` (who answered), `error-text`
 * (or NULL), `finish-reason` (or NULL).
 */
G_DECLARE_FINAL_TYPE (AttuneMessage, attune_message, ATTUNE, MESSAGE, GObject)

AttuneMessageAuthor attune_message_get_author        (AttuneMessage *self);
AttuneMessageState  attune_message_get_state         (AttuneMessage *self);
const char         *attune_message_get_content       (AttuneMessage *self);
const char         *attune_message_get_model         (AttuneMessage *self);
const char         *attune_message_get_error_text    (AttuneMessage *self);
const char         *attune_message_get_finish_reason (AttuneMessage *self);

G_END_DECLS
