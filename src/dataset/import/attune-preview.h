/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-scan.h"

G_BEGIN_DECLS

/**
 * AttunePreview:
 *
 * One record as it stands in the file, beside what a recipe and remedies make of it.
 */
typedef struct
{
  guint64        line;
  guint64        issues;    /* bits of AttuneIssueKind, before the remedies */
  char          *text;      /* the record as it stands, cut at 64 KiB on a character */
  guint          n_examples; /* that the record gives; 0 when it is left out */
  AttuneExample *example;   /* the one that is shown; NULL when there is none */
  AttuneExample *mended;    /* after the remedies; NULL when they remove it */
  char          *problem;   /* why there is no example, a sentence; else NULL */
} AttunePreview;

void           attune_preview_free       (AttunePreview            *self);
AttunePreview *attune_preview_read_entry (AttuneScan               *scan,
                                          guint                     position,
                                          AttuneRecipe             *recipe,
                                          guint64                   remedies,
                                          GError                  **error);
GPtrArray     *attune_preview_read_file  (const char               *path,
                                          const AttuneScanOptions  *options,
                                          guint                     n_records,
                                          GCancellable             *cancellable,
                                          GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttunePreview, attune_preview_free)

G_END_DECLS
