/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-source-load"

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "attune-archive-member.h"
#include "attune-error.h"
#include "attune-source.h"
#include "dataset-test.h"

#define TEXT "{\"q\": \"你好\", \"a\": \"café\"}\n{\"q\": \"2\", \"a\": \"3\"}\n"

static char *
read_all (AttuneSource *source)
{
  g_autoptr(GError) error = NULL;
  goffset length = attune_source_get_length (source);
  char *text = g_malloc0 (length + 1);

  g_assert_cmpint (attune_source_read (source, 0, text, length + 1, &error), ==, length);
  g_assert_no_error (error);

  return text;
}

static AttuneSource *
open_with (Fixture                   *f,
           const AttuneSourceOptions *options)
{
  g_autoptr(GError) error = NULL;
  AttuneSource *source = attune_source_open_full (f->path, options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return source;
}

static void
assert_text (Fixture    *f,
             const char *expected)
{
  g_autoptr(AttuneSource) source = open_with (f, NULL);
  g_autofree char *text = read_all (source);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_fails_with (Fixture                   *f,
                   const AttuneSourceOptions *options,
                   AttuneError                code,
                   const char                *words)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_path_get_basename (f->path);

  g_assert_null (attune_source_open_full (f->path, options, NULL, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, words));
  dataset_test_assert_sentence (error, name);
}

static void
add_member (struct archive *archive,
            const char     *name,
            const char     *bytes,
            gsize           length,
            gsize           n_times)
{
  gboolean is_folder = g_str_has_suffix (name, "/");
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, is_folder ? AE_IFDIR : AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, is_folder ? 0 : (la_int64_t)(n_times * length));
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);

  for (gsize i = 0; !is_folder && i < n_times; i++)
    g_assert_cmpint (archive_write_data (archive, bytes, length), ==, length);

  archive_entry_free (entry);
}

/* Packs @length bytes into the members of a ZIP file, or, without names, as gzip or Zstandard. */
static void
pack (Fixture           *f,
      const char        *name,
      const char *const *members,
      gboolean           is_zstd,
      const char        *bytes,
      gsize              length)
{
  static const char *const raw[] = { "data", NULL };
  struct archive *archive = archive_write_new ();

  g_free (f->path);
  f->path = dataset_test_build_path (f, name);

  if (members != NULL)
    archive_write_set_format_zip (archive);
  else
    archive_write_set_format_raw (archive);

  if (members == NULL && is_zstd)
    archive_write_add_filter_zstd (archive);
  else if (members == NULL)
    archive_write_add_filter_gzip (archive);

  g_assert_cmpint (archive_write_open_filename (archive, f->path), ==, ARCHIVE_OK);

  for (const char *const *member = members != NULL ? members : raw; *member != NULL; member++)
    add_member (archive, *member, bytes, length, 1);

  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

static void
assert_packed (Fixture       *f,
               AttunePacking  packing,
               const char    *member)
{
  g_autoptr(AttuneSource) source = open_with (f, NULL);
  g_autofree char *text = read_all (source);

  g_assert_cmpstr (text, ==, TEXT);
  g_assert_cmpint (attune_source_get_packing (source), ==, packing);
  g_assert_cmpstr (attune_source_get_member (source), ==, member);
  g_assert_cmpint (attune_source_get_file_size (source), !=, attune_source_get_length (source));
}

static void
test_packed (Fixture       *f,
             gconstpointer  data)
{
  static const char *const one[] = { "folder/", "folder/data.jsonl", "__MACOSX/._data.jsonl",
                                     "folder/.DS_Store", NULL };
  static const char *const nested[] = { "data.gz", NULL };
  g_autofree char *packed = NULL;
  g_autofree char *wide = NULL;
  gsize length;

  pack (f, "plain-name.txt", NULL, FALSE, TEXT, strlen (TEXT));
  assert_packed (f, ATTUNE_PACKING_GZIP, NULL);
  g_assert_true (g_file_get_contents (f->path, &packed, &length, NULL));

  pack (f, "data.zst", NULL, TRUE, TEXT, strlen (TEXT));
  assert_packed (f, ATTUNE_PACKING_ZSTD, NULL);

  pack (f, "data.zip", one, FALSE, TEXT, strlen (TEXT));
  assert_packed (f, ATTUNE_PACKING_ZIP, "folder/data.jsonl");

  pack (f, "nested.zip", nested, FALSE, packed, length);
  assert_packed (f, ATTUNE_PACKING_ZIP, "data.gz");

  wide = g_convert (TEXT, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
  pack (f, "wide.gz", NULL, FALSE, wide, length);
  assert_packed (f, ATTUNE_PACKING_GZIP, NULL);

  pack (f, "nothing.gz", NULL, FALSE, "", 0);
  assert_text (f, "");
}

static void
test_packed_spreadsheet (Fixture       *f,
                         gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", "sheets.xlsx",
                                                 NULL);
  g_autofree char *bytes = NULL;
  g_autoptr(AttuneSource) source = NULL;
  AttuneSourceOptions options = { .sheet = "第二", .head = 100 };
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  pack (f, "sheets.gz", NULL, FALSE, bytes, length);
  source = open_with (f, &options);
  g_assert_cmpint (attune_source_get_length (source), ==, strlen ("a,b\n1,2\n"));
}

/* Each member has a copy of TEXT for each place that it has in @members, counted from one. */
static void
pack_growing (Fixture           *f,
              const char        *name,
              const char *const *members)
{
  struct archive *archive = archive_write_new ();

  g_free (f->path);
  f->path = dataset_test_build_path (f, name);
  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, f->path), ==, ARCHIVE_OK);

  for (gsize i = 0; members[i] != NULL; i++)
    add_member (archive, members[i], TEXT, strlen (TEXT), i + 1);

  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

