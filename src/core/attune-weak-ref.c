/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-weak-ref"

#include "config.h"

#include "attune-weak-ref.h"

/**
 * attune_weak_ref_new:
 * @object: (type GObject.Object): what a callback needs if it is still there by then
 *
 * Returns: (transfer full): a weak reference; read it with g_weak_ref_get(), free it with
 *   attune_weak_ref_free()
 */
GWeakRef *
attune_weak_ref_new (gpointer object)
{
  GWeakRef *self;

  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  self = g_new0 (GWeakRef, 1);
  g_weak_ref_init (self, object);

  return self;
}

/**
 * attune_weak_ref_free:
 * @weak_ref: (type GObject.WeakRef) (transfer full): what attune_weak_ref_new() returned
 *
 * Takes a pointer of no type so that it is a #GDestroyNotify.
 */
void
attune_weak_ref_free (gpointer weak_ref)
{
  g_weak_ref_clear (weak_ref);
  g_free (weak_ref);
}
