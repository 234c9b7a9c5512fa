/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-window"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-model-adder.h"
#include "attune-window-private.h"

/* Drag and drop, and paste: both hand over a list of files, of which one is imported at a time. */
static gboolean
import_first_file (AttuneWindow *self,
                   const GValue *value)
{
  g_autoptr(GSList) files = NULL;
  g_autofree char *uri = NULL;

  if (value != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;

  if (attune_model_adder_knows (files->data))
    {
      attune_model_adder_add (GTK_WIDGET (self), attune_window_get_workspace (self), files->data);
      return TRUE;
    }

  uri = g_file_get_uri (files->data);
  attune_window_request (self, "win.import-file", g_variant_new_string (uri));

  if (files->next != NULL)
    attune_feedback_toast (GTK_WIDGET (self), _("Files are imported one at a time. This is the first."));

  return TRUE;
}

static gboolean
drop_cb (AttuneWindow *self,
         const GValue *value)
{
  return import_first_file (self, value);
}

/* A file dropped over an open dialog would stack a second import on what the person is doing; one
 * dropped on a chat goes with the next message. */
static gboolean
accept_cb (AttuneWindow  *self,
           GdkDrop       *drop,
           GtkDropTarget *target)
{
  return attune_window_get_workspace (self) != NULL &&
         !attune_window_shows_chat (self) &&
         adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL &&
         gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST);
}

static gboolean
has_drop (GBinding     *binding,
          const GValue *from_value,
          GValue       *to_value,
          gpointer      user_data)
{
  g_value_set_boolean (to_value, g_value_get_object (from_value) != NULL);
  return TRUE;
}

void
attune_window_install_drop_target (AttuneWindow *self,
                                   GtkRevealer  *revealer)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property_full (target, "current-drop",
                               revealer, "reveal-child",
                               G_BINDING_DEFAULT,
                               has_drop, NULL, NULL, NULL);

  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
read_clipboard_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(AttuneWindow) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, NULL);

  if (attune_window_get_workspace (self) != NULL && !import_first_file (self, value))
    attune_feedback_toast (GTK_WIDGET (self), _("Copy a file first, then paste it here"));
}

void
attune_window_paste_file (AttuneWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    read_clipboard_cb, g_object_ref (self));
}
