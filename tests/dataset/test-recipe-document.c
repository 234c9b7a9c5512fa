/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-recipe-document"

#include "config.h"

#include <sys/stat.h>

#include "dataset-test.h"
#include "recipe-test.h"

/* Every member there is, in the order in which they are written. */
static const char everything[] =
  "{\n"
  "  \"attune-recipe\": 1,\n"
  "  \"name\": \"N\",\n"
  "  \"description\": \"D\",\n"
  "  \"recognise\": {\n"
  "    \"fields\": {\n"
  "      \"a.b\": \"texts\",\n"
  "      \"c\": \"any\"\n"
  "    },\n"
  "    \"contains\": {\n"
  "      \"e\": \"\\n\\nHuman:\"\n"
  "    },\n"
  "    \"absent\": [\n"
  "      \"d\"\n"
  "    ]\n"
  "  },\n"
  "  \"records\": \"data.items\",\n"
  "  \"each\": \"answers[].list\",\n"
  "  \"where\": [\n"
  "    {\n"
  "      \"field\": \"each.flag\",\n"
  "      \"in\": [\n"
  "        \"推荐\",\n"
  "        1,\n"
  "        0.5,\n"
  "        true,\n"
  "        null\n"
  "      ],\n"
  "      \"missing\": \"error\"\n"
  "    },\n"
  "    {\n"
  "      \"any\": [\n"
  "        {\n"
  "          \"field\": \"x\",\n"
  "          \"matches\": \"^a\",\n"
  "          \"missing\": true\n"
  "        }\n"
  "      ]\n"
  "    }\n"
  "  ],\n"
  "  \"target\": \"preference\",\n"
  "  \"trim\": true,\n"
  "  \"system\": \"{s?}\",\n"
  "  \"system-default\": \"S\",\n"
  "  \"input\": {\n"
  "    \"array\": \"turns\",\n"
  "    \"role\": \"from\",\n"
  "    \"text\": \"value\",\n"
  "    \"roles\": {\n"
  "      \"human\": \"user\"\n"
  "    },\n"
  "    \"take\": \"all-but-last\"\n"
  "  },\n"
  "  \"preferred\": [\n"
  "    \"{p}\",\n"
  "    \"{{{q}}}\"\n"
  "  ],\n"
  "  \"rejected\": {\n"
  "    \"array\": \"r\",\n"
  "    \"texts\": [\n"
  "      \"a|b\"\n"
  "    ],\n"
  "    \"speakers\": [\n"
  "      \"assistant\"\n"
  "    ]\n"
  "  },\n"
  "  \"history\": {\n"
  "    \"array\": \"h?\",\n"
  "    \"labels\": {\n"
  "      \"\\n\\nHuman:\": \"user\"\n"
  "    }\n"
  "  },\n"
  "  \"tools\": \"tools\",\n"
  "  \"sample\": {\n"
  "    \"random\": 100,\n"
  "    \"seed\": 7\n"
  "  }\n"
  "}\n";

static void
test_round_trip (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new_from_json (everything, -1, "x", &error);
  g_autoptr(AttuneRecipe) copy = NULL;
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  json = attune_recipe_to_json (recipe);
  g_assert_cmpstr (json, ==, everything);

  copy = attune_recipe_copy (recipe);
  g_assert_true (attune_recipe_equal (recipe, copy));
  g_assert_true (attune_recipe_is_complete (copy));
  g_assert_cmpstr (attune_recipe_get_records (copy), ==, "data.items");
  g_assert_cmpstr (attune_recipe_get_each (copy), ==, "answers[].list");
  g_assert_cmpint (attune_recipe_get_sample (copy), ==, ATTUNE_SAMPLE_RANDOM);
  g_assert_cmpuint (attune_recipe_get_sample_count (copy), ==, 100);
  g_assert_cmpuint (attune_recipe_get_sample_seed (copy), ==, 7);
  g_assert_cmpuint (attune_recipe_get_conditions (copy)->len, ==, 2);

  attune_recipe_set_trim (copy, FALSE);
  g_assert_false (attune_recipe_equal (recipe, copy));
}

/* Asserts that a document is refused with a sentence that names what is wrong. */
static void
assert_refused (const char *text,
                const char *named)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRecipe) recipe = recipe_test_parse (text, &error);

  if (recipe != NULL)
    {
      g_test_fail_printf ("taken: %s", text);
      return;
    }

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, "“test.json”");

  if (strstr (error->message, named) == NULL)
    g_test_fail_printf ("%s: %s", text, error->message);
}

