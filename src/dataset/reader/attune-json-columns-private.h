/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-json-columns.h"
#include "attune-json-cursor.h"

G_BEGIN_DECLS

/* A member of an object, whose elements are one field of every record. */
typedef struct
{
  char     *name;        /* with its quotation marks, as it stands in the file */
  goffset   offset;      /* behind the opening bracket */
  gboolean  is_object;
  guint64   n_elements;
  guint64   n_objects;   /* of the elements */
  guint64   names;       /* of the members of an object, as a hash of all in their order */
} AttuneJsonColumn;

gboolean attune_json_column_go_on (const AttuneJsonColumn *self,
                                   AttuneJsonCursor       *cursor,
                                   GString                *name);

G_END_DECLS
