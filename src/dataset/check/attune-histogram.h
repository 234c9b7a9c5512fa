/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Values up to 63 have a bin each; above, each power of two has 32: at most 3 percent off. */
#define ATTUNE_HISTOGRAM_BINS (64 + 26 * 32)

/**
 * AttuneHistogram:
 *
 * How often which numbers came, in a memory that does not grow. All zero is an empty one.
 */
typedef struct
{
  guint64 bins[ATTUNE_HISTOGRAM_BINS];
  guint64 n_values;
  guint64 total;
  guint32 min;
  guint32 max;
} AttuneHistogram;

void    attune_histogram_add            (AttuneHistogram       *self,
                                         guint32                value);
guint64 attune_histogram_get_mean       (const AttuneHistogram *self);
guint32 attune_histogram_get_percentile (const AttuneHistogram *self,
                                         double                 percent);
guint32 attune_histogram_get_bars       (const AttuneHistogram *self,
                                         guint64               *bars,
                                         guint                  n_bars);

G_END_DECLS
