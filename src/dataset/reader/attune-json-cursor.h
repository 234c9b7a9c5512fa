/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-source.h"

G_BEGIN_DECLS

/* What attune_json_cursor_peek() returns at the end of the text. */
#define ATTUNE_JSON_END (-1)

/* Told of a value a piece at a time, as it stands in the file. */
typedef void (*AttuneJsonPieceFunc) (const char *piece,
                                     gsize       length,
                                     gpointer    user_data);

/**
 * AttuneJsonCursor:
 *
 * A place in a JSON document from which it is read on, in memory that does not grow with its values.
 * Several of them may read one document in several places.
 */
typedef struct
{
  AttuneSource *source;     /* not owned */
  goffset       offset;     /* of what is read next */
  char         *buffer;
  gsize         position;   /* of the next byte in @buffer */
  gsize         length;
  GError       *error;      /* why the text seems to end here */
} AttuneJsonCursor;

void     attune_json_cursor_init       (AttuneJsonCursor    *self,
                                        AttuneSource        *source,
                                        goffset              offset);
void     attune_json_cursor_clear      (AttuneJsonCursor    *self);
goffset  attune_json_cursor_get_offset (AttuneJsonCursor    *self);
int      attune_json_cursor_peek       (AttuneJsonCursor    *self);
void     attune_json_cursor_skip       (AttuneJsonCursor    *self);
gboolean attune_json_cursor_take_name  (AttuneJsonCursor    *self,
                                        GString             *name);
gboolean attune_json_cursor_take_value (AttuneJsonCursor    *self,
                                        char                 close,
                                        AttuneJsonPieceFunc  func,
                                        gpointer             user_data);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneJsonCursor, attune_json_cursor_clear)

G_END_DECLS
