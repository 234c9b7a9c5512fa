/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-page-edit"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-format.h"
#include "attune-thread.h"

#include "attune-dataset-page-private.h"

/* Of more rows than this it is not looked up whether they can all be marked out. */
#define MAX_LOOKED_UP 1000

/* A change under way, and what to say when it is made. */
typedef struct
{
  GWeakRef           page;
  AttuneExampleList *list;
  AttuneRowSet      *rows;      /* that were marked out; NULL: nothing is said */
} Wish;

static Wish *
wish_new (AttuneDatasetPage *self,
          AttuneRowSet      *rows)
{
  Wish *wish = g_new0 (Wish, 1);

  g_weak_ref_init (&wish->page, self);
  wish->list = g_object_ref (self->list);
  wish->rows = rows != NULL ? attune_row_set_ref (rows) : NULL;

  return wish;
}

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_weak_ref_clear (&wish->page);
  g_clear_object (&wish->list);
  g_clear_pointer (&wish->rows, attune_row_set_unref);
  g_free (wish);
}

static DexFuture *made_cb (DexFuture *completed,
                           gpointer   user_data);

/* Puts back exactly what this message is about, whatever was changed since. */
static void
put_back_cb (gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr(AttuneDatasetPage) self = g_weak_ref_get (&wish->page);
  Wish *next;

  if (self == NULL)
    return;

  next = wish_new (self, NULL);
  dex_future_disown (dex_future_finally (attune_example_list_set_out (wish->list, wish->rows,
                                                                      FALSE),
                                         made_cb, next, wish_free));
}

static void
tell_marked_out (AttuneDatasetPage *self,
                 AttuneRowSet      *rows)
{
  guint n_rows = attune_row_set_get_n_rows (rows);
  g_autofree char *count = attune_format_count (n_rows);
  g_autofree char *text = NULL;

  /* Translators: %s is a number. */
  text = g_strdup_printf (ngettext ("%s example marked out", "%s examples marked out", n_rows),
                          count);
  attune_feedback_undo (GTK_WIDGET (self), text, G_CALLBACK (put_back_cb),
                        wish_new (self, rows), wish_free);
}

static DexFuture *
made_cb (DexFuture *completed,
         gpointer   user_data)
{
  Wish *wish = user_data;
  g_autoptr(AttuneDatasetPage) self = g_weak_ref_get (&wish->page);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->stack == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Change the Dataset"), error);
  else if (wish->rows != NULL)
    tell_marked_out (self, wish->rows);

  return NULL;
}

/* What a person changed is to be kept, whatever happens to the page. */
static void
make (AttuneDatasetPage *self,
      DexFuture         *change,
      AttuneRowSet      *marked_out)
{
  dex_future_disown (dex_future_finally (change, made_cb, wish_new (self, marked_out), wish_free));
}

static void
mark_out_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);
  g_autoptr(AttuneRowSet) rows = attune_example_table_dup_selected (self->table);

  if (attune_row_set_get_n_rows (rows) > 0)
    make (self, attune_example_list_set_out (self->list, rows, TRUE), rows);
}

static void
put_back_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);
  g_autoptr(AttuneRowSet) rows = attune_example_table_dup_selected (self->table);

  if (attune_row_set_get_n_rows (rows) > 0)
    make (self, attune_example_list_set_out (self->list, rows, FALSE), NULL);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  make (self, attune_example_list_undo (self->list), NULL);
}

static void
redo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  make (self, attune_example_list_redo (self->list), NULL);
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
  attune_example_pane_edit (self->pane);
}

/* --- Copying, on a thread: many rows may be selected --- */

/* A clipboard holds what it is given in memory, here and wherever it is pasted. */
#define MAX_COPIED_SIZE (16 * 1024 * 1024)

typedef struct
{
  GWeakRef     page;
  AttuneEdits *edits;
  GArray      *rows;
  guint        n_copied;
} Copy;

static void
copy_clear (gpointer data)
{
  Copy *copy = data;

  g_weak_ref_clear (&copy->page);
  g_clear_object (&copy->edits);
  g_clear_pointer (&copy->rows, g_array_unref);
}

static void
copy_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, copy_clear);
}

