/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-turns.h"

G_BEGIN_DECLS

/* In which way a field holds turns, in the order of the menu. */
typedef enum
{
  ATTUNE_TURNS_MESSAGES,   /* as OpenAI writes them */
  ATTUNE_TURNS_NAMED,      /* each element says who speaks */
  ATTUNE_TURNS_IN_TURN,    /* who speaks is known by the order */
  ATTUNE_TURNS_TOGETHER,   /* several speak in each element, in fields of their own */
  ATTUNE_TURNS_LABELLED,   /* one text */
  ATTUNE_TURNS_TREE,       /* an object whose members know which of them comes before */
  ATTUNE_N_TURNS_SHAPES
} AttuneTurnsShape;

AttuneTurnsShape  attune_import_turns_get_shape    (const AttuneTurns *turns);
char             *attune_import_turns_find         (GListModel        *fields,
                                                    const char        *name);
AttuneTurns      *attune_import_turns_guess        (GListModel        *fields,
                                                    const char        *array);
AttuneTurns      *attune_import_turns_new_of_shape (GListModel        *fields,
                                                    const char        *array,
                                                    AttuneTurnsShape   shape);
GPtrArray        *attune_import_turns_list_members (GListModel        *fields,
                                                    const char        *array);

G_END_DECLS
