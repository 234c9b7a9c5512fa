/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Tolerant readers for answers from outside: a member that is missing, null or of another type
 * reads as the fallback. The returned strings, objects and arrays belong to the object. */
const char *attune_json_get_string  (JsonObject  *object,
                                     const char  *member,
                                     const char  *fallback);
gint64      attune_json_get_int     (JsonObject  *object,
                                     const char  *member,
                                     gint64       fallback);
double      attune_json_get_double  (JsonObject  *object,
                                     const char  *member,
                                     double       fallback);
gboolean    attune_json_get_boolean (JsonObject  *object,
                                     const char  *member,
                                     gboolean     fallback);
JsonObject *attune_json_get_object  (JsonObject  *object,
                                     const char  *member);
JsonArray  *attune_json_get_array   (JsonObject  *object,
                                     const char  *member);
void        attune_json_merge       (JsonObject  *target,
                                     JsonObject  *source);
JsonNode   *attune_json_parse       (const char  *text,
                                     gssize       length,
                                     GError     **error);
JsonObject *attune_json_parse_object (const char *text,
                                      gssize      length,
                                      GError    **error);
char       *attune_json_to_string   (JsonNode    *node);
char       *attune_json_object_to_string (JsonObject *object);

G_END_DECLS
