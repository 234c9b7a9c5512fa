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

static GtkWidget *
create_button (const char *text,
               const char *label,
               const char *action,
               const char *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (text);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);

  return button;
}

static void
add_buttons (AdwActionRow     *row,
             AttuneCheckpoint *checkpoint,
             const char       *title)
{
  const char *model = attune_checkpoint_get_model (checkpoint);
  g_autofree char *label = NULL;

  if (attune_checkpoint_get_files (checkpoint)[0] != NULL)
    {
      /* Translators: %s says which state of the model, such as “Step 120”. */
      label = g_strdup_printf (_("Save the files of %s"), title);
      adw_action_row_add_suffix (row, create_button (_("Save Files…"), label, "job.save-checkpoint",
                                                     attune_checkpoint_get_id (checkpoint)));
      g_clear_pointer (&label, g_free);
    }

  if (model == NULL)
    return;

  /* Translators: %s says which state of the model, such as “Step 120”. */
  label = g_strdup_printf (_("Chat with %s"), title);
  adw_action_row_add_suffix (row, create_button (_("Chat"), label, "job.chat-with", model));
}

/* Why there is no *Chat*, and what can be done instead. */
static const char *
get_reason (AttuneCheckpoint *checkpoint)
{
  if (attune_checkpoint_get_model (checkpoint) != NULL)
    return NULL;

  if (attune_checkpoint_get_files (checkpoint)[0] != NULL)
    return _("The service does not answer with this state of the model; its files can be saved");

  return _("The service does not answer with this state of the model");
}

/**
 * attune_job_checkpoint_row_new:
 * @checkpoint: a model as it was along the way
 * @is_best: whether it is the best of those that can be compared
 *
 * Returns: (transfer floating): a row with its losses and buttons that name the actions
 *   `job.chat-with` and `job.save-checkpoint` of the page around it
 */
GtkWidget *
attune_job_checkpoint_row_new (AttuneCheckpoint *checkpoint,
                               gboolean          is_best)
{
  const AttuneMeasures *measures;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = NULL;
  g_autoptr(GString) subtitle = g_string_new (NULL);
  const char *reason;

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

  if ((reason = get_reason (checkpoint)) != NULL)
    g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? "\n" : "", reason);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 title[0] != '\0'
                                 ? title
                                 : attune_checkpoint_get_id (checkpoint));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle->str);
  if (is_best)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_mark ());

  add_buttons (ADW_ACTION_ROW (row), checkpoint,
               adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  return row;
}
