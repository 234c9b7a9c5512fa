/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first line is a recipe, the rest a record that it is applied to: as JSON, and as a table with
 * one column. */

#define G_LOG_DOMAIN "fuzz-recipe"

#include "config.h"

#include <string.h>

#include "attune-mapper.h"
#include "attune-survey.h"
#include "fuzz-target.h"

/* What was taken can be written, and says the same when it is read again. */
static void
check_round_trip (AttuneRecipe *recipe)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *json = attune_recipe_to_json (recipe);
  g_autoptr(AttuneRecipe) again = attune_recipe_new_from_json (json, -1, "again", &error);
  g_autoptr(AttuneRecipe) copy = attune_recipe_copy (recipe);

  g_assert_no_error (error);
  g_assert_true (attune_recipe_equal (recipe, again));
  g_assert_true (attune_recipe_equal (recipe, copy));
}

static void
map (AttuneRecipe       *recipe,
     const AttuneRecord *record)
{
  g_autoptr(AttuneMapper) mapper = attune_mapper_new (recipe);
  g_autoptr(AttuneSurvey) survey = attune_survey_new (record->columns);
  g_auto(AttuneDraft) draft = { 0 };

  attune_draft_init (&draft);
  attune_mapper_begin (mapper, record);

  while (attune_mapper_next (mapper, &draft))
    {
      gsize length;

      if (draft.problem != ATTUNE_ISSUE_NONE)
        g_assert_cmpuint (draft.turns->len, ==, 0);
      else
        g_assert_nonnull (attune_draft_get_json (&draft, &length));
    }

  attune_survey_add (survey, record);
}

static void
map_json (AttuneRecipe *recipe,
          const char   *text,
          gsize         length)
{
  yyjson_doc *document = yyjson_read_opts ((char *)text, length, ATTUNE_READ_FLAGS, NULL, NULL);
  AttuneRecord record = { .line = 1, .text = text, .length = length, .problem = ATTUNE_ISSUE_NONE,
                          .note = ATTUNE_ISSUE_NONE, .root = yyjson_doc_get_root (document) };

  if (record.root != NULL)
    map (recipe, &record);

  yyjson_doc_free (document);
}

static void
map_row (AttuneRecipe *recipe,
         const char   *text,
         gsize         length)
{
  static const char * const columns[] = { "q", NULL };
  const AttuneText cells[] = { { text, length } };
  AttuneRecord record = { .line = 1, .text = text, .length = length, .problem = ATTUNE_ISSUE_NONE,
                          .note = ATTUNE_ISSUE_NONE, .columns = columns,
                          .cells = cells, .n_cells = 1 };

  if (g_utf8_validate_len (text, length, NULL))
    map (recipe, &record);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *)data;
  const char *line_end = size > 0 ? memchr (text, '\n', size) : NULL;
  gsize length = line_end != NULL ? (gsize)(line_end - text) : size;
  g_autoptr(AttuneRecipe) recipe = NULL;
  g_autoptr(GError) error = NULL;

  recipe = attune_recipe_new_from_json (size > 0 ? text : "", length, "input", &error);

  if (recipe == NULL)
    return 0;

  check_round_trip (recipe);

  if (line_end != NULL)
    {
      map_json (recipe, line_end + 1, size - length - 1);
      map_row (recipe, line_end + 1, size - length - 1);
    }

  return 0;
}
