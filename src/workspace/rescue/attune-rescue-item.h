/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job.h"

G_BEGIN_DECLS

/* How far one fine-tune is rescued. */
typedef enum
{
  ATTUNE_RESCUE_WAITING,
  ATTUNE_RESCUE_FETCHING,
  ATTUNE_RESCUE_DONE,
  ATTUNE_RESCUE_PARTIAL,   /* something of it is gone at the provider */
  ATTUNE_RESCUE_FAILED,
} AttuneRescueState;

#define ATTUNE_TYPE_RESCUE_STATE (attune_rescue_state_get_type ())
GType attune_rescue_state_get_type (void);

#define ATTUNE_TYPE_RESCUE_ITEM (attune_rescue_item_get_type ())

/**
 * AttuneRescueItem:
 *
 * One fine-tune that is being fetched from its provider. Properties (read-only): `job`, `state`
 * (AttuneRescueState), `text` (a sentence on what came of it).
 */
G_DECLARE_FINAL_TYPE (AttuneRescueItem, attune_rescue_item, ATTUNE, RESCUE_ITEM, GObject)

AttuneRescueItem  *attune_rescue_item_new       (AttuneJob         *job);
AttuneJob         *attune_rescue_item_get_job   (AttuneRescueItem  *self);
AttuneRescueState  attune_rescue_item_get_state (AttuneRescueItem  *self);
const char        *attune_rescue_item_get_text  (AttuneRescueItem  *self);
void               attune_rescue_item_set       (AttuneRescueItem  *self,
                                                 AttuneRescueState  state,
                                                 const char        *text);

G_END_DECLS
