/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-pane"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-example-issues.h"
#include "attune-format.h"
#include "attune-thread.h"
#include "attune-weak-ref.h"

#include "attune-example-pane-private.h"

/* Looking for the places of problems in this much takes a millisecond. */
#define MAX_MARKED_SIZE (256 * 1024)

enum {
  PROP_0,
  PROP_IS_EDITING,
  PROP_SHOWS_CLOSE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneExamplePane, attune_example_pane, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

void
attune_example_pane_set_is_editing (AttuneExamplePane *self,
                                    gboolean           is_editing)
{
  if (self->is_editing == is_editing)
    return;

  self->is_editing = is_editing;
  self->is_kept = FALSE;
  gtk_widget_set_sensitive (self->header_box, !is_editing);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_EDITING]);
}

static void
update_header (AttuneExamplePane *self)
{
  gboolean is_one = self->list != NULL;
  gboolean is_many = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "many") == 0;
  AttuneRowState state = ATTUNE_ROW_UNCHANGED;
  const char *mark = "";

  if (is_one)
    state = attune_edits_get_state (attune_example_list_get_edits (self->list), self->row);

  if ((state & ATTUNE_ROW_OUT) != 0)
    mark = _("Marked out, not trained on");
  else if ((state & ATTUNE_ROW_ADDED) != 0)
    mark = _("Added");
  else if ((state & ATTUNE_ROW_EDITED) != 0)
    mark = _("Edited");

  gtk_label_set_text (self->mark_label, mark);
  gtk_widget_set_visible (GTK_WIDGET (self->mark_label), mark[0] != '\0');
  gtk_widget_set_visible (self->edit_button, is_one);
  gtk_widget_set_visible (self->mark_out_button,
                          is_one ? (state & ATTUNE_ROW_OUT) == 0 : is_many);
  gtk_widget_set_visible (self->put_back_button,
                          is_one ? (state & ATTUNE_ROW_OUT) != 0 : is_many);
}

/* --- Problems --- */

static void
show_reasons (AttuneExamplePane *self,
              guint64            issues)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if ((issues & attune_issue_bit (kind)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                              attune_issue_get_reason (kind));

  gtk_label_set_text (self->problems_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->problems_label), text->len > 0);
}

/* --- Reading, on a thread: an example may have megabytes --- */

typedef struct
{
  AttuneEdits *edits;
  guint        row;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_object (&load->edits);
  g_free (load);
}

static DexFuture *
load_thread (gpointer user_data)
{
  Load *load = user_data;
  AttuneExample *example;
  g_autoptr(GError) error = NULL;

  if (!(example = attune_edits_read (load->edits, load->row, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_EXAMPLE, example);
}

static DexFuture *
loaded_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneExamplePane) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->view == NULL)
    return NULL;

  value = dex_future_get_value (completed, &error);
  g_clear_pointer (&self->example, attune_example_unref);

  if (value != NULL)
    self->example = g_value_dup_boxed (value);

  attune_example_view_set_problem (self->view, error != NULL ? error->message : NULL);
  attune_example_view_set_example (self->view, self->example);
  attune_example_pane_update_marks (self);
  gtk_stack_set_visible_child_name (self->stack, "view");

  if (self->example == NULL)
    return NULL;

  if (attune_example_pane_resume_edit (self))
    {
      if (self->edits_when_loaded)
        attune_example_pane_edit (self);

      self->edits_when_loaded = FALSE;
    }
  else if (self->edits_when_loaded)
    {
      attune_example_pane_begin_edit (self);
    }

  return NULL;
}

void
attune_example_pane_load_row (AttuneExamplePane *self)
{
  Load *load = g_new0 (Load, 1);

  load->edits = g_object_ref (attune_example_list_get_edits (self->list));
  load->row = self->row;

  dex_clear (&self->load);
  self->load = dex_future_finally (attune_thread_spawn ("attune-example", load_thread, load, load_free),
                                   loaded_cb,
                                   attune_weak_ref_new (self), attune_weak_ref_free);
}

static void
edited_cb (AttuneExamplePane *self)
{
  AttuneEdits *edits = attune_example_list_get_edits (self->list);

  /* Undone away. */
  if (self->row >= attune_edits_get_n_rows (edits))
    {
      attune_example_pane_show_none (self);
      return;
    }

  update_header (self);

  if (!self->is_editing)
    attune_example_pane_load_row (self);
}

static void
set_list (AttuneExamplePane *self,
          AttuneExampleList *list)
{
  if (self->list == list)
    return;

  if (self->list != NULL)
    g_clear_signal_handler (&self->edited_id, self->list);

  g_set_object (&self->list, list);

  if (list != NULL)
    self->edited_id = g_signal_connect_swapped (list, "edited", G_CALLBACK (edited_cb), self);
}

static void
attune_example_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (attune_example_pane_parent_class)->map (widget);

  attune_example_pane_end_kept (ATTUNE_EXAMPLE_PANE (widget));
}

static void
attune_example_pane_unmap (GtkWidget *widget)
{
  attune_example_pane_keep (ATTUNE_EXAMPLE_PANE (widget));

  GTK_WIDGET_CLASS (attune_example_pane_parent_class)->unmap (widget);
}