static void
assert_member (AttuneSource *source,
               guint         position,
               const char   *name,
               guint         n_texts)
{
  GPtrArray *members = attune_source_get_members (source);
  const AttuneArchiveMember *member;

  g_assert_nonnull (members);
  g_assert_cmpint (position, <, members->len);
  member = g_ptr_array_index (members, position);
  g_assert_cmpstr (member->name, ==, name);
  g_assert_cmpint (member->size, ==, n_texts * strlen (TEXT));
}

static void
test_several (Fixture       *f,
              gconstpointer  data)
{
  static const char *const several[] = { "test.jsonl", "train.jsonl", "photo.png", "model", NULL };
  AttuneSourceOptions options = { .member = "test.jsonl" };
  AttuneSourceOptions wrong = { .member = "other.jsonl" };
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(AttuneSource) other = NULL;

  pack_growing (f, "several.zip", several);
  source = open_with (f, NULL);
  g_assert_cmpint (attune_source_get_members (source)->len, ==, 3);
  assert_member (source, 0, "test.jsonl", 1);
  assert_member (source, 1, "train.jsonl", 2);
  assert_member (source, 2, "model", 4);

  /* Of a known format comes before larger. */
  g_assert_cmpstr (attune_source_get_member (source), ==, "train.jsonl");
  g_assert_cmpint (attune_source_get_length (source), ==, 2 * strlen (TEXT));

  assert_fails_with (f, &wrong, ATTUNE_ERROR_DATA,
                     "no “other.jsonl” inside “several.zip”, only “test.jsonl”, “train.jsonl”, “model”");
  other = open_with (f, &options);
  g_assert_cmpstr (attune_source_get_member (other), ==, "test.jsonl");
  g_assert_cmpint (attune_source_get_length (other), ==, strlen (TEXT));
}

