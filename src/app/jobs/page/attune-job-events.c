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

/* GTK keeps widgets for two hundred rows and measures all of them in one turn of the main loop, a
 * tenth of a second. It is given the last ones, which are seen, and then some more with each
 * frame. */
#define FIRST_ROWS   4
#define ROWS_A_FRAME 8
#define KEPT_ROWS    256
#define FRAME_MSEC   16

struct _AttuneJobEvents
{
  AdwBin              parent_instance;

  GtkListView        *event_list;
  GtkScrolledWindow  *scrolled;
  GtkNoSelection     *selection;
  GtkStack           *stack;

  GtkFilterListModel *filtered;
  GtkSliceListModel  *slice;           /* the end of it, of which GTK knows */
  guint               growth_id;
  gboolean            only_problems;
  AttuneEndKeeper    *end_keeper;
};

enum {
  PROP_0,
  PROP_ONLY_PROBLEMS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobEvents, attune_job_events, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static gboolean
is_problem (gpointer item,
            gpointer user_data)
{
  const char *level = attune_job_event_get_level (item);

  /* “warn” in the protocol, but services have their own minds. */
  return level != NULL &&
         (g_str_has_prefix (level, "warn") || g_str_has_prefix (level, "err"));
}

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
  if (level != NULL && g_str_has_prefix (level, "warn"))
    gtk_widget_add_css_class (message, "warning");
  else if (level != NULL && g_str_has_prefix (level, "err"))
    gtk_widget_add_css_class (message, "error");
}

/* It keeps to the end of the events, also while more of them come. */
static void
set_slice (AttuneJobEvents *self,
           guint            size)
{
  guint n_events = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  gtk_slice_list_model_set_size (self->slice, size);
  gtk_slice_list_model_set_offset (self->slice, n_events > size ? n_events - size : 0);
}

static gboolean
grow_cb (gpointer user_data)
{
  AttuneJobEvents *self = user_data;
  guint n_events = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint size = gtk_slice_list_model_get_size (self->slice) + ROWS_A_FRAME;

  if (size < MIN (n_events, KEPT_ROWS))
    {
      set_slice (self, size);
      return G_SOURCE_CONTINUE;
    }

  self->growth_id = 0;
  set_slice (self, G_MAXUINT);

  return G_SOURCE_REMOVE;
}

static void
begin_growth (AttuneJobEvents *self)
{
  g_clear_handle_id (&self->growth_id, g_source_remove);
  gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);
}

/* A list view does not know how high it would like to be; a few events need little room. */
static void
events_changed_cb (AttuneJobEvents *self)
{
  guint n_events = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint size = gtk_slice_list_model_get_size (self->slice);

  if (n_events > size && self->growth_id == 0)
    self->growth_id = g_timeout_add (FRAME_MSEC, grow_cb, self);

  set_slice (self, size);
  gtk_scrolled_window_set_min_content_height (self->scrolled,
                                              (int)MIN (n_events, MAX_ROWS) * ROW_HEIGHT + PADDING);
  gtk_stack_set_visible_child_name (self->stack, n_events > 0 || !self->only_problems ? "list" : "none");
}

static void
attune_job_events_dispose (GObject *object)
{
  AttuneJobEvents *self = (AttuneJobEvents *)object;

  g_clear_handle_id (&self->growth_id, g_source_remove);
  g_clear_object (&self->end_keeper);
  g_clear_object (&self->slice);
  g_clear_object (&self->filtered);

  /* A named child of the bin itself would be unparented by both. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_EVENTS);

  G_OBJECT_CLASS (attune_job_events_parent_class)->dispose (object);
}

static void
attune_job_events_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AttuneJobEvents *self = ATTUNE_JOB_EVENTS (object);

  switch (prop_id)
    {
    case PROP_ONLY_PROBLEMS:
      g_value_set_boolean (value, self->only_problems);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_events_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  AttuneJobEvents *self = ATTUNE_JOB_EVENTS (object);

  switch (prop_id)
    {
    case PROP_ONLY_PROBLEMS:
      attune_job_events_set_only_problems (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_events_class_init (AttuneJobEventsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_events_dispose;
  object_class->get_property = attune_job_events_get_property;
  object_class->set_property = attune_job_events_set_property;

  properties[PROP_ONLY_PROBLEMS] =
    g_param_spec_boolean ("only-problems", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-events.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobEvents, event_list);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobEvents, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobEvents, selection);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobEvents, stack);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
}

static void
attune_job_events_init (AttuneJobEvents *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filtered = gtk_filter_list_model_new (NULL, NULL);
  self->slice = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)), 0,
                                          FIRST_ROWS);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (self->slice));
  self->end_keeper = attune_end_keeper_new (self->scrolled);

  /* Behind the slice, which must know of a change first. */
  g_signal_connect_object (self->filtered, "items-changed",
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

  begin_growth (self);
  gtk_filter_list_model_set_model (self->filtered, events);
}

/**
 * attune_job_events_set_only_problems:
 * @self: a list
 * @only_problems: whether to show only warnings and errors
 */
void
attune_job_events_set_only_problems (AttuneJobEvents *self,
                                     gboolean         only_problems)
{
  g_autoptr(GtkFilter) filter = NULL;

  g_return_if_fail (ATTUNE_IS_JOB_EVENTS (self));

  only_problems = !!only_problems;

  if (self->only_problems == only_problems)
    return;

  self->only_problems = only_problems;
  if (only_problems)
    filter = GTK_FILTER (gtk_custom_filter_new (is_problem, NULL, NULL));

  begin_growth (self);
  gtk_filter_list_model_set_filter (self->filtered, filter);
  events_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLY_PROBLEMS]);
}

/**
 * attune_job_events_dup_text:
 * @self: a list
 *
 * Returns: (transfer full): the events that are shown, a line each with time and level
 */
char *
attune_job_events_dup_text (AttuneJobEvents *self)
{
  GListModel *events;
  g_autoptr(GString) text = NULL;

  g_return_val_if_fail (ATTUNE_IS_JOB_EVENTS (self), NULL);

  events = G_LIST_MODEL (self->filtered);
  text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr(AttuneJobEvent) event = g_list_model_get_item (events, i);
      gint64 seconds = attune_job_event_get_created_at (event);
      g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (seconds);
      g_autofree char *time_text = time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("");
      const char *level = attune_job_event_get_level (event);
      const char *message = attune_job_event_get_message (event);

      g_string_append_printf (text, "%s\t%s\t%s\n", time_text, level != NULL ? level : "",
                              message != NULL ? message : "");
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}
