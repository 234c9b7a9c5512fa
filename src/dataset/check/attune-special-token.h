/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-issue.h"

G_BEGIN_DECLS

/* Returns what is wrong with the “<” or “[” at @text: a mark that a model takes for more than text,
 * or NONE. @length: (inout): what is left of the text, then what the mark takes of it. */
AttuneIssueKind attune_special_token_match (const char *text,
                                            gsize      *length);
const char     *attune_special_token_get_models (const char *text,
                                                 gsize       length);

G_END_DECLS
