/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-statistics"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-counter.h"
#include "attune-format.h"
#include "attune-shared-tokenizer.h"
#include "attune-thread.h"
#include "attune-weak-ref.h"

#include "attune-cost-list.h"
#include "attune-dataset-statistics.h"
#include "attune-histogram-chart.h"
#include "attune-token-list-row.h"

/* Columns that can be told apart at the width of a phone. */
#define MAX_BINS 24

/* How many of the system texts are shown. */
#define MAX_SYSTEM_TEXTS 5

typedef struct _Count Count;

struct _AttuneDatasetStatistics
{
  AdwBin                parent_instance;

  AttuneDataset        *dataset;
  AttuneExampleList    *list;
  gulong                edited_id;
  gboolean              is_current;      /* what is shown holds */
  Count                *count;           /* under way */
  DexFuture            *counting;
  GPtrArray            *rows;            /* of GtkWidget: made for the figures of now */
  GArray               *bins;            /* of AttuneHistogramBin: not yet in the table, or NULL */

  GtkStack             *stack;
  GtkProgressBar       *progress_bar;
  AdwStatusPage        *problem_page;
  AdwActionRow         *examples_row;
  AdwActionRow         *turns_row;
  AdwActionRow         *tokens_row;
  GtkWidget            *token_list_row;
  AdwActionRow         *unreadable_row;
  AdwActionRow         *source_row;
  AdwActionRow         *date_row;
  AdwActionRow         *size_row;
  AttuneCostList       *cost_list;
  AdwPreferencesGroup  *tokens_group;
  AttuneHistogramChart *histogram;
  AdwExpanderRow       *bins_row;
  AdwActionRow         *shortest_row;
  AdwActionRow         *median_row;
  AdwActionRow         *longest_row;
  AdwActionRow         *maximum_row;
  AdwPreferencesGroup  *longest_group;
  AdwPreferencesGroup  *systems_group;
  AdwPreferencesGroup  *writings_group;
};

enum {
  SIGNAL_SHOW_ROW,
  SIGNAL_LIST_FETCHED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneDatasetStatistics, attune_dataset_statistics, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

/* --- Showing --- */

static char *
dup_tokens (guint64  n_tokens,
            gboolean is_about)
{
  g_autofree char *count = attune_format_count (n_tokens);

  if (is_about)
    /* Translators: %s is a number that is only estimated. */
    return g_strdup_printf (_("About %s"), count);

  return g_steal_pointer (&count);
}

static void
set_subtitle (AdwActionRow *row,
              char         *text)
{
  adw_action_row_set_subtitle (row, text);
  g_free (text);
}

/* A row with its figure at the end; @value is freed. */
static GtkWidget *
new_row (const char *title,
         char       *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  g_free (value);

  return row;
}

static void
set_suffix (AttuneDatasetStatistics *self,
            AdwActionRow            *row,
            char                    *value)
{
  GtkWidget *label = gtk_label_new (value);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dimmed");
  adw_action_row_add_suffix (row, label);
  g_ptr_array_add (self->rows, g_object_ref (label));
  g_free (value);
}

static void
remove_row (AttuneDatasetStatistics *self,
            GtkWidget               *row)
{
  GtkWidget *expander = gtk_widget_get_ancestor (row, ADW_TYPE_EXPANDER_ROW);
  GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

  if (expander == GTK_WIDGET (self->bins_row))
    {
      adw_expander_row_remove (self->bins_row, row);
    }
  else if (GTK_IS_LABEL (row))
    {
      GtkWidget *parent = gtk_widget_get_ancestor (row, ADW_TYPE_ACTION_ROW);

      adw_action_row_remove (ADW_ACTION_ROW (parent), row);
    }
  else
    {
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
}

static void
remove_rows (AttuneDatasetStatistics *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    remove_row (self, self->rows->pdata[i]);

  g_ptr_array_set_size (self->rows, 0);
}

static void
add_row (AttuneDatasetStatistics *self,
         AdwPreferencesGroup     *group,
         GtkWidget               *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, g_object_ref (row));
}

/* Two dozen rows that few people open: made for those who do. */
static void
show_table (AttuneDatasetStatistics *self)
{
  if (self->bins == NULL || !adw_expander_row_get_expanded (self->bins_row))
    return;

  for (guint i = 0; i < self->bins->len; i++)
    {
      AttuneHistogramBin *bin = &g_array_index (self->bins, AttuneHistogramBin, i);
      g_autofree char *title = attune_histogram_bin_dup_title (bin);
      GtkWidget *row = new_row (title, attune_format_count (bin->n_examples));

      adw_expander_row_add_row (self->bins_row, row);
      g_ptr_array_add (self->rows, g_object_ref (row));
    }

  g_clear_pointer (&self->bins, g_array_unref);
}

static void
show_bins (AttuneDatasetStatistics  *self,
           const AttuneExampleStats *stats)
{
  g_autoptr(GArray) bins = attune_example_stats_make_bins (stats, MAX_BINS);
  g_autofree char *low = attune_format_count (attune_example_stats_get_percentile (stats, 5));
  g_autofree char *high = attune_format_count (attune_example_stats_get_percentile (stats, 95));
  g_autofree char *middle = attune_format_count (attune_example_stats_get_percentile (stats, 50));
  g_autofree char *label = NULL;

  attune_histogram_chart_set_bins (self->histogram, bins);
  /* Translators: all three are numbers. */
  label = g_strdup_printf (_("Histogram of tokens per example: most have from %1$s to %2$s, half have at most %3$s"),
                           low, high, middle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->histogram),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);

