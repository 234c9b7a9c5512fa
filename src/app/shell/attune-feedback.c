/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-feedback"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "attune-error.h"
#include "attune-feedback.h"

/* Long enough to read two lines and reach the button. */
#define ERROR_TIMEOUT_SECONDS  12
#define BUTTON_TIMEOUT_SECONDS 8

typedef struct
{
  GtkWidget *root;    /* weak: the window that the toast is in */
  char      *what;
  char      *message;
  char      *detail;
} ErrorReport;

static gboolean
is_cancellation (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED);
}

static ErrorReport *
error_report_new (GtkWidget    *widget,
                  const char   *what,
                  const GError *error)
{
  ErrorReport *report = g_new0 (ErrorReport, 1);

  report->what = g_strdup (what);
  report->message = g_strdup (error->message);
  report->detail = g_strdup (attune_error_get_detail (error));
  g_set_weak_pointer (&report->root, GTK_WIDGET (gtk_widget_get_root (widget)));

  return report;
}

static void
error_report_free (gpointer  data,
                   GClosure *closure)
{
  ErrorReport *report = data;

  g_clear_weak_pointer (&report->root);
  g_free (report->what);
  g_free (report->message);
  g_free (report->detail);
  g_free (report);
}

static GtkWidget *
find_overlay_below (GtkWidget *widget)
{
  if (ADW_IS_TOAST_OVERLAY (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *overlay = find_overlay_below (child);

      if (overlay != NULL)
        return overlay;
    }

  return NULL;
}

static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  GtkRoot *root;

  /* A dialog without an overlay of its own stands beside the window's, not inside it. */
  if (overlay == NULL && (root = gtk_widget_get_root (widget)) != NULL)
    overlay = find_overlay_below (GTK_WIDGET (root));

  return (AdwToastOverlay *)overlay;
}

static AdwToast *
new_toast (const char *text)
{
  AdwToast *toast = adw_toast_new ("");

  /* Markup goes first, or a title from outside would be parsed on its way in. */
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, text);

  return toast;
}

/* The toasts that lead somewhere and are not gone yet; AdwToastOverlay does not tell. */
static GPtrArray *
get_leading_toasts (AdwToastOverlay *overlay)
{
  GPtrArray *toasts = g_object_get_data (G_OBJECT (overlay), "attune-leading-toasts");

  if (toasts == NULL)
    {
      toasts = g_ptr_array_new_with_free_func (g_object_unref);
      g_object_set_data_full (G_OBJECT (overlay), "attune-leading-toasts", toasts,
                              (GDestroyNotify)g_ptr_array_unref);
    }

  return toasts;
}

static void
leading_toast_dismissed_cb (AdwToastOverlay *overlay,
                            AdwToast        *toast)
{
  g_ptr_array_remove (get_leading_toasts (overlay), toast);
}

static gboolean
leads_to (AdwToast   *toast,
          const char *action_name,
          GVariant   *target)
{
  GVariant *own_target = adw_toast_get_action_target_value (toast);

  return g_strcmp0 (adw_toast_get_action_name (toast), action_name) == 0 &&
         own_target != NULL && g_variant_equal (own_target, target);
}