static void
attune_example_pane_dispose (GObject *object)
{
  AttuneExamplePane *self = (AttuneExamplePane *)object;

  dex_clear (&self->load);
  set_list (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_EXAMPLE_PANE);
  g_clear_pointer (&self->example, attune_example_unref);

  G_OBJECT_CLASS (attune_example_pane_parent_class)->dispose (object);
}

static void
attune_example_pane_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneExamplePane *self = ATTUNE_EXAMPLE_PANE (object);

  switch (prop_id)
    {
    case PROP_IS_EDITING:
      g_value_set_boolean (value, self->is_editing);
      break;

    case PROP_SHOWS_CLOSE:
      g_value_set_boolean (value, self->shows_close);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_example_pane_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneExamplePane *self = ATTUNE_EXAMPLE_PANE (object);

  switch (prop_id)
    {
    case PROP_SHOWS_CLOSE:
      attune_example_pane_set_shows_close (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_example_pane_class_init (AttuneExamplePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_example_pane_dispose;
  object_class->get_property = attune_example_pane_get_property;
  object_class->set_property = attune_example_pane_set_property;

  widget_class->map = attune_example_pane_map;
  widget_class->unmap = attune_example_pane_unmap;

  properties[PROP_IS_EDITING] =
    g_param_spec_boolean ("is-editing", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_SHOWS_CLOSE] =
    g_param_spec_boolean ("shows-close", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ATTUNE_TYPE_EXAMPLE_EDITOR);
  g_type_ensure (ATTUNE_TYPE_EXAMPLE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-example-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, header_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, title_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, mark_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, problems_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, put_back_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, mark_out_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, edit_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, many_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, view);
  gtk_widget_class_bind_template_child (widget_class, AttuneExamplePane, editor);
  gtk_widget_class_bind_template_callback (widget_class, attune_example_pane_save);
  gtk_widget_class_bind_template_callback (widget_class, attune_example_pane_cancel);
}

static void
attune_example_pane_init (AttuneExamplePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  attune_example_pane_show_none (self);
}

void
attune_example_pane_show_row (AttuneExamplePane *self,
                              AttuneExampleList *list,
                              guint              row)
{
  g_autofree char *number = attune_format_count ((guint64)row + 1);
  g_autofree char *title = NULL;

  g_return_if_fail (ATTUNE_IS_EXAMPLE_PANE (self));
  g_return_if_fail (ATTUNE_IS_EXAMPLE_LIST (list));

  if (self->list == list && self->row == row)
    return;

  attune_example_pane_keep (self);
  attune_example_pane_set_is_editing (self, FALSE);
  self->edits_when_loaded = FALSE;
  g_clear_pointer (&self->example, attune_example_unref);
  set_list (self, list);
  self->row = row;

  /* Translators: %s is the place of an example in its dataset, from 1. */
  title = g_strdup_printf (_("Example %s"), number);
  gtk_label_set_text (self->title_label, title);
  update_header (self);
  attune_example_pane_load_row (self);
}

static void
show_other (AttuneExamplePane *self,
            const char        *child,
            const char        *title)
{
  attune_example_pane_keep (self);
  attune_example_pane_set_is_editing (self, FALSE);
  dex_clear (&self->load);
  g_clear_pointer (&self->example, attune_example_unref);
  set_list (self, NULL);
  gtk_label_set_text (self->title_label, title);
  gtk_stack_set_visible_child_name (self->stack, child);
  update_header (self);
}

void
attune_example_pane_show_many (AttuneExamplePane *self,
                               guint              n_rows)
{
  g_autofree char *number = attune_format_count (n_rows);
  g_autofree char *title = NULL;

  g_return_if_fail (ATTUNE_IS_EXAMPLE_PANE (self));

  /* Translators: %s is a number. */
  title = g_strdup_printf (ngettext ("%s Example Selected", "%s Examples Selected", n_rows), number);
  adw_status_page_set_title (self->many_page, title);
  show_other (self, "many", "");
}

void
attune_example_pane_show_none (AttuneExamplePane *self)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_PANE (self));

  show_other (self, "none", "");
}

/* Shows what is known to be wrong with the example now, and where. */
void
attune_example_pane_update_marks (AttuneExamplePane *self)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));
  guint64 issues = 0;

  g_return_if_fail (ATTUNE_IS_EXAMPLE_PANE (self));

  if (self->list != NULL)
    issues = attune_example_list_get_issues (self->list, self->row);

  if (issues != 0 && self->example != NULL && strlen (self->example->json) <= MAX_MARKED_SIZE)
    attune_example_issues_place (self->example, issues, places);

  show_reasons (self, issues);
  attune_example_view_set_marks (self->view, places);
}

gboolean
attune_example_pane_get_is_editing (AttuneExamplePane *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_PANE (self), FALSE);

  return self->is_editing;
}

gboolean
attune_example_pane_get_shows_close (AttuneExamplePane *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_PANE (self), FALSE);

  return self->shows_close;
}

void
attune_example_pane_set_shows_close (AttuneExamplePane *self,
                                     gboolean           shows_close)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_PANE (self));

  if (self->shows_close == shows_close)
    return;

  self->shows_close = shows_close;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_CLOSE]);
}
