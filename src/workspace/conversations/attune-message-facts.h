/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How an answer came to be. Settled when its state is no longer “streaming”. */
typedef struct
{
  char   *account_id;          /* who was asked, or NULL */
  char   *parameters;          /* JSON: how, or NULL where nothing was set */
  gint64  prompt_tokens;       /* -1 when not said */
  gint64  completion_tokens;
  gint64  cached_tokens;       /* those of the prompt that were cheaper */
  gint64  reasoning_tokens;    /* those of the completion that were thought */
  gint64  first_token_msec;    /* from the request to the first piece; -1 when none came */
  gint64  duration_msec;       /* from the request to the end */
  double  cost;                /* USD; NAN when it is not known */
} AttuneMessageFacts;

void attune_message_facts_init  (AttuneMessageFacts       *self);
void attune_message_facts_copy  (AttuneMessageFacts       *self,
                                 const AttuneMessageFacts *other);
void attune_message_facts_clear (AttuneMessageFacts       *self);

G_END_DECLS
