/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-reader.h"
#include "attune-recipe.h"
#include "attune-rules.h"
#include "attune-source.h"
#include "attune-tokenizer.h"

G_BEGIN_DECLS

typedef struct _AttuneScan AttuneScan;

/**
 * AttuneScanOptions:
 *
 * What is known of a file, or wanted from it. All zero: find everything out, mend nothing.
 */
typedef struct
{
  AttuneSourceOptions  source;
  AttuneReaderOptions  reader;
  AttuneRecipe        *recipe;     /* NULL: the one that fits is recognised */
  AttuneRules          rules;
  guint64              remedies;   /* a mask; applied before the checks */
  AttuneTokenizer     *tokenizer;  /* NULL: tokens are not counted */
  AttuneScan          *training;   /* the file that this one validates: its questions must not be here */
} AttuneScanOptions;

void attune_scan_options_copy  (AttuneScanOptions       *self,
                                const AttuneScanOptions *other);
void attune_scan_options_clear (AttuneScanOptions       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneScanOptions, attune_scan_options_clear)

G_END_DECLS
