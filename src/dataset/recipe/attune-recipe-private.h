/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-recipe.h"
#include "attune-signature.h"

G_BEGIN_DECLS

/* The fields that are nothing but a name, as attune_recipe_refresh() finds them in the parts. */
typedef enum
{
  ATTUNE_PLAIN_QUESTION,
  ATTUNE_PLAIN_CONTEXT,
  ATTUNE_PLAIN_ANSWER,
  ATTUNE_PLAIN_SYSTEM,
  ATTUNE_PLAIN_SYSTEM_TEXT,

  ATTUNE_N_PLAIN
} AttunePlain;

struct _AttuneRecipe
{
  GObject            parent_instance;

  char              *name;
  char              *description;
  char              *records;
  char              *each;
  char              *tools;
  char              *system_default;
  AttuneExampleKind  target;
  gboolean           trim;
  char             **templates[ATTUNE_N_RECIPE_PARTS];
  AttuneTurns       *turns[ATTUNE_N_RECIPE_PARTS];
  GPtrArray         *conditions;     /* of AttuneCondition */
  AttuneSample       sample;
  guint64            sample_count;
  guint64            sample_seed;
  AttuneSignature   *signature;      /* of records it is for; or NULL */

  char              *plain[ATTUNE_N_PLAIN];
};

/* An entry that a person has emptied holds "", which is nothing. */
static inline const char *
attune_recipe_null_if_empty (const char *string)
{
  return string != NULL && *string != '\0' ? string : NULL;
}

void attune_recipe_refresh (AttuneRecipe *self);

G_END_DECLS
