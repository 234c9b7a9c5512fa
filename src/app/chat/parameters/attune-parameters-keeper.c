/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-parameters-keeper"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-parameters-keeper.h"
#include "attune-weak-ref.h"

struct _AttuneParametersKeeper
{
  GObject               parent_instance;

  AttuneParametersPane *pane;              /* which owns this; borrowed */
  AttuneWorkspace      *workspace;
  AttuneConversation   *conversation;

  DexFuture            *finding;           /* how the model wants to be asked */
  gboolean              is_loading;
  gboolean              is_suggested;      /* nobody has changed anything since that was found */
};

G_DEFINE_FINAL_TYPE (AttuneParametersKeeper, attune_parameters_keeper, G_TYPE_OBJECT)

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneParametersKeeper) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && self != NULL)
    attune_feedback_error (GTK_WIDGET (self->pane), _("Could Not Change the Chat"), error);

  return dex_future_new_true ();
}

/* Takes @future. */
static void
follow (AttuneParametersKeeper *self,
        DexFuture              *future)
{
  dex_future_disown (dex_future_finally (future, saved_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
save_parameters (AttuneParametersKeeper *self)
{
  AttuneChatParameters *parameters = attune_parameters_pane_get_parameters (self->pane);
  g_autofree char *json = NULL;

  if (self->is_loading)
    return;

  self->is_suggested = FALSE;
  if (!attune_chat_parameters_get_is_automatic (parameters))
    json = attune_chat_parameters_to_json (parameters);

  follow (self, attune_conversation_set_parameters (self->conversation, json));
}

static void
save_system_text (AttuneParametersKeeper *self)
{
  g_autofree char *text = g_strstrip (attune_parameters_pane_dup_system_text (self->pane));

  self->is_suggested = FALSE;
  follow (self,
          attune_conversation_set_system_text (self->conversation, *text != '\0' ? text : NULL));
}

/* Another window may have changed them; what is being typed here is newer. */
static void
load_system_text (AttuneParametersKeeper *self)
{
  const char *text = attune_conversation_get_system_text (self->conversation);
  g_autofree char *shown = g_strstrip (attune_parameters_pane_dup_system_text (self->pane));

  if (g_strcmp0 (shown, text != NULL ? text : "") != 0 &&
      gtk_widget_get_focus_child (GTK_WIDGET (self->pane)) == NULL)
    attune_parameters_pane_set_system_text (self->pane, text);
}

static void
load_parameters (AttuneParametersKeeper *self)
{
  const char *json = attune_conversation_get_parameters (self->conversation);
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneChatParameters) parameters = attune_chat_parameters_new_from_json (json, &error);

  if (parameters == NULL)
    {
      attune_feedback_error (GTK_WIDGET (self->pane), _("Could Not Read the Parameters"), error);
      return;
    }

  self->is_loading = TRUE;
  attune_chat_parameters_assign (attune_parameters_pane_get_parameters (self->pane), parameters);
  self->is_loading = FALSE;
}

static void
load_model (AttuneParametersKeeper *self)
{
  const char *model = attune_conversation_get_model (self->conversation);
  const char *account_id = attune_conversation_get_account_id (self->conversation);
  AttuneAccount *account = attune_workspace_find_account (self->workspace, account_id);
  const char *title = attune_workspace_get_model_title (self->workspace, account_id, model);

  attune_parameters_pane_set_model (self->pane,
                                    account != NULL ? attune_account_get_profile (account) : NULL,
                                    model, title,
                                    account != NULL ? attune_account_get_name (account) : NULL);
}

static gboolean
is_empty (AttuneParametersKeeper *self)
{
  GListModel *messages = attune_conversation_get_messages (self->conversation);

  return attune_conversation_get_is_new (self->conversation) &&
         g_list_model_get_n_items (messages) == 0;
}

static gboolean
take_preset (AttuneParametersKeeper  *self,
             AttuneChatPreset        *preset,
             GError                 **error)
{
  const char *json = attune_chat_preset_get_parameters (preset);
  g_autoptr(AttuneChatParameters) parameters = attune_chat_parameters_new_from_json (json, error);

  if (parameters == NULL)
    return FALSE;

  attune_chat_parameters_assign (attune_parameters_pane_get_parameters (self->pane), parameters);
  attune_parameters_pane_set_system_text (self->pane, attune_chat_preset_get_system_text (preset));
  save_system_text (self);

  return TRUE;
}

/* Another model is asked as it wants to be, unless the person has said how. */
static DexFuture *
suggested_cb (DexFuture *completed,
              gpointer   user_data)
{
  g_autoptr(AttuneParametersKeeper) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self != NULL && value != NULL && self->is_suggested && is_empty (self))
    self->is_suggested = take_preset (self, g_value_get_object (value), NULL);

  return dex_future_new_true ();
}

static gboolean
is_as_suggested (AttuneParametersKeeper *self,
                 AttuneChatPreset       *preset)
{
  return g_strcmp0 (attune_conversation_get_system_text (self->conversation),
                    attune_chat_preset_get_system_text (preset)) == 0 &&
         g_strcmp0 (attune_conversation_get_parameters (self->conversation),
                    attune_chat_preset_get_parameters (preset)) == 0;
}

/* A new chat begins with what its model wants. */
static DexFuture *
first_suggested_cb (DexFuture *completed,
                    gpointer   user_data)
{
  g_autoptr(AttuneParametersKeeper) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self != NULL && value != NULL)
    self->is_suggested = is_as_suggested (self, g_value_get_object (value));

  return dex_future_new_true ();
}

