/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A place inside an object, as the files of data/providers/ write it: names with dots between them,
 * "[]" behind the name of an array whose first element is meant, as in "training_files[].file_id". */
JsonNode *attune_json_path_get (JsonObject *object,
                                const char *path);
void      attune_json_path_set (JsonObject *object,
                                const char *path,
                                JsonNode   *value);

G_END_DECLS
