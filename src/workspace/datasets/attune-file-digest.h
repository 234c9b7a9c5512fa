/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *attune_file_digest_sha256 (const char  *path,
                                 GError     **error);

G_END_DECLS
