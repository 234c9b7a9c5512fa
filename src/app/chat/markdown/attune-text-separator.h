/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-text-label.h"

G_BEGIN_DECLS

void attune_text_separator_append (GString         *text,
                                   AttuneTextLabel *block,
                                   AttuneTextLabel *next);

G_END_DECLS
