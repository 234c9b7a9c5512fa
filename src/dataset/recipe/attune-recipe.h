/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "attune-condition.h"
#include "attune-example.h"
#include "attune-reader.h"
#include "attune-turns.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_RECIPE (attune_recipe_get_type ())
#define ATTUNE_TYPE_SAMPLE (attune_sample_get_type ())

/* The parts of an example that a recipe makes. What they are called follows the target: system, history,
 * user and assistant; system, prompt and completion; system, history, input, preferred and rejected. */
typedef enum
{
  ATTUNE_RECIPE_SYSTEM,
  ATTUNE_RECIPE_QUESTION,
  ATTUNE_RECIPE_ANSWER,
  ATTUNE_RECIPE_REJECTED,
  ATTUNE_RECIPE_HISTORY,   /* turns before the question, and nothing else */

  ATTUNE_N_RECIPE_PARTS
} AttuneRecipePart;

typedef enum
{
  ATTUNE_SAMPLE_ALL,
  ATTUNE_SAMPLE_FIRST,   /* the first so many examples */
  ATTUNE_SAMPLE_RANDOM,  /* so many examples, drawn by a seed */
} AttuneSample;

/**
 * AttuneRecipe:
 *
 * How records become examples: a JSON document, described in `docs/recipes.md`, as an object whose
 * parts can be changed. A recipe without any parts passes records that are OpenAI chats, preference
 * pairs, or prompts and completions already.
 *
 * Properties: `name`, `description`, `target`, `records`, `each`, `tools` (strings, %NULL when not
 * used), `trim`, `sample`, `sample-count`, `sample-seed`; and for recipes that only name fields
 * `question-field`, `context-field` (its text follows the question after a blank line),
 * `answer-field`, `system-field` and `system-text`, which are %NULL where a part is more than that.
 *
 * `changed` is emitted whenever it says something else.
 */
G_DECLARE_FINAL_TYPE (AttuneRecipe, attune_recipe, ATTUNE, RECIPE, GObject)

GType               attune_sample_get_type           (void);

AttuneRecipe       *attune_recipe_new                (void);
AttuneRecipe       *attune_recipe_new_from_json      (const char          *text,
                                                      gssize               length,
                                                      const char          *display_name,
                                                      GError             **error);
AttuneRecipe       *attune_recipe_load               (const char          *path,
                                                      GError             **error);
AttuneRecipe       *attune_recipe_guess              (const char * const  *columns);
AttuneRecipe       *attune_recipe_copy               (AttuneRecipe        *self);
gboolean            attune_recipe_equal              (AttuneRecipe        *self,
                                                      AttuneRecipe        *other);
char               *attune_recipe_to_json            (AttuneRecipe        *self);
gboolean            attune_recipe_save               (AttuneRecipe        *self,
                                                      const char          *path,
                                                      GError             **error);
gboolean            attune_recipe_check              (AttuneRecipe        *self,
                                                      GError             **error);
gboolean            attune_recipe_is_complete        (AttuneRecipe        *self);
gboolean            attune_recipe_passes_examples    (AttuneRecipe        *self);

const char         *attune_recipe_get_name           (AttuneRecipe        *self);
const char         *attune_recipe_get_title          (AttuneRecipe        *self);
const char         *attune_recipe_get_description    (AttuneRecipe        *self);
AttuneExampleKind   attune_recipe_get_target         (AttuneRecipe        *self);
const char         *attune_recipe_get_records        (AttuneRecipe        *self);
const char         *attune_recipe_get_each           (AttuneRecipe        *self);
const char         *attune_recipe_get_tools          (AttuneRecipe        *self);
gboolean            attune_recipe_get_trim           (AttuneRecipe        *self);
AttuneSample        attune_recipe_get_sample         (AttuneRecipe        *self);
guint64             attune_recipe_get_sample_count   (AttuneRecipe        *self);
guint64             attune_recipe_get_sample_seed    (AttuneRecipe        *self);
GPtrArray          *attune_recipe_get_conditions     (AttuneRecipe        *self);
const char * const *attune_recipe_get_template       (AttuneRecipe        *self,
                                                      AttuneRecipePart     part);
const AttuneTurns  *attune_recipe_get_turns          (AttuneRecipe        *self,
                                                      AttuneRecipePart     part);
const char         *attune_recipe_get_system_default (AttuneRecipe        *self);

void                attune_recipe_set_name           (AttuneRecipe        *self,
                                                      const char          *name);
void                attune_recipe_set_description    (AttuneRecipe        *self,
                                                      const char          *description);
void                attune_recipe_set_target         (AttuneRecipe        *self,
                                                      AttuneExampleKind    target);
void                attune_recipe_set_records        (AttuneRecipe        *self,
                                                      const char          *path);
void                attune_recipe_set_each           (AttuneRecipe        *self,
                                                      const char          *field);
void                attune_recipe_set_tools          (AttuneRecipe        *self,
                                                      const char          *field);
void                attune_recipe_set_trim           (AttuneRecipe        *self,
                                                      gboolean             trim);
void                attune_recipe_set_sample         (AttuneRecipe        *self,
                                                      AttuneSample         sample,
                                                      guint64              count,
                                                      guint64              seed);
void                attune_recipe_set_conditions     (AttuneRecipe        *self,
                                                      GPtrArray           *conditions);
void                attune_recipe_set_template       (AttuneRecipe        *self,
                                                      AttuneRecipePart     part,
                                                      const char * const  *paragraphs);
void                attune_recipe_set_turns          (AttuneRecipe        *self,
                                                      AttuneRecipePart     part,
                                                      const AttuneTurns   *turns);
void                attune_recipe_set_system_default (AttuneRecipe        *self,
                                                      const char          *text);

const char         *attune_recipe_get_question_field (AttuneRecipe        *self);
const char         *attune_recipe_get_context_field  (AttuneRecipe        *self);
const char         *attune_recipe_get_answer_field   (AttuneRecipe        *self);
const char         *attune_recipe_get_system_field   (AttuneRecipe        *self);
const char         *attune_recipe_get_system_text    (AttuneRecipe        *self);
void                attune_recipe_set_question_field (AttuneRecipe        *self,
                                                      const char          *field);
void                attune_recipe_set_context_field  (AttuneRecipe        *self,
                                                      const char          *field);
void                attune_recipe_set_answer_field   (AttuneRecipe        *self,
                                                      const char          *field);
void                attune_recipe_set_system_field   (AttuneRecipe        *self,
                                                      const char          *field);
void                attune_recipe_set_system_text    (AttuneRecipe        *self,
                                                      const char          *text);

G_END_DECLS
