/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

/* What can be done with a model on this computer. In a fiber; each returns an exit status. */
int attune_cli_list_offers  (AttuneWorkspace *workspace,
                             gboolean         json);
int attune_cli_get_model    (AttuneWorkspace *workspace,
                             const char      *name);
int attune_cli_add_model    (AttuneWorkspace *workspace,
                             const char      *path);
int attune_cli_remove_model (AttuneWorkspace *workspace,
                             const char      *name);
int attune_cli_save_model   (AttuneWorkspace *workspace,
                             const char      *name,
                             const char      *path,
                             gboolean         adapter);

G_END_DECLS
