/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-code-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>

#include "attune-code-dialog.h"
#include "attune-feedback.h"

struct _AttuneCodeDialog
{
  AdwDialog        parent_instance;

  GtkSourceBuffer *buffer;
  GtkSourceView   *code_view;
  GtkLabel        *hint_label;
  AdwToggleGroup  *language_group;

  AttuneCodeCall  *call;
};

G_DEFINE_FINAL_TYPE (AttuneCodeDialog, attune_code_dialog, ADW_TYPE_DIALOG)

static const struct
{
  const char  *name;
  const char  *syntax;       /* GtkSourceView's id */
  char      *(*write)        (const AttuneCodeCall *call);
} languages[] = {
  { "curl", "sh", attune_code_write_curl },
  { "python", "python3", attune_code_write_python },
  { "javascript", "js", attune_code_write_javascript },
  { "c", "c", attune_code_write_c },
};

static void
update_code (AttuneCodeDialog *self)
{
  const char *name = adw_toggle_group_get_active_name (self->language_group);

  if (self->call == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
      GtkSourceLanguage *syntax;
      g_autofree char *code = NULL;

      if (g_strcmp0 (languages[i].name, name) != 0)
        continue;

      code = languages[i].write (self->call);
      syntax = gtk_source_language_manager_get_language (manager, languages[i].syntax);
      gtk_source_buffer_set_language (self->buffer, syntax);
      gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), code, -1);
    }
}

static void
update_scheme (AttuneCodeDialog *self,
               GParamSpec       *pspec,
               AdwStyleManager  *style_manager)
{
  const char *id = adw_style_manager_get_dark (style_manager) ? "Adwaita-dark" : "Adwaita";

  gtk_source_buffer_set_style_scheme (self->buffer,
                                      gtk_source_style_scheme_manager_get_scheme (
                                        gtk_source_style_scheme_manager_get_default (), id));
}

static void
update_hint (AttuneCodeDialog *self)
{
  g_autofree char *hint = NULL;

  if (self->call->socket_path != NULL)
    hint = g_strdup (_("The engine on this computer listens on a private socket, and only while Attune is open."));
  else if (self->call->key_variable != NULL)
    /* Translators: %s is the name of an environment variable. */
    hint = g_strdup_printf (_("The key is not part of it. Put it into the environment variable %s."),
                            self->call->key_variable);

  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), hint != NULL);
  gtk_label_set_text (self->hint_label, hint != NULL ? hint : "");
}

static void
copy_cb (AttuneCodeDialog *self)
{
  g_autofree char *text = NULL;

  g_object_get (self->buffer, "text", &text, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  attune_feedback_toast (GTK_WIDGET (self->code_view), _("Copied"));
}

static void
attune_code_dialog_dispose (GObject *object)
{
  AttuneCodeDialog *self = (AttuneCodeDialog *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_CODE_DIALOG);
  g_clear_pointer (&self->call, attune_code_call_free);

  G_OBJECT_CLASS (attune_code_dialog_parent_class)->dispose (object);
}

static void
attune_code_dialog_class_init (AttuneCodeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_code_dialog_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-code-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneCodeDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, AttuneCodeDialog, code_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneCodeDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneCodeDialog, language_group);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_code);
}

static void
attune_code_dialog_init (AttuneCodeDialog *self)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (style_manager, "notify::dark", G_CALLBACK (update_scheme), self, G_CONNECT_SWAPPED);
  update_scheme (self, NULL, style_manager);
}

/**
 * attune_code_dialog_new:
 * @call: (transfer full): the request
 *
 * Returns: (transfer floating): the dialog
 */
AttuneCodeDialog *
attune_code_dialog_new (AttuneCodeCall *call)
{
  AttuneCodeDialog *self;

  g_return_val_if_fail (call != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_CODE_DIALOG, NULL);
  self->call = call;
  update_hint (self);
  update_code (self);

  return self;
}