/* What was chosen is of the archive that the person sees. */
static void
test_nested (Fixture       *f,
             gconstpointer  data)
{
  static const char *const inner[] = { "one.jsonl", "two.jsonl", NULL };
  static const char *const outer[] = { "a.zip", "b.zip", NULL };
  AttuneSourceOptions options = { .member = "b.zip" };
  g_autofree char *bytes = NULL;
  g_autoptr(AttuneSource) source = NULL;
  gsize length;

  pack_growing (f, "inner.zip", inner);
  g_assert_true (g_file_get_contents (f->path, &bytes, &length, NULL));
  pack (f, "outer.zip", outer, FALSE, bytes, length);
  source = open_with (f, &options);
  g_assert_cmpint (attune_source_get_length (source), ==, 2 * strlen (TEXT));
  g_assert_cmpstr (attune_source_get_member (source), ==, "b.zip");
  g_assert_cmpint (attune_source_get_members (source)->len, ==, 2);
}

static void
test_no_data (Fixture       *f,
              gconstpointer  data)
{
  static const char *const none[] = { "empty/", NULL };
  static const char *const pictures[] = { "a.png", "B.JPG", "c.mp4", ".hidden", NULL };
  static const char *const document[] = { "word/document.xml", NULL };

  pack (f, "none.zip", none, FALSE, "", 0);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "no file inside “none.zip” that could hold");

  pack (f, "pictures.zip", pictures, FALSE, "x", 1);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "no file inside “pictures.zip” that could hold");

  pack (f, "document.docx", document, FALSE, "<w/>", 4);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "document");
}

/* What people choose by mistake is told by its first bytes, and what only begins alike is read. */
static void
test_foreign (Fixture       *f,
              gconstpointer  data)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
    const char *words;
  } cases[] = {
    { "%PDF-1.7\n1,2", 12, "document" },
    { "{\\rtf1 Hello}", 13, "document" },
    { "7z\xbc\xaf\x27\x1c\0\4", 8, "packed in a way" },
    { "BZh91AY&SYxx", 12, "packed in a way" },
    { "PAR1\x15\x04\x15", 7, "Export it from there" },
    { "SQLite format 3\0\x10", 17, "Export it from there" },
    { "\x89PNG\r\n\x1a\n", 8, "picture" },
    { "\0\0\0\x20" "ftypisom", 12, "picture" },
    { "RIFF\x10\0\0\0WAVEfmt ", 16, "picture" },
    { "GGUF\x03\0\0\0", 8, "a program or a model" },
  };
  static const char *const texts[] = {
    "PAR1,PAR2\n1,2\n", "In 2024 WAVE hits the coast.\n", "the ftyp box\n", "GIF8, and more\n",
    "BZh is a word\n", NULL
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      dataset_test_write_bytes (f, "foreign.jsonl", cases[i].bytes, cases[i].length);
      assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, cases[i].words);
    }

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      dataset_test_write (f, "text.txt", texts[i]);
      assert_text (f, texts[i]);
    }
}

static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;
  AttuneSourceOptions options = { .member = "1500.txt" };
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(AttuneSource) last = NULL;

  for (guint i = 1; i <= 1500; i++)
    {
      g_strv_builder_take (builder, g_strdup_printf ("%u.txt", i));
      g_strv_builder_add (builder, "twice.txt");
    }

  names = g_strv_builder_end (builder);
  pack (f, "many.zip", (const char *const *)names, FALSE, "x", 1);
  source = open_with (f, NULL);
  g_assert_cmpint (attune_source_get_members (source)->len, ==, 1000);

  /* One that the list has no room for can be asked for. */
  last = open_with (f, &options);
  g_assert_cmpstr (attune_source_get_member (last), ==, "1500.txt");
  g_assert_cmpint (attune_source_get_members (last)->len, ==, 1001);
}

static void
test_hostile_names (void)
{
  static const struct
  {
    const char *name;
    goffset     size;
    const char *title;
  } cases[] = {
    { "../../etc/passwd.csv", 5, "../../etc/passwd.csv (5 bytes)" },
    { "two\nlines\r.csv", -1, "two\357\277\275lines\357\277\275.csv" },
    { "vsc.\342\200\256lnosj.exe", -1, "vsc.\357\277\275lnosj.exe" },
    { "<b>%s</b>.csv", -1, "<b>%s</b>.csv" },
  };
  g_autofree char *endless = g_strnfill (60000, 'a');
  g_autofree char *title = NULL;
  AttuneArchiveMember member = { endless, -1 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneArchiveMember) hostile = NULL;
      g_autofree char *text = NULL;

      hostile = attune_archive_member_new (cases[i].name, cases[i].size);
      text = attune_archive_member_dup_title (hostile);
      g_assert_cmpstr (text, ==, cases[i].title);
    }

  title = attune_archive_member_dup_title (&member);
  g_assert_cmpint (g_utf8_strlen (title, -1), ==, 121);
}

