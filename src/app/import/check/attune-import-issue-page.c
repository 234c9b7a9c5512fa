/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-issue-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"

#include "attune-import-entry-list.h"
#include "attune-import-issue-page.h"
#include "attune-import-snippet.h"

struct _AttuneImportIssuePage
{
  AdwNavigationPage      parent_instance;

  AttuneScan            *scan;
  AttuneIssueKind        kind;
  AttuneImportEntryList *entries;

  GtkListView           *list_view;
};

G_DEFINE_FINAL_TYPE (AttuneImportIssuePage, attune_import_issue_page, ADW_TYPE_NAVIGATION_PAGE)

static GtkWidget *
new_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

static void
setup_cb (AttuneImportIssuePage *self,
          GtkListItem           *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = new_label ();
  GtkWidget *text = new_label ();

  /* As high before its text is read as afterwards, or the list would jump. */
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (text), 2);
  gtk_widget_set_size_request (text, -1, 36);
  gtk_label_set_yalign (GTK_LABEL (text), 0);
  gtk_widget_add_css_class (text, "caption");
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dimmed");
  gtk_widget_add_css_class (title, "numeric");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);

  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_item_set_child (list_item, box);
}

static void
update_item (GtkListItem       *list_item,
             GParamSpec        *pspec,
             AttuneImportEntry *entry)
{
  AttuneImportIssuePage *self = g_object_get_data (G_OBJECT (list_item), "attune-page");
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkLabel *label = GTK_LABEL (gtk_widget_get_last_child (box));
  AttunePreview *preview = attune_import_entry_get_preview (entry);
  PangoAttrList *attributes = NULL;
  g_autofree char *text = NULL;

  if (preview != NULL)
    text = attune_import_snippet_new (preview, self->kind, &attributes);

  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_label_set_attributes (label, attributes);
  gtk_list_item_set_accessible_description (list_item, text != NULL ? text : "");
  g_clear_pointer (&attributes, pango_attr_list_unref);
}

static void
notify_cb (AttuneImportEntry *entry,
           GParamSpec        *pspec,
           GtkListItem       *list_item)
{
  update_item (list_item, pspec, entry);
}

static void
bind_cb (AttuneImportIssuePage *self,
         GtkListItem           *list_item)
{
  AttuneImportEntry *entry = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  g_autofree char *line = attune_format_count (attune_import_entry_get_line (entry));
  g_autofree char *title = NULL;

  /* Translators: %s is the number of a line in a file. */
  title = g_strdup_printf (_("Line %s"), line);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), title);
  gtk_list_item_set_accessible_label (list_item, title);
  g_object_set_data (G_OBJECT (list_item), "attune-page", self);
  g_signal_connect_object (entry, "notify::preview", G_CALLBACK (notify_cb), list_item, G_CONNECT_DEFAULT);
  update_item (list_item, NULL, entry);
  attune_import_entry_list_load (self->entries, entry);
}

static void
unbind_cb (AttuneImportIssuePage *self,
           GtkListItem           *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), notify_cb, list_item);
}

static void
activate_cb (AttuneImportIssuePage *self,
             guint                  position)
{
  g_autoptr(AttuneImportEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries),
                                                              position);

  if (entry != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "import.show-entry", "u", attune_import_entry_get_position (entry));
}

static void
attune_import_issue_page_dispose (GObject *object)
{
  AttuneImportIssuePage *self = (AttuneImportIssuePage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_ISSUE_PAGE);
  g_clear_object (&self->entries);
  g_clear_object (&self->scan);

  G_OBJECT_CLASS (attune_import_issue_page_parent_class)->dispose (object);
}

static void
attune_import_issue_page_class_init (AttuneImportIssuePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_issue_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-issue-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportIssuePage, list_view);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
attune_import_issue_page_init (AttuneImportIssuePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
attune_import_issue_page_new (AttuneScan      *scan,
                              AttuneIssueKind  kind)
{
  AttuneImportIssuePage *self;
  g_autoptr(GtkNoSelection) selection = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (ATTUNE_IS_SCAN (scan), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_ISSUE_PAGE, NULL);
  self->scan = g_object_ref (scan);
  self->kind = kind;
  self->entries = attune_import_entry_list_new (scan, attune_issue_bit (kind));
  title = attune_issue_dup_title (kind,
                                  attune_report_get_count (attune_scan_get_report (scan), kind));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);

  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->entries)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));

  return ADW_NAVIGATION_PAGE (self);
}
