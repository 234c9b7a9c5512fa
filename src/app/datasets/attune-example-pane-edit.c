/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-pane-edit"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-format.h"
#include "attune-weak-ref.h"

#include "attune-example-pane-private.h"

/* A text view lays out this much at once without a pause that is felt. */
#define MAX_EDITED_SIZE (512 * 1024)

/* What was written about a row, on its way: into the dataset, or away until the person wants it
 * after all. */
typedef struct
{
  GWeakRef            pane;
  GWeakRef            window;   /* the pane may be gone when there is something to say */
  AttuneExampleList  *list;
  guint               row;
  AttuneExampleDraft *draft;
} Writing;

static Writing *
writing_new (AttuneExamplePane  *pane,
             AttuneExampleDraft *draft)
{
  Writing *writing = g_rc_box_new0 (Writing);

  g_weak_ref_init (&writing->pane, pane);
  g_weak_ref_init (&writing->window, gtk_widget_get_root (GTK_WIDGET (pane)));
  writing->list = g_object_ref (pane->list);
  writing->row = pane->row;
  writing->draft = attune_example_draft_ref (draft);

  return writing;
}

static void
writing_clear (gpointer data)
{
  Writing *writing = data;

  g_weak_ref_clear (&writing->pane);
  g_weak_ref_clear (&writing->window);
  g_clear_object (&writing->list);
  g_clear_pointer (&writing->draft, attune_example_draft_unref);
}

static void
writing_unref (gpointer data)
{
  g_rc_box_release_full (data, writing_clear);
}

static const char *
get_path (AttuneExampleList *list)
{
  return attune_example_file_get_path (attune_example_list_get_file (list));
}

/* Keeps what was written for when the person comes back to the row, or is there now. */
static void
keep_writing (Writing *writing)
{
  g_autoptr(AttuneExamplePane) pane = g_weak_ref_get (&writing->pane);

  attune_example_draft_keep (writing->draft, get_path (writing->list), writing->row);

  if (pane != NULL && pane->editor != NULL && !pane->is_editing &&
      pane->list == writing->list && pane->row == writing->row)
    attune_example_pane_load_row (pane);
}

static void
fail_writing (Writing      *writing,
              const GError *error)
{
  g_autoptr(GtkWidget) window = g_weak_ref_get (&writing->window);

  keep_writing (writing);

  if (window != NULL)
    attune_feedback_error (window, _("Could Not Change the Dataset"), error);
}

/* What was kept of the example is in the dataset by now, or not wanted. */
static void
forget (AttuneExamplePane *self)
{
  if (self->list != NULL)
    attune_example_draft_forget (get_path (self->list), self->row);
}

static void
end_edit (AttuneExamplePane *self)
{
  gtk_stack_set_visible_child_name (self->stack, "view");
  attune_example_pane_set_is_editing (self, FALSE);
}

/* Shows what became of the example. */
static void
show_saved (AttuneExamplePane *self)
{
  end_edit (self);
  g_clear_pointer (&self->example, attune_example_unref);

  if (self->list != NULL)
    attune_example_pane_load_row (self);
}

static gboolean
is_as_before (AttuneExamplePane *self,
              GBytes            *json)
{
  return strlen (self->example->json) == g_bytes_get_size (json) &&
         memcmp (self->example->json, g_bytes_get_data (json, NULL), g_bytes_get_size (json)) == 0;
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneExamplePane) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->editor == NULL)
    return NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), TRUE);

  if (dex_future_get_value (completed, &error) == NULL)
    {
      attune_example_editor_set_problem (self->editor, error->message);
      return NULL;
    }

  forget (self);
  show_saved (self);

  return NULL;
}

static DexFuture *
written_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    fail_writing (user_data, error);

  return NULL;
}

/* Takes @writing. It goes on whatever happens to the page. */
static void
write_down (Writing *writing,
            GBytes  *json)
{
  dex_future_disown (dex_future_finally (attune_example_list_replace (writing->list, writing->row,
                                                                      json),
                                         written_cb, writing, writing_unref));
}

/* The person may be at another example by now, or on another page. */
static void
restore_cb (gpointer user_data)
{
  Writing *discarded = user_data;
  g_autoptr(GBytes) json = NULL;

  /* One that was added, and undone away since. */
  if (discarded->row >= attune_edits_get_n_rows (attune_example_list_get_edits (discarded->list)))
    return;

  if ((json = attune_example_draft_dup_json (discarded->draft, NULL)) == NULL)
    {
      keep_writing (discarded);
      return;
    }

  write_down (g_rc_box_acquire (discarded), json);
}

