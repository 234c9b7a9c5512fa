/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-selection.h"

G_BEGIN_DECLS

/* What a person says on the command line about what is held out; the verbs that hold out share it.
 * Words, so that what was not said can be told from nothing. */
typedef struct
{
  char *share;
  char *count;
  char *every;
  char *seed;
} AttuneCliSplit;

#define ATTUNE_CLI_SPLIT_ENTRIES(self) \
  { "split", 0, 0, G_OPTION_ARG_STRING, &(self)->share, N_("Share to hold out: 10% or 0.1"), N_("SHARE") }, \
  { "split-count", 0, 0, G_OPTION_ARG_STRING, &(self)->count, N_("How many examples to hold out"), "N" }, \
  { "split-every", 0, 0, G_OPTION_ARG_STRING, &(self)->every, N_("Hold out one example in so many"), "N" }, \
  { "seed", 0, 0, G_OPTION_ARG_STRING, &(self)->seed, N_("Which examples are held out"), N_("NUMBER") }

void     attune_cli_split_clear (AttuneCliSplit       *self);
gboolean attune_cli_split_parse (const AttuneCliSplit *self,
                                 AttuneSplit          *split,
                                 int                  *status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneCliSplit, attune_cli_split_clear)

G_END_DECLS
