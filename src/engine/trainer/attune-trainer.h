/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the process ends. */
typedef enum
{
  ATTUNE_TRAINER_EXIT_DONE    = 0,
  ATTUNE_TRAINER_EXIT_FAILED  = 1,   /* the last line says why */
  ATTUNE_TRAINER_EXIT_STOPPED = 75,  /* the state is saved, `resume` goes on (EX_TEMPFAIL of sysexits.h) */
} AttuneTrainerExit;

int attune_trainer_main (const char *config_path);

G_END_DECLS
