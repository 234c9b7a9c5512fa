/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-encoding"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-encoding.h"

/* The names are those of the GNU iconv. Where an older standard is a part of a newer one, the newer
 * one is offered: a file of the old one reads the same. */
static const AttuneEncoding encodings[] = {
  { "UTF-8", N_("Unicode (UTF-8)") },
  { "UTF-16LE", N_("Unicode (UTF-16, little-endian)") },
  { "UTF-16BE", N_("Unicode (UTF-16, big-endian)") },
  { "UTF-32LE", N_("Unicode (UTF-32, little-endian)") },
  { "UTF-32BE", N_("Unicode (UTF-32, big-endian)") },
  { "GB18030", N_("Simplified Chinese (GB18030, GBK, GB2312)") },
  { "BIG5-HKSCS", N_("Traditional Chinese (Big5)") },
  { "CP932", N_("Japanese (Shift-JIS)") },
  { "EUC-JP", N_("Japanese (EUC-JP)") },
  { "CP949", N_("Korean (EUC-KR)") },
  { "WINDOWS-1252", N_("Western European (Windows-1252)") },
  { "WINDOWS-1250", N_("Central European (Windows-1250)") },
  { "WINDOWS-1251", N_("Cyrillic (Windows-1251)") },
  { "WINDOWS-1253", N_("Greek (Windows-1253)") },
  { "WINDOWS-1254", N_("Turkish (Windows-1254)") },
  { "WINDOWS-1255", N_("Hebrew (Windows-1255)") },
  { "WINDOWS-1256", N_("Arabic (Windows-1256)") },
  { "WINDOWS-1257", N_("Baltic (Windows-1257)") },
  { "WINDOWS-1258", N_("Vietnamese (Windows-1258)") },
  { "KOI8-R", N_("Russian (KOI8-R)") },
  { "KOI8-U", N_("Ukrainian (KOI8-U)") },
  { "IBM866", N_("Cyrillic (DOS 866)") },
  { "ISO-8859-1", N_("Western European (ISO-8859-1)") },
  { "ISO-8859-2", N_("Central European (ISO-8859-2)") },
  { "ISO-8859-3", N_("South European (ISO-8859-3)") },
  { "ISO-8859-4", N_("North European (ISO-8859-4)") },
  { "ISO-8859-5", N_("Cyrillic (ISO-8859-5)") },
  { "ISO-8859-6", N_("Arabic (ISO-8859-6)") },
  { "ISO-8859-7", N_("Greek (ISO-8859-7)") },
  { "ISO-8859-8", N_("Hebrew (ISO-8859-8)") },
  { "ISO-8859-9", N_("Turkish (ISO-8859-9)") },
  { "ISO-8859-10", N_("Nordic (ISO-8859-10)") },
  { "ISO-8859-11", N_("Thai (ISO-8859-11)") },
  { "ISO-8859-13", N_("Baltic (ISO-8859-13)") },
  { "ISO-8859-14", N_("Celtic (ISO-8859-14)") },
  { "ISO-8859-15", N_("Western European (ISO-8859-15)") },
  { "ISO-8859-16", N_("South-Eastern European (ISO-8859-16)") },
  { "MACINTOSH", N_("Western European (Mac Roman)") },
};

/* Other names under which people and detectors know them. */
static const struct
{
  const char *alias;
  const char *name;
} aliases[] = {
  { "ASCII", "UTF-8" }, { "US-ASCII", "UTF-8" }, { "UTF8", "UTF-8" }, { "UTF-8-SIG", "UTF-8" },
  { "UTF-16", "UTF-16LE" }, { "UTF16", "UTF-16LE" }, { "UTF-32", "UTF-32LE" },
  { "GBK", "GB18030" }, { "GB2312", "GB18030" }, { "CP936", "GB18030" }, { "EUC-CN", "GB18030" },
  { "HZ-GB-2312", "GB18030" },
  { "BIG5", "BIG5-HKSCS" }, { "BIG-5", "BIG5-HKSCS" }, { "CP950", "BIG5-HKSCS" },
  { "SHIFT_JIS", "CP932" }, { "SHIFT-JIS", "CP932" }, { "SJIS", "CP932" },
  { "WINDOWS-31J", "CP932" }, { "MS932", "CP932" },
  { "EUCJP", "EUC-JP" }, { "EUC-KR", "CP949" }, { "EUCKR", "CP949" }, { "UHC", "CP949" },
  { "CP1250", "WINDOWS-1250" }, { "CP1251", "WINDOWS-1251" }, { "CP1252", "WINDOWS-1252" },
  { "CP1253", "WINDOWS-1253" }, { "CP1254", "WINDOWS-1254" }, { "CP1255", "WINDOWS-1255" },
  { "CP1256", "WINDOWS-1256" }, { "CP1257", "WINDOWS-1257" }, { "CP1258", "WINDOWS-1258" },
  { "CP866", "IBM866" }, { "LATIN1", "ISO-8859-1" }, { "LATIN-1", "ISO-8859-1" },
  { "TIS-620", "ISO-8859-11" }, { "MAC", "MACINTOSH" }, { "MACROMAN", "MACINTOSH" },
  { "MAC-ROMAN", "MACINTOSH" },
};

/**
 * attune_encoding_list:
 * @n_encodings: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_encodings): the encodings that are offered, the most
 *   likely first
 */
const AttuneEncoding *
attune_encoding_list (gsize *n_encodings)
{
  g_return_val_if_fail (n_encodings != NULL, NULL);

  *n_encodings = G_N_ELEMENTS (encodings);

  return encodings;
}

/**
 * attune_encoding_find:
 * @name: a name of an encoding, in any case; also a usual other name, such as "GBK" or "latin1"
 *
 * Returns: (transfer none) (nullable): the encoding, or %NULL when it is not offered
 */
const AttuneEncoding *
attune_encoding_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      if (g_ascii_strcasecmp (aliases[i].alias, name) == 0)
        name = aliases[i].name;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      if (g_ascii_strcasecmp (encodings[i].name, name) == 0)
        return &encodings[i];
    }

  return NULL;
}

/**
 * attune_encoding_get_label:
 * @name: the name of an encoding
 *
 * Returns: (transfer none): its name for a person, translated; @name itself when it is not offered
 */
const char *
attune_encoding_get_label (const char *name)
{
  const AttuneEncoding *encoding;

  g_return_val_if_fail (name != NULL, NULL);

  encoding = attune_encoding_find (name);

  return encoding != NULL ? _(encoding->label) : name;
}
