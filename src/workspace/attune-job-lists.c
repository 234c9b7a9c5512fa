/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job"

#include "config.h"

#include "attune-checkpoint.h"
#include "attune-job-event.h"
#include "attune-job-point.h"
#include "attune-job-private.h"

static int
compare_step_cb (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gint64 step_a = attune_job_point_get_measures ((AttuneJobPoint *)a)->step;
  gint64 step_b = attune_job_point_get_measures ((AttuneJobPoint *)b)->step;

  return (step_a > step_b) - (step_a < step_b);
}

/* Points come in the order of their steps, nearly always: look from the end. A point whose step is
 * there already takes its place, because it has got a measure more. */
static void
place_point (AttuneJob            *self,
             const AttuneMeasures *measures)
{
  g_autoptr(AttuneJobPoint) point = attune_job_point_new (measures);
  guint position = g_list_model_get_n_items (G_LIST_MODEL (self->points));
  guint n_replaced = 0;
  gpointer additions[] = { point };

  while (position > 0)
    {
      g_autoptr(AttuneJobPoint) other = NULL;
      int order;

      other = g_list_model_get_item (G_LIST_MODEL (self->points), position - 1);
      order = compare_step_cb (other, point, NULL);

      if (order < 0)
        break;

      position--;

      if (order == 0)
        {
          n_replaced = 1;
          break;
        }
    }

  g_list_store_splice (self->points, position, n_replaced, additions, 1);
}

/* The first load of a finished fine-tune may bring thousands: one change for all of them. */
static void
take_points (AttuneJob *self,
             GPtrArray *rows)
{
  g_autoptr(GPtrArray) points = NULL;

  if (self->last_point == 0 && rows->len > 1)
    {
      points = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < rows->len; i++)
        {
          AttunePointRow *row = rows->pdata[i];

          g_ptr_array_add (points, attune_job_point_new (&row->measures));
          self->last_point = row->seq;
        }

      g_ptr_array_sort_values_with_data (points, compare_step_cb, NULL);
      g_list_store_splice (self->points, 0, 0, points->pdata, points->len);
      return;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      AttunePointRow *row = rows->pdata[i];

      if (row->seq > self->last_point)
        {
          place_point (self, &row->measures);
          self->last_point = row->seq;
        }
    }
}

static void
take_events (AttuneJob *self,
             GPtrArray *rows)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneEventRow *row = rows->pdata[i];

      if (row->seq > self->last_event)
        {
          g_ptr_array_add (events, attune_job_event_new (row->id, row->created_at,
                                                         row->level, row->message));
          self->last_event = row->seq;
        }
    }

  if (events->len > 0)
    g_list_store_splice (self->events, g_list_model_get_n_items (G_LIST_MODEL (self->events)), 0,
                         events->pdata, events->len);
}

static void
take_checkpoints (AttuneJob *self,
                  GPtrArray *rows)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->checkpoints));
  g_autoptr(GPtrArray) checkpoints = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_same = n_items == rows->len;

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneCheckpointRow *row = rows->pdata[i];
      g_autoptr(AttuneCheckpoint) old = g_list_model_get_item (G_LIST_MODEL (self->checkpoints), i);

      is_same = is_same && old != NULL &&
                g_strcmp0 (attune_checkpoint_get_model (old), row->model) == 0;
      g_ptr_array_add (checkpoints, attune_checkpoint_new (row->model, &row->measures));
    }

  if (!is_same)
    g_list_store_splice (self->checkpoints, 0, n_items, checkpoints->pdata, checkpoints->len);
}

static DexFuture *
attune_job_take_details_cb (DexFuture *completed,
                            gpointer   user_data)
{
  AttuneJob *self = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);
  AttuneJobDetails *details;

  if (value == NULL)
    {
      g_info ("Cannot read the details of a fine-tune: %s", error->message);
      return dex_ref (completed);
    }

  details = g_value_get_boxed (value);
  take_events (self, details->events);
  take_points (self, details->points);
  take_checkpoints (self, details->checkpoints);

  return dex_future_new_true ();
}

/**
 * attune_job_load_details:
 * @self: a fine-tune
 *
 * Brings the lists up to what the store holds.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_job_load_details (AttuneJob *self)
{
  dex_return_error_if_fail (ATTUNE_IS_JOB (self));

  self->wants_details = TRUE;

  return dex_future_finally (attune_store_load_job_details (self->store, self->row->id,
                                                            self->last_event, self->last_point),
                             attune_job_take_details_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_job_refresh_details:
 * @self: a fine-tune
 *
 * Brings the lists up to date if anybody looks at them.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_job_refresh_details (AttuneJob *self)
{
  dex_return_error_if_fail (ATTUNE_IS_JOB (self));

  return self->wants_details ? attune_job_load_details (self) : dex_future_new_true ();
}

/* The lists are read from the store when somebody asks for the first of them. */
static GListModel *
show_details (AttuneJob  *self,
              GListStore *list)
{
  if (!self->wants_details)
    dex_future_disown (attune_job_load_details (self));

  return G_LIST_MODEL (list);
}

/**
 * attune_job_get_points:
 * @self: a fine-tune
 *
 * Returns: (transfer none): a list of #AttuneJobPoint by step; it fills when it is first asked for
 */
GListModel *
attune_job_get_points (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return show_details (self, self->points);
}

/**
 * attune_job_get_events:
 * @self: a fine-tune
 *
 * Returns: (transfer none): a list of #AttuneJobEvent, oldest first; it fills when it is first
 *   asked for
 */
GListModel *
attune_job_get_events (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return show_details (self, self->events);
}

/**
 * attune_job_get_checkpoints:
 * @self: a fine-tune
 *
 * Returns: (transfer none): a list of #AttuneCheckpoint, oldest first; it fills when it is first
 *   asked for
 */
GListModel *
attune_job_get_checkpoints (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return show_details (self, self->checkpoints);
}
