/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-workspace-offers.h"

G_BEGIN_DECLS

void attune_download_taker_take (GtkWidget           *widget,
                                 AttuneWorkspace     *workspace,
                                 AttuneModelDownload *download);

G_END_DECLS
