/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-notice-row"

#include "config.h"

#include "attune-notice-row.h"

/**
 * attune_notice_row_new:
 * @icon_name: an icon in front of what it says
 * @css_class: how that looks, such as “warning”
 *
 * Returns: (transfer floating): a row that is not shown yet
 */
AdwActionRow *
attune_notice_row_new (const char *icon_name,
                       const char *css_class)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (icon, css_class);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_prefix (row, icon);
  gtk_widget_set_visible (GTK_WIDGET (row), FALSE);

  return row;
}

/**
 * attune_notice_row_show:
 * @row: a row of attune_notice_row_new()
 * @message: (nullable): what to say; %NULL hides the row
 */
void
attune_notice_row_show (AdwActionRow *row,
                        const char   *message)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (row), message != NULL);
}
