/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-checkpoint-row"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-chart-frame.h"
#include "attune-job-checkpoint-row.h"
#include "attune-job-text.h"

static void
append_loss (GString    *text,
             const char *format,
             double      loss)
{
  g_autofree char *value = NULL;

  if (!isfinite (loss))
    return;

  if (text->len > 0)
    g_string_append (text, " · ");

  value = attune_chart_format_value (loss, ATTUNE_CHART_UNIT_NUMBER, 3);
  g_string_append (text, format);
  g_string_replace (text, "%s", value, 1);
}

static GtkWidget *
create_mark (void)
{
  /* Translators: the checkpoint with the lowest loss of all. */
  GtkWidget *label = gtk_label_new (_("Best"));

  gtk_widget_set_tooltip_text (label, _("The lowest validation loss of all checkpoints"));
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (label, 6);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "success");

  return label;
}

/**
 * attune_job_checkpoint_row_new:
 * @checkpoint: a model as it was along the way
 * @is_best: whether it is the best of those that can be compared
 *
 * Returns: (transfer floating): a row with its losses and a button that names the action
 *   `job.chat-with` of the page around it
 */
GtkWidget *
attune_job_checkpoint_row_new (AttuneCheckpoint *checkpoint,
                               gboolean          is_best)
{
  const AttuneMeasures *measures;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Chat"));
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  g_autoptr(GString) subtitle = g_string_new (NULL);

  g_return_val_if_fail (ATTUNE_IS_CHECKPOINT (checkpoint), NULL);

  measures = attune_checkpoint_get_measures (checkpoint);
  title = attune_job_text_dup_steps (measures->step, 0);

  /* Translators: %s is a number such as 1.234. */
  append_loss (subtitle, _("Training loss %s"), measures->train_loss);
  append_loss (subtitle,
               /* Translators: %s is a number such as 1.234. */
               _("Validation loss %s"),
               isfinite (measures->full_valid_loss)
               ? measures->full_valid_loss
               : measures->valid_loss);

  /* Translators: %s says which state of the model, such as “Step 120”. */
  label = g_strdup_printf (_("Chat with %s"), title);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "job.chat-with");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    attune_checkpoint_get_model (checkpoint));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 title[0] != '\0'
                                 ? title
                                 : attune_checkpoint_get_model (checkpoint));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle->str);
  if (is_best)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_mark ());
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}
