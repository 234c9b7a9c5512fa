/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <yyjson.h>

G_BEGIN_DECLS

/* What turns of a text may begin with. */
#define ATTUNE_MAX_LABELS 16

/* What an element of a conversation becomes. */
typedef enum
{
  ATTUNE_TURN_SYSTEM,
  ATTUNE_TURN_DEVELOPER,
  ATTUNE_TURN_USER,
  ATTUNE_TURN_ASSISTANT,
  ATTUNE_TURN_TOOL,         /* what a tool answered */
  ATTUNE_TURN_TOOL_CALL,    /* the assistant calls tools: the text is JSON with name and arguments */
  ATTUNE_TURN_LEFT_OUT,

  ATTUNE_N_TURN_KINDS
} AttuneTurnKind;

typedef enum
{
  ATTUNE_TAKE_ALL,
  ATTUNE_TAKE_LAST,
  ATTUNE_TAKE_ALL_BUT_LAST,
} AttuneTake;

/* What a speaker is called in the file. */
typedef struct
{
  char           *name;
  AttuneTurnKind  kind;
} AttuneTurnRole;

/**
 * AttuneTurns:
 *
 * How an array becomes the turns of a conversation, or, with @last and @before, an object whose
 * members know which of them comes before. Without @role, @text, @speakers and @labels its
 * elements are messages as OpenAI writes them, and keep all their members.
 */
typedef struct
{
  char       *array;     /* the field that holds the array */
  char       *last;      /* of a tree: the field of the record that names the last element; or NULL */
  char       *before;    /* of a tree: the field of an element that names the one before; or NULL */
  char       *role;      /* the field of an element that says who speaks; or NULL */
  char       *text;      /* the field of an element that says what; NULL: the element itself */
  char      **texts;     /* fields of an element, each what one of @speakers says; or NULL */
  GPtrArray  *roles;     /* of AttuneTurnRole: names beside those that OpenAI has */
  GArray     *speakers;  /* of AttuneTurnKind: who speaks in turn, where no role is given; or empty */
  GPtrArray  *labels;    /* of AttuneTurnRole: what turns begin with, where @array is a text; or empty */
  AttuneTake  take;
} AttuneTurns;

AttuneTurns    *attune_turns_new            (const char         *array);
AttuneTurns    *attune_turns_new_from_value (yyjson_val         *value,
                                             const char         *member,
                                             GError            **error);
AttuneTurns    *attune_turns_copy           (const AttuneTurns  *self);
void            attune_turns_free           (AttuneTurns        *self);
void            attune_turns_add_name       (GPtrArray          *names,
                                             const char         *name,
                                             AttuneTurnKind      kind);
gboolean        attune_turns_is_messages    (const AttuneTurns  *self);
yyjson_mut_val *attune_turns_to_value       (const AttuneTurns  *self,
                                             yyjson_mut_doc     *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTurns, attune_turns_free)

G_END_DECLS
