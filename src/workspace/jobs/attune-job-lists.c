/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job"

#include "config.h"

#include "attune-checkpoint.h"
#include "attune-job-event.h"
#include "attune-job-point-list.h"
#include "attune-job-private.h"

/* Both lists change once, whatever the number of pages: a list is laid out, and a curve drawn, with
 * every change. What somebody else has read meanwhile is there already. */
static void
take_points (AttuneJob *self,
             GPtrArray *pages)
{
  const AttuneJobDetails *first = pages->pdata[0];
  g_autoptr(GArray) measures = g_array_new (FALSE, FALSE, sizeof (AttuneMeasures));

  for (guint i = 0; i < pages->len; i++)
    {
      const AttuneJobDetails *page = pages->pdata[i];

      for (guint k = 0; k < page->points->len; k++)
        {
          const AttunePointRow *row = &g_array_index (page->points, AttunePointRow, k);

          if (row->seq > self->last_point)
            g_array_append_val (measures, row->measures);
        }
    }

  /* What was stored while the pages were read may be missing: it is newer than that, and comes with
   * the next reading. */
  self->last_point = MAX (self->last_point, first->newest_point);
  attune_job_point_list_add (self->points, (const AttuneMeasures *)(gpointer)measures->data,
                             measures->len);
}

static void
take_events (AttuneJob *self,
             GPtrArray *pages)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < pages->len; i++)
    {
      const AttuneJobDetails *page = pages->pdata[i];

      for (guint k = 0; k < page->events->len; k++)
        {
          const AttuneEventRow *row = page->events->pdata[k];

          if (row->seq > self->last_event)
            {
              g_ptr_array_add (events, attune_job_event_new (row->id, row->created_at,
                                                             row->level, row->message));
              self->last_event = row->seq;
            }
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
                g_strcmp0 (attune_checkpoint_get_id (old), row->id) == 0 &&
                g_strcmp0 (attune_checkpoint_get_model (old), row->model) == 0 &&
                g_strv_equal (attune_checkpoint_get_files (old), (const char * const *)row->files);
      g_ptr_array_add (checkpoints, attune_checkpoint_new (row->id, row->model,
                                                           (const char * const *)row->files,
                                                           &row->measures));
    }

  if (!is_same)
    g_list_store_splice (self->checkpoints, 0, n_items, checkpoints->pdata, checkpoints->len);
}

static void
advance (const AttuneJobDetails *page,
         gint64                 *last_event,
         gint64                 *last_point,
         gint64                 *last_step)
{
  const AttunePointRow *last;

  if (page->events->len > 0)
    *last_event = ((AttuneEventRow *)page->events->pdata[page->events->len - 1])->seq;

  if (page->points->len == 0)
    return;

  last = &g_array_index (page->points, AttunePointRow, page->points->len - 1);

  if (*last_point == 0)
    *last_step = last->measures.step;
  else
    *last_point = last->seq;
}

/* Page by page, so that nobody waits long for the store meanwhile. */
static DexFuture *
attune_job_load_details_fiber (gpointer user_data)
{
  AttuneJob *self = user_data;
  g_autoptr(GPtrArray) pages = NULL;
  gint64 last_event = self->last_event;
  gint64 last_point = self->last_point;
  gint64 last_step = 0;
  gboolean has_more = TRUE;

  pages = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_job_details_unref);

  while (has_more)
    {
      g_autoptr(AttuneJobDetails) page = NULL;
      g_autoptr(GError) error = NULL;

      if (!(page = dex_await_boxed (attune_store_load_job_details (self->store, self->row->id,
                                                                   last_event, last_point,
                                                                   last_step),
                                    &error)))
        {
          g_info ("Cannot read the details of a fine-tune: %s", error->message);
          return dex_future_new_for_error (g_steal_pointer (&error));
        }

      has_more = page->has_more;
      advance (page, &last_event, &last_point, &last_step);

      if (!has_more)
        take_checkpoints (self, page->checkpoints);

      g_ptr_array_add (pages, g_steal_pointer (&page));
    }

  take_events (self, pages);
  take_points (self, pages);

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

  return dex_scheduler_spawn (NULL, 0, attune_job_load_details_fiber,
                              g_object_ref (self), g_object_unref);
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
show_details (AttuneJob *self,
              gpointer   list)
{
  if (!self->wants_details)
    dex_future_disown (attune_job_load_details (self));

  return G_LIST_MODEL (list);
}

/**
 * attune_job_get_points:
 * @self: a fine-tune
 *
 * Returns: (transfer none): an #AttuneJobPointList; it fills when it is first asked for
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
