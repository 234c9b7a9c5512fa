/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-model-download.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MODEL_OFFER_ROW (attune_model_offer_row_get_type ())

/* A model that can be had: what it is, what it takes here, and how far it is on its way. */
G_DECLARE_FINAL_TYPE (AttuneModelOfferRow, attune_model_offer_row, ATTUNE, MODEL_OFFER_ROW, AdwPreferencesRow)

GtkWidget *attune_model_offer_row_new (AttuneModelDownload *download,
                                       AttuneDataset       *dataset); /* what would be trained on, or NULL */

G_END_DECLS
