/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <gio/gio.h>
#include <libdex.h>

#include "attune-error.h"
#include "attune-mapper.h"

/* A recipe as tests write it: apostrophes stand for quotation marks, and backquotes for them. */
static inline AttuneRecipe *
recipe_test_parse (const char  *text,
                   GError     **error)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autofree char *json = g_strdelimit (g_strdup (quoted), "`", '\'');

  return attune_recipe_new_from_json (json, -1, "test.json", error);
}

static inline AttuneRecipe *
recipe_test_new (const char *text)
{
  g_autoptr(GError) error = NULL;
  AttuneRecipe *recipe = recipe_test_parse (text, &error);

  g_assert_no_error (error);

  return recipe;
}

/* Returns what a mapper makes of a record: the lines, or the numbers of the issues as “!5”, joined
 * by line feeds. */
static inline char *
recipe_test_map (AttuneRecipe       *recipe,
                 const AttuneRecord *record)
{
  g_autoptr(AttuneMapper) mapper = attune_mapper_new (recipe);
  g_auto(AttuneDraft) draft = { 0 };
  g_autoptr(GString) lines = g_string_new (NULL);

  attune_draft_init (&draft);
  attune_mapper_begin (mapper, record);

  while (attune_mapper_next (mapper, &draft))
    {
      const char *json;
      gsize length;

      if (lines->len > 0)
        g_string_append_c (lines, '\n');

      if (draft.problem != ATTUNE_ISSUE_NONE)
        {
          g_assert_cmpuint (draft.turns->len, ==, 0);
          g_string_append_printf (lines, "!%d", draft.problem);
          continue;
        }

      json = attune_draft_get_json (&draft, &length);
      g_string_append_len (lines, json, length);
    }

  return g_string_free_and_steal (g_steal_pointer (&lines));
}

static inline char *
recipe_test_map_json (AttuneRecipe *recipe,
                      const char   *text)
{
  AttuneRecord record = { .line = 1, .problem = ATTUNE_ISSUE_NONE, .note = ATTUNE_ISSUE_NONE };
  yyjson_doc *document = yyjson_read (text, strlen (text), ATTUNE_READ_FLAGS);
  char *lines;

  g_assert_nonnull (document);
  record.text = text;
  record.length = strlen (text);
  record.root = yyjson_doc_get_root (document);
  lines = recipe_test_map (recipe, &record);
  yyjson_doc_free (document);

  return lines;
}

/* Maps a row of a table; columns and cells are joined by “|”. */
static inline char *
recipe_test_map_row (AttuneRecipe *recipe,
                     const char   *columns,
                     const char   *row)
{
  g_auto(GStrv) names = g_strsplit (columns, "|", -1);
  g_auto(GStrv) texts = g_strsplit (row, "|", -1);
  g_autofree AttuneText *cells = g_new0 (AttuneText, g_strv_length (texts) + 1);
  AttuneRecord record = { .line = 2, .problem = ATTUNE_ISSUE_NONE, .note = ATTUNE_ISSUE_NONE };

  g_assert_cmpuint (g_strv_length (names), ==, g_strv_length (texts));

  for (gsize i = 0; texts[i] != NULL; i++)
    cells[i] = (AttuneText) { texts[i], strlen (texts[i]) };

  record.text = row;
  record.length = strlen (row);
  record.columns = (const char * const *)names;
  record.cells = cells;
  record.n_cells = g_strv_length (names);

  return recipe_test_map (recipe, &record);
}

/* The same for a recipe and a record as tests write them; what is expected, too. */
#define recipe_test_assert(recipe_text, record_text, expected_text)                            \
  G_STMT_START {                                                                               \
    g_autoptr(AttuneRecipe) recipe_ = recipe_test_new (recipe_text);                           \
    g_autofree char *record_ = g_strdelimit (g_strdup (record_text), "'", '"');                \
    g_autofree char *expected_ = g_strdelimit (g_strdup (expected_text), "'", '"');            \
    g_autofree char *lines_ = recipe_test_map_json (recipe_, record_);                         \
    g_assert_cmpstr (lines_, ==, expected_);                                                   \
  } G_STMT_END

#define recipe_test_assert_row(recipe_text, columns, row, expected_text)                       \
  G_STMT_START {                                                                               \
    g_autoptr(AttuneRecipe) recipe_ = recipe_test_new (recipe_text);                           \
    g_autofree char *expected_ = g_strdelimit (g_strdup (expected_text), "'", '"');            \
    g_autofree char *lines_ = recipe_test_map_row (recipe_, columns, row);                     \
    g_assert_cmpstr (lines_, ==, expected_);                                                   \
  } G_STMT_END
