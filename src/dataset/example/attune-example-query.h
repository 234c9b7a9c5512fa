/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-edits.h"
#include "attune-report.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_ROWS_ALL,
  ATTUNE_ROWS_EDITED,     /* with another text than in the file, or added */
  ATTUNE_ROWS_OUT,
  ATTUNE_ROWS_PROBLEMS,   /* with the problem @issue, or with any if that is ATTUNE_ISSUE_NONE */
} AttuneRowsFilter;

typedef enum
{
  ATTUNE_ROWS_BY_NUMBER,
  ATTUNE_ROWS_BY_SIZE,
} AttuneRowsOrder;

/* Which rows of a file a person wants to see, and in which order. */
typedef struct
{
  char             *text;          /* NULL or "": not searched */
  gboolean          is_regex;
  AttuneRowsFilter  filter;
  AttuneIssueKind   issue;
  AttuneRowsOrder   order;
  gboolean          is_descending;
  const guint64    *issues;        /* of each row, a bit for each AttuneIssueKind; NULL: not known */
  guint             n_issues;      /* how many rows they are known of */
} AttuneExampleQuery;

/* Called on the thread that searches, with rows in their final order. */
typedef void (*AttuneRowsFunc) (const guint *rows,
                                gsize        n_rows,
                                gpointer     user_data);

gboolean attune_example_query_is_plain (const AttuneExampleQuery  *query);
gboolean attune_example_query_run      (const AttuneExampleQuery  *query,
                                        AttuneExampleFile         *file,
                                        AttuneEdits               *edits,
                                        AttuneRowsFunc             func,
                                        AttuneProgressFunc         progress,
                                        gpointer                   user_data,
                                        GCancellable              *cancellable,
                                        GError                   **error);

G_END_DECLS
