/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-cli-check.h"

G_BEGIN_DECLS

gboolean attune_cli_target_resolve (AttuneCliCheck *check,
                                    int            *status);

G_END_DECLS
