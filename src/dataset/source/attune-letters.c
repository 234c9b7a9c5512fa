/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-letters"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-letters.h"
#include "attune-plausibility.h"

/*
 * The part of the model of attune-plausibility.c that is about alphabets: encodings of one byte a
 * character. Their letters alone say little, since every byte is some letter in most of them. What
 * tells is which letters a language has, that no capital follows a small letter, and that no sign
 * stands inside a word.
 */

#define BITS(n) ((guint16)((n) * ATTUNE_PLAUSIBILITY_BIT))

typedef struct
{
  const char *letters;      /* outside ASCII, the most common first */
  double      base;         /* the bits that say that a letter outside ASCII comes at all */
  gboolean    is_alone;     /* its words have no ASCII letters */
  const char *encodings;    /* between spaces */
} Language;

static const Language languages[] = {
  { "éàèêçôîûùâïëœæ", 3, FALSE, " WINDOWS-1252 ISO-8859-15 MACINTOSH ISO-8859-1 " },
  { "üäöß", 4, FALSE, " WINDOWS-1252 MACINTOSH " },
  { "óíáéñúü¿¡", 3.5, FALSE, " WINDOWS-1252 MACINTOSH " },
  { "ãçáéíóõêúâôàü", 3, FALSE, " WINDOWS-1252 MACINTOSH " },
  { "èàùòìé", 4, FALSE, " WINDOWS-1252 MACINTOSH " },
  { "åäöøæé", 3, FALSE, " WINDOWS-1252 MACINTOSH " },
  { "íáðéöúþæóý", 2.5, FALSE, " WINDOWS-1252 " },
  { "ąęłóśżćńź", 3, FALSE, " WINDOWS-1250 ISO-8859-2 ISO-8859-16 " },
  { "íáéěřžčšýůúťďňó", 2.5, FALSE, " WINDOWS-1250 ISO-8859-2 " },
  { "áíéčšžýúľťôňäď", 2.5, FALSE, " WINDOWS-1250 ISO-8859-2 " },
  { "éáöóőüíúű", 2.5, FALSE, " WINDOWS-1250 ISO-8859-2 " },
  { "čšžćđ", 4, FALSE, " WINDOWS-1250 ISO-8859-2 " },
  { "ăîţşâșț", 3, FALSE, " WINDOWS-1250 ISO-8859-2 ISO-8859-16 " },
  { "ışüğçöİâî", 2.5, FALSE, " WINDOWS-1254 ISO-8859-9 " },
  { "ėžšįųūąčę", 3, FALSE, " WINDOWS-1257 ISO-8859-13 ISO-8859-4 " },
  { "āīēšņļžūģčķ", 3, FALSE, " WINDOWS-1257 ISO-8859-13 ISO-8859-4 " },
  { "äõüöšž", 3, FALSE, " WINDOWS-1257 ISO-8859-13 ISO-8859-15 " },
  { "đươăâêộ́̀̃̉áàéèóùíú", 2, FALSE, " WINDOWS-1258 " },
  { "оеаинтсрвлкмдпуяызьбгчйхжшюцщэфъё", 0, TRUE,
    " WINDOWS-1251 KOI8-R ISO-8859-5 IBM866 " },
  { "оанивтерслкідмупяззьбгйчхїцжєшющфґ", 0, TRUE, " WINDOWS-1251 KOI8-U ISO-8859-5 " },
  { "аоиентрсвлкпдмзъугяйбщчцжхшюьф", 0, TRUE, " WINDOWS-1251 " },
  { "αοιετσνηυρπκμλωςίάδγόέχβήθφύώξζψϊ", 0, TRUE, " WINDOWS-1253 ISO-8859-7 " },
  { "יוהלארתבםמנשעחדקפגכטזסןץצךףְִַָֹּ", 0, TRUE, " WINDOWS-1255 ISO-8859-8 " },
  { "اليمنرتوبةعدسفهكقحجأشطصخإذزىضءغئثآظؤ،؟", 0, TRUE, " WINDOWS-1256 ISO-8859-6 " },
  { "ากนรอเงมยลว่ด้ทสตะปบคหแจพชขใไิีืุูั์โผถธศณซฐญ็", 0, TRUE, " ISO-8859-11 " },
};

typedef enum
{
  KIND_OTHER,      /* a space, a digit, punctuation */
  KIND_UPPER,
  KIND_LOWER,
  KIND_QUOTE,      /* may touch a letter on one side */
  KIND_APOSTROPHE, /* may stand within a word */
  KIND_SIGN,       /* stands alone */
} Kind;

