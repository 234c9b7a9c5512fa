/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-multipart-parser"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-engine-error.h"
#include "attune-multipart-parser.h"

#define BOUNDARY "b-o-u"

/* What was found, written down as text: "name|filename|content;" for each part. */
typedef struct
{
  GString *found;
  GString *content;
  gboolean refuse;
} Record;

static gboolean
part_begin_cb (const char  *name,
               const char  *filename,
               gpointer     user_data,
               GError     **error)
{
  Record *record = user_data;

  if (record->refuse)
    {
      attune_engine_set_error (error, 413, NULL, NULL, "No.");
      return FALSE;
    }

  g_string_append_printf (record->found, "%s|%s|", name, filename != NULL ? filename : "");

  return TRUE;
}

static gboolean
part_data_cb (const guint8  *data,
              gsize          length,
              gpointer       user_data,
              GError       **error)
{
  Record *record = user_data;

  g_assert_cmpuint (length, >, 0);
  g_string_append_len (record->content, (const char *)data, length);

  return TRUE;
}

static gboolean
part_end_cb (gpointer   user_data,
             GError   **error)
{
  Record *record = user_data;

  g_string_append_len (record->found, record->content->str, record->content->len);
  g_string_append_c (record->found, ';');
  g_string_truncate (record->content, 0);

  return TRUE;
}

static const AttuneMultipartEvents events = {
  .part_begin = part_begin_cb,
  .part_data = part_data_cb,
  .part_end = part_end_cb,
};

static AttuneMultipartParser *
new_parser (Record *record)
{
  return attune_multipart_parser_new (BOUNDARY, &events, record);
}

static gboolean
feed (AttuneMultipartParser  *parser,
      const char             *body,
      gsize                   length,
      GError                **error)
{
  return attune_multipart_parser_feed (parser, (const guint8 *)body, length, error);
}

/* Feeds @body in pieces of at most @piece bytes. Returns what was found, or NULL with the error. */
static char *
parse (const char  *body,
       gsize        length,
       gsize        piece,
       GError     **error)
{
  Record record = { g_string_new (NULL), g_string_new (NULL), FALSE };
  g_autoptr(AttuneMultipartParser) parser = new_parser (&record);
  gboolean ok = TRUE;

  for (gsize i = 0; ok && i < length; i += piece)
    ok = feed (parser, body + i, MIN (piece, length - i), error);

  ok = ok && attune_multipart_parser_finish (parser, error);
  g_string_free (record.content, TRUE);

  return g_string_free (record.found, !ok);
}

