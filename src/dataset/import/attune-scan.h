/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-index.h"
#include "attune-recognition.h"
#include "attune-report.h"
#include "attune-scan-options.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SCAN (attune_scan_get_type ())

/**
 * AttuneScan:
 *
 * What is in a file, found by reading all of it: what it is made of, records, usable examples,
 * columns, the recipe that was used (given or recognised), every problem, and where each example
 * is. Immutable once made; may be used on several threads.
 */
G_DECLARE_FINAL_TYPE (AttuneScan, attune_scan, ATTUNE, SCAN, GObject)

AttuneScan         *attune_scan_file            (const char               *path,
                                                 const AttuneScanOptions  *options,
                                                 AttuneProgressFunc        progress,
                                                 gpointer                  user_data,
                                                 GCancellable             *cancellable,
                                                 GError                  **error);
AttuneReader       *attune_scan_open_reader     (AttuneSource             *source,
                                                 const AttuneScanOptions  *options,
                                                 AttuneRecognition       **recognition,
                                                 GCancellable             *cancellable,
                                                 GError                  **error);
const char         *attune_scan_get_path        (AttuneScan               *self);
AttuneSource       *attune_scan_get_source      (AttuneScan               *self);
AttuneReader       *attune_scan_get_reader      (AttuneScan               *self);
AttuneFormat        attune_scan_get_format      (AttuneScan               *self);
const char         *attune_scan_get_format_name (AttuneScan               *self);
guint64             attune_scan_get_size        (AttuneScan               *self); /* bytes */
guint64             attune_scan_get_n_records   (AttuneScan               *self);
guint64             attune_scan_get_n_filtered  (AttuneScan               *self);
guint64             attune_scan_get_n_examples  (AttuneScan               *self); /* usable ones */
AttuneExampleKind   attune_scan_get_kind        (AttuneScan               *self);
const char * const *attune_scan_get_columns     (AttuneScan               *self);
AttuneRecipe       *attune_scan_get_recipe      (AttuneScan               *self);
AttuneRecognition  *attune_scan_get_recognition (AttuneScan               *self);
AttuneReport       *attune_scan_get_report      (AttuneScan               *self);
AttuneIndex        *attune_scan_get_index       (AttuneScan               *self);
const AttuneRules  *attune_scan_get_rules       (AttuneScan               *self);
guint64             attune_scan_get_remedies    (AttuneScan               *self);

G_END_DECLS
