/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-lines-page"

#include "config.h"

#include <libdex.h>

#include "attune-weak-ref.h"

#include "attune-import-issue-row.h"
#include "attune-import-lines-page.h"
#include "attune-import-task.h"

struct _AttuneImportLinesPage
{
  AdwNavigationPage  parent_instance;

  AttuneReport      *report;
  AttuneIssueKind    kind;
  DexFuture         *load;
  GCancellable      *cancellable;

  GtkNoSelection    *selection;
};

G_DEFINE_FINAL_TYPE (AttuneImportLinesPage, attune_import_lines_page, ADW_TYPE_NAVIGATION_PAGE)

static GtkWidget *
new_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

static void
setup_cb (AttuneImportLinesPage *self,
          GtkListItem           *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = new_label ();
  GtkWidget *text = new_label ();

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (text), 3);
  gtk_widget_add_css_class (text, "dimmed");
  gtk_widget_add_css_class (text, "caption");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);

  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_item_set_child (list_item, box);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cb (AttuneImportLinesPage *self,
         GtkListItem           *list_item)
{
  GtkStringObject *item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  guint position = gtk_list_item_get_position (list_item);
  const char *text = gtk_string_object_get_string (item);
  g_autofree char *title = NULL;
  const guint64 *lines;
  gsize n_lines;

  lines = attune_report_get_lines (self->report, self->kind, &n_lines);
  g_assert (position < n_lines);
  title = attune_import_line_dup_title (lines[position]);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), text);
  gtk_list_item_set_accessible_label (list_item, title);
  gtk_list_item_set_accessible_description (list_item, text);
}

static DexFuture *
loaded_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneImportLinesPage) self = g_weak_ref_get (user_data);
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr(GPtrArray) texts = NULL;
  const GValue *value = dex_future_get_value (completed, NULL);
  gsize n_lines;

  if (self == NULL || self->selection == NULL)
    return NULL;

  /* The numbers are worth showing even where the file cannot be read again. */
  if (value != NULL)
    texts = g_value_dup_boxed (value);

  attune_report_get_lines (self->report, self->kind, &n_lines);

  for (gsize i = 0; i < n_lines; i++)
    gtk_string_list_append (list, texts != NULL && i < texts->len ? g_ptr_array_index (texts, i) : "");

  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (list));

  return NULL;
}

static void
attune_import_lines_page_dispose (GObject *object)
{
  AttuneImportLinesPage *self = (AttuneImportLinesPage *)object;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dex_clear (&self->load);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_LINES_PAGE);
  g_clear_object (&self->report);

  G_OBJECT_CLASS (attune_import_lines_page_parent_class)->dispose (object);
}

static void
attune_import_lines_page_class_init (AttuneImportLinesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_lines_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-lines-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportLinesPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
}

static void
attune_import_lines_page_init (AttuneImportLinesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
attune_import_lines_page_new (const char      *path,
                              AttuneReport    *report,
                              AttuneIssueKind  kind)
{
  AttuneImportLinesPage *self;
  const guint64 *lines;
  gsize n_lines;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_REPORT (report), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_LINES_PAGE, NULL);
  self->report = g_object_ref (report);
  self->kind = kind;
  self->cancellable = g_cancellable_new ();
  lines = attune_report_get_lines (report, kind, &n_lines);
  self->load = dex_future_finally (attune_import_task_lines (path, lines, n_lines,
                                                             self->cancellable),
                                   loaded_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);

  return ADW_NAVIGATION_PAGE (self);
}
