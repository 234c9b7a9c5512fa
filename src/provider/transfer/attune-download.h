/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"

G_BEGIN_DECLS

/* Awaits: call it in a fiber only. */
gboolean attune_download_fetch (AttuneHttp      *http,
                                AttuneHttpCall  *call,
                                const char      *path,
                                AttuneProgressFunc progress,
                                gpointer         user_data,
                                GError         **error);

G_END_DECLS
