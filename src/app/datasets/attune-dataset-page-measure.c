/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-page-measure"

#include "config.h"

#include "attune-dataset-page-private.h"
#include "attune-edit-queue.h"

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneDataset   *dataset;
} Measure;

static void
measure_free (gpointer data)
{
  Measure *measure = data;

  g_clear_object (&measure->workspace);
  g_clear_object (&measure->dataset);
  g_free (measure);
}

static DexFuture *
measure_cb (DexFuture *completed,
            gpointer   user_data)
{
  Measure *measure = user_data;

  return attune_workspace_measure_dataset (measure->workspace, measure->dataset);
}

/**
 * attune_dataset_page_measure:
 * @self: a page
 *
 * The figures that others see follow when the person is done here, or goes on to train, and when
 * what was in the editor is written.
 */
void
attune_dataset_page_measure (AttuneDatasetPage *self)
{
  gboolean is_changing = self->list != NULL && attune_example_list_get_is_changing (self->list);
  Measure *data;

  if (!self->is_edited && !is_changing)
    return;

  self->is_edited = FALSE;
  data = g_new0 (Measure, 1);
  data->workspace = g_object_ref (self->workspace);
  data->dataset = g_object_ref (self->dataset);
  dex_future_disown (dex_future_finally (attune_edit_queue_settle (),
                                         measure_cb, data, measure_free));
}
