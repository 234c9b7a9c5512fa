/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is done with whole chats and comparisons. */

#define G_LOG_DOMAIN "attune-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-ask.h"
#include "attune-chat-search-dialog.h"
#include "attune-compare-dialog.h"
#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-progress-dialog.h"
#include "attune-window-private.h"

typedef struct
{
  GtkWidget              *window;
  AttuneWorkspace        *workspace;
  AttuneConversation     *conversation;   /* or NULL: all */
  AttuneComparison       *comparison;     /* or NULL */
  gint64                  message_id;
  AttuneChatExportFormat  format;
} Act;

static Act *
act_new (GtkWidget *window)
{
  Act *act = g_new0 (Act, 1);

  act->window = g_object_ref (window);
  act->workspace = g_object_ref (attune_window_get_workspace (ATTUNE_WINDOW (window)));

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->window);
  g_object_unref (act->workspace);
  g_clear_object (&act->conversation);
  g_clear_object (&act->comparison);
  g_free (act);
}

static void
run (DexFiberFunc  fiber,
     Act          *act)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, act, act_free));
}

static void
run_with_conversation (GtkWidget    *widget,
                       DexFiberFunc  fiber)
{
  AttuneConversation *conversation = attune_window_get_conversation (ATTUNE_WINDOW (widget));
  Act *act;

  if (conversation == NULL)
    return;

  act = act_new (widget);
  act->conversation = g_object_ref (conversation);
  run (fiber, act);
}

/* --- One chat --- */

static DexFuture *
rename_fiber (gpointer user_data)
{
  Act *act = user_data;
  const char *title = attune_conversation_get_title (act->conversation);
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;

  if (!(name = dex_await_string (attune_ask_name (act->window, _("Rename Chat"), title), &error)) ||
      !dex_await (attune_conversation_set_title (act->conversation, name), &error))
    attune_feedback_error (act->window, _("Could Not Change the Chat"), error);

  return dex_future_new_true ();
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  run_with_conversation (widget, rename_fiber);
}

static DexFuture *
pin_fiber (gpointer user_data)
{
  Act *act = user_data;
  gboolean is_pinned = attune_conversation_get_is_pinned (act->conversation);
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_conversation_set_pinned (act->conversation, !is_pinned), &error))
    attune_feedback_error (act->window, _("Could Not Change the Chat"), error);

  return dex_future_new_true ();
}

static void
pin_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  run_with_conversation (widget, pin_fiber);
}

/* --- Files --- */

static GPtrArray *
list_chats (Act *act)
{
  GListModel *conversations = attune_workspace_get_conversations (act->workspace);
  GPtrArray *chats = g_ptr_array_new_with_free_func (g_object_unref);

  if (act->conversation != NULL)
    g_ptr_array_add (chats, g_object_ref (act->conversation));

  for (guint i = 0; act->conversation == NULL && i < g_list_model_get_n_items (conversations); i++)
    g_ptr_array_add (chats, g_list_model_get_item (conversations, i));

  return chats;
}

static char *
dup_file_name (Act *act)
{
  const char *title = act->conversation != NULL ? attune_conversation_get_title (act->conversation)
                                                : NULL;

  return g_strconcat (title != NULL ? title : _("Chats"),
                      attune_chat_export_format_get_suffix (act->format), NULL);
}

static void
tell_export (Act                          *act,
             const AttuneChatExportResult *result)
{
  g_autofree char *text = NULL;

  if (act->format == ATTUNE_CHAT_EXPORT_EXAMPLES)
    text = g_strdup_printf (ngettext ("%u example saved", "%u examples saved", result->n_examples),
                            result->n_examples);
  else
    text = g_strdup_printf (ngettext ("%u chat saved", "%u chats saved", result->n_conversations),
                            result->n_conversations);

  attune_feedback_toast (act->window, text);
}

static AttuneChatExportResult *
write_chats (Act         *act,
             const char  *path,
             GError     **error)
{
  g_autoptr(GPtrArray) chats = list_chats (act);

  return dex_await_boxed (attune_workspace_export_conversations (act->workspace, chats, act->format,
                                                                 path),
                          error);
}

static DexFuture *
export_fiber (gpointer user_data)
{
  Act *act = user_data;
  g_autofree char *file_name = dup_file_name (act);
  g_autofree char *path = NULL;
  g_autoptr(AttuneChatExportResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (!(path = dex_await_string (attune_ask_save (act->window, _("Save Chats"), file_name),
                                 &error)) ||
      !(result = write_chats (act, path, &error)))
    attune_feedback_error (act->window, _("Could Not Save the Chats"), error);
  else
    tell_export (act, result);

  return dex_future_new_true ();
}

static AttuneChatExportFormat
parse_format (GVariant *parameter)
{
  const char *name = g_variant_get_string (parameter, NULL);

  if (g_str_equal (name, "json"))
    return ATTUNE_CHAT_EXPORT_JSON;

  return g_str_equal (name, "examples") ? ATTUNE_CHAT_EXPORT_EXAMPLES : ATTUNE_CHAT_EXPORT_MARKDOWN;
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneConversation *conversation = attune_window_get_conversation (ATTUNE_WINDOW (widget));
  Act *act;

  if (conversation == NULL)
    return;

  act = act_new (widget);
  act->conversation = g_object_ref (conversation);
  act->format = parse_format (parameter);
  run (export_fiber, act);
}

static void
export_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  Act *act = act_new (widget);

  act->format = parse_format (parameter);
  run (export_fiber, act);
}

