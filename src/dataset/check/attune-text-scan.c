/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-scan"

#include "config.h"

#include <string.h>

#include "attune-clones.h"
#include "attune-email-address.h"
#include "attune-mojibake.h"
#include "attune-password.h"
#include "attune-personal-data.h"
#include "attune-secret.h"
#include "attune-sketch.h"
#include "attune-special-token.h"
#include "attune-text-block.h"
#include "attune-text-scan.h"
#include "attune-unescape.h"

/* The shortest key looked at; words of prose are shorter. */
#define MIN_KEY 16

/* A telephone number has so many digits at least, and they stand within 64 bytes. */
#define MIN_NUMBER 7

/* So many in a row are counted; more make no sense. */
#define MAX_BACKSLASHES 1024

/* Nobody has more private keys in one text; each may take a look at the next kilobytes. */
#define MAX_PEM_KEYS 1000

/* The scan of one text, 64 bytes at a time. What is worth a closer look is found by comparing 16
 * bytes at once; only then is it looked at byte for byte. */
typedef struct
{
  AttuneTextScan  *scan;
  const char      *text;
  gsize            length;
  gsize            offset;           /* of the block */
  AttuneTextBlock  block;
  guint64          previous[4];      /* of the block before: where 1, 2, 4, 8 bytes of a key end */
  guint            n_digits_before;  /* in the block before */
  gboolean         was_alnum;        /* the last byte of the block before */
  guint64          high;             /* not 0: something in it is not ASCII */
  guint            n_pem_keys;       /* looked at so far */
  gsize            keys_done;        /* up to where keys were looked at */
  gsize            numbers_done;     /* the same of numbers */
  char            *repaired;         /* what was meant, where the text was read wrong … */
  gboolean         has_repaired;     /* … which was looked for … */
  gboolean         hides_controls;   /* … and has no control characters */
} Pass;

static inline gboolean
is_wanted (Pass            *pass,
           AttuneIssueKind  kind)
{
  guint64 bit = attune_issue_bit (kind);

  return (pass->scan->wanted & bit) != 0 &&
         (pass->scan->places != NULL || (pass->scan->found & bit) == 0);
}

static void
report (Pass            *pass,
        AttuneIssueKind  kind,
        gsize            start,
        gsize            end)
{
  AttunePlace place = { pass->scan->turn, start, end - start };

  if ((pass->scan->wanted & attune_issue_bit (kind)) == 0)
    return;

  pass->scan->found |= attune_issue_bit (kind);

  if (pass->scan->places != NULL)
    g_array_append_val (pass->scan->places, place);
}

static gboolean
has_controls (const char *text)
{
  for (const char *c = text; (c = strchr (c, '\xc2')) != NULL; c++)
    if ((guint8)c[1] < 0xa0)
      return TRUE;

  return FALSE;
}

/* To undo a wrong reading takes a while, so it is done once, and only where it seems worth it. */
static const char *
get_repaired (Pass *pass)
{
  if (pass->has_repaired)
    return pass->repaired;

  if (attune_mojibake_is_suspect (pass->text, pass->length))
    pass->repaired = attune_mojibake_repair (pass->text, pass->length, NULL, NULL);

  pass->hides_controls = pass->repaired != NULL && !has_controls (pass->repaired);
  pass->has_repaired = TRUE;

  return pass->repaired;
}

static void
look_at_mark (Pass  *pass,
              gsize  at)
{
  gsize length = pass->length - at;
  AttuneIssueKind kind = attune_special_token_match (pass->text + at, &length);

  if (kind != ATTUNE_ISSUE_NONE)
    report (pass, kind, at, at + length);
}

static void
look_at_sign (Pass  *pass,
              gsize  at)
{
  gsize start = at;
  gsize end;

  if (attune_password_match_url (pass->text, pass->length, &start, &end))
    report (pass, ATTUNE_ISSUE_SECRET, start, end);
  else if (is_wanted (pass, ATTUNE_ISSUE_EMAIL) &&
           attune_email_address_match (pass->text, pass->length, at, &start, &end))
    report (pass, ATTUNE_ISSUE_EMAIL, start, end);
}

