/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

/* For tests that are about something else: an account with nothing but what each has. */

static inline DexFuture *
attune_test_add_account (AttuneWorkspace *workspace,
                         AttuneProfile   *profile,
                         const char      *name,
                         const char      *base_url,
                         const char      *api_key)
{
  const AttuneAccountSettings settings = {
    .name = name,
    .base_url = base_url,
    .api_key = api_key,
  };

  return attune_workspace_add_account (workspace, profile, &settings);
}

static inline DexFuture *
attune_test_update_account (AttuneWorkspace *workspace,
                            AttuneAccount   *account,
                            const char      *name,
                            const char      *base_url,
                            const char      *api_key)
{
  const AttuneAccountSettings settings = {
    .name = name,
    .base_url = base_url,
    .api_key = api_key,
  };

  return attune_workspace_update_account (workspace, account, &settings);
}
