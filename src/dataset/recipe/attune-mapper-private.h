/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-mapper.h"
#include "attune-scope.h"
#include "attune-template.h"

G_BEGIN_DECLS

/* The calls of an example that were not yet answered: the numbers of @next to @last. */
typedef struct
{
  guint next;
  guint last;
} AttuneToolCalls;

/* A part of an example: a template, or turns and their fields. */
typedef struct
{
  AttuneTemplate *template;
  AttuneTurns    *turns;
  AttuneField    *array;
  AttuneField    *last;
  AttuneField    *before;
  AttuneField    *role;
  AttuneField    *text;
  GPtrArray      *texts;    /* of AttuneField: what each speaker says; or NULL */
} AttuneMapperPart;

struct _AttuneMapper
{
  AttuneExampleKind  target;
  gboolean           passes_examples;
  gboolean           trim;
  GPtrArray         *matchers;       /* of the record itself */
  GPtrArray         *item_matchers;
  GPtrArray         *each;           /* of AttuneField, see attune_field_parse_levels(); or NULL */
  AttuneField       *tools;
  char              *system_default;
  AttuneMapperPart   parts[ATTUNE_N_RECIPE_PARTS];

  const char * const *columns;    /* that the fields are bound to */
  AttuneScope         scope;
  AttuneToolCalls     calls;
  GString            *buffer;
  yyjson_arr_iter     items[ATTUNE_MAX_LEVELS];
  guint               depth;      /* how many of them are being gone through */
  gboolean            is_begun;   /* the record is not yet looked at */
  gsize               n_bytes;    /* of all examples that the record has given */
};

gboolean    attune_mapper_add_tool_call   (AttuneScope     *scope,
                                           AttuneToolCalls *calls,
                                           AttuneDraft     *draft,
                                           AttunePart       part,
                                           AttuneText       text);
void        attune_mapper_add_tool_answer (AttuneScope     *scope,
                                           AttuneToolCalls *calls,
                                           AttuneDraft     *draft,
                                           AttunePart       part,
                                           AttuneText       text);
yyjson_val *attune_mapper_wrap_tools      (AttuneScope     *scope,
                                           yyjson_val      *tools);
AttuneText  attune_mapper_trim_text       (AttuneText       text);
AttuneText  attune_mapper_finish_text     (AttuneMapper    *self,
                                           AttuneText       text);
AttuneText  attune_mapper_keep_buffer     (AttuneMapper    *self,
                                           AttuneDraft     *draft);
AttuneText  attune_mapper_get_text        (AttuneMapper    *self,
                                           AttuneDraft     *draft,
                                           const AttuneValue *value);
gboolean    attune_mapper_fill_template   (AttuneMapper    *self,
                                           const AttuneTemplate *template,
                                           AttuneDraft     *draft,
                                           AttuneText      *text);
void        attune_mapper_add_turn        (AttuneMapper    *self,
                                           AttuneDraft     *draft,
                                           AttunePart       part,
                                           AttuneTurnKind   kind,
                                           AttuneText       text);
AttuneIssueKind attune_mapper_add_labelled (AttuneMapper   *self,
                                           AttuneDraft     *draft,
                                           AttunePart       which,
                                           const AttuneMapperPart *part,
                                           AttuneText       text);
AttuneIssueKind attune_mapper_add_element (AttuneMapper    *self,
                                           AttuneDraft     *draft,
                                           AttunePart       which,
                                           const AttuneMapperPart *part,
                                           yyjson_val      *element,
                                           guint            index);
AttuneIssueKind attune_mapper_add_tree    (AttuneMapper    *self,
                                           AttuneDraft     *draft,
                                           AttunePart       which,
                                           const AttuneMapperPart *part,
                                           yyjson_val      *elements);
AttuneIssueKind attune_mapper_add_turns   (AttuneMapper    *self,
                                           AttuneDraft     *draft,
                                           AttunePart       which,
                                           const AttuneMapperPart *part);
AttuneIssueKind attune_mapper_add_system  (AttuneMapper    *self,
                                           AttuneDraft     *draft);

G_END_DECLS
