/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-progress.h"
#include "attune-spool.h"

G_BEGIN_DECLS

/**
 * AttunePacking:
 *
 * How a file is packed, by its content and not by its name.
 */
typedef enum
{
  ATTUNE_PACKING_NONE,
  ATTUNE_PACKING_GZIP,
  ATTUNE_PACKING_ZSTD,
  ATTUNE_PACKING_ZIP,
} AttunePacking;

/**
 * AttuneZipKind:
 *
 * What a ZIP file is: many formats are ZIP files with certain members.
 */
typedef enum
{
  ATTUNE_ZIP_DATA,
  ATTUNE_ZIP_XLSX,
  ATTUNE_ZIP_ODS,
  ATTUNE_ZIP_DOCUMENT,   /* a text document, a presentation, a book */
} AttuneZipKind;

/**
 * AttunePackingExtent:
 *
 * How much of a packed file was unpacked.
 */
typedef enum
{
  ATTUNE_PACKING_WHOLE,
  ATTUNE_PACKING_HEAD,      /* no more was asked for */
  ATTUNE_PACKING_CUT_OFF,   /* the packed file ends too early */
  ATTUNE_PACKING_DAMAGED,   /* what came out is not what was packed */
} AttunePackingExtent;

/**
 * AttuneUnpackRequest:
 * @fd: the packed file, from whose beginning it is read
 * @packed_size: its size in bytes
 * @packing: how it is packed
 * @member: (nullable): which member of a ZIP file
 * @display_name: the name of the file, for sentences
 * @head: about how many bytes to unpack, or 0 for all
 *
 * What attune_packing_unpack() shall do.
 */
typedef struct
{
  int            fd;
  goffset        packed_size;
  AttunePacking  packing;
  const char    *member;
  const char    *display_name;
  goffset        head;
} AttuneUnpackRequest;

/**
 * AttunePackingBlockFunc:
 * @bytes: the next bytes of what is unpacked
 * @length: how many
 * @done: how many bytes of the packed file are done
 *
 * Returns: whether to go on; %FALSE without an error to stop early
 */
typedef gboolean (*AttunePackingBlockFunc) (const char  *bytes,
                                            gsize        length,
                                            goffset      done,
                                            gpointer     user_data,
                                            GError     **error);

AttunePacking attune_packing_recognise    (const char                 *bytes,
                                           gsize                       length);
gboolean      attune_packing_list_members (int                         fd,
                                           const char                 *display_name,
                                           const char                 *wanted,
                                           GPtrArray                  *members,
                                           AttuneZipKind              *kind,
                                           gboolean                   *is_cut,
                                           GError                    **error);
gboolean      attune_packing_unpack       (const AttuneUnpackRequest  *request,
                                           AttuneSpool                *spool,
                                           AttunePackingExtent        *extent,
                                           AttuneProgressFunc          progress,
                                           gpointer                    user_data,
                                           GCancellable               *cancellable,
                                           GError                    **error);
gboolean      attune_packing_has_member   (int                         fd,
                                           const char                 *display_name,
                                           const char                 *member);
gboolean      attune_packing_read_member  (const AttuneUnpackRequest  *request,
                                           AttunePackingBlockFunc      func,
                                           gpointer                    user_data,
                                           AttunePackingExtent        *extent,
                                           GCancellable               *cancellable,
                                           GError                    **error);
gboolean      attune_packing_fail_damaged (const char                 *detail,
                                           const char                 *display_name,
                                           goffset                     unpacked,
                                           GError                    **error);

G_END_DECLS
