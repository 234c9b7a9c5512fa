/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a message says: shown while it grows, marked, and read aloud. */

#define G_LOG_DOMAIN "attune-message-view"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-markdown-marks.h"
#include "attune-markdown-parser.h"
#include "attune-message-view-private.h"

/* In characters. */
#define BEGINNING_LENGTH 40

/* How long what nobody sees may stay behind. */
#define UNSEEN_INTERVAL_MSEC 200

gboolean
attune_message_view_is_empty (AttuneMessageView *self)
{
  const char *content = attune_message_get_content (self->message);

  return content == NULL || content[0] == '\0';
}

static void
describe (AttuneMessageView *self,
          const char        *text)
{
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* Where too much differs to mark it, that is said. Not by sight alone: how much differs is told to
 * a screen reader too. */
static GPtrArray *
mark_differences (AttuneMessageView *self,
                  GPtrArray         *blocks)
{
  gsize length = strlen (self->compared);
  g_autoptr(GPtrArray) others = attune_markdown_parse (self->compared, length, FALSE);
  g_autofree char *text = NULL;
  AttuneTextLikeness likeness;
  guint n_differences;
  GPtrArray *marked = attune_markdown_mark_differences (blocks, others, &likeness, &n_differences);

  gtk_widget_set_visible (GTK_WIDGET (self->unmarked_label), likeness != ATTUNE_TEXT_ALIKE);
  gtk_label_set_text (self->unmarked_label,
                      likeness == ATTUNE_TEXT_TOO_LONG
                      ? _("Too long to mark what differs.")
                      : _("Too little in common to mark what differs."));

  if (likeness == ATTUNE_TEXT_ALIKE && n_differences > 0)
    text = g_strdup_printf (ngettext ("%u part differs from the answer beside it",
                                      "%u parts differ from the answer beside it", n_differences),
                            n_differences);
  else if (likeness == ATTUNE_TEXT_ALIKE)
    text = g_strdup (_("Says the same as the answer beside it"));

  describe (self, text);

  return marked;
}

/* Where the model’s part begins is told by its first words, which do not change any more while it
 * grows. */
static void
describe_continued (AttuneMessageView *self,
                    const char        *content)
{
  g_autofree char *beginning = g_utf8_substring (content, 0, MIN (BEGINNING_LENGTH,
                                                                  g_utf8_strlen (content, -1)));
  g_autofree char *text = NULL;

  if (*content == '\0')
    {
      describe (self, _("The prompt"));
      return;
    }

  g_strdelimit (beginning, "\n\r\t", ' ');
  /* Translators: %s are the first words of what the model wrote. */
  text = g_strdup_printf (_("The prompt, and what the model wrote after it, which begins with “%s”"),
                          g_strstrip (beginning));
  describe (self, text);
}

/* Nobody hears what is not on the screen: that waits until it is. */
static void
announce (AttuneMessageView *self,
          GPtrArray         *blocks)
{
  g_autoptr(GPtrArray) heard = g_ptr_array_ref (blocks);

  if (self->announcer == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  /* What the person wrote is not read to them. */
  if (self->prompt != NULL)
    {
      const char *content = attune_message_get_content (self->message);

      g_ptr_array_unref (heard);
      heard = attune_markdown_parse_plain (content, strlen (content));
    }

  if (self->stream != NULL)
    {
      attune_announcer_update (self->announcer, heard);
    }
  else
    {
      attune_announcer_finish (self->announcer, heard);
      g_clear_pointer (&self->announcer, attune_announcer_free);
    }
}

/* What a person wrote, and what a model made of it in one text, is shown as it was written. */
static void
show_content (AttuneMessageView *self)
{
  const char *content = attune_message_view_is_empty (self)
                        ? "" : attune_message_get_content (self->message);
  gsize length = strlen (content);
  g_autoptr(GPtrArray) blocks = NULL;

  if (self->prompt != NULL)
    blocks = attune_markdown_parse_continued (self->prompt, content);
  else if (self->stream != NULL)
    blocks = g_ptr_array_ref (attune_markdown_stream_update (self->stream, content, length));
  else if (attune_message_get_author (self->message) == ATTUNE_MESSAGE_USER)
    blocks = attune_markdown_parse_plain (content, length);
  else
    blocks = attune_markdown_parse (content, length, FALSE);

  if (self->compared != NULL && self->stream == NULL)
    {
      g_autoptr(GPtrArray) plain = g_steal_pointer (&blocks);

      blocks = mark_differences (self, plain);
    }
  else
    {
      gtk_widget_set_visible (GTK_WIDGET (self->unmarked_label), FALSE);

      if (self->prompt != NULL)
        describe_continued (self, content);
      else
        describe (self, NULL);
    }

  attune_markdown_view_set_blocks (self->content, blocks);
  gtk_widget_set_visible (self->cut_label, attune_markdown_is_cut (content, length));

  announce (self, blocks);
}

void
attune_message_view_update_content (AttuneMessageView *self)
{
  gboolean has_content = !attune_message_view_is_empty (self);
  gboolean is_streaming = attune_message_get_state (self->message) == ATTUNE_MESSAGE_STREAMING;

  show_content (self);
  gtk_widget_set_visible (GTK_WIDGET (self->content), has_content || self->prompt != NULL);
  gtk_widget_set_visible (self->waiting, !has_content && is_streaming);
  attune_thoughts_view_set_text (self->thoughts, attune_message_get_reasoning (self->message),
                                 !has_content && is_streaming);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  AttuneMessageView *self = ATTUNE_MESSAGE_VIEW (widget);

  self->tick = 0;
  attune_message_view_update_content (self);

  return G_SOURCE_REMOVE;
}

static gboolean
unseen_cb (gpointer user_data)
{
  AttuneMessageView *self = user_data;

  self->unseen_source = 0;
  attune_message_view_update_content (self);

  return G_SOURCE_REMOVE;
}

void
attune_message_view_forget_changes (AttuneMessageView *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->unseen_source, g_source_remove);
}

/* Whatever came since the last frame is shown by the next one. What nobody sees takes no time away
 * from frames, but does not fall far behind. */
void
attune_message_view_content_changed (AttuneMessageView *self)
{
  if (self->tick != 0 || self->unseen_source != 0)
    return;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else
    self->unseen_source = g_timeout_add_full (G_PRIORITY_LOW, UNSEEN_INTERVAL_MSEC,
                                              unseen_cb, self, NULL);
}

/* The end of a message is read again as a whole: only then is everything that it refers to there.
 * What came at once, and is whole already, is announced as well. */
void
attune_message_view_update_stream (AttuneMessageView *self)
{
  gboolean is_streaming = attune_message_get_state (self->message) == ATTUNE_MESSAGE_STREAMING;
  gboolean is_new = attune_message_steal_is_new (self->message);

  if ((is_new || (is_streaming && self->stream == NULL)) && self->announcer == NULL)
    self->announcer = attune_announcer_new (GTK_WIDGET (self));

  if (!is_streaming)
    g_clear_pointer (&self->stream, attune_markdown_stream_free);
  else if (self->stream == NULL)
    self->stream = attune_markdown_stream_new ();
}
