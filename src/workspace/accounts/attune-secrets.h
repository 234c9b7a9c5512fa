/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* The keys of accounts: in the Secret Service, and nowhere else. */

DexFuture *attune_secrets_store  (const char *account_id,
                                  const char *account_name,
                                  const char *api_key)    G_GNUC_WARN_UNUSED_RESULT; /* TRUE */
DexFuture *attune_secrets_lookup (const char *account_id) G_GNUC_WARN_UNUSED_RESULT; /* string, or NULL */
DexFuture *attune_secrets_clear  (const char *account_id) G_GNUC_WARN_UNUSED_RESULT; /* TRUE */

/* For a person without a Secret Service who was asked: what is stored from now on is gone when the
 * program ends. */
void       attune_secrets_keep_for_this_run (void);

G_END_DECLS
