/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-arena.h"
#include "attune-example.h"
#include "attune-fingerprint.h"
#include "attune-record.h"

G_BEGIN_DECLS

/* One turn. Its text belongs to the draft, or to the record it was made of. */
typedef struct
{
  AttuneRole   role;
  AttunePart   part;
  AttuneText   text;            /* what is said; of several parts of content, joined by line feeds */
  yyjson_val  *message;         /* the object it came from, whose other members are kept; else NULL */
  guint        is_trained : 1;  /* what the model learns to say */
  guint        has_content : 1; /* there is a text, even if it is empty */
  guint        is_plain : 1;    /* @message is a role and a text, and nothing else */
  guint        says_other : 1;  /* also something that is no text: a tool call, an image, a sound, a refusal */
  guint        is_changed : 1;  /* role or text are no longer those of @message */
} AttuneDraftTurn;

/**
 * AttuneDraft:
 *
 * An example in the making: what a recipe makes of a record, what checks look at, and what remedies
 * change, in memory that is used again for the next. Valid as long as the record is.
 */
typedef struct
{
  AttuneExampleKind  kind;
  AttuneIssueKind    problem;   /* why there is no example; then there are no turns; else NONE */
  guint64            issues;    /* what was noticed on the way; bits of AttuneIssueKind */
  GArray            *turns;     /* of AttuneDraftTurn */
  yyjson_val        *root;      /* of a record that is an example already, whose other members are kept; else NULL */
  yyjson_val        *tools;     /* what a recipe passes through as “tools”; else NULL */
  AttuneText         line;      /* the record as it stands, while it can be written back so; else NULL */

  /*< private >*/
  AttuneArena       *arena;
  yyjson_alc        *allocator;
  char              *json;      /* what attune_draft_get_json() made, from @allocator */
} AttuneDraft;

void               attune_draft_init            (AttuneDraft       *self);
void               attune_draft_clear           (AttuneDraft       *self);
void               attune_draft_reset           (AttuneDraft       *self);
char              *attune_draft_alloc           (AttuneDraft       *self,
                                                 gsize              length);
gboolean           attune_draft_set_value       (AttuneDraft       *self,
                                                 yyjson_val        *root,
                                                 const char        *text,
                                                 gsize              length);
void               attune_draft_add_messages    (AttuneDraft       *self,
                                                 yyjson_val        *messages,
                                                 AttunePart         part);
AttuneDraftTurn   *attune_draft_add_turn        (AttuneDraft       *self,
                                                 AttuneRole         role,
                                                 AttunePart         part,
                                                 const char        *text,
                                                 gsize              length);
void               attune_draft_set_role        (AttuneDraft       *self,
                                                 guint              index,
                                                 AttuneRole         role);
void               attune_draft_set_text        (AttuneDraft       *self,
                                                 guint              index,
                                                 const char        *text,
                                                 gsize              length);
void               attune_draft_remove_turn     (AttuneDraft       *self,
                                                 guint              index);
AttuneFingerprint  attune_draft_get_fingerprint (const AttuneDraft *self);
guint64            attune_draft_hash_question   (const AttuneDraft *self);
const char        *attune_draft_get_json        (AttuneDraft       *self,
                                                 gsize             *length);
AttuneExample     *attune_draft_to_example      (AttuneDraft       *self,
                                                 guint64            line);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneDraft, attune_draft_clear)

/**
 * attune_draft_get_turn:
 * @self: a draft
 * @index: which turn, from 0
 *
 * Returns: (transfer none): the turn, until the next one is added
 */
static inline AttuneDraftTurn *
attune_draft_get_turn (const AttuneDraft *self,
                       guint              index)
{
  return &g_array_index (self->turns, AttuneDraftTurn, index);
}

G_END_DECLS
