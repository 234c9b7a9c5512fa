/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-token-trace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_TOKEN_VIEW (attune_token_view_get_type ())

/**
 * AttuneTokenView:
 *
 * A text with each token tinted by how likely it was. A token is chosen with the pointer, or with the
 * arrow keys, Home and End. Property: `selected` (int: which step of the trace, -1 for none).
 */
G_DECLARE_FINAL_TYPE (AttuneTokenView, attune_token_view, ATTUNE, TOKEN_VIEW, AdwBin)

void              attune_token_view_set_trace    (AttuneTokenView  *self,
                                                  AttuneTokenTrace *trace);
AttuneTokenTrace *attune_token_view_get_trace    (AttuneTokenView  *self);
int               attune_token_view_get_selected (AttuneTokenView  *self);
void              attune_token_view_select       (AttuneTokenView  *self,
                                                  int               selected);

G_END_DECLS
