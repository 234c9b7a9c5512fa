/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-account-settings.h"
#include "attune-account.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ACCOUNT_ADVANCED (attune_account_advanced_get_type ())

/* What few people need of an account: another address, an organization, a proxy. Signal: `changed`. */
G_DECLARE_FINAL_TYPE (AttuneAccountAdvanced, attune_account_advanced, ATTUNE, ACCOUNT_ADVANCED, AdwPreferencesGroup)

void       attune_account_advanced_set_profile (AttuneAccountAdvanced *self,
                                                AttuneProfile         *profile);
void       attune_account_advanced_load        (AttuneAccountAdvanced *self,
                                                AttuneAccount         *account);
void       attune_account_advanced_set_scope   (AttuneAccountAdvanced *self,
                                                const char            *organization,
                                                const char            *project);
void       attune_account_advanced_fill        (AttuneAccountAdvanced *self,
                                                AttuneAccountSettings *settings); /* borrows the texts */
GtkWidget *attune_account_advanced_reveal      (AttuneAccountAdvanced *self,
                                                AttuneAccountField     field);    /* its row, or NULL */
GtkLabel  *attune_account_advanced_get_label   (AttuneAccountAdvanced *self);     /* for what is wrong there */

G_END_DECLS
