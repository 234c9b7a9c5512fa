/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-wire.h"

G_BEGIN_DECLS

/* Tolerant numbers: also "12" and "0.5" as text; "auto" and "NaN" read as the fallback. */
gint64                attune_wire_get_int          (JsonObject  *object,
                                                    const char  *member,
                                                    gint64       fallback);
gint64                attune_wire_get_time         (JsonObject  *object,
                                                    const char  *member);
double                attune_wire_get_double       (JsonObject  *object,
                                                    const char  *member,
                                                    double       fallback);

char                 *attune_wire_dup_text         (JsonObject  *object,
                                                    const char  *member);
char                **attune_wire_dup_texts        (JsonObject  *object,
                                                    const char  *member);
AttuneWireAnswer      attune_wire_get_answer       (JsonObject  *object,
                                                    const char  *member);

G_END_DECLS