static void
find_defaults (AttuneParametersKeeper *self,
               DexFutureCallback       found_cb)
{
  const char *account_id = attune_conversation_get_account_id (self->conversation);
  const char *model = attune_conversation_get_model (self->conversation);
  DexFuture *future;

  dex_clear (&self->finding);

  if (!is_empty (self))
    return;

  future = attune_workspace_suggest_preset (self->workspace, account_id, model);
  self->finding = dex_future_finally (future, found_cb,
                                      attune_weak_ref_new (self), attune_weak_ref_free);
}

static void
model_changed_cb (AttuneParametersKeeper *self)
{
  load_model (self);
  find_defaults (self, suggested_cb);
}

static void
model_chosen_cb (AttuneParametersKeeper *self,
                 AttuneModel            *model)
{
  follow (self,
          attune_conversation_set_model (self->conversation, attune_model_get_account_id (model),
                                               attune_model_get_id (model)));
}

static void
model_typed_cb (AttuneParametersKeeper *self,
                const char             *account_id,
                const char             *model)
{
  follow (self, attune_conversation_set_model (self->conversation, account_id, model));
}

/* --- Presets --- */

static void
update_presets (AttuneParametersKeeper *self)
{
  GListModel *presets = attune_workspace_get_presets (self->workspace);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr(AttuneChatPreset) preset = g_list_model_get_item (presets, i);

      g_strv_builder_add (builder, attune_chat_preset_get_name (preset));
    }

  names = g_strv_builder_end (builder);
  attune_preset_popover_set_names (attune_parameters_pane_get_preset_popover (self->pane),
                                   (const char * const *)names);
}

static AttuneChatPreset *
find_preset (AttuneParametersKeeper *self,
             const char             *name)
{
  GListModel *presets = attune_workspace_get_presets (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr(AttuneChatPreset) preset = g_list_model_get_item (presets, i);

      if (g_str_equal (attune_chat_preset_get_name (preset), name))
        return g_steal_pointer (&preset);
    }

  return NULL;
}

static void
use_preset_cb (AttuneParametersKeeper *self,
               const char             *name)
{
  g_autoptr(AttuneChatPreset) preset = find_preset (self, name);
  g_autoptr(GError) error = NULL;

  if (preset != NULL && !take_preset (self, preset, &error))
    attune_feedback_error (GTK_WIDGET (self->pane), _("Could Not Use the Preset"), error);
}

static void
save_preset_cb (AttuneParametersKeeper *self,
                const char             *name)
{
  AttuneChatParameters *parameters = attune_parameters_pane_get_parameters (self->pane);
  g_autofree char *text = g_strstrip (attune_parameters_pane_dup_system_text (self->pane));
  g_autofree char *json = attune_chat_parameters_to_json (parameters);

  follow (self, attune_workspace_save_preset (self->workspace, name, *text != '\0' ? text : NULL,
                                              json));
}

static void
delete_preset_cb (AttuneParametersKeeper *self,
                  const char             *name)
{
  follow (self, attune_workspace_delete_preset (self->workspace, name));
}

static void
attune_parameters_keeper_dispose (GObject *object)
{
  AttuneParametersKeeper *self = (AttuneParametersKeeper *)object;

  dex_clear (&self->finding);
  g_clear_object (&self->conversation);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_parameters_keeper_parent_class)->dispose (object);
}

static void
attune_parameters_keeper_class_init (AttuneParametersKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_parameters_keeper_dispose;
}

static void
attune_parameters_keeper_init (AttuneParametersKeeper *self)
{
}

static void
connect (AttuneParametersKeeper *self)
{
  AttuneModelPopover *models = attune_parameters_pane_get_model_popover (self->pane);
  AttunePresetPopover *presets = attune_parameters_pane_get_preset_popover (self->pane);

  attune_model_popover_set_models (models,
                                   attune_workspace_get_models (self->workspace),
                                   attune_workspace_get_accounts (self->workspace));
  g_signal_connect_object (models, "chosen", G_CALLBACK (model_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (models, "typed", G_CALLBACK (model_typed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (presets, "use", G_CALLBACK (use_preset_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (presets, "save", G_CALLBACK (save_preset_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (presets, "delete", G_CALLBACK (delete_preset_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_workspace_get_presets (self->workspace), "items-changed",
                           G_CALLBACK (update_presets), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_parameters_pane_get_parameters (self->pane), "changed",
                           G_CALLBACK (save_parameters), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "system-text-edited",
                           G_CALLBACK (save_system_text), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::system-text",
                           G_CALLBACK (load_system_text), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::model",
                           G_CALLBACK (model_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "notify::account-id",
                           G_CALLBACK (load_model), self, G_CONNECT_SWAPPED);
}

/**
 * attune_parameters_keeper_new:
 * @pane: a pane; it must live longer
 * @workspace: where models, accounts and presets are
 * @conversation: the chat that the pane is about
 *
 * Returns: (transfer full): who keeps the two the same
 */
AttuneParametersKeeper *
attune_parameters_keeper_new (AttuneParametersPane *pane,
                              AttuneWorkspace      *workspace,
                              AttuneConversation   *conversation)
{
  AttuneParametersKeeper *self;

  g_return_val_if_fail (ATTUNE_IS_PARAMETERS_PANE (pane), NULL);
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (ATTUNE_TYPE_PARAMETERS_KEEPER, NULL);
  self->pane = pane;
  self->workspace = g_object_ref (workspace);
  self->conversation = g_object_ref (conversation);
  load_model (self);
  load_parameters (self);
  attune_parameters_pane_set_system_text (pane, attune_conversation_get_system_text (conversation));
  update_presets (self);
  connect (self);
  find_defaults (self, first_suggested_cb);

  return self;
}
