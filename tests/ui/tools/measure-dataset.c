/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* measure-dataset FILE: opens the page of a dataset made of a file, jumps, drags, searches, sorts
 * and counts as a person does, and prints what the longest turn of the main loop cost each time,
 * drawing included, beside the same done to a column view of as many rows that shows nothing at
 * all. Time is what this thread itself has worked, so that other programs do not count. */

#define G_LOG_DOMAIN "measure-dataset"

#include "config.h"

#include <stdlib.h>

#include "attune-dataset-page-private.h"
#include "attune-test.h"
#include "measure.h"

#define WIDTH  1000
#define HEIGHT 760
#define N_JUMPS 40
#define N_STEPS 60

/* One of the two that are compared. */
typedef struct
{
  AttuneExampleList *list;
  GtkColumnView     *view;
} Table;

typedef struct
{
  double longest;    /* turn, in milliseconds */
  double layout;     /* of which in laying out, at most in one frame */
} Cost;

static GtkWindow *window;
static AttuneDatasetPage *page;
static Cost cost;
static double frame_begin;

static void
before_paint_cb (void)
{
  frame_begin = measure_get_work ();
}

static void
layout_cb (void)
{
  cost.layout = MAX (cost.layout, measure_get_work () - frame_begin);
}

static void
watch_frames (void)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect_after (clock, "layout", G_CALLBACK (layout_cb), NULL);
}

static void
wait_search (Table *table)
{
  measure_turn (&cost.longest);

  while (attune_example_list_get_searching (table->list))
    measure_turn (&cost.longest);

  measure_run (300, &cost.longest);
}

/* --- What is done --- */

/* “Go to this example”: what the page does, and what anybody would do. */
static void
jump (Table *table)
{
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (table->list));

  for (guint i = 0; i < N_JUMPS; i++)
    {
      guint position = (guint)(i * G_GUINT64_CONSTANT (7919) * 131) % n_rows;
      double begin = measure_get_work ();

      if (table->list == page->list)
        attune_example_table_select (page->table, position);
      else
        gtk_column_view_scroll_to (table->view, position, NULL,
                                   GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);

      cost.longest = MAX (cost.longest, measure_get_work () - begin);
      measure_run (50, &cost.longest);
    }
}

static void
move_to (Table  *table,
         double  value)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (table->view));
  double begin = measure_get_work ();

  gtk_adjustment_set_value (adjustment, value);
  cost.longest = MAX (cost.longest, measure_get_work () - begin);
  measure_run (20, &cost.longest);
}

static void
drag (Table *table)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (table->view));

  for (guint i = 0; i < N_STEPS; i++)
    move_to (table, gtk_adjustment_get_upper (adjustment) * (i + 1) / N_STEPS);
}

static void
scroll (Table *table)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (table->view));

  move_to (table, 0);
  cost = (Cost) { 0 };

  for (guint i = 0; i < N_STEPS; i++)
    move_to (table, gtk_adjustment_get_value (adjustment) + 100);
}

static void
set_query (Table              *table,
           AttuneExampleQuery  query)
{
  double begin = measure_get_work ();

  attune_example_list_set_query (table->list, &query);
  cost.longest = MAX (cost.longest, measure_get_work () - begin);
  wait_search (table);
}

static void
search (Table *table)
{
  set_query (table, (AttuneExampleQuery) { .text = (char *)"entry number 77" });
}

static void
show_all (Table *table)
{
  set_query (table, (AttuneExampleQuery) { 0 });
}

static void
sort (Table *table)
{
  set_query (table, (AttuneExampleQuery) { .order = ATTUNE_ROWS_BY_SIZE, .is_descending = TRUE });
}

static void
count (Table *table)
{
  if (table->list != page->list)
    return;

  adw_view_stack_set_visible_child_name (page->view_stack, "statistics");

  while (!gtk_widget_get_mapped (GTK_WIDGET (gtk_widget_get_template_child (
           GTK_WIDGET (page->statistics), ATTUNE_TYPE_DATASET_STATISTICS, "tokens_row"))))
    measure_turn (&cost.longest);

  measure_run (300, &cost.longest);
}

