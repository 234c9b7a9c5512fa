/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_UPLOAD_BODY (attune_upload_body_get_type ())

/* The body of POST /files: header, file, footer, read from the disk as it is sent. */
G_DECLARE_FINAL_TYPE (AttuneUploadBody, attune_upload_body, ATTUNE, UPLOAD_BODY, GInputStream)

AttuneUploadBody *attune_upload_body_open              (const char       *path,
                                                        const char       *filename,
                                                        const char       *purpose,
                                                        GError          **error);
const char       *attune_upload_body_get_content_type  (AttuneUploadBody *self);
gint64            attune_upload_body_get_length        (AttuneUploadBody *self);
gint64            attune_upload_body_get_file_size     (AttuneUploadBody *self);
gint64            attune_upload_body_get_file_offset   (AttuneUploadBody *self);

G_END_DECLS
