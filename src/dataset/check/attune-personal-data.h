/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-issue.h"

G_BEGIN_DECLS

/* Each looks at one place of a text, which the caller found to be worth it. */
AttuneIssueKind attune_personal_data_match_number      (const char *text,
                                                        gsize       length,
                                                        gsize      *start,
                                                        gsize      *end);
AttuneIssueKind attune_personal_data_match_wide_number (const char *text,
                                                        gsize       length,
                                                        gsize      *start,
                                                        gsize      *end);

G_END_DECLS
