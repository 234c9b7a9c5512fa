/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-filter"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-filter.h"

/* The entries that are always there; behind them follow the problems. */
enum {
  FILTER_ALL,
  FILTER_EDITED,
  FILTER_OUT,
  N_FILTERS
};

struct _AttuneExampleFilter
{
  GtkWidget          parent_instance;

  AttuneExampleList *list;             /* or NULL */
  GArray            *problems;         /* of AttuneIssueKind: one an entry */
  gboolean           is_filling;       /* the entries are being listed, not chosen */

  GtkDropDown       *drop_down;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneExampleFilter, attune_example_filter, GTK_TYPE_WIDGET)

static guint signals[N_SIGNALS];

static gboolean
has_problem (AttuneExampleFilter *self,
             AttuneIssueKind     *kind)
{
  guint selected = gtk_drop_down_get_selected (self->drop_down);

  *kind = ATTUNE_ISSUE_NONE;

  if (selected < N_FILTERS || selected - N_FILTERS >= self->problems->len)
    return FALSE;

  *kind = g_array_index (self->problems, AttuneIssueKind, selected - N_FILTERS);

  return TRUE;
}

static void
append_problems (AttuneExampleFilter *self,
                 GtkStringList       *titles)
{
  AttuneIssueKind any = ATTUNE_ISSUE_NONE;

  if (self->list == NULL || attune_example_list_get_n_issues (self->list, any) == 0)
    return;

  gtk_string_list_append (titles, _("With Problems"));
  g_array_append_val (self->problems, any);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      guint64 count = attune_example_list_get_n_issues (self->list, kind);

      if (count > 0)
        {
          gtk_string_list_take (titles, attune_issue_dup_title (kind, count));
          g_array_append_val (self->problems, kind);
        }
    }
}

/* The entries change under what was chosen; what is not there any more becomes all. */
static guint
find_entry (AttuneExampleFilter *self,
            guint                old_selected,
            AttuneIssueKind      old_kind)
{
  if (old_selected < N_FILTERS)
    return old_selected;

  for (guint i = 0; i < self->problems->len; i++)
    if (g_array_index (self->problems, AttuneIssueKind, i) == old_kind)
      return N_FILTERS + i;

  return FILTER_ALL;
}

static void
selected_cb (AttuneExampleFilter *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
attune_example_filter_dispose (GObject *object)
{
  AttuneExampleFilter *self = (AttuneExampleFilter *)object;

  g_clear_object (&self->list);
  g_clear_pointer (&self->problems, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_EXAMPLE_FILTER);

  G_OBJECT_CLASS (attune_example_filter_parent_class)->dispose (object);
}

static void
attune_example_filter_class_init (AttuneExampleFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_example_filter_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-example-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneExampleFilter, drop_down);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
attune_example_filter_init (AttuneExampleFilter *self)
{
  self->problems = g_array_new (FALSE, FALSE, sizeof (AttuneIssueKind));
  gtk_widget_init_template (GTK_WIDGET (self));
  attune_example_filter_update (self);
}

/**
 * attune_example_filter_set_list:
 * @self: a filter
 * @list: (nullable): the examples, or %NULL while there are none
 *
 * Offers what there is in @list, beginning with all of it. `changed` is not emitted.
 */
void
attune_example_filter_set_list (AttuneExampleFilter *self,
                                AttuneExampleList   *list)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_FILTER (self));
  g_return_if_fail (list == NULL || ATTUNE_IS_EXAMPLE_LIST (list));

  g_set_object (&self->list, list);
  self->is_filling = TRUE;
  gtk_drop_down_set_selected (self->drop_down, FILTER_ALL);
  self->is_filling = FALSE;
  attune_example_filter_update (self);
}

/**
 * attune_example_filter_update:
 * @self: a filter
 *
 * Offers the problems that the list has now. What was chosen stays so, if it is still there;
 * `changed` is not emitted.
 *
 * Returns: %TRUE if the rows that are shown depend on the problems, and have to be looked for again
 */
gboolean
attune_example_filter_update (AttuneExampleFilter *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  AttuneIssueKind old_kind;
  guint old_selected;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILTER (self), FALSE);

  old_selected = gtk_drop_down_get_selected (self->drop_down);
  has_problem (self, &old_kind);

  self->is_filling = TRUE;
  g_array_set_size (self->problems, 0);
  gtk_string_list_append (titles, _("All Examples"));
  gtk_string_list_append (titles, _("Edited"));
  gtk_string_list_append (titles, _("Marked Out"));
  append_problems (self, titles);
  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->drop_down, find_entry (self, old_selected, old_kind));
  self->is_filling = FALSE;

  return old_selected >= N_FILTERS;
}

/**
 * attune_example_filter_show_all:
 * @self: a filter
 *
 * Chooses all examples. `changed` is emitted if others were chosen.
 */
void
attune_example_filter_show_all (AttuneExampleFilter *self)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_FILTER (self));

  gtk_drop_down_set_selected (self->drop_down, FILTER_ALL);
}

/**
 * attune_example_filter_get_selected:
 * @self: a filter
 * @kind: (out): the problem, or %ATTUNE_ISSUE_NONE for any and where none is asked for
 *
 * Tells which rows are to be shown.
 *
 * Returns: the rows
 */
AttuneRowsFilter
attune_example_filter_get_selected (AttuneExampleFilter *self,
                                    AttuneIssueKind     *kind)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILTER (self), ATTUNE_ROWS_ALL);
  g_return_val_if_fail (kind != NULL, ATTUNE_ROWS_ALL);

  if (has_problem (self, kind))
    return ATTUNE_ROWS_PROBLEMS;

  switch (gtk_drop_down_get_selected (self->drop_down))
    {
    case FILTER_EDITED:
      return ATTUNE_ROWS_EDITED;

    case FILTER_OUT:
      return ATTUNE_ROWS_OUT;

    default:
      return ATTUNE_ROWS_ALL;
    }
}
