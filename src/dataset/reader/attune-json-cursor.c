/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-cursor"

#include "config.h"

#include "attune-json-cursor.h"
#include "attune-json-lexer.h"

/* Some hundred cursors may read at once. */
#define BUFFER_LENGTH (64 * 1024)

/* Nobody calls a member by a longer name. */
#define MAX_NAME_LENGTH 1024

/**
 * attune_json_cursor_init:
 * @self: a cursor
 * @source: (transfer none): a JSON document, which must stay
 * @offset: where to begin
 */
void
attune_json_cursor_init (AttuneJsonCursor *self,
                         AttuneSource     *source,
                         goffset           offset)
{
  *self = (AttuneJsonCursor) {
    .source = source,
    .offset = offset,
    .buffer = g_malloc (BUFFER_LENGTH),
  };
}

/**
 * attune_json_cursor_clear:
 * @self: a cursor
 *
 * Frees its memory.
 */
void
attune_json_cursor_clear (AttuneJsonCursor *self)
{
  g_clear_pointer (&self->buffer, g_free);
  g_clear_error (&self->error);
}

/* FALSE at the end of the text. */
static gboolean
fill (AttuneJsonCursor *self)
{
  gssize n_read;

  if (self->position < self->length)
    return TRUE;

  /* attune_reader_open_full() puts it there. */
  if (self->error != NULL ||
      g_cancellable_set_error_if_cancelled (g_cancellable_get_current (), &self->error))
    return FALSE;

  n_read = attune_source_read (self->source, self->offset, self->buffer, BUFFER_LENGTH,
                               &self->error);
  self->position = 0;
  self->length = MAX (n_read, 0);
  self->offset += self->length;

  return self->length > 0;
}

/**
 * attune_json_cursor_get_offset:
 * @self: a cursor
 *
 * Returns: where in the text it is
 */
goffset
attune_json_cursor_get_offset (AttuneJsonCursor *self)
{
  return self->offset - (self->length - self->position);
}

/**
 * attune_json_cursor_peek:
 * @self: a cursor
 *
 * Passes over blanks.
 *
 * Returns: the byte at which it then is, or %ATTUNE_JSON_END
 */
int
attune_json_cursor_peek (AttuneJsonCursor *self)
{
  while (fill (self))
    {
      for (; self->position < self->length; self->position++)
        if (!g_ascii_isspace (self->buffer[self->position]))
          return (guint8)self->buffer[self->position];
    }

  return ATTUNE_JSON_END;
}

/**
 * attune_json_cursor_skip:
 * @self: a cursor that is not at the end
 *
 * Passes over the byte at which it is.
 */
void
attune_json_cursor_skip (AttuneJsonCursor *self)
{
  self->position += self->position < self->length;
}

/**
 * attune_json_cursor_take_name:
 * @self: a cursor
 * @name: (inout): replaced by the name, with its quotation marks, as it stands in the file
 *
 * Passes over the name of a member and the colon behind it.
 *
 * Returns: %FALSE when there is none
 */
gboolean
attune_json_cursor_take_name (AttuneJsonCursor *self,
                              GString          *name)
{
  gboolean is_escaped = FALSE;

  g_string_truncate (name, 0);

  if (attune_json_cursor_peek (self) != '"')
    return FALSE;

  do
    {
      char c = self->buffer[self->position++];

      g_string_append_c (name, c);

      if (c == '"' && !is_escaped && name->len > 1)
        {
          if (attune_json_cursor_peek (self) != ':')
            return FALSE;

          attune_json_cursor_skip (self);
          return TRUE;
        }

      is_escaped = c == '\\' && !is_escaped;
    }
  while (name->len < MAX_NAME_LENGTH && fill (self));

  return FALSE;
}

/**
 * attune_json_cursor_take_value:
 * @self: a cursor, before a value
 * @close: the bracket that closes what the value is in
 * @func: (nullable) (scope call): told of the value, and of the blanks behind it
 * @user_data: for @func
 *
 * Passes over everything up to the comma or the bracket behind a value. A closing bracket of the
 * other kind is a mistake inside it.
 *
 * Returns: %FALSE when the text ends before
 */
gboolean
attune_json_cursor_take_value (AttuneJsonCursor    *self,
                               char                 close,
                               AttuneJsonPieceFunc  func,
                               gpointer             user_data)
{
  AttuneJsonLexer lexer = { 0 };

  while (fill (self))
    {
      const char *begin = self->buffer + self->position;
      const char *end = self->buffer + self->length;
      const char *text = begin;
      AttuneJsonEvent event;
      gboolean is_end;

      do
        {
          text = attune_json_lexer_next (&lexer, text, end, &event);
          is_end = event == ATTUNE_JSON_COMMA || (event == ATTUNE_JSON_CLOSE && text[-1] == close);
        }
      while (!is_end && text < end);

      text -= is_end;
      self->position += text - begin;

      if (func != NULL)
        func (begin, text - begin, user_data);

      if (is_end)
        return TRUE;
    }

  return FALSE;
}
