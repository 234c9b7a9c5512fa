/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-spreadsheet"

#include "config.h"

#include "attune-error.h"
#include "attune-scan.h"
#include "attune-source.h"
#include "dataset-test.h"

#define FIRST \
  "question,answer,score,date,good\n" \
  "你好，世界,\"He said \"\"hi\"\", twice\",3,2026-11-29,%s\n" \
  "\"two\nlines\",café,0.1,1999-12-31,%s\n" \
  ",\" blank in front\",1234567890,,\n" \
  "last,x,-2.5,,\n"

static char *
read_sheet (const char  *path,
            const char  *sheet,
            GError     **error)
{
  AttuneSourceOptions options = { .sheet = sheet };
  g_autoptr(AttuneSource) source = attune_source_open_full (path, &options, NULL, NULL, NULL,
                                                            error);
  g_autofree char *sheets = NULL;
  char *text;

  if (source == NULL)
    return NULL;

  text = g_malloc0 (attune_source_get_length (source) + 1);
  g_assert_cmpint (attune_source_read (source, 0, text, attune_source_get_length (source), error),
                   >=, 0);
  sheets = g_strjoinv (" ", (char **)attune_source_get_sheets (source));
  g_assert_true (g_str_has_prefix (sheets, "First 第二"));
  g_assert_cmpstr (attune_source_get_sheet (source), ==, sheet != NULL ? sheet : "First");
  g_assert_cmpstr (attune_source_get_encoding (source), ==, "UTF-8");

  return text;
}

static void
test_formats (Fixture       *f,
              gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *yes;
    const char *no;
  } files[] = {
    { "sheets.xlsx", "TRUE", "FALSE" },
    { "sheets.ods", "TRUE", "FALSE" },
    { "sheets.xls", "1", "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", files[i].name,
                                                     NULL);
      g_autofree char *expected = g_strdup_printf (FIRST, files[i].yes, files[i].no);
      g_autofree char *first = read_sheet (path, NULL, &error);
      g_autofree char *second = NULL;
      g_autofree char *none = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (first, ==, expected);
      second = read_sheet (path, "第二", &error);
      g_assert_no_error (error);
      g_assert_cmpstr (second, ==, "a,b\n1,2\n");
      none = read_sheet (path, "Nowhere", &error);
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      dataset_test_assert_sentence (error, files[i].name);
    }
}

/* A person reads what they chose, not what is made of it. */
static void
test_names (Fixture       *f,
            gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *title;
  } files[] = {
    { "sheets.xlsx", "Excel Workbook (XLSX)" },
    { "sheets.ods", "OpenDocument Spreadsheet (ODS)" },
    { "sheets.xls", "Excel 97 Workbook (XLS)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      AttuneScanOptions options = { 0 };
      g_autoptr(GError) error = NULL;
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", files[i].name,
                                                     NULL);
      g_autoptr(AttuneScan) scan = attune_scan_file (path, &options, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (attune_scan_get_format_name (scan), ==, files[i].title);
    }
}

/* Shared texts, gaps, formats of its own, and a number that is longer than numbers are. */
static void
test_shared (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr(AttuneSource) source = NULL;
  char text[256] = { 0 };

  path = g_test_build_filename (G_TEST_DIST, "dataset", "data", "shared.xlsx", NULL);
  source = attune_source_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (attune_source_read (source, 0, text, sizeof text - 1, &error), >, 0);
  g_assert_cmpstr (text, ==, "question,,answer\n"
                             "\n"
                             "東京,2026-11-29 18:00:00,2.5\n"
                             "x & y,12:00:00,12345678901234567890\n");
  g_assert_cmpstr (attune_source_get_sheet (source), ==, "One");
}

/* What stands in cells that are merged downwards stands in each of their rows that has anything
 * else; a title over several columns stays alone. */
static void
test_merged (Fixture       *f,
             gconstpointer  data)
{
  static const char * const names[] = { "merged.xlsx", "merged.ods" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", names[i],
                                                     NULL);
      g_autoptr(AttuneSource) source = attune_source_open (path, &error);
      char text[512] = { 0 };

      g_assert_no_error (error);
      g_assert_cmpint (attune_source_read (source, 0, text, sizeof text - 1, &error), >, 0);
      g_assert_cmpstr (text, ==, "FAQ\n"
                                 "category,question,answer\n"
                                 "\"Prices, all\",q1,a1\n"
                                 "\"Prices, all\",q2,a2\n"
                                 "\n"
                                 "\"Prices, all\",q3,a2\n"
                                 "Ways,q4,a4\n"
                                 "wide,,a5\n"
                                 "wide,,a6\n");
      g_assert_cmpuint (attune_source_get_n_filled (source), ==, 4);
    }
}

static void
test_empty_sheet (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", "sheets.xlsx",
                                                 NULL);
  g_autofree char *text = read_sheet (path, "Empty", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "");
}

static void
test_locked (Fixture       *f,
             gconstpointer  data)
{
  static const char *const names[] = { "locked.xlsx", "locked.zip" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", names[i],
                                                     NULL);

      g_assert_null (attune_source_open (path, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, "password"));
      dataset_test_assert_sentence (error, names[i]);
    }
}

static void
put_uint32 (GByteArray *bytes,
            gsize       offset,
            guint32     value)
{
  guint32 le = GUINT32_TO_LE (value);

  memcpy (bytes->data + offset, &le, sizeof le);
}

/* Writes an entry of a directory, with those beside and below it ([MS-CFB] 2.6.1). */
static void
put_entry (GByteArray *bytes,
           gsize       offset,
           const char *name,
           guint32     right,
           guint32     child)
{
  for (gsize i = 0; name[i] != '\0'; i++)
    bytes->data[offset + 2 * i] = name[i];

  bytes->data[offset + 64] = 2 * (strlen (name) + 1);
  put_uint32 (bytes, offset + 68, G_MAXUINT32);
  put_uint32 (bytes, offset + 72, right);
  put_uint32 (bytes, offset + 76, child);
}

