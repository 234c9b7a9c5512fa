/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-issue.h"
#include "attune-language-census.h"

G_BEGIN_DECLS

/* A place in an example: bytes of the text of a turn. With length 0 it is the whole turn. */
typedef struct
{
  guint turn;
  gsize start;
  gsize length;
} AttunePlace;

/* What a scan looks for, and what it has found. */
typedef struct
{
  guint64               wanted;         /* bits of AttuneIssueKind */
  guint64               found;
  guint64               n_characters;
  guint32              *registers;      /* of a sketch that takes the text in; NULL: none does */
  AttuneLanguageCensus *census;         /* of one that does, too; NULL: none does */
  GArray               *places;         /* of AttunePlace, where each is; NULL: once of a kind is enough */
  guint                 turn;           /* for places */
} AttuneTextScan;

guint64 attune_text_scan_get_kinds (void);
void    attune_text_scan_run       (AttuneTextScan *self,
                                    const char     *text,
                                    gsize           length);

G_END_DECLS
