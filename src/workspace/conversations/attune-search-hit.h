/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-text-query.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SEARCH_HIT (attune_search_hit_get_type ())

/**
 * AttuneSearchHit:
 *
 * A message in which something was found, or the title of a conversation. Immutable. Properties
 * (read-only): `conversation-id`, `message-id` (int64; 0 for a title), `snippet` (one line of text,
 * no markup), `date` (int64, Unix seconds).
 */
G_DECLARE_FINAL_TYPE (AttuneSearchHit, attune_search_hit, ATTUNE, SEARCH_HIT, GObject)

AttuneSearchHit       *attune_search_hit_new                 (const char            *conversation_id,
                                                              gint64                 message_id,
                                                              gint64                 date,
                                                              const AttuneTextQuery *query,
                                                              const char            *text);
const char            *attune_search_hit_get_conversation_id (AttuneSearchHit       *self);
gint64                 attune_search_hit_get_message_id      (AttuneSearchHit       *self);
gint64                 attune_search_hit_get_date            (AttuneSearchHit       *self);
const char            *attune_search_hit_get_snippet         (AttuneSearchHit       *self);
const AttuneTextRange *attune_search_hit_get_ranges          (AttuneSearchHit       *self,
                                                              guint                 *n_ranges);

/* What a search has found. */
typedef struct
{
  GPtrArray *hits;         /* of AttuneSearchHit: titles first, then messages, newest first */
  gboolean   is_partial;   /* there are more, or older ones may be */
} AttuneSearchResult;

#define ATTUNE_TYPE_SEARCH_RESULT (attune_search_result_get_type ())
GType               attune_search_result_get_type (void);
AttuneSearchResult *attune_search_result_new      (void);
AttuneSearchResult *attune_search_result_copy     (AttuneSearchResult *self);
void                attune_search_result_free     (AttuneSearchResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneSearchResult, attune_search_result_free)

G_END_DECLS
