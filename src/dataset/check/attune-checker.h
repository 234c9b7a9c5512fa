/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-draft.h"
#include "attune-facts.h"
#include "attune-rules.h"
#include "attune-text-scan.h"

G_BEGIN_DECLS

/* Returns how many tokens a text is. */
typedef gsize (*AttuneCountFunc) (gpointer    user_data,
                                  const char *text,
                                  gsize       length);

/**
 * AttuneChecker:
 *
 * Checks examples one by one, and finds out what is kept of each. What concerns several examples
 * (duplicates, leakage, too few) is for those who see them all. For one thread.
 */
typedef struct _AttuneChecker AttuneChecker;

AttuneChecker *attune_checker_new         (const AttuneRules *rules,
                                           AttuneCountFunc    count,
                                           gpointer           user_data);
void           attune_checker_free        (AttuneChecker     *self);
void           attune_checker_check       (AttuneChecker     *self,
                                           const AttuneDraft *draft,
                                           AttuneFacts       *facts);
guint64        attune_checker_count_tokens (AttuneChecker    *self,
                                           const AttuneDraft *draft,
                                           guint64           *n_trained);
void           attune_checker_find_places (AttuneChecker     *self,
                                           const AttuneDraft *draft,
                                           AttuneIssueKind    kind,
                                           GArray            *places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChecker, attune_checker_free)

G_END_DECLS