static void
assert_parts (const char *body,
              gsize       length,
              const char *expected)
{
  for (gsize piece = 1; piece <= length; piece++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *found = parse (body, length, piece, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (found, ==, expected);
    }
}

static void
assert_broken (const char *body)
{
  for (gsize piece = 1; piece <= strlen (body); piece++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *found = parse (body, strlen (body), piece, &error);

      g_assert_error (error, ATTUNE_ENGINE_ERROR, 400);
      g_assert_null (found);
    }
}

static void
test_parts (void)
{
  static const char body[] =
    "--b-o-u\r\n"
    "Content-Disposition: form-data; name=\"purpose\"\r\n\r\n"
    "fine-tune\r\n"
    "--b-o-u\r\n"
    "content-type: application/jsonl\r\n"
    "CONTENT-DISPOSITION: form-data; name=\"file\"; filename=\"a \303\244.jsonl\"\r\n\r\n"
    "{\"a\":1}\n{\"b\":2}\n\r\n"
    "--b-o-u--\r\n";

  assert_parts (body, strlen (body), "purpose||fine-tune;file|a \303\244.jsonl|{\"a\":1}\n{\"b\":2}\n;");
}

/* Everything that looks like a boundary and is none belongs to the file. */
static void
test_near_boundaries (void)
{
  static const char body[] =
    "To whom it may concern: this is skipped.\r\n"
    "--b-o-u \t\r\n"
    "Content-Disposition: form-data; name=x\r\n\r\n"
    "\r\n--b-o-\r\n-\r\n\r\n--b-o-v--b-o-u\n--b-o-u\r\r\n"
    "--b-o-u\r\n"
    "Content-Disposition: form-data; name=\"empty\"\r\n\r\n"
    "\r\n"
    "--b-o-u--and a farewell";

  assert_parts (body, strlen (body), "x||\r\n--b-o-\r\n-\r\n\r\n--b-o-v--b-o-u\n--b-o-u\r;empty||;");
}

static void
test_binary (void)
{
  g_autoptr(GString) body = g_string_new ("--b-o-u\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n");
  Record record = { g_string_new (NULL), g_string_new (NULL), FALSE };
  g_autoptr(AttuneMultipartParser) parser = new_parser (&record);
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(GString) content = g_string_new (NULL);

  for (guint i = 0; i < 50000; i++)
    g_string_append_c (content, "\0\r\n-bou\xff\x80"[g_rand_int_range (rand, 0, 9)]);

  g_string_append_len (body, content->str, content->len);
  g_string_append (body, "\r\n--b-o-u--\r\n");

  for (gsize i = 0; i < body->len;)
    {
      gsize length = MIN (body->len - i, (gsize)g_rand_int_range (rand, 1, 700));

      g_assert_true (feed (parser, body->str + i, length, NULL));
      i += length;
    }

  g_assert_true (attune_multipart_parser_finish (parser, NULL));
  g_assert_cmpmem (record.found->str + 4, record.found->len - 5, content->str, content->len);
  g_string_free (record.found, TRUE);
  g_string_free (record.content, TRUE);
}

static void
test_broken (void)
{
  assert_broken ("nothing of the kind");
  assert_broken ("--b-o-u\r\n");
  assert_broken ("--b-o-u\r\n\r\nno headers\r\n--b-o-u--\r\n");
  assert_broken ("--b-o-u\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--b-o-u--\r\n");
  assert_broken ("--b-o-u\r\nContent-Disposition: attachment; name=x\r\n\r\nno form\r\n--b-o-u--\r\n");
  assert_broken ("--b-o-u\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n--b-o-u--\r\n");
  assert_broken ("--b-o-u\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ncut off");
  assert_broken ("--b-o-u\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nno end\r\n--b-o-u\r\n");
  assert_broken ("--b-o-uX\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n--b-o-u--\r\n");
}

static void
test_long_headers (void)
{
  g_autofree char *padding = g_strnfill (20 * 1024, 'x');
  g_autofree char *body = g_strdup_printf ("--b-o-u\r\nX-Padding: %s\r\n", padding);
  g_autoptr(GError) error = NULL;
  g_autofree char *found = parse (body, strlen (body), 100, &error);

  g_assert_error (error, ATTUNE_ENGINE_ERROR, 400);
  g_assert_null (found);
}

static void
test_refused (void)
{
  static const char body[] = "--b-o-u\r\nContent-Disposition: form-data; name=x\r\n\r\ny\r\n--b-o-u--\r\n";
  Record record = { g_string_new (NULL), g_string_new (NULL), TRUE };
  g_autoptr(AttuneMultipartParser) parser = new_parser (&record);
  g_autoptr(GError) error = NULL;

  g_assert_false (feed (parser, body, strlen (body), &error));
  g_assert_error (error, ATTUNE_ENGINE_ERROR, 413);
  g_assert_cmpuint (record.content->len, ==, 0);
  g_string_free (record.found, TRUE);
  g_string_free (record.content, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/MultipartParser/parts", test_parts);
  g_test_add_func ("/Attune/MultipartParser/near-boundaries", test_near_boundaries);
  g_test_add_func ("/Attune/MultipartParser/binary", test_binary);
  g_test_add_func ("/Attune/MultipartParser/broken", test_broken);
  g_test_add_func ("/Attune/MultipartParser/long-headers", test_long_headers);
  g_test_add_func ("/Attune/MultipartParser/refused", test_refused);

  return g_test_run ();
}
