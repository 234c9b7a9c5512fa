/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-trainer-history.h"

G_BEGIN_DECLS

JsonObject *attune_trainer_reporter_new_line     (const char           *type);
void        attune_trainer_reporter_add_measure  (JsonObject           *line,
                                                  const char           *prefix,
                                                  AttuneTrainerMeasure  measure);
gboolean    attune_trainer_reporter_write        (JsonObject           *line);
void        attune_trainer_reporter_write_error  (const char           *code,
                                                  const GError         *error,
                                                  guint64               line_number);

G_END_DECLS
