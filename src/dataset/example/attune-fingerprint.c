/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-fingerprint"

#include "config.h"

#include <string.h>

#include "attune-fingerprint.h"
#include "attune-scratch.h"

#define MIN_CAPACITY 1024

/* A guess never takes more room than so many need (128 MB). */
#define MAX_FORESEEN 4000000

/* The first digits of pi: any numbers without a pattern will do. */
#define SECRET_0 G_GUINT64_CONSTANT (0x243f6a8885a308d3)
#define SECRET_1 G_GUINT64_CONSTANT (0x13198a2e03707344)
#define SECRET_2 G_GUINT64_CONSTANT (0xa4093822299f31d0)

/* The table is at most so full, and then grows by half. */
#define MAX_PERCENT_FULL 75

/* Sixteen bytes an entry, in a file that is mapped: there may be millions. */
struct _AttuneFingerprintSet
{
  AttuneScratch     *slots;      /* of AttuneFingerprint, all zero where nothing is */
  gsize              capacity;   /* 0 before the first */
  gsize              n_used;
  gsize              n_foreseen; /* will be in it, as far as anybody knows */
};

static inline guint64
fold (guint64 a,
      guint64 b)
{
  unsigned __int128 product = (unsigned __int128)a * b;

  return (guint64)product ^ (guint64)(product >> 64);
}

static inline void
add_block (AttuneFingerprint *self,
           const guint64      block[2])
{
  self->low = fold (block[0] ^ SECRET_0, block[1] ^ self->low);
  self->high = fold (block[0] ^ self->high, block[1] ^ SECRET_1);
}

/* Reads 1 to 15 bytes, with zeros behind them. Two pieces that overlap need neither a loop nor a
 * call, which would cost as much as all of a short text (fingerprints of 1,000,000 short examples:
 * 0.10 instead of 0.14 s). */
static inline void
read_rest (guint64       block[2],
           const guint8 *bytes,
           gsize         length)
{
  guint64 low = 0;
  guint64 high = 0;

  if (length >= 8)
    {
      memcpy (&low, bytes, 8);
      memcpy (&high, bytes + length - 8, 8);
      high = length > 8 ? GUINT64_FROM_LE (high) >> (8 * (16 - length)) : 0;
      high = GUINT64_TO_LE (high);
    }
  else if (length >= 4)
    {
      guint32 first;
      guint32 last;

      memcpy (&first, bytes, 4);
      memcpy (&last, bytes + length - 4, 4);
      low = GUINT64_TO_LE (GUINT32_FROM_LE (first) |
                           (guint64)GUINT32_FROM_LE (last) << (8 * (length - 4)));
    }
  else
    {
      /* Of one to three bytes: the first, the middle one and the last. */
      low = GUINT64_TO_LE (bytes[0] | (guint64)bytes[length / 2] << (8 * (length / 2)) |
                           (guint64)bytes[length - 1] << (8 * (length - 1)));
    }

  block[0] = low;
  block[1] = high;
}

/* The same of the end of a text that is longer: what is before it is shifted out. How long the end
 * is cannot be guessed by the processor, so there is no branch. */
static inline void
read_end (guint64       block[2],
          const guint8 *end,
          gsize         length)
{
  guint64 words[2];
  unsigned __int128 bytes;

  memcpy (words, end - sizeof words, sizeof words);
  bytes = (unsigned __int128)GUINT64_FROM_LE (words[1]) << 64 | GUINT64_FROM_LE (words[0]);
  bytes >>= 8 * (sizeof words - length);
  block[0] = GUINT64_TO_LE ((guint64)bytes);
  block[1] = GUINT64_TO_LE ((guint64)(bytes >> 64));
}

/**
 * attune_fingerprint_add_tagged:
 * @self: a fingerprint that began as %ATTUNE_FINGERPRINT_INIT
 * @tag: what kind of piece it is
 * @bytes: (array length=length): a piece of what it stands for
 * @length: how many bytes
 *
 * Takes one more piece in. Pieces do not run together: “ab”, “c” differs from “a”, “bc”; and the
 * same bytes with another tag are another piece.
 */
void
attune_fingerprint_add_tagged (AttuneFingerprint *self,
                               guint32            tag,
                               const void        *bytes,
                               gsize              length)
{
  const guint8 *rest = bytes;
  guint64 block[2] = { length, SECRET_2 ^ tag };

  add_block (self, block);

  for (; length >= sizeof block; length -= sizeof block, rest += sizeof block)
    {
      memcpy (block, rest, sizeof block);
      add_block (self, block);
    }

  if (length == 0)
    return;

  if (rest > (const guint8 *)bytes)
    read_end (block, rest + length, length);
  else
    read_rest (block, rest, length);

  add_block (self, block);
}

/**
 * attune_fingerprint_add:
 * @self: a fingerprint that began as %ATTUNE_FINGERPRINT_INIT
 * @bytes: (array length=length): a piece of what it stands for
 * @length: how many bytes
 *
 * Takes one more piece in, of no particular kind.
 */
