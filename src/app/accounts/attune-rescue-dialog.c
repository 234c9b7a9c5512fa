/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-rescue-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-rescue-dialog.h"
#include "attune-rescue.h"
#include "attune-weak-ref.h"

struct _AttuneRescueDialog
{
  AdwDialog     parent_instance;

  AttuneRescue *rescue;
  DexFuture    *running;

  AdwBanner    *problem_banner;
  GtkStack     *stack;
  GtkListBox   *list;
  GtkRevealer  *progress_revealer;
  GtkProgressBar *progress_bar;
  GtkLabel     *progress_label;
  GtkButton    *end_button;
};

G_DEFINE_FINAL_TYPE (AttuneRescueDialog, attune_rescue_dialog, ADW_TYPE_DIALOG)

static gboolean
is_settled (AttuneRescueState state)
{
  return state != ATTUNE_RESCUE_WAITING && state != ATTUNE_RESCUE_FETCHING;
}

static void
update_progress (AttuneRescueDialog *self)
{
  GListModel *items = attune_rescue_get_items (self->rescue);
  guint n_items = g_list_model_get_n_items (items);
  g_autofree char *text = NULL;
  guint n_settled = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(AttuneRescueItem) item = g_list_model_get_item (items, i);

      n_settled += is_settled (attune_rescue_item_get_state (item));
    }

  if (n_items == 0)
    return;

  /* Translators: %1$u of %2$u fine-tunes have been fetched, or turned out to be gone. */
  text = g_strdup_printf (_("%1$u of %2$u"), n_settled, n_items);
  gtk_label_set_label (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, (double)n_settled / n_items);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

/* The picture beside a row. What it says to the eye, the row's sentence says to the ear. */
static GtkWidget *
create_picture (AttuneRescueState state)
{
  GtkWidget *image;

  switch (state)
    {
    case ATTUNE_RESCUE_FETCHING:
      return g_object_new (ADW_TYPE_SPINNER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

    case ATTUNE_RESCUE_DONE:
      image = g_object_new (GTK_TYPE_IMAGE, "icon-name", "object-select-symbolic",
                            "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_add_css_class (image, "success");
      return image;

    case ATTUNE_RESCUE_PARTIAL:
    case ATTUNE_RESCUE_FAILED:
      image = g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic",
                            "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_add_css_class (image, state == ATTUNE_RESCUE_FAILED ? "error" : "warning");
      return image;

    case ATTUNE_RESCUE_WAITING:
    default:
      return NULL;
    }
}

static void
update_picture_cb (AttuneRescueItem *item,
                   GParamSpec       *pspec,
                   AdwBin           *bin)
{
  adw_bin_set_child (bin, create_picture (attune_rescue_item_get_state (item)));
}

static GtkWidget *
create_row (gpointer object,
            gpointer user_data)
{
  AttuneRescueDialog *self = user_data;
  AttuneRescueItem *item = object;
  GtkWidget *bin = adw_bin_new ();
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "subtitle-lines", 0,
                                 "title", attune_job_get_title (attune_rescue_item_get_job (item)),
                                 NULL);

  g_object_bind_property (item, "text", row, "subtitle", G_BINDING_SYNC_CREATE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bin);
  g_signal_connect_object (item, "notify::state", G_CALLBACK (update_picture_cb), bin, G_CONNECT_DEFAULT);
  g_signal_connect_object (item, "notify::state", G_CALLBACK (update_progress), self, G_CONNECT_SWAPPED);
  update_picture_cb (item, NULL, ADW_BIN (bin));

  return row;
}

static void
set_running (AttuneRescueDialog *self,
             gboolean            is_running)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rescue.start", !is_running);
  gtk_button_set_label (self->end_button, is_running ? _("_Stop") : _("_Close"));
}

/* What has come so far is kept, and the next time goes on from there. */
static void
end_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static DexFuture *
ended_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneRescueDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->stack == NULL)
    return NULL;

  set_running (self, FALSE);

  if (dex_future_get_value (completed, &error) == NULL)
    {
      adw_banner_set_title (self->problem_banner, error->message);
      adw_banner_set_revealed (self->problem_banner, TRUE);

      if (g_list_model_get_n_items (attune_rescue_get_items (self->rescue)) == 0)
        gtk_stack_set_visible_child_name (self->stack, "intro");
    }
  else if (g_list_model_get_n_items (attune_rescue_get_items (self->rescue)) == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
  else
    {
      gtk_accessible_announce (GTK_ACCESSIBLE (self), _("Everything that is left has been fetched."),
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }

  return NULL;
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AttuneRescueDialog *self = ATTUNE_RESCUE_DIALOG (widget);

  set_running (self, TRUE);
  adw_banner_set_revealed (self->problem_banner, FALSE);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_revealer_set_reveal_child (self->progress_revealer, TRUE);

  /* The button that has the focus is about to go. */
  gtk_widget_grab_focus (GTK_WIDGET (self->end_button));
  gtk_stack_set_visible_child_name (self->stack, "looking");

  dex_clear (&self->running);
  self->running = dex_future_finally (attune_rescue_run (self->rescue),
                                      ended_cb,
                                      attune_weak_ref_new (self),
                                      attune_weak_ref_free);
}

static void
attune_rescue_dialog_dispose (GObject *object)
{
  AttuneRescueDialog *self = (AttuneRescueDialog *)object;

  dex_clear (&self->running);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_RESCUE_DIALOG);
  g_clear_object (&self->rescue);

  G_OBJECT_CLASS (attune_rescue_dialog_parent_class)->dispose (object);
}

static void
attune_rescue_dialog_class_init (AttuneRescueDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_rescue_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-rescue-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneRescueDialog, problem_banner);
  gtk_widget_class_bind_template_child (widget_class, AttuneRescueDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneRescueDialog, list);
  gtk_widget_class_bind_template_child (widget_class, AttuneRescueDialog, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneRescueDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneRescueDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneRescueDialog, end_button);
  gtk_widget_class_install_action (widget_class, "rescue.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "rescue.end", NULL, end_action);
}

static void
attune_rescue_dialog_init (AttuneRescueDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_rescue_dialog_new:
 * @workspace: the open workspace
 * @account: whose fine-tunes are to be fetched
 *
 * Returns: (transfer floating): a dialog that begins when the person says so
 */
AttuneRescueDialog *
attune_rescue_dialog_new (AttuneWorkspace *workspace,
                          AttuneAccount   *account)
{
  AttuneRescueDialog *self;
  GListModel *items;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), NULL);

  self = g_object_new (ATTUNE_TYPE_RESCUE_DIALOG, NULL);
  self->rescue = attune_rescue_new (workspace, account);

  items = attune_rescue_get_items (self->rescue);
  gtk_list_box_bind_model (self->list, items, create_row, self, NULL);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (update_progress), self, G_CONNECT_SWAPPED);

  return self;
}