static void
copy_detail_cb (GtkButton *button,
                gpointer   user_data)
{
  const char *detail = user_data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), detail);
  gtk_accessible_announce (GTK_ACCESSIBLE (button),
                           _("Copied"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static GtkWidget *
new_detail_expander (const char *detail)
{
  GtkWidget *expander = gtk_expander_new (_("Technical Details"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *label = gtk_label_new (detail);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Copy"));

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 200);

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_data (button, "clicked",
                         G_CALLBACK (copy_detail_cb),
                         g_strdup (detail), (GClosureNotify)(void (*) (void))g_free,
                         G_CONNECT_DEFAULT);

  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_margin_top (box, 6);
  gtk_expander_set_child (GTK_EXPANDER (expander), box);

  return expander;
}

static void
present_report (ErrorReport *report)
{
  AdwAlertDialog *dialog;

  if (report->root == NULL)
    return;

  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (report->what, report->message));
  adw_alert_dialog_add_response (dialog, "close", _("_Close"));

  if (report->detail != NULL)
    adw_alert_dialog_set_extra_child (dialog, new_detail_expander (report->detail));

  adw_dialog_present (ADW_DIALOG (dialog), report->root);
}

/**
 * attune_feedback_toast:
 * @widget: any widget in the window or dialog that the person is looking at
 * @text: a short sentence; never markup
 *
 * Says that something was done.
 */
void
attune_feedback_toast (GtkWidget  *widget,
                       const char *text)
{
  AdwToastOverlay *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  if ((overlay = find_overlay (widget)) != NULL)
    adw_toast_overlay_add_toast (overlay, new_toast (text));
}

/**
 * attune_feedback_undo:
 * @widget: any widget in the window or dialog that the person is looking at
 * @text: what was done
 * @undo: (scope notified): called with @user_data alone when the person presses Undo
 * @user_data: data for @undo
 * @destroy: (nullable): frees @user_data once the toast is gone
 *
 * Says that something was done, and offers to take it back.
 */
void
attune_feedback_undo (GtkWidget      *widget,
                      const char     *text,
                      GCallback       undo,
                      gpointer        user_data,
                      GDestroyNotify  destroy)
{
  g_autoptr(AdwToast) toast = NULL;
  AdwToastOverlay *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);
  g_return_if_fail (undo != NULL);

  toast = new_toast (text);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_timeout (toast, BUTTON_TIMEOUT_SECONDS);

  /* Swapped, so that @undo gets @user_data first and need not know of the toast. */
  g_signal_connect_data (toast, "button-clicked",
                         undo,
                         user_data, (GClosureNotify)(void (*) (void))destroy,
                         G_CONNECT_SWAPPED);

  if ((overlay = find_overlay (widget)) != NULL)
    adw_toast_overlay_add_toast (overlay, g_steal_pointer (&toast));
}

/**
 * attune_feedback_action:
 * @widget: any widget in the window or dialog that the person is looking at
 * @text: what happened
 * @button_label: what the button does, with a mnemonic
 * @action_name: the action of the button
 * @target: (nullable) (transfer floating): the action's parameter
 *
 * Says that something happened, and offers the next step.
 *
 * Returns: (transfer none) (nullable): the toast, until it is dismissed; %NULL where there is no
 *   place for one
 */
AdwToast *
attune_feedback_action (GtkWidget  *widget,
                        const char *text,
                        const char *button_label,
                        const char *action_name,
                        GVariant   *target)
{
  g_autoptr(AdwToast) toast = NULL;
  AdwToastOverlay *overlay;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (button_label != NULL && action_name != NULL, NULL);

  toast = new_toast (text);
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_action_name (toast, action_name);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_set_timeout (toast, BUTTON_TIMEOUT_SECONDS);

  if ((overlay = find_overlay (widget)) == NULL)
    return NULL;

  g_signal_connect_object (toast, "dismissed", G_CALLBACK (leading_toast_dismissed_cb), overlay, G_CONNECT_SWAPPED);
  g_ptr_array_add (get_leading_toasts (overlay), g_object_ref (toast));
  adw_toast_overlay_add_toast (overlay, g_object_ref (toast));

  return toast;
}

/**
 * attune_feedback_change:
 * @widget: any widget in the window of @toast
 * @toast: a toast of attune_feedback_action() that is not dismissed
 * @text: what happened meanwhile
 * @button_label: (nullable): what the button does now, with a mnemonic; %NULL for no button
 * @action_name: the action of the button
 * @target: (transfer floating): the action's parameter
 *
 * Says something else in a toast that is there, for as long again.
 */
void
attune_feedback_change (GtkWidget  *widget,
                        AdwToast   *toast,
                        const char *text,
                        const char *button_label,
                        const char *action_name,
                        GVariant   *target)
{
  AdwToastOverlay *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ADW_IS_TOAST (toast));
  g_return_if_fail (text != NULL);
  g_return_if_fail (action_name != NULL);

  adw_toast_set_title (toast, text);
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_action_name (toast, action_name);
  adw_toast_set_action_target_value (toast, target);

  if ((overlay = find_overlay (widget)) != NULL)
    adw_toast_overlay_add_toast (overlay, g_object_ref (toast));
}

/**
 * attune_feedback_arrived:
 * @widget: any widget in the window
 * @action_name: what led to the page that the person is looking at
 * @target: (transfer floating): the action's parameter
 *
 * Takes away the toasts of attune_feedback_action() that lead there: they have nothing left to say.
 */
void
attune_feedback_arrived (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *target)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (target);
  AdwToastOverlay *overlay;
  GPtrArray *toasts;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (action_name != NULL);

  if ((overlay = find_overlay (widget)) == NULL)
    return;

  toasts = get_leading_toasts (overlay);

  /* One that is dismissed leaves the list at once. */
  for (guint i = toasts->len; i > 0; i--)
    if (leads_to (toasts->pdata[i - 1], action_name, owned))
      adw_toast_dismiss (toasts->pdata[i - 1]);
}

/**
 * attune_feedback_error:
 * @widget: any widget in the window or dialog that the person is looking at
 * @what: what could not be done, in header capitals
 * @error: why; its message is shown in a dialog behind the button Details
 *
 * Says that something the person just asked for did not work. A cancelled operation is silent,
 * because it was the person who cancelled it.
 */
void
attune_feedback_error (GtkWidget    *widget,
                       const char   *what,
                       const GError *error)
{
  g_autoptr(AdwToast) toast = NULL;
  AdwToastOverlay *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (what != NULL);
  g_return_if_fail (error != NULL);

  if (is_cancellation (error) || (overlay = find_overlay (widget)) == NULL)
    return;

  toast = new_toast (what);
  adw_toast_set_button_label (toast, _("_Details"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, ERROR_TIMEOUT_SECONDS);
  g_signal_connect_data (toast, "button-clicked",
                         G_CALLBACK (present_report),
                         error_report_new (widget, what, error), error_report_free,
                         G_CONNECT_SWAPPED);

  adw_toast_overlay_add_toast (overlay, g_steal_pointer (&toast));
}

/**
 * attune_feedback_alert:
 * @widget: any widget in the window or dialog that the person is looking at
 * @what: what could not be done, in header capitals
 * @error: why
 *
 * Says at once, in a dialog, why something that the person waited for did not work and what to do.
 * A cancelled operation is silent.
 */
void
attune_feedback_alert (GtkWidget    *widget,
                       const char   *what,
                       const GError *error)
{
  ErrorReport *report;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (what != NULL);
  g_return_if_fail (error != NULL);

  if (is_cancellation (error))
    return;

  report = error_report_new (widget, what, error);
  present_report (report);
  error_report_free (report, NULL);
}
