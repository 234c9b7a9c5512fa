/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-foreign-format"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-foreign-format.h"

typedef enum
{
  FAMILY_NONE,
  FAMILY_DOCUMENT,
  FAMILY_ARCHIVE,
  FAMILY_DATABASE,
  FAMILY_MEDIA,
  FAMILY_PROGRAM,
} Family;

/* Files that people choose by mistake, by bytes of their beginning that no text has there. Where
 * these are letters in the middle, a zero byte comes before them. */
static const struct
{
  Family      family;
  guint       offset;
  guint       length;
  const char *bytes;
} signatures[] = {
  { FAMILY_DOCUMENT,   0, 5, "%PDF-" },
  { FAMILY_DOCUMENT,   0, 4, "%!PS" },
  { FAMILY_DOCUMENT,   0, 5, "{\\rtf" },

  { FAMILY_ARCHIVE,    0, 6, "7z\xbc\xaf\x27\x1c" },
  { FAMILY_ARCHIVE,    0, 6, "Rar!\x1a\x07" },
  { FAMILY_ARCHIVE,    0, 6, "\xfd" "7zXZ\0" },
  { FAMILY_ARCHIVE,    0, 4, "\x04\x22\x4d\x18" },      /* LZ4 */
  { FAMILY_ARCHIVE,    0, 10, "BZh91AY&SY" },
  { FAMILY_ARCHIVE,  257, 5, "ustar" },

  { FAMILY_DATABASE,   0, 5, "PAR1\x15" },              /* Parquet, and its first page */
  { FAMILY_DATABASE,   0, 8, "ARROW1\0\0" },
  { FAMILY_DATABASE,   0, 4, "Obj\x01" },               /* Avro */
  { FAMILY_DATABASE,   0, 6, "\x93NUMPY" },
  { FAMILY_DATABASE,   0, 8, "\x89HDF\r\n\x1a\n" },
  { FAMILY_DATABASE,   0, 16, "SQLite format 3\0" },

  { FAMILY_MEDIA,      0, 4, "\x89PNG" },
  { FAMILY_MEDIA,      0, 3, "\xff\xd8\xff" },          /* JPEG */
  { FAMILY_MEDIA,      0, 6, "GIF87a" },
  { FAMILY_MEDIA,      0, 6, "GIF89a" },
  { FAMILY_MEDIA,      8, 4, "WEBP" },
  { FAMILY_MEDIA,      8, 4, "WAVE" },
  { FAMILY_MEDIA,      8, 4, "AVI " },
  { FAMILY_MEDIA,      4, 4, "ftyp" },                  /* MP4 and its like */
  { FAMILY_MEDIA,      0, 5, "OggS\0" },
  { FAMILY_MEDIA,      0, 4, "fLaC" },
  { FAMILY_MEDIA,      0, 4, "ID3\x03" },
  { FAMILY_MEDIA,      0, 4, "ID3\x04" },

  { FAMILY_PROGRAM,    0, 4, "\x7f" "ELF" },
  { FAMILY_PROGRAM,    0, 3, "MZ\x90" },
  { FAMILY_PROGRAM,    0, 6, "GGUF\x02\0" },
  { FAMILY_PROGRAM,    0, 6, "GGUF\x03\0" },
};

static Family
recognise (const char *bytes,
           gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      guint offset = signatures[i].offset;

      if (length >= offset + signatures[i].length &&
          memcmp (bytes + offset, signatures[i].bytes, signatures[i].length) == 0 &&
          (offset == 0 || memchr (bytes, '\0', offset) != NULL))
        return signatures[i].family;
    }

  return FAMILY_NONE;
}

/**
 * attune_foreign_format_fail_document:
 * @name: the name of a file
 * @error: (nullable): where to put %ATTUNE_ERROR_DATA
 *
 * Says that a file is a document for reading.
 */
void
attune_foreign_format_fail_document (const char  *name,
                                     GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is a document, not a table or a text of data. Save what it holds as "
                      "XLSX, CSV or plain text, then choose the result."),
                    name);
}

/**
 * attune_foreign_format_check:
 * @bytes: (array length=length): the beginning of a file, unpacked
 * @length: how many bytes; of #ATTUNE_FOREIGN_FORMAT_LENGTH all are looked at
 * @name: the name of the file, for sentences
 * @error: (nullable): where to put an error
 *
 * Tells of well-known kinds of files that they are not for reading here, and what to do instead,
 * before any time is spent on them.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_DATA when it is such a file
 */
gboolean
attune_foreign_format_check (const char  *bytes,
                             gsize        length,
                             const char  *name,
                             GError     **error)
{
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  switch (recognise (bytes, length))
    {
    case FAMILY_DOCUMENT:
      attune_foreign_format_fail_document (name, error);
      return FALSE;

    case FAMILY_ARCHIVE:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is packed in a way that Attune does not unpack. Unpack it, then "
                          "choose what is inside. A ZIP file can be chosen as it is."), name);
      return FALSE;

    case FAMILY_DATABASE:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is a table that only some programs can read, such as Parquet or a "
                          "database. Export it from there as JSON Lines or CSV, then choose the "
                          "result."), name);
      return FALSE;

    case FAMILY_MEDIA:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is a picture, a sound or a video. Choose a file of text or a "
                          "table."), name);
      return FALSE;

    case FAMILY_PROGRAM:
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is a program or a model, not data. Choose a file of text or a "
                          "table."), name);
      return FALSE;

    case FAMILY_NONE:
    default:
      return TRUE;
    }
}
