/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-selection.h"

G_BEGIN_DECLS

/* What to write. */
typedef struct
{
  AttuneScanOptions  scan;             /* how to read it, and which remedies to apply */
  AttuneSplit        split;            /* what is held out of it … */
  const char        *validation_file;  /* … or the file that validates it; NULL: none */
  AttuneFileStamp    seen;             /* the file as the person saw it; of no size: as it is now */
  AttuneFileStamp    validation_seen;  /* the same of the file that validates it */
} AttuneImportOptions;

void     attune_import_options_copy  (AttuneImportOptions       *self,
                                      const AttuneImportOptions *other);
void     attune_import_options_clear (AttuneImportOptions       *self);

/* What was written. */
typedef struct
{
  guint64 n_training;
  guint64 n_validation;
  guint64 n_skipped;              /* records that could not be used */
  guint64 n_duplicates;           /* removed because they are there twice, or nearly so */
  guint64 n_removed;              /* removed by any other remedy */
  guint64 n_not_sampled;          /* left out by the recipe's sample */
  guint64 n_filtered;             /* records left out by the recipe's conditions */
  guint64 n_leaked;               /* of the file that validates: ask what is trained on */
  guint64 reasons[ATTUNE_N_ISSUES]; /* why those skipped, duplicate or removed are; one for each */
  guint64 n_tokens;               /* of the training examples; 0 without a tokenizer */
  guint64 n_characters;
  gboolean is_cut_off;            /* the file ends too early; what is there was imported */
} AttuneImportResult;

/* Told of an example that is kept, in the order of the file: which of the two files it belongs to,
 * and its line of JSON without its end. */
typedef gboolean (*AttuneImportFunc) (AttuneFate    fate,
                                      const char   *line,
                                      gsize         length,
                                      gpointer      user_data,
                                      GError      **error);

gboolean attune_import_check_room (const char               *path,
                                   const AttuneScanOptions  *options,
                                   const char               *out_path,
                                   GError                  **error);
gboolean attune_import_each (const char                 *path,
                             const AttuneImportOptions  *options,
                             AttuneImportFunc            func,
                             gpointer                    func_data,
                             AttuneImportResult         *result,
                             AttuneProgressFunc          progress,
                             gpointer                    user_data,
                             GCancellable               *cancellable,
                             GError                    **error);
gboolean attune_import_file (const char                 *path,
                             const AttuneImportOptions  *options,
                             const char                 *training_path,
                             const char                 *validation_path,
                             AttuneImportResult         *result,
                             AttuneProgressFunc          progress,
                             gpointer                    user_data,
                             GCancellable               *cancellable,
                             GError                    **error);
guint64  attune_import_result_count_left_out (const AttuneImportResult *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneImportOptions, attune_import_options_clear)

G_END_DECLS
