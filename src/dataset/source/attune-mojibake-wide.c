/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mojibake"

#include "config.h"

#include <string.h>

#include "attune-mojibake-private.h"
#include "attune-plausibility.h"
#include "attune-utf8.h"

/*
 * UTF-8 that was read as GBK or Shift-JIS: its bytes were taken in pairs, so that three of them
 * each for two Chinese characters became three rare ones. Only where every pair had a meaning can
 * it be undone; elsewhere the bytes are lost. Letters with an accent have two bytes in themselves;
 * attune-mojibake-accents.c tells of them.
 */

/* GB18030 gives a private character to each pair that GBK leaves free, and so do the programs that
 * say GBK. */
static const char *const charsets[ATTUNE_N_WIDE][2] = { { "GBK", "GB18030" }, { "CP932" } };

/* What Windows reads in Shift-JIS where the standard has nothing (Microsoft, “Code Page 932”). */
static const struct
{
  guint16 character;
  guint8  byte;
} windows_932[] = {
  { 0x0080, 0x80 }, { 0xf8f0, 0xa0 }, { 0xf8f1, 0xfd }, { 0xf8f2, 0xfe }, { 0xf8f3, 0xff },
};

static guint16 *tables[ATTUNE_N_WIDE];        /* by character: its one or two bytes, or 0 */
static guint64 suspects[0x10000 / 64];        /* a bit for each that begins a wrong reading */

static void
add_code (AttuneWide  wide,
          GIConv      converter,
          guint       code)
{
  char bytes[] = { (char)(code >> 8), (char)code };
  char text[8] = { 0 };
  char *in = code > 0xff ? bytes : bytes + 1;
  char *out = text;
  gsize in_left = code > 0xff ? 2 : 1;
  gsize out_left = sizeof text - 1;
  gunichar character;

  /* What has no meaning may leave the beginning of something behind. */
  if (g_iconv (converter, &in, &in_left, &out, &out_left) == (gsize)-1)
    {
      g_iconv (converter, NULL, NULL, NULL, NULL);
      return;
    }

  if (in_left > 0 || out == text || g_utf8_next_char (text) != out)
    return;

  character = g_utf8_get_char (text);

  /* Where two codes mean one character, programs write the first. */
  if (character >= 0x80 && character < 0x10000 && tables[wide][character] == 0)
    tables[wide][character] = (guint16)code;
}

/* A pair that begins a character of three bytes; or, in GBK, one of Russian in a part of it that
 * holds only rare characters. */
static gboolean
is_suspect_code (AttuneWide wide,
                 guint      code)
{
  guint first = code >> 8;
  guint second = code & 0xff;

  if (second < 0x80 || second > 0xbf)
    return FALSE;

  return (first >= 0xe2 && first <= 0xef) ||
         (wide == ATTUNE_WIDE_GBK && (first == 0xd0 || first == 0xd1) && second <= 0xa0);
}

static void
add_charset (AttuneWide  wide,
             const char *charset)
{
  GIConv converter = g_iconv_open ("UTF-8", charset);

  if (converter == (GIConv)-1)
    return;

  for (guint code = 0x80; code <= 0xff; code++)
    add_code (wide, converter, code);

  for (guint code = 0x8140; code <= 0xfefe; code++)
    if ((code & 0xff) >= 0x40)
      add_code (wide, converter, code);

  g_iconv_close (converter);
}

static void
set_up_table (AttuneWide wide)
{
  tables[wide] = g_new0 (guint16, 0x10000);

  for (guint i = 0; i < G_N_ELEMENTS (charsets[wide]) && charsets[wide][i] != NULL; i++)
    add_charset (wide, charsets[wide][i]);

  if (wide == ATTUNE_WIDE_SHIFT_JIS)
    for (guint i = 0; i < G_N_ELEMENTS (windows_932); i++)
      tables[wide][windows_932[i].character] = windows_932[i].byte;
}

static gpointer
set_up (gpointer data)
{
  for (guint wide = 0; wide < ATTUNE_N_WIDE; wide++)
    {
      set_up_table (wide);

      for (guint character = 0; character < 0x10000; character++)
        {
          if (is_suspect_code (wide, tables[wide][character]))
            suspects[character / 64] |= G_GUINT64_CONSTANT (1) << (character % 64);
        }
    }

  return NULL;
}

/* Returns a bit for each character that may begin a wrong reading. */
const guint64 *
attune_mojibake_get_suspects (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, set_up, NULL);

  return suspects;
}

/* Returns the one or two bytes that were read as @character, or 0. */
guint
attune_mojibake_encode (AttuneWide wide,
                        gunichar   character)
{
  attune_mojibake_get_suspects ();

  return character < 0x10000 ? tables[wide][character] : 0;
}

/* Gets the bytes that were read as the characters at the beginning of @text, as far as they all
 * have a meaning. @ends is how much of @text ends with each byte: 0 for the first of a pair.
 * Returns how much of @text that is. */
