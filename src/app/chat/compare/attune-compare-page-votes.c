/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Which of the last answers is better. */

#define G_LOG_DOMAIN "attune-compare-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-compare-page-private.h"
#include "attune-model-tally.h"

/* At which place the column stands that was voted for. */
static int
find_place (AttuneComparePage *self,
            int                vote)
{
  guint n_columns;
  const guint *order = attune_comparison_get_order (self->comparison, &n_columns);

  for (guint i = 0; vote >= 0 && i < n_columns; i++)
    if (order[i] == (guint)vote)
      return (int)i;

  return vote;
}

static const char *
get_model_title (AttuneComparePage      *self,
                 const AttuneModelTally *tally)
{
  AttuneModel *model = attune_workspace_find_model (self->workspace, tally->account_id,
                                                    tally->model);

  return model != NULL ? attune_model_get_title (model) : tally->model;
}

/* By the models of then, whoever stands here now. */
static char *
dup_earlier (AttuneComparePage *self,
             guint              turn)
{
  g_autoptr(GPtrArray) tallies = attune_comparison_list_earlier (self->comparison, turn);
  const AttuneModelTally *best = tallies->len > 0 ? tallies->pdata[0] : NULL;

  if (best == NULL ||
      attune_comparison_get_vote (self->comparison, turn) != ATTUNE_COMPARISON_NO_VOTE)
    return NULL;

  if (best->n_won == 0)
    return g_strdup (_("Before models were added or removed, you found them equally good."));

  /* Translators: %s is the name of a model. */
  return g_strdup_printf (_("Before models were added or removed, you found “%s” better."),
                          get_model_title (self, best));
}

/* Only those that have answered stand for election. */
static void
update_candidates (AttuneComparePage *self,
                   guint              turn)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      guint index = attune_compare_column_get_index (g_ptr_array_index (self->columns, i));

      attune_vote_bar_set_is_candidate (self->vote_bar, i,
                                        attune_comparison_can_win (self->comparison, index, turn));
    }
}

/**
 * attune_compare_page_update_vote:
 * @self: a page
 *
 * Asks which of the last answers is better, once they are there, and shows what was found.
 */
void
attune_compare_page_update_vote (AttuneComparePage *self)
{
  guint n_turns = attune_comparison_get_n_turns (self->comparison);
  gboolean can_vote = n_turns > 0 && !attune_comparison_get_is_answering (self->comparison) &&
                      attune_comparison_can_vote (self->comparison, n_turns - 1);
  g_autofree char *earlier = can_vote ? dup_earlier (self, n_turns - 1) : NULL;

  gtk_revealer_set_reveal_child (self->vote_revealer, can_vote);

  if (can_vote)
    {
      update_candidates (self, n_turns - 1);
      attune_vote_bar_set_vote (self->vote_bar,
                                find_place (self, attune_comparison_get_vote (self->comparison,
                                                                              n_turns - 1)));
      attune_vote_bar_set_earlier (self->vote_bar, earlier);
    }
}

static void
vote_cb (AttuneComparePage *self,
         int                place)
{
  guint n_columns;
  const guint *order = attune_comparison_get_order (self->comparison, &n_columns);

  attune_compare_page_vote (self, place >= 0 ? (int)order[place] : ATTUNE_COMPARISON_TIE);
}

/**
 * attune_compare_page_install_votes:
 * @widget_class: the class of the page
 */
void
attune_compare_page_install_votes (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, vote_cb);
}
