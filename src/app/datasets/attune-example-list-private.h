/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-list.h"

G_BEGIN_DECLS

void attune_example_list_begin_edit (AttuneExampleList *self);
void attune_example_list_end_edit   (AttuneExampleList *self,
                                     AttuneRowSet      *rows);

G_END_DECLS
