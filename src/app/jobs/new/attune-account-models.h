/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-new-job-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ACCOUNT_MODELS (attune_account_models_get_type ())

/* The models of one account that can be tuned, to choose one: with what there is to know before
 * the choice, and with what is wrong with the account in its place. */
G_DECLARE_FINAL_TYPE (AttuneAccountModels, attune_account_models, ATTUNE, ACCOUNT_MODELS, AdwPreferencesGroup)

AttuneAccountModels *attune_account_models_new        (AttuneNewJobState    *state,
                                                       AttuneAccount        *account,
                                                       GtkCheckButton       *radio_group);
void                 attune_account_models_refresh    (AttuneAccountModels  *self);
void                 attune_account_models_set_filter (AttuneAccountModels  *self,
                                                       const char           *text);

G_END_DECLS