  g_clear_pointer (&self->bins, g_array_unref);
  self->bins = g_array_ref (bins);
  show_table (self);

  set_suffix (self, self->shortest_row,
              attune_format_count (attune_example_stats_get_percentile (stats, 5)));
  set_suffix (self, self->median_row,
              attune_format_count (attune_example_stats_get_percentile (stats, 50)));
  set_suffix (self, self->longest_row,
              attune_format_count (attune_example_stats_get_percentile (stats, 95)));
  set_suffix (self, self->maximum_row,
              attune_format_count (attune_example_stats_get_percentile (stats, 100)));
}

static void
long_activated_cb (AttuneDatasetStatistics *self,
                   GtkWidget               *row)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_ROW], 0,
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "attune-row")));
}

static void
show_longest (AttuneDatasetStatistics  *self,
              const AttuneExampleStats *stats)
{
  for (guint i = 0; i < stats->longest->len; i++)
    {
      AttuneLongExample *example = &g_array_index (stats->longest, AttuneLongExample, i);
      g_autofree char *number = attune_format_count ((guint64)example->row + 1);
      g_autofree char *title = g_strdup_printf (_("Example %s"), number);
      g_autofree char *tokens = attune_format_count (example->n_tokens);
      GtkWidget *row;

      /* Translators: %s is a number. */
      row = new_row (title, g_strdup_printf (ngettext ("%s token", "%s tokens", example->n_tokens), tokens));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "attune-row", GUINT_TO_POINTER (example->row));
      g_signal_connect_object (row, "activated", G_CALLBACK (long_activated_cb), self, G_CONNECT_SWAPPED);
      add_row (self, self->longest_group, row);
    }
}

static void
show_systems (AttuneDatasetStatistics  *self,
              const AttuneExampleStats *stats)
{
  guint64 n_without = stats->n_examples - stats->n_with_system;

  for (guint i = 0; i < MIN (stats->system_texts->len, MAX_SYSTEM_TEXTS); i++)
    {
      AttuneSystemText *text = stats->system_texts->pdata[i];

      add_row (self, self->systems_group,
               new_row (text->text, attune_format_count (text->n_examples)));
    }

  if (stats->system_texts->len > MAX_SYSTEM_TEXTS)
    {
      guint n_more = stats->system_texts->len - MAX_SYSTEM_TEXTS;
      gboolean is_all = stats->system_texts->len < ATTUNE_STATS_N_SYSTEM_TEXTS;
      g_autofree char *count = attune_format_count (n_more);

      /* Translators: %s is a number; “+” says that there are even more. */
      add_row (self, self->systems_group,
               new_row (_("Other System Texts"),
                        g_strdup_printf (is_all ? _("%s different") : _("%s+ different"), count)));
    }

  if (n_without > 0)
    add_row (self, self->systems_group,
             new_row (_("No System Text"), attune_format_count (n_without)));
}

static void
show_writings (AttuneDatasetStatistics  *self,
               const AttuneExampleStats *stats)
{
  for (guint i = 0; i < ATTUNE_N_WRITINGS; i++)
    {
      g_autofree char *count = attune_format_count (stats->n_writings[i]);
      g_autofree char *share = NULL;

      if (stats->n_writings[i] == 0)
        continue;

      share = attune_format_percent ((double)stats->n_writings[i] / stats->n_examples);
      /* Translators: a number, then the same in percent. */
      add_row (self, self->writings_group,
               new_row (attune_writing_get_title (i), g_strdup_printf (_("%1$s (%2$s)"), count, share)));
    }
}

