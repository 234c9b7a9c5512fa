/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"
#include "attune-fingerprint.h"
#include "attune-record.h"

G_BEGIN_DECLS

/* The parts of an example that was put together from fields. */
typedef struct
{
  const GString *system;     /* NULL or empty: none */
  const GString *question;
  const GString *answer;
} AttuneExampleParts;

gboolean         attune_text_is_blank            (const char               *text,
                                                  gsize                     length);
AttuneIssueKind  attune_example_check            (yyjson_val               *root,
                                                  AttuneExampleKind        *kind);
void             attune_example_fingerprint      (yyjson_val               *root,
                                                  AttuneFingerprint        *fingerprint);
AttuneExample   *attune_example_new_from_value   (guint64                   line,
                                                  AttuneExampleKind         kind,
                                                  yyjson_val               *root,
                                                  const char               *text,
                                                  gsize                     length);
AttuneExample   *attune_example_new_from_parts   (guint64                   line,
                                                  AttuneExampleKind         kind,
                                                  const AttuneExampleParts *parts);
char            *attune_example_parts_to_json    (AttuneExampleKind         kind,
                                                  const AttuneExampleParts *parts,
                                                  const yyjson_alc         *allocator,
                                                  gsize                    *length);

G_END_DECLS
