/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-store.h"
#include "attune-wire.h"

G_BEGIN_DECLS

/* A model, with what our own fine-tune says of it if it came out of one. */
typedef struct
{
  char             *account_id;
  char             *id;
  char             *owned_by;
  char             *shutdown_date;
  gint64            created_at;
  char             *job_id;         /* NULL: none of ours */
  char             *job_title;
  char             *base_model;
  AttuneWireAnswer  can_chat;
  AttuneWireAnswer  can_tune;
  guint             context_window; /* tokens; 0 when the provider does not say */
  char             *details;        /* what the engine on this computer says of it, or NULL */
} AttuneModelRow;

void       attune_model_row_free       (AttuneModelRow *row);
DexFuture *attune_store_list_models    (AttuneStore    *store)        /* AttuneModelRow */
                                        G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_replace_models (AttuneStore    *store,
                                        const char     *account_id,
                                        GPtrArray      *models)       /* AttuneModelInfo */
                                        G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_delete_model   (AttuneStore    *store,
                                        const char     *account_id,
                                        const char     *id)
                                        G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
