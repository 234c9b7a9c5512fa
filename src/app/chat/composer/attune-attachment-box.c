/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-attachment-box"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-attachment-box.h"
#include "attune-feedback.h"
#include "attune-weak-ref.h"

#define MAX_CHIP_WIDTH 24

struct _AttuneAttachmentBox
{
  AdwBin      parent_instance;

  AdwWrapBox *chips;
  GPtrArray  *attachments;    /* AttuneAttachment */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneAttachmentBox, attune_attachment_box, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void update_chips (AttuneAttachmentBox *self);

static void
remove_cb (AttuneAttachmentBox *self,
           GtkWidget           *button)
{
  g_ptr_array_remove (self->attachments, g_object_get_data (G_OBJECT (button), "attune-attachment"));
  update_chips (self);
}

static GtkWidget *
create_chip (AttuneAttachmentBox *self,
             AttuneAttachment    *attachment)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("text-x-generic-symbolic");
  GtkWidget *label = gtk_label_new (attachment->name);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *tooltip = NULL;
  g_autofree char *size = g_format_size (strlen (attachment->text));

  /* Translators: %s is the name of a file. */
  tooltip = g_strdup_printf (_("Remove “%s”"), attachment->name);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_object_set_data (G_OBJECT (button), "attune-attachment", attachment);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHIP_WIDTH);
  gtk_widget_set_tooltip_text (label, size);
  gtk_widget_set_margin_start (icon, 9);
  gtk_widget_add_css_class (chip, "chip");
  gtk_box_append (GTK_BOX (chip), icon);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), button);

  return chip;
}

static void
update_chips (AttuneAttachmentBox *self)
{
  adw_wrap_box_remove_all (self->chips);

  for (guint i = 0; i < self->attachments->len; i++)
    adw_wrap_box_append (self->chips, create_chip (self, g_ptr_array_index (self->attachments, i)));

  gtk_widget_set_visible (GTK_WIDGET (self), self->attachments->len > 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static DexFuture *
read_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr(AttuneAttachmentBox) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (self == NULL || self->chips == NULL)
    return dex_future_new_true ();

  if (value != NULL)
    {
      g_ptr_array_add (self->attachments, g_value_dup_boxed (value));
      update_chips (self);
    }
  else
    {
      /* It is hidden while it is empty. */
      attune_feedback_error (gtk_widget_get_parent (GTK_WIDGET (self)), _("Could Not Add the File"),
                             error);
    }

  return dex_future_new_true ();
}

static void
attune_attachment_box_dispose (GObject *object)
{
  AttuneAttachmentBox *self = (AttuneAttachmentBox *)object;

  self->chips = NULL;

  G_OBJECT_CLASS (attune_attachment_box_parent_class)->dispose (object);
}

static void
attune_attachment_box_finalize (GObject *object)
{
  AttuneAttachmentBox *self = (AttuneAttachmentBox *)object;

  g_ptr_array_unref (self->attachments);

  G_OBJECT_CLASS (attune_attachment_box_parent_class)->finalize (object);
}

static void
attune_attachment_box_class_init (AttuneAttachmentBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_attachment_box_dispose;
  object_class->finalize = attune_attachment_box_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_attachment_box_init (AttuneAttachmentBox *self)
{
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_attachment_free);
  self->chips = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->chips, 6);
  adw_wrap_box_set_line_spacing (self->chips, 6);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->chips));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * attune_attachment_box_add_file:
 * @self: a box
 * @file: a text file
 *
 * Reads the file and adds it; a toast says why it cannot be added.
 */
void
attune_attachment_box_add_file (AttuneAttachmentBox *self,
                                GFile               *file)
{
  g_return_if_fail (ATTUNE_IS_ATTACHMENT_BOX (self));
  g_return_if_fail (G_IS_FILE (file));

  dex_future_disown (dex_future_finally (attune_attachment_read (file), read_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

/**
 * attune_attachment_box_add_files:
 * @self: a box
 * @value: (nullable): a value, perhaps with a #GdkFileList
 *
 * Returns: whether there was a file in it
 */
gboolean
attune_attachment_box_add_files (AttuneAttachmentBox *self,
                                 const GValue        *value)
{
  g_autoptr(GSList) files = NULL;

  g_return_val_if_fail (ATTUNE_IS_ATTACHMENT_BOX (self), FALSE);

  if (value == NULL || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  files = gdk_file_list_get_files (g_value_get_boxed (value));
  for (GSList *at = files; at != NULL; at = at->next)
    attune_attachment_box_add_file (self, at->data);

  return files != NULL;
}

static void
files_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(AttuneAttachmentBox) self = user_data;

  attune_attachment_box_add_files (self, gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object),
                                                                          result, NULL));
}

/**
 * attune_attachment_box_paste:
 * @self: a box
 *
 * Returns: whether there are files on the clipboard, which are added then
 */
gboolean
attune_attachment_box_paste (AttuneAttachmentBox *self)
{
  GdkClipboard *clipboard;

  g_return_val_if_fail (ATTUNE_IS_ATTACHMENT_BOX (self), FALSE);

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (!gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                          GDK_TYPE_FILE_LIST))
    return FALSE;

  gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                  files_read_cb, g_object_ref (self));

  return TRUE;
}

static void
files_chosen_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(AttuneAttachmentBox) self = user_data;
  g_autoptr(GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (object),
                                                                      result, NULL);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      attune_attachment_box_add_file (self, file);
    }
}

/**
 * attune_attachment_box_choose:
 * @self: a box in a window
 *
 * Lets the person choose files to be added.
 */
void
attune_attachment_box_choose (AttuneAttachmentBox *self)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();

  g_return_if_fail (ATTUNE_IS_ATTACHMENT_BOX (self));

  gtk_file_dialog_set_title (dialog, _("Add Text Files"));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                 files_chosen_cb, g_object_ref (self));
}

/**
 * attune_attachment_box_get_is_empty:
 * @self: a box
 *
 * Returns: whether no file goes with the message
 */
gboolean
attune_attachment_box_get_is_empty (AttuneAttachmentBox *self)
{
  g_return_val_if_fail (ATTUNE_IS_ATTACHMENT_BOX (self), TRUE);

  return self->attachments->len == 0;
}

/**
 * attune_attachment_box_append_to:
 * @self: a box
 * @message: what the person wrote
 *
 * Adds all files to the message.
 */
void
attune_attachment_box_append_to (AttuneAttachmentBox *self,
                                 GString             *message)
{
  g_return_if_fail (ATTUNE_IS_ATTACHMENT_BOX (self));

  for (guint i = 0; i < self->attachments->len; i++)
    attune_attachment_append (g_ptr_array_index (self->attachments, i), message);
}

/**
 * attune_attachment_box_clear:
 * @self: a box
 *
 * Takes all files away.
 */
void
attune_attachment_box_clear (AttuneAttachmentBox *self)
{
  g_return_if_fail (ATTUNE_IS_ATTACHMENT_BOX (self));

  if (self->attachments->len == 0)
    return;

  g_ptr_array_set_size (self->attachments, 0);
  update_chips (self);
}
