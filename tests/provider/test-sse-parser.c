/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-error.h"
#include "attune-sse-parser.h"

static void
event_cb (const char *data,
          gsize       length,
          gpointer    user_data)
{
  GPtrArray *events = user_data;

  g_assert_cmpuint (data[length], ==, '\0');
  g_ptr_array_add (events, g_bytes_new (data, length));
}

/* Feeds @text in pieces of @step bytes; returns the events joined with "|". */
static char *
parse (const char *text,
       gsize       length,
       gsize       step)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (event_cb, events);
  g_autoptr(GString) result = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (gsize at = 0; at < length; at += step)
    {
      attune_sse_parser_feed (parser, text + at, MIN (step, length - at), &error);
      g_assert_no_error (error);
    }

  for (guint i = 0; i < events->len; i++)
    {
      GBytes *bytes = g_ptr_array_index (events, i);

      g_string_append_printf (result, "%s[", i > 0 ? "|" : "");
      g_string_append_len (result, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_string_append_c (result, ']');
    }

  return g_string_free_and_steal (g_steal_pointer (&result));
}

static const struct
{
  const char *name;
  const char *text;
  const char *events;
} cases[] = {
  { "lf", "data: a\n\ndata: b\n\n", "[a]|[b]" },
  { "crlf", "data: a\r\n\r\ndata: b\r\n\r\n", "[a]|[b]" },
  { "cr", "data: a\r\rdata: b\r\r", "[a]|[b]" },
  { "mixed", "data: a\r\n\ndata: b\n\r\n", "[a]|[b]" },
  { "no-space", "data:a\n\n", "[a]" },
  { "two-spaces", "data:  a\n\n", "[ a]" },
  { "several-lines", "data: a\ndata: b\ndata\ndata: c\n\n", "[a\nb\n\nc]" },
  { "comments", ": keep alive\n\n:\ndata: a\n: in between\ndata: b\n\n", "[a\nb]" },
  { "other-fields", "event: delta\nid: 7\nretry: 10\ndata: a\n\nevent: x\n\n", "[a]" },
  { "empty-data", "data:\n\ndata\n\n", "[]|[]" },
  { "blank-lines", "\n\n\ndata: a\n\n\n\n", "[a]" },
  { "mark", "\xef\xbb\xbf" "data: a\n\n", "[a]" },
  { "mark-only-once", "\xef\xbb\xbf\xef\xbb\xbf" "data: a\n\ndata: b\n\n", "[b]" },
  { "half-a-mark", "\xef\xbb" "data: a\n\ndata: b\n\n", "[b]" },
  { "colon-in-value", "data: {\"a\": \"b:c\"}\n\n", "[{\"a\": \"b:c\"}]" },
  { "longer-name", "database: a\n\ndat: b\n\ndata: c\n\n", "[c]" },
  { "unfinished", "data: a\n\ndata: b\n", "[a]" },
  { "split-characters", "data: 你好，世界 🎵\n\n", "[你好，世界 🎵]" },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  gsize length = strlen (cases[i].text);

  /* Every way to cut it must give the same events. */
  for (gsize step = 1; step <= length; step++)
    {
      g_autofree char *events = parse (cases[i].text, length, step);

      g_assert_cmpstr (events, ==, cases[i].events);
    }
}

static void
test_nul (void)
{
  static const char text[] = "data: a\0b\n\n";
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (event_cb, events);

  g_assert_true (attune_sse_parser_feed (parser, text, sizeof text - 1, NULL));
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpmem (g_bytes_get_data (events->pdata[0], NULL),
                   g_bytes_get_size (events->pdata[0]), "a\0b", 3);
}

static void
test_too_long (gconstpointer data)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (event_cb, events);
  g_autofree char *piece = g_strnfill (64 * 1024, 'x');
  g_autoptr(GError) error = NULL;
  gboolean one_line = GPOINTER_TO_INT (data);
  gsize fed = 0;

  /* Either one line, or one event of many lines. */
  memcpy (piece, "data: ", 6);

  while (attune_sse_parser_feed (parser, piece, 64 * 1024, &error) && fed < 64 * 1024 * 1024)
    {
      fed += 64 * 1024;

      if (!one_line && !attune_sse_parser_feed (parser, "\n", 1, &error))
        break;
    }

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
  g_assert_cmpuint (fed, <=, 5 * 1024 * 1024);
  g_assert_cmpuint (events->len, ==, 0);
}

static void
test_noise (void)
{
  static const char * const parts[] = {
    "data", ":", " ", "\n", "\r", "\r\n", "x", "event: e", "\xef\xbb\xbf", "\xff", "\n\n", "data: y",
  };

  /* However the bytes look and however they are cut, the events are the same. */
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *whole = NULL;
      guint n_parts = g_test_rand_int_range (1, 20);

      for (guint k = 0; k < n_parts; k++)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      whole = parse (text->str, text->len, text->len);

      for (gsize step = 1; step <= 4; step++)
        {
          g_autofree char *cut = parse (text->str, text->len, step);

          g_assert_cmpstr (cut, ==, whole);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/Attune/SseParser/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }

  g_test_add_func ("/Attune/SseParser/nul", test_nul);
  g_test_add_func ("/Attune/SseParser/noise", test_noise);
  g_test_add_data_func ("/Attune/SseParser/too-long-line", GINT_TO_POINTER (TRUE), test_too_long);
  g_test_add_data_func ("/Attune/SseParser/too-long-event", GINT_TO_POINTER (FALSE), test_too_long);

  return g_test_run ();
}
