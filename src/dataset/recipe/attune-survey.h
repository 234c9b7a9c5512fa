/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-reader.h"
#include "attune-signature.h"

G_BEGIN_DECLS

/* A field that was seen in records, for menus. */
typedef struct
{
  char   *path;         /* as a recipe names it: “answers_info[0].content” */
  char   *each;         /* how its “each” names it, if it is a list: “paragraphs[].qas” */
  char   *array;        /* the innermost array that it is in: “answers_info”; or NULL */
  char   *item_path;    /* how a recipe names it when that array is its “each”: “each.content”; or NULL */
  guint   types;        /* of AttuneValueType: what it was seen to be */
  guint   n_records;    /* how many records have it */
  char   *example;      /* the first text of it that is not blank, shortened; or NULL */
} AttuneFieldInfo;

/**
 * AttuneSurvey:
 *
 * What fields the first records of a file have.
 */
typedef struct _AttuneSurvey AttuneSurvey;

AttuneSurvey *attune_survey_new           (const char * const  *columns);
void          attune_survey_free          (AttuneSurvey        *self);
gboolean      attune_survey_add           (AttuneSurvey        *self,
                                           const AttuneRecord  *record);
guint         attune_survey_get_n_records (AttuneSurvey        *self);
GPtrArray    *attune_survey_get_fields    (AttuneSurvey        *self);
char        **attune_survey_dup_names     (AttuneSurvey        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneSurvey, attune_survey_free)

G_END_DECLS
