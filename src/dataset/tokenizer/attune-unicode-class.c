/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-unicode-class"

#include "config.h"

#include <string.h>

#include "attune-unicode-class-private.h"

#define N_CODES    0x110000
#define BLOCK_SIZE 256

/* Fills one byte a code point from the runs. */
static guint8 *
expand_runs (void)
{
  guint8 *classes = g_malloc (N_CODES);

  for (guint i = 0; i < attune_unicode_class_n_runs; i++)
    {
      guint32 first = attune_unicode_class_runs[i] >> 4;
      guint32 class = attune_unicode_class_runs[i] & 0xf;
      guint32 end = i + 1 < attune_unicode_class_n_runs ? attune_unicode_class_runs[i + 1] >> 4
                                                        : N_CODES;

      if (class != ATTUNE_CLASS_PAIRS)
        memset (classes + first, class, end - first);
      else
        for (guint32 code = first; code < end; code++)
          classes[code] = (code - first) % 2 == 0 ? ATTUNE_CLASS_UPPER : ATTUNE_CLASS_LOWER;
    }

  return classes;
}

static gpointer
build (gpointer data)
{
  AttuneUnicodeClasses *self = g_new0 (AttuneUnicodeClasses, 1);
  g_autofree guint8 *classes = expand_runs ();
  guint n_blocks = 0;

  self->blocks = g_malloc (G_N_ELEMENTS (self->block_of) * BLOCK_SIZE);

  for (guint i = 0; i < G_N_ELEMENTS (self->block_of); i++)
    {
      guint block = 0;

      while (block < n_blocks &&
             memcmp (self->blocks + block * BLOCK_SIZE, classes + i * BLOCK_SIZE, BLOCK_SIZE) != 0)
        block++;

      if (block == n_blocks)
        memcpy (self->blocks + n_blocks++ * BLOCK_SIZE, classes + i * BLOCK_SIZE, BLOCK_SIZE);

      self->block_of[i] = block;
    }

  /* There are about 200 kinds of blocks, and a byte is enough to name one. */
  g_assert (n_blocks <= G_MAXUINT8 + 1);
  self->blocks = g_realloc (self->blocks, n_blocks * BLOCK_SIZE);

  return self;
}

/**
 * attune_unicode_classes_get:
 *
 * Classes as in Unicode 16, which is what tiktoken's regular expressions know. GLib knows a newer
 * version, in which code points that were not assigned then are letters, so it is not asked.
 *
 * Returns: (transfer none): the table, made on the first call, never freed
 */
const AttuneUnicodeClasses *
attune_unicode_classes_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, build, NULL);
}
