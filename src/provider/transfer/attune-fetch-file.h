/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneFetchFile:
 *
 * Where a download is written; its place is taken when it is whole. Either nothing is seen of it
 * before, or, when it shall be possible to go on with it, what has come stands beside the place, as
 * “NAME.part”, with “NAME.part.json” that says what it is a part of. All of this blocks.
 */
typedef struct _AttuneFetchFile AttuneFetchFile;

AttuneFetchFile *attune_fetch_file_open          (const char             *path,
                                                  const char             *sha256,
                                                  guint64                 size,
                                                  gboolean                is_kept,
                                                  GError                **error);
void             attune_fetch_file_close         (AttuneFetchFile        *self);
guint64          attune_fetch_file_get_received  (const AttuneFetchFile  *self);
const char      *attune_fetch_file_get_validator (const AttuneFetchFile  *self);
gboolean         attune_fetch_file_restart       (AttuneFetchFile        *self,
                                                  const char             *validator,
                                                  GError                **error);
gboolean         attune_fetch_file_append        (AttuneFetchFile        *self,
                                                  const void             *bytes,
                                                  gsize                   length,
                                                  GError                **error);
gboolean         attune_fetch_file_is_right      (const AttuneFetchFile  *self);
gboolean         attune_fetch_file_commit        (AttuneFetchFile        *self,
                                                  GError                **error);
void             attune_fetch_file_discard       (AttuneFetchFile        *self);

/* Of what is kept of a download, whoever began it. */
guint64          attune_fetch_file_peek_part     (const char             *path,
                                                  const char             *sha256);
void             attune_fetch_file_remove_part   (const char             *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneFetchFile, attune_fetch_file_close)

G_END_DECLS
