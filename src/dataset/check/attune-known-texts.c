/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-known-texts"

#include "config.h"

#include <string.h>

#include "attune-known-texts.h"
#include "attune-text-scan.h"

#define SLOT_BITS 4

/* A longer one is looked at each time: 16 of these are what a thread may keep. */
#define MAX_LENGTH (16 * 1024)

typedef struct
{
  char            *text;       /* a copy; NULL: nothing is known here */
  gsize            length;
  gsize            capacity;
  AttuneKnownText  known;
} Slot;

struct _AttuneKnownTexts
{
  Slot             slots[1 << SLOT_BITS];
  AttuneKnownText  other;      /* of a text that is too long to be kept */
};

/**
 * attune_known_texts_new:
 *
 * Returns: (transfer full): a memory with nothing in it
 */
AttuneKnownTexts *
attune_known_texts_new (void)
{
  return g_new0 (AttuneKnownTexts, 1);
}

/**
 * attune_known_texts_free:
 * @self: (transfer full): a memory
 */
void
attune_known_texts_free (AttuneKnownTexts *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->slots); i++)
    g_free (self->slots[i].text);

  g_free (self);
}

/* Texts that differ only in the middle take turns in one slot, and so do all that are short, which
 * costs no more than not to know them. */
static guint
choose_slot (const char *text,
             gsize       length)
{
  guint64 first = 0;
  guint64 last = 0;

  if (length >= sizeof first)
    {
      memcpy (&first, text, sizeof first);
      memcpy (&last, text + length - sizeof last, sizeof last);
    }

  return ((first ^ (last << 1) ^ length) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >>
         (64 - SLOT_BITS);
}

static AttuneKnownText
look_at (const char *text,
         gsize       length)
{
  AttuneTextScan scan = { .wanted = attune_text_scan_get_kinds () };
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;

  attune_text_scan_run (&scan, text, length);
  attune_fingerprint_add (&fingerprint, text, length);

  return (AttuneKnownText) { scan.found, scan.n_characters, fingerprint };
}

static void
remember (Slot       *slot,
          const char *text,
          gsize       length)
{
  if (slot->text == NULL || length > slot->capacity)
    {
      g_free (slot->text);
      slot->capacity = MAX (length, 64);
      slot->text = g_malloc (slot->capacity);
    }

  memcpy (slot->text, text, length);
  slot->length = length;
  slot->known = look_at (text, length);
}

/**
 * attune_known_texts_get:
 * @self: a memory
 * @text: (array length=length): a text, valid UTF-8
 * @length: its length in bytes
 *
 * Looks at a text as attune_text_scan_run() does, or remembers what it found in the same text.
 *
 * Returns: (transfer none): what is known of it, until the next call
 */
const AttuneKnownText *
attune_known_texts_get (AttuneKnownTexts *self,
                        const char       *text,
                        gsize             length)
{
  Slot *slot;

  if (length > MAX_LENGTH)
    {
      self->other = look_at (text, length);
      return &self->other;
    }

  slot = &self->slots[choose_slot (text, length)];

  if (slot->text == NULL || slot->length != length || memcmp (slot->text, text, length) != 0)
    remember (slot, text, length);

  return &slot->known;
}