static const struct
{
  const char *name;
  void      (*func) (Table *table);
} acts[] = {
  { "scroll",         scroll },
  { "jump",           jump },
  { "drag",           drag },
  { "search",         search },
  { "show all again", show_all },
  { "sort",           sort },
  { "count",          count },
};

static void
measure (Table *table,
         Cost  *costs)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      cost = (Cost) { 0 };
      acts[i].func (table);
      costs[i] = cost;
    }
}

/* --- What it is done to --- */

static AttuneDataset *
import_file (AttuneWorkspace *workspace,
             const char      *path)
{
  AttuneImportOptions options = { 0 };
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  future = attune_workspace_import (workspace, path, "Measured", &options, NULL, NULL, NULL);

  if ((value = attune_test_wait (future, &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }

  return attune_workspace_find_dataset (workspace,
                                        attune_dataset_get_id (g_value_get_object (value)));
}

static void
open_page (AttuneWorkspace *workspace,
           AttuneDataset   *dataset,
           Table           *table)
{
  page = attune_dataset_page_new (workspace, dataset);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (page));

  while (page->list == NULL)
    measure_turn (&cost.longest);

  measure_run (2000, &cost.longest);
  g_print ("opening:       %5.1f ms\n", cost.longest);
  table->list = page->list;
  table->view = GTK_COLUMN_VIEW (gtk_widget_get_template_child (GTK_WIDGET (page->table),
                                                                ATTUNE_TYPE_EXAMPLE_TABLE,
                                                                "column_view"));
}

/* As many columns, and nothing in them. */
static void
open_bare (AttuneExampleList *list,
           Table             *table)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  table->list = attune_example_list_new (attune_example_list_get_file (list),
                                         attune_example_list_get_edits (list));
  table->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GtkColumnViewColumn) column = gtk_column_view_column_new ("Nothing", NULL);

      gtk_column_view_append_column (table->view, column);
    }

  gtk_column_view_set_model (table->view,
                             GTK_SELECTION_MODEL (gtk_multi_selection_new (
                               G_LIST_MODEL (g_object_ref (table->list)))));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (table->view));
  adw_window_set_content (ADW_WINDOW (window), scroller);
  measure_run (500, &cost.longest);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *dir = g_dir_make_tmp ("measure-dataset-XXXXXX", NULL);
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AdwApplication) application = NULL;
  g_autoptr(DexFuture) opened = NULL;
  Cost of_page[G_N_ELEMENTS (acts)];
  Cost of_bare[G_N_ELEMENTS (acts)];
  Table table;

  if (argc != 2)
    return 2;

  dex_init ();

  /* It loads the style sheet of the window. */
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", "io.github.attune.Attune.MeasureDataset",
                              "resource-base-path", "/io/github/attune/Attune",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  workspace = attune_workspace_new (dir);
  opened = attune_workspace_open (workspace);
  attune_test_wait (opened, NULL);

  window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (window, WIDTH, HEIGHT);
  /* The first drawing loads fonts, those for Chinese, too. */
  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("它很常见 “Letters” 0123456789"));
  gtk_window_present (window);
  measure_run (500, &cost.longest);
  watch_frames ();

  cost = (Cost) { 0 };
  open_page (workspace, import_file (workspace, argv[1]), &table);
  measure (&table, of_page);
  open_bare (table.list, &table);
  measure (&table, of_bare);

  g_print ("%-15s %14s %14s\n", "longest turn of", "page (layout)", "bare (layout)");

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    g_print ("%-15s %6.1f (%5.1f) %6.1f (%5.1f) ms\n", acts[i].name,
             of_page[i].longest, of_page[i].layout, of_bare[i].longest, of_bare[i].layout);

  exit (0);
}
