/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-model.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_BASES (attune_engine_bases_get_type ())

/**
 * AttuneEngineBases:
 *
 * The models that somebody has added: every GGUF file in a folder, where a symbolic link serves as
 * well as the file.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineBases, attune_engine_bases, ATTUNE, ENGINE_BASES, GObject)

AttuneEngineBases *attune_engine_bases_new     (const char         *folder,
                                                const char         *practice,   /* that nobody added */
                                                const char         *program);
DexFuture         *attune_engine_bases_refresh (AttuneEngineBases  *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray         *attune_engine_bases_list    (AttuneEngineBases  *self);
JsonObject        *attune_engine_bases_get_practice_info (AttuneEngineBases *self); /* or NULL */
AttuneEngineModel *attune_engine_bases_lookup  (AttuneEngineBases  *self,
                                                const char         *id);
DexFuture         *attune_engine_bases_add     (AttuneEngineBases  *self,
                                                const char         *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *attune_engine_bases_remove  (AttuneEngineBases  *self,
                                                const char         *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
