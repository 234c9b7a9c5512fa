/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-scan-options"

#include "config.h"

#include "attune-scan.h"

/**
 * attune_scan_options_copy:
 * @self: (out caller-allocates): where the copy goes
 * @other: options
 *
 * Makes options that last until attune_scan_options_clear(), whatever becomes of those that @other
 * points to; for work on another thread.
 */
void
attune_scan_options_copy (AttuneScanOptions       *self,
                          const AttuneScanOptions *other)
{
  *self = *other;
  self->source.encoding = g_strdup (other->source.encoding);
  self->source.member = g_strdup (other->source.member);
  self->source.sheet = g_strdup (other->source.sheet);
  self->reader.records_path = g_strdup (other->reader.records_path);

  if (other->recipe != NULL)
    self->recipe = attune_recipe_copy (other->recipe);

  if (other->tokenizer != NULL)
    self->tokenizer = attune_tokenizer_ref (other->tokenizer);

  if (other->training != NULL)
    self->training = g_object_ref (other->training);
}

/**
 * attune_scan_options_clear:
 * @self: options that attune_scan_options_copy() made; all zero is allowed
 */
void
attune_scan_options_clear (AttuneScanOptions *self)
{
  g_free ((char *)self->source.encoding);
  g_free ((char *)self->source.member);
  g_free ((char *)self->source.sheet);
  g_free ((char *)self->reader.records_path);
  g_clear_object (&self->recipe);
  g_clear_pointer (&self->tokenizer, attune_tokenizer_unref);
  g_clear_object (&self->training);
  *self = (AttuneScanOptions) { 0 };
}
