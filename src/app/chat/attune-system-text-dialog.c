/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-system-text-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-system-text-dialog.h"
#include "attune-weak-ref.h"

struct _AttuneSystemTextDialog
{
  AdwDialog           parent_instance;

  GtkTextBuffer      *buffer;

  AttuneConversation *conversation;
};

G_DEFINE_FINAL_TYPE (AttuneSystemTextDialog, attune_system_text_dialog, ADW_TYPE_DIALOG)

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneSystemTextDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->buffer == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (completed, &error) != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Save the System Text"), error);

  return dex_future_new_true ();
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AttuneSystemTextDialog *self = ATTUNE_SYSTEM_TEXT_DIALOG (widget);
  g_autofree char *text = NULL;
  DexFuture *saving;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));

  saving = attune_conversation_set_system_text (self->conversation, text[0] != '\0' ? text : NULL);
  dex_future_disown (dex_future_finally (saving, saved_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
attune_system_text_dialog_dispose (GObject *object)
{
  AttuneSystemTextDialog *self = (AttuneSystemTextDialog *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_SYSTEM_TEXT_DIALOG);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (attune_system_text_dialog_parent_class)->dispose (object);
}

static void
attune_system_text_dialog_class_init (AttuneSystemTextDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_system_text_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-system-text-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneSystemTextDialog, buffer);
  gtk_widget_class_install_action (widget_class, "system-text.save", NULL, save_action);
}

static void
attune_system_text_dialog_init (AttuneSystemTextDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_system_text_dialog_new:
 * @conversation: a chat
 *
 * Returns: (transfer floating): the dialog
 */
AttuneSystemTextDialog *
attune_system_text_dialog_new (AttuneConversation *conversation)
{
  AttuneSystemTextDialog *self;
  const char *text;

  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (ATTUNE_TYPE_SYSTEM_TEXT_DIALOG, NULL);
  self->conversation = g_object_ref (conversation);

  if ((text = attune_conversation_get_system_text (conversation)) != NULL)
    gtk_text_buffer_set_text (self->buffer, text, -1);

  return self;
}
