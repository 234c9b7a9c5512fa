/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_VOTE_BAR (attune_vote_bar_get_type ())

/**
 * AttuneVoteBar:
 *
 * Which of the last answers is better. Signals: `vote` (int: a place from 0, or
 * %ATTUNE_COMPARISON_TIE).
 */
G_DECLARE_FINAL_TYPE (AttuneVoteBar, attune_vote_bar, ATTUNE, VOTE_BAR, AdwBin)

void attune_vote_bar_set_names        (AttuneVoteBar      *self,
                                       const char * const *names);
void attune_vote_bar_set_is_candidate (AttuneVoteBar      *self,
                                       guint               place,
                                       gboolean            is_candidate);
void attune_vote_bar_set_vote         (AttuneVoteBar      *self,
                                       int                 vote);
void attune_vote_bar_set_earlier      (AttuneVoteBar      *self,
                                       const char         *text);

G_END_DECLS
