/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-links"

#include "config.h"

#include "attune-token-links-private.h"

/* The bytes of a token that belong to one character: all of it, or what the token has of it. */
typedef struct
{
  guint8  last;
  guint   length;     /* how many bytes the token has */
  guint   wanted;     /* how many the character has; 0 when its first byte is missing */
  guint32 code;       /* what its bytes say so far, the missing ones taken for zeros */
} Part;

static guint
get_wanted (guint8 byte)
{
  return byte < 0x80 ? 1 : byte < 0xc0 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

static gboolean
is_continuation (guint8 byte)
{
  return (byte & 0xc0) == 0x80;
}

static Part
read_part (const guint8 *bytes,
           guint         length)
{
  Part part = { .last = bytes[0], .length = 1, .wanted = get_wanted (bytes[0]) };

  part.code = part.wanted <= 1 ? bytes[0] : bytes[0] & (0x7f >> part.wanted);

  for (; part.length < length && is_continuation (bytes[part.length]); part.length++)
    {
      part.last = bytes[part.length];
      part.code = part.code << 6 | (part.last & 0x3f);
    }

  for (guint i = part.length; i < part.wanted; i++)
    part.code <<= 6;

  return part;
}

static void
add (AttuneTokenLinks *self,
     guint32           left,
     guint32           right)
{
  guint32 index = attune_token_links_hash (left, right);

  self->bits[index / 64] |= G_GUINT64_CONSTANT (1) << index % 64;
}

static void
add_after_part (AttuneTokenLinks *self,
                guint8            last,
                guint32           right)
{
  self->characters[right] |= ATTUNE_CHARACTER_AFTER_PART;
  add (self, ATTUNE_PART_LAST ((guint32)last), right);
}

/* @right may lack its end, and stands then for every character that begins so. */
static void
add_link (AttuneTokenLinks *self,
          const Part       *left,
          const Part       *right)
{
  guint n_missing = right->wanted - right->length;

  if (left->wanted == 0)
    {
      for (guint32 i = 0; i < 1u << 6 * n_missing; i++)
        add_after_part (self, left->last, right->code + i);
    }
  else if (left->code > G_MAXUINT16)
    {
      /* Characters beyond count as linked with everything. */
    }
  else if (n_missing == 0)
    {
      add (self, left->code, right->code);
    }
  else
    {
      self->characters[left->code] |= ATTUNE_CHARACTER_BEFORE_PART;
      add (self, left->code, n_missing == 1 ? ATTUNE_PART_FIRST_TWO (right->code)
                                            : ATTUNE_PART_FIRST (right->code));
    }
}

static void
add_token (AttuneTokenLinks *self,
           const guint8     *bytes,
           guint             length)
{
  Part left = read_part (bytes, length);

  for (guint i = left.length; i < length;)
    {
      Part right = read_part (bytes + i, length - i);

      /* What is not UTF-8 is in no text. */
      if (right.wanted == 3 && right.length <= 3)
        add_link (self, &left, &right);

      i += right.length;
      left = right;
    }
}

static guint8
get_class_flags (AttuneUnicodeClass class)
{
  switch (class)
    {
    case ATTUNE_CLASS_LETTER:
      return ATTUNE_CHARACTER_LETTER;

    case ATTUNE_CLASS_OTHER:
    case ATTUNE_CLASS_SPACE:
      return ATTUNE_CHARACTER_PREFIX | ATTUNE_CHARACTER_STOP;

    case ATTUNE_CLASS_NUMBER:
      return ATTUNE_CHARACTER_STOP;

    case ATTUNE_CLASS_MARK:
    case ATTUNE_CLASS_NEWLINE:
    case ATTUNE_CLASS_UPPER:
    case ATTUNE_CLASS_LOWER:
    case ATTUNE_CLASS_PAIRS:
    default:
      return 0;
    }
}

/* Characters of three bytes; the surrogates among them are in no text. */
static void
add_characters (AttuneTokenLinks           *self,
                const AttuneVocabulary     *vocabulary,
                const AttuneUnicodeClasses *classes)
{
  AttuneTokenBuffer buffer = { 0 };

  for (guint32 code = 0x800; code <= G_MAXUINT16; code++)
    {
      const guint8 bytes[] = {
        0xe0 | code >> 12, 0x80 | (code >> 6 & 0x3f), 0x80 | (code & 0x3f)
      };

      self->characters[code] |= attune_vocabulary_encode (vocabulary, &buffer, bytes, sizeof bytes);
      self->characters[code] |= get_class_flags (attune_unicode_classes_look_up (classes, code));
    }

  attune_token_buffer_clear (&buffer);
}

/**
 * attune_token_links_new:
 * @ranks: the tokens of an encoding
 * @vocabulary: the same tokens
 * @classes: the classes of all characters
 *
 * Returns: (transfer full): where tokens can reach from one character to the next; free with
 *   g_free()
 */
AttuneTokenLinks *
attune_token_links_new (const AttuneRankFile       *ranks,
                        const AttuneVocabulary     *vocabulary,
                        const AttuneUnicodeClasses *classes)
{
  AttuneTokenLinks *self = g_new0 (AttuneTokenLinks, 1);

  for (guint32 token = 0; token < ranks->n_ranks; token++)
    {
      guint length;
      const guint8 *bytes = attune_rank_file_get (ranks, token, &length);

      if (length > 1)
        add_token (self, bytes, length);
    }

  add_characters (self, vocabulary, classes);

  return self;
}
