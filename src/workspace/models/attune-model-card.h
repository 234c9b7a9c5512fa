/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_MODEL_CARD_ADAPTER,   /* GGUF */
  ATTUNE_MODEL_CARD_WHOLE,     /* GGUF */
  ATTUNE_MODEL_CARD_FILES,     /* whatever the provider hands out */
} AttuneModelCardKind;

typedef struct
{
  char    *name;
  guint64  size;     /* bytes */
  char    *sha256;
} AttuneModelCardFile;

/* What is known of the files of a model, besides its fine-tune. */
typedef struct
{
  AttuneModelCardKind  kind;
  const char          *provider;       /* who trained it; or NULL: this computer */
  const char          *license;        /* of the base, as its file says; or NULL */
  GArray              *files;          /* of AttuneModelCardFile, one at least */
  gint64               step;           /* of the checkpoint that they are; 0 when that is not known */
  const char          *data_sha256;    /* of the examples as they were trained on; or NULL: not there */
  guint64              n_examples;
  const char          *checks_sha256;  /* of the examples to check with; or NULL */
  guint64              n_checks;
} AttuneModelCardFacts;

char *attune_model_card_write (AttuneJob                  *job,
                               const AttuneModelCardFacts *facts);

G_END_DECLS
