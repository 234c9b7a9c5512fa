/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-page-load"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-thread.h"

#include "attune-dataset-page-private.h"
#include "attune-edit-queue.h"

static void
show_problem (AttuneDatasetPage *self,
              const GError      *error)
{
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  text = g_strdup_printf (_("%s\n\nThe dataset keeps its own copy of the examples, which is missing or damaged. "
                            "Import the original file again to go on."),
                          error->message);

  /* A status page reads its description as markup. */
  markup = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->problem_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
show_examples (AttuneDatasetPage *self,
               AttuneExampleList *list)
{
  AttuneEdits *edits = attune_example_list_get_edits (list);
  guint n_examples = attune_example_file_get_n_examples (attune_example_list_get_file (list));
  const char *notice = attune_edits_get_notice (edits);
  guint64 n_expected = attune_dataset_page_shows_validation (self)
                       ? attune_dataset_get_n_validation (self->dataset)
                       : attune_dataset_get_n_training (self->dataset);

  attune_dataset_page_set_list (self, list);
  adw_banner_set_revealed (self->banner, n_examples != n_expected &&
                                         attune_edits_get_n_used (edits) != n_expected);
  adw_banner_set_title (self->notice_banner, notice != NULL ? notice : "");
  adw_banner_set_revealed (self->notice_banner, notice != NULL);
  gtk_stack_set_visible_child_name (self->stack, "content");
}

/* Belongs to the thread, which outlives its future when that is dropped. */
typedef struct
{
  GWeakRef      page;          /* main thread only */
  char         *path;
  GCancellable *cancellable;
  int           percent;       /* atomic; what was told last */
} Open;

static void
open_clear (gpointer data)
{
  Open *open = data;

  g_weak_ref_clear (&open->page);
  g_clear_object (&open->cancellable);
  g_free (open->path);
}

static void
open_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, open_clear);
}

static gboolean
show_load_progress_cb (gpointer user_data)
{
  Open *open = user_data;
  g_autoptr(AttuneDatasetPage) self = g_weak_ref_get (&open->page);

  if (self != NULL && self->cancellable == open->cancellable)
    gtk_progress_bar_set_fraction (self->load_progress, g_atomic_int_get (&open->percent) / 100.0);

  return G_SOURCE_REMOVE;
}

static void
load_progress_cb (gint64   done,
                  gint64   total,
                  gpointer user_data)
{
  Open *open = user_data;
  int percent = total > 0 ? (int)(100 * done / total) : 0;

  if (percent == g_atomic_int_get (&open->percent))
    return;

  g_atomic_int_set (&open->percent, percent);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_load_progress_cb, g_atomic_rc_box_acquire (open),
                   open_unref);
}

static DexFuture *
open_thread (gpointer user_data)
{
  Open *open = user_data;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(GError) error = NULL;

  if (!(file = attune_example_file_open_full (open->path, load_progress_cb, open,
                                              open->cancellable, &error)) ||
      !(edits = attune_edits_open (file, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (attune_example_list_new (file, edits));
}

/* Changes that were left here a moment ago are on the disk by now, and are read. */
static DexFuture *
settled_cb (DexFuture *completed,
            gpointer   user_data)
{
  return attune_thread_spawn ("attune-examples", open_thread, g_atomic_rc_box_acquire (user_data),
                              open_unref);
}

static DexFuture *
opened_cb (DexFuture *completed,
           gpointer   user_data)
{
  Open *open = user_data;
  g_autoptr(AttuneDatasetPage) self = g_weak_ref_get (&open->page);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->stack == NULL || self->cancellable != open->cancellable)
    return NULL;

  value = dex_future_get_value (completed, &error);

  if (value != NULL)
    show_examples (self, g_value_get_object (value));
  else
    show_problem (self, error);

  return NULL;
}

/**
 * attune_dataset_page_cancel_load:
 * @self: a page
 *
 * Stops reading the file, if it is being read.
 */
void
attune_dataset_page_cancel_load (AttuneDatasetPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dex_clear (&self->load);
}

/**
 * attune_dataset_page_load:
 * @self: a page
 *
 * Reads the file of the part that is chosen in a thread, with progress, and shows what is in it or
 * why that cannot be.
 */
void
attune_dataset_page_load (AttuneDatasetPage *self)
{
  const char *path = attune_dataset_page_shows_validation (self)
                     ? attune_dataset_get_validation_path (self->dataset)
                     : attune_dataset_get_training_path (self->dataset);
  Open *open = g_atomic_rc_box_new0 (Open);

  attune_dataset_page_cancel_load (self);
  attune_dataset_page_set_list (self, NULL);
  gtk_progress_bar_set_fraction (self->load_progress, 0);
  gtk_stack_set_visible_child_name (self->stack, "loading");

  self->cancellable = g_cancellable_new ();
  g_weak_ref_init (&open->page, self);
  open->path = g_strdup (path);
  open->cancellable = g_object_ref (self->cancellable);
  self->load = dex_future_finally (dex_future_then (attune_edit_queue_settle (), settled_cb,
                                                    g_atomic_rc_box_acquire (open), open_unref),
                                   opened_cb, open, open_unref);
}

/**
 * attune_dataset_page_shows_validation:
 * @self: a page
 *
 * Tells which part of the dataset is chosen.
 *
 * Returns: %TRUE if it is the examples that are held back
 */
gboolean
attune_dataset_page_shows_validation (AttuneDatasetPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->part_group), "validation") == 0;
}