static void
look_at_password (Pass  *pass,
                  gsize  at)
{
  gsize start = at;
  gsize end;

  if (is_wanted (pass, ATTUNE_ISSUE_SECRET) &&
      attune_password_match (pass->text, pass->length, &start, &end))
    {
      report (pass, ATTUNE_ISSUE_SECRET, start, end);
      pass->keys_done = MAX (pass->keys_done, end);
    }
}

/* A backslash before a backslash takes its meaning away. */
static gboolean
is_escaped (Pass  *pass,
            gsize  at)
{
  gsize n_backslashes = 0;

  while (n_backslashes < MIN (at, MAX_BACKSLASHES) && pass->text[at - n_backslashes - 1] == '\\')
    n_backslashes++;

  return n_backslashes % 2 == 1;
}

static void
look_at_escape (Pass  *pass,
                gsize  at)
{
  gunichar c;
  gsize length;

  if (is_wanted (pass, ATTUNE_ISSUE_ESCAPED_TEXT) && !is_escaped (pass, at) &&
      (length = attune_text_read_escape (pass->text + at, pass->length - at, &c)) > 0 &&
      !attune_text_is_quoted (pass->text, at))
    report (pass, ATTUNE_ISSUE_ESCAPED_TEXT, at, at + length);
}

static void
look_at_pem (Pass  *pass,
             gsize  at)
{
  gsize start = at;
  gsize end;

  if (is_wanted (pass, ATTUNE_ISSUE_SECRET) && pass->n_pem_keys++ < MAX_PEM_KEYS &&
      attune_secret_match_pem (pass->text, pass->length, &start, &end))
    {
      report (pass, ATTUNE_ISSUE_SECRET, start, end);
      pass->keys_done = MAX (pass->keys_done, end);
    }
}

static void
look_at_rare (Pass *pass)
{
  for (guint64 rest = pass->block.rare; rest != 0; rest &= rest - 1)
    {
      gsize at = pass->offset + __builtin_ctzll (rest);

      switch (pass->text[at])
        {
        case '<':
        case '[':
          look_at_mark (pass, at);
          break;

        case '@':
          look_at_sign (pass, at);
          break;

        case 'd':
        case 'D':
          look_at_password (pass, at);
          break;

        case '\\':
          look_at_escape (pass, at);
          break;

        case '-':
          look_at_pem (pass, at);
          break;

        default:
          report (pass, ATTUNE_ISSUE_INVALID_CHARACTER, at, at + 1);
          break;
        }
    }
}

static inline gboolean
is_control (gunichar c)
{
  return c >= 0x80 && c < 0xa0;
}

/* Controls other than tab and line ends, the replacement character, a byte order mark behind the
 * beginning, and what Unicode says is no character and never will be. */