static void
test_errors (void)
{
#define HEAD "{'attune-recipe': 1, "
  static const char * const cases[][2] = {
    { "", "JSON" },
    { "{", "JSON" },
    { "[]", "attune-recipe" },
    { "{}", "attune-recipe" },
    { "{'attune-recipe': 2}", "“attune-recipe” must be 1" },
    { "{'attune-recipe': '1'}", "“attune-recipe” must be 1" },
    { HEAD "'nmae': 'x'}", "“nmae” is not known" },
    { HEAD "'name': 'x', 'name': 'y'}", "“name” is there twice" },
    { HEAD "'name': 1}", "“name” must be a text" },
    { HEAD "'name': 'a\\u0000b'}", "“name”" },
    { HEAD "'target': 'poem'}", "“target” must be" },
    { HEAD "'target': 'completion', 'user': '{q}'}", "“user” is not known with this target" },
    { HEAD "'target': 'chat', 'prompt': '{q}'}", "“prompt” is not known" },
    { HEAD "'rejected': '{q}'}", "“rejected” is not known" },
    { HEAD "'trim': 'yes'}", "“trim” must be true or false" },
    { HEAD "'each': 'a..b'}", "“a..b” does not name a field" },
    { HEAD "'each': 'a[x]'}", "“a[x]” does not name a field" },
    { HEAD "'each': ''}", "“” does not name a field" },
    { HEAD "'each': 'a[`b]'}", "does not name a field" },
    { HEAD "'each': 'a|'}", "does not name a field" },
    { HEAD "'each': 'a[]b[].c..d'}", "“c..d” does not name a field" },
    { HEAD "'each': 'a[].b[].c[].d[].e'}", "too many lists" },
    { HEAD "'history': '{q}'}", "“history” must be an object" },
    { HEAD "'target': 'completion', 'history': {'array': 'x'}}", "“history” is not known with this target" },
    { HEAD "'turns': {'array': 'x'}, 'history': {'array': 'y'}}", "whole conversation" },
    { HEAD "'turns': {'array': 'x', 'labels': {}}}", "“turns.labels” must say" },
    { HEAD "'turns': {'array': 'x', 'labels': {'': 'user'}}}", "“turns.labels” must say" },
    { HEAD "'turns': {'array': 'x', 'labels': {'a': 'boss'}}}", "“turns.labels.a”" },
    { HEAD "'turns': {'array': 'x', 'labels': {'a': 'user'}, 'speakers': ['user']}}", "“turns” with \"labels\"" },
    { HEAD "'turns': {'array': 'x', 'labels': {'a': 'user'}, 'roles': {'b': 'user'}}}", "\"role\"" },
    { HEAD "'user': '{q'}", "brace" },
    { HEAD "'user': 'q}'}", "brace" },
    { HEAD "'user': '{}'}", "does not name a field" },
    { HEAD "'user': {'array': 'x'}}", "“user” must be a text" },
    { HEAD "'user': []}", "“user”" },
    { HEAD "'user': ['{q}', 1]}", "“user[1]” must be a text" },
    { HEAD "'turns': '{q}'}", "“turns” must be an object" },
    { HEAD "'turns': {}}", "\"array\"" },
    { HEAD "'turns': {'array': 'x', 'role': 'r'}}", "\"text\"" },
    { HEAD "'turns': {'array': 'x', 'text': 't'}}", "“turns” must say who speaks" },
    { HEAD "'turns': {'array': 'x', 'roles': {'a': 'user'}}}", "\"role\"" },
    { HEAD "'turns': {'array': 'x', 'role': 'r', 'text': 't', 'roles': {'a': 'boss'}}}", "“turns.roles.a”" },
    { HEAD "'turns': {'array': 'x', 'role': 'r', 'text': 't', 'speakers': ['user']}}", "\"speakers\"" },
    { HEAD "'turns': {'array': 'x', 'speakers': []}}", "“turns.speakers”" },
    { HEAD "'turns': {'array': 'x', 'texts': ['a', 'b'], 'speakers': ['user']}}", "\"speakers\"" },
    { HEAD "'turns': {'array': 'x', 'texts': ['a'], 'role': 'r', 'text': 't'}}", "\"texts\"" },
    { HEAD "'turns': {'array': 'x', 'texts': ['a.'], 'speakers': ['user']}}", "a." },
    { HEAD "'turns': {'array': 'x', 'take': 'first'}}", "“turns.take”" },
    { HEAD "'turns': {'array': 'x', 'taek': 'last'}}", "“turns.taek” is not known" },
    { HEAD "'turns': {'array': 'x'}, 'user': '{q}'}", "whole conversation" },
    { HEAD "'where': {}}", "“where” must be a list" },
    { HEAD "'where': ['x']}", "“where[0]” must be an object" },
    { HEAD "'where': [{'field': 'x'}]}", "“where[0]” must have one comparison" },
    { HEAD "'where': [{'field': 'x', 'less': 1, 'greater': 0}]}", "“where[0]” must have one comparison" },
    { HEAD "'where': [{'equals': 'x'}]}", "“where[0]” must say which \"field\"" },
    { HEAD "'where': [{'field': 'x', 'equals': []}]}", "“where[0].equals”" },
    { HEAD "'where': [{'field': 'x', 'in': 'x'}]}", "“where[0].in”" },
    { HEAD "'where': [{'field': 'x', 'less': '1'}]}", "“where[0].less” must be a number" },
    { HEAD "'where': [{'field': 'x', 'is': 1}]}", "“where[0].is” must be true or false" },
    { HEAD "'where': [{'field': 'x', 'contains': 1}]}", "“where[0].contains” must be a text" },
    { HEAD "'where': [{'field': 'x', 'matches': '('}]}", "“where[0].matches” is not a valid search pattern" },
    { HEAD "'where': [{'field': 'x', 'is': true, 'missing': 1}]}", "“where[0].missing”" },
    { HEAD "'where': [{'any': [{'field': 'x', 'is': 'x'}]}]}", "“where[0].any[0].is”" },
    { HEAD "'where': [{'any': []}]}", "“where[0].any”" },
    { HEAD "'where': [{'any': [{'field': 'x', 'is': true}], 'field': 'x'}]}", "“where[0].field” is not known" },
    { HEAD "'sample': {}}", "“sample” must say how many" },
    { HEAD "'sample': {'first': 0}}", "“sample” must say how many" },
    { HEAD "'sample': {'first': -1}}", "“sample.first” must be a whole number" },
    { HEAD "'sample': {'first': 1, 'random': 1}}", "“sample.random”" },
    { HEAD "'turns': {'array': 'm', 'last': 'l', 'role': 'r', 'text': 't'}}", "“turns” must have both" },
    { HEAD "'turns': {'array': 'm', 'last': 'l', 'before': 'b'}}", "“turns” must have both" },
    { HEAD "'recognise': {}}", "“recognise” must have \"fields\"" },
    { HEAD "'recognise': {'fields': {'x': 'poem'}}}", "“recognise.fields.x”" },
    { HEAD "'recognise': {'fields': {'x': 'text'}, 'contains': {'x': ''}}}", "“recognise.contains.x”" },
    { HEAD "'recognise': {'fields': {'x': 'text'}, 'contains': {'x': 1}}}", "“recognise.contains.x”" },
    { HEAD "'target': 'preference', 'input': 1}", "“input” must be a text" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i][0], cases[i][1]);
}

