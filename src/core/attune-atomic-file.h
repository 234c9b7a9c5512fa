/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ATOMIC_FILE (attune_atomic_file_get_type ())

/* A file that is there whole or not at all: written beside its place, synced, then renamed. */
G_DECLARE_FINAL_TYPE (AttuneAtomicFile, attune_atomic_file, ATTUNE, ATOMIC_FILE, GObject)

AttuneAtomicFile *attune_atomic_file_new        (const char        *path,
                                                 GError           **error);
gboolean          attune_atomic_file_write      (AttuneAtomicFile  *self,
                                                 const void        *bytes,
                                                 gsize              length,
                                                 GError           **error);
gboolean          attune_atomic_file_sync       (AttuneAtomicFile  *self,
                                                 GError           **error);
const char       *attune_atomic_file_get_temporary_path (AttuneAtomicFile *self);
gboolean          attune_atomic_file_commit     (AttuneAtomicFile  *self,
                                                 GError           **error);
gboolean          attune_atomic_file_commit_both (AttuneAtomicFile *first,
                                                 AttuneAtomicFile  *second,
                                                 GError           **error);
gboolean          attune_atomic_file_replace    (const char        *path,
                                                 const void        *bytes,
                                                 gsize              length,
                                                 GError           **error);

G_END_DECLS
