/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-client.h"
#include "attune-counted-text.h"
#include "attune-message.h"
#include "attune-store-conversations.h"
#include "attune-tool-calls.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_MESSAGE_PROP_0,
  ATTUNE_MESSAGE_PROP_ID,
  ATTUNE_MESSAGE_PROP_AUTHOR,
  ATTUNE_MESSAGE_PROP_CONTENT,
  ATTUNE_MESSAGE_PROP_REASONING,
  ATTUNE_MESSAGE_PROP_TOOL_CALLS,
  ATTUNE_MESSAGE_PROP_STATE,
  ATTUNE_MESSAGE_PROP_MODEL,
  ATTUNE_MESSAGE_PROP_STATUS_TEXT,
  ATTUNE_MESSAGE_PROP_ERROR_TEXT,
  ATTUNE_MESSAGE_PROP_FINISH_REASON,
  ATTUNE_MESSAGE_PROP_CREATED_AT,
  ATTUNE_MESSAGE_PROP_SIBLING_INDEX,
  ATTUNE_MESSAGE_PROP_N_SIBLINGS,
  ATTUNE_MESSAGE_N_PROPS
} AttuneMessageProperty;

typedef enum
{
  ATTUNE_MESSAGE_GREW_CONTENT    = 1 << 0,
  ATTUNE_MESSAGE_GREW_REASONING  = 1 << 1,
  ATTUNE_MESSAGE_GREW_TOOL_CALLS = 1 << 2,
} AttuneMessageGrowth;

/* Seen by the files attune-message*.c. */
struct _AttuneMessage
{
  GObject              parent_instance;

  gint64               id;
  gint64               parent_id;
  AttuneMessageAuthor  author;
  AttuneMessageState   state;
  GString             *content;
  GString             *reasoning;
  AttuneCountedText    counted;       /* of the content */
  GString             *logprobs;      /* elements of a JSON array, without its brackets */
  AttuneToolCalls     *pending_calls; /* while they stream */
  char                *tool_calls;
  char                *model;
  char                *status_text;
  char                *error_text;
  char                *finish_reason;
  gint64               created_at;
  AttuneMessageFacts   facts;
  guint                sibling_index;
  guint                n_siblings;

  guint                notify_source;
  AttuneMessageGrowth  grew;          /* since the last notification */
  gboolean             is_new;
};

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

void              attune_message_notify       (AttuneMessage          *self,
                                               AttuneMessageProperty   property);

/* How likely each token was. */
void              attune_message_set_logprobs (AttuneMessage          *self,
                                               const char             *json);
void              attune_message_take_logprobs (AttuneMessage         *self,
                                                JsonArray             *array);

AttuneCountedText *attune_message_get_counted (AttuneMessage          *self);

G_END_DECLS
