/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-packing.h"

G_BEGIN_DECLS

gboolean attune_gunzip_read (int                      fd,
                             AttunePackingBlockFunc   func,
                             gpointer                 user_data,
                             AttunePackingExtent     *extent,
                             GCancellable            *cancellable,
                             GError                 **error);

G_END_DECLS
