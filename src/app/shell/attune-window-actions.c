/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-dialog.h"
#include "attune-feedback.h"
#include "attune-import-dialog.h"
#include "attune-new-job-dialog.h"
#include "attune-sample-file.h"
#include "attune-weak-ref.h"
#include "attune-window-private.h"

typedef struct
{
  AttuneWorkspace    *workspace;
  AttuneConversation *conversation;
  GWeakRef            window;
} DeletedConversation;

static void
deleted_conversation_free (gpointer data)
{
  DeletedConversation *deleted = data;

  g_clear_object (&deleted->workspace);
  g_clear_object (&deleted->conversation);
  g_weak_ref_clear (&deleted->window);
  g_free (deleted);
}

static AttuneWindow *
get_window (DeletedConversation *deleted)
{
  return g_weak_ref_get (&deleted->window);
}

static void
present_import_dialog (AttuneWindow *self,
                       GFile        *file)
{
  AttuneImportDialog *dialog = attune_import_dialog_new (attune_window_get_workspace (self), file);

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
import_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  present_import_dialog (ATTUNE_WINDOW (widget), NULL);
}

static void
import_file_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_autoptr(GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  present_import_dialog (ATTUNE_WINDOW (widget), file);
}

static AttuneSampleFile *
find_sample (const char *file_name)
{
  g_autoptr(GListModel) samples = NULL;

  if (*file_name != '\0')
    return attune_sample_file_find (file_name);

  samples = attune_sample_file_list ();
  return g_list_model_get_item (samples, 0);
}

static void
open_sample_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_autoptr(AttuneSampleFile) sample = find_sample (g_variant_get_string (parameter, NULL));
  g_autoptr(GFile) file = NULL;

  if (sample == NULL)
    {
      attune_feedback_toast (widget, _("This sample does not come with this version of Attune"));
      return;
    }

  file = attune_sample_file_get_file (sample);
  present_import_dialog (ATTUNE_WINDOW (widget), file);
}

static void
show_page_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  attune_window_show_page (ATTUNE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_dataset_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneDataset *dataset;

  dataset = attune_workspace_find_dataset (attune_window_get_workspace (self),
                                           g_variant_get_string (parameter, NULL));

  if (dataset != NULL)
    attune_window_show_dataset (self, dataset);
  else
    attune_feedback_toast (widget, _("This dataset was deleted"));
}

static void
show_job_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneJob *job;

  job = attune_workspace_find_job (attune_window_get_workspace (self),
                                   g_variant_get_string (parameter, NULL));

  if (job != NULL)
    attune_window_show_job (self, job);
  else
    attune_feedback_toast (widget, _("This fine-tune was deleted"));
}

static void
show_conversation_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneConversation *conversation;

  conversation = attune_workspace_find_conversation (attune_window_get_workspace (self),
                                                     g_variant_get_string (parameter, NULL));

  if (conversation != NULL)
    attune_window_show_conversation (self, conversation);
  else
    attune_feedback_toast (widget, _("This chat was deleted"));
}

static void
new_fine_tune_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  AttuneWorkspace *workspace = attune_window_get_workspace (ATTUNE_WINDOW (widget));
  const char *id = g_variant_get_string (parameter, NULL);
  AttuneDataset *dataset = NULL;

  if (*id != '\0')
    dataset = attune_workspace_find_dataset (workspace, id);

  adw_dialog_present (ADW_DIALOG (attune_new_job_dialog_new (workspace, dataset)), widget);
}

static DexFuture *
conversation_started_cb (DexFuture *completed,
                         gpointer   user_data)
{
  g_autoptr(AttuneWindow) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || attune_window_get_workspace (self) == NULL)
    return NULL;

  if ((value = dex_future_get_value (completed, &error)) != NULL)
    attune_window_show_conversation (self, g_value_get_object (value));
  else
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Begin the Chat"), error);

  return NULL;
}

static void
start_conversation (AttuneWindow *self,
                    const char   *account_id,
                    const char   *model)
{
  DexFuture *future;

  future = attune_workspace_start_conversation (attune_window_get_workspace (self),
                                                account_id,
                                                model);
  dex_future_disown (dex_future_finally (future,
                                         conversation_started_cb,
                                         attune_weak_ref_new (self),
                                         attune_weak_ref_free));
}

static void
chat_with_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const char *account_id;
  const char *model;

  g_variant_get (parameter, "(&s&s)", &account_id, &model);
  start_conversation (ATTUNE_WINDOW (widget), account_id, model);
}

static void
chat_with_job_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneWorkspace *workspace = attune_window_get_workspace (self);
  AttuneJob *job = attune_workspace_find_job (workspace, g_variant_get_string (parameter, NULL));
  const char *model = job != NULL ? attune_workspace_get_chat_model (workspace, job) : NULL;

  /* What must be deployed before is shown, with what to do. */
  if (model != NULL)
    {
      g_application_withdraw_notification (g_application_get_default (), attune_job_get_id (job));
      start_conversation (self, attune_job_get_account_id (job), model);
    }
  else
    {
      show_job_action (widget, action_name, parameter);
    }
}

