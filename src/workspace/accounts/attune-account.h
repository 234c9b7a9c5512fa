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
 * `name`, `base-url`, `organization`, `project`, `proxy`, `is-local` (read-only), `problem` (a
 * sentence from the last contact, or NULL; set by the workspace), `waiting-until` (see
 * attune_account_get_waiting_until()).
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
gboolean       attune_account_get_has_key  (AttuneAccount  *self);
const char    *attune_account_get_problem  (AttuneAccount  *self);
const char    *attune_account_get_organization  (AttuneAccount *self); /* NULL: the key's own */
const char    *attune_account_get_project       (AttuneAccount *self); /* or NULL */
const char    *attune_account_get_proxy         (AttuneAccount *self); /* NULL: the desktop's */
gint64         attune_account_get_waiting_until (AttuneAccount *self); /* monotonic µs; 0: nothing waits */
char          *attune_account_describe_waiting  (AttuneAccount *self); /* for a person, or NULL */

G_END_DECLS
