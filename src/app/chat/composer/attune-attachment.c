/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-attachment"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-attachment.h"
#include "attune-error.h"
#include "attune-thread.h"

/* More than any model reads at once. */
#define MAX_BYTES (1024 * 1024)

#define MIN_FENCE 3

G_DEFINE_BOXED_TYPE (AttuneAttachment, attune_attachment, attune_attachment_copy,
                     attune_attachment_free)

/**
 * attune_attachment_new:
 * @name: of the file, for people
 * @text: what is in it, valid UTF-8
 *
 * Returns: (transfer full): an attachment
 */
AttuneAttachment *
attune_attachment_new (const char *name,
                       const char *text)
{
  AttuneAttachment *self = g_new0 (AttuneAttachment, 1);

  self->name = g_strdup (name);
  self->text = g_strdup (text);

  return self;
}

/**
 * attune_attachment_copy:
 * @self: an attachment
 *
 * Returns: (transfer full): a copy
 */
AttuneAttachment *
attune_attachment_copy (const AttuneAttachment *self)
{
  return attune_attachment_new (self->name, self->text);
}

/**
 * attune_attachment_free:
 * @self: (transfer full): an attachment
 */
void
attune_attachment_free (AttuneAttachment *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

/* Nothing inside the text may end the fence around it. */
static gsize
get_fence_length (const char *text)
{
  gsize longest = 0;

  for (const char *at = strchr (text, '`'); at != NULL; at = strchr (at, '`'))
    {
      gsize length = strspn (at, "`");

      longest = MAX (longest, length);
      at += length;
    }

  return MAX (longest + 1, MIN_FENCE);
}

/**
 * attune_attachment_append:
 * @self: an attachment
 * @message: what the person wrote, and attachments before this one
 *
 * Adds the file to the message: its name, and its text as a block of code.
 */
void
attune_attachment_append (const AttuneAttachment *self,
                          GString                *message)
{
  g_autofree char *fence = g_strnfill (get_fence_length (self->text), '`');
  const char *dot = strrchr (self->name, '.');
  gboolean ends_line = g_str_has_suffix (self->text, "\n");

  g_string_append_printf (message, "%s%s:\n\n%s%s\n%s%s%s",
                          message->len > 0 ? "\n\n" : "", self->name,
                          fence, dot != NULL ? dot + 1 : "",
                          self->text, ends_line ? "" : "\n", fence);
}

static gboolean
check (const char  *name,
       const char  *text,
       gsize        length,
       GError     **error)
{
  if (length > MAX_BYTES)
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is too long for a message. Make it into a dataset instead, or take "
                          "a part of it."),
                        name);
      return FALSE;
    }

  if (!g_utf8_validate_len (text, length, NULL))
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not a text file in UTF-8. Save it as text first."), name);
      return FALSE;
    }

  return TRUE;
}

static DexFuture *
read_in_thread (gpointer user_data)
{
  GFile *file = user_data;
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = g_malloc (MAX_BYTES + 2);
  gsize length;

  if ((stream = g_file_read (file, NULL, &io_error)) == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_BYTES + 1, &length, NULL,
                                &io_error))
    attune_set_error_from_io (&error, io_error, shown);

  if (error != NULL || !check (shown, text, length, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  text[length] = '\0';

  return dex_future_new_take_boxed (ATTUNE_TYPE_ATTACHMENT, attune_attachment_new (shown, text));
}

/**
 * attune_attachment_read:
 * @file: a file
 *
 * Returns: (transfer full): a future that resolves to an #AttuneAttachment, or rejects when the
 *   file cannot be read, is no text, or is longer than a message can be
 */
DexFuture *
attune_attachment_read (GFile *file)
{
  dex_return_error_if_fail (G_IS_FILE (file));

  return attune_thread_spawn ("attune-attachment", read_in_thread, g_object_ref (file), g_object_unref);
}
