/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void attune_trainer_pack (const float *source,
                          gsize        step,
                          gsize        depth_step,
                          int          n,
                          int          depth,
                          int          width,
                          gsize        strip_size,
                          float       *packed);

G_END_DECLS
