/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_THOUGHTS_VIEW (attune_thoughts_view_get_type ())

/**
 * AttuneThoughtsView:
 *
 * What a model thought before it answered, folded away until somebody wants to read it.
 */
G_DECLARE_FINAL_TYPE (AttuneThoughtsView, attune_thoughts_view, ATTUNE, THOUGHTS_VIEW, AdwBin)

void attune_thoughts_view_set_text (AttuneThoughtsView *self,
                                    const char         *text,
                                    gboolean            is_thinking);

G_END_DECLS
