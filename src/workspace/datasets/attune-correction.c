/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-correction"

#include "config.h"

#include "attune-correction.h"

G_DEFINE_ENUM_TYPE (AttuneCorrectionKind, attune_correction_kind,
                    G_DEFINE_ENUM_VALUE (ATTUNE_CORRECTION_EXAMPLE, "example"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_CORRECTION_PREFERENCE, "preference"))

/**
 * attune_correction_free: (skip)
 * @self: (transfer full): a correction
 */
void
attune_correction_free (AttuneCorrection *self)
{
  g_free (self->digest);
  g_free (self->conversation_id);
  g_free (self->model);
  g_free (self);
}

/**
 * attune_correction_dup_digest:
 * @json: (array length=length): a row of a dataset, such as the `json` of an #AttuneExample
 * @length: its length in bytes
 *
 * Returns: (transfer full): by what the row is known, whatever its number is; another text is
 *   another row
 */
char *
attune_correction_dup_digest (const char *json,
                              gsize       length)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)json, length);
}
