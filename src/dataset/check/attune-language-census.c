/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-language-census"

#include "config.h"

#include <string.h>

#include "attune-clones.h"
#include "attune-language-census.h"

/* Of a language that Latin letters write, so many of its little words must be there. */
#define MIN_WORDS 2

/* Chinese characters, in rows of those that differ in the last of their three bytes only. */
#define FIRST_HAN_ROW (0x4e00 / 64)
#define LAST_HAN_ROW  (0x9fff / 64)
#define N_HAN_ROWS    (LAST_HAN_ROW - FIRST_HAN_ROW + 1)

#define WORD_BITS 11

/* Little words that tell a language: those of at most four bytes, packed into a number. */
static const char * const words[ATTUNE_N_LANGUAGES] = {
  [ATTUNE_LANGUAGE_ENGLISH] =
    "the and of to is in that it for was on are with as this be at or you not have from what how can your an by",
  [ATTUNE_LANGUAGE_GERMAN] =
    "der die das und ist ein den von zu mit sich auf für im dem eine wie ich sie als auch es bei wird aus",
  [ATTUNE_LANGUAGE_FRENCH] =
    "le la les des et est une dans pour que qui un du sur pas au ce avec vous sont il par plus ne je de",
  [ATTUNE_LANGUAGE_SPANISH] =
    "el la los las que y en una es por con para del un se como no al su lo más de",
  [ATTUNE_LANGUAGE_PORTUGUESE] =
    "o os uma não com para que do da em um é por se no na dos das como mais ao são de",
  [ATTUNE_LANGUAGE_ITALIAN] =
    "il di che la per non una è un sono con del le si come da i gli più nel lo",
  [ATTUNE_LANGUAGE_DUTCH] =
    "de het een van en is dat niet zijn op te met voor die aan er om ook bij naar",
};

/* Common characters that only one of the two ways to write Chinese has. */
static const char simplified[] =
  "专业东个为书们优会关写务动发听国头学实对应开当择时样没环现电种级经给络网见觉认让识话语说请读谢车边过还这进选错长问间项题马鸟";
static const char traditional[] =
  "來個們優動務問國學實寫專對應擇擊時書會東業樣沒為現環當發種級絡給經網聽見覺話認語說請謝識讀讓車這進過選還邊錯長開間關電項頭題馬鳥點";

/* Those that Latin letters write, in the order of #AttuneLanguage. */
static const AttuneLanguage latin[] = {
  ATTUNE_LANGUAGE_ENGLISH, ATTUNE_LANGUAGE_GERMAN, ATTUNE_LANGUAGE_FRENCH, ATTUNE_LANGUAGE_SPANISH,
  ATTUNE_LANGUAGE_PORTUGUESE, ATTUNE_LANGUAGE_ITALIAN, ATTUNE_LANGUAGE_DUTCH,
};

typedef struct
{
  guint32 word;
  guint32 languages;   /* bits of places in latin */
} Word;

typedef struct
{
  Word    words[1 << WORD_BITS];
  guint32 multiplier;                /* of the hash of a word */
  guint64 simplified[N_HAN_ROWS];    /* a bit for each character that only one of the two has */
  guint64 traditional[N_HAN_ROWS];
} Tables;

static inline guint
hash_word (const Tables *tables,
           guint32       word)
{
  return (word * tables->multiplier) >> (32 - WORD_BITS);
}

/* Puts a word where it belongs; FALSE when there is another. */
static gboolean
add_word (Tables  *tables,
          guint32  word,
          guint    place)
{
  Word *slot = &tables->words[hash_word (tables, word)];

  if (slot->word != 0 && slot->word != word)
    return FALSE;

  slot->word = word;
  slot->languages |= 1u << place;

  return TRUE;
}

static gboolean
add_words (Tables *tables,
           guint   place)
{
  g_auto(GStrv) list = g_strsplit (words[latin[place]], " ", -1);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      guint32 word = 0;

      memcpy (&word, list[i], MIN (strlen (list[i]), sizeof word));

      if (!add_word (tables, word, place))
        return FALSE;
    }

  return TRUE;
}

