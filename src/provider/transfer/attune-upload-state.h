/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far an upload in parts has come: what it takes to go on after the program was killed. */
typedef struct
{
  char      *id;           /* of the upload at the provider */
  gint64     expires_at;   /* Unix time in seconds by the provider's clock, or 0 when not known */
  gint64     part_size;    /* bytes; the last part may be smaller */
  gint64     file_size;
  gint64     modified;     /* when the file was changed last, in nanoseconds of Unix time */
  char     **part_ids;     /* one for each part, NULL until it is there */
  guint      n_parts;
} AttuneUploadState;

AttuneUploadState *attune_upload_state_new             (const char              *id,
                                                        gint64                   expires_at,
                                                        gint64                   part_size,
                                                        gint64                   file_size,
                                                        gint64                   modified);
AttuneUploadState *attune_upload_state_parse           (const char              *text);
char              *attune_upload_state_to_text         (const AttuneUploadState *self);
gboolean           attune_upload_state_is_for          (const AttuneUploadState *self,
                                                        gint64                   part_size,
                                                        gint64                   file_size,
                                                        gint64                   modified);
gint64             attune_upload_state_get_part_length (const AttuneUploadState *self,
                                                        guint                    i);
char              *attune_upload_state_build_path      (const AttuneUploadState *self,
                                                        const char              *act);
void               attune_upload_state_free            (AttuneUploadState       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneUploadState, attune_upload_state_free)

G_END_DECLS
