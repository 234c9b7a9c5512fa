/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <yyjson.h>

#include "attune-example.h"

G_BEGIN_DECLS

void attune_export_append_document   (GString             *line,
                                      yyjson_mut_doc      *document);
void attune_export_append_preference (GString             *line,
                                      const AttuneExample *example);

G_END_DECLS
