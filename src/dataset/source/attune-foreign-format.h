/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What attune_foreign_format_check() looks at: a TAR file says what it is after 257 bytes. */
#define ATTUNE_FOREIGN_FORMAT_LENGTH 512

gboolean attune_foreign_format_check (const char  *bytes,
                                      gsize        length,
                                      const char  *name,
                                      GError     **error);
void     attune_foreign_format_fail_document (const char  *name,
                                              GError     **error);

G_END_DECLS