/* Chats from elsewhere go on with a model that is here. */
static gboolean
find_any_model (Act   *act,
                char **account_id,
                char **model_id)
{
  g_autoptr(AttuneConversation) last = NULL;
  g_autoptr(AttuneModel) model = NULL;

  last = g_list_model_get_item (attune_workspace_get_conversations (act->workspace), 0);
  model = g_list_model_get_item (attune_workspace_get_models (act->workspace), 0);

  if (last != NULL)
    {
      *account_id = g_strdup (attune_conversation_get_account_id (last));
      *model_id = g_strdup (attune_conversation_get_model (last));
    }
  else if (model != NULL)
    {
      *account_id = g_strdup (attune_model_get_account_id (model));
      *model_id = g_strdup (attune_model_get_id (model));
    }

  return *account_id != NULL;
}

static void
tell_import (Act                          *act,
             const AttuneChatImportResult *result)
{
  g_autofree char *text = NULL;

  if (result->n_conversations == 0 && result->n_known > 0)
    text = g_strdup (_("All of these chats are here already"));
  else
    text = g_strdup_printf (ngettext ("%u chat imported", "%u chats imported", result->n_conversations),
                            result->n_conversations);

  attune_feedback_toast (act->window, text);
}

static AttuneChatImportResult *
read_chats (Act         *act,
            const char  *path,
            const char  *account_id,
            const char  *model_id,
            GError     **error)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(AdwDialog) dialog = NULL;
  AttuneChatImportResult *result;

  /* A person who has talked for years has megabytes of it. */
  dialog = attune_progress_dialog_present (act->window, _("Importing Chats"),
                                           _("When you cancel, the chats that are here by then stay. The same "
                                             "file brings the others again."), NULL);
  g_object_ref (dialog);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);
  result = dex_await_boxed (attune_workspace_import_conversations_full (act->workspace, path,
                                                                        account_id, model_id,
                                                                        cancellable,
                                                                        attune_progress_dialog_show,
                                                                        dialog, NULL),
                            error);
  attune_progress_dialog_finish (dialog);

  return result;
}

static DexFuture *
import_fiber (gpointer user_data)
{
  Act *act = user_data;
  g_autofree char *path = NULL;
  g_autoptr(AttuneChatImportResult) result = NULL;
  g_autofree char *account_id = NULL;
  g_autofree char *model_id = NULL;
  g_autoptr(GError) error = NULL;

  if (!find_any_model (act, &account_id, &model_id))
    {
      attune_window_show_page (ATTUNE_WINDOW (act->window), "models");
      attune_feedback_toast (act->window, _("Chats go on with a model: add an account, or train one"));
      return dex_future_new_true ();
    }

  if (!(path = dex_await_string (attune_ask_open (act->window, _("Import Chats")), &error)) ||
      !(result = read_chats (act, path, account_id, model_id, &error)))
    attune_feedback_error (act->window, _("Could Not Import the Chats"), error);
  else
    tell_import (act, result);

  return dex_future_new_true ();
}

static void
import_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  run (import_fiber, act_new (widget));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneWorkspace *workspace = attune_window_get_workspace (ATTUNE_WINDOW (widget));

  adw_dialog_present (ADW_DIALOG (attune_chat_search_dialog_new (workspace)), widget);
}

/* A message may be in a branch that is not shown. */
static DexFuture *
show_message_fiber (gpointer user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_conversation_load (act->conversation), &error) ||
      !dex_await (attune_conversation_show_message (act->conversation, act->message_id), &error))
    attune_feedback_error (act->window, _("Could Not Show the Message"), error);
  else
    attune_window_scroll_to_message (ATTUNE_WINDOW (act->window), act->conversation,
                                     act->message_id);

  return dex_future_new_true ();
}

/* A column is no chat of its own: it could tell which model of a blind comparison it is. */
static void
show_chat (AttuneWindow       *self,
           AttuneConversation *conversation)
{
  const char *id = attune_conversation_get_comparison_id (conversation);
  AttuneComparison *comparison = NULL;

  if (id != NULL)
    comparison = attune_workspace_find_comparison (attune_window_get_workspace (self), id);

  if (comparison != NULL)
    attune_window_show_comparison (self, comparison);
  else
    attune_window_show_conversation (self, conversation);
}

static void
show_message_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneConversation *conversation;
  const char *id;
  gint64 message_id;
  Act *act;

  g_variant_get (parameter, "(&sx)", &id, &message_id);
  conversation = attune_workspace_find_conversation (attune_window_get_workspace (self), id);

  if (conversation == NULL)
    {
      attune_feedback_toast (widget, _("This chat was deleted"));
      return;
    }

  show_chat (self, conversation);
  if (message_id == 0)
    return;

  act = act_new (widget);
  act->conversation = g_object_ref (conversation);
  act->message_id = message_id;
  run (show_message_fiber, act);
}

