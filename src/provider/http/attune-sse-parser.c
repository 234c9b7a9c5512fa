/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-sse"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-sse-parser.h"

/* No event of an answer comes near this; a server that sends more has lost its way, and we must
 * not lose our memory with it. */
#define MAX_EVENT_SIZE (4 * 1024 * 1024)

static const char byte_order_mark[] = "\xef\xbb\xbf";

struct _AttuneSseParser
{
  AttuneSseFunc  func;
  gpointer       user_data;

  GByteArray    *line;         /* the line so far, when a piece ended inside it */
  GByteArray    *data;         /* the event so far, each of its lines ended by LF */
  guint          mark_length;  /* bytes of the byte order mark seen */
  guint          started : 1;  /* past where a byte order mark could be */
  guint          after_cr : 1; /* the next LF belongs to the CR before it */
};

static gboolean
check_size (gsize    size,
            GError **error)
{
  if (size <= MAX_EVENT_SIZE)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_PROTOCOL, NULL,
                    _("The service sent a piece of an answer that is far too long. "
                      "Try again, or choose another model."));
  return FALSE;
}

static void
dispatch_event (AttuneSseParser *self)
{
  if (self->data->len == 0)
    return;

  /* Without the LF of the last line, but with a NUL for whoever takes it as a string. */
  self->data->data[self->data->len - 1] = '\0';
  self->func ((const char *)self->data->data, self->data->len - 1, self->user_data);
  g_byte_array_set_size (self->data, 0);
}

static gboolean
take_line (AttuneSseParser  *self,
           const char       *line,
           gsize             length,
           GError          **error)
{
  const char *colon;
  const char *value;
  gsize name_length;
  gsize value_length;

  if (length == 0)
    {
      dispatch_event (self);
      return TRUE;
    }

  colon = memchr (line, ':', length);
  name_length = colon != NULL ? (gsize)(colon - line) : length;

  /* Comments have an empty name; "event", "id" and "retry" tell us nothing we use. */
  if (name_length != strlen ("data") || memcmp (line, "data", name_length) != 0)
    return TRUE;

  value = colon != NULL ? colon + 1 : line + length;
  value_length = length - (value - line);

  if (value_length > 0 && *value == ' ')
    {
      value++;
      value_length--;
    }

  if (!check_size (self->data->len + value_length + 1, error))
    return FALSE;

  g_byte_array_append (self->data, (const guint8 *)value, value_length);
  g_byte_array_append (self->data, (const guint8 *)"\n", 1);

  return TRUE;
}

/* How many bytes at the start of the stream are a byte order mark, and not to be read. A mark that
 * turns out to be none is put back into the line. */
static gsize
skip_mark (AttuneSseParser *self,
           const char      *bytes,
           gsize            length)
{
  gsize i = 0;

  while (!self->started && i < length)
    {
      if (bytes[i] == byte_order_mark[self->mark_length])
        {
          i++;
          self->mark_length++;
          self->started = self->mark_length == strlen (byte_order_mark);
        }
      else
        {
          g_byte_array_append (self->line, (const guint8 *)byte_order_mark, self->mark_length);
          self->started = TRUE;
        }
    }

  return i;
}

static gsize
find_line_end (const char *bytes,
               gsize       length)
{
  const char *lf = memchr (bytes, '\n', length);
  gsize end = lf != NULL ? (gsize)(lf - bytes) : length;
  const char *cr = memchr (bytes, '\r', end);

  return cr != NULL ? (gsize)(cr - bytes) : end;
}

/**
 * attune_sse_parser_new: (skip)
 * @func: called once for each event
 * @user_data: for @func
 *
 * Makes a reader of `text/event-stream` as the HTML Living Standard, section "Server-sent events",
 * describes it. It works on bytes, so that a character may be split between two pieces.
 *
 * Returns: (transfer full): a new parser
 */
AttuneSseParser *
attune_sse_parser_new (AttuneSseFunc func,
                       gpointer      user_data)
{
  AttuneSseParser *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (AttuneSseParser, 1);
  self->func = func;
  self->user_data = user_data;
  self->line = g_byte_array_new ();
  self->data = g_byte_array_new ();

  return self;
}

/**
 * attune_sse_parser_feed: (skip)
 * @self: a parser
 * @bytes: (array length=length): the next piece of the stream, cut anywhere
 * @length: its length in bytes
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Calls the function for every event that is complete. Its data is ended by a NUL that does not
 * count, and may hold NUL bytes of its own; it is good until the function returns. Lines end with
 * LF, CR or CRLF; several `data` lines of one event are joined with LF. An event without the blank
 * line at its end is not given out: feed "\n\n" at the end of the stream to have it.
 *
 * Returns: %FALSE when a line or an event grew beyond 4 MiB
 */
gboolean
attune_sse_parser_feed (AttuneSseParser  *self,
                        const char       *bytes,
                        gsize             length,
                        GError          **error)
{
  gsize at;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  at = skip_mark (self, bytes, length);

  while (at < length)
    {
      gsize end;

      if (self->after_cr)
        {
          self->after_cr = FALSE;

          if (bytes[at] == '\n')
            {
              at++;
              continue;
            }
        }

      end = at + find_line_end (bytes + at, length - at);

      if (!check_size (self->line->len + (end - at), error))
        return FALSE;

      if (end == length)
        {
          g_byte_array_append (self->line, (const guint8 *)bytes + at, end - at);
          break;
        }

      if (self->line->len > 0)
        {
          g_byte_array_append (self->line, (const guint8 *)bytes + at, end - at);

          if (!take_line (self, (const char *)self->line->data, self->line->len, error))
            return FALSE;

          g_byte_array_set_size (self->line, 0);
        }
      else if (!take_line (self, bytes + at, end - at, error))
        return FALSE;

      self->after_cr = bytes[end] == '\r';
      at = end + 1;
    }

  return TRUE;
}

/**
 * attune_sse_parser_free: (skip)
 * @self: (transfer full): a parser
 */
void
attune_sse_parser_free (AttuneSseParser *self)
{
  g_byte_array_unref (self->line);
  g_byte_array_unref (self->data);
  g_free (self);
}
