/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_EXPORT_CHAT,         /* JSONL, {"messages": […]} */
  ATTUNE_EXPORT_COMPLETION,   /* JSONL, {"prompt": …, "completion": …} */
  ATTUNE_EXPORT_CSV,          /* system, question, answer */
  ATTUNE_EXPORT_SHAREGPT,     /* JSON, [{"conversations": [{"from": …, "value": …}]}] */
  ATTUNE_EXPORT_ALPACA,       /* JSON, [{"instruction": …, "input": "", "output": …}] */
  ATTUNE_N_EXPORT_FORMATS
} AttuneExportFormat;

typedef struct
{
  AttuneExportFormat format;
  gboolean           with_bom;      /* Azure asks for one */
} AttuneExportOptions;

/* What was written, and what the format has no place for. */
typedef struct
{
  guint64 n_examples;
  guint64 size;          /* bytes */
  guint64 n_rejected;    /* preferences whose rejected answer was left out */
  guint64 n_systems;     /* system texts left out */
  guint64 n_turns;       /* turns left out, behind the first question and its answer */
  guint64 n_details;     /* examples that lost tools, pictures, weights or other members */
  guint64 n_unreadable;  /* rows that are too long or damaged */
  gboolean is_cut_off;   /* the file that was read ends too early */
} AttuneExportResult;

gboolean           attune_export_file                (const char                 *path,
                                                      const AttuneExportOptions  *options,
                                                      const char                 *out_path,
                                                      AttuneExportResult         *result,
                                                      AttuneProgressFunc          progress,
                                                      gpointer                    user_data,
                                                      GCancellable               *cancellable,
                                                      GError                    **error);
gboolean           attune_export_foreign_file        (const char                 *path,
                                                      const AttuneImportOptions  *import_options,
                                                      const AttuneExportOptions  *options,
                                                      const char                 *out_path,
                                                      const char                 *validation_path,
                                                      AttuneExportResult          results[2],
                                                      AttuneProgressFunc          progress,
                                                      gpointer                    user_data,
                                                      GCancellable               *cancellable,
                                                      GError                    **error);
char              *attune_export_result_dup_losses   (const AttuneExportResult   *result);
const char        *attune_export_format_get_id       (AttuneExportFormat          format);
const char        *attune_export_format_get_title    (AttuneExportFormat          format);
const char        *attune_export_format_get_limits   (AttuneExportFormat          format);
const char        *attune_export_format_get_suffix   (AttuneExportFormat          format);
gboolean           attune_export_format_from_id      (const char                 *id,
                                                      AttuneExportFormat         *format);

G_END_DECLS
