/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-file.h"
#include "attune-engine-upload.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_FILES (attune_engine_files_get_type ())

/**
 * AttuneEngineFiles:
 *
 * All files of the engine, one folder each below its own.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineFiles, attune_engine_files, ATTUNE, ENGINE_FILES, GObject)

AttuneEngineFiles *attune_engine_files_new        (const char          *folder,
                                                   GError             **error);
char              *attune_engine_files_dup_upload_folder (AttuneEngineFiles *self);
AttuneEngineFile  *attune_engine_files_lookup     (AttuneEngineFiles   *self,
                                                   const char          *id);
GPtrArray         *attune_engine_files_list       (AttuneEngineFiles   *self,
                                                   const char          *purpose);
DexFuture         *attune_engine_files_add_upload (AttuneEngineFiles   *self,
                                                   AttuneEngineUpload  *upload) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *attune_engine_files_add_path   (AttuneEngineFiles   *self,
                                                   const char          *path,
                                                   const char          *filename,
                                                   const char          *purpose) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *attune_engine_files_add_folder (AttuneEngineFiles   *self,
                                                   const char          *folder,
                                                   const char          *filename,
                                                   const char          *purpose,
                                                   gint64               bytes,
                                                   gint64               lifetime) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *attune_engine_files_delete     (AttuneEngineFiles   *self,
                                                   AttuneEngineFile    *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
