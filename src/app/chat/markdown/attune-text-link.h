/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_TEXT_LINK (attune_text_link_get_type ())

/**
 * AttuneTextLink:
 *
 * Lies over the words of a link, which the text below draws: what takes the focus and the clicks there,
 * says where it leads, and opens it with the desktop.
 */
G_DECLARE_FINAL_TYPE (AttuneTextLink, attune_text_link, ATTUNE, TEXT_LINK, GtkWidget)

AttuneTextLink *attune_text_link_new        (const char     *text,
                                             const char     *uri);
const char     *attune_text_link_get_uri    (AttuneTextLink *self);
void            attune_text_link_set_region (AttuneTextLink *self,
                                             cairo_region_t *region);

G_END_DECLS