/* What is held out is not trained on, and costs nothing. */
static void
show_cost (AttuneDatasetStatistics  *self,
           const AttuneExampleStats *stats)
{
  const char *path = attune_example_file_get_path (attune_example_list_get_file (self->list));
  AttuneTokenFigures figures = {
    .n_examples = stats->n_examples,
    .n_bytes = stats->n_bytes,
    .n_tokens = stats->n_tokens,
    .is_exact = !stats->is_about,
    .stats = stats,
  };
  gboolean is_training = g_strcmp0 (path, attune_dataset_get_training_path (self->dataset)) == 0;

  attune_cost_list_set_figures (self->cost_list, is_training ? &figures : NULL);
}

static const char *
get_tokens_description (const AttuneExampleStats *stats)
{
  if (stats->is_about)
    return _("Estimated from the length of the texts.");

  return _("Counted exactly as GPT-4o and GPT-4.1 do. Other models divide texts differently.");
}

static void
show_stats (AttuneDatasetStatistics  *self,
            const AttuneExampleStats *stats)
{
  remove_rows (self);
  set_subtitle (self->examples_row, attune_format_count (stats->n_examples));
  set_subtitle (self->turns_row, attune_format_count (stats->n_turns));
  set_subtitle (self->tokens_row, dup_tokens (stats->n_tokens, stats->is_about));
  gtk_widget_set_visible (self->token_list_row, stats->is_about);
  set_subtitle (self->unreadable_row, attune_format_count (stats->n_unreadable));
  gtk_widget_set_visible (GTK_WIDGET (self->unreadable_row), stats->n_unreadable > 0);
  adw_preferences_group_set_description (self->tokens_group,
                                         get_tokens_description (stats));

  show_cost (self, stats);
  show_bins (self, stats);
  show_longest (self, stats);
  show_systems (self, stats);
  show_writings (self, stats);

  gtk_stack_set_visible_child_name (self->stack, "figures");
}

/* --- Counting --- */

struct _Count
{
  GWeakRef           widget;        /* main thread only */
  AttuneExampleFile *file;
  AttuneEdits       *edits;
  GCancellable      *cancellable;
  int                percent;       /* atomic; what was told last */
};

static void
count_clear (gpointer data)
{
  Count *count = data;

  g_weak_ref_clear (&count->widget);
  g_clear_object (&count->file);
  g_clear_object (&count->edits);
  g_clear_object (&count->cancellable);
}

static void
count_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, count_clear);
}

static gboolean
show_progress_cb (gpointer user_data)
{
  Count *count = user_data;
  g_autoptr(AttuneDatasetStatistics) self = g_weak_ref_get (&count->widget);

  if (self != NULL && self->count == count)
    gtk_progress_bar_set_fraction (self->progress_bar, g_atomic_int_get (&count->percent) / 100.0);

  return G_SOURCE_REMOVE;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Count *count = user_data;
  int percent = total > 0 ? (int)(100 * done / total) : 0;

  if (percent == g_atomic_int_get (&count->percent))
    return;

  g_atomic_int_set (&count->percent, percent);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress_cb, g_atomic_rc_box_acquire (count),
                   count_unref);
}

static DexFuture *
count_thread (gpointer user_data)
{
  Count *count = user_data;
  g_autoptr(AttuneTokenizer) tokenizer = attune_shared_tokenizer_load ();
  g_autoptr(AttuneExampleCounter) counter = NULL;
  AttuneExampleStats *stats;
  g_autoptr(GError) error = NULL;

  if (tokenizer != NULL)
    counter = attune_example_counter_new (tokenizer);

  if (!(stats = attune_example_stats_collect (count->file, count->edits,
                                              counter != NULL ? attune_example_counter_count : NULL,
                                              counter, progress_cb,
                                              count, count->cancellable, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (attune_example_stats_get_type (), stats);
}

static DexFuture *
counted_cb (DexFuture *completed,
            gpointer   user_data)
{
  Count *count = user_data;
  g_autoptr(AttuneDatasetStatistics) self = g_weak_ref_get (&count->widget);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->count != count)
    return NULL;

  g_clear_pointer (&self->count, count_unref);
  value = dex_future_get_value (completed, &error);

  if (value != NULL)
    {
      show_stats (self, g_value_get_boxed (value));
    }
  else
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->problem_page, markup);
      gtk_stack_set_visible_child_name (self->stack, "problem");
    }

  return NULL;
}

static void
stop (AttuneDatasetStatistics *self)
{
  if (self->count == NULL)
    return;

  g_cancellable_cancel (self->count->cancellable);
  g_clear_pointer (&self->count, count_unref);
  dex_clear (&self->counting);
}

