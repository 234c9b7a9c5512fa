/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-entry-page"

#include "config.h"

#include "attune-import-entry-page.h"
#include "attune-import-record-view.h"

struct _AttuneImportEntryPage
{
  AdwNavigationPage       parent_instance;

  AttuneImportRecordView *record_view;
};

G_DEFINE_FINAL_TYPE (AttuneImportEntryPage, attune_import_entry_page, ADW_TYPE_NAVIGATION_PAGE)

static void
attune_import_entry_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_ENTRY_PAGE);

  G_OBJECT_CLASS (attune_import_entry_page_parent_class)->dispose (object);
}

static void
attune_import_entry_page_class_init (AttuneImportEntryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_entry_page_dispose;

  g_type_ensure (ATTUNE_TYPE_IMPORT_RECORD_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-entry-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportEntryPage, record_view);
}

static void
attune_import_entry_page_init (AttuneImportEntryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
attune_import_entry_page_new (AttuneImportViewer *viewer)
{
  AttuneImportEntryPage *self;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_VIEWER (viewer), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_ENTRY_PAGE, NULL);
  attune_import_record_view_set_viewer (self->record_view, viewer);

  return ADW_NAVIGATION_PAGE (self);
}
