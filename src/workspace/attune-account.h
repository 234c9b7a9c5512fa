/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-profile.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ACCOUNT (attune_account_get_type ())

/**
 * AttuneAccount:
 *
 * A place where models are tuned: this computer, or somebody's key at a provider. The key itself
 * stays in the Secret Service. Properties: `id` (construct-only), `profile` (construct-only),
 * `name`, `base-url`, `is-local` (read-only), `problem` (a sentence from the last contact, or
 * NULL; set by the workspace).
 */
G_DECLARE_FINAL_TYPE (AttuneAccount, attune_account, ATTUNE, ACCOUNT, GObject)

AttuneAccount *attune_account_new          (const char     *id,
                                            AttuneProfile  *profile,
                                            const char     *name,
                                            const char     *base_url);
const char    *attune_account_get_id       (AttuneAccount  *self);
AttuneProfile *attune_account_get_profile  (AttuneAccount  *self);
const char    *attune_account_get_name     (AttuneAccount  *self);
const char    *attune_account_get_base_url (AttuneAccount  *self);
gboolean       attune_account_get_is_local (AttuneAccount  *self);
const char    *attune_account_get_problem  (AttuneAccount  *self);

G_END_DECLS
