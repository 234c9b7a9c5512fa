/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* The MD5 of a file, computed on a thread. */
typedef struct _AttuneUploadDigest AttuneUploadDigest;

AttuneUploadDigest *attune_upload_digest_start (const char         *path,
                                                gint64              size,
                                                gint64              modified);
DexFuture          *attune_upload_digest_get   (AttuneUploadDigest *self);
void                attune_upload_digest_free  (AttuneUploadDigest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneUploadDigest, attune_upload_digest_free)

G_END_DECLS
