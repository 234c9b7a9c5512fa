/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-cli-scan.h"
#include "attune-cli.h"

G_BEGIN_DECLS

/* What a person says to “check”, and what was found. */
typedef struct
{
  AttuneCliScan    words;
  char            *account;
  char            *provider;
  char            *method;
  char            *validation_file;
  gboolean         no_tokens;
  gboolean         json;

  AttuneWorkspace *workspace;    /* for prices, and open unless the payer knows them; NULL: nobody asks */
  AttuneAccount   *target;       /* whose rules count; NULL: the common rules */
  AttuneAccount   *payer;        /* whose prices count; NULL: those of all accounts */
  AttuneRules      rules;
  AttuneScan      *scan;
  AttuneScan      *validation;   /* of the second file; NULL: none */
  AttuneTokenizer *tokenizer;    /* NULL: tokens were not counted */
  gboolean         is_exact;     /* they are those of the model */
} AttuneCliCheck;

void attune_cli_check_build_source  (JsonBuilder          *builder,
                                     AttuneScan           *scan);
void attune_cli_check_print_source  (AttuneScan           *scan);
void attune_cli_check_build_issues  (JsonBuilder          *builder,
                                     AttuneScan           *scan);
void attune_cli_check_print_issues  (AttuneScan           *scan);
void attune_cli_check_build_figures (JsonBuilder          *builder,
                                     const AttuneCliCheck *check);
void attune_cli_check_print_figures (const AttuneCliCheck *check);

G_END_DECLS
