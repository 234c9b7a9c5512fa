/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <yyjson.h>

#include "attune-atomic-file.h"
#include "attune-example.h"
#include "attune-export.h"

G_BEGIN_DECLS

/* One file that is written. Set the first two members, then begin, add, and end; what becomes of the
 * output is up to the caller. */
typedef struct
{
  const AttuneExportOptions *options;
  AttuneExportResult        *result;
  AttuneAtomicFile          *output;    /* NULL until it is begun */
  GString                   *line;      /* used again for each example */
} AttuneExport;

gboolean attune_export_begin             (AttuneExport         *export,
                                          const char           *out_path,
                                          GError              **error);
gboolean attune_export_add               (AttuneExport         *export,
                                          const AttuneExample  *example,
                                          GError              **error);
gboolean attune_export_end               (AttuneExport         *export,
                                          GError              **error);
void     attune_export_clear             (AttuneExport         *export);
void     attune_export_append_document   (GString              *line,
                                          yyjson_mut_doc       *document);
void     attune_export_append_preference (GString              *line,
                                          const AttuneExample  *example);
gboolean attune_export_format_is_array   (AttuneExportFormat    format);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneExport, attune_export_clear)

G_END_DECLS
