/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-list.h"

G_BEGIN_DECLS

void attune_example_list_tell_edited (AttuneExampleList *self,
                                      AttuneRowSet      *rows);

G_END_DECLS
