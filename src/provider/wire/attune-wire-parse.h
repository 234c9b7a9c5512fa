/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-wire-measures.h"
#include "attune-wire-values.h"
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

G_END_DECLS
