/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-near-set"

#include "config.h"

#include "attune-issue.h"
#include "attune-near-set.h"
#include "attune-scratch.h"
#include "attune-sketch.h"

#define MIN_CAPACITY (8 * 1024)

/* The table is at most so full, and then grows by half. */
#define MAX_PERCENT_FULL 80

/* A guess never takes more room than 4,000,000 examples need (240 MB). */
#define MAX_FORESEEN 4000000

/* So many with the same band are kept and looked at, and so many slots passed: when all examples
 * are alike, the work for each stays the same. */
#define MAX_CANDIDATES 4
#define MAX_PROBES 64

/* In a line of the processor's cache. */
#define LINE_SLOTS (64 / sizeof (Slot))

/* One for each band of an example. */
typedef struct
{
  guint32 band;    /* its hash; 0: nothing is here */
  guint32 entry;   /* which entry */
} Slot;

typedef struct
{
  guint8  signature[16];
  guint32 index;
} Entry;

/* A walk from the slot where a band belongs. */
typedef struct
{
  gsize i;               /* the slot that was reached */
  guint n_probes;        /* how many were passed; MAX_PROBES: no more are */
  guint n_candidates;    /* of these, with the same band */
} Walk;

struct _AttuneNearSet
{
  AttuneScratch *entries;
  AttuneScratch *slots;      /* of Slot … */
  Slot          *table;      /* … the first of them … */
  gsize          capacity;   /* … and how many */
  gsize          n_used;
  gsize          n_foreseen;     /* slots that will be used, as far as anybody knows */
};

/**
 * attune_near_set_new:
 *
 * Returns: (transfer full): an empty set
 */
AttuneNearSet *
attune_near_set_new (void)
{
  AttuneNearSet *self = g_new0 (AttuneNearSet, 1);

  self->entries = attune_scratch_new (sizeof (Entry));
  self->slots = attune_scratch_new (sizeof (Slot));

  return self;
}

/**
 * attune_near_set_free:
 * @self: (transfer full): a set
 */
void
attune_near_set_free (AttuneNearSet *self)
{
  attune_scratch_free (self->entries);
  attune_scratch_free (self->slots);
  g_free (self);
}

/* The high bits of a hash choose the slot, so that the capacity need not be a power of two. */
static gsize
get_first_slot (guint32 band,
                gsize   capacity)
{
  return ((guint64)band * capacity) >> 32;
}

static Walk
begin_walk (guint32 band,
            gsize   capacity)
{
  return (Walk) { .i = get_first_slot (band, capacity) };
}

/* Goes to the next slot with the same band, or else to where there is room for one. Returns %NULL
 * where a place is crowded: there is nothing more to find, and it takes no more. */
static inline Slot *
walk (Walk    *self,
      Slot    *slots,
      gsize    capacity,
      guint32  band)
{
  if (self->n_candidates == MAX_CANDIDATES)
    return NULL;

  for (; self->n_probes < MAX_PROBES; self->n_probes++)
    {
      Slot *slot = &slots[self->i];

      if (slot->band == 0)
        return slot;

      self->i = self->i + 1 < capacity ? self->i + 1 : 0;

      if (slot->band != band)
        continue;

      self->n_probes++;
      self->n_candidates++;
      return slot;
    }

  return NULL;
}

/* Goes on to where there is room, and puts a slot there; a crowded place takes no more. */
static void
insert (AttuneNearSet *self,
        Walk          *place,
        Slot           slot)
{
  Slot *found;

  while ((found = walk (place, self->table, self->capacity, slot.band)) && found->band != 0)
    continue;

  if (found == NULL)
    return;

  *found = slot;
  self->n_used++;
}

static gboolean
grow (AttuneNearSet  *self,
      GError        **error)
{
  gsize old_capacity = self->capacity;
  gsize needed = self->n_foreseen * 100 / MAX_PERCENT_FULL;
  gsize capacity = MAX (MAX (MIN_CAPACITY, needed), old_capacity + old_capacity / 2);
  g_autoptr(AttuneScratch) fresh = attune_scratch_new (sizeof (Slot));
  g_autoptr(AttuneScratch) former = NULL;
  const Slot *old;

  if (!attune_scratch_set_length (fresh, capacity, error))
    return FALSE;

  former = g_steal_pointer (&self->slots);
  self->slots = g_steal_pointer (&fresh);
  self->table = attune_scratch_get_data (self->slots);
  self->capacity = capacity;
  self->n_used = 0;
  old = attune_scratch_get_data (former);

  for (gsize i = 0; i < old_capacity; i++)
    if (old[i].band != 0)
      {
        Walk place = begin_walk (old[i].band, capacity);

        insert (self, &place, old[i]);
      }

  return TRUE;
}