/* --- Comparisons --- */

static void
compare_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneCompareDialog *dialog = attune_compare_dialog_new (attune_window_get_workspace (self));
  AttuneConversation *conversation = attune_window_get_conversation (self);

  if (conversation != NULL)
    attune_compare_dialog_add_model (dialog, attune_conversation_get_account_id (conversation),
                                     attune_conversation_get_model (conversation),
                                     attune_conversation_get_system_text (conversation),
                                     attune_conversation_get_parameters (conversation));

  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* The tuned model, and the one that it came from. */
static void
compare_with_base_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  AttuneWorkspace *workspace = attune_window_get_workspace (ATTUNE_WINDOW (widget));
  AttuneCompareDialog *dialog;
  AttuneModel *model;
  const char *account_id;
  const char *base;
  const char *id;

  g_variant_get (parameter, "(&s&s)", &account_id, &id);
  model = attune_workspace_find_model (workspace, account_id, id);

  if (model == NULL)
    return;

  base = attune_model_get_base_model (model);

  /* Of other providers not all models that can be asked are listed. */
  if (base != NULL && g_str_equal (account_id, ATTUNE_PROFILE_LOCAL_ID) &&
      attune_workspace_find_model (workspace, account_id, base) == NULL)
    {
      g_autoptr(GError) error = NULL;

      attune_set_error (&error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        /* Translators: %s is the name of a model. */
                        _("The base model “%s” is not on this computer any more. "
                          "Add it again to compare with it."),
                        base);
      attune_feedback_alert (widget, _("Could Not Compare with the Base"), error);
      return;
    }

  dialog = attune_compare_dialog_new (workspace);
  attune_compare_dialog_add_model (dialog, account_id, id, NULL, NULL);
  if (base != NULL)
    attune_compare_dialog_add_model (dialog, account_id, base, NULL, NULL);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
show_comparison_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  AttuneComparison *comparison;

  comparison = attune_workspace_find_comparison (attune_window_get_workspace (self),
                                                 g_variant_get_string (parameter, NULL));

  if (comparison != NULL)
    attune_window_show_comparison (self, comparison);
  else
    attune_feedback_toast (widget, _("This comparison was deleted"));
}

static DexFuture *
restore_comparison_fiber (gpointer user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;

  if (dex_await (attune_workspace_restore_comparison (act->workspace, act->comparison), &error))
    attune_window_show_comparison (ATTUNE_WINDOW (act->window), act->comparison);
  else
    attune_feedback_error (act->window, _("Could Not Restore the Comparison"), error);

  return dex_future_new_true ();
}

static Act *
act_copy (Act *act)
{
  Act *copy = act_new (act->window);

  copy->comparison = g_object_ref (act->comparison);

  return copy;
}

static void
undo_delete_cb (Act *act)
{
  if (attune_window_get_workspace (ATTUNE_WINDOW (act->window)) != NULL)
    run (restore_comparison_fiber, act_copy (act));
}

static DexFuture *
delete_comparison_fiber (gpointer user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;

  if (dex_await (attune_workspace_delete_comparison (act->workspace, act->comparison), &error))
    attune_feedback_undo (act->window, _("Comparison deleted"), G_CALLBACK (undo_delete_cb),
                          act_copy (act), act_free);
  else
    attune_feedback_error (act->window, _("Could Not Delete the Comparison"), error);

  return dex_future_new_true ();
}

/* Without an id it is the one of the menu. */
static void
delete_comparison_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  AttuneWindow *self = ATTUNE_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  AttuneComparison *comparison;
  Act *act;

  comparison = *id != '\0'
               ? attune_workspace_find_comparison (attune_window_get_workspace (self), id)
               : attune_window_get_menu_comparison (self);

  if (comparison == NULL)
    return;

  act = act_new (widget);
  act->comparison = g_object_ref (comparison);
  run (delete_comparison_fiber, act);
}

static const struct
{
  const char                  *name;
  const char                  *parameter_type;
  GtkWidgetActionActivateFunc  activate;
} actions[] = {
  { "win.compare", NULL, compare_action },
  { "win.compare-with-base", "(ss)", compare_with_base_action },
  { "win.delete-comparison", "s", delete_comparison_action },
  { "win.export-all-chats", "s", export_all_action },
  { "win.export-conversation", "s", export_action },
  { "win.import-chats", NULL, import_action },
  { "win.pin-conversation", NULL, pin_action },
  { "win.rename-conversation", NULL, rename_action },
  { "win.search-chats", NULL, search_action },
  { "win.show-comparison", "s", show_comparison_action },
  { "win.show-message", "(sx)", show_message_action },
};

void
attune_window_install_chat_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
}

void
attune_window_set_chat_actions_enabled (AttuneWindow *self,
                                        gboolean      enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, enabled);
}
