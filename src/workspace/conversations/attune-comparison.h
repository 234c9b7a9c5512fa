/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-conversation.h"

G_BEGIN_DECLS

#define ATTUNE_COMPARISON_MIN_COLUMNS 2
#define ATTUNE_COMPARISON_MAX_COLUMNS 4

/* Nobody was better; nobody has voted. */
#define ATTUNE_COMPARISON_TIE     -1
#define ATTUNE_COMPARISON_NO_VOTE -2

/* Who takes part, and how it is asked. */
typedef struct
{
  const char *account_id;
  const char *model;
  const char *system_text;    /* or NULL */
  const char *parameters;     /* JSON of AttuneChatParameters, or NULL */
} AttuneComparisonColumn;

/* See attune_workspace_export_comparison (). */
typedef enum
{
  ATTUNE_TABLE_MARKDOWN,
  ATTUNE_TABLE_CSV,
} AttuneTableFormat;

#define ATTUNE_TYPE_COMPARISON (attune_comparison_get_type ())

/**
 * AttuneComparison:
 *
 * Two to four models that are asked the same. Each column is an #AttuneConversation of its own, so
 * that one that fails keeps no other waiting. What was asked is counted in turns, from 0.
 * Properties (read-only here): `id`, `title`, `is-blind`, `is-answering`, `n-turns` (uint; once
 * loaded), `updated-at` (int64). Signal: `vote-changed` (uint: the turn).
 */
G_DECLARE_FINAL_TYPE (AttuneComparison, attune_comparison, ATTUNE, COMPARISON, GObject)

const char  *attune_comparison_get_id           (AttuneComparison *self);
const char  *attune_comparison_get_title        (AttuneComparison *self);
gboolean     attune_comparison_get_is_blind     (AttuneComparison *self);
gboolean     attune_comparison_get_is_answering (AttuneComparison *self);
gint64       attune_comparison_get_updated_at   (AttuneComparison *self);
GListModel  *attune_comparison_get_columns      (AttuneComparison *self);  /* AttuneConversation */
guint        attune_comparison_get_n_turns      (AttuneComparison *self);
AttuneMessage *attune_comparison_dup_question   (AttuneComparison *self,   /* or NULL */
                                                 guint             column,
                                                 guint             turn);
AttuneMessage *attune_comparison_dup_answer     (AttuneComparison *self,   /* or NULL */
                                                 guint             column,
                                                 guint             turn);
const guint *attune_comparison_get_order        (AttuneComparison *self,   /* in which columns stand: shuffled when blind */
                                                 guint            *n_columns);
char        *attune_comparison_dup_label        (AttuneComparison *self,   /* of a column: a letter when blind */
                                                 guint             column,
                                                 const char       *name);
int          attune_comparison_find_turn        (AttuneComparison *self,   /* or -1 */
                                                 guint             column,
                                                 AttuneMessage    *message);
gboolean     attune_comparison_can_vote         (AttuneComparison *self,   /* two answers or more are there */
                                                 guint             turn);
gboolean     attune_comparison_can_win          (AttuneComparison *self,   /* the answer of a column says something */
                                                 guint             column,
                                                 guint             turn);
int          attune_comparison_get_vote         (AttuneComparison *self,   /* a column, or one of the above */
                                                 guint             turn);
GPtrArray   *attune_comparison_list_earlier     (AttuneComparison *self,   /* AttuneModelTally, of votes before columns came or went */
                                                 guint             turn);

/* Resolve to TRUE. What failed in a column is told by its message. */
DexFuture   *attune_comparison_load             (AttuneComparison *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_comparison_send             (AttuneComparison *self,   /* when all have answered or failed */
                                                 const char       *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_comparison_edit             (AttuneComparison *self,   /* a question, in all columns */
                                                 guint             turn,
                                                 const char       *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_comparison_regenerate       (AttuneComparison *self,   /* another answer, in all columns */
                                                 guint             turn) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_comparison_catch_up         (AttuneComparison *self)   /* asks each what only others were asked */
                                                 G_GNUC_WARN_UNUSED_RESULT;
void         attune_comparison_stop             (AttuneComparison *self);  /* one: attune_conversation_stop () */
DexFuture   *attune_comparison_set_title        (AttuneComparison *self,
                                                 const char       *title) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_comparison_set_blind        (AttuneComparison *self,
                                                 gboolean          is_blind) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_comparison_vote             (AttuneComparison *self,
                                                 guint             turn,
                                                 int               winner) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