/* Returns an entry that is near; %NULL with @place where the band of @facts may be put. */
static const Entry *
find_near (AttuneNearSet     *self,
           const AttuneFacts *facts,
           guint32            band,
           Walk              *place)
{
  const Slot *slot;

  *place = begin_walk (band, self->capacity);

  while ((slot = walk (place, self->table, self->capacity, band)) && slot->band != 0)
    {
      const Entry *entry = attune_scratch_get (self->entries, slot->entry);

      if (attune_signature_compare (entry->signature, facts->signature) >= ATTUNE_NEAR_PERCENT)
        return entry;
    }

  return NULL;
}

/* Makes room for one entry more. What was found in the smaller table is then somewhere else. */
static gboolean
make_room (AttuneNearSet      *self,
           const AttuneFacts  *facts,
           Walk                places[ATTUNE_N_BANDS],
           GError            **error)
{
  if ((self->n_used + ATTUNE_N_BANDS) * 100 <= self->capacity * MAX_PERCENT_FULL)
    return TRUE;

  if (!grow (self, error))
    return FALSE;

  for (guint i = 0; i < ATTUNE_N_BANDS; i++)
    places[i] = begin_walk (facts->sketch[i], self->capacity);

  return TRUE;
}

static gboolean
append (AttuneNearSet      *self,
        const AttuneFacts  *facts,
        guint32             index,
        Walk                places[ATTUNE_N_BANDS],
        GError            **error)
{
  Entry *entry;
  gsize n_entries = attune_scratch_get_length (self->entries);

  /* Beyond it, slots could not name an entry. Nobody has so many examples. */
  if (n_entries >= G_MAXUINT32)
    return TRUE;

  if (!make_room (self, facts, places, error))
    return FALSE;

  if (!(entry = attune_scratch_extend (self->entries, error)))
    return FALSE;

  memcpy (entry->signature, facts->signature, sizeof entry->signature);
  entry->index = index;

  for (guint i = 0; i < ATTUNE_N_BANDS; i++)
    insert (self, &places[i], (Slot) { facts->sketch[i], n_entries });

  return TRUE;
}

/**
 * attune_near_set_reserve:
 * @self: a set
 * @n_examples: how many examples it will have in the end, about
 *
 * Makes it grow once to its last size, instead of putting everything into a larger table again and
 * again. A wrong number costs time and room on the disk, and where a table is crowded, a few of
 * what is alike are not found.
 */
void
attune_near_set_reserve (AttuneNearSet *self,
                         guint64        n_examples)
{
  g_return_if_fail (self != NULL);

  n_examples = MIN (n_examples, MAX_FORESEEN);
  self->n_foreseen = n_examples * ATTUNE_N_BANDS;
  attune_scratch_foresee (self->entries, n_examples);
}

/**
 * attune_near_set_expect:
 * @self: a set
 * @facts: of an example that will be added soon
 *
 * Has the processor fetch what attune_near_set_add() will look at: of a million examples, that is
 * never in its cache. A search often goes on into the next line (to fetch it, too, makes the merge
 * of 1,000,000 examples 8 % faster).
 */
void
attune_near_set_expect (AttuneNearSet     *self,
                        const AttuneFacts *facts)
{
  for (guint i = 0; i < ATTUNE_N_BANDS && self->capacity > 0; i++)
    {
      const Slot *slot = &self->table[get_first_slot (facts->sketch[i], self->capacity)];

      __builtin_prefetch (slot, 1);
      __builtin_prefetch (slot + LINE_SLOTS, 1);
    }
}

/**
 * attune_near_set_add:
 * @self: a set
 * @facts: of an example, with its sketch and signature
 * @index: a number for it
 * @similar: (out): the number of an earlier example that is nearly the same
 * @error: (nullable): where to put an error
 *
 * Looks for an earlier example of whose question and whose answer at least %ATTUNE_NEAR_PERCENT
 * are the same (estimated: see attune_signature_compare()), and puts this one in if there is none.
 * An example without any text is like no other. Fails with %ATTUNE_ERROR_STORAGE when the disk is
 * full.
 *
 * Returns: %TRUE when there is one; %FALSE with @error set or not
 */
gboolean
attune_near_set_add (AttuneNearSet      *self,
                     const AttuneFacts  *facts,
                     guint32             index,
                     guint32            *similar,
                     GError            **error)
{
  Walk places[ATTUNE_N_BANDS];

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (facts != NULL, FALSE);
  g_return_val_if_fail (similar != NULL, FALSE);

  if (facts->sketch[0] == 0)
    return FALSE;

  /* Where the search for a band ended, it is put: most of the work is done once. */
  for (guint i = 0; i < ATTUNE_N_BANDS && self->capacity > 0; i++)
    {
      const Entry *entry = find_near (self, facts, facts->sketch[i], &places[i]);

      if (entry != NULL)
        {
          *similar = entry->index;
          return TRUE;
        }
    }

  append (self, facts, index, places, error);

  return FALSE;
}
