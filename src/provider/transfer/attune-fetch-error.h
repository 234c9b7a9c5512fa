/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What can be wrong with a file that somebody publishes, in words: @host is who was asked, @name
 * the file. */
void attune_fetch_set_other_file_error  (const char    *host,
                                         const char    *name,
                                         GError       **error);
void attune_fetch_set_broken_off_error  (const char    *host,
                                         const char    *name,
                                         const char    *detail,
                                         GError       **error);
void attune_fetch_set_status_error      (const char    *host,
                                         const char    *name,
                                         guint          status,
                                         GError       **error);
void attune_fetch_set_unsafe_error      (const char    *host,
                                         const GError  *io_error,
                                         GError       **error);
void attune_fetch_set_unreachable_error (const char    *host,
                                         const GError  *io_error,
                                         GError       **error);
void attune_fetch_set_silence_error     (const char    *host,
                                         GError       **error);

G_END_DECLS
