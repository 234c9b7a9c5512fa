/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row of a list that says something about the others, and is there only while it does. */
AdwActionRow *attune_notice_row_new  (const char   *icon_name,
                                      const char   *css_class);
void          attune_notice_row_show (AdwActionRow *row,
                                      const char   *message);   /* or NULL */

G_END_DECLS
