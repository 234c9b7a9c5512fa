/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-setting.h"

G_BEGIN_DECLS

/* A person has set something: @value is NULL for automatic, and @problem a sentence on what was
 * typed and cannot be used, or NULL. */
typedef void (*AttuneSettingFunc) (const char *name,
                                   JsonNode   *value,
                                   const char *problem,
                                   gpointer    user_data);

/* A row for one setting of a provider: “Automatic”, or a value. */
GtkWidget *attune_setting_row_new       (const AttuneSetting  *setting,
                                         gpointer              owner,
                                         JsonNode             *value,
                                         AttuneSettingFunc     changed,
                                         gpointer              user_data,
                                         GDestroyNotify        destroy);
void       attune_setting_row_set_value (GtkWidget            *row,
                                         JsonNode             *value);

G_END_DECLS
