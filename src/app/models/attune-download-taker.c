/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-download-taker"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "attune-download-taker.h"
#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-model-adder.h"

typedef struct
{
  GWeakRef             widget;
  AttuneWorkspace     *workspace;
  AttuneModelDownload *download;
} Taking;

static void
taking_clear (gpointer data)
{
  Taking *taking = data;

  g_weak_ref_clear (&taking->widget);
  g_object_unref (taking->workspace);
  g_object_unref (taking->download);
}

static void
taking_unref (gpointer data)
{
  g_rc_box_release_full (data, taking_clear);
}

static void
closure_unref (gpointer  data,
               GClosure *closure)
{
  taking_unref (data);
}

static DexFuture *
removed_cb (DexFuture *completed,
            gpointer   user_data)
{
  Taking *taking = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&taking->widget);
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && widget != NULL)
    attune_feedback_error (widget, _("Could Not Remove the File"), error);

  return dex_future_new_true ();
}

static void
response_cb (AdwAlertDialog *dialog,
             const char     *response,
             Taking         *taking)
{
  if (!g_str_equal (response, "remove"))
    return;

  dex_future_disown (dex_future_finally (attune_workspace_remove_download (taking->workspace,
                                                                           taking->download),
                                         removed_cb, g_rc_box_acquire (taking), taking_unref));
}

/* It is what was promised, byte for byte, so to get it once more would not help. */
static void
offer_removal (GtkWidget    *widget,
               Taking       *taking,
               const GError *error)
{
  AttuneModelOffer *offer = attune_model_download_get_offer (taking->download);
  g_autofree char *size = g_format_size (attune_model_offer_get_size (offer));
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Could Not Add the Model"), NULL));

  /* Translators: a sentence that says what is wrong with a model that was downloaded, and the size of its file, such as "145 MB" */
  adw_alert_dialog_format_body (dialog, _("%s It takes %s on this computer. A newer version of this program may be able to use it."),
                                error->message, size);
  adw_alert_dialog_add_responses (dialog,
                                  "keep", _("_Keep the File"),
                                  "remove", _("_Remove the File"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "keep");
  adw_alert_dialog_set_close_response (dialog, "keep");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_rc_box_acquire (taking),
                         closure_unref, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static DexFuture *
taken_cb (DexFuture *completed,
          gpointer   user_data)
{
  Taking *taking = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&taking->widget);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (widget == NULL)
    return dex_future_new_true ();

  if ((value = dex_future_get_value (completed, &error)) != NULL)
    attune_model_adder_tell (widget, g_value_get_object (value));
  else if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    offer_removal (widget, taking, error);
  else
    attune_feedback_alert (widget, _("Could Not Add the Model"), error);

  return dex_future_new_true ();
}

/**
 * attune_download_taker_take:
 * @widget: where the person is told
 * @workspace: where models are kept
 * @download: one that is done
 *
 * Has the engine look at what came, and tells what it is. What the engine cannot read can be
 * removed.
 */
void
attune_download_taker_take (GtkWidget           *widget,
                            AttuneWorkspace     *workspace,
                            AttuneModelDownload *download)
{
  Taking *taking;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_MODEL_DOWNLOAD (download));

  taking = g_rc_box_new0 (Taking);
  g_weak_ref_init (&taking->widget, widget);
  taking->workspace = g_object_ref (workspace);
  taking->download = g_object_ref (download);

  dex_future_disown (dex_future_finally (attune_workspace_take_download (workspace, download),
                                         taken_cb, taking, taking_unref));
}
