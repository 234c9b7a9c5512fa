/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Spreadsheets become tables or are refused with a sentence. Changes to a file that is compressed
 * come to nothing but a damaged file, so an input may be the members of a ZIP file in plain text,
 * each behind a line “=== NAME”. */

#define G_LOG_DOMAIN "fuzz-spreadsheet"

#include "config.h"

#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "fuzz-file.h"
#include "fuzz-target.h"

#define MARK "=== "

static void
add_member (struct archive *archive,
            const char     *name,
            const char     *bytes,
            gsize           length)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);

  if (archive_write_header (archive, entry) == ARCHIVE_OK)
    archive_write_data (archive, bytes, length);

  archive_entry_free (entry);
}

static const char *
find_mark (const char *text,
           const char *end)
{
  const char *mark = memmem (text, end - text, "\n" MARK, strlen ("\n" MARK));

  return mark != NULL ? mark + 1 : end;
}

/* Writes the members at @text as a ZIP file into @buffer; returns how long it is. */
static gsize
write_zip (const char *text,
           const char *end,
           char       *buffer,
           gsize       capacity)
{
  struct archive *archive = archive_write_new ();
  size_t used = 0;

  archive_write_set_format_zip (archive);
  archive_write_set_options (archive, "zip:compression=store");
  archive_write_open_memory (archive, buffer, capacity, &used);

  while (text < end)
    {
      const char *next = find_mark (text, end);
      const char *line_end = memchr (text, '\n', next - text);
      g_autofree char *name = NULL;

      line_end = line_end != NULL ? line_end : next - 1;
      name = g_strndup (text + strlen (MARK), MAX (line_end - text - (gssize)strlen (MARK), 0));
      add_member (archive, name, line_end + 1, next - line_end - 1);
      text = next;
    }

  archive_write_free (archive);

  return used;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const char *bytes = (const char *)data;
  gsize capacity = 4 * size + 1024 * 1024;
  g_autofree char *buffer = NULL;

  if (size < strlen (MARK) || memcmp (bytes, MARK, strlen (MARK)) != 0)
    {
      fuzz_file_read (bytes, size);
      return 0;
    }

  buffer = g_malloc (capacity);
  fuzz_file_read (buffer, write_zip (bytes, bytes + size, buffer, capacity));

  return 0;
}
