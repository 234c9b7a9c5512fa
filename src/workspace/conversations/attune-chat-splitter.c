/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-splitter"

#include "config.h"

#include <string.h>

#include "attune-chat-splitter.h"

#define CONVERSATIONS "conversations"

/* What stands around the conversations is a line or two; of anything else this is enough to tell
 * that it is something else. */
#define MAX_FRAME 65536

struct _AttuneChatSplitter
{
  GArray   *spans;           /* AttuneChatSpan */
  GString  *frame;
  GString  *text;            /* the last one outside of conversations: the name of a member */
  goffset   offset;
  goffset   start;           /* of the conversation, or -1 between two */
  guint     depth;
  guint     inside;          /* the depth at which conversations stand; 0 outside of them */
  gboolean  is_in_text;
  gboolean  is_escaped;
  gboolean  is_damaged;      /* something stands behind the end, or ends that did not begin */
  gboolean  has_ended;
};

/**
 * attune_chat_splitter_new: (skip)
 *
 * Returns: (transfer full): a splitter at the beginning of a document
 */
AttuneChatSplitter *
attune_chat_splitter_new (void)
{
  AttuneChatSplitter *self = g_new0 (AttuneChatSplitter, 1);

  self->spans = g_array_new (FALSE, FALSE, sizeof (AttuneChatSpan));
  self->frame = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->start = -1;

  return self;
}

/**
 * attune_chat_splitter_free: (skip)
 * @self: (transfer full): a splitter
 */
void
attune_chat_splitter_free (AttuneChatSplitter *self)
{
  g_array_unref (self->spans);
  g_string_free (self->frame, TRUE);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
keep (AttuneChatSplitter *self,
      char                c)
{
  if (self->depth <= 1 && self->inside == 0 && self->frame->len < MAX_FRAME)
    g_string_append_c (self->frame, c);
}

static void
end_conversation (AttuneChatSplitter *self,
                  goffset             end)
{
  AttuneChatSpan span = { self->start, end };

  if (self->start < 0)
    return;

  g_array_append_val (self->spans, span);
  self->start = -1;
}

static void
open_value (AttuneChatSplitter *self,
            char                c,
            goffset             at)
{
  gboolean is_list = c == '[' && self->inside == 0 && self->spans->len == 0;

  if (self->inside == self->depth && self->inside > 0 && self->start < 0)
    self->start = at;

  self->depth++;

  if (is_list && (self->depth == 1 ||
                  (self->depth == 2 && g_str_equal (self->text->str, CONVERSATIONS))))
    self->inside = self->depth;

  /* A value in the frame is told by its ends alone. */
  if (self->depth <= 2 && (self->inside == 0 || self->inside == self->depth))
    g_string_append_c (self->frame, c);
}

static void
close_value (AttuneChatSplitter *self,
             char                c,
             goffset             at)
{
  if (self->depth == 0)
    {
      self->is_damaged = TRUE;
      return;
    }

  if (self->inside == self->depth)
    {
      end_conversation (self, at);
      self->inside = 0;
    }

  if (self->depth <= 2 && self->inside == 0)
    g_string_append_c (self->frame, c);

  self->depth--;
  self->has_ended = self->depth == 0;
}

/* The rest of a text, or what comes of it in this piece. */
static gsize
skip_text (AttuneChatSplitter *self,
           const char         *piece,
           gsize               i,
           gsize               length)
{
  for (; i < length; i++)
    {
      char c = piece[i];

      keep (self, c);

      if (self->is_escaped)
        self->is_escaped = FALSE;
      else if (c == '\\')
        self->is_escaped = TRUE;
      else if (c == '"')
        break;

      if (self->depth == 1 && self->inside == 0 && self->text->len <= strlen (CONVERSATIONS))
        g_string_append_c (self->text, c);
    }

  self->is_in_text = i == length;

  return i;
}

static void
begin_text (AttuneChatSplitter *self)
{
  self->is_in_text = TRUE;
  keep (self, '"');

  if (self->depth == 1 && self->inside == 0)
    g_string_truncate (self->text, 0);
}

/**
 * attune_chat_splitter_feed: (skip)
 * @self: a splitter
 * @piece: what comes next of the document
 * @length: its length in bytes
 */
void
attune_chat_splitter_feed (AttuneChatSplitter *self,
                           const char         *piece,
                           gsize               length)
{
  for (gsize i = self->is_in_text ? skip_text (self, piece, 0, length) + 1 : 0; i < length; i++)
    {
      char c = piece[i];
      goffset at = self->offset + (goffset)i;

      if (g_ascii_isspace (c))
        continue;

      self->is_damaged = self->is_damaged || self->has_ended;

      if (c == '{' || c == '[')
        {
          open_value (self, c, at);
        }
      else if (c == '}' || c == ']')
        {
          close_value (self, c, at);
        }
      else if (c == ',' && self->inside == self->depth)
        {
          end_conversation (self, at);
        }
      else
        {
          if (self->inside > 0 && self->inside == self->depth && self->start < 0)
            self->start = at;

          if (c == '"')
            {
              begin_text (self);
              i = skip_text (self, piece, i + 1, length);
            }
          else
            {
              keep (self, c);
            }
        }
    }

  self->offset += (goffset)length;
}

/**
 * attune_chat_splitter_is_whole: (skip)
 * @self: a splitter
 *
 * Returns: whether everything that began has ended, and nothing came behind it
 */
gboolean
attune_chat_splitter_is_whole (AttuneChatSplitter *self)
{
  return self->has_ended && !self->is_damaged && !self->is_in_text;
}

/**
 * attune_chat_splitter_get_frame: (skip)
 * @self: a splitter that was fed with all of a document
 *
 * Returns: (transfer none): the document without what is in its arrays and inner objects
 */
const char *
attune_chat_splitter_get_frame (AttuneChatSplitter *self)
{
  return self->frame->str;
}

/**
 * attune_chat_splitter_dup_spans: (skip)
 * @self: a splitter that was fed with all of a document
 *
 * Returns: (transfer full) (element-type AttuneChatSpan): the conversations, in order
 */
GArray *
attune_chat_splitter_dup_spans (AttuneChatSplitter *self)
{
  return g_array_ref (self->spans);
}
