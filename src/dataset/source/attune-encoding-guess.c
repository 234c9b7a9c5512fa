/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-encoding-guess"

#include "config.h"

#include <string.h>

#include <uchardet.h>

#include "attune-encoding-guess.h"
#include "attune-encoding.h"
#include "attune-plausibility.h"
#include "attune-utf8.h"

/* A line longer than this is looked at, and decoded, in pieces. */
#define LINE_MAX_LENGTH (64 * 1024)

/* How much of the lines that are not UTF-8 is kept to judge by. */
#define EVIDENCE_LENGTH (64 * 1024)
#define UCHARDET_BONUS (3 * ATTUNE_PLAUSIBILITY_BIT)

/* Bytes that cost more than this on average are no text in any encoding, but damage. */
#define BITS_MAX 11

/* How much of the beginning is kept to tell UTF-16 and UTF-32 without a byte order mark. */
#define BEGIN_LENGTH (64 * 1024)

struct _AttuneEncodingGuess
{
  GByteArray *rest;        /* of a line that goes on in the next piece */
  GByteArray *begin;
  GString    *evidence;    /* lines that are not UTF-8 */
  guint64     n_nul;
  guint64     n_sure;      /* lines that are UTF-8 and could hardly be anything else */
  guint64     n_damaged;   /* lines of UTF-8 in which some bytes are missing or broken */
  guint64     n_foreign;   /* lines that are not UTF-8 */
  guint64     keep_every;  /* of the foreign lines, to spread the evidence over the file */
};

/* From the most to the least likely: of two that read the text the same, the first is taken. The
 * doubt, in bits, keeps what hardly anybody uses from explaining a single broken byte. */
static const struct
{
  const char *encoding;
  guint       doubt;
} candidates[] = {
  { "GB18030", 0 }, { "BIG5-HKSCS", 0 }, { "CP932", 0 }, { "EUC-JP", 1 }, { "CP949", 0 },
  { "WINDOWS-1252", 0 }, { "WINDOWS-1251", 1 }, { "WINDOWS-1250", 3 }, { "WINDOWS-1254", 3 },
  { "WINDOWS-1253", 3 }, { "WINDOWS-1255", 5 }, { "WINDOWS-1256", 5 }, { "WINDOWS-1257", 4 },
  { "WINDOWS-1258", 5 }, { "KOI8-R", 3 }, { "KOI8-U", 4 }, { "IBM866", 5 }, { "ISO-8859-2", 4 },
  { "ISO-8859-5", 5 }, { "ISO-8859-7", 4 }, { "ISO-8859-15", 2 }, { "ISO-8859-9", 4 },
  { "ISO-8859-6", 6 }, { "ISO-8859-8", 6 }, { "ISO-8859-11", 6 }, { "ISO-8859-13", 6 },
  { "ISO-8859-16", 6 }, { "MACINTOSH", 2 },
};

/**
 * attune_encoding_guess_new:
 *
 * Returns: (transfer full): a guess that has seen nothing yet
 */
AttuneEncodingGuess *
attune_encoding_guess_new (void)
{
  AttuneEncodingGuess *self = g_new0 (AttuneEncodingGuess, 1);

  self->rest = g_byte_array_new ();
  self->begin = g_byte_array_new ();
  self->evidence = g_string_new (NULL);
  self->keep_every = 1;

  return self;
}

/**
 * attune_encoding_guess_free:
 * @self: (transfer full): a guess
 */
void
attune_encoding_guess_free (AttuneEncodingGuess *self)
{
  g_byte_array_unref (self->rest);
  g_byte_array_unref (self->begin);
  g_string_free (self->evidence, TRUE);
  g_free (self);
}

/**
 * attune_encoding_guess_find_bom:
 * @bytes: (array length=length): the beginning of a file
 * @length: how many bytes
 * @bom_length: (out): the length of the byte order mark
 *
 * Returns: (nullable): the name of the encoding that a byte order mark names
 */
