/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http"

#include "config.h"

#include <string.h>

#include "attune-http-quote.h"
#include "attune-redact.h"

/* How much of a server's own words a sentence carries, in characters. The rest is in the detail. */
#define MAX_QUOTE_LENGTH 300

/* A key shorter than this is none, and hiding it would make holes in words. */
#define MIN_KEY_LENGTH 4

/**
 * attune_http_quote_hide_key: (skip)
 * @http: the account
 * @text: (nullable): what a server or a library said, perhaps not in UTF-8
 * @length: of @text, in bytes
 *
 * Returns: (transfer full): @text in UTF-8 without the account's own key, whatever that looks like;
 *   attune_redact() then takes what looks like any key
 */
char *
attune_http_quote_hide_key (AttuneHttp *http,
                            const char *text,
                            gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", length);
  g_autoptr(GString) result = g_string_new (valid);
  const char *key = attune_http_get_key (http);

  if (key != NULL && strlen (key) >= MIN_KEY_LENGTH)
    g_string_replace (result, key, "…", 0);

  return g_string_free_and_steal (g_steal_pointer (&result));
}

/**
 * attune_http_quote_dup: (skip)
 * @http: the account
 * @text: (nullable): what a server said
 *
 * Returns: (transfer full) (nullable): one line of its words, without any key, fit to stand inside
 *   a sentence; or %NULL when it said nothing
 */
char *
attune_http_quote_dup (AttuneHttp *http,
                       const char *text)
{
  g_autofree char *hidden = NULL;
  g_autofree char *redacted = NULL;
  g_autoptr(GString) line = NULL;

  if (text == NULL)
    return NULL;

  hidden = attune_http_quote_hide_key (http, text, strlen (text));
  redacted = attune_redact (hidden);
  line = g_string_new (NULL);

  for (const char *at = redacted; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c (line, ' ');
        }
      else
        g_string_append_unichar (line, c);
    }

  g_strchomp (line->str);

  if (*line->str == '\0')
    return NULL;

  if (g_utf8_strlen (line->str, -1) > MAX_QUOTE_LENGTH)
    {
      *g_utf8_offset_to_pointer (line->str, MAX_QUOTE_LENGTH) = '\0';
      return g_strconcat (line->str, "…", NULL);
    }

  return g_strdup (line->str);
}

/**
 * attune_http_quote_dup_all: (skip)
 * @http: the account
 * @message: an answer
 * @body: its body, as far as it was read
 *
 * Returns: (transfer full): what a person may copy into a report: the status, the request's number,
 *   the answer as it came, but for the key
 */
char *
attune_http_quote_dup_all (AttuneHttp  *http,
                           SoupMessage *message,
                           GBytes      *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(GString) detail = g_string_new (NULL);
  g_autofree char *hidden = attune_http_quote_hide_key (http, text, length);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *request_id = soup_message_headers_get_one (headers, "x-request-id");
  guint status = soup_message_get_status (message);

  if (status != 0)
    g_string_append_printf (detail, "HTTP %u %s\n", status, soup_status_get_phrase (status));

  if (request_id != NULL)
    g_string_append_printf (detail, "x-request-id: %s\n", request_id);

  if (*hidden != '\0')
    g_string_append_printf (detail, "\n%s", hidden);

  return g_string_free_and_steal (g_steal_pointer (&detail));
}
