/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_SUPERVISOR (attune_engine_supervisor_get_type ())

/**
 * AttuneEngineSupervisor:
 *
 * Sees to it that attune-engine answers on its socket, and starts it when it does not.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineSupervisor, attune_engine_supervisor,
                      ATTUNE, ENGINE_SUPERVISOR, GObject)

AttuneEngineSupervisor *attune_engine_supervisor_new             (const char             *state_dir,
                                                                  const char             *socket_path);
GSocketConnectable     *attune_engine_supervisor_get_connectable (AttuneEngineSupervisor *self);
char                   *attune_engine_supervisor_dup_models_dir  (AttuneEngineSupervisor *self);
DexFuture              *attune_engine_supervisor_ensure          (AttuneEngineSupervisor *self)
                                                                  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
