/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* Marks words in @view that its language does not have, where Attune was built with a checker and
 * there is a dictionary. */
void attune_spelling_attach (GtkSourceView *view);

G_END_DECLS
