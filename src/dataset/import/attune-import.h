/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-progress.h"
#include "attune-recipe.h"

G_BEGIN_DECLS

/* What to write. */
typedef struct
{
  AttuneRecipe *recipe;           /* NULL: guess it */
  double        validation_share; /* 0 to 0.5 */
  guint32       seed;             /* which examples are held out */
  gboolean      keep_duplicates;
} AttuneImportOptions;

/* What was written. */
typedef struct
{
  guint64 n_training;
  guint64 n_validation;
  guint64 n_skipped;              /* records that could not be used */
  guint64 n_duplicates;           /* removed */
} AttuneImportResult;

gboolean attune_import_file (const char                 *path,
                             const AttuneImportOptions  *options,
                             const char                 *training_path,
                             const char                 *validation_path,
                             AttuneImportResult         *result,
                             AttuneProgressFunc          progress,
                             gpointer                    user_data,
                             GCancellable               *cancellable,
                             GError                    **error);

G_END_DECLS
