/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-recipe.h"
#include "attune-signature.h"

G_BEGIN_DECLS

/* A recipe is written by hand; what is longer is some other file. */
#define ATTUNE_RECIPE_MAX_LENGTH (1024 * 1024)

/* What a document begins with. */
#define ATTUNE_RECIPE_VERSION 1
#define ATTUNE_RECIPE_VERSION_MEMBER "attune-recipe"

/* What stands in place of user and assistant. */
#define ATTUNE_RECIPE_TURNS_MEMBER "turns"

#define ATTUNE_RECIPE_N_TARGETS 3

typedef enum
{
  ATTUNE_RECIPE_PROP_0,
  ATTUNE_RECIPE_PROP_NAME,
  ATTUNE_RECIPE_PROP_DESCRIPTION,
  ATTUNE_RECIPE_PROP_TARGET,
  ATTUNE_RECIPE_PROP_RECORDS,
  ATTUNE_RECIPE_PROP_EACH,
  ATTUNE_RECIPE_PROP_TOOLS,
  ATTUNE_RECIPE_PROP_TRIM,
  ATTUNE_RECIPE_PROP_SAMPLE,
  ATTUNE_RECIPE_PROP_SAMPLE_COUNT,
  ATTUNE_RECIPE_PROP_SAMPLE_SEED,
  ATTUNE_RECIPE_PROP_QUESTION_FIELD,
  ATTUNE_RECIPE_PROP_CONTEXT_FIELD,
  ATTUNE_RECIPE_PROP_ANSWER_FIELD,
  ATTUNE_RECIPE_PROP_SYSTEM_FIELD,
  ATTUNE_RECIPE_PROP_SYSTEM_TEXT,

  ATTUNE_RECIPE_N_PROPS
} AttuneRecipeProp;

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

extern const char * const attune_recipe_target_names[ATTUNE_RECIPE_N_TARGETS];

/* What the parts are called with each target; NULL: there is no such part. */
extern const char * const attune_recipe_part_names[ATTUNE_RECIPE_N_TARGETS][ATTUNE_N_RECIPE_PARTS];

/* An entry that a person has emptied holds "", which is nothing. */
static inline const char *
attune_recipe_null_if_empty (const char *string)
{
  return string != NULL && *string != '\0' ? string : NULL;
}

/* Returns whether it was something else before. */
static inline gboolean
attune_recipe_set_string (char       **member,
                          const char  *string)
{
  return g_set_str (member, attune_recipe_null_if_empty (string));
}

void attune_recipe_notify       (AttuneRecipe     *self,
                                 AttuneRecipeProp  prop);
void attune_recipe_emit_changed (AttuneRecipe     *self);
void attune_recipe_refresh      (AttuneRecipe     *self);

G_END_DECLS