static void
start (AttuneDatasetStatistics *self)
{
  Count *count;

  if (self->is_current || self->list == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  stop (self);
  self->is_current = TRUE;
  count = g_atomic_rc_box_new0 (Count);
  g_weak_ref_init (&count->widget, self);
  count->file = g_object_ref (attune_example_list_get_file (self->list));
  count->edits = g_object_ref (attune_example_list_get_edits (self->list));
  count->cancellable = g_cancellable_new ();
  self->count = count;
  self->counting = dex_future_finally (attune_thread_spawn ("attune-statistics", count_thread,
                                                            g_atomic_rc_box_acquire (count),
                                                            count_unref),
                                       counted_cb, g_atomic_rc_box_acquire (count), count_unref);
}

static void
edited_cb (AttuneDatasetStatistics *self)
{
  self->is_current = FALSE;
  start (self);
}

/* The figures of now stay until there are better ones. */
static void
fetched_cb (AttuneDatasetStatistics *self)
{
  gtk_widget_set_visible (self->token_list_row, FALSE);
  self->is_current = FALSE;
  start (self);
  g_signal_emit (self, signals[SIGNAL_LIST_FETCHED], 0);
}

static void
map_cb (AttuneDatasetStatistics *self)
{
  start (self);
}

static void
attune_dataset_statistics_dispose (GObject *object)
{
  AttuneDatasetStatistics *self = (AttuneDatasetStatistics *)object;

  stop (self);

  if (self->list != NULL)
    g_clear_signal_handler (&self->edited_id, self->list);

  g_clear_object (&self->list);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->bins, g_array_unref);

  /* A named child of the bin itself would be unparented by both. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_DATASET_STATISTICS);
  g_clear_object (&self->dataset);

  G_OBJECT_CLASS (attune_dataset_statistics_parent_class)->dispose (object);
}

static void
attune_dataset_statistics_class_init (AttuneDatasetStatisticsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_dataset_statistics_dispose;

  signals[SIGNAL_SHOW_ROW] =
    g_signal_new ("show-row", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_LIST_FETCHED] =
    g_signal_new ("list-fetched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ATTUNE_TYPE_COST_LIST);
  g_type_ensure (ATTUNE_TYPE_HISTOGRAM_CHART);
  g_type_ensure (ATTUNE_TYPE_TOKEN_LIST_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-dataset-statistics.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, examples_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, turns_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, tokens_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, token_list_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, unreadable_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, source_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, date_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, size_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, cost_list);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, tokens_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, histogram);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, bins_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, shortest_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, median_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, longest_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, maximum_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, longest_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, systems_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetStatistics, writings_group);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, fetched_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_table);
}

static void
attune_dataset_statistics_init (AttuneDatasetStatistics *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
update_dataset (AttuneDatasetStatistics *self)
{
  const char *source = attune_dataset_get_source_name (self->dataset);

  adw_action_row_set_subtitle (self->source_row, source != NULL ? source : "");
  set_subtitle (self->date_row, attune_format_date (attune_dataset_get_created_at (self->dataset)));
  set_subtitle (self->size_row, g_format_size (attune_dataset_get_size (self->dataset)));
}

void
attune_dataset_statistics_set_dataset (AttuneDatasetStatistics *self,
                                       AttuneWorkspace         *workspace,
                                       AttuneDataset           *dataset)
{
  g_return_if_fail (ATTUNE_IS_DATASET_STATISTICS (self));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  attune_cost_list_set_workspace (self->cost_list, workspace);
  g_set_object (&self->dataset, dataset);
  g_signal_connect_object (dataset, "notify::size", G_CALLBACK (update_dataset), self, G_CONNECT_SWAPPED);
  update_dataset (self);
}

/* The examples to count, or NULL. */
void
attune_dataset_statistics_set_list (AttuneDatasetStatistics *self,
                                    AttuneExampleList       *list)
{
  g_return_if_fail (ATTUNE_IS_DATASET_STATISTICS (self));
  g_return_if_fail (list == NULL || ATTUNE_IS_EXAMPLE_LIST (list));

  stop (self);

  if (self->list != NULL)
    g_clear_signal_handler (&self->edited_id, self->list);

  g_set_object (&self->list, list);
  self->is_current = FALSE;
  gtk_stack_set_visible_child_name (self->stack, "counting");

  if (list != NULL)
    self->edited_id = g_signal_connect_swapped (list, "edited", G_CALLBACK (edited_cb), self);

  start (self);
}