const char *
attune_encoding_guess_find_bom (const char *bytes,
                                gsize       length,
                                guint      *bom_length)
{
  /* UTF-32 before UTF-16, whose mark is the beginning of its mark. */
  static const struct
  {
    const char *mark;
    guint       length;
    const char *encoding;
  } marks[] = {
    { "\xef\xbb\xbf", 3, "UTF-8" },
    { "\xff\xfe\x00\x00", 4, "UTF-32LE" },
    { "\x00\x00\xfe\xff", 4, "UTF-32BE" },
    { "\xff\xfe", 2, "UTF-16LE" },
    { "\xfe\xff", 2, "UTF-16BE" },
    { "\x84\x31\x95\x33", 4, "GB18030" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (length >= marks[i].length && memcmp (bytes, marks[i].mark, marks[i].length) == 0)
        {
          *bom_length = marks[i].length;
          return marks[i].encoding;
        }
    }

  *bom_length = 0;

  return NULL;
}

/* Below 0x30 no byte is a part of a longer character, in any of the encodings that have such: the
 * second byte of GB18030 begins with 0x30, that of the others with 0x40. */
static gsize
find_cut (const char *bytes,
          gsize       length)
{
  for (gsize i = length; i > length / 2; i--)
    {
      if ((guint8)bytes[i - 1] < 0x30)
        return i;
    }

  return length - attune_utf8_get_incomplete (bytes, length);
}

/**
 * attune_encoding_guess_find_line:
 * @bytes: (array length=length): some text of an encoding that is not known, but holds ASCII
 * @length: how many bytes
 * @is_last: whether nothing comes after them
 *
 * Lines are judged and decoded one by one in a file that is put together from several encodings.
 * A line that is very long comes in pieces.
 *
 * Returns: the length of the first line, with its end, or of a piece of it; 0 when more bytes are
 *   needed
 */
gsize
attune_encoding_guess_find_line (const char *bytes,
                                 gsize       length,
                                 gboolean    is_last)
{
  gsize n = MIN (length, LINE_MAX_LENGTH);
  const char *end = memchr (bytes, '\n', n);

  if (end != NULL)
    return end - bytes + 1;

  if (length > LINE_MAX_LENGTH)
    return find_cut (bytes, LINE_MAX_LENGTH);

  return is_last ? length : 0;
}

static void
keep_evidence (AttuneEncodingGuess *self,
               const char          *line,
               gsize                length)
{
  /* When it is full, every second half of what comes is worth as much as what is there. */
  if (self->n_foreign % self->keep_every != 0)
    return;

  if (self->evidence->len + length > EVIDENCE_LENGTH)
    {
      g_string_erase (self->evidence, 0, MIN (self->evidence->len, EVIDENCE_LENGTH / 2));
      self->keep_every *= 2;
    }

  g_string_append_len (self->evidence, line, length);

  if (length > 0 && line[length - 1] != '\n')
    g_string_append_c (self->evidence, '\n');
}

static void
judge_line (AttuneEncodingGuess *self,
            const char          *line,
            gsize                length)
{
  AttuneUtf8Stats stats;

  if (attune_utf8_is_ascii (line, length))
    return;

  attune_utf8_scan (line, length, &stats);

  if (stats.n_bad == 0)
    {
      self->n_sure += stats.n_long >= 2 || stats.n_sequences >= 4;
    }
  else if (attune_utf8_is_damaged (&stats))
    {
      self->n_damaged++;
    }
  else
    {
      self->n_foreign++;
      keep_evidence (self, line, length);
    }
}

static gsize
judge_lines (AttuneEncodingGuess *self,
             const char          *bytes,
             gsize                length,
             gboolean             is_last)
{
  gsize done = 0;
  gsize n;

  while (done < length &&
         (n = attune_encoding_guess_find_line (bytes + done, length - done, is_last)) > 0)
    {
      judge_line (self, bytes + done, n);
      done += n;
    }

  return done;
}

static guint64
count_nul (const char *bytes,
           gsize       length)
{
  guint64 n = 0;

  for (const char *p = memchr (bytes, 0, length); p != NULL;
       p = memchr (p + 1, 0, length - (p + 1 - bytes)))
    n++;

  return n;
}

/**
 * attune_encoding_guess_feed:
 * @self: a guess
 * @bytes: (array length=length): the next bytes of the file, or of another place in it
 * @length: how many bytes
 */
void
attune_encoding_guess_feed (AttuneEncodingGuess *self,
                            const char          *bytes,
                            gsize                length)
{
  gsize done;

  g_return_if_fail (self != NULL);

  if (length == 0)
    return;

  if (self->begin->len < BEGIN_LENGTH)
    g_byte_array_append (self->begin, (const guint8 *)bytes,
                         MIN (length, BEGIN_LENGTH - self->begin->len));

  self->n_nul += count_nul (bytes, length);

  if (self->rest->len == 0)
    {
      done = judge_lines (self, bytes, length, FALSE);
      g_byte_array_append (self->rest, (const guint8 *)bytes + done, length - done);
      return;
    }

  g_byte_array_append (self->rest, (const guint8 *)bytes, length);
  done = judge_lines (self, (const char *)self->rest->data, self->rest->len, FALSE);
  g_byte_array_remove_range (self->rest, 0, done);
}

static gunichar
get_unit (const guint8 *bytes,
          guint         width,
          gboolean      is_big)
{
  gunichar unit = 0;

  for (guint i = 0; i < width; i++)
    unit |= (gunichar)bytes[i] << 8 * (is_big ? width - 1 - i : i);

  return unit;
}

/* Returns how many of a hundred units of the beginning are letters and signs that texts have. */
static guint
get_share_of_text (AttuneEncodingGuess *self,
                   guint                width,
                   gboolean             is_big)
{
  guint64 n_good = 0;
  guint64 n_units = self->begin->len / width;

  for (guint64 i = 0; i < n_units; i++)
    {
      gunichar unit = get_unit (self->begin->data + i * width, width, is_big);

      /* In UTF-16, half of a character beyond the first plane is as good as a whole one. */
      n_good += (unit >= 0x20 && unit < 0x250) || unit == '\n' || unit == '\r' || unit == '\t' ||
                (unit >= 0x370 && unit < 0x700) || (unit >= 0x2000 && unit < 0x2070) ||
                (unit >= 0x3000 && unit < 0x3100) || (unit >= 0x4e00 && unit < 0x9fa6) ||
                (unit >= 0xac00 && unit < 0xd7a4) || (unit >= 0xff01 && unit < 0xff5f) ||
                (width == 2 && unit >= 0xd800 && unit < 0xe000) ||
                (width == 4 && unit >= 0x1f300 && unit < 0x1fb00);
    }

  return n_units > 0 ? n_good * 100 / n_units : 0;
}

/* Texts have no NUL characters, but UTF-16 and UTF-32 have NUL bytes wherever a letter or a line
 * end of ASCII is. A file of 8-bit text in which some bytes were lost on a disk has them too, but
 * then the pairs of its bytes are not letters. */
static const char *
recognise_wide (AttuneEncodingGuess *self)
{
  static const struct
  {
    const char *encoding;
    guint       width;
    gboolean    is_big;
  } wide[] = {
    { "UTF-32LE", 4, FALSE }, { "UTF-32BE", 4, TRUE }, { "UTF-16LE", 2, FALSE }, { "UTF-16BE", 2, TRUE },
  };
  const char *best = NULL;
  guint best_share = 94;

  if (self->n_nul == 0)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    {
      guint share = get_share_of_text (self, wide[i].width, wide[i].is_big);

      if (share > best_share)
        {
          best = wide[i].encoding;
          best_share = share;
        }
    }

  return best;
}

static const char *
ask_uchardet (const GString *evidence)
{
  uchardet_t detector = uchardet_new ();
  const AttuneEncoding *encoding = NULL;
  const char *name;

  uchardet_handle_data (detector, evidence->str, evidence->len);
  uchardet_data_end (detector);

  if ((name = uchardet_get_charset (detector)) != NULL && *name != '\0')
    encoding = attune_encoding_find (name);

  uchardet_delete (detector);

  return encoding != NULL ? encoding->name : NULL;
}

/* Line by line, because the languages of an encoding are tried line by line. */
static guint64
measure (const GString *evidence,
         const char    *encoding,
         guint64        limit)
{

  guint64 sum = 0;
  gsize done = 0;

  while (done < evidence->len && sum < limit)
    {
      gsize n = attune_encoding_guess_find_line (evidence->str + done, evidence->len - done, TRUE);
      guint64 bits = attune_plausibility_measure_bytes (encoding, evidence->str + done, n);

      sum = bits < G_MAXUINT64 - sum ? sum + bits : G_MAXUINT64;
      done += n;
    }

  return sum;
}

/* What the bytes outside ASCII cost on average, in bits. */
static double
get_average (const GString *evidence,
             guint64        bits)
{
  double rest = (double)bits / ATTUNE_PLAUSIBILITY_BIT;
  gsize n_high = 0;

  for (gsize i = 0; i < evidence->len; i++)
    {
      guint8 byte = (guint8)evidence->str[i];

      n_high += byte >= 0x80;
      rest -= byte >= 0x80 ? 0 : g_ascii_isalpha (byte) ? 4.5 : 5.5;
    }

  return rest / MAX (n_high, 1);
}

/* Returns NULL when the evidence is no text in any encoding. */
static const char *
judge_evidence (AttuneEncodingGuess *self)
{
  const char *asked = ask_uchardet (self->evidence);
  const char *best = NULL;
  guint64 best_bits = G_MAXUINT64;
  guint64 own_bits = G_MAXUINT64;   /* of the best, without uchardet's word for it */

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      const char *encoding = candidates[i].encoding;
      gboolean is_asked = g_strcmp0 (asked, encoding) == 0;
      guint64 doubt = candidates[i].doubt * ATTUNE_PLAUSIBILITY_BIT;
      guint64 limit = MIN (best_bits, G_MAXUINT64 / 2) + UCHARDET_BONUS;
      guint64 own = MIN (measure (self->evidence, encoding, limit), G_MAXUINT64 - doubt) + doubt;
      guint64 bits = own - (is_asked ? MIN (own, UCHARDET_BONUS) : 0);

      if (bits < best_bits)
        {
          best = encoding;
          best_bits = bits;
          own_bits = own;
        }
    }

  return get_average (self->evidence, own_bits) <= BITS_MAX ? best : NULL;
}

