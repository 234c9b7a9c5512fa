/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-get-model-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-get-model-dialog.h"
#include "attune-model-offer-row.h"
#include "attune-weak-ref.h"
#include "attune-workspace-offers.h"

struct _AttuneGetModelDialog
{
  AdwDialog            parent_instance;

  AttuneWorkspace     *workspace;
  DexFuture           *loading;

  GtkStack            *stack;
  GtkLabel            *intro_label;
  GtkLabel            *folder_label;
  AdwPreferencesGroup *offers_group;
  AdwPreferencesGroup *problems_group;
};

G_DEFINE_FINAL_TYPE (AttuneGetModelDialog, attune_get_model_dialog, ADW_TYPE_DIALOG)

/* The one that was worked on last: most likely what the model is for. */
static AttuneDataset *
dup_dataset (AttuneGetModelDialog *self)
{
  return g_list_model_get_item (attune_workspace_get_datasets (self->workspace), 0);
}

/* A day in the form of the person's language. */
static char *
format_day (const char *day)
{
  g_autofree char *moment = g_strconcat (day, "T00:00:00Z", NULL);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (moment, NULL);

  /* Translators: a day, in the form of g_date_time_format () */
  return time != NULL ? g_date_time_format (time, _("%-d %B %Y")) : g_strdup (day);
}

static void
show_intro (AttuneGetModelDialog *self,
            AttuneModelDownload  *first)
{
  AttuneModelOffer *offer = attune_model_download_get_offer (first);
  g_autofree char *day = format_day (attune_model_offer_get_date (offer));
  g_autofree char *text = NULL;

  /* Translators: a date. */
  text = g_strdup_printf (_("Small open models that can be fine-tuned on this computer, as of %s. Nothing is downloaded before you choose one, and every file is checked to be the one that was published."),
                          day);
  gtk_label_set_label (self->intro_label, text);
}

static void
show_folder (AttuneGetModelDialog *self)
{
  g_autofree char *folder = attune_workspace_dup_offers_dir (self->workspace);
  g_autofree char *display_name = g_filename_display_name (folder);
  g_autofree char *text = NULL;

  /* Translators: the path of a folder. */
  text = g_strdup_printf (_("A model that is not listed can be added as a file, or described in “%s”."),
                          display_name);
  gtk_label_set_label (self->folder_label, text);
}

static void
show_problems (AttuneGetModelDialog *self)
{
  const char * const *problems = attune_workspace_get_offer_problems (self->workspace);

  gtk_widget_set_visible (GTK_WIDGET (self->problems_group), problems[0] != NULL);

  for (guint i = 0; problems[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), problems[i]);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_preferences_group_add (self->problems_group, row);
    }
}

static void
show_offers (AttuneGetModelDialog *self)
{
  GListModel *downloads = attune_workspace_get_model_downloads (self->workspace);
  g_autoptr(AttuneDataset) dataset = dup_dataset (self);

  for (guint i = 0; i < g_list_model_get_n_items (downloads); i++)
    {
      g_autoptr(AttuneModelDownload) download = g_list_model_get_item (downloads, i);

      if (i == 0)
        show_intro (self, download);

      adw_preferences_group_add (self->offers_group,
                                 attune_model_offer_row_new (download, dataset));
    }

  show_problems (self);
  show_folder (self);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static DexFuture *
loaded_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneGetModelDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->stack == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    show_offers (self);
  else
    attune_feedback_error (GTK_WIDGET (self->stack), _("Could Not Look for Models"), error);

  return NULL;
}

static void
attune_get_model_dialog_dispose (GObject *object)
{
  AttuneGetModelDialog *self = (AttuneGetModelDialog *)object;

  dex_clear (&self->loading);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_GET_MODEL_DIALOG);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_get_model_dialog_parent_class)->dispose (object);
}

static void
attune_get_model_dialog_class_init (AttuneGetModelDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = attune_get_model_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-get-model-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneGetModelDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneGetModelDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneGetModelDialog, folder_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneGetModelDialog, offers_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneGetModelDialog, problems_group);
}

static void
attune_get_model_dialog_init (AttuneGetModelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_get_model_dialog_new:
 * @workspace: the open workspace
 *
 * Returns: (transfer floating): a dialog that looks what can be had
 */
AttuneGetModelDialog *
attune_get_model_dialog_new (AttuneWorkspace *workspace)
{
  AttuneGetModelDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_GET_MODEL_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);
  self->loading = dex_future_finally (attune_workspace_reload_model_offers (workspace), loaded_cb,
                                      attune_weak_ref_new (self), attune_weak_ref_free);

  return self;
}
