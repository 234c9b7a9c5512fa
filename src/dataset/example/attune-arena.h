/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneArena:
 *
 * Memory for texts that are all given up at once, without a free for each.
 */
typedef struct _AttuneArena AttuneArena;

AttuneArena *attune_arena_new   (void);
void         attune_arena_free  (AttuneArena *self);
void         attune_arena_reset (AttuneArena *self);
char        *attune_arena_alloc (AttuneArena *self,
                                 gsize        length);

G_END_DECLS
