/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-account.h"
#include "attune-client.h"
#include "attune-store-accounts.h"

G_BEGIN_DECLS

void     attune_account_apply       (AttuneAccount          *self,
                                     const AttuneAccountRow *row);
const char *attune_account_get_kept_key_url (AttuneAccount  *self);
void     attune_account_set_client  (AttuneAccount          *self,
                                     AttuneClient           *client);
void     attune_account_set_problem (AttuneAccount          *self,
                                     const char             *problem);

G_END_DECLS
