/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-private.h"
#include "attune-reader.h"

G_BEGIN_DECLS

/**
 * AttuneDraft:
 *
 * What a recipe makes of one record, in memory that is used again for the next: a scan of a million
 * records makes no #AttuneExample at all. Valid as long as the record is.
 */
typedef struct
{
  AttuneExampleKind  kind;
  yyjson_val        *root;       /* of a record that is an example already; else NULL … */
  const char        *text;       /* … and how it is written */
  gsize              length;
  GString           *system;     /* of a record whose fields were mapped */
  GString           *question;
  GString           *answer;
  yyjson_alc        *allocator;
  char              *json;       /* what attune_draft_get_json() made, from @allocator */
} AttuneDraft;

void               attune_draft_init            (AttuneDraft       *self);
void               attune_draft_clear           (AttuneDraft       *self);
void               attune_draft_reset           (AttuneDraft       *self);
AttuneFingerprint  attune_draft_get_fingerprint (const AttuneDraft *self);
const char        *attune_draft_get_json        (AttuneDraft       *self,
                                                 gsize             *length);
AttuneExample     *attune_draft_to_example      (const AttuneDraft *self,
                                                 guint64            line);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneDraft, attune_draft_clear)

G_END_DECLS
