/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-model-tally.h"
#include "attune-store-conversations.h"

G_BEGIN_DECLS

typedef struct
{
  char     *id;
  char     *title;         /* NULL before the first question */
  gboolean  is_blind;
  gint64    seed;          /* of the order of the columns; 0: as they were chosen */
  gint64    created_at;
  gint64    updated_at;
} AttuneComparisonRow;

/* What one answer was given beside others. */
typedef struct
{
  char     *comparison_id;
  char     *answers;       /* the ids of all that stood beside each other, joined by commas */
  guint     number;        /* which of the answers this row is about */
  char     *account_id;
  char     *model;
  char     *outcome;       /* "won", "lost", "tied" */
  gboolean  is_blind;
} AttuneVoteRow;

AttuneComparisonRow *attune_comparison_row_copy (const AttuneComparisonRow *row);
void       attune_comparison_row_free     (AttuneComparisonRow       *row);
AttuneVoteRow *attune_vote_row_copy       (const AttuneVoteRow       *row);
void       attune_vote_row_free           (AttuneVoteRow             *row);

DexFuture *attune_store_list_comparisons  (AttuneStore               *store)   /* AttuneComparisonRow */
                                           G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_insert_comparison (AttuneStore               *store,
                                           const AttuneComparisonRow *row,
                                           GPtrArray                 *columns) /* AttuneConversationRow */
                                           G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_save_comparison   (AttuneStore               *store,
                                           const AttuneComparisonRow *row)
                                           G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_comparison_deleted (AttuneStore          *store,   /* int: 0 when it is gone */
                                                const char           *id,
                                                gint64                deleted_at)
                                                G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_list_votes        (AttuneStore               *store)   /* AttuneVoteRow, of all comparisons */
                                           G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_save_votes        (AttuneStore               *store,
                                           GPtrArray                 *votes)   /* AttuneVoteRow, of answers beside each other */
                                           G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_list_tallies      (AttuneStore               *store,   /* AttuneModelTally */
                                           const char                *comparison_id,
                                           gboolean                   is_blind)
                                           G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneComparisonRow, attune_comparison_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneVoteRow, attune_vote_row_free)

G_END_DECLS
