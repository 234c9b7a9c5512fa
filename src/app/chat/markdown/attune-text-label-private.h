/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-text-label.h"

G_BEGIN_DECLS

void    attune_text_label_accessible_text_init (GtkAccessibleTextInterface *iface);
GArray *attune_text_label_get_spans            (AttuneTextLabel            *self);

G_END_DECLS
