/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-comparison.h"
#include "attune-store-comparisons.h"

G_BEGIN_DECLS

/* The columns stand in the order in which they were chosen. */
#define ATTUNE_COMPARISON_NO_SEED 0

/* Seen by the files attune-comparison*.c. */
struct _AttuneComparison
{
  GObject              parent_instance;

  AttuneStore         *store;
  AttuneComparisonRow *row;
  GListStore          *columns;
  GArray              *order;          /* guint: which column stands where */
  GHashTable          *votes;          /* ids of answers → GPtrArray of AttuneVoteRow */
  gboolean             is_asking;
  guint                n_stops;        /* how often the person has wanted no more */
  gboolean             is_answering;
};

AttuneComparison *attune_comparison_new           (AttuneStore               *store,
                                                   const AttuneComparisonRow *row);
void              attune_comparison_apply         (AttuneComparison          *self,
                                                   const AttuneComparisonRow *row);
void              attune_comparison_apply_columns (AttuneComparison          *self,
                                                   GPtrArray                 *columns);
void              attune_comparison_apply_votes   (AttuneComparison          *self,
                                                   GPtrArray                 *votes);
void              attune_comparison_touch         (AttuneComparison          *self,
                                                   gint64                     updated_at);
void              attune_comparison_set_asking    (AttuneComparison          *self,
                                                   gboolean                   is_asking);
GPtrArray        *attune_comparison_list_columns  (AttuneComparison          *self);
gint64            attune_comparison_create_seed   (void);
DexFuture        *attune_comparison_reject_busy   (void);
gboolean          attune_comparison_save          (AttuneComparison          *self,
                                                   const AttuneComparisonRow *row,
                                                   GError                   **error);
char             *attune_comparison_dup_table     (AttuneComparison          *self,
                                                   AttuneTableFormat          format);

G_END_DECLS