void
attune_fingerprint_add (AttuneFingerprint *self,
                        const void        *bytes,
                        gsize              length)
{
  attune_fingerprint_add_tagged (self, 0, bytes, length);
}

/**
 * attune_fingerprint_set_new:
 *
 * Returns: (transfer full): an empty set
 */
AttuneFingerprintSet *
attune_fingerprint_set_new (void)
{
  AttuneFingerprintSet *self = g_new0 (AttuneFingerprintSet, 1);

  self->slots = attune_scratch_new (sizeof (AttuneFingerprint));

  return self;
}

/**
 * attune_fingerprint_set_free:
 * @self: (transfer full): a set
 */
void
attune_fingerprint_set_free (AttuneFingerprintSet *self)
{
  g_clear_pointer (&self->slots, attune_scratch_free);
  g_free (self);
}

static gboolean
is_empty (const AttuneFingerprint *slot)
{
  return slot->low == 0 && slot->high == 0;
}

static gboolean
is_equal (const AttuneFingerprint *a,
          const AttuneFingerprint *b)
{
  return a->low == b->low && a->high == b->high;
}

/* The high bits of a hash choose the slot, so that the capacity need not be a power of two. */
static gsize
get_first_slot (const AttuneFingerprint *fingerprint,
                gsize                    capacity)
{
  return (unsigned __int128)fingerprint->low * capacity >> 64;
}

/* Returns the slot where @fingerprint is, or else the one where it belongs. */
static AttuneFingerprint *
find_slot (AttuneScratch           *scratch,
           gsize                    capacity,
           const AttuneFingerprint *fingerprint)
{
  AttuneFingerprint *slots = attune_scratch_get_data (scratch);
  gsize index = get_first_slot (fingerprint, capacity);

  while (!is_empty (&slots[index]) && !is_equal (&slots[index], fingerprint))
    index = index + 1 < capacity ? index + 1 : 0;

  return &slots[index];
}

static gboolean
grow (AttuneFingerprintSet  *self,
      GError               **error)
{
  g_autoptr(AttuneScratch) larger = attune_scratch_new (sizeof (AttuneFingerprint));
  gsize needed = self->n_foreseen * 100 / MAX_PERCENT_FULL;
  gsize capacity = MAX (MAX (MIN_CAPACITY, needed), self->capacity + self->capacity / 2);

  if (!attune_scratch_set_length (larger, capacity, error))
    return FALSE;

  for (gsize i = 0; i < self->capacity; i++)
    {
      const AttuneFingerprint *slot = attune_scratch_get (self->slots, i);

      if (!is_empty (slot))
        *find_slot (larger, capacity, slot) = *slot;
    }

  attune_scratch_free (self->slots);
  self->slots = g_steal_pointer (&larger);
  self->capacity = capacity;

  return TRUE;
}

/**
 * attune_fingerprint_set_reserve:
 * @self: a set
 * @n_fingerprints: how many it will have in the end, about
 *
 * Makes it grow once to its last size, as attune_near_set_reserve() does.
 */
void
attune_fingerprint_set_reserve (AttuneFingerprintSet *self,
                                guint64               n_fingerprints)
{
  g_return_if_fail (self != NULL);

  self->n_foreseen = MIN (n_fingerprints, MAX_FORESEEN);
}

/**
 * attune_fingerprint_set_expect:
 * @self: a set
 * @fingerprint: what will be added soon
 *
 * Has the processor fetch what attune_fingerprint_set_add() will look at: of a million, that is
 * never in its cache.
 */
void
attune_fingerprint_set_expect (AttuneFingerprintSet    *self,
                               const AttuneFingerprint *fingerprint)
{
  const AttuneFingerprint *slots = attune_scratch_get_data (self->slots);

  if (self->capacity > 0)
    __builtin_prefetch (&slots[get_first_slot (fingerprint, self->capacity)], 1);
}

/**
 * attune_fingerprint_set_add:
 * @self: a set
 * @fingerprint: what shall be in it
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_STORAGE when the disk is full.
 *
 * Returns: %TRUE when it was not in it before; %FALSE when it was, or with an error
 */
gboolean
attune_fingerprint_set_add (AttuneFingerprintSet     *self,
                            const AttuneFingerprint  *fingerprint,
                            GError                  **error)
{
  AttuneFingerprint *slot;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (fingerprint != NULL, FALSE);

  if ((self->n_used + 1) * 100 > self->capacity * MAX_PERCENT_FULL && !grow (self, error))
    return FALSE;

  slot = find_slot (self->slots, self->capacity, fingerprint);

  if (is_equal (slot, fingerprint))
    return FALSE;

  *slot = *fingerprint;
  self->n_used++;

  return TRUE;
}

/**
 * attune_fingerprint_set_has:
 * @self: a set
 * @fingerprint: what may be in it
 *
 * Returns: %TRUE when it is
 */
gboolean
attune_fingerprint_set_has (AttuneFingerprintSet    *self,
                            const AttuneFingerprint *fingerprint)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->capacity > 0 &&
         is_equal (find_slot (self->slots, self->capacity, fingerprint), fingerprint);
}