typedef struct
{
  guint16  cost[256];
  guint8   kind[256];
  gboolean is_alone;
} Table;

typedef struct
{
  char   *name;
  GArray *tables;   /* of Table: one a language */
} Encoding;

static Kind
get_kind (gunichar character)
{
  switch (character)
    {
    case 0x2019:
      return KIND_APOSTROPHE;
    case 0x2018: case 0x201a: case 0x201c: case 0x201d: case 0x201e: case 0x2013: case 0x2014:
    case 0x2026: case 0x00ab: case 0x00bb: case 0x00a0: case 0x2039: case 0x203a: case 0x20ac:
    case 0x00b0: case 0x00a3: case 0x00a9: case 0x00ae: case 0x2122: case 0x00bf: case 0x00a1:
    case 0x2022: case 0x00b7: case 0x2116: case 0x00a7: case 0x00ba: case 0x00aa: case 0x0e2f:
    case 0x0e46:
      return KIND_QUOTE;
    default:
      return KIND_SIGN;
    }
}

static void
set_symbol (Table    *table,
            guint     byte,
            gunichar  character)
{
  Kind kind = get_kind (character);
  guint16 cost = BITS (g_unichar_iscntrl (character) ? 20 : 14);

  table->kind[byte] = kind;

  /* The quotes and dashes of printed text are far more common than the other signs. */
  if (kind != KIND_SIGN)
    cost = character >= 0x2010 && character < 0x2030 && kind == KIND_QUOTE ? BITS (6.5) : BITS (8);

  table->cost[byte] = cost;
}

static void
set_letter (Table          *table,
            const Language *language,
            guint           byte,
            gunichar        character)
{
  char small[7] = { 0 };
  const char *found;
  gunichar lower = g_unichar_tolower (character);
  double bits = language->is_alone ? 11 : 14;

  g_unichar_to_utf8 (lower, small);
  table->kind[byte] = lower != character ? KIND_UPPER : KIND_LOWER;

  /* A language with n letters uses that at place r about 1 / ((r + 1) ln n) of the time; an
   * alphabet of its own spreads more evenly. */
  if ((found = strstr (language->letters, small)))
    {
      long rank = g_utf8_pointer_to_offset (language->letters, found);
      double spread = language->is_alone ? 8 : 0.5;

      bits = language->base + log2 ((rank + spread) * (language->is_alone ? 1.4 : 2.5));
    }

  table->cost[byte] = BITS (MAX (bits, 1) + (lower != character ? 3 : 0));
}

static void
set_ascii (Table *table)
{
  for (guint byte = 0; byte < 0x80; byte++)
    {
      gboolean is_control = byte < 0x20 && !g_ascii_isspace (byte);
      Kind kind = KIND_OTHER;

      if (g_ascii_isalpha (byte))
        kind = g_ascii_islower (byte) ? KIND_LOWER : KIND_UPPER;

      table->cost[byte] = g_ascii_isalpha (byte) ? BITS (4.5) : is_control ? BITS (14) : BITS (5.5);
      table->kind[byte] = kind;
    }
}

static gunichar
decode_byte (GIConv converter,
             guint  byte)
{
  char in_bytes[] = { (char)byte };
  char text[8] = { 0 };
  char *in = in_bytes;
  char *out = text;
  gsize in_left = 1;
  gsize out_left = sizeof text - 1;

  if (g_iconv (converter, &in, &in_left, &out, &out_left) == (gsize)-1 ||
      g_iconv (converter, NULL, NULL, &out, &out_left) == (gsize)-1 || out == text)
    {
      g_iconv (converter, NULL, NULL, NULL, NULL);
      return 0;
    }

  return g_utf8_get_char (text);
}

static void
set_up_table (Table          *table,
              const Language *language,
              GIConv          converter)
{
  set_ascii (table);
  table->is_alone = language->is_alone;

  for (guint byte = 0x80; byte < 0x100; byte++)
    {
      gunichar character = decode_byte (converter, byte);

      if (character == 0)
        {
          table->cost[byte] = BITS (24);
          table->kind[byte] = KIND_SIGN;
        }
      else if (g_unichar_isalpha (character) || g_unichar_ismark (character))
        {
          set_letter (table, language, byte, character);
        }
      else
        {
          set_symbol (table, byte, character);
        }
    }
}

