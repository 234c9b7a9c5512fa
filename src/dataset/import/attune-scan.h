/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-progress.h"
#include "attune-recipe.h"
#include "attune-report.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SCAN (attune_scan_get_type ())

/**
 * AttuneScan:
 *
 * What is in a file, found by reading all of it: format, records, usable examples, columns, the
 * recipe that was used (given or guessed), and every problem. Immutable once made.
 */
G_DECLARE_FINAL_TYPE (AttuneScan, attune_scan, ATTUNE, SCAN, GObject)

AttuneScan         *attune_scan_file            (const char          *path,
                                                 AttuneRecipe        *recipe,
                                                 AttuneProgressFunc   progress,
                                                 gpointer             user_data,
                                                 GCancellable        *cancellable,
                                                 GError             **error);
const char         *attune_scan_get_path        (AttuneScan          *self);
AttuneFormat        attune_scan_get_format      (AttuneScan          *self);
guint64             attune_scan_get_size        (AttuneScan          *self); /* bytes */
guint64             attune_scan_get_n_records   (AttuneScan          *self);
guint64             attune_scan_get_n_examples  (AttuneScan          *self); /* usable ones */
const char * const *attune_scan_get_columns     (AttuneScan          *self);
AttuneRecipe       *attune_scan_get_recipe      (AttuneScan          *self);
AttuneReport       *attune_scan_get_report      (AttuneScan          *self);

/* The first records of a file beside what a recipe makes of them, for the mapping page. */
typedef struct
{
  guint64        line;
  char          *text;      /* the record as it stands, cut at 64 KiB on a character */
  AttuneExample *example;   /* NULL when the recipe cannot use it */
  char          *problem;   /* why not, a sentence; else NULL */
} AttunePreview;

GPtrArray          *attune_scan_preview         (const char          *path,
                                                 AttuneRecipe        *recipe,
                                                 guint                n_records,
                                                 GCancellable        *cancellable,
                                                 GError             **error);

G_END_DECLS
