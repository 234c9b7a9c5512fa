/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example.h"
#include "attune-record.h"

G_BEGIN_DECLS

gboolean         attune_text_is_blank            (const char               *text,
                                                  gsize                     length);
AttuneIssueKind  attune_example_check            (yyjson_val               *root,
                                                  AttuneExampleKind        *kind);

G_END_DECLS