static DexFuture *
copy_thread (gpointer user_data)
{
  Copy *copy = user_data;
  g_autoptr(GString) text = g_string_new (NULL);

  for (; copy->n_copied < copy->rows->len && text->len < MAX_COPIED_SIZE; copy->n_copied++)
    {
      guint row = g_array_index (copy->rows, guint, copy->n_copied);
      g_autoptr(AttuneExample) example = NULL;
      g_autoptr(GError) error = NULL;

      if (!(example = attune_edits_read (copy->edits, row, &error)))
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_string_append (text, example->json);
      g_string_append_c (text, '\n');
    }

  return dex_future_new_take_string (g_string_free_and_steal (g_steal_pointer (&text)));
}

static void
tell_copied (AttuneDatasetPage *self,
             const Copy        *copy)
{
  g_autofree char *n_copied = attune_format_count (copy->n_copied);
  g_autofree char *n_rows = attune_format_count (copy->rows->len);
  g_autofree char *text = NULL;

  if (copy->n_copied == copy->rows->len)
    {
      attune_feedback_toast (GTK_WIDGET (self), _("Copied as JSON"));
      return;
    }

  /* Translators: both are numbers. */
  text = g_strdup_printf (_("Only the first %s of %s examples were copied. Export them to have all."),
                          n_copied, n_rows);
  attune_feedback_toast (GTK_WIDGET (self), text);
}

static DexFuture *
copied_cb (DexFuture *completed,
           gpointer   user_data)
{
  Copy *copy = user_data;
  g_autoptr(AttuneDatasetPage) self = g_weak_ref_get (&copy->page);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->stack == NULL)
    return NULL;

  if ((value = dex_future_get_value (completed, &error)) != NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                              g_value_get_string (value));
      tell_copied (self, copy);
    }
  else
    {
      attune_feedback_error (GTK_WIDGET (self), _("Could Not Copy the Examples"), error);
    }

  return NULL;
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);
  g_autoptr(GArray) rows = attune_example_table_dup_shown (self->table);
  Copy *copy;

  if (rows->len == 0)
    return;

  copy = g_atomic_rc_box_new0 (Copy);
  g_weak_ref_init (&copy->page, self);
  copy->edits = g_object_ref (attune_example_list_get_edits (self->list));
  copy->rows = g_steal_pointer (&rows);
  dex_future_disown (dex_future_finally (attune_thread_spawn ("attune-copy", copy_thread,
                                                              g_atomic_rc_box_acquire (copy),
                                                              copy_unref),
                                         copied_cb, copy, copy_unref));
}

void
attune_dataset_page_update_edit_actions (AttuneDatasetPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_free = self->list != NULL && !attune_example_pane_get_is_editing (self->pane);
  gboolean can_undo = FALSE;
  gboolean can_redo = FALSE;
  gboolean any_in = FALSE;
  gboolean any_out = FALSE;
  guint n_rows = 0;

  if (is_free)
    {
      AttuneEdits *edits = attune_example_list_get_edits (self->list);
      g_autoptr(AttuneRowSet) rows = attune_example_table_dup_selected (self->table);
      AttuneRowSetIter iter = { rows };
      guint row;

      n_rows = attune_row_set_get_n_rows (rows);
      can_undo = attune_edits_can_undo (edits);
      can_redo = attune_edits_can_redo (edits);
      any_in = n_rows > MAX_LOOKED_UP;
      any_out = n_rows > MAX_LOOKED_UP && attune_edits_get_n_out (edits) > 0;

      for (guint i = 0; i < MAX_LOOKED_UP && attune_row_set_iter_next (&iter, &row); i++)
        {
          if ((attune_edits_get_state (edits, row) & ATTUNE_ROW_OUT) != 0)
            any_out = TRUE;
          else
            any_in = TRUE;
        }
    }

  gtk_widget_action_set_enabled (widget, "dataset.edit-example",
                                 n_rows == 1 || attune_example_pane_get_is_editing (self->pane));
  gtk_widget_action_set_enabled (widget, "dataset.copy-example", n_rows > 0);
  gtk_widget_action_set_enabled (widget, "dataset.mark-out", any_in);
  gtk_widget_action_set_enabled (widget, "dataset.put-back", any_out);
  gtk_widget_action_set_enabled (widget, "dataset.undo", can_undo);
  gtk_widget_action_set_enabled (widget, "dataset.redo", can_redo);
}

void
attune_dataset_page_install_edit_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.edit-example", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "dataset.mark-out", NULL, mark_out_action);
  gtk_widget_class_install_action (widget_class, "dataset.put-back", NULL, put_back_action);
  gtk_widget_class_install_action (widget_class, "dataset.copy-example", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "dataset.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "dataset.redo", NULL, redo_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "dataset.edit-example", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "dataset.mark-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "dataset.copy-example", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "dataset.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "dataset.redo", NULL);
}
