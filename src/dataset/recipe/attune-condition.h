/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <yyjson.h>

G_BEGIN_DECLS

typedef enum
{
  /* Groups of conditions. */
  ATTUNE_OPERATOR_ALL,
  ATTUNE_OPERATOR_ANY,
  ATTUNE_OPERATOR_NONE,

  /* Of the value of a field. */
  ATTUNE_OPERATOR_EQUALS,
  ATTUNE_OPERATOR_NOT_EQUALS,
  ATTUNE_OPERATOR_IN,
  ATTUNE_OPERATOR_NOT_IN,
  ATTUNE_OPERATOR_CONTAINS,
  ATTUNE_OPERATOR_MATCHES,
  ATTUNE_OPERATOR_EXISTS,
  ATTUNE_OPERATOR_IS,
  ATTUNE_OPERATOR_LESS,
  ATTUNE_OPERATOR_AT_MOST,
  ATTUNE_OPERATOR_GREATER,
  ATTUNE_OPERATOR_AT_LEAST,

  ATTUNE_N_OPERATORS
} AttuneOperator;

/* What a condition says of a record that lacks the field. */
typedef enum
{
  ATTUNE_MISSING_FAILS,   /* the condition is not met */
  ATTUNE_MISSING_PASSES,  /* the condition is met */
  ATTUNE_MISSING_ERROR,   /* the record cannot be used, and is reported */
} AttuneMissing;

typedef enum
{
  ATTUNE_SCALAR_NULL,
  ATTUNE_SCALAR_BOOLEAN,
  ATTUNE_SCALAR_NUMBER,
  ATTUNE_SCALAR_TEXT,
} AttuneScalarType;

/* What a field is compared with. */
typedef struct
{
  AttuneScalarType  type;
  char             *text;    /* of a text; else NULL */
  double            number;  /* of a number; of a boolean 0 or 1 */
} AttuneScalar;

/**
 * AttuneCondition:
 *
 * What must hold for a record, or an item of it, to be taken: a comparison of a field, or a group
 * of conditions.
 */
typedef struct
{
  AttuneOperator  operator;
  AttuneMissing   missing;
  char           *field;       /* of a comparison; else NULL */
  GPtrArray      *values;      /* of AttuneScalar: several for IN and NOT_IN, else one */
  GPtrArray      *conditions;  /* of AttuneCondition, of a group; else NULL */
} AttuneCondition;

AttuneCondition *attune_condition_new            (AttuneOperator          operator,
                                                  const char             *field);
AttuneCondition *attune_condition_new_from_value (yyjson_val             *value,
                                                  const char             *member,
                                                  GError                **error);
AttuneCondition *attune_condition_copy           (const AttuneCondition  *self);
void             attune_condition_free           (AttuneCondition        *self);
void             attune_condition_add_text       (AttuneCondition        *self,
                                                  const char             *text);
void             attune_condition_add_number     (AttuneCondition        *self,
                                                  double                  number);
void             attune_condition_add_boolean    (AttuneCondition        *self,
                                                  gboolean                boolean);
void             attune_condition_add_null       (AttuneCondition        *self);
yyjson_mut_val  *attune_condition_to_value       (const AttuneCondition  *self,
                                                  yyjson_mut_doc         *document);
GRegex          *attune_condition_new_regex      (const char             *pattern,
                                                  GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneCondition, attune_condition_free)

G_END_DECLS
