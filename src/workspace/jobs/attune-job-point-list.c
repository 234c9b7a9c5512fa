/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-point-list"

#include "config.h"

#include "attune-job-point-list.h"
#include "attune-job-point.h"

/* So few that are out of order are put in their places one by one. */
#define MAX_PLACED 16

struct _AttuneJobPointList
{
  GObject  parent_instance;

  GArray  *measures;       /* AttuneMeasures, by step, each step once */
};

static GType
get_item_type (GListModel *list)
{
  return ATTUNE_TYPE_JOB_POINT;
}

static guint
get_n_items (GListModel *list)
{
  return ((AttuneJobPointList *)list)->measures->len;
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  AttuneJobPointList *self = (AttuneJobPointList *)list;

  if (position >= self->measures->len)
    return NULL;

  return attune_job_point_new (&g_array_index (self->measures, AttuneMeasures, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AttuneJobPointList, attune_job_point_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static gint64
get_last_step (AttuneJobPointList *self)
{
  if (self->measures->len == 0)
    return G_MININT64;

  return g_array_index (self->measures, AttuneMeasures, self->measures->len - 1).step;
}

/* The first position whose step is not below @step. */
static guint
find_position (AttuneJobPointList *self,
               gint64              step)
{
  guint low = 0;
  guint high = self->measures->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->measures, AttuneMeasures, middle).step < step)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* A point whose step is there already takes its place, because it has got a measure more. */
static gboolean
place (AttuneJobPointList   *self,
       const AttuneMeasures *measures,
       guint                *position)
{
  *position = find_position (self, measures->step);

  if (*position < self->measures->len &&
      g_array_index (self->measures, AttuneMeasures, *position).step == measures->step)
    {
      g_array_index (self->measures, AttuneMeasures, *position) = *measures;
      return FALSE;
    }

  g_array_insert_vals (self->measures, *position, measures, 1);
  return TRUE;
}

static int
compare_step_cb (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gint64 step_a = ((const AttuneMeasures *)a)->step;
  gint64 step_b = ((const AttuneMeasures *)b)->step;

  return (step_a > step_b) - (step_a < step_b);
}

/* Many that are out of order: all of them behind, sorted, and of those with one step the last. The
 * sort is stable. */
static void
merge (AttuneJobPointList   *self,
       const AttuneMeasures *measures,
       gsize                 n_measures)
{
  guint n_kept = 0;

  g_array_append_vals (self->measures, measures, n_measures);
  g_array_sort_with_data (self->measures, compare_step_cb, NULL);

  for (guint i = 0; i < self->measures->len; i++)
    {
      const AttuneMeasures *next = &g_array_index (self->measures, AttuneMeasures, i);

      if (n_kept > 0 &&
          g_array_index (self->measures, AttuneMeasures, n_kept - 1).step == next->step)
        n_kept--;

      g_array_index (self->measures, AttuneMeasures, n_kept++) = *next;
    }

  g_array_set_size (self->measures, n_kept);
}

static void
attune_job_point_list_finalize (GObject *object)
{
  AttuneJobPointList *self = (AttuneJobPointList *)object;

  g_array_unref (self->measures);

  G_OBJECT_CLASS (attune_job_point_list_parent_class)->finalize (object);
}

static void
attune_job_point_list_class_init (AttuneJobPointListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_job_point_list_finalize;
}

static void
attune_job_point_list_init (AttuneJobPointList *self)
{
  self->measures = g_array_new (FALSE, FALSE, sizeof (AttuneMeasures));
}

/**
 * attune_job_point_list_new:
 *
 * Returns: (transfer full): a list without points
 */
AttuneJobPointList *
attune_job_point_list_new (void)
{
  return g_object_new (ATTUNE_TYPE_JOB_POINT_LIST, NULL);
}

/**
 * attune_job_point_list_add:
 * @self: a list
 * @measures: (array length=n_measures): what was measured
 * @n_measures: how many
 *
 * Takes points to their places. One whose step is there already replaces it. Those that follow on
 * the last, which is the rule, cost one change of the list together.
 */
void
attune_job_point_list_add (AttuneJobPointList   *self,
                           const AttuneMeasures *measures,
                           gsize                 n_measures)
{
  guint n_before;
  gsize n_following = 0;
  gint64 last;

  g_return_if_fail (ATTUNE_IS_JOB_POINT_LIST (self));
  g_return_if_fail (measures != NULL || n_measures == 0);

  n_before = self->measures->len;
  last = get_last_step (self);

  while (n_following < n_measures && measures[n_following].step > last)
    last = measures[n_following++].step;

  if (n_measures - n_following > MAX_PLACED)
    {
      merge (self, measures, n_measures);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->measures->len);
      return;
    }

  if (n_following > 0)
    {
      g_array_append_vals (self->measures, measures, n_following);
      g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n_following);
    }

  for (gsize i = n_following; i < n_measures; i++)
    {
      guint position;
      gboolean is_new = place (self, &measures[i], &position);

      g_list_model_items_changed (G_LIST_MODEL (self), position, is_new ? 0 : 1, 1);
    }
}

/**
 * attune_job_point_list_clear:
 * @self: a list
 */
void
attune_job_point_list_clear (AttuneJobPointList *self)
{
  guint n_before;

  g_return_if_fail (ATTUNE_IS_JOB_POINT_LIST (self));

  n_before = self->measures->len;
  g_array_set_size (self->measures, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
}

/**
 * attune_job_point_list_get_measures:
 * @self: a list
 * @n_measures: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_measures): all of them by step, until the next change
 */
const AttuneMeasures *
attune_job_point_list_get_measures (AttuneJobPointList *self,
                                    gsize              *n_measures)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_POINT_LIST (self), NULL);

  *n_measures = self->measures->len;

  return (const AttuneMeasures *)(gpointer)self->measures->data;
}