static void
overwrite (const char *path,
           long        offset,
           const char *bytes,
           gsize       length)
{
  FILE *file = fopen (path, "r+");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  g_assert_cmpint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  static const char *const one[] = { "data.jsonl", NULL };
  g_autofree char *noise = g_malloc (100000);

  for (gsize i = 0; i < 100000; i++)
    noise[i] = (char)g_test_rand_int_range (32, 127);

  /* So little is there that nothing comes out of it. */
  pack (f, "cut.gz", NULL, FALSE, noise, 100000);
  g_assert_cmpint (truncate (f->path, 20), ==, 0);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "damaged");

  pack (f, "cut.zst", NULL, TRUE, noise, 100000);
  g_assert_cmpint (truncate (f->path, 100), ==, 0);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "damaged");

  pack (f, "cut.zip", one, FALSE, noise, 100000);
  g_assert_cmpint (truncate (f->path, 20), ==, 0);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "damaged");

}

/* Turns one bit of the file over, @offset bytes from its beginning, or from its end if that is less
 * than nothing. */
static void
change_bit (Fixture *f,
            long     offset)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (f->path, &bytes, &length, NULL));
  bytes[offset >= 0 ? (gsize)offset : length + offset] ^= 1;
  g_assert_true (g_file_set_contents (f->path, bytes, length, NULL));
}

/* All is there, but not as it was: by the checksum alone, where a text comes out of it. */
static void
test_changed (Fixture       *f,
              gconstpointer  data)
{
  static const char *const one[] = { "data.jsonl", NULL };
  g_autoptr(GString) noise = g_string_new (NULL);
  g_autoptr(GRand) random = g_rand_new_with_seed (1);
  g_autofree char *member = NULL;
  AttuneSourceOptions head = { .head = 1000 };
  g_autoptr(AttuneSource) beginning = NULL;
  gsize length;

  while (noise->len < 1000000)
    g_string_append_c (noise, (char)g_rand_int_range (random, 32, 127));

  pack (f, "changed.zip", one, FALSE, noise->str, noise->len);
  change_bit (f, 400000);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "kB could be unpacked, but it is not what was packed");

  /* The last eight bytes of gzip are the checksum and the length of the text. */
  for (long offset = -8; offset < 0; offset++)
    {
      pack (f, "changed.gz", NULL, FALSE, noise->str, noise->len);
      change_bit (f, offset);
      assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "could be unpacked, but it is not what was packed");
    }

  pack (f, "changed.gz", NULL, FALSE, noise->str, noise->len);
  change_bit (f, 400000);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "could be unpacked, but it is not what was packed");

  /* Whoever only looks at the beginning does not come so far. */
  beginning = open_with (f, &head);
  g_assert_true (attune_source_is_head (beginning));

  /* The second of two files that were joined. */
  pack (f, "joined.gz", NULL, FALSE, TEXT, strlen (TEXT));
  g_assert_true (g_file_get_contents (f->path, &member, &length, NULL));
  overwrite (f->path, (long)length, member, length);
  assert_text (f, TEXT TEXT);
  overwrite (f->path, 2 * (long)length, "\0\0\0\0", 4);
  assert_text (f, TEXT TEXT);
  change_bit (f, 2 * (long)length - 8);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "could be unpacked, but it is not what was packed");

  pack (f, "changed.zst", NULL, TRUE, noise->str, noise->len);
  change_bit (f, 400000);
  assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "damaged");
}