/**
 * attune_encoding_guess_finish:
 * @self: a guess that was fed with all there is
 * @found: (out): what it is
 *
 * A byte order mark decides; then the pattern of NUL bytes; then whether the lines are UTF-8. The
 * lines that are not are judged by how plausible they are in each encoding (see
 * attune_plausibility_measure_bytes()), and uchardet's opinion decides where that is close.
 */
void
attune_encoding_guess_finish (AttuneEncodingGuess *self,
                              AttuneEncodingFound *found)
{
  const char *legacy;
  const char *wide;

  g_return_if_fail (self != NULL);
  g_return_if_fail (found != NULL);

  judge_lines (self, (const char *)self->rest->data, self->rest->len, TRUE);
  g_byte_array_set_size (self->rest, 0);

  *found = (AttuneEncodingFound) { 0 };
  found->encoding = attune_encoding_guess_find_bom ((const char *)self->begin->data,
                                                    self->begin->len, &found->bom_length);

  if (found->encoding != NULL && !g_str_equal (found->encoding, "UTF-8"))
    return;

  if (found->encoding == NULL && (wide = recognise_wide (self)))
    {
      found->encoding = wide;
      return;
    }

  legacy = self->n_foreign > 0 ? judge_evidence (self) : NULL;
  found->is_damaged = self->n_damaged > 0 || (self->n_foreign > 0 && legacy == NULL);

  if (legacy == NULL)
    {
      found->encoding = "UTF-8";
    }
  else if (found->encoding != NULL || self->n_sure + self->n_damaged > self->n_foreign)
    {
      found->encoding = "UTF-8";
      found->other = legacy;
    }
  else
    {
      found->encoding = legacy;
      found->other = self->n_sure > 0 ? "UTF-8" : NULL;
    }
}
