/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-file-stamp.h"
#include "attune-packing.h"
#include "attune-progress.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SOURCE (attune_source_get_type ())

/**
 * AttuneSource:
 *
 * The text of a file, in UTF-8 and without a byte order mark, of which any part can be read at any
 * time and on any thread. Everything above works on this text and its offsets, whatever the file is
 * made of: packed, a spreadsheet, in another encoding.
 */
G_DECLARE_FINAL_TYPE (AttuneSource, attune_source, ATTUNE, SOURCE, GObject)

/**
 * AttuneSourceOptions:
 * @encoding: (nullable): the name of the encoding, see attune_encoding_find(); %NULL to find out
 * @mend: whether each part that has no meaning becomes U+FFFD. Otherwise it is an error in an
 *   @encoding that was chosen, and stays as it is in UTF-8, for the readers to name the line. What is
 *   decoded from an encoding that was found out is always mended
 * @member: (nullable): the name of the member of a ZIP file to read; %NULL for the largest one of a
 *   known format
 * @sheet: (nullable): the name of the sheet of a spreadsheet to read; %NULL for the first
 * @head: about how many bytes of text are wanted, for a quick look; 0 for all. Where the text can be
 *   read without being made first, all of it is there anyway
 * @survey: whether to look at the whole file though its beginning is fine UTF-8
 * @limit: the most bytes that may come out of it; 0 for the usual, which only files reach that were
 *   made to fill a disk
 *
 * How to open a file. All zero is a good way.
 */
typedef struct
{
  const char *encoding;
  gboolean    mend;
  const char *member;
  const char *sheet;
  goffset     head;
  gboolean    survey;
  goffset     limit;
} AttuneSourceOptions;

/**
 * AttuneEncodingOrigin:
 *
 * How it is known in which encoding a file is.
 */
typedef enum
{
  ATTUNE_ENCODING_GUESSED,
  ATTUNE_ENCODING_CHOSEN,    /* by the person */
  ATTUNE_ENCODING_MARKED,    /* by a byte order mark, or by its format */
} AttuneEncodingOrigin;

AttuneSource         *attune_source_open                (const char                 *path,
                                                         GError                    **error);
AttuneSource         *attune_source_open_full           (const char                 *path,
                                                         const AttuneSourceOptions  *options,
                                                         AttuneProgressFunc          progress,
                                                         gpointer                    user_data,
                                                         GCancellable               *cancellable,
                                                         GError                    **error);
const char           *attune_source_get_display_name    (AttuneSource               *self);
goffset               attune_source_get_file_size       (AttuneSource               *self);
const AttuneFileStamp *attune_source_get_stamp          (AttuneSource               *self);
goffset               attune_source_get_length          (AttuneSource               *self);
gboolean              attune_source_is_head             (AttuneSource               *self);
gboolean              attune_source_is_cut_off          (AttuneSource               *self);
const char           *attune_source_get_encoding        (AttuneSource               *self);
const char           *attune_source_get_other_encoding  (AttuneSource               *self);
AttuneEncodingOrigin  attune_source_get_encoding_origin (AttuneSource               *self);
guint64               attune_source_get_n_mended        (AttuneSource               *self);
guint64               attune_source_get_n_filled        (AttuneSource               *self);
AttunePacking         attune_source_get_packing         (AttuneSource               *self);
GPtrArray            *attune_source_get_members         (AttuneSource               *self);
const char           *attune_source_get_member          (AttuneSource               *self);
const char           *attune_source_get_spreadsheet     (AttuneSource               *self);
const char *const    *attune_source_get_sheets          (AttuneSource               *self);
const char           *attune_source_get_sheet           (AttuneSource               *self);
gssize                attune_source_read                (AttuneSource               *self,
                                                         goffset                     offset,
                                                         char                       *buffer,
                                                         gsize                       length,
                                                         GError                    **error);

G_END_DECLS
