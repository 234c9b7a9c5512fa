/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-recipe.h"
#include "attune-survey.h"

G_BEGIN_DECLS

/**
 * AttuneRecognition:
 *
 * Which recipe fits the first records of a file, and what is in them.
 */
typedef struct
{
  AttuneRecipe *recipe;      /* complete or not; never NULL */
  double        confidence;  /* the share of the records that it fits, 0 when it is only a guess by names */
  char        **left_over;   /* names of columns or members that it makes nothing of */
  AttuneSurvey *survey;
} AttuneRecognition;

AttuneRecognition *attune_recognition_new        (AttuneReader       *reader,
                                                  GCancellable       *cancellable,
                                                  GError            **error);
void               attune_recognition_free       (AttuneRecognition  *self);
char             **attune_recognition_list_unused (AttuneRecipe       *recipe,
                                                   AttuneSurvey       *survey);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneRecognition, attune_recognition_free)

G_END_DECLS
