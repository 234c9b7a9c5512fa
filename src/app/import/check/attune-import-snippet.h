/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

#include "attune-preview.h"

G_BEGIN_DECLS

/* The text around the place that an issue is about, on one line; newly allocated. Sets @attributes to
 * what marks the place, or to NULL when it is all of the text. */
char *attune_import_snippet_new (const AttunePreview  *preview,
                                 AttuneIssueKind       kind,
                                 PangoAttrList       **attributes);

G_END_DECLS
