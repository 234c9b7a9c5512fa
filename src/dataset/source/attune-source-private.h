/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-source.h"
#include "attune-spool.h"

G_BEGIN_DECLS

struct _AttuneSource
{
  GObject               parent_instance;

  char                 *display_name;
  int                   file_fd;
  goffset               file_size;   /* when it was opened */
  AttuneFileStamp       stamp;       /* also then */

  AttuneSpool          *spool;       /* (nullable): what was made of the file */
  int                   fd;          /* of the file or of the spool; not owned */
  goffset               begin;       /* of the text: behind a byte order mark */
  goffset               length;
  gboolean              is_head;
  gboolean              is_cut_off;

  const char           *encoding;
  const char           *other_encoding;
  AttuneEncodingOrigin  encoding_origin;
  guint64               n_mended;
  AttunePacking         packing;
  char                 *member;      /* which of @members was read */
  GPtrArray            *members;     /* (nullable): of AttuneArchiveMember */
  const char           *spreadsheet; /* what it is called; NULL when it is none */
  char                **sheets;
  guint                 sheet;
  guint64               n_filled;    /* cells of it that have what stands above them */
};

gboolean      attune_source_load          (AttuneSource               *self,
                                           const AttuneSourceOptions  *options,
                                           AttuneProgressFunc          progress,
                                           gpointer                    user_data,
                                           GCancellable               *cancellable,
                                           GError                    **error);
AttuneSource *attune_source_new_for_spool (AttuneSource               *original,
                                           AttuneSpool                *spool);

G_END_DECLS
