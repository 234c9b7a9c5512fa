/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* OpenAI's limit for one file (api section 1.2): 512 MB. */
#define ATTUNE_ENGINE_MAX_FILE (512 * 1024 * 1024LL)

/* And for one part of a larger one (api section 1.3): 64 MB. */
#define ATTUNE_ENGINE_MAX_PART (64 * 1024 * 1024LL)

#define ATTUNE_TYPE_ENGINE_UPLOAD (attune_engine_upload_get_type ())

/**
 * AttuneEngineUpload:
 *
 * The body of POST /v1/files, or one part of a file, on its way to the disk: a folder of its own
 * with the file in it, removed again unless somebody takes it.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineUpload, attune_engine_upload, ATTUNE, ENGINE_UPLOAD, GObject)

AttuneEngineUpload *attune_engine_upload_new          (const char          *folder,
                                                       SoupServerMessage   *message,
                                                       const char          *boundary,
                                                       gboolean             is_part);
DexFuture          *attune_engine_upload_finish       (AttuneEngineUpload  *self) G_GNUC_WARN_UNUSED_RESULT;
char               *attune_engine_upload_steal_folder (AttuneEngineUpload  *self);
const char         *attune_engine_upload_get_filename (AttuneEngineUpload  *self);
const char         *attune_engine_upload_get_purpose  (AttuneEngineUpload  *self);
gint64              attune_engine_upload_get_lifetime (AttuneEngineUpload  *self);
gint64              attune_engine_upload_get_size     (AttuneEngineUpload  *self);
guint64             attune_engine_upload_get_number   (AttuneEngineUpload  *self);
guint64             attune_engine_upload_get_n_parts  (void);     /* that have begun */

G_END_DECLS
