/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What each worker of a team does; @worker counts from 0. */
typedef void (*AttuneTrainerTeamFunc) (guint    worker,
                                       gpointer user_data);

/**
 * AttuneTrainerTeam:
 *
 * Threads that work on the same thing together, and sleep in between.
 */
typedef struct _AttuneTrainerTeam AttuneTrainerTeam;

AttuneTrainerTeam *attune_trainer_team_new           (guint                  n_workers);
void               attune_trainer_team_free          (AttuneTrainerTeam     *self);
guint              attune_trainer_team_get_n_workers (AttuneTrainerTeam     *self);
void               attune_trainer_team_run           (AttuneTrainerTeam     *self,
                                                      AttuneTrainerTeamFunc  function,
                                                      gpointer               user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerTeam, attune_trainer_team_free)

G_END_DECLS
