/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-json-columns.h"

G_BEGIN_DECLS

/* The path of the document itself. */
#define ATTUNE_JSON_ROOT "$"

/* A place in a JSON document that may hold records. */
typedef struct
{
  char              *path;          /* "$", "data.items", "by_id.*" for the members of an object, or
                                     * "data.*[]" for an object whose members are columns */
  guint64            n_elements;    /* as far as was looked at */
  gboolean           is_complete;   /* there are no more */
  gboolean           is_object;     /* its members are the elements, whose names do not matter */
  gboolean           has_objects;   /* the first elements look like records */
  goffset            offset;        /* behind the opening bracket */
  guint64            line;          /* in which that is, from 1 */
  AttuneJsonColumns *columns;       /* whose rows are the elements; else NULL */
} AttuneJsonArray;

GPtrArray       *attune_reader_json_list_arrays  (AttuneSource   *source,
                                                  gboolean       *is_sequence,
                                                  GError        **error);
AttuneJsonArray *attune_reader_json_choose_array (GPtrArray      *arrays);
AttuneJsonArray *attune_reader_json_find_array   (GPtrArray      *arrays,
                                                  const char     *path);

G_END_DECLS
