/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-compound-file"

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-compound-file.h"
#include "attune-error.h"

/* Places in the header and in an entry of the directory ([MS-CFB] 2.2 and 2.6.1), in bytes. */
#define HEADER_LENGTH 512
#define HEADER_SECTOR_SHIFT 30
#define HEADER_DIRECTORY 48
#define HEADER_NEXT_DIFAT 68
#define HEADER_DIFAT 76
#define ENTRY_LENGTH 128
#define ENTRY_NAME_LENGTH 64
#define ENTRY_LEFT 68
#define ENTRY_RIGHT 72
#define ENTRY_CHILD 76

#define HEADER_N_DIFAT ((HEADER_LENGTH - HEADER_DIFAT) / 4)

/* What comes behind the last sector or entry has a number above these. */
#define SECTOR_MAX 0xfffffffa
#define MAX_SECTOR_LENGTH 4096

/* A directory is looked at so far; that of an honest workbook has a dozen entries. */
#define MAX_DIRECTORY_LENGTH (1024 * 1024)

/* By the streams that the specifications of the formats ask for, beside the root. */
static const struct
{
  const char         *stream;
  AttuneCompoundKind  kind;
} streams[] = {
  { "EncryptedPackage", ATTUNE_COMPOUND_ENCRYPTED },
  { "Workbook", ATTUNE_COMPOUND_WORKBOOK },
  { "Book", ATTUNE_COMPOUND_WORKBOOK },
  { "WordDocument", ATTUNE_COMPOUND_DOCUMENT },
  { "PowerPoint Document", ATTUNE_COMPOUND_PRESENTATION },
  { "__properties_version1.0", ATTUNE_COMPOUND_MAIL },
};

typedef struct
{
  int     fd;
  goffset size;
  gsize   sector_length;
  char    header[HEADER_LENGTH];
} Compound;

static guint32
get_uint32 (const char *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);

  return GUINT32_FROM_LE (value);
}

/* Reads a piece of a sector; the first one lies behind the header, which takes the place of one. */
static gboolean
read_sector (Compound *self,
             guint32   sector,
             gsize     offset,
             char     *bytes,
             gsize     length)
{
  goffset begin = ((goffset)sector + 1) * self->sector_length + offset;

  return sector < SECTOR_MAX && begin + (goffset)length <= self->size &&
         pread (self->fd, bytes, length, begin) == (gssize)length;
}

/* Finds the sector that holds part @index of the table of sectors: the header lists the first of
 * them, and a chain of sectors the others. */
static gboolean
find_table (Compound *self,
            guint32   index,
            guint32  *sector)
{
  guint32 n_in_sector = self->sector_length / 4 - 1;
  char number[4];

  if (index < HEADER_N_DIFAT)
    {
      *sector = get_uint32 (self->header + HEADER_DIFAT + 4 * index);
      return TRUE;
    }

  *sector = get_uint32 (self->header + HEADER_NEXT_DIFAT);

  for (index -= HEADER_N_DIFAT; index >= n_in_sector; index -= n_in_sector)
    {
      if (!read_sector (self, *sector, self->sector_length - 4, number, sizeof number))
        return FALSE;

      *sector = get_uint32 (number);
    }

  if (!read_sector (self, *sector, 4 * index, number, sizeof number))
    return FALSE;

  *sector = get_uint32 (number);

  return TRUE;
}

/* Finds the sector that comes behind @sector in its chain. */
static gboolean
find_next (Compound *self,
           guint32  *sector)
{
  guint32 n_in_sector = self->sector_length / 4;
  guint32 table;
  char number[4];

  if (!find_table (self, *sector / n_in_sector, &table) ||
      !read_sector (self, table, 4 * (*sector % n_in_sector), number, sizeof number))
    return FALSE;

  *sector = get_uint32 (number);

  return TRUE;
}

/* Returns the entries of the directory, as far as they can be read; a chain may go in a circle. */
static GByteArray *
read_directory (Compound *self)
{
  GByteArray *directory = g_byte_array_new ();
  guint32 sector = get_uint32 (self->header + HEADER_DIRECTORY);
  char bytes[MAX_SECTOR_LENGTH];

  while (directory->len < MAX_DIRECTORY_LENGTH &&
         read_sector (self, sector, 0, bytes, self->sector_length))
    {
      g_byte_array_append (directory, (const guint8 *)bytes, self->sector_length);

      if (!find_next (self, &sector))
        break;
    }

  return directory;
}

/* Names are in UTF-16, and their length counts the zero behind them. */
static gboolean
has_name (const char *entry,
          const char *name)
{
  gsize length = strlen (name) + 1;

  if ((guint8)entry[ENTRY_NAME_LENGTH] + 256 * (guint8)entry[ENTRY_NAME_LENGTH + 1] != 2 * length)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (entry[2 * i] != name[i] || entry[2 * i + 1] != '\0')
      return FALSE;

  return TRUE;
}

