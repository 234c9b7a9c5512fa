/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <glib/gstdio.h>

#include "attune-example-cell.h"
#include "attune-test-account.h"
#include "attune-test.h"
#include "attune-text-label.h"
#include "attune-workspace.h"

/* An open workspace in a folder of its own. */
static inline AttuneWorkspace *
attune_ui_test_open_workspace (void)
{
  g_autofree char *folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  g_autoptr(AttuneWorkspace) workspace = attune_workspace_new (folder);
  g_autoptr(DexFuture) future = attune_workspace_open (workspace);
  g_autoptr(GError) error = NULL;

  attune_test_wait (future, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&workspace);
}

static inline void
attune_ui_test_close_workspace (AttuneWorkspace *workspace)
{
  g_autoptr(DexFuture) future = attune_workspace_close (workspace);
  g_autoptr(GError) error = NULL;

  attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_object_unref (workspace);
}

typedef gboolean (*AttuneUiTestMatch) (GtkWidget  *widget,
                                       gpointer    user_data);

/* The first widget below @widget that matches, in the order in which it is read. */
static inline GtkWidget *
attune_ui_test_find (GtkWidget         *widget,
                     AttuneUiTestMatch  match,
                     gpointer           user_data)
{
  if (match (widget, user_data))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = attune_ui_test_find (child, match, user_data);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static inline gboolean
attune_ui_test_match_id (GtkWidget *widget,
                         gpointer   id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0;
}

static inline GtkWidget *
attune_ui_test_find_id (GtkWidget  *widget,
                        const char *id)
{
  return attune_ui_test_find (widget, attune_ui_test_match_id, (gpointer)id);
}

static inline gboolean
attune_ui_test_match_mapped_id (GtkWidget *widget,
                                gpointer   id)
{
  return attune_ui_test_match_id (widget, id) && gtk_widget_get_mapped (widget);
}

static inline gboolean
attune_ui_test_match_button (GtkWidget *widget,
                             gpointer   label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

/* Presses the button that matches as soon as it is there; it must not be greyed out. */
static inline void
attune_ui_test_press (GtkWidget         *widget,
                      AttuneUiTestMatch  match,
                      const char        *text)
{
  GtkWidget *button;

  while ((button = attune_ui_test_find (widget, match, (gpointer)text)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static inline void
attune_ui_test_press_button (GtkWidget  *widget,
                             const char *label)
{
  attune_ui_test_press (widget, attune_ui_test_match_button, label);
}

static inline void
attune_ui_test_press_id (GtkWidget  *widget,
                         const char *id)
{
  attune_ui_test_press (widget, attune_ui_test_match_mapped_id, id);
}

static inline gboolean
attune_ui_test_match_text (GtkWidget *widget,
                           gpointer   text)
{
  const char *shown = NULL;

  if (GTK_IS_LABEL (widget))
    shown = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    shown = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  else if (ATTUNE_IS_TEXT_LABEL (widget))
    shown = attune_text_label_get_text (ATTUNE_TEXT_LABEL (widget));
  else if (ATTUNE_IS_EXAMPLE_CELL (widget))
    shown = attune_example_cell_get_text (ATTUNE_EXAMPLE_CELL (widget));

  return shown != NULL && gtk_widget_get_mapped (widget) && strstr (shown, text) != NULL;
}

/* Whether a person can read @text somewhere below @widget. */
static inline gboolean
attune_ui_test_shows (GtkWidget  *widget,
                      const char *text)
{
  return attune_ui_test_find (widget, attune_ui_test_match_text, (gpointer)text) != NULL;
}

static inline void
attune_ui_test_wait_shown (GtkWidget  *widget,
                           const char *text)
{
  while (!attune_ui_test_shows (widget, text))
    g_main_context_iteration (NULL, TRUE);
}

static inline gboolean
attune_ui_test_is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_TEXT (widget) ||
         GTK_IS_SWITCH (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_TEXT_VIEW (widget) ||
         GTK_IS_LIST_VIEW (widget);
}

static inline gboolean
attune_ui_test_match_words (GtkWidget *widget,
                            gpointer   user_data)
{
  return GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0';
}

static inline gboolean
attune_ui_test_has_name (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (tooltip != NULL && *tooltip != '\0') ||
         (GTK_IS_BUTTON (widget) && attune_ui_test_find (widget, attune_ui_test_match_words, NULL) != NULL);
}

/* The parts of a named control need no name of their own: the button in a menu button, those of a spin
 * button (GTK makes them; the keys do the same), the list in a table, the text in an entry or in an
 * entry row. */
static inline gboolean
attune_ui_test_is_part (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  for (guint i = 0; parent != NULL && i < 4; i++)
    {
      if (GTK_IS_MENU_BUTTON (parent) || GTK_IS_SEARCH_ENTRY (parent) || GTK_IS_ENTRY (parent) ||
          GTK_IS_COLUMN_VIEW (parent))
        return attune_ui_test_has_name (parent);
      if (GTK_IS_SPIN_BUTTON (parent))
        return TRUE;
      if (GTK_IS_LIST_BOX_ROW (parent) && ADW_IS_PREFERENCES_ROW (parent) && !GTK_IS_BUTTON (widget))
        return *adw_preferences_row_get_title (ADW_PREFERENCES_ROW (parent)) != '\0';

      parent = gtk_widget_get_parent (parent);
    }

  return FALSE;
}

/* Every control that can be reached has a name for those who cannot see its picture. */
static inline void
attune_ui_test_check_names (GtkWidget *widget)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return;

  if (attune_ui_test_is_control (widget) &&
      !attune_ui_test_has_name (widget) &&
      !attune_ui_test_is_part (widget))
    g_test_fail_printf ("a control without a name: %s “%s” in %s",
                        G_OBJECT_TYPE_NAME (widget),
                        gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)),
                        G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    attune_ui_test_check_names (child);
}

/* Draws @window at least once. */
static inline void
attune_ui_test_present (GtkWindow *window)
{
  gtk_window_present (window);

  while (!gtk_widget_get_mapped (GTK_WIDGET (window)))
    g_main_context_iteration (NULL, TRUE);
}