/* What is there of a file that is cut off is read: lines of Chinese, the last of them in pieces. */
static void
assert_cut_off (Fixture    *f,
                const char *whole)
{
  g_autoptr(AttuneSource) source = NULL;
  g_autofree char *text = NULL;
  struct stat info;

  g_assert_cmpint (stat (f->path, &info), ==, 0);
  g_assert_cmpint (truncate (f->path, info.st_size / 2), ==, 0);
  source = open_with (f, NULL);
  text = read_all (source);

  g_assert_true (attune_source_is_cut_off (source));
  g_assert_false (attune_source_is_head (source));
  g_assert_cmpstr (attune_source_get_encoding (source), ==, "UTF-8");
  g_assert_null (attune_source_get_other_encoding (source));
  g_assert_cmpuint (strlen (text), >, strlen (whole) / 3);
  g_assert_true (g_str_has_prefix (whole, text));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_cut_off (Fixture       *f,
              gconstpointer  data)
{
  static const char *const one[] = { "data.jsonl", NULL };
  static const char *const two[] = { "data.jsonl", "more.jsonl", NULL };
  g_autoptr(GString) whole = g_string_new (NULL);
  g_autoptr(AttuneSource) first = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "dataset", "data", "sheets.xlsx", NULL);
  g_autofree char *sheets = NULL;
  gsize length;

  while (whole->len < 2 * 1024 * 1024)
    g_string_append_printf (whole, "{\"text\":\"第%u行：%u\"}\n", g_test_rand_int (), g_test_rand_int ());

  pack (f, "cut.gz", NULL, FALSE, whole->str, whole->len);
  assert_cut_off (f, whole->str);
  pack (f, "cut.zst", NULL, TRUE, whole->str, whole->len);
  assert_cut_off (f, whole->str);
  pack (f, "cut.zip", one, FALSE, whole->str, whole->len);
  assert_cut_off (f, whole->str);

  /* The first of two is whole, but what it came in is not. */
  pack (f, "two.zip", two, FALSE, whole->str, whole->len);
  assert_cut_off (f, whole->str);

  /* A whole one is none. */
  pack (f, "whole.gz", NULL, FALSE, whole->str, whole->len);
  first = open_with (f, NULL);
  g_assert_false (attune_source_is_cut_off (first));

  /* A spreadsheet is read as a whole or not at all. All of it is in the first three quarters. */
  g_assert_true (g_file_get_contents (path, &sheets, &length, NULL));
  g_free (f->path);
  f->path = dataset_test_build_path (f, "cut.xlsx");

  for (gsize n = 100; n < length * 3 / 4; n += length / 20)
    {
      g_assert_true (g_file_set_contents (f->path, sheets, n, NULL));
      assert_fails_with (f, NULL, ATTUNE_ERROR_DATA, "");
    }
}

static void
test_bomb (Fixture       *f,
           gconstpointer  data)
{
  AttuneSourceOptions options = { .limit = 1024 * 1024 };
  g_autofree char *zeros = g_malloc0 (2 * 1024 * 1024);

  pack (f, "bomb.gz", NULL, FALSE, zeros, 2 * 1024 * 1024);
  assert_fails_with (f, &options, ATTUNE_ERROR_DATA, "far more");
}

/* An archive may say of a member that it is small. */
static void
test_bomb_in_archive (Fixture       *f,
                      gconstpointer  data)
{
  static const char *const members[] = { "small.csv", "bomb.csv", NULL };
  AttuneSourceOptions options = { .limit = 1024 * 1024, .member = "bomb.csv" };
  g_autofree char *zeros = g_malloc0 (2 * 1024 * 1024);

  pack (f, "bomb.zip", members, FALSE, zeros, 2 * 1024 * 1024);
  assert_fails_with (f, &options, ATTUNE_ERROR_DATA, "far more");
}