/* A compound file with nothing but its directory, in two sectors that lie apart: two streams beside
 * the root, and behind them a folder that holds a third. */
static GByteArray *
create_compound (const char *first,
                 const char *second,
                 const char *inner)
{
  GByteArray *bytes = g_byte_array_new ();
  const gsize sector = 512;

  g_byte_array_set_size (bytes, 5 * sector);
  memset (bytes->data, 0, bytes->len);
  memcpy (bytes->data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
  bytes->data[30] = 9;
  put_uint32 (bytes, 44, 1);
  put_uint32 (bytes, 48, 3);
  put_uint32 (bytes, 76, 1);

  /* The table of sectors is sector 1, and the directory goes from 3 to 0. */
  put_uint32 (bytes, 2 * sector + 4 * 3, 0);
  put_uint32 (bytes, 2 * sector + 4 * 0, 0xfffffffe);

  put_entry (bytes, 4 * sector, "Root Entry", G_MAXUINT32, 1);
  put_entry (bytes, 4 * sector + 128, first, 4, G_MAXUINT32);
  put_entry (bytes, 4 * sector + 256, inner, G_MAXUINT32, G_MAXUINT32);
  put_entry (bytes, 4 * sector + 384, "Folder", 1, 2);
  put_entry (bytes, 1 * sector, second, 3, G_MAXUINT32);

  return bytes;
}

static void
assert_fails (Fixture          *f,
              const GByteArray *bytes,
              gsize             length,
              const char       *message)
{
  g_autoptr(GError) error = NULL;

  /* Another file in its place would be synced first. */
  if (f->path != NULL)
    g_unlink (f->path);

  dataset_test_write_bytes (f, "old.doc", (const char *)bytes->data, length);
  g_assert_null (attune_source_open (f->path, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, message));
  dataset_test_assert_sentence (error, "old.doc");
}

/* All programs of the old Office write files that begin like a workbook: what they are is said by
 * their directory. */
static void
test_compound (Fixture       *f,
               gconstpointer  data)
{
  static const struct
  {
    const char *first;
    const char *second;
    const char *inner;
    const char *message;
  } files[] = {
    { "1Table", "WordDocument", "Workbook", "is a Word document" },
    { "Current User", "PowerPoint Document", "Workbook", "is a presentation" },
    { "__nameid_version1.0", "__properties_version1.0", "x", "is an e-mail" },
    { "Contents", "Quill", "Workbook", "is not a spreadsheet" },
    { "DataSpaces", "EncryptedPackage", "x", "is protected with a password" },
    { "x", "Workbook", "WordDocument", "The spreadsheet" },
    { "Book", "x", "WordDocument", "The spreadsheet" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GByteArray) bytes = create_compound (files[i].first, files[i].second,
                                                     files[i].inner);

      assert_fails (f, bytes, bytes->len, files[i].message);

    }
}

/* Cut off, or with a chain of sectors that ends nowhere or goes in a circle, it is damaged. */
static void
test_compound_damaged (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GByteArray) bytes = create_compound ("1Table", "WordDocument", "Workbook");

  for (gsize n = 8; n < bytes->len; n += 20)
    {
      guint32 *number = (guint32 *)(void *)(bytes->data + n);

      assert_fails (f, bytes, n, "");
      *number = ~*number;
      assert_fails (f, bytes, bytes->len, "");
      *number = ~*number;
    }

  put_uint32 (bytes, 2 * 512, 3);
  assert_fails (f, bytes, bytes->len, "is a Word document");
  put_uint32 (bytes, 4 * 512 + 128 + 72, 1);
  assert_fails (f, bytes, bytes->len, "is not a spreadsheet");
}

/* Cut off, or with one byte turned, a spreadsheet is an error or a text, but never a crash. */
static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  static const char *const names[] = { "sheets.xlsx", "sheets.ods", "shared.xlsx", "sheets.xls" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) read_error = NULL;
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", names[i],
                                                     NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_file_get_contents (path, &bytes, &length, &read_error);
      g_assert_no_error (read_error);

      for (gsize n = 16; n < length; n += 61)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(AttuneSource) source = NULL;

          source = attune_source_open (dataset_test_write_bytes (f, "cut", bytes, n), &error);

          if (source == NULL)
            dataset_test_assert_sentence (error, "cut");
        }

      for (gsize n = 0; n < length && i < 3; n += 17)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(AttuneSource) source = NULL;

          bytes[n] = (char)~bytes[n];
          source = attune_source_open (dataset_test_write_bytes (f, "turned", bytes, length),
                                       &error);
          bytes[n] = (char)~bytes[n];

          if (source == NULL)
            dataset_test_assert_sentence (error, "turned");
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Spreadsheet/formats", test_formats);
  dataset_test_add ("/Attune/Spreadsheet/names", test_names);
  dataset_test_add ("/Attune/Spreadsheet/shared", test_shared);
  dataset_test_add ("/Attune/Spreadsheet/merged", test_merged);
  dataset_test_add ("/Attune/Spreadsheet/empty-sheet", test_empty_sheet);
  dataset_test_add ("/Attune/Spreadsheet/locked", test_locked);
  dataset_test_add ("/Attune/Spreadsheet/compound", test_compound);
  dataset_test_add ("/Attune/Spreadsheet/compound-damaged", test_compound_damaged);
  dataset_test_add ("/Attune/Spreadsheet/damaged", test_damaged);

  return g_test_run ();
}
