/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-multipart-parser"

#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "attune-engine-error.h"
#include "attune-multipart-parser.h"

/* The headers of one part: a name and a file name; more than this is no honest form. */
#define MAX_HEADERS (16 * 1024)

typedef enum
{
  STATE_PREAMBLE,    /* before the first boundary; whatever stands here is not for us */
  STATE_BOUNDARY,    /* just behind a boundary: the end of its line, or of everything */
  STATE_HEADERS,
  STATE_BODY,
  STATE_EPILOGUE,
} ParserState;

struct _AttuneMultipartParser
{
  GObject                      parent_instance;

  const AttuneMultipartEvents *events;
  gpointer                     user_data;
  char                        *delimiter;        /* with the line end in front of it */
  gsize                        delimiter_length;
  GByteArray                  *buffer;     /* what has come and is not understood yet */
  ParserState                  state;
};

G_DEFINE_FINAL_TYPE (AttuneMultipartParser, attune_multipart_parser, G_TYPE_OBJECT)

static gboolean
fail (GError     **error,
      const char  *message)
{
  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, "invalid_multipart", NULL,
                           "The form in the request cannot be read: %s.", message);

  return FALSE;
}

static void
consume (AttuneMultipartParser *self,
         gsize                  length)
{
  g_byte_array_remove_range (self->buffer, 0, length);
}

static guint8 *
find_delimiter (AttuneMultipartParser *self)
{
  return memmem (self->buffer->data, self->buffer->len, self->delimiter, self->delimiter_length);
}

/* How many of the buffered bytes cannot belong to a delimiter that has not come wholly yet. */
static gsize
get_safe_length (AttuneMultipartParser *self)
{
  gsize kept = self->delimiter_length - 1;

  return self->buffer->len > kept ? self->buffer->len - kept : 0;
}

static gboolean
begin_part (AttuneMultipartParser  *self,
            gsize                   length,
            GError                **error)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
  g_autoptr(GHashTable) params = NULL;
  g_autofree char *text = NULL;
  g_autofree char *disposition = NULL;
  const char *name = NULL;

  /* libsoup takes the first line for a status line and skips it. */
  text = g_strdup_printf ("X\r\n%.*s\r\n", (int)length, (const char *)self->buffer->data);

  if (!soup_headers_parse (text, strlen (text), headers) ||
      !soup_message_headers_get_content_disposition (headers, &disposition, &params) ||
      g_ascii_strcasecmp (disposition, "form-data") != 0 ||
      (name = g_hash_table_lookup (params, "name")) == NULL)
    return fail (error, "a part has no name");

  return self->events->part_begin (name, g_hash_table_lookup (params, "filename"),
                                   self->user_data, error);
}

/* A step returns TRUE when it came further, and FALSE with an error, or without one when it needs
 * more bytes. */

static gboolean
step_preamble (AttuneMultipartParser *self)
{
  guint8 *found = find_delimiter (self);

  if (found == NULL)
    {
      consume (self, get_safe_length (self));
      return FALSE;
    }

  consume (self, found - self->buffer->data + self->delimiter_length);
  self->state = STATE_BOUNDARY;

  return TRUE;
}

static gboolean
step_boundary (AttuneMultipartParser  *self,
               GError                **error)
{
  gsize padding = 0;

  /* Blanks may stand between a boundary and the end of its line (RFC 2046, section 5.1.1). */
  while (padding < self->buffer->len && strchr (" \t", self->buffer->data[padding]) != NULL &&
         self->buffer->data[padding] != '\0')
    padding++;

  if (padding > MAX_HEADERS)
    return fail (error, "a boundary has no end");

  if (self->buffer->len < padding + 2)
    return FALSE;

  if (memcmp (self->buffer->data + padding, "\r\n", 2) == 0)
    {
      /* The line end stays: with it, a part without headers looks like every other. */
      consume (self, padding);
      self->state = STATE_HEADERS;
      return TRUE;
    }

  if (padding == 0 && memcmp (self->buffer->data, "--", 2) == 0)
    {
      self->state = STATE_EPILOGUE;
      return TRUE;
    }

  return fail (error, "a boundary is not followed by the end of its line");
}

