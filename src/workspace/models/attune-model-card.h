/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job.h"

G_BEGIN_DECLS

/* What is known of the files of a model, besides its fine-tune. */
typedef struct
{
  gboolean    is_adapter;
  const char *license;        /* of the base, as its file says; or NULL */
  const char *file_name;
  guint64     file_size;      /* bytes */
  const char *file_sha256;
  const char *data_sha256;    /* of the examples as they were trained on; or NULL: they are gone */
  guint64     n_examples;
  const char *checks_sha256;  /* of the examples to check with; or NULL */
  guint64     n_checks;
} AttuneModelCardFacts;

char *attune_model_card_write (AttuneJob                  *job,
                               const AttuneModelCardFacts *facts);

G_END_DECLS