static gboolean
is_invalid (gunichar c,
            gsize    at)
{
  return is_control (c) || c == 0xfffd || (c == 0xfeff && at > 0) ||
         (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* A wrong reading makes control characters of bytes that mean nothing in Windows-1252; they are
 * needed to undo it. */
static gboolean
belongs_to_mojibake (Pass     *pass,
                     gunichar  c)
{
  return is_control (c) && get_repaired (pass) != NULL && pass->hides_controls;
}

/* The digits at @at are looked at from the first on. */
static void
look_at_wide_digit (Pass  *pass,
                    gsize  at)
{
  gsize start = at;
  gsize end;
  AttuneIssueKind kind;

  if (at >= 3 && memcmp (pass->text + at - 3, "\xef\xbc", 2) == 0 &&
      (guint8)pass->text[at - 1] >= 0x90 && (guint8)pass->text[at - 1] <= 0x99)
    return;

  kind = attune_personal_data_match_wide_number (pass->text, pass->length, &start, &end);

  if (kind != ATTUNE_ISSUE_NONE)
    report (pass, kind, start, end);
}

static void
look_at_odd (Pass *pass)
{
  for (guint64 rest = pass->block.odd; rest != 0; rest &= rest - 1)
    {
      gsize at = pass->offset + __builtin_ctzll (rest);
      gsize end;
      gunichar c;

      while (at > 0 && (pass->text[at] & 0xc0) == 0x80)
        at--;

      c = g_utf8_get_char_validated (pass->text + at, pass->length - at);
      end = at + g_utf8_skip[(guint8)pass->text[at]];

      if (c >= 0xff10 && c <= 0xff19)
        look_at_wide_digit (pass, at);
      else if (is_invalid (c, at) && end <= pass->length && !belongs_to_mojibake (pass, c))
        report (pass, ATTUNE_ISSUE_INVALID_CHARACTER, at, end);
    }
}

/* Bit i is set where the MIN_KEY bytes up to i are all such as keys are made of. */
static G_ALWAYS_INLINE inline guint64
find_long_tokens (Pass *pass)
{
  guint64 mask = pass->block.token;

  for (guint i = 0, shift = 1; i < G_N_ELEMENTS (pass->previous); i++, shift *= 2)
    {
      guint64 carried = pass->previous[i] >> (64 - shift);

      pass->previous[i] = mask;
      mask &= mask << shift | carried;
    }

  return mask;
}

static gboolean
is_token_byte (char byte)
{
  return g_ascii_isalnum (byte) || byte == '-' || byte == '_';
}

static void
look_at_keys (Pass    *pass,
              guint64  mask)
{
  for (; mask != 0; mask &= mask - 1)
    {
      gsize last = pass->offset + __builtin_ctzll (mask);
      gsize start = last + 1 - MIN_KEY;
      gsize end = last + 1;

      if (end <= pass->keys_done)
        continue;

      while (end < pass->length && is_token_byte (pass->text[end]))
        end++;

      pass->keys_done = end;

      if (is_wanted (pass, ATTUNE_ISSUE_SECRET) &&
          attune_secret_match_token (pass->text, pass->length, &start, &end))
        report (pass, ATTUNE_ISSUE_SECRET, start, end);
    }
}

static void
look_at_numbers (Pass  *pass,
                 gsize  from)
{
  gsize end = MIN (pass->offset + ATTUNE_TEXT_BLOCK, pass->length);

  for (gsize i = MAX (from, pass->numbers_done); i < end; i++)
    {
      AttuneIssueKind kind;
      gsize start = i;
      gsize behind;

      if (!g_ascii_isdigit (pass->text[i]) || (i > 0 && g_ascii_isdigit (pass->text[i - 1])))
        continue;

      kind = attune_personal_data_match_number (pass->text, pass->length, &start, &behind);

      if (kind == ATTUNE_ISSUE_NONE)
        continue;

      report (pass, kind, start, behind);
      i = behind - 1;
    }

  pass->numbers_done = MAX (pass->numbers_done, end);
}

/* A number may begin in the block before, where there were too few digits to look. */
static void
look_at_digits (Pass *pass)
{
  guint n_digits = pass->block.digit != 0 ? __builtin_popcountll (pass->block.digit) : 0;

  if (n_digits > 0 && n_digits + pass->n_digits_before >= MIN_NUMBER)
    look_at_numbers (pass, pass->offset > ATTUNE_TEXT_BLOCK ? pass->offset - ATTUNE_TEXT_BLOCK : 0);

  pass->n_digits_before = n_digits;
}

static G_ALWAYS_INLINE inline void
add_shingles (Pass       *pass,
              const char *bytes)
{
  guint64 before = pass->block.alnum << 1 | pass->was_alnum;
  guint64 starts = (pass->block.alnum & ~before) | pass->block.lead;

  pass->was_alnum = pass->block.alnum >> 63;

  if (pass->scan->registers != NULL)
    attune_sketch_add (pass->scan->registers, bytes, starts);
}

/* Looks at the block at @bytes, which holds @length bytes of the text and zeros behind them. */
static G_ALWAYS_INLINE inline void
look_at_block (Pass       *pass,
               const char *bytes,
               gsize       length)
{
  guint64 keys;

  attune_text_block_classify (&pass->block, bytes);

  /* The zeros at the end are no part of the text. */
  if (length < ATTUNE_TEXT_BLOCK)
    pass->block.rare &= (G_GUINT64_CONSTANT (1) << length) - 1;

  keys = find_long_tokens (pass);
  add_shingles (pass, bytes);

  if (pass->scan->census != NULL && attune_language_census_wants_more (pass->scan->census))
    attune_language_census_add (pass->scan->census, &pass->block, bytes);

  pass->scan->n_characters += length;
  pass->high |= pass->block.high;

  if (pass->block.high != 0)
    pass->scan->n_characters -= __builtin_popcountll (pass->block.high & ~pass->block.lead);

  if (pass->block.rare != 0)
    look_at_rare (pass);

  if (pass->block.odd != 0)
    look_at_odd (pass);

  if (keys != 0)
    look_at_keys (pass, keys);

  if ((pass->block.digit | pass->n_digits_before) != 0)
    look_at_digits (pass);

  pass->offset += length;
}

/**
 * attune_text_scan_get_kinds:
 *
 * Returns: the bits of all kinds that are found in texts alone
 */
guint64
attune_text_scan_get_kinds (void)
{
  return attune_issue_bit (ATTUNE_ISSUE_SPECIAL_TOKEN) |
         attune_issue_bit (ATTUNE_ISSUE_TEMPLATE_TOKEN) |
         attune_issue_bit (ATTUNE_ISSUE_MOJIBAKE) |
         attune_issue_bit (ATTUNE_ISSUE_ESCAPED_TEXT) |
         attune_issue_bit (ATTUNE_ISSUE_INVALID_CHARACTER) |
         attune_issue_bit (ATTUNE_ISSUE_SECRET) |
         attune_issue_bit (ATTUNE_ISSUE_EMAIL) |
         attune_issue_bit (ATTUNE_ISSUE_PHONE) |
         attune_issue_bit (ATTUNE_ISSUE_IDENTITY_NUMBER) |
         attune_issue_bit (ATTUNE_ISSUE_CARD_NUMBER);
}

/**
 * attune_text_scan_run:
 * @self: what to look for; what is found is added
 * @text: (array length=length): a text, valid UTF-8
 * @length: its length in bytes
 *
 * Looks once through a text for everything that may be wrong with a text.
 */
ATTUNE_CLONES ("arch=x86-64-v3") void
attune_text_scan_run (AttuneTextScan *self,
                      const char     *text,
                      gsize           length)
{
  Pass pass = { .scan = self, .text = text, .length = length };
  char rest[ATTUNE_TEXT_BLOCK + ATTUNE_TEXT_BLOCK_MARGIN];

  while (pass.offset < length)
    {
      const char *bytes = text + pass.offset;
      gsize n_left = length - pass.offset;

      /* The last two blocks may be read only through a copy. */
      if (n_left < sizeof rest)
        {
          attune_text_block_copy (rest, bytes, n_left);
          bytes = rest;
        }

      look_at_block (&pass, bytes, MIN (n_left, ATTUNE_TEXT_BLOCK));
    }

  /* The whole text is the place: what is broken is often all of it. */
  if (pass.high != 0 && is_wanted (&pass, ATTUNE_ISSUE_MOJIBAKE) && get_repaired (&pass) != NULL)
    report (&pass, ATTUNE_ISSUE_MOJIBAKE, 0, length);

  g_free (pass.repaired);
}
