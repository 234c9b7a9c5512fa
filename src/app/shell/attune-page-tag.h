/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name of a page of the window: a list's, such as "datasets", or a thing's, "dataset:ID". */
char       *attune_page_tag_new    (const char *kind,
                                    const char *id);
const char *attune_page_tag_get_id (const char *tag,
                                    const char *kind);

G_END_DECLS
