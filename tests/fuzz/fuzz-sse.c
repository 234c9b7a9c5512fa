/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first byte tells how long the pieces are in which the rest, a stream, comes. */

#define G_LOG_DOMAIN "fuzz-sse"

#include "config.h"

#include "attune-sse-parser.h"
#include "fuzz-target.h"

static void
event_cb (const char *data,
          gsize       length,
          gpointer    user_data)
{
  g_string_append_len (user_data, data, length);
  g_string_append_c (user_data, '\n');
}

/* Returns whether all of it was taken. */
static gboolean
parse (const char *text,
       gsize       length,
       gsize       step,
       GString    *events)
{
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (event_cb, events);

  for (gsize at = 0; at < length; at += step)
    if (!attune_sse_parser_feed (parser, text + at, MIN (step, length - at), NULL))
      return FALSE;

  return TRUE;
}

/* However a stream is cut, its events are the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GString) whole = g_string_new (NULL);
  g_autoptr(GString) cut = g_string_new (NULL);

  if (size < 2)
    return 0;

  if (parse ((const char *)data + 1, size - 1, size - 1, whole))
    {
      g_assert_true (parse ((const char *)data + 1, size - 1, 1 + data[0] % 16, cut));
      g_assert_true (g_string_equal (whole, cut));
    }

  return 0;
}
