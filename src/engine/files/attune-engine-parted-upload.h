/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-engine-files.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_PARTED_UPLOAD (attune_engine_parted_upload_get_type ())

/**
 * AttuneEnginePartedUpload:
 *
 * A file that is too large for one request, on its way here in parts (api section 1.3). The parts
 * lie on the disk; they are gone when it is cancelled, or too old.
 */
G_DECLARE_FINAL_TYPE (AttuneEnginePartedUpload, attune_engine_parted_upload, ATTUNE, ENGINE_PARTED_UPLOAD, GObject)

AttuneEnginePartedUpload *attune_engine_parted_upload_new
                                               (const char                *filename,
                                                const char                *purpose,
                                                gint64                     bytes,
                                                gint64                     lifetime,
                                                gint64                     patience);
const char *attune_engine_parted_upload_get_id (AttuneEnginePartedUpload  *self);
DexFuture  *attune_engine_parted_upload_add    (AttuneEnginePartedUpload  *self,
                                                AttuneEngineUpload        *part) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_engine_parted_upload_complete
                                               (AttuneEnginePartedUpload  *self,
                                                AttuneEngineFiles         *files,
                                                const char * const        *part_ids,
                                                const char                *md5) G_GNUC_WARN_UNUSED_RESULT;
gboolean    attune_engine_parted_upload_cancel (AttuneEnginePartedUpload  *self,
                                                GError                   **error);
JsonObject *attune_engine_parted_upload_to_json (AttuneEnginePartedUpload *self);

G_END_DECLS
