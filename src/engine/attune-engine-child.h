/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* What a program gets that has nothing to put in order, in milliseconds. */
#define ATTUNE_ENGINE_CHILD_GRACE 1000

typedef enum
{
  ATTUNE_ENGINE_CHILD_DEFAULT = 0,
  ATTUNE_ENGINE_CHILD_OUTPUT  = 1 << 0,   /* its standard output is read */
  ATTUNE_ENGINE_CHILD_NICE    = 1 << 1,   /* it leaves the processor and the memory to others */
} AttuneEngineChildFlags;

#define ATTUNE_TYPE_ENGINE_CHILD (attune_engine_child_get_type ())

/**
 * AttuneEngineChild:
 *
 * A program that runs for the engine and never longer than the engine: the kernel ends it when the
 * engine is gone, in whatever way.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineChild, attune_engine_child, ATTUNE, ENGINE_CHILD, GObject)

AttuneEngineChild *attune_engine_child_spawn      (const char * const      *argv,
                                                   AttuneEngineChildFlags   flags,
                                                   int                      lock_fd,
                                                   GError                 **error);
GInputStream      *attune_engine_child_get_output (AttuneEngineChild       *self);
gboolean           attune_engine_child_is_running (AttuneEngineChild       *self);
DexFuture         *attune_engine_child_wait       (AttuneEngineChild       *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *attune_engine_child_stop       (AttuneEngineChild       *self,
                                                   guint                    grace) G_GNUC_WARN_UNUSED_RESULT;
gboolean           attune_engine_child_was_killed (AttuneEngineChild       *self);
gboolean           attune_engine_child_has_succeeded (AttuneEngineChild    *self);
char              *attune_engine_child_dup_tail   (AttuneEngineChild       *self);

G_END_DECLS
