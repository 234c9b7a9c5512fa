/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-record.h"

G_BEGIN_DECLS

/**
 * AttuneJsonValue:
 *
 * One parsed value, in memory that is used again for the next. All zero: none.
 */
typedef struct
{
  yyjson_doc *document;
  char       *memory;    /* in which small documents are made */
  gsize       capacity;
  yyjson_alc  allocator;
} AttuneJsonValue;

void attune_json_value_parse (AttuneJsonValue *self,
                              AttuneRecord    *record);
void attune_json_value_reset (AttuneJsonValue *self);
void attune_json_value_clear (AttuneJsonValue *self);

G_END_DECLS
