/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lengths are in sixteenths of a bit, in which sums are exact and fast. */
#define ATTUNE_PLAUSIBILITY_BIT 16

/**
 * AttuneScript:
 *
 * A way of writing with thousands of characters, of which few are common.
 */
typedef enum
{
  ATTUNE_SCRIPT_HANS,
  ATTUNE_SCRIPT_HANT,
  ATTUNE_SCRIPT_JAPANESE,
  ATTUNE_SCRIPT_KOREAN,
  ATTUNE_N_SCRIPTS
} AttuneScript;

guint   attune_plausibility_get_cost      (AttuneScript  script,
                                           gunichar      character);
guint64 attune_plausibility_measure_text  (const char   *text,
                                           gsize         length);
guint64 attune_plausibility_measure_bytes (const char   *encoding,
                                           const char   *bytes,
                                           gsize         length);

G_END_DECLS