static void
test_chosen (Fixture       *f,
             gconstpointer  data)
{
  AttuneSourceOptions options = { .encoding = "gbk" };
  g_autoptr(AttuneSource) source = NULL;
  g_autofree char *text = NULL;
  g_autofree char *mended = NULL;

  dataset_test_write (f, "data.txt", "fine\n\xc4\xe3\xba\xc3\n");
  source = open_with (f, &options);
  text = read_all (source);
  g_assert_cmpstr (text, ==, "fine\n你好\n");
  g_assert_cmpstr (attune_source_get_encoding (source), ==, "GB18030");
  g_assert_cmpint (attune_source_get_encoding_origin (source), ==, ATTUNE_ENCODING_CHOSEN);
  g_clear_object (&source);

  dataset_test_write (f, "bad.txt", "fine\n\xc4\xe3\xff\xba\xc3\xff\nfine\n");
  assert_fails_with (f, &options, ATTUNE_ERROR_DATA, "in line 2 ");

  options.mend = TRUE;
  source = open_with (f, &options);
  mended = read_all (source);
  g_assert_cmpstr (mended, ==, "fine\n你\xef\xbf\xbd好\xef\xbf\xbd\nfine\n");
  g_assert_cmpuint (attune_source_get_n_mended (source), ==, 1);

  options.encoding = "EBCDIC-5";
  assert_fails_with (f, &options, ATTUNE_ERROR_REQUEST, "EBCDIC-5");
}

static void
test_marked (Fixture       *f,
             gconstpointer  data)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
    const char *encoding;
  } cases[] = {
    { "\xff\xfe" "a\0`O\n\0", 8, "UTF-16LE" },
    { "\xfe\xff" "\0aO`\0\n", 8, "UTF-16BE" },
    { "\xff\xfe\0\0" "a\0\0\0`O\0\0\n\0\0\0", 16, "UTF-32LE" },
    { "\0\0\xfe\xff" "\0\0\0a\0\0O`\0\0\0\n", 16, "UTF-32BE" },
    { "\xef\xbb\xbf" "a\xe4\xbd\xa0\n", 8, "UTF-8" },
    { "\x84\x31\x95\x33" "a\xc4\xe3\n", 8, "GB18030" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneSource) source = NULL;
      g_autofree char *text = NULL;

      dataset_test_write_bytes (f, "marked.txt", cases[i].bytes, cases[i].length);
      source = open_with (f, NULL);
      text = read_all (source);
      g_assert_cmpstr (text, ==, "a你\n");
      g_assert_cmpstr (attune_source_get_encoding (source), ==, cases[i].encoding);
      g_assert_cmpint (attune_source_get_encoding_origin (source), ==, ATTUNE_ENCODING_MARKED);
    }

  dataset_test_write_bytes (f, "marked.txt", "\xff\xfe", 2);
  assert_text (f, "");
}

/* Lines of two encodings in one file, one in a hundred in the one that is not its own; the last has
 * a hole. */
static void
check_mixed (Fixture    *f,
             gboolean    is_utf8,
             const char *encoding,
             const char *other)
{
  g_autoptr(GString) file = g_string_new (NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneSource) source = NULL;
  g_autofree char *read = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      const char *line = "我最近总是睡不着觉，应该怎么办？\n";
      g_autofree char *gbk = g_convert (line, -1, "GB18030", "UTF-8", NULL, NULL, NULL);

      g_string_append (file, (i % 100 == 50) == is_utf8 ? gbk : line);
      g_string_append (text, line);
    }

  g_string_append (file, is_utf8 ? "断了\xe6\x9c\n" : "\xb6\xcf\xc1\xcb\xd6\n");
  g_string_append (text, "断了\xef\xbf\xbd\n");
  dataset_test_write_bytes (f, "mixed.txt", file->str, file->len);
  source = open_with (f, NULL);
  read = read_all (source);
  g_assert_true (g_str_equal (read, text->str));
  g_assert_cmpstr (attune_source_get_encoding (source), ==, encoding);
  g_assert_cmpstr (attune_source_get_other_encoding (source), ==, other);
  g_assert_cmpuint (attune_source_get_n_mended (source), ==, 11);
}

static void
test_mixed (Fixture       *f,
            gconstpointer  data)
{
  check_mixed (f, TRUE, "UTF-8", "GB18030");
  check_mixed (f, FALSE, "GB18030", "UTF-8");
}