static char *
repeat (const char *before,
        const char *text,
        guint       n_times,
        const char *after)
{
  GString *string = g_string_new (before);

  for (guint i = 0; i < n_times; i++)
    g_string_append (string, text);

  g_string_append (string, after);

  return g_string_free_and_steal (string);
}

/* What the reference shows as recipes are recipes. */
static void
test_reference (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "recipes.md", NULL);
  g_auto(GStrv) pieces = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  guint n_recipes = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  pieces = g_strsplit (text, "```", -1);

  for (gsize i = 1; pieces[i] != NULL; i += 2)
    {
      g_autoptr(AttuneRecipe) recipe = NULL;

      if (!g_str_has_prefix (pieces[i], "json\n"))
        continue;

      recipe = attune_recipe_new_from_json (pieces[i] + strlen ("json\n"), -1, "recipes.md", &error);
      g_assert_no_error (error);
      g_assert_true (attune_recipe_is_complete (recipe));
      n_recipes++;
    }

  g_assert_cmpuint (n_recipes, ==, 8);
}

static void
test_hostile (void)
{
  g_autofree char *huge = repeat (HEAD "'name': '", "0123456789abcdef", 100000, "'}");
  g_autofree char *deep = repeat (HEAD "'where': [", "{'any': [", 50000, "");
  g_autofree char *closed = repeat ("", "{'any': [", 9, "{'field': 'x', 'is': true}");
  g_autofree char *nested = repeat (closed, "]}", 9, "");
  g_autofree char *too_deep = g_strconcat (HEAD "'where': [", nested, "]}", NULL);
  g_autofree char *many = repeat (HEAD "'where': [{'field': 'x', 'is': true}",
                                  ", {'field': 'x', 'is': true}", 100, "]}");
  g_autofree char *path = repeat (HEAD "'each': 'a", ".a", 40, "'}");
  g_autofree char *long_path = repeat (HEAD "'each': '", "aaaaaaaa", 200, "'}");
  g_autofree char *ways = repeat (HEAD "'each': 'a", "|a", 20, "'}");
  g_autofree char *pieces = repeat (HEAD "'user': '", "{a} ", 300, "'}");
  g_autofree char *pattern = repeat (HEAD "'where': [{'field': 'x', 'matches': '", "(a)", 2000, "'}]}");

  assert_refused (huge, "too large");
  assert_refused (deep, "JSON");
  assert_refused (too_deep, "too deep");
  assert_refused (many, "“where”");
  assert_refused (path, "does not name a field");
  assert_refused (long_path, "does not name a field");
  assert_refused (ways, "does not name a field");
  assert_refused (pieces, "too long");
  assert_refused (pattern, "search pattern");
}