static Encoding *
encoding_new (const char *name)
{
  g_autofree char *word = g_strdup_printf (" %s ", name);
  GIConv converter = g_iconv_open ("UTF-8", name);
  Encoding *self = g_new0 (Encoding, 1);

  self->name = g_strdup (name);
  self->tables = g_array_new (FALSE, TRUE, sizeof (Table));

  for (gsize i = 0; converter != (GIConv)-1 && i < G_N_ELEMENTS (languages); i++)
    {
      if (strstr (languages[i].encodings, word) != NULL)
        {
          g_array_set_size (self->tables, self->tables->len + 1);
          set_up_table (&g_array_index (self->tables, Table, self->tables->len - 1), &languages[i],
                        converter);
        }
    }

  if (converter != (GIConv)-1)
    g_iconv_close (converter);

  return self;
}

/* The tables are made when an encoding is first asked for, and stay: there are some thirty of them,
 * a kilobyte each, and what is asked for once is asked for again with the next line. */
static const Encoding *
find_encoding (const char *name)
{
  static GMutex mutex;
  static GPtrArray *encodings;
  Encoding *found = NULL;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (encodings == NULL)
    encodings = g_ptr_array_new ();

  for (guint i = 0; i < encodings->len; i++)
    {
      Encoding *encoding = g_ptr_array_index (encodings, i);

      if (g_str_equal (encoding->name, name))
        return encoding;
    }

  found = encoding_new (name);
  g_ptr_array_add (encodings, found);

  return found;
}

static gboolean
is_letter (Kind kind)
{
  return kind == KIND_UPPER || kind == KIND_LOWER;
}

/* What a letter costs more for where it stands. */
static guint
get_extra (const Table *table,
           guint8       before,
           guint8       byte)
{
  Kind kind = table->kind[byte];
  Kind kind_before = table->kind[before];
  gboolean is_outside = byte >= 0x80 || before >= 0x80;

  if (!is_outside)
    return 0;

  if (kind == KIND_UPPER && kind_before == KIND_LOWER)
    return BITS (8);

  if ((kind == KIND_SIGN && is_letter (kind_before)) ||
      (kind_before == KIND_SIGN && is_letter (kind)))
    return BITS (4);

  if (table->is_alone && is_letter (kind) && is_letter (kind_before) &&
      (byte < 0x80) != (before < 0x80))
    return BITS (8);

  return 0;
}

static guint64
measure_with (const Table *table,
              const char  *bytes,
              gsize        length)
{
  guint64 sum = 0;
  guint8 before = ' ';
  guint word_length = 0;
  gboolean is_shouted = FALSE;    /* two capitals came one after the other */
  gboolean was_letter = FALSE;    /* what stood before @before */
  gsize n_own = 0;                /* letters outside ASCII */

  /* One byte beyond the end, to end the last word. */
  for (gsize i = 0; i <= length; i++)
    {
      guint8 byte = i < length ? (guint8)bytes[i] : '\n';
      Kind kind = table->kind[byte];
      Kind kind_before = table->kind[before];

      sum += (i < length ? table->cost[byte] : 0) + get_extra (table, before, byte);

      if (kind == KIND_LOWER && is_shouted && (byte >= 0x80 || before >= 0x80))
        sum += BITS (5);

      /* A single letter of another alphabet may as well be a broken byte. */
      if (table->is_alone && !is_letter (kind) && word_length == 1 && before >= 0x80)
        sum += BITS (7);

      /* Between two letters stands an apostrophe at best. */
      if (was_letter && is_letter (kind) && kind_before == KIND_APOSTROPHE)
        sum -= BITS (3.5);
      else if (was_letter && is_letter (kind) && kind_before == KIND_QUOTE)
        sum += BITS (6);

      is_shouted = kind == KIND_UPPER && kind_before == KIND_UPPER;
      was_letter = is_letter (kind_before);
      n_own += is_letter (kind) && byte >= 0x80;
      word_length = is_letter (kind) ? word_length + 1 : 0;
      before = byte;
    }

  /* Nobody needs an alphabet only for the signs that come with it. */
  return sum + (table->is_alone && n_own == 0 ? BITS (12) : 0);
}

/**
 * attune_letters_measure:
 * @encoding: the name of an encoding with one byte a character
 * @bytes: (array length=length): a line, or a piece of one
 * @length: how many bytes
 *
 * Returns: how many sixteenths of a bit @bytes cost when they are read in @encoding, in the
 *   language that suits them best; %G_MAXUINT64 when no language is known for it
 */
guint64
attune_letters_measure (const char *encoding,
                        const char *bytes,
                        gsize       length)
{
  const Encoding *found = find_encoding (encoding);
  guint64 best = G_MAXUINT64;

  for (guint i = 0; i < found->tables->len; i++)
    best = MIN (best, measure_with (&g_array_index (found->tables, Table, i), bytes, length));

  return best;
}
