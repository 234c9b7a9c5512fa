/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What the parser found; each returns FALSE with an error to stop. */
typedef struct
{
  gboolean (*part_begin) (const char    *name,      /* never NULL */
                          const char    *filename,  /* NULL for a plain field */
                          gpointer       user_data,
                          GError       **error);
  gboolean (*part_data)  (const guint8  *data,
                          gsize          length,
                          gpointer       user_data,
                          GError       **error);
  gboolean (*part_end)   (gpointer       user_data,
                          GError       **error);
} AttuneMultipartEvents;

#define ATTUNE_TYPE_MULTIPART_PARSER (attune_multipart_parser_get_type ())

/**
 * AttuneMultipartParser:
 *
 * Reads multipart/form-data (RFC 7578) as it comes, in pieces of any size, in constant memory.
 */
G_DECLARE_FINAL_TYPE (AttuneMultipartParser, attune_multipart_parser, ATTUNE, MULTIPART_PARSER, GObject)

AttuneMultipartParser *attune_multipart_parser_new    (const char                   *boundary,
                                                       const AttuneMultipartEvents  *events,
                                                       gpointer                      user_data);
gboolean               attune_multipart_parser_feed   (AttuneMultipartParser        *self,
                                                       const guint8                 *data,
                                                       gsize                         length,
                                                       GError                      **error);
gboolean               attune_multipart_parser_finish (AttuneMultipartParser        *self,
                                                       GError                      **error);

G_END_DECLS