static gboolean
step_headers (AttuneMultipartParser  *self,
              GError                **error)
{
  guint8 *end = memmem (self->buffer->data, self->buffer->len, "\r\n\r\n", 4);
  gsize length;

  if (end == NULL && self->buffer->len <= MAX_HEADERS)
    return FALSE;

  length = end != NULL ? (gsize)(end - self->buffer->data) : 0;

  if (end == NULL || length > MAX_HEADERS)
    return fail (error, "the headers of a part are too long");

  if (memchr (self->buffer->data, '\0', length) != NULL)
    return fail (error, "the headers of a part hold a zero byte");

  /* The line end of the boundary is still in front. */
  if (length < 2)
    return fail (error, "a part has no name");

  consume (self, 2);

  if (!begin_part (self, length - 2, error))
    return FALSE;

  consume (self, length - 2 + 4);
  self->state = STATE_BODY;

  return TRUE;
}

static gboolean
step_body (AttuneMultipartParser  *self,
           GError                **error)
{
  guint8 *found = find_delimiter (self);
  gsize length = found != NULL ? (gsize)(found - self->buffer->data) : get_safe_length (self);

  if (length > 0 &&
      !self->events->part_data (self->buffer->data, length, self->user_data, error))
    return FALSE;

  consume (self, length);

  if (found == NULL)
    return FALSE;

  consume (self, self->delimiter_length);
  self->state = STATE_BOUNDARY;

  return self->events->part_end (self->user_data, error);
}

static gboolean
step (AttuneMultipartParser  *self,
      GError                **error)
{
  switch (self->state)
    {
    case STATE_PREAMBLE:
      return step_preamble (self);

    case STATE_BOUNDARY:
      return step_boundary (self, error);

    case STATE_HEADERS:
      return step_headers (self, error);

    case STATE_BODY:
      return step_body (self, error);

    case STATE_EPILOGUE:
      consume (self, self->buffer->len);
      return FALSE;

    default:
      g_assert_not_reached ();
    }
}

static void
attune_multipart_parser_finalize (GObject *object)
{
  AttuneMultipartParser *self = (AttuneMultipartParser *)object;

  g_clear_pointer (&self->delimiter, g_free);
  g_clear_pointer (&self->buffer, g_byte_array_unref);

  G_OBJECT_CLASS (attune_multipart_parser_parent_class)->finalize (object);
}

static void
attune_multipart_parser_class_init (AttuneMultipartParserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_multipart_parser_finalize;
}

static void
attune_multipart_parser_init (AttuneMultipartParser *self)
{
  self->buffer = g_byte_array_new ();

  /* The first boundary may stand at the very start; with a line end in front it is like all. */
  g_byte_array_append (self->buffer, (const guint8 *)"\r\n", 2);
}

/**
 * attune_multipart_parser_new:
 * @boundary: the parameter of the content type
 * @events: (scope forever): what to call; static
 * @user_data: handed to @events; must outlive the parser
 *
 * Returns: (transfer full): a parser at the start of a body
 */
AttuneMultipartParser *
attune_multipart_parser_new (const char                  *boundary,
                             const AttuneMultipartEvents *events,
                             gpointer                     user_data)
{
  AttuneMultipartParser *self;

  g_return_val_if_fail (boundary != NULL && *boundary != '\0', NULL);
  g_return_val_if_fail (events != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_MULTIPART_PARSER, NULL);
  self->delimiter = g_strconcat ("\r\n--", boundary, NULL);
  self->delimiter_length = strlen (self->delimiter);
  self->events = events;
  self->user_data = user_data;

  return self;
}

/**
 * attune_multipart_parser_feed:
 * @self: a parser
 * @data: (array length=length): the next bytes
 * @length: how many
 * @error: (nullable): where to put an error
 *
 * Returns: %FALSE with a 400 error, or with the error of an event; nothing more may be fed then
 */
gboolean
attune_multipart_parser_feed (AttuneMultipartParser  *self,
                              const guint8           *data,
                              gsize                   length,
                              GError                **error)
{
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (ATTUNE_IS_MULTIPART_PARSER (self), FALSE);

  g_byte_array_append (self->buffer, data, length);

  while (step (self, &local_error))
    continue;

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * attune_multipart_parser_finish:
 * @self: a parser
 * @error: (nullable): where to put an error
 *
 * Returns: %FALSE with a 400 error when the body ended before its last boundary
 */
gboolean
attune_multipart_parser_finish (AttuneMultipartParser  *self,
                                GError                **error)
{
  g_return_val_if_fail (ATTUNE_IS_MULTIPART_PARSER (self), FALSE);

  return self->state == STATE_EPILOGUE || fail (error, "it ends in the middle");
}