static void
show_editor (AttuneExamplePane *self)
{
  gtk_stack_set_visible_child_name (self->stack, "editor");
  attune_example_pane_set_is_editing (self, TRUE);
}

/* Shows what was written about the example that is shown, and left. The keyboard stays where it is:
 * the person may be on the way to another row. */
gboolean
attune_example_pane_resume_edit (AttuneExamplePane *self)
{
  AttuneExampleDraft *draft = attune_example_draft_find (get_path (self->list), self->row,
                                                         self->example);

  if (draft == NULL)
    return FALSE;

  attune_example_editor_set_draft (self->editor, draft);
  show_editor (self);

  return TRUE;
}

void
attune_example_pane_begin_edit (AttuneExamplePane *self)
{
  self->edits_when_loaded = FALSE;

  if (strlen (self->example->json) > MAX_EDITED_SIZE)
    {
      attune_feedback_toast (GTK_WIDGET (self), _("This example is too long to be edited here"));
      return;
    }

  attune_example_editor_set_example (self->editor, self->example);
  show_editor (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

void
attune_example_pane_save (AttuneExamplePane *self)
{
  g_autoptr(AttuneExampleDraft) draft = attune_example_editor_dup_draft (self->editor);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) json = attune_example_draft_dup_json (draft, &error);

  if (json == NULL)
    {
      attune_example_editor_set_problem (self->editor, error->message);
      return;
    }

  if (is_as_before (self, json))
    {
      forget (self);
      end_edit (self);
      return;
    }

  /* What was saved is to be kept, whatever happens to the page. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), FALSE);
  dex_future_disown (dex_future_finally (attune_example_list_replace (self->list, self->row, json),
                                         saved_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

/* One key does it, so that it can be taken back. */
void
attune_example_pane_cancel (AttuneExamplePane *self)
{
  g_autoptr(AttuneExampleDraft) draft = attune_example_editor_dup_draft (self->editor);
  g_autoptr(GBytes) json = attune_example_draft_dup_json (draft, NULL);

  if (json == NULL || !is_as_before (self, json))
    attune_feedback_undo (GTK_WIDGET (self), _("Changes to the example discarded"),
                          G_CALLBACK (restore_cb), writing_new (self, draft), writing_unref);

  forget (self);
  end_edit (self);
}

static void
tell_kept (AttuneExamplePane *self)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *number = attune_format_count ((guint64)self->row + 1);
  g_autofree char *text = NULL;

  if (window == NULL || gtk_widget_in_destruction (GTK_WIDGET (window)))
    return;

  /* Translators: %s is the place of an example in its dataset, from 1. */
  text = g_strdup_printf (_("Example %s is kept, but not saved"), number);
  attune_feedback_toast (GTK_WIDGET (self), text);
}

/* Who goes to another row or page, or closes the window, has not said that what was written should
 * be lost. It is written down, or, when it is no example, kept as it is. */
void
attune_example_pane_keep (AttuneExamplePane *self)
{
  g_autoptr(AttuneExampleDraft) draft = NULL;
  g_autoptr(GBytes) json = NULL;
  g_autoptr(GError) error = NULL;

  if (!self->is_editing || self->is_kept ||
      !gtk_widget_get_sensitive (GTK_WIDGET (self->editor)))
    return;

  draft = attune_example_editor_dup_draft (self->editor);

  if ((json = attune_example_draft_dup_json (draft, &error)) == NULL)
    {
      attune_example_draft_keep (draft, get_path (self->list), self->row);
      attune_example_editor_set_problem (self->editor, error->message);
      tell_kept (self);
      return;
    }

  self->is_kept = TRUE;
  forget (self);

  if (!is_as_before (self, json))
    write_down (writing_new (self, draft), json);
}

/* The editor goes only now: the stack would give the keyboard to what nobody sees. */
void
attune_example_pane_end_kept (AttuneExamplePane *self)
{
  if (self->is_kept)
    show_saved (self);
}

/* Begins to edit the example that is shown, as soon as it is read, or leads to its editor. */
void
attune_example_pane_edit (AttuneExamplePane *self)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_PANE (self));

  if (self->list == NULL)
    return;

  if (self->is_editing)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->editor));
    }
  else if (self->example != NULL)
    {
      dex_clear (&self->load);
      attune_example_pane_begin_edit (self);
    }
  else
    {
      self->edits_when_loaded = TRUE;
    }
}