static gsize
get_bytes (AttuneWide  wide,
           const char *text,
           gsize       length,
           GByteArray *bytes,
           GArray     *ends)
{
  gsize i = 0;

  while (i < length)
    {
      guint n = attune_utf8_get_sequence (text + i, length - i, NULL);
      guint code = n > 1 ? attune_mojibake_encode (wide, g_utf8_get_char (text + i)) : 0;
      guint8 pair[] = { (guint8)(code >> 8), (guint8)code };
      gsize within = 0;

      if (code == 0)
        break;

      i += n;

      if (code > 0xff)
        {
          g_byte_array_append (bytes, pair, 1);
          g_array_append_val (ends, within);
        }

      g_byte_array_append (bytes, pair + 1, 1);
      g_array_append_val (ends, i);
    }

  return i;
}

/* Returns how many bytes from the first on are UTF-8, up to an end of a pair. @n_wide are those of
 * its characters that are not ASCII. */
static gsize
match_utf8 (const guint8 *bytes,
            gsize         length,
            const gsize  *ends,
            gsize        *n_wide)
{
  gsize matched = 0;
  gsize n_found = 0;

  *n_wide = 0;

  for (gsize i = 0; i < length;)
    {
      guint n = attune_utf8_get_sequence ((const char *)bytes + i, length - i, NULL);

      if (n == 0)
        break;

      n_found += n > 1;
      i += n;

      if (ends[i - 1] > 0)
        {
          matched = i;
          *n_wide = n_found;
        }
    }

  return matched;
}

/* A quote or dash between Latin letters is one character in itself. */
static gboolean
is_printed_punctuation (const guint8 *bytes,
                        gsize         length)
{
  return length >= 3 && bytes[0] == 0xe2 && bytes[1] == 0x80 && bytes[2] >= 0x90 &&
         bytes[2] <= 0xa6;
}

/* Follows the bytes of wrong readings through UTF-8. */
typedef struct
{
  guint8 bytes[3];   /* the first */
  guint  n_bytes;
  guint  n_missing;  /* of the character that has begun */
  guint  n_wide;     /* characters that are complete */
} Follower;

static gboolean
follow_byte (Follower *self,
             guint8    byte)
{
  if (self->n_bytes < sizeof self->bytes)
    self->bytes[self->n_bytes++] = byte;

  if (self->n_missing > 0)
    {
      self->n_missing--;
      self->n_wide += self->n_missing == 0;
      return (byte & 0xc0) == 0x80;
    }

  if (byte >= 0xc2 && byte <= 0xf4)
    self->n_missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;

  return byte < 0x80 || self->n_missing > 0;
}

static gboolean
may_be_wide (AttuneWide  wide,
             const char *text,
             gsize       length)
{
  Follower follower = { 0 };

  for (gsize i = 0; i < length;)
    {
      guint n = attune_utf8_get_sequence (text + i, length - i, NULL);
      guint code = n > 1 ? attune_mojibake_encode (wide, g_utf8_get_char (text + i)) : 0;

      if (code == 0 || (code > 0xff && !follow_byte (&follower, (guint8)(code >> 8))) ||
          !follow_byte (&follower, (guint8)code))
        return FALSE;

      if (follower.n_wide > (is_printed_punctuation (follower.bytes, follower.n_bytes) ? 0 : 1))
        return TRUE;

      i += n;
    }

  return FALSE;
}

/* Returns whether the beginning of @text, a suspect character, may be that of a wrong reading:
 * whether as many characters come out of it as attune_mojibake_repair_wide() wants to see. */
gboolean
attune_mojibake_find_wide (const char *text,
                           gsize       length)
{
  return may_be_wide (ATTUNE_WIDE_GBK, text, length) ||
         may_be_wide (ATTUNE_WIDE_SHIFT_JIS, text, length);
}

static gboolean
is_better (const char   *text,
           gsize         length,
           const guint8 *bytes,
           gsize         n_bytes,
           gsize         n_wide)
{
  guint64 before;
  guint64 after;

  if (n_wide < 2 && !is_printed_punctuation (bytes, n_bytes))
    return FALSE;

  before = attune_plausibility_measure_text (text, length);
  after = attune_plausibility_measure_text ((const char *)bytes, n_bytes);

  /* A single dash gains less than a word, but its reading is a character that nobody writes. */
  if (n_wide < 2)
    return after < before;

  return attune_mojibake_is_gain (before, after);
}

/* A text that is being mended. */
typedef struct
{
  const char    *text;
  gsize          length;
  AttuneAccents  accents;
  GString       *mended;
  gboolean       is_half;    /* what stays beside what was mended is broken as well */
} Mending;

static void
keep (Mending    *self,
      const char *text,
      gsize       length)
{
  gsize begin = text - self->text;

  attune_accents_add (&self->accents, self->text, self->length, begin, begin + length,
                      self->mended->len);
  g_string_append_len (self->mended, text, length);
}

