/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <glib.h>

#include "attune-clones.h"

G_BEGIN_DECLS

/* A function that is worth having once for each width of registers. */
#define ATTUNE_TRAINER_CLONES ATTUNE_CLONES ("arch=x86-64-v4", "arch=x86-64-v3")

/* Sums are kept in as many parts as the widest registers have, so that compilers vectorize them. */
#define ATTUNE_TRAINER_LANES 16

/* e to the power of @x with about the precision of a float, in a form that compilers vectorize: two to
 * the power of the whole part by the exponent's bits, of the rest by its series. */
static inline float
attune_trainer_exp (float x)
{
  const float rounder = 0x1.8p23f;
  float power = x * 1.44269504f;
  float shifted, rest, result;
  gint32 whole, bits;

  power = power < -126.0f ? -126.0f : power;
  power = power > 127.0f ? 127.0f : power;
  shifted = power + rounder;
  rest = (power - (shifted - rounder)) * 0.693147181f;

  result = 1.0f / 720.0f;
  result = result * rest + 1.0f / 120.0f;
  result = result * rest + 1.0f / 24.0f;
  result = result * rest + 1.0f / 6.0f;
  result = result * rest + 0.5f;
  result = result * rest + 1.0f;
  result = result * rest + 1.0f;

  memcpy (&whole, &shifted, sizeof whole);
  memcpy (&bits, &result, sizeof bits);
  bits = (gint32)((guint32)bits + ((guint32)whole << 23));
  memcpy (&result, &bits, sizeof result);

  return result;
}

/* One divided by one plus e to the power of minus @x. Where that is next to nothing it is not made any
 * smaller: numbers that lose their leading digit take processors a hundred times as long. */
static inline float
attune_trainer_sigmoid (float x)
{
  x = x < -60.0f ? -60.0f : x;

  return 1.0f / (1.0f + attune_trainer_exp (-x));
}

static inline float
attune_trainer_tanh (float x)
{
  return 1.0f - 2.0f / (attune_trainer_exp (2.0f * x) + 1.0f);
}

float attune_trainer_multiply_and_sum (const float *first,
                                       const float *second,
                                       gint64       n);

G_END_DECLS