static void
test_files (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new_from_json (everything, -1, "x", &error);
  g_autoptr(AttuneRecipe) loaded = NULL;
  g_autofree char *path = dataset_test_build_path (f, "recipe.json");
  g_autofree char *fifo = dataset_test_build_path (f, "fifo");
  g_autofree char *gone = dataset_test_build_path (f, "gone.json");

  g_assert_true (attune_recipe_save (recipe, path, &error));
  g_assert_no_error (error);
  loaded = attune_recipe_load (path, &error);
  g_assert_no_error (error);
  g_assert_true (attune_recipe_equal (recipe, loaded));

  /* What could not be opened again is not saved, and what was there stays. */
  attune_recipe_set_template (recipe, ATTUNE_RECIPE_ANSWER, (const char *[]) { "{open", NULL });
  g_assert_false (attune_recipe_check (recipe, NULL));
  g_assert_false (attune_recipe_save (recipe, path, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);
  g_clear_object (&loaded);
  loaded = attune_recipe_load (path, &error);
  g_assert_no_error (error);

  g_assert_null (attune_recipe_load (gone, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, "gone.json");
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_null (attune_recipe_load (fifo, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_null (attune_recipe_load (f->folder, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
}

static void
count_cb (AttuneRecipe *recipe,
          guint        *n_changes)
{
  (*n_changes)++;
}

/* What a wizard does with rows and menus. */
static void
test_changes (void)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  g_autoptr(AttuneRecipe) same = NULL;
  g_autoptr(AttuneTurns) turns = attune_turns_new ("c");
  g_autoptr(GPtrArray) conditions = NULL;
  guint n_changes = 0;

  g_signal_connect (recipe, "changed", G_CALLBACK (count_cb), &n_changes);
  conditions = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_condition_free);
  g_ptr_array_add (conditions, attune_condition_new (ATTUNE_OPERATOR_AT_LEAST, "score"));
  attune_condition_add_number (g_ptr_array_index (conditions, 0), 3);
  turns->role = g_strdup ("from");
  turns->text = g_strdup ("value");
  attune_turns_add_name (turns->roles, "human", ATTUNE_TURN_USER);

  attune_recipe_set_turns (recipe, ATTUNE_RECIPE_QUESTION, turns);
  attune_recipe_set_conditions (recipe, conditions);
  attune_recipe_set_sample (recipe, ATTUNE_SAMPLE_FIRST, 10, 0);
  attune_recipe_set_sample (recipe, ATTUNE_SAMPLE_FIRST, 10, 0);
  g_assert_cmpuint (n_changes, ==, 3);

  same = recipe_test_new ("{'attune-recipe': 1, 'where': [{'field': 'score', 'at-least': 3}], "
                          "'turns': {'array': 'c', 'role': 'from', 'text': 'value', "
                          "'roles': {'human': 'user'}}, 'sample': {'first': 10}}");
  g_assert_true (attune_recipe_equal (recipe, same));

  /* What another target has no name for is not written. */
  attune_recipe_set_target (recipe, ATTUNE_EXAMPLE_COMPLETION);
  g_assert_true (attune_recipe_check (recipe, NULL));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/RecipeDocument/round-trip", test_round_trip);
  g_test_add_func ("/Attune/RecipeDocument/errors", test_errors);
  g_test_add_func ("/Attune/RecipeDocument/reference", test_reference);
  g_test_add_func ("/Attune/RecipeDocument/hostile", test_hostile);
  dataset_test_add ("/Attune/RecipeDocument/files", test_files);
  g_test_add_func ("/Attune/RecipeDocument/changes", test_changes);

  return g_test_run ();
}
