/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE      (attune_example_get_type ())
#define ATTUNE_TYPE_EXAMPLE_KIND (attune_example_kind_get_type ())

typedef enum
{
  ATTUNE_ROLE_UNKNOWN,
  ATTUNE_ROLE_SYSTEM,
  ATTUNE_ROLE_DEVELOPER,
  ATTUNE_ROLE_USER,
  ATTUNE_ROLE_ASSISTANT,
  ATTUNE_ROLE_TOOL,
} AttuneRole;

typedef enum
{
  ATTUNE_EXAMPLE_CHAT,        /* {"messages": […]} */
  ATTUNE_EXAMPLE_COMPLETION,  /* {"prompt": …, "completion": …} */
  ATTUNE_EXAMPLE_PREFERENCE,  /* {"input": …, "preferred_output": …, "non_preferred_output": …} */
} AttuneExampleKind;

/* What a turn belongs to. */
typedef enum
{
  ATTUNE_PART_CONVERSATION,   /* a chat, a prompt and its completion, what a preference is about */
  ATTUNE_PART_PREFERRED,
  ATTUNE_PART_REJECTED,
} AttunePart;

/* One turn of a conversation. */
typedef struct
{
  AttuneRole  role;
  AttunePart  part;
  char       *content;        /* UTF-8, never NULL */
  gboolean    is_trained;     /* assistant turns are, unless "weight" is 0 */
} AttuneTurn;

/**
 * AttuneExample:
 *
 * One training example, immutable once made, counted by reference. A completion example has two
 * turns, the prompt (user) and the completion (assistant). Members that Attune does not know
 * (tools, images) stay in @json and are written back unchanged.
 */
typedef struct
{
  AttuneExampleKind  kind;
  guint64            line;    /* line of the file it came from, from 1; 0 when it came from nowhere */
  GPtrArray         *turns;   /* of AttuneTurn */
  char              *json;    /* the line as JSONL, without its line end */
} AttuneExample;

GType          attune_example_get_type       (void);
GType          attune_example_kind_get_type  (void);
AttuneExample *attune_example_new_chat       (guint64               line,
                                              const char           *system,
                                              const char           *question,
                                              const char           *answer);
AttuneExample *attune_example_new_completion (guint64               line,
                                              const char           *prompt,
                                              const char           *completion);
AttuneExample *attune_example_new_from_json  (guint64               line,
                                              const char           *text,
                                              gsize                 length,
                                              GError              **error);
AttuneExample *attune_example_ref            (AttuneExample        *self);
void           attune_example_unref          (AttuneExample        *self);
guint          attune_example_get_n_turns    (const AttuneExample  *self);
AttuneTurn    *attune_example_get_turn       (const AttuneExample  *self,
                                              guint                 index);
const char    *attune_role_to_string         (AttuneRole            role);
AttuneRole     attune_role_from_string       (const char           *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneExample, attune_example_unref)

G_END_DECLS
