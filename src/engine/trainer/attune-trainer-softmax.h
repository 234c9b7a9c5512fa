/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

float attune_trainer_softmax_find_largest (const float *values,
                                           gint64       n);
void  attune_trainer_softmax              (float       *values,
                                           gint64       n);
void  attune_trainer_softmax_back         (const float *shares,
                                           gint64       n,
                                           float       *gradients);

G_END_DECLS
