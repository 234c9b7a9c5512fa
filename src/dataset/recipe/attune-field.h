/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-record.h"

G_BEGIN_DECLS

/* The longest way to a field, in bytes. */
#define ATTUNE_MAX_FIELD 1024

/* Lists in lists whose elements become examples. */
#define ATTUNE_MAX_LEVELS 4

/* One step into a value. */
typedef struct
{
  char   *name;       /* of a member or a column; NULL: an element of an array */
  gsize   length;
  gint64  index;      /* of the element; negative: from the end, where -1 is the last one */
} AttuneFieldStep;

/* A way to a value. */
typedef struct
{
  gboolean         starts_at_item;  /* it began with “each” */
  GArray          *steps;           /* of AttuneFieldStep; none: the item or the record itself */
  int              column;          /* of a table: where the first step leads, counted from 0; -1: nowhere */

  /* Where it led in the current record, for whoever looks for it again. */
  guint64          generation;      /* which record that was; 0: none yet */
  gboolean         is_found;
  yyjson_val      *json;
  AttuneText       text;
} AttuneFieldPath;

/* What a recipe calls a field: one way to a value or several, of which the first that leads somewhere
 * counts. How it is written stands in docs/recipes.md. */
typedef struct
{
  GArray   *paths;        /* of AttuneFieldPath, at least one */
  gboolean  is_optional;  /* it may lead nowhere */
} AttuneField;

AttuneField *attune_field_parse          (const char         *text,
                                          gsize               length,
                                          GError            **error);
void         attune_field_free           (AttuneField        *self);
void         attune_field_bind           (AttuneField        *self,
                                          const char * const *columns);
const char  *attune_field_get_plain_name (const AttuneField  *self);
char        *attune_field_quote_name     (const char         *name);
gboolean     attune_field_starts_at_item (const AttuneField  *self);
GPtrArray   *attune_field_parse_levels   (const char         *text,
                                          GError            **error);
gsize        attune_field_find_end       (const char         *text,
                                          gsize               length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneField, attune_field_free)

G_END_DECLS
