/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_FILE (attune_engine_file_get_type ())

/**
 * AttuneEngineFile:
 *
 * A file that was given to the engine or made by it: a folder with `content` and `file.json` in it.
 * Immutable, counted by reference.
 */
typedef struct
{
  char   *id;
  char   *filename;     /* as the client called it; never used as a path */
  char   *purpose;
  char   *folder;
  gint64  bytes;
  gint64  created_at;   /* microseconds since 1970, for the order of the list */
  gint64  expires_at;   /* seconds since 1970; 0 for never */
} AttuneEngineFile;

GType             attune_engine_file_get_type  (void);
AttuneEngineFile *attune_engine_file_new       (const char              *folder,
                                                const char              *id,
                                                const char              *filename,
                                                const char              *purpose,
                                                gint64                   bytes,
                                                gint64                   lifetime);
AttuneEngineFile *attune_engine_file_load      (const char              *folder,
                                                GError                 **error);
AttuneEngineFile *attune_engine_file_ref       (AttuneEngineFile        *self);
void              attune_engine_file_unref     (AttuneEngineFile        *self);
gboolean          attune_engine_file_is_expired (const AttuneEngineFile *self);
char             *attune_engine_file_dup_path  (const AttuneEngineFile  *self);
JsonObject       *attune_engine_file_to_json   (const AttuneEngineFile  *self);
char             *attune_engine_file_to_record (const AttuneEngineFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEngineFile, attune_engine_file_unref)

G_END_DECLS
