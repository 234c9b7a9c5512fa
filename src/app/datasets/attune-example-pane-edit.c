/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-pane-edit"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-weak-ref.h"

#include "attune-example-pane-private.h"

/* A text view lays out this much at once without a pause that is felt. */
#define MAX_EDITED_SIZE (512 * 1024)

/* What was written and not wanted, until the person no longer can want it after all. */
typedef struct
{
  AttuneExampleList *list;
  guint              row;
  GBytes            *json;
  GWeakRef           pane;
} Discarded;

static void
discarded_free (gpointer data)
{
  Discarded *discarded = data;

  g_clear_object (&discarded->list);
  g_clear_pointer (&discarded->json, g_bytes_unref);
  g_weak_ref_clear (&discarded->pane);
  g_free (discarded);
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

  show_saved (self);

  return NULL;
}

static DexFuture *
restored_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneExamplePane) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self != NULL && self->editor != NULL && dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Change the Dataset"), error);

  return NULL;
}

/* The person may be at another example by now, or on another page. */
static void
restore_cb (gpointer user_data)
{
  Discarded *discarded = user_data;
  g_autoptr(AttuneExamplePane) self = g_weak_ref_get (&discarded->pane);
  DexFuture *restored;

  /* One that was added, and undone away since. */
  if (discarded->row >= attune_edits_get_n_rows (attune_example_list_get_edits (discarded->list)))
    return;

  restored = attune_example_list_replace (discarded->list, discarded->row, discarded->json);

  if (self != NULL)
    restored = dex_future_finally (restored, restored_cb,
                                   attune_weak_ref_new (self), attune_weak_ref_free);

  dex_future_disown (restored);
}

static void
tell_discarded (AttuneExamplePane *self,
                GBytes            *json)
{
  Discarded *discarded = g_new0 (Discarded, 1);

  discarded->list = g_object_ref (self->list);
  discarded->row = self->row;
  discarded->json = g_bytes_ref (json);
  g_weak_ref_init (&discarded->pane, self);

  attune_feedback_undo (GTK_WIDGET (self), _("Changes to the example discarded"),
                        G_CALLBACK (restore_cb), discarded, discarded_free);
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
  gtk_stack_set_visible_child_name (self->stack, "editor");
  attune_example_pane_set_is_editing (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

void
attune_example_pane_save (AttuneExamplePane *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) json = attune_example_editor_dup_json (self->editor, &error);

  if (json == NULL)
    {
      attune_example_editor_set_problem (self->editor, error->message);
      return;
    }

  if (is_as_before (self, json))
    {
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
  g_autoptr(GBytes) json = attune_example_editor_dup_json (self->editor, NULL);

  if (json != NULL && !is_as_before (self, json))
    tell_discarded (self, json);

  end_edit (self);
}

/* Who goes to another page or closes the window has not said that what was written should be lost.
 * It is written down at once and here: when the program ends, there is no later. */
void
attune_example_pane_keep (AttuneExamplePane *self)
{
  g_autoptr(GBytes) json = NULL;
  g_autoptr(GError) error = NULL;

  if (!self->is_editing || !gtk_widget_get_sensitive (GTK_WIDGET (self->editor)))
    return;

  json = attune_example_editor_dup_json (self->editor, &error);
  self->is_kept = json != NULL &&
                  (is_as_before (self, json) ||
                   attune_example_list_replace_now (self->list, self->row, json, &error));

  if (!self->is_kept)
    attune_example_editor_set_problem (self->editor, error->message);
}

/* The editor goes only now: the stack would give the keyboard to what nobody sees. */
void
attune_example_pane_end_kept (AttuneExamplePane *self)
{
  if (self->is_kept)
    show_saved (self);
}

/* Begins to edit the example that is shown, as soon as it is read. */
void
attune_example_pane_edit (AttuneExamplePane *self)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_PANE (self));

  if (self->list == NULL || self->is_editing)
    return;

  if (self->example != NULL)
    attune_example_pane_begin_edit (self);
  else
    self->edits_when_loaded = TRUE;
}
