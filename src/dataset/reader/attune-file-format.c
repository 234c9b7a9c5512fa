/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-file-format"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-file-format.h"
#include "attune-table-dialect.h"

/* So much of the beginning shows whether a file is text at all. */
#define BINARY_LENGTH 4096

/* Files that people choose by mistake and that could pass for text, by their first bytes. What can
 * be unpacked never comes here, since AttuneSource does that. */
static const char * const binary_signatures[] = {
  "%PDF-", "%!PS", "{\\rtf", "PAR1", "ARROW1", "GGUF", "Rar!", "7z\xbc\xaf", "BZh9", "\xfd" "7zXZ",
  "\x7f" "ELF", "MZ\x90", "\x89PNG", "\xff\xd8\xff", "GIF8", "RIFF", "OggS", "ID3", "\x93NUMPY",
  "SQLite format 3", "\xd0\xcf\x11\xe0",
};

/* Text has line ends, tabs and the like, but one in a hundred characters at most is another control
 * character. In JSON it is the problem of the line that has it. */
static gboolean
is_binary (const char *text,
           gsize       length)
{
  gsize n_controls = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (binary_signatures); i++)
    if (length >= strlen (binary_signatures[i]) &&
        memcmp (text, binary_signatures[i], strlen (binary_signatures[i])) == 0)
      return TRUE;

  if (text[0] == '{' || text[0] == '[')
    return FALSE;

  length = MIN (length, BINARY_LENGTH);

  for (gsize i = 0; i < length; i++)
    n_controls += g_ascii_iscntrl (text[i]) && !g_ascii_isspace (text[i]) && text[i] != '\x1b';

  return 100 * n_controls > length || memchr (text, '\0', length) != NULL;
}

static AttuneFormat
get_format_from_name (const char *name)
{
  static const struct
  {
    const char   *suffix;
    AttuneFormat  format;
  } suffixes[] = {
    { ".jsonl", ATTUNE_FORMAT_JSONL },
    { ".ndjson", ATTUNE_FORMAT_JSONL },
    { ".json", ATTUNE_FORMAT_JSONL },
    { ".csv", ATTUNE_FORMAT_TABLE },
    { ".tsv", ATTUNE_FORMAT_TABLE },
    { ".tab", ATTUNE_FORMAT_TABLE },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix))
      return suffixes[i].format;

  return ATTUNE_FORMAT_UNKNOWN;
}


AttuneFormat
attune_format_recognise (AttuneSource  *source,
                  const char    *text,
                  gsize          length,
                  GError       **error)
{
  const char *name = attune_source_get_display_name (source);
  AttuneFormat format = get_format_from_name (name);
  gboolean is_complete = (goffset)length == attune_source_get_length (source);
  AttuneTableDialect d;

  if (is_binary (text, length))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not plain text. Save it as CSV or JSON Lines with the encoding "
                          "UTF-8, then choose it again."), name);
      return ATTUNE_FORMAT_UNKNOWN;
    }

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }

  if (length > 0 && *text == '{')
    return ATTUNE_FORMAT_JSONL;

  if (length > 0 && *text == '[' && format != ATTUNE_FORMAT_TABLE)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is one long JSON list. Save it as JSON Lines, with one example on "
                          "each line, then choose it again."), name);
      return ATTUNE_FORMAT_UNKNOWN;
    }

  if (format == ATTUNE_FORMAT_UNKNOWN && attune_table_dialect_sniff (NULL, text, length, is_complete, &d))
    return ATTUNE_FORMAT_TABLE;

  if (format == ATTUNE_FORMAT_UNKNOWN)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: %s is the name of a file. */
                      _("“%s” is neither JSON Lines nor a table. Choose a file with one JSON object "
                        "on each line, or a CSV file whose first row names the columns."), name);

  return format;
}

/**
 * attune_format_get_title:
 * @format: a format
 *
 * Returns: (transfer none): its name, in the person's language
 */
const char *
attune_format_get_title (AttuneFormat format)
{
  switch (format)
    {
    case ATTUNE_FORMAT_JSONL:
      return _("JSON Lines");

    case ATTUNE_FORMAT_TABLE:
      return _("Table (CSV)");

    case ATTUNE_FORMAT_JSON:
      return _("JSON");

    case ATTUNE_FORMAT_TEXT:
      return _("Text");

    case ATTUNE_FORMAT_UNKNOWN:
    default:
      return _("Unknown Format");
    }
}
