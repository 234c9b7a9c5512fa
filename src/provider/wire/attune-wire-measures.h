/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-wire.h"

G_BEGIN_DECLS

void                  attune_measures_init         (AttuneMeasures *measures);
gboolean              attune_wire_read_measures    (JsonObject  *object,
                                                    AttuneMeasures *measures);
gboolean              attune_wire_read_measures_from_text (const char *text,
                                                    AttuneMeasures *measures,
                                                    gint64      *total_steps);

/* What a subclass of AttuneAdapter knows without an object of its own. */
AttuneEventInfo      *attune_wire_new_event        (const char  *id,
                                                    gint64       created_at,
                                                    const char  *level,
                                                    const char  *message);
AttuneEventInfo      *attune_wire_new_measures     (const char  *id,
                                                    gint64       created_at,
                                                    const AttuneMeasures *measures,
                                                    gint64       total_steps);

G_END_DECLS
