/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-dataset.h"

G_BEGIN_DECLS

guint  attune_trainer_dealer_get_max_tokens (guint                              n_windows,
                                             guint                              n_workers,
                                             guint                              max_tokens);
guint *attune_trainer_dealer_deal           (const AttuneTrainerWindow * const *windows,
                                             guint                              n_windows,
                                             guint                              n_workers,
                                             guint                              max_tokens,
                                             guint                              max_targets,
                                             guint                             *n_passes);

G_END_DECLS
