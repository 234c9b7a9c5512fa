/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-dataset.h"
#include "attune-estimate.h"
#include "attune-model-details.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MODEL_OFFER (attune_model_offer_get_type ())

/**
 * AttuneModelOffer:
 *
 * A model that somebody publishes and that can be had for this computer, as docs/models.md
 * describes it. Immutable.
 */
G_DECLARE_FINAL_TYPE (AttuneModelOffer, attune_model_offer, ATTUNE, MODEL_OFFER, GObject)

AttuneModelOffer         *attune_model_offer_new             (const char        *json,
                                                              gssize             length,
                                                              double             operations_per_second,
                                                              GError           **error);
const char               *attune_model_offer_get_id          (AttuneModelOffer  *self); /* as the engine will call it */
const char               *attune_model_offer_get_name        (AttuneModelOffer  *self);
const char               *attune_model_offer_get_maker       (AttuneModelOffer  *self);
const char               *attune_model_offer_get_license     (AttuneModelOffer  *self); /* SPDX */
const char               *attune_model_offer_get_license_url (AttuneModelOffer  *self);
const char               *attune_model_offer_get_good_for    (AttuneModelOffer  *self); /* translated */
const char               *attune_model_offer_get_page        (AttuneModelOffer  *self);
const char               *attune_model_offer_get_date        (AttuneModelOffer  *self); /* YYYY-MM-DD */
const char               *attune_model_offer_get_file_name   (AttuneModelOffer  *self);
const char               *attune_model_offer_get_url         (AttuneModelOffer  *self);
const char               *attune_model_offer_get_sha256      (AttuneModelOffer  *self);
guint64                   attune_model_offer_get_size        (AttuneModelOffer  *self); /* bytes */
const AttuneModelDetails *attune_model_offer_get_details     (AttuneModelOffer  *self);
char                     *attune_model_offer_dup_host        (AttuneModelOffer  *self); /* who is asked for it */
char                     *attune_model_offer_dup_languages   (AttuneModelOffer  *self); /* their names, translated */
void                      attune_model_offer_estimate        (AttuneModelOffer  *self,
                                                              AttuneDataset     *dataset, /* NULL: a hundred examples */
                                                              AttuneEstimate    *estimate);

G_END_DECLS
