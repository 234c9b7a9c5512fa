/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-page-issues"

#include "config.h"

#include <sys/resource.h>

#include "attune-example-issues.h"
#include "attune-thread.h"
#include "attune-weak-ref.h"

#include "attune-dataset-page-private.h"

/* Behind everything that somebody waits for. */
#define NICE 10

/* Belongs to the thread, which outlives its future when that is dropped. */
typedef struct
{
  AttuneExampleFile *file;
  AttuneEdits       *edits;
  GArray            *base;         /* what is wrong with the file itself; NULL: not known yet */
  GCancellable      *cancellable;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_clear_object (&check->file);
  g_clear_object (&check->edits);
  g_clear_object (&check->cancellable);
  g_clear_pointer (&check->base, g_array_unref);
  g_free (check);
}

/* Both masks: of the file, which stay as long as it does, and of the rows as they are now. */
static DexFuture *
check_thread (gpointer user_data)
{
  Check *check = user_data;
  g_autoptr(GPtrArray) masks = NULL;
  g_autoptr(GError) error = NULL;

  /* On Linux this is the priority of the calling thread, and of those that it starts. */
  setpriority (PRIO_PROCESS, 0, NICE);

  if (check->base == NULL &&
      !(check->base = attune_example_issues_scan (check->file, check->cancellable, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  masks = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_ptr_array_add (masks, g_array_ref (check->base));
  g_ptr_array_add (masks, attune_example_issues_overlay (check->base, check->file, check->edits));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&masks));
}

static void
show_issues (AttuneDatasetPage *self,
             GArray            *masks)
{
  attune_example_list_set_issues (self->list, (const guint64 *)masks->data, masks->len);

  /* Rows that are shown for what they are or for what was done to them stay where they are. */
  if (attune_example_filter_update (self->filter))
    attune_dataset_page_update_query (self);

  attune_example_pane_update_marks (self->pane);
}

static DexFuture *
checked_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneDatasetPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;
  GPtrArray *masks;

  if (self == NULL || self->list == NULL)
    return NULL;

  /* Who can see the examples does not need to be told that they could not be checked. */
  if ((value = dex_future_get_value (completed, &error)) == NULL)
    {
      g_info ("The examples were not checked: %s", error->message);
      return NULL;
    }

  masks = g_value_get_boxed (value);
  g_clear_pointer (&self->file_issues, g_array_unref);
  self->file_issues = g_array_ref (masks->pdata[0]);
  show_issues (self, masks->pdata[1]);

  return NULL;
}

/**
 * attune_dataset_page_check:
 * @self: a page whose list is open
 *
 * Looks for problems in the file, or after a change in the changed rows, and offers them as filters
 * when they are found.
 */
void
attune_dataset_page_check (AttuneDatasetPage *self)
{
  Check *check;

  g_return_if_fail (self->list != NULL);

  /* What is under way looks at the changes when it has read the file; but they may be older. */
  attune_dataset_page_stop_check (self);
  self->check_cancellable = g_cancellable_new ();
  check = g_new0 (Check, 1);
  check->file = g_object_ref (attune_example_list_get_file (self->list));
  check->edits = g_object_ref (attune_example_list_get_edits (self->list));
  check->cancellable = g_object_ref (self->check_cancellable);

  if (self->file_issues != NULL)
    check->base = g_array_ref (self->file_issues);

  self->checking = dex_future_finally (attune_thread_spawn ("attune-issues", check_thread, check,
                                                            check_free),
                                       checked_cb,
                                       attune_weak_ref_new (self), attune_weak_ref_free);
}

/**
 * attune_dataset_page_stop_check:
 * @self: a page
 *
 * Stops looking for problems.
 */
void
attune_dataset_page_stop_check (AttuneDatasetPage *self)
{
  g_cancellable_cancel (self->check_cancellable);
  g_clear_object (&self->check_cancellable);
  dex_clear (&self->checking);
}
