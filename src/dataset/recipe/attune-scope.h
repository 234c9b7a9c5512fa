/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-field.h"
#include "attune-record.h"
#include "attune-signature.h"

G_BEGIN_DECLS

/* What a field leads to: a value of JSON, or the text of a cell. */
typedef struct
{
  yyjson_val *json;   /* NULL: a cell */
  AttuneText  text;   /* of a cell */
} AttuneValue;

/* Where fields are looked for: a record, and an item of it. Texts that hold JSON are parsed when a
 * field leads into them, and stay parsed until the next record. */
typedef struct
{
  const AttuneRecord *record;
  yyjson_val         *items[ATTUNE_MAX_LEVELS];  /* what “each” stands for, the innermost last … */
  guint               n_items;    /* … and how many; 0: the record has none */
  GArray             *documents;  /* of the JSON that was found in texts */
  yyjson_alc         *allocator;
  guint64             generation;  /* of the record */
} AttuneScope;

void        attune_scope_init      (AttuneScope        *self);
void        attune_scope_clear     (AttuneScope        *self);
void        attune_scope_begin     (AttuneScope        *self,
                                    const AttuneRecord *record);
void        attune_scope_set_item  (AttuneScope        *self,
                                    guint               level,
                                    yyjson_val         *item);
yyjson_val *attune_scope_get_item  (const AttuneScope  *self);
gboolean    attune_scope_find      (AttuneScope        *self,
                                    const AttuneField  *field,
                                    AttuneValue        *value);
gboolean    attune_scope_find_in   (AttuneScope        *self,
                                    yyjson_val         *base,
                                    const AttuneField  *field,
                                    AttuneValue        *value);
yyjson_val *attune_scope_get_json  (AttuneScope        *self,
                                    const AttuneValue  *value);
yyjson_val *attune_scope_take_json (AttuneScope        *self,
                                    yyjson_doc         *document);

gboolean    attune_value_is_null     (const AttuneValue *self);
guint       attune_value_get_type    (const AttuneValue *self);
gboolean    attune_value_get_text    (const AttuneValue *self,
                                      AttuneText        *text);
void        attune_value_append_text (const AttuneValue *self,
                                      GString           *string);

G_END_DECLS
