/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-clock.h"
#include "attune-engine-parted-upload.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_PARTED_UPLOADS (attune_engine_parted_uploads_get_type ())

/**
 * AttuneEnginePartedUploads:
 *
 * All uploads in parts, an hour long each. None outlives the engine: whoever sends begins again.
 */
G_DECLARE_FINAL_TYPE (AttuneEnginePartedUploads, attune_engine_parted_uploads, ATTUNE, ENGINE_PARTED_UPLOADS, GObject)

AttuneEnginePartedUploads *attune_engine_parted_uploads_new    (AttuneClock                *clock);
AttuneEnginePartedUpload  *attune_engine_parted_uploads_create (AttuneEnginePartedUploads  *self,
                                                                const char                 *filename,
                                                                const char                 *purpose,
                                                                gint64                      bytes,
                                                                gint64                      lifetime);
AttuneEnginePartedUpload  *attune_engine_parted_uploads_lookup (AttuneEnginePartedUploads  *self,
                                                                const char                 *id);

G_END_DECLS
