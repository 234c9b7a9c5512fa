/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "attune-account-check.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ACCOUNT_FINDINGS (attune_account_findings_get_type ())

/* What a check of an account found: a row for each thing, with a mark and a sentence. */
G_DECLARE_FINAL_TYPE (AttuneAccountFindings, attune_account_findings, ATTUNE, ACCOUNT_FINDINGS, AdwPreferencesGroup)

void attune_account_findings_clear      (AttuneAccountFindings *self);
void attune_account_findings_follow     (AttuneAccountFindings *self,
                                         DexFuture             *checking);
void attune_account_findings_show_error (AttuneAccountFindings *self,
                                         const char            *text);

G_END_DECLS
