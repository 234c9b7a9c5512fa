/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-pipeline.h"
#include "attune-scratch.h"

G_BEGIN_DECLS

/* What is kept of every entry of a file. */
typedef struct
{
  guint64 issues;     /* bits of AttuneIssueKind */
  guint64 question;   /* equal: asks the same */
  goffset offset;     /* of its record in the text */
  guint32 length;
  guint32 line;       /* where its record begins, from 1 */
  guint32 item;       /* which of the examples of its record, from 0 */
  guint32 n_tokens;   /* 0 where they were not counted */
} AttuneIndexEntry;

/**
 * AttuneIndex:
 *
 * Where the examples of a file are, and what is wrong with each: what is needed to show one of a
 * million, or all that have an issue, without reading the file again. Not in memory that grows with
 * the file.
 */
typedef struct _AttuneIndex AttuneIndex;

AttuneIndex            *attune_index_new           (void);
void                    attune_index_free          (AttuneIndex       *self);
void                    attune_index_reserve       (AttuneIndex       *self,
                                                    guint64            n_entries);
gboolean                attune_index_add           (AttuneIndex       *self,
                                                    const AttuneEntry *entry,
                                                    GError           **error);
void                    attune_index_forget        (AttuneIndex       *self,
                                                    guint64            issues);
guint                   attune_index_get_length    (AttuneIndex       *self);
const AttuneIndexEntry *attune_index_get           (AttuneIndex       *self,
                                                    guint              position);
guint                   attune_index_find_issue    (AttuneIndex       *self,
                                                    guint64            issues,
                                                    guint              from);
guint64                 attune_index_count_without (AttuneIndex       *self,
                                                    guint64            issues);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneIndex, attune_index_free)

G_END_DECLS