/* Goes on with the model that was talked to last, else with the newest tuned one. */
static void
new_chat_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneWorkspace *workspace = attune_window_get_workspace (self);
  g_autoptr(AttuneConversation) last = NULL;
  g_autoptr(AttuneModel) model = NULL;

  last = g_list_model_get_item (attune_workspace_get_conversations (workspace), 0);
  model = g_list_model_get_item (attune_workspace_get_models (workspace), 0);

  if (last != NULL)
    start_conversation (self,
                        attune_conversation_get_account_id (last),
                        attune_conversation_get_model (last));
  else if (model != NULL && attune_model_get_is_tuned (model))
    start_conversation (self, attune_model_get_account_id (model), attune_model_get_id (model));
  else
    {
      attune_window_show_page (self, "models");
      attune_feedback_toast (widget, _("Choose a model to chat with"));
    }
}

static DexFuture *
conversation_restored_cb (DexFuture *completed,
                          gpointer   user_data)
{
  DeletedConversation *deleted = user_data;
  g_autoptr(AttuneWindow) self = get_window (deleted);
  g_autoptr(GError) error = NULL;

  if (self == NULL || attune_window_get_workspace (self) == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    attune_window_show_conversation (self, deleted->conversation);
  else
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Restore the Chat"), error);

  return NULL;
}

static DeletedConversation *
deleted_conversation_new (AttuneWindow       *self,
                          AttuneConversation *conversation)
{
  DeletedConversation *deleted = g_new0 (DeletedConversation, 1);

  deleted->workspace = g_object_ref (attune_window_get_workspace (self));
  deleted->conversation = g_object_ref (conversation);
  g_weak_ref_init (&deleted->window, self);

  return deleted;
}

static void
restore_conversation_cb (gpointer user_data)
{
  DeletedConversation *deleted = user_data;
  g_autoptr(AttuneWindow) self = get_window (deleted);
  DexFuture *future;

  if (self == NULL)
    return;

  future = attune_workspace_restore_conversation (deleted->workspace, deleted->conversation);
  dex_future_disown (dex_future_finally (future,
                                         conversation_restored_cb,
                                         deleted_conversation_new (self, deleted->conversation),
                                         deleted_conversation_free));
}

static DexFuture *
conversation_deleted_cb (DexFuture *completed,
                         gpointer   user_data)
{
  DeletedConversation *deleted = user_data;
  g_autoptr(AttuneWindow) self = get_window (deleted);
  g_autoptr(GError) error = NULL;

  if (self == NULL || attune_window_get_workspace (self) == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Delete the Chat"), error);
  else
    attune_feedback_undo (GTK_WIDGET (self), _("Chat deleted"),
                          G_CALLBACK (restore_conversation_cb),
                          deleted_conversation_new (self, deleted->conversation),
                          deleted_conversation_free);

  return NULL;
}

static void
delete_conversation_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneConversation *conversation = attune_window_get_conversation (self);
  DexFuture *future;

  if (conversation == NULL)
    return;

  future = attune_workspace_delete_conversation (attune_window_get_workspace (self), conversation);
  dex_future_disown (dex_future_finally (future,
                                         conversation_deleted_cb,
                                         deleted_conversation_new (self, conversation),
                                         deleted_conversation_free));
}

static void
add_account_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  AttuneWorkspace *workspace = attune_window_get_workspace (ATTUNE_WINDOW (widget));

  adw_dialog_present (ADW_DIALOG (attune_account_dialog_new (workspace, NULL)), widget);
}

static void
paste_file_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  attune_window_paste_file (ATTUNE_WINDOW (widget));
}

static void
dismiss_notice_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  attune_window_dismiss_notice (ATTUNE_WINDOW (widget));
}

static const struct
{
  const char                  *name;
  const char                  *parameter_type;
  GtkWidgetActionActivateFunc  activate;
} actions[] = {
  {"win.import", NULL, import_action},
  {"win.import-file", "s", import_file_action},
  {"win.open-sample", "s", open_sample_action},
  {"win.paste-file", NULL, paste_file_action},
  {"win.show-page", "s", show_page_action},
  {"win.show-dataset", "s", show_dataset_action},
  {"win.show-job", "s", show_job_action},
  {"win.show-conversation", "s", show_conversation_action},
  {"win.new-fine-tune", "s", new_fine_tune_action},
  {"win.chat-with", "(ss)", chat_with_action},
  {"win.chat-with-job", "s", chat_with_job_action},
  {"win.new-chat", NULL, new_chat_action},
  {"win.delete-conversation", NULL, delete_conversation_action},
  {"win.add-account", NULL, add_account_action},
  {"win.dismiss-notice", NULL, dismiss_notice_action},
};

void
attune_window_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class,
                                     actions[i].name,
                                     actions[i].parameter_type,
                                     actions[i].activate);
  attune_window_install_chat_actions (widget_class);

  /* A binding, not an accelerator: text that has the focus gets the key first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste-file", NULL);
}

/* Without a workspace there is nothing that any of them could act on. */
void
attune_window_set_actions_enabled (AttuneWindow *self,
                                   gboolean      enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, enabled);

  attune_window_set_chat_actions_enabled (self, enabled);
}
