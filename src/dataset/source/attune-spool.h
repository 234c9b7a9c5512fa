/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SPOOL (attune_spool_get_type ())

/**
 * AttuneSpool:
 *
 * A file without a name, in the person's cache folder, for what is too large for memory. It is gone
 * when the last reference is, also when the program dies.
 */
G_DECLARE_FINAL_TYPE (AttuneSpool, attune_spool, ATTUNE, SPOOL, GObject)

AttuneSpool *attune_spool_new        (const char   *display_name,
                                      goffset       limit,
                                      GError      **error);
gboolean     attune_spool_write      (AttuneSpool  *self,
                                      const char   *bytes,
                                      gsize         length,
                                      GError      **error);
goffset      attune_spool_get_length (AttuneSpool  *self);
int          attune_spool_get_fd     (AttuneSpool  *self);

G_END_DECLS
