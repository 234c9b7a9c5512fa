/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-deletion"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-model-deletion.h"
#include "attune-weak-ref.h"
#include "attune-workspace-model-save.h"

typedef struct
{
  GtkWidget       *widget;
  AttuneWorkspace *workspace;
  AttuneModel     *model;
} Deletion;

static void
deletion_free (gpointer  data,
               GClosure *closure)
{
  Deletion *deletion = data;

  g_object_unref (deletion->widget);
  g_object_unref (deletion->workspace);
  g_object_unref (deletion->model);
  g_free (deletion);
}

static DexFuture *
deleted_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (widget == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (widget, _("Could Not Delete the Model"), error);
  else
    attune_feedback_toast (widget, _("Model deleted"));

  return dex_future_new_true ();
}

static void
response_cb (AdwAlertDialog *dialog,
             const char     *response,
             Deletion       *deletion)
{
  DexFuture *deleting;

  if (!g_str_equal (response, "delete"))
    return;

  deleting = attune_workspace_delete_model (deletion->workspace, deletion->model);
  dex_future_disown (dex_future_finally (deleting, deleted_cb,
                                         attune_weak_ref_new (deletion->widget),
                                         attune_weak_ref_free));
}

static guint
count_conversations (AttuneWorkspace *workspace,
                     AttuneModel     *model)
{
  GListModel *conversations = attune_workspace_get_conversations (workspace);
  guint n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(AttuneConversation) conversation = g_list_model_get_item (conversations, i);

      n_found += g_strcmp0 (attune_conversation_get_account_id (conversation),
                            attune_model_get_account_id (model)) == 0 &&
                 g_strcmp0 (attune_conversation_get_model (conversation),
                            attune_model_get_id (model)) == 0;
    }

  return n_found;
}

/* What was tuned from a model on this computer and works with it only. */
static guint
count_adapters (AttuneWorkspace *workspace,
                AttuneModel     *model)
{
  GListModel *models = attune_workspace_get_models (workspace);
  const char *account_id = attune_model_get_account_id (model);
  guint n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) tuned = g_list_model_get_item (models, i);

      if (g_strcmp0 (attune_model_get_account_id (tuned), account_id) == 0 &&
          g_strcmp0 (attune_model_get_base_model (tuned), attune_model_get_id (model)) == 0 &&
          attune_workspace_can_save_model (workspace, tuned, ATTUNE_MODEL_FORM_ADAPTER))
        n_found++;
    }

  return n_found;
}

/* They keep the file of their base, under a second name; of one on another disk they only know
 * where it is. */
static void
append_adapters (GString  *body,
                 guint     n_adapters,
                 gboolean  is_linked)
{
  g_string_append_c (body, ' ');

  if (is_linked)
    g_string_append_printf (body,
                            ngettext ("%u model that was tuned from it still needs that file.",
                                      "%u models that were tuned from it still need that file.",
                                      n_adapters),
                            n_adapters);
  else
    g_string_append_printf (body,
                            ngettext ("%u model that was tuned from it stays and still works. The "
                                      "space on the disk is only free once it is deleted, too.",
                                      "%u models that were tuned from it stay and still work. The "
                                      "space on the disk is only free once they are deleted, too.",
                                      n_adapters),
                            n_adapters);
}

/* What is lost, by its name. */
static char *
dup_body (AttuneWorkspace *workspace,
          AttuneModel     *model)
{
  const char *account_id = attune_model_get_account_id (model);
  AttuneAccount *account = attune_workspace_find_account (workspace, account_id);
  guint n_conversations = count_conversations (workspace, model);
  guint n_adapters = count_adapters (workspace, model);
  const AttuneModelDetails *details = attune_model_get_is_tuned (model)
                                      ? NULL : attune_model_get_details (model);
  g_autoptr(GString) body = g_string_new (NULL);

  if (details != NULL && details->is_linked)
    g_string_append (body, _("The model is no longer offered here. Its file stays where it is."));
  else if (details != NULL)
    g_string_append (body, _("The model is removed from this computer, with its file."));
  else if (account != NULL && attune_account_get_is_local (account))
    g_string_append (body, _("The model is removed from this computer. It can only be brought back "
                             "by training it again."));
  else
    g_string_append (body, _("The model is removed at your provider, for everybody who uses it. It "
                             "can only be brought back by training it again, if the provider still "
                             "allows that."));

  if (details != NULL && n_adapters > 0)
    append_adapters (body, n_adapters, details->is_linked);

  if (n_conversations > 0)
    {
      g_string_append_c (body, ' ');
      g_string_append_printf (body,
                              ngettext ("%u chat with it stays, but cannot go on.",
                                        "%u chats with it stay, but cannot go on.", n_conversations),
                              n_conversations);
    }

  return g_string_free_and_steal (g_steal_pointer (&body));
}

/**
 * attune_model_deletion_ask:
 * @widget: where the person asked for it
 * @workspace: where models are kept
 * @model: a tuned model, or one that somebody has added to this computer
 *
 * Says what is lost, and deletes the model if the person wants that.
 */
void
attune_model_deletion_ask (GtkWidget       *widget,
                           AttuneWorkspace *workspace,
                           AttuneModel     *model)
{
  AdwAlertDialog *dialog;
  Deletion *deletion;
  g_autofree char *body = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_MODEL (model));

  body = dup_body (workspace, model);
  deletion = g_new0 (Deletion, 1);
  deletion->widget = g_object_ref (widget);
  deletion->workspace = g_object_ref (workspace);
  deletion->model = g_object_ref (model);

  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, body));
  /* Translators: %s is the name of a model */
  adw_alert_dialog_format_heading (dialog, _("Delete “%s”?"), attune_model_get_title (model));
  adw_alert_dialog_add_responses (dialog,
                                  "cancel", _("_Cancel"),
                                  "delete", _("_Delete"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), deletion, deletion_free, 0);

  adw_dialog_present (ADW_DIALOG (dialog), widget);
}
