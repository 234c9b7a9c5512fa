/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A GWeakRef on the heap, for callbacks that must not keep a widget alive. */
GWeakRef *attune_weak_ref_new  (gpointer object);
void      attune_weak_ref_free (gpointer weak_ref);

G_END_DECLS
