/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-checker.h"
#include "attune-progress.h"
#include "attune-reader.h"
#include "attune-recipe.h"
#include "attune-token-counter.h"

G_BEGIN_DECLS

/* What became of one record, or of one of the examples in it. */
typedef struct
{
  guint64            line;         /* where its record begins, from 1 */
  goffset            offset;       /* of its record in the text */
  guint32            length;       /* of its record */
  guint32            item;         /* which of the examples of its record, from 0 */
  AttuneExampleKind  kind;
  AttuneFacts        facts;        /* with the issue that is why there is no example */
  AttuneText         json;         /* the line of JSONL, without its end; else NULL */
} AttuneEntry;

typedef struct
{
  guint64 n_records;
  guint64 n_filtered;              /* of these, left out by the recipe's filters */
} AttunePipelineTotals;

/* Told of every entry, in the order of the file, on the thread that runs the pipeline. */
typedef gboolean (*AttunePipelineFunc) (AttuneEntry  *entry,
                                        gpointer      user_data,
                                        GError      **error);

/* Told of most entries a little earlier, to have the processor fetch what it will be compared with. */
typedef void (*AttunePipelineExpectFunc) (const AttuneEntry *entry,
                                          gpointer           user_data);

/* What to do with the records of a file. */
typedef struct
{
  AttuneReader             *reader;      /* before its first block */
  AttuneRecipe             *recipe;
  const AttuneRules        *rules;
  guint64                   remedies;    /* a mask; applied before the checks */
  AttuneTokenizer          *tokenizer;   /* NULL: tokens are not counted */
  gboolean                  writes_json; /* make the line of each example, too */
  AttunePipelineExpectFunc  expect;      /* NULL: nothing can be fetched before */
} AttunePipelineJob;

gboolean attune_pipeline_run (const AttunePipelineJob  *job,
                              AttunePipelineFunc        func,
                              gpointer                  func_data,
                              AttunePipelineTotals     *totals,
                              AttuneProgressFunc        progress,
                              gpointer                  progress_data,
                              GCancellable             *cancellable,
                              GError                  **error);

G_END_DECLS
