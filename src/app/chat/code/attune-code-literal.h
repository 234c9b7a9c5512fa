/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How a language writes a value. */
typedef enum
{
  ATTUNE_CODE_JSON,
  ATTUNE_CODE_PYTHON,
  ATTUNE_CODE_JAVASCRIPT,
} AttuneCodeDialect;

/* Each writes a literal that the language reads back as exactly what it was given, whatever that is;
 * what a person could not see, or would see as something else, is written as an escape. */
void attune_code_append_value  (GString            *code,
                                JsonNode           *value,
                                AttuneCodeDialect   dialect,
                                guint               indent);
void attune_code_append_string (GString            *code,
                                const char         *text,
                                AttuneCodeDialect   dialect);
void attune_code_append_member (GString            *code,
                                const char         *name,
                                AttuneCodeDialect   dialect);
void attune_code_append_c      (GString            *code,
                                const char         *text,
                                guint               indent);
void attune_code_append_shell  (GString            *code,
                                const char         *text);

G_END_DECLS
