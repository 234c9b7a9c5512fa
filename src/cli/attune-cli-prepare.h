/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-cli-fixes.h"
#include "attune-cli-scan.h"
#include "attune-cli-split.h"
#include "attune-cli.h"
#include "attune-prepare.h"

G_BEGIN_DECLS

/* What a person says to “prepare”; the two ways to do it share it. */
typedef struct
{
  const char           *path;
  AttuneCliScan         words;
  AttunePrepareOptions  where;      /* what @words mean; the columns, where no recipe is given */
  AttuneExampleKind     target;
  char                 *output;     /* as it was said; NULL: nothing is written */
  AttuneCliSplit        split;
  char                 *training;   /* the paths that are written … */
  char                 *validation; /* … the second only where a share is held out */
  AttuneSplit           held_out;   /* what @split means */
  AttuneCliFixes        fixes;
  gboolean              accept_all;
  gboolean              force;
  gboolean              json;
} AttuneCliPrepare;

/* What the two ways differ in; each is given its own work. */
typedef struct
{
  DexThreadFunc  look;           /* on a thread: what is in the file, and what is to be done */
  DexThreadFunc  write;          /* on a thread */
  void         (*print)         (gconstpointer work);
  void         (*print_written) (gconstpointer work);
  void         (*build)         (gconstpointer work,
                                 JsonBuilder  *builder);
} AttuneCliPrepareWay;

int      attune_cli_prepare_pairs         (AttuneCliPrepare     *self);
int      attune_cli_prepare_conversations (AttuneCliPrepare     *self);
gboolean attune_cli_prepare_run           (AttuneCliPrepare     *self,
                                           const AttuneCliPrepareWay *way,
                                           gpointer              work,
                                           int                  *status);
void     attune_cli_prepare_print_hints   (AttuneCliPrepare     *self,
                                           gboolean              has_declined);
void     attune_cli_prepare_print_lines   (const guint64        *lines,
                                           gsize                 n_lines);
void     attune_cli_prepare_print_examples (const guint64       *examples,
                                           gsize                 n_examples);
void     attune_cli_prepare_print_written (AttuneCliPrepare     *self,
                                           guint64               n_training,
                                           guint64               n_validation);
void     attune_cli_prepare_build_written (JsonBuilder          *builder,
                                           AttuneCliPrepare     *self,
                                           guint64               n_training,
                                           guint64               n_validation);

G_END_DECLS
