/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators"): integers
 * only, so that the same seed gives the same numbers on every processor. */
static inline guint64
attune_trainer_random_mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

static inline guint64
attune_trainer_random_next (guint64 *state)
{
  return attune_trainer_random_mix (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
}

G_END_DECLS