static AttuneCompoundKind
get_kind (const char *entry)
{
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    if (has_name (entry, streams[i].stream))
      return streams[i].kind;

  return ATTUNE_COMPOUND_OTHER;
}

/* Looks at what lies beside the root, and not deeper: a document may hold a workbook, too. The
 * entries of a folder are a tree; where it is broken each of them is still seen only once. */
static AttuneCompoundKind
search_directory (const GByteArray *directory)
{
  guint n_entries = directory->len / ENTRY_LENGTH;
  g_autoptr(GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree gboolean *is_seen = g_new0 (gboolean, n_entries + 1);
  const char *entries = (const char *)directory->data;
  guint32 next;

  if (n_entries == 0)
    return ATTUNE_COMPOUND_UNKNOWN;

  next = get_uint32 (entries + ENTRY_CHILD);
  g_array_append_val (queue, next);

  for (guint i = 0; i < queue->len; i++)
    {
      guint32 index = g_array_index (queue, guint32, i);
      AttuneCompoundKind kind;
      const char *entry;

      if (index >= n_entries || is_seen[index])
        continue;

      is_seen[index] = TRUE;
      entry = entries + index * ENTRY_LENGTH;

      if ((kind = get_kind (entry)) != ATTUNE_COMPOUND_OTHER)
        return kind;

      next = get_uint32 (entry + ENTRY_LEFT);
      g_array_append_val (queue, next);
      next = get_uint32 (entry + ENTRY_RIGHT);
      g_array_append_val (queue, next);
    }

  return ATTUNE_COMPOUND_OTHER;
}

/**
 * attune_compound_file_is:
 * @bytes: (array length=length): the beginning of a file
 * @length: how many bytes
 *
 * Returns: whether it is a compound file of Microsoft, as XLS files are ([MS-CFB] 2.2)
 */
gboolean
attune_compound_file_is (const char *bytes,
                         gsize       length)
{
  static const char signature[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

  return length >= sizeof signature - 1 && memcmp (bytes, signature, sizeof signature - 1) == 0;
}

/**
 * attune_compound_file_recognise:
 * @fd: a compound file
 * @size: its size in bytes
 *
 * Blocks for as long as it takes to read a few sectors.
 *
 * Returns: what it holds
 */
AttuneCompoundKind
attune_compound_file_recognise (int     fd,
                                goffset size)
{
  Compound self = { .fd = fd, .size = size };
  g_autoptr(GByteArray) directory = NULL;

  if (pread (fd, self.header, HEADER_LENGTH, 0) != HEADER_LENGTH ||
      !attune_compound_file_is (self.header, HEADER_LENGTH))
    return ATTUNE_COMPOUND_UNKNOWN;

  /* There are no other lengths. */
  self.sector_length = self.header[HEADER_SECTOR_SHIFT] == 9 ? 512 : MAX_SECTOR_LENGTH;
  directory = read_directory (&self);

  return search_directory (directory);
}

/**
 * attune_compound_file_check:
 * @fd: a compound file
 * @size: its size in bytes
 * @name: the name of the file, for sentences
 * @error: (nullable): where to put an error
 *
 * Tells of a file that looks like a workbook and is none what it is, and what to do. One that is
 * damaged may be a workbook.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_DATA when it is no workbook
 */
gboolean
attune_compound_file_check (int          fd,
                            goffset      size,
                            const char  *name,
                            GError     **error)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  switch (attune_compound_file_recognise (fd, size))
    {
    case ATTUNE_COMPOUND_DOCUMENT:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is a Word document, not a table or a text of data. Save what it "
                          "holds as plain text, CSV or XLSX, then choose the result."), name);
      return FALSE;

    case ATTUNE_COMPOUND_PRESENTATION:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is a presentation, not a table or a text of data. Save what it "
                          "holds as plain text, CSV or XLSX, then choose the result."), name);
      return FALSE;

    case ATTUNE_COMPOUND_MAIL:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is an e-mail, not a table or a text of data. Save what it holds as "
                          "plain text, CSV or XLSX, then choose the result."), name);
      return FALSE;

    case ATTUNE_COMPOUND_OTHER:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” comes from an old Office program, but is not a spreadsheet. Open it "
                          "in the program that it comes from, save what it holds as plain text, CSV "
                          "or XLSX, then choose the result."), name);
      return FALSE;

    case ATTUNE_COMPOUND_UNKNOWN:
    case ATTUNE_COMPOUND_WORKBOOK:
    case ATTUNE_COMPOUND_ENCRYPTED:
    default:
      return TRUE;
    }
}