/* What is broken beyond a guess is left to the readers, unless it shall be mended. */
static void
test_damaged_text (Fixture       *f,
                   gconstpointer  data)
{
  AttuneSourceOptions options = { .mend = TRUE };
  g_autoptr(AttuneSource) source = NULL;
  g_autofree char *text = NULL;

  dataset_test_write (f, "cut.txt", "你好世界\n你好世\xe7\x95");
  assert_text (f, "你好世界\n你好世\xe7\x95");
  source = open_with (f, &options);
  text = read_all (source);
  g_assert_cmpstr (text, ==, "你好世界\n你好世\xef\xbf\xbd");
  g_assert_cmpuint (attune_source_get_n_mended (source), ==, 1);
  g_clear_object (&source);

  /* The last character of a text in GBK is cut. */
  dataset_test_write (f, "gbk.txt", "\xce\xd2\xd7\xee\xbd\xfc\xd7\xdc\xca\xc7\xcb\xaf\xb2\xbb\xd7\xc5\xbe\xf5\n\xc4\xe3\xba");
  assert_text (f, "我最近总是睡不着觉\n你\xef\xbf\xbd");
}

static void
test_nul (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(AttuneSource) source = NULL;
  char buffer[16];

  dataset_test_write_bytes (f, "nul.txt", "a\0b\n\0\0\nok\n", 10);
  source = open_with (f, NULL);
  g_assert_cmpint (attune_source_read (source, 0, buffer, sizeof buffer, NULL), ==, 10);
  g_assert_cmpmem (buffer, 10, "a\0b\n\0\0\nok\n", 10);
  g_assert_cmpstr (attune_source_get_encoding (source), ==, "UTF-8");
}

static void
write_gbk (Fixture *f,
           gsize    length)
{
  g_autofree char *bytes = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    bytes[i] = "\xc4\xe3\xba\xc3\xce\xd2\xca\xc7 , "[i % 12 < 11 ? i % 12 : 8];

  dataset_test_write_bytes (f, "long.txt", bytes, length);
}

/* A line of any length is decoded in the same memory. */
static void
test_long_line (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttuneSource) source = NULL;
  gsize before;

  write_gbk (f, 200 * 1000 * 1000);
  before = dataset_test_get_memory ();
  source = open_with (f, NULL);
  g_assert_cmpstr (attune_source_get_encoding (source), ==, "GB18030");
  g_assert_cmpint (attune_source_get_length (source), >, 250 * 1000 * 1000);
  dataset_test_assert_growth (before, 32 * 1024 * 1024);
}

static void
test_head (Fixture       *f,
           gconstpointer  data)
{
  AttuneSourceOptions options = { .head = 64 * 1024 };
  g_autoptr(AttuneSource) source = NULL;
  g_autofree char *packed = NULL;
  g_autofree char *text = NULL;
  gsize length;

  write_gbk (f, 5 * 1000 * 1000);
  source = open_with (f, &options);
  g_assert_true (attune_source_is_head (source));
  g_assert_cmpint (attune_source_get_length (source), >=, 64 * 1024);
  g_assert_cmpint (attune_source_get_length (source), <, 1024 * 1024);
  text = read_all (source);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strstr (text, "\xef\xbf\xbd"));
  g_clear_object (&source);

  g_assert_true (g_file_get_contents (f->path, &packed, &length, NULL));
  pack (f, "long.gz", NULL, FALSE, packed, length);
  source = open_with (f, &options);
  g_assert_true (attune_source_is_head (source));
  g_assert_cmpstr (attune_source_get_encoding (source), ==, "GB18030");
  g_clear_object (&source);

  dataset_test_write (f, "short.txt", "\xc4\xe3\xba\xc3\n");
  source = open_with (f, &options);
  g_assert_false (attune_source_is_head (source));
  g_assert_cmpint (attune_source_get_length (source), ==, 7);
}

typedef struct
{
  GCancellable *cancellable;
  guint         n_left;       /* reports until it is cancelled */
  guint         n_reports;
  gint64        done;
  gint64        total;
} Reports;

