/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-scan"

#include "config.h"

#include <string.h>

#include "attune-email-address.h"
#include "attune-mojibake.h"
#include "attune-password.h"
#include "attune-personal-data.h"
#include "attune-secret.h"
#include "attune-special-token.h"
#include "attune-text-pass.h"
#include "attune-unescape.h"

/* A telephone number has so many digits at least, and they stand within 64 bytes. */
#define MIN_NUMBER 7

/* So many in a row are counted; more make no sense. */
#define MAX_BACKSLASHES 1024

/* Nobody has more private keys in one text; each may take a look at the next kilobytes. */
#define MAX_PEM_KEYS 1000

static inline gboolean
is_wanted (AttuneTextPass  *self,
           AttuneIssueKind  kind)
{
  guint64 bit = attune_issue_bit (kind);

  return (self->scan->wanted & bit) != 0 &&
         (self->scan->places != NULL || (self->scan->found & bit) == 0);
}

static void
report (AttuneTextPass  *self,
        AttuneIssueKind  kind,
        gsize            start,
        gsize            end)
{
  AttunePlace place = { self->scan->turn, start, end - start };

  if ((self->scan->wanted & attune_issue_bit (kind)) == 0)
    return;

  self->scan->found |= attune_issue_bit (kind);

  if (self->scan->places != NULL)
    g_array_append_val (self->scan->places, place);
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
get_repaired (AttuneTextPass *self)
{
  if (self->has_repaired)
    return self->repaired;

  if (attune_mojibake_is_suspect (self->text, self->length))
    self->repaired = attune_mojibake_repair (self->text, self->length, NULL, NULL);

  self->hides_controls = self->repaired != NULL && !has_controls (self->repaired);
  self->has_repaired = TRUE;

  return self->repaired;
}

static void
look_at_mark (AttuneTextPass *self,
              gsize           at)
{
  gsize length = self->length - at;
  AttuneIssueKind kind = attune_special_token_match (self->text + at, &length);

  if (kind != ATTUNE_ISSUE_NONE)
    report (self, kind, at, at + length);
}

static void
look_at_sign (AttuneTextPass *self,
              gsize           at)
{
  gsize start = at;
  gsize end;

  if (attune_password_match_url (self->text, self->length, &start, &end))
    report (self, ATTUNE_ISSUE_SECRET, start, end);
  else if (is_wanted (self, ATTUNE_ISSUE_EMAIL) &&
           attune_email_address_match (self->text, self->length, at, &start, &end))
    report (self, ATTUNE_ISSUE_EMAIL, start, end);
}

static void
look_at_password (AttuneTextPass *self,
                  gsize           at)
{
  gsize start = at;
  gsize end;

  if (is_wanted (self, ATTUNE_ISSUE_SECRET) &&
      attune_password_match (self->text, self->length, &start, &end))
    {
      report (self, ATTUNE_ISSUE_SECRET, start, end);
      self->keys_done = MAX (self->keys_done, end);
    }
}

/* A backslash before a backslash takes its meaning away. */
static gboolean
is_escaped (AttuneTextPass *self,
            gsize           at)
{
  gsize n_backslashes = 0;

  while (n_backslashes < MIN (at, MAX_BACKSLASHES) && self->text[at - n_backslashes - 1] == '\\')
    n_backslashes++;

  return n_backslashes % 2 == 1;
}

static void
look_at_escape (AttuneTextPass *self,
                gsize           at)
{
  gunichar c;
  gsize length;

  if (is_wanted (self, ATTUNE_ISSUE_ESCAPED_TEXT) && !is_escaped (self, at) &&
      (length = attune_text_read_escape (self->text + at, self->length - at, &c)) > 0 &&
      !attune_text_is_quoted (self->text, at))
    report (self, ATTUNE_ISSUE_ESCAPED_TEXT, at, at + length);
}

static void
look_at_pem (AttuneTextPass *self,
             gsize           at)
{
  gsize start = at;
  gsize end;

  if (is_wanted (self, ATTUNE_ISSUE_SECRET) && self->n_pem_keys++ < MAX_PEM_KEYS &&
      attune_secret_match_pem (self->text, self->length, &start, &end))
    {
      report (self, ATTUNE_ISSUE_SECRET, start, end);
      self->keys_done = MAX (self->keys_done, end);
    }
}

/* Looks closer at what is rare in ASCII, at the bits of `rare` in the block. */
void
attune_text_pass_look_at_rare (AttuneTextPass *self)
{
  for (guint64 rest = self->block.rare; rest != 0; rest &= rest - 1)
    {
      gsize at = self->offset + __builtin_ctzll (rest);

      switch (self->text[at])
        {
        case '<':
        case '[':
          look_at_mark (self, at);
          break;

        case '@':
          look_at_sign (self, at);
          break;

        case 'd':
        case 'D':
          look_at_password (self, at);
          break;

        case '\\':
          look_at_escape (self, at);
          break;

        case '-':
          look_at_pem (self, at);
          break;

        default:
          report (self, ATTUNE_ISSUE_INVALID_CHARACTER, at, at + 1);
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
belongs_to_mojibake (AttuneTextPass *self,
                     gunichar        c)
{
  return is_control (c) && get_repaired (self) != NULL && self->hides_controls;
}

/* The digits at @at are looked at from the first on. */
static void
look_at_wide_digit (AttuneTextPass *self,
                    gsize           at)
{
  gsize start = at;
  gsize end;
  AttuneIssueKind kind;

  if (at >= 3 && memcmp (self->text + at - 3, "\xef\xbc", 2) == 0 &&
      (guint8)self->text[at - 1] >= 0x90 && (guint8)self->text[at - 1] <= 0x99)
    return;

  kind = attune_personal_data_match_wide_number (self->text, self->length, &start, &end);

  if (kind != ATTUNE_ISSUE_NONE)
    report (self, kind, start, end);
}

/* The same of what is not ASCII, at the bits of `odd`. */
void
attune_text_pass_look_at_odd (AttuneTextPass *self)
{
  for (guint64 rest = self->block.odd; rest != 0; rest &= rest - 1)
    {
      gsize at = self->offset + __builtin_ctzll (rest);
      gsize end;
      gunichar c;

      while (at > 0 && (self->text[at] & 0xc0) == 0x80)
        at--;

      c = g_utf8_get_char_validated (self->text + at, self->length - at);
      end = at + g_utf8_skip[(guint8)self->text[at]];

      if (c >= 0xff10 && c <= 0xff19)
        look_at_wide_digit (self, at);
      else if (is_invalid (c, at) && end <= self->length && !belongs_to_mojibake (self, c))
        report (self, ATTUNE_ISSUE_INVALID_CHARACTER, at, end);
    }
}

static gboolean
is_token_byte (char byte)
{
  return g_ascii_isalnum (byte) || byte == '-' || byte == '_';
}

/* Looks closer at what is long enough for a key; bit i of @mask is set where such a one may end. */
void
attune_text_pass_look_at_keys (AttuneTextPass *self,
                               guint64         mask)
{
  for (; mask != 0; mask &= mask - 1)
    {
      gsize last = self->offset + __builtin_ctzll (mask);
      gsize start = last + 1 - ATTUNE_TEXT_MIN_KEY;
      gsize end = last + 1;

      if (end <= self->keys_done)
        continue;

      while (end < self->length && is_token_byte (self->text[end]))
        end++;

      self->keys_done = end;

      if (is_wanted (self, ATTUNE_ISSUE_SECRET) &&
          attune_secret_match_token (self->text, self->length, &start, &end))
        report (self, ATTUNE_ISSUE_SECRET, start, end);
    }
}

static void
look_at_numbers (AttuneTextPass *self,
                 gsize           from)
{
  gsize end = MIN (self->offset + ATTUNE_TEXT_BLOCK, self->length);

  for (gsize i = MAX (from, self->numbers_done); i < end; i++)
    {
      AttuneIssueKind kind;
      gsize start = i;
      gsize behind;

      if (!g_ascii_isdigit (self->text[i]) || (i > 0 && g_ascii_isdigit (self->text[i - 1])))
        continue;

      kind = attune_personal_data_match_number (self->text, self->length, &start, &behind);

      if (kind == ATTUNE_ISSUE_NONE)
        continue;

      report (self, kind, start, behind);
      i = behind - 1;
    }

  self->numbers_done = MAX (self->numbers_done, end);
}

/* A number may begin in the block before, where there were too few digits to look. */
void
attune_text_pass_look_at_digits (AttuneTextPass *self)
{
  guint n_digits = self->block.digit != 0 ? __builtin_popcountll (self->block.digit) : 0;

  if (n_digits > 0 && n_digits + self->n_digits_before >= MIN_NUMBER)
    look_at_numbers (self, self->offset > ATTUNE_TEXT_BLOCK ? self->offset - ATTUNE_TEXT_BLOCK : 0);

  self->n_digits_before = n_digits;
}

/* Looks at all of the text once more, if it may have been read wrong. */
void
attune_text_pass_finish (AttuneTextPass *self)
{
  /* The whole text is the place: what is broken is often all of it. */
  if (self->high != 0 && is_wanted (self, ATTUNE_ISSUE_MOJIBAKE) && get_repaired (self) != NULL)
    report (self, ATTUNE_ISSUE_MOJIBAKE, 0, self->length);

  g_clear_pointer (&self->repaired, g_free);
}
