/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The code of such an error is the HTTP status of the answer. */
#define ATTUNE_ENGINE_ERROR (attune_engine_error_quark ())

GQuark      attune_engine_error_quark     (void);
void        attune_engine_set_error       (GError       **error,
                                           guint          status,
                                           const char    *code,
                                           const char    *param,
                                           const char    *format,
                                           ...) G_GNUC_PRINTF (5, 6);
GError     *attune_engine_error_new       (guint          status,
                                           const char    *code,
                                           const char    *param,
                                           const char    *format,
                                           ...) G_GNUC_PRINTF (4, 5);
guint       attune_engine_error_get_status (const GError *error);
JsonNode   *attune_engine_error_to_json   (const GError  *error);

G_END_DECLS
