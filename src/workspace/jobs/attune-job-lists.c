/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job"

#include "config.h"

#include "attune-checkpoint.h"
#include "attune-job-event.h"
#include "attune-job-point-list.h"
#include "attune-job-private.h"

#define FRAME_MSEC 16

/* What was read of a fine-tune's details, and from where on. */
typedef struct
{
  gint64     after_event;
  gint64     after_point;
  gint64     last_event;
  gint64     newest_point;
  GPtrArray *events;        /* AttuneJobEvent */
  GArray    *measures;      /* AttuneMeasures */
} Reading;

static Reading *
reading_new (AttuneJob *self)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->after_event = self->last_event;
  reading->after_point = self->last_point;
  reading->last_event = self->last_event;
  reading->events = g_ptr_array_new_with_free_func (g_object_unref);
  reading->measures = g_array_new (FALSE, FALSE, sizeof (AttuneMeasures));

  return reading;
}

static void
reading_free (Reading *reading)
{
  g_ptr_array_unref (reading->events);
  g_array_unref (reading->measures);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
reading_add_page (Reading                *reading,
                  const AttuneJobDetails *page)
{
  for (guint i = 0; i < page->events->len; i++)
    {
      const AttuneEventRow *row = page->events->pdata[i];

      g_ptr_array_add (reading->events,
                       attune_job_event_new (row->id, row->created_at, row->level, row->message));
      reading->last_event = row->seq;
    }

  for (guint i = 0; i < page->points->len; i++)
    g_array_append_val (reading->measures,
                        g_array_index (page->points, AttunePointRow, i).measures);
}

/* Both lists change once, whatever the number of pages: a list is laid out, and a curve drawn, with
 * every change. What somebody else has read meanwhile may be newer than this: then nothing is
 * taken, and it must be read again. */
static gboolean
take_events (AttuneJob *self,
             Reading   *reading)
{
  if (self->last_event != reading->after_event)
    return FALSE;

  self->last_event = reading->last_event;

  if (reading->events->len > 0)
    g_list_store_splice (self->events, g_list_model_get_n_items (G_LIST_MODEL (self->events)), 0,
                         reading->events->pdata, reading->events->len);

  return TRUE;
}

/* What was stored while the pages were read may be missing: it is newer than the first of them, and
 * comes with the next reading. */
static gboolean
take_points (AttuneJob *self,
             Reading   *reading)
{
  if (self->last_point != reading->after_point)
    return FALSE;

  self->last_point = MAX (self->last_point, reading->newest_point);
  attune_job_point_list_add (self->points,
                             (const AttuneMeasures *)(gpointer)reading->measures->data,
                             reading->measures->len);

  return TRUE;
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

/* Where the next page begins. */
static void
advance (const AttuneJobDetails *page,
         gint64                 *last_point,
         gint64                 *last_step)
{
  const AttunePointRow *last;

  if (page->points->len == 0)
    return;

  last = &g_array_index (page->points, AttunePointRow, page->points->len - 1);

  if (*last_point == 0)
    *last_step = last->measures.step;
  else
    *last_point = last->seq;
}

/* Page by page, so that nobody waits long for the store meanwhile, nor for this thread. */
static Reading *
await_reading (AttuneJob  *self,
               GError    **error)
{
  g_autoptr(Reading) reading = reading_new (self);
  gint64 last_point = reading->after_point;
  gint64 last_step = 0;
  gboolean is_first = TRUE;
  gboolean has_more = TRUE;

  while (has_more)
    {
      g_autoptr(AttuneJobDetails) page = NULL;

      if (!(page = dex_await_boxed (attune_store_load_job_details (self->store, self->row->id,
                                                                   reading->last_event, last_point,
                                                                   last_step),
                                    error)))
        return NULL;

      if (is_first)
        reading->newest_point = page->newest_point;

      is_first = FALSE;
      has_more = page->has_more;
      advance (page, &last_point, &last_step);
      reading_add_page (reading, page);

      if (!has_more)
        take_checkpoints (self, page->checkpoints);
    }

  return g_steal_pointer (&reading);
}

static DexFuture *
attune_job_load_details_fiber (gpointer user_data)
{
  AttuneJob *self = user_data;
  gboolean is_current = FALSE;

  while (!is_current)
    {
      g_autoptr(Reading) reading = NULL;
      g_autoptr(GError) error = NULL;

      if (!(reading = await_reading (self, &error)))
        {
          g_info ("Cannot read the details of a fine-tune: %s", error->message);
          return dex_future_new_for_error (g_steal_pointer (&error));
        }

      is_current = take_points (self, reading);

      /* All of a long fine-tune takes a list, and what is drawn of it, nearly a frame each. */
      dex_await (dex_timeout_new_msec (FRAME_MSEC), NULL);
      is_current = take_events (self, reading) && is_current;
    }

  return dex_future_new_true ();
}

/**
 * attune_job_load_details:
 * @self: a fine-tune
 *
 * Brings its events, points and checkpoints up to what the store holds.
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
