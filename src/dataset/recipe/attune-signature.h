/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <yyjson.h>

G_BEGIN_DECLS

/* What a value is, for a signature and for menus of fields; bits of a mask. */
typedef enum
{
  ATTUNE_VALUE_TEXT = 1 << 0,
  ATTUNE_VALUE_NUMBER = 1 << 1,
  ATTUNE_VALUE_BOOLEAN = 1 << 2,
  ATTUNE_VALUE_NULL = 1 << 3,
  ATTUNE_VALUE_ARRAY = 1 << 4,
  ATTUNE_VALUE_OBJECT = 1 << 5,
} AttuneValueType;

/* A field that records of a shape have. */
typedef struct
{
  char  *field;
  guint  types;   /* of AttuneValueType: what it may be */
} AttuneSignatureField;

/* A text that a field has in it. */
typedef struct
{
  char *field;
  char *text;
} AttuneSignatureText;

/* By what the records are known that a recipe is for: its member “recognise”. */
typedef struct
{
  GPtrArray  *fields;    /* of AttuneSignatureField: what they have */
  GPtrArray  *contains;  /* of AttuneSignatureText: what is in their texts; or empty */
  char      **absent;    /* what they do not have; or NULL */
} AttuneSignature;

AttuneSignature *attune_signature_new_from_value (yyjson_val             *value,
                                                  const char             *member,
                                                  GError                **error);
AttuneSignature *attune_signature_copy           (const AttuneSignature  *self);
void             attune_signature_free           (AttuneSignature        *self);
yyjson_mut_val  *attune_signature_to_value       (const AttuneSignature  *self,
                                                  yyjson_mut_doc         *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneSignature, attune_signature_free)

G_END_DECLS
