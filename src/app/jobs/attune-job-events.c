/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-events"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-end-keeper.h"
#include "attune-job-event.h"
#include "attune-job-events.h"

#define MAX_ROWS   9
#define ROW_HEIGHT 24
#define PADDING    14

struct _AttuneJobEvents
{
  AdwBin             parent_instance;

  GtkListView       *event_list;
  GtkScrolledWindow *scrolled;
  GtkNoSelection    *selection;

  AttuneEndKeeper   *end_keeper;
};

G_DEFINE_FINAL_TYPE (AttuneJobEvents, attune_job_events, ADW_TYPE_BIN)

static char *
format_time (gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return time != NULL ? g_date_time_format (time, "%T") : g_strdup ("");
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *time = gtk_label_new (NULL);
  GtkWidget *message = gtk_label_new (NULL);

  gtk_label_set_yalign (GTK_LABEL (time), 0);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "dimmed");
  gtk_widget_add_css_class (time, "numeric");

  gtk_label_set_xalign (GTK_LABEL (message), 0);
  gtk_label_set_wrap (GTK_LABEL (message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (message), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (message, TRUE);
  gtk_widget_add_css_class (message, "caption");

  gtk_box_append (GTK_BOX (box), time);
  gtk_box_append (GTK_BOX (box), message);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  AttuneJobEvent *event = gtk_list_item_get_item (item);
  GtkWidget *time = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *message = gtk_widget_get_next_sibling (time);
  const char *level = attune_job_event_get_level (event);
  const char *text = attune_job_event_get_message (event);
  g_autofree char *time_text = format_time (attune_job_event_get_created_at (event));

  gtk_label_set_label (GTK_LABEL (time), time_text);
  gtk_label_set_label (GTK_LABEL (message), text != NULL ? text : "");
  gtk_list_item_set_accessible_label (item, text != NULL ? text : "");

  gtk_widget_remove_css_class (message, "warning");
  gtk_widget_remove_css_class (message, "error");
  if (g_strcmp0 (level, "warn") == 0)
    gtk_widget_add_css_class (message, "warning");
  else if (g_strcmp0 (level, "error") == 0)
    gtk_widget_add_css_class (message, "error");
}

/* A list view does not know how high it would like to be; a few events need little room. */
static void
events_changed_cb (AttuneJobEvents *self)
{
  guint n_events = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  gtk_scrolled_window_set_min_content_height (self->scrolled,
                                              (int)MIN (n_events, MAX_ROWS) * ROW_HEIGHT + PADDING);
}

static void
attune_job_events_dispose (GObject *object)
{
  AttuneJobEvents *self = (AttuneJobEvents *)object;

  g_clear_object (&self->end_keeper);

  /* A named child of the bin itself would be unparented by both. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_EVENTS);

  G_OBJECT_CLASS (attune_job_events_parent_class)->dispose (object);
}

static void
attune_job_events_class_init (AttuneJobEventsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_events_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-events.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobEvents, event_list);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobEvents, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobEvents, selection);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
}

static void
attune_job_events_init (AttuneJobEvents *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->end_keeper = attune_end_keeper_new (self->scrolled);
  g_signal_connect_object (self->selection, "items-changed",
                           G_CALLBACK (events_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * attune_job_events_set_events:
 * @self: a list
 * @events: (nullable): #AttuneJobEvent, oldest first
 */
void
attune_job_events_set_events (AttuneJobEvents *self,
                              GListModel      *events)
{
  g_return_if_fail (ATTUNE_IS_JOB_EVENTS (self));
  g_return_if_fail (events == NULL || G_IS_LIST_MODEL (events));

  gtk_no_selection_set_model (self->selection, events);
}
