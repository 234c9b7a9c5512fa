/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-wire.h"

G_BEGIN_DECLS

/* From a provider's JSON to a record: (transfer full), or NULL with ATTUNE_ERROR_PROTOCOL when
 * the object does not even say its id. Everything else may be missing, null or oddly typed. */
AttuneModelInfo      *attune_wire_parse_model      (JsonObject  *object,
                                                    GError     **error);
AttuneFileInfo       *attune_wire_parse_file       (JsonObject  *object,
                                                    GError     **error);
AttuneJobInfo        *attune_wire_parse_job        (JsonObject  *object,
                                                    GError     **error);
AttuneEventInfo      *attune_wire_parse_event      (JsonObject  *object,
                                                    GError     **error);
AttuneCheckpointInfo *attune_wire_parse_checkpoint (JsonObject  *object,
                                                    GError     **error);

AttuneDeploymentInfo *attune_wire_parse_deployment (JsonObject  *object,
                                                    GError     **error);

/* What a subclass of AttuneAdapter knows without an object of its own. */
AttuneEventInfo      *attune_wire_new_event        (const char  *id,
                                                    gint64       created_at,
                                                    const char  *level,
                                                    const char  *message);
AttuneEventInfo      *attune_wire_new_measures     (const char  *id,
                                                    gint64       created_at,
                                                    const AttuneMeasures *measures,
                                                    gint64       total_steps);

void                  attune_measures_init         (AttuneMeasures *measures);

/* Tolerant numbers: also "12" and "0.5" as text; "auto" and "NaN" read as the fallback. */
gint64                attune_wire_get_int          (JsonObject  *object,
                                                    const char  *member,
                                                    gint64       fallback);
gint64                attune_wire_get_time         (JsonObject  *object,
                                                    const char  *member);
double                attune_wire_get_double       (JsonObject  *object,
                                                    const char  *member,
                                                    double       fallback);

G_END_DECLS
