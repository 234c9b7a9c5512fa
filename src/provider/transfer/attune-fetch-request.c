/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-fetch-request"

#include "config.h"

#include "attune-fetch-request.h"

/**
 * attune_fetch_request_new:
 * @url: an address of HTTP
 * @received: how many bytes of the file are there
 * @validator: (nullable): of which state of the file they are
 *
 * The bytes that are wanted are those of the file, not of a packed form of it.
 *
 * Returns: (transfer full): what asks for the rest
 */
SoupMessage *
attune_fetch_request_new (const char *url,
                          guint64     received,
                          const char *validator)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);

  if (received == 0)
    return message;

  soup_message_headers_set_range (headers, received, -1);

  if (validator != NULL)
    soup_message_headers_replace (headers, "If-Range", validator);

  return message;
}

/**
 * attune_fetch_request_is_whole:
 * @message: one that was answered
 *
 * An answer without a length ends where the connection does, for whatever reason; but a page that
 * is shown in place of the file is no file that broke off.
 *
 * Returns: whether all has come once it ends without an error
 */
gboolean
attune_fetch_request_is_whole (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_EOF ||
         g_strcmp0 (type, "text/html") == 0;
}

/**
 * attune_fetch_request_dup_validator:
 * @message: one that was answered
 *
 * Returns: (transfer full) (nullable): what tells one state of a file from another, as strongly as
 *   If-Range wants it (RFC 9110, 13.1.5)
 */
char *
attune_fetch_request_dup_validator (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *tag = soup_message_headers_get_one (headers, "ETag");

  if (tag == NULL || g_str_has_prefix (tag, "W/"))
    return g_strdup (soup_message_headers_get_one (headers, "Last-Modified"));

  return g_strdup (tag);
}

/**
 * attune_fetch_request_is_rest:
 * @message: one that was answered with a part
 * @received: how many bytes of the file are there
 * @size: how many it has
 *
 * Returns: whether it is the rest of the file, from where it broke off
 */
gboolean
attune_fetch_request_is_rest (SoupMessage *message,
                              guint64      received,
                              guint64      size)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  goffset first, last, total;

  return soup_message_headers_get_content_range (headers, &first, &last, &total) &&
         (guint64)first == received && (total < 0 || (guint64)total == size);
}

/**
 * attune_fetch_request_has_other_size:
 * @message: one that was answered with all of a file
 * @size: how many bytes it should have
 *
 * Returns: whether the answer says that they are more or fewer
 */
gboolean
attune_fetch_request_has_other_size (SoupMessage *message,
                                     guint64      size)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         (guint64)soup_message_headers_get_content_length (headers) != size;
}
