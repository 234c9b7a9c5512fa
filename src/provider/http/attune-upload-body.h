/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What becomes of a byte order mark at the beginning of a whole file. */
typedef enum
{
  ATTUNE_UPLOAD_MARK_AS_IS,
  ATTUNE_UPLOAD_MARK_NONE,      /* it is left out where the file has one */
  ATTUNE_UPLOAD_MARK_ONE,       /* it is sent, whether or not the file has one */
} AttuneUploadMark;

/* A form with a file in it, or a part of one. */
typedef struct
{
  const char         *field;              /* of the file, such as "file" */
  const char         *filename;           /* that the provider is told */
  const char * const *fields;             /* name, value, name, value …, NULL: those before it */
  const char         *type;               /* of the file's content, NULL: not said */
  AttuneUploadMark    mark;
  gint64              start;              /* the first byte of the file to send … */
  gint64              length;             /* … and how many, or 0 for all */
  gint64              expected_size;      /* of the file on the disk, or 0 … */
  gint64              expected_modified;  /* … and its time, in nanoseconds, or 0 */
} AttuneUploadForm;

#define ATTUNE_TYPE_UPLOAD_BODY (attune_upload_body_get_type ())

/* The body of an upload: header, file, footer, read from the disk as it is sent. */
G_DECLARE_FINAL_TYPE (AttuneUploadBody, attune_upload_body, ATTUNE, UPLOAD_BODY, GInputStream)

AttuneUploadBody *attune_upload_body_open              (const char              *path,
                                                        const AttuneUploadForm  *form,
                                                        GError                 **error);
const char       *attune_upload_body_get_content_type  (AttuneUploadBody        *self);
gint64            attune_upload_body_get_length        (AttuneUploadBody        *self);
gint64            attune_upload_body_get_file_size     (AttuneUploadBody        *self);
gint64            attune_upload_body_get_file_offset   (AttuneUploadBody        *self);
gint64            attune_upload_body_get_modified      (AttuneUploadBody        *self);

G_END_DECLS
