/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_MODEL_TALLY (attune_model_tally_get_type ())

/* How often a model was better than those beside it. */
typedef struct
{
  char  *account_id;
  char  *model;
  guint  n_won;
  guint  n_lost;
  guint  n_tied;
} AttuneModelTally;

GType             attune_model_tally_get_type (void);
AttuneModelTally *attune_model_tally_new      (const char             *account_id,
                                               const char             *model);
AttuneModelTally *attune_model_tally_copy     (const AttuneModelTally *self);
void              attune_model_tally_free     (AttuneModelTally       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneModelTally, attune_model_tally_free)

G_END_DECLS