static void
report_cb (gint64   done,
           gint64   total,
           gpointer user_data)
{
  Reports *self = user_data;

  g_assert_cmpint (done, >=, self->done);
  g_assert_cmpint (done, <=, total);
  self->done = done;
  self->total = total;
  self->n_reports++;

  if (self->n_left > 0 && --self->n_left == 0)
    g_cancellable_cancel (self->cancellable);
}

static guint
count_cache_files (void)
{
  g_autofree char *command = g_strdup_printf ("find '%s' -type f", g_get_user_cache_dir ());
  g_autofree char *output = NULL;
  guint n_lines = 0;

  g_assert_true (g_spawn_command_line_sync (command, &output, NULL, NULL, NULL));

  for (const char *p = output; *p != '\0'; p++)
    n_lines += *p == '\n';

  return n_lines;
}

/* At whatever moment it is stopped, nothing is left behind. */
static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  guint n_reports = 1;

  write_gbk (f, 3 * 1000 * 1000);

  for (guint n_left = 0; n_left < n_reports; n_left++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneSource) source = NULL;
      Reports reports = { .cancellable = cancellable, .n_left = n_left };

      source = attune_source_open_full (f->path, NULL, report_cb, &reports, cancellable, &error);
      g_assert_cmpuint (count_cache_files (), ==, 0);

      if (n_left == 0)
        {
          g_assert_no_error (error);
          g_assert_cmpint (reports.done, ==, 3 * 1000 * 1000);
          g_assert_cmpint (reports.total, ==, 3 * 1000 * 1000);
          g_assert_cmpuint (reports.n_reports, >, 10);
          n_reports = reports.n_reports - 1;
        }
      else
        {
          g_assert_null (source);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
}

/* A limit on the size of files stops a write as a full disk does. */
static void
test_full_disk (Fixture       *f,
                gconstpointer  data)
{
  struct rlimit old;
  struct rlimit limit;

  write_gbk (f, 3 * 1000 * 1000);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_fails_with (f, NULL, ATTUNE_ERROR_STORAGE, "not enough space");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_cmpuint (count_cache_files (), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/SourceLoad/packed", test_packed);
  dataset_test_add ("/Attune/SourceLoad/packed-spreadsheet", test_packed_spreadsheet);
  dataset_test_add ("/Attune/SourceLoad/several", test_several);
  dataset_test_add ("/Attune/SourceLoad/nested", test_nested);
  dataset_test_add ("/Attune/SourceLoad/no-data", test_no_data);
  dataset_test_add ("/Attune/SourceLoad/foreign", test_foreign);
  dataset_test_add ("/Attune/SourceLoad/many", test_many);
  g_test_add_func ("/Attune/SourceLoad/hostile-names", test_hostile_names);
  dataset_test_add ("/Attune/SourceLoad/damaged", test_damaged);
  dataset_test_add ("/Attune/SourceLoad/changed", test_changed);
  dataset_test_add ("/Attune/SourceLoad/cut-off", test_cut_off);
  dataset_test_add ("/Attune/SourceLoad/bomb", test_bomb);
  dataset_test_add ("/Attune/SourceLoad/bomb-in-archive", test_bomb_in_archive);
  dataset_test_add ("/Attune/SourceLoad/chosen", test_chosen);
  dataset_test_add ("/Attune/SourceLoad/marked", test_marked);
  dataset_test_add ("/Attune/SourceLoad/mixed", test_mixed);
  dataset_test_add ("/Attune/SourceLoad/damaged-text", test_damaged_text);
  dataset_test_add ("/Attune/SourceLoad/nul", test_nul);
  dataset_test_add ("/Attune/SourceLoad/long-line", test_long_line);
  dataset_test_add ("/Attune/SourceLoad/head", test_head);
  dataset_test_add ("/Attune/SourceLoad/cancelled", test_cancelled);
  dataset_test_add ("/Attune/SourceLoad/full-disk", test_full_disk);

  return g_test_run ();
}
