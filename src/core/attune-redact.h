/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATTUNE_REDACT_MAX_LENGTH 4096

char *attune_redact (const char *text);

G_END_DECLS