/* Tries multipliers until one gives each word a slot of its own. */
static void
make_words (Tables *tables)
{
  guint place = 0;

  for (guint32 multiplier = 0x9e3779b1u; place < G_N_ELEMENTS (latin); multiplier += 2)
    {
      memset (tables->words, 0, sizeof tables->words);
      tables->multiplier = multiplier;

      for (place = 0; place < G_N_ELEMENTS (latin) && add_words (tables, place);)
        place++;
    }
}

static void
add_han (guint64    *rows,
         const char *characters)
{
  for (; *characters != '\0'; characters = g_utf8_next_char (characters))
    {
      gunichar c = g_utf8_get_char (characters);

      rows[c / 64 - FIRST_HAN_ROW] |= G_GUINT64_CONSTANT (1) << (c % 64);
    }
}

static const Tables *
get_tables (void)
{
  static Tables tables;
  static gsize is_made;

  if (g_once_init_enter (&is_made))
    {
      make_words (&tables);
      add_han (tables.simplified, simplified);
      add_han (tables.traditional, traditional);
      g_once_init_leave (&is_made, TRUE);
    }

  return &tables;
}

/* The scripts of one language, and those that count as such. */
static int
get_script (gunichar c)
{
  static const struct { gunichar first, last; AttuneLanguage language; } ranges[] = {
    { 0x0370, 0x03ff, ATTUNE_LANGUAGE_GREEK },
    { 0x0400, 0x052f, ATTUNE_LANGUAGE_RUSSIAN },
    { 0x0590, 0x05ff, ATTUNE_LANGUAGE_HEBREW },
    { 0x0600, 0x06ff, ATTUNE_LANGUAGE_ARABIC },
    { 0x0900, 0x097f, ATTUNE_LANGUAGE_HINDI },
    { 0x0e00, 0x0e7f, ATTUNE_LANGUAGE_THAI },
    { 0x1ea0, 0x1ef9, ATTUNE_LANGUAGE_VIETNAMESE },
    { 0x3041, 0x30ff, ATTUNE_LANGUAGE_JAPANESE },
    { 0xac00, 0xd7a3, ATTUNE_LANGUAGE_KOREAN },
  };

  /* Chinese punctuation, most of it. */
  if (c > ranges[G_N_ELEMENTS (ranges) - 1].last)
    return -1;

  for (gsize i = 0; i < G_N_ELEMENTS (ranges) && c >= ranges[i].first; i++)
    if (c <= ranges[i].last)
      return ranges[i].language;

  return -1;
}

/* Signs of all languages, and those of Chinese: between the letters of Vietnamese and Japanese, and
 * behind those of Korean. */
static inline gboolean
is_sign (gunichar c)
{
  return c - 0x1f00 < 0x3041 - 0x1f00 || c > 0xd7a3;
}

/* Whether a word is known, and to which languages, cannot be guessed by the processor, so there is
 * no branch. The multiplication puts bit i of seven into byte i, and the bytes are counted side by
 * side; none overflows, since there are at most 32 words in a block. */
static void
count_word (const Tables         *tables,
            AttuneLanguageCensus *self,
            guint32               word)
{
  const Word *slot = &tables->words[hash_word (tables, word)];
  guint64 found = slot->languages & -(guint32)(slot->word == word);

  G_STATIC_ASSERT (G_N_ELEMENTS (latin) <= 7 &&
                   ATTUNE_LANGUAGE_MAX_BLOCKS * ATTUNE_TEXT_BLOCK / 2 <= G_MAXUINT8);
  self->words += found * G_GUINT64_CONSTANT (0x02040810204081) &
                 G_GUINT64_CONSTANT (0x01010101010101);
}

/* Reads a character of two or three bytes; what has four is no sign of a language. */
static gunichar
read_character (const char *text)
{
  guint8 lead = text[0];

  if (lead < 0xe0)
    return (lead & 0x1fu) << 6 | (text[1] & 0x3fu);

  return lead < 0xf0 ? (lead & 0x0fu) << 12 | (text[1] & 0x3fu) << 6 | (text[2] & 0x3fu) : 0;
}

/* Words are found by where letters begin and end, without looking at each of them, and those of
 * more than four letters are left out before the loop: in it the processor could not guess them
 * (with count_word(), the guess takes a third less of a short text). */
