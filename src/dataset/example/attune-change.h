/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <yyjson.h>

#include "attune-row-set.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_CHANGE_REPLACE,  /* one row gets another text */
  ATTUNE_CHANGE_OUT,      /* rows are marked out … */
  ATTUNE_CHANGE_IN,       /* … and put back */
  ATTUNE_CHANGE_ADD,      /* a row is added at the end */
  ATTUNE_CHANGE_UNDO,     /* the last change that holds is taken back … */
  ATTUNE_CHANGE_REDO,     /* … and made again */
  ATTUNE_N_CHANGES
} AttuneChangeKind;

/* What a person does to the rows of a file, and a line of the log. */
typedef struct
{
  AttuneChangeKind  kind;
  AttuneRowSet     *rows;   /* not for ADD, UNDO and REDO */
  GBytes           *text;   /* for REPLACE and ADD */
} AttuneChange;

gboolean attune_change_read  (AttuneChange       *change,
                              yyjson_val         *line);
void     attune_change_write (const AttuneChange *change,
                              GString            *lines);
void     attune_change_clear (AttuneChange       *change);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneChange, attune_change_clear)

G_END_DECLS