/* Whether @text has a character that nobody writes next to others: the rest of a wrong reading. */
static gboolean
has_odd (const char *text,
         gsize       length)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    if (!attune_accents_is_common (g_utf8_get_char (p)))
      return TRUE;

  return FALSE;
}

/* Whether a byte was lost at @text: the replacement character stands there. */
static gboolean
has_lost (const Mending *self,
          const char    *text)
{
  static const char replacement[] = "\xef\xbf\xbd";
  gsize length = strlen (replacement);

  return (gsize)(self->text + self->length - text) >= length &&
         memcmp (text, replacement, length) == 0;
}

/* Mends what it can of @length bytes of @text that all have a meaning in the wrong encoding. */
static gboolean
mend_run (Mending          *self,
          const char       *text,
          gsize             length,
          const GByteArray *bytes,
          const GArray     *ends)
{
  const gsize *end = (const gsize *)ends->data;
  gboolean is_mended = FALSE;
  gboolean keeps_odd = FALSE;
  gsize done = 0;   /* of @text */

  for (gsize i = 0; i < bytes->len;)
    {
      gsize n_wide = 0;
      const guint8 *p = bytes->data + i;
      gsize n = *p >= 0xc2 ? match_utf8 (p, bytes->len - i, end + i, &n_wide) : 0;
      gboolean mends = n > 0 && is_better (text + done, end[i + n - 1] - done, p, n, n_wide);

      /* What is matched and found wanting as a whole would not be better from the middle. */
      if (!mends && n_wide < 2)
        n = end[i] > 0 ? 1 : 2;

      if (mends)
        g_string_append_len (self->mended, (const char *)bytes->data + i, n);
      else
        keep (self, text + done, end[i + n - 1] - done);

      is_mended = is_mended || mends;
      keeps_odd = keeps_odd || (!mends && has_odd (text + done, end[i + n - 1] - done));
      done = end[i + n - 1];
      i += n;
    }

  keep (self, text + done, length - done);
  keeps_odd = keeps_odd || has_odd (text + done, length - done) || has_lost (self, text + length);
  self->is_half = self->is_half || (is_mended && keeps_odd);

  return is_mended;
}

/* NUL is a character like any other here. */
static gboolean
is_utf8 (const GString *bytes)
{
  AttuneUtf8Stats stats = { 0 };

  attune_utf8_scan (bytes->str, bytes->len, &stats);

  return stats.n_bad == 0 && attune_utf8_get_incomplete (bytes->str, bytes->len) == 0;
}

/* Reads all of @text as it was before; NULL where some of it has no meaning so. */
GString *
attune_mojibake_encode_wide (AttuneWide  wide,
                             const char *text,
                             gsize       length)
{
  g_autoptr(GString) bytes = g_string_sized_new (length);

  for (gsize i = 0; i < length;)
    {
      guint n = attune_utf8_get_sequence (text + i, length - i, NULL);
      guint code = n > 1 ? attune_mojibake_encode (wide, g_utf8_get_char (text + i)) : 0;

      if (n == 0 || (n > 1 && code == 0))
        return NULL;

      if (code > 0xff)
        g_string_append_c (bytes, (char)(code >> 8));

      g_string_append_c (bytes, n > 1 ? (char)code : text[i]);
      i += n;
    }

  return is_utf8 (bytes) ? g_steal_pointer (&bytes) : NULL;
}

/* Returns NULL unless something in @text is certainly broken, and all that is can be mended: half
 * of a repair makes nothing readable, and hides that something is wrong. */
GString *
attune_mojibake_repair_wide (AttuneWide  wide,
                             const char *text,
                             gsize       length)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr(GString) mended = g_string_sized_new (length);
  g_autoptr(GString) accented = NULL;
  Mending mending = { .text = text, .length = length, .mended = mended };
  gboolean is_mended = FALSE;

  for (gsize i = 0; i < length;)
    {
      gsize n;

      g_byte_array_set_size (bytes, 0);
      g_array_set_size (ends, 0);

      if ((guint8)text[i] >= 0x80 && (n = get_bytes (wide, text + i, length - i, bytes, ends)) > 0)
        {
          is_mended |= mend_run (&mending, text + i, n, bytes, ends);
        }
      else
        {
          guint bad = 1;

          n = attune_utf8_get_sequence (text + i, length - i, &bad);
          n = MAX (n, bad);
          keep (&mending, text + i, n);
        }

      i += n;
    }

  if (wide == ATTUNE_WIDE_GBK && !mending.is_half)
    accented = attune_accents_mend (&mending.accents, mended);

  attune_accents_clear (&mending.accents);

  if (accented != NULL)
    return g_steal_pointer (&accented);

  return is_mended && !mending.is_half ? g_steal_pointer (&mended) : NULL;
}