static G_ALWAYS_INLINE inline void
count_words (const Tables          *tables,
             AttuneLanguageCensus  *self,
             const AttuneTextBlock *block,
             const char            *text)
{
  guint64 letters = (block->alnum & ~block->digit) | block->high;
  guint64 pairs = letters & letters >> 1;
  guint64 longer = pairs & pairs >> 2 & letters >> 4;

  for (guint64 starts = letters & ~(letters << 1) & ~longer; starts != 0; starts &= starts - 1)
    {
      guint start = __builtin_ctzll (starts);
      guint length = __builtin_ctzll (~(letters >> start));
      guint32 mask = G_MAXUINT32 >> (32 - 8 * length);
      guint32 word;

      memcpy (&word, text + start, sizeof word);
      word = GUINT32_FROM_LE (word) & mask;
      word |= (~word & 0x80808080u & mask) >> 2;
      count_word (tables, self, GUINT32_TO_LE (word));
    }
}

static G_ALWAYS_INLINE inline void
count_characters (const Tables          *tables,
                  AttuneLanguageCensus  *self,
                  const AttuneTextBlock *block,
                  const char            *text)
{
  guint n_simplified = 0;
  guint n_traditional = 0;

  if (block->lead == 0)
    return;

  for (guint64 leads = block->han; leads != 0; leads &= leads - 1)
    {
      const char *c = text + __builtin_ctzll (leads);
      guint row = ((c[0] & 0x0fu) << 6 | (c[1] & 0x3fu)) - FIRST_HAN_ROW;

      n_simplified += tables->simplified[row] >> (c[2] & 0x3f) & 1;
      n_traditional += tables->traditional[row] >> (c[2] & 0x3f) & 1;
    }

  for (guint64 others = block->lead & ~block->han & ~block->sign; others != 0; others &= others - 1)
    {
      gunichar c = read_character (text + __builtin_ctzll (others));
      int script = is_sign (c) ? -1 : get_script (c);

      if (script < 0)
        continue;

      self->scripts[script]++;
      self->scripts_seen |= 1u << script;
    }

  self->n_han += __builtin_popcountll (block->han);
  self->n_simplified += n_simplified;
  self->n_traditional += n_traditional;
}

static guint32
judge_words (const AttuneLanguageCensus *self)
{
  guint best = 0;
  guint most = 0;

  if (self->words == 0)
    return 0;

#pragma GCC unroll 8
  for (guint place = 0; place < G_N_ELEMENTS (latin); place++)
    {
      guint n_words = self->words >> (8 * place) & G_MAXUINT8;

      best = n_words > most ? place : best;
      most = MAX (n_words, most);
    }

  return most >= MIN_WORDS ? 1u << latin[best] : 0;
}

static guint32
judge (const AttuneLanguageCensus *self)
{
  guint32 languages = judge_words (self);

  for (guint32 seen = self->scripts_seen; seen != 0; seen &= seen - 1)
    if (self->scripts[__builtin_ctz (seen)] >= MIN_WORDS)
      languages |= seen & -seen;

  if (self->n_han >= MIN_WORDS && self->scripts[ATTUNE_LANGUAGE_JAPANESE] == 0)
    languages |= 1u << (self->n_traditional > self->n_simplified ?
                        ATTUNE_LANGUAGE_TRADITIONAL_CHINESE : ATTUNE_LANGUAGE_SIMPLIFIED_CHINESE);

  return languages;
}

/**
 * attune_language_census_add:
 * @self: a census that wants more
 * @block: what stands where in the next bytes of the text, with `han` and `sign`
 * @text: these bytes, with the margin behind them
 *
 * Counts what is in 64 bytes, and says in `languages` what they seem to be.
 */
ATTUNE_CLONES ("arch=x86-64-v4", "arch=x86-64-v3") void
attune_language_census_add (AttuneLanguageCensus  *self,
                            const AttuneTextBlock *block,
                            const char            *text)
{
  const Tables *tables = get_tables ();

  count_words (tables, self, block, text);
  count_characters (tables, self, block, text);
  self->languages = judge (self);
  self->n_blocks++;
}
