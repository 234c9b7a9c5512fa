/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Scripts that lead from one version of the database to the next; never changed once released. */
extern const char * const attune_store_migrations[];

G_END_DECLS
