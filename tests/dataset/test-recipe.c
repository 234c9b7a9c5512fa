/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-recipe"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-error.h"
#include "attune-recipe.h"

static void
assert_guess (const char *columns,
              const char *question,
              const char *context,
              const char *answer,
              const char *system)
{
  g_auto(GStrv) names = g_strsplit (columns, ",", -1);
  g_autoptr(AttuneRecipe) recipe = attune_recipe_guess ((const char * const *)names);

  g_assert_cmpstr (attune_recipe_get_question_field (recipe), ==, question);
  g_assert_cmpstr (attune_recipe_get_context_field (recipe), ==, context);
  g_assert_cmpstr (attune_recipe_get_answer_field (recipe), ==, answer);
  g_assert_cmpstr (attune_recipe_get_system_field (recipe), ==, system);
  g_assert_null (attune_recipe_get_system_text (recipe));
  g_assert_cmpint (attune_recipe_get_target (recipe), ==, ATTUNE_EXAMPLE_CHAT);
  g_assert_true (attune_recipe_is_complete (recipe));
}

static void
test_guess (void)
{
  assert_guess ("question,answer", "question", NULL, "answer", NULL);
  assert_guess ("Answer,Question", "Question", NULL, "Answer", NULL);
  assert_guess ("id,PROMPT,Completion,date", "PROMPT", NULL, "Completion", NULL);
  assert_guess ("instruction,input,output", "instruction", "input", "output", NULL);
  assert_guess ("input,output", "input", NULL, "output", NULL);
  assert_guess ("context,question,answer", "question", "context", "answer", NULL);
  assert_guess ("system,user,assistant", "user", NULL, "assistant", "system");
  assert_guess ("System Prompt,user_message,Assistant-Message", "user_message", NULL,
                "Assistant-Message", "System Prompt");
  assert_guess ("问题,回答", "问题", NULL, "回答", NULL);
  assert_guess ("编号,问,答", "问", NULL, "答", NULL);
  assert_guess ("指令,输入,输出", "指令", "输入", "输出", NULL);
  assert_guess ("系统提示词,用户,助手", "用户", NULL, "助手", "系统提示词");
  assert_guess ("原文,译文", "原文", NULL, "译文", NULL);
  assert_guess ("text,label", "text", NULL, "label", NULL);
  assert_guess ("source,target", "source", NULL, "target", NULL);
  assert_guess ("front,back", "front", NULL, "back", NULL);
  /* Of two columns one is known. */
  assert_guess ("q,a", "q", NULL, "a", NULL);
  assert_guess ("what they said,reply", "what they said", NULL, "reply", NULL);
  /* Nothing is known: rather no guess than a wrong one. */
  assert_guess ("x,y", NULL, NULL, NULL, NULL);
  assert_guess ("question,x,y", NULL, NULL, NULL, NULL);
  assert_guess ("", NULL, NULL, NULL, NULL);
}

static void
count_cb (AttuneRecipe *recipe,
          GParamSpec   *pspec,
          guint        *n_notified)
{
  (*n_notified)++;
}

static void
test_properties (void)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  g_autoptr(AttuneRecipe) copy = NULL;
  g_autofree char *field = NULL;
  guint n_notified = 0;

  g_assert_true (attune_recipe_is_complete (recipe));
  g_signal_connect (recipe, "notify", G_CALLBACK (count_cb), &n_notified);

  attune_recipe_set_question_field (recipe, "q");
  attune_recipe_set_question_field (recipe, "q");
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_false (attune_recipe_is_complete (recipe));

  g_object_set (recipe, "answer-field", "a", "system-text", "Be brief.", "context-field", "c",
                "system-field", "s", "target", ATTUNE_EXAMPLE_COMPLETION, NULL);
  g_assert_cmpuint (n_notified, ==, 6);
  g_assert_true (attune_recipe_is_complete (recipe));

  copy = attune_recipe_copy (recipe);
  g_object_get (copy, "question-field", &field, NULL);
  g_assert_cmpstr (field, ==, "q");
  g_assert_cmpstr (attune_recipe_get_answer_field (copy), ==, "a");
  g_assert_cmpstr (attune_recipe_get_context_field (copy), ==, "c");
  g_assert_cmpstr (attune_recipe_get_system_field (copy), ==, "s");
  g_assert_cmpstr (attune_recipe_get_system_text (copy), ==, "Be brief.");
  g_assert_cmpint (attune_recipe_get_target (copy), ==, ATTUNE_EXAMPLE_COMPLETION);

  /* Plain text may have no prompt, a conversation must have a question. */
  attune_recipe_set_question_field (copy, "");
  g_assert_null (attune_recipe_get_question_field (copy));
  g_assert_true (attune_recipe_is_complete (copy));
  attune_recipe_set_target (copy, ATTUNE_EXAMPLE_CHAT);
  g_assert_false (attune_recipe_is_complete (copy));
}

/* Applies @recipe to an object; returns the line that comes out, or the message of the error. */
static char *
apply_json (AttuneRecipe *recipe,
            const char   *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExample) example = NULL;
  AttuneRecord record = { .line = 5, .problem = ATTUNE_ISSUE_NONE };
  yyjson_doc *document = yyjson_read (text, strlen (text), YYJSON_READ_BIGNUM_AS_RAW);

  g_assert_nonnull (document);
  record.text = text;
  record.length = strlen (text);
  record.root = yyjson_doc_get_root (document);
  example = attune_recipe_apply (recipe, &record, &error);
  yyjson_doc_free (document);

  if (example == NULL)
    {
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      return g_strdup (error->message);
    }

  g_assert_no_error (error);
  g_assert_cmpuint (example->line, ==, 5);

  return g_strdup (example->json);
}

#define assert_json(recipe, text, expected)               \
  G_STMT_START {                                          \
    g_autofree char *json_ = apply_json (recipe, text);   \
    g_assert_cmpstr (json_, ==, expected);                \
  } G_STMT_END

#define assert_reason(recipe, text, kind)                                          \
  G_STMT_START {                                                                   \
    g_autofree char *message_ = apply_json (recipe, text);                         \
    g_assert_true (g_str_has_prefix (message_, attune_issue_get_reason (kind)));   \
  } G_STMT_END

static void
test_fields (void)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();

  attune_recipe_set_question_field (recipe, "q");
  attune_recipe_set_answer_field (recipe, "a");

  assert_json (recipe, "{\"q\":\"问\",\"a\":\"答\"}",
               "{\"messages\":[{\"role\":\"user\",\"content\":\"问\"},{\"role\":\"assistant\",\"content\":\"答\"}]}");
  assert_json (recipe, "{\"q\":1.5,\"a\":true}",
               "{\"messages\":[{\"role\":\"user\",\"content\":\"1.5\"},{\"role\":\"assistant\",\"content\":\"true\"}]}");
  assert_json (recipe, "{\"q\":123456789012345678901234567890,\"a\":\"\\u0000\"}",
               "{\"messages\":[{\"role\":\"user\",\"content\":\"123456789012345678901234567890\"},"
               "{\"role\":\"assistant\",\"content\":\"\\u0000\"}]}");
  assert_json (recipe, "{\"q\":null,\"a\":\"x\"}",
               "{\"messages\":[{\"role\":\"user\",\"content\":\"\"},{\"role\":\"assistant\",\"content\":\"x\"}]}");

  assert_reason (recipe, "{\"q\":\"x\",\"a\":\"\"}", ATTUNE_ISSUE_EMPTY_ANSWER);
  assert_reason (recipe, "{\"q\":\"x\",\"a\":null}", ATTUNE_ISSUE_EMPTY_ANSWER);
  assert_reason (recipe, "{\"q\":\"x\"}", ATTUNE_ISSUE_UNKNOWN_SHAPE);
  assert_reason (recipe, "{\"q\":\"x\",\"a\":[\"y\"]}", ATTUNE_ISSUE_UNKNOWN_SHAPE);
  assert_reason (recipe, "{\"a\":\"x\"}", ATTUNE_ISSUE_UNKNOWN_SHAPE);
  assert_reason (recipe, "[\"q\",\"a\"]", ATTUNE_ISSUE_NOT_OBJECT);
}

static void
test_context_and_system (void)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();

  g_object_set (recipe, "question-field", "q", "context-field", "c", "answer-field", "a",
                "system-field", "s", "system-text", "Default.", NULL);

  assert_json (recipe, "{\"q\":\"Q\",\"c\":\"C\",\"a\":\"A\",\"s\":\"S\"}",
               "{\"messages\":[{\"role\":\"system\",\"content\":\"S\"},"
               "{\"role\":\"user\",\"content\":\"Q\\n\\nC\"},{\"role\":\"assistant\",\"content\":\"A\"}]}");
  assert_json (recipe, "{\"q\":\"Q\",\"c\":\" \",\"a\":\"A\",\"s\":\"\"}",
               "{\"messages\":[{\"role\":\"system\",\"content\":\"Default.\"},"
               "{\"role\":\"user\",\"content\":\"Q\"},{\"role\":\"assistant\",\"content\":\"A\"}]}");
  assert_json (recipe, "{\"q\":\"\",\"c\":\"C\",\"a\":\"A\"}",
               "{\"messages\":[{\"role\":\"system\",\"content\":\"Default.\"},"
               "{\"role\":\"user\",\"content\":\"C\"},{\"role\":\"assistant\",\"content\":\"A\"}]}");

  attune_recipe_set_target (recipe, ATTUNE_EXAMPLE_COMPLETION);
  assert_json (recipe, "{\"q\":\"Q\",\"a\":\"A\",\"s\":\"S\"}", "{\"prompt\":\"S\\n\\nQ\",\"completion\":\"A\"}");

  g_object_set (recipe, "question-field", NULL, "system-field", NULL, "system-text", NULL, NULL);
  assert_json (recipe, "{\"a\":\"A\"}", "{\"prompt\":\"\",\"completion\":\"A\"}");
}

static void
test_cells (void)
{
  static const char * const columns[] = { "id", "q", "a", NULL };
  static const AttuneText cells[] = { { "1", 1 }, { "问", 3 }, { "答", 3 } };
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRecipe) recipe = attune_recipe_guess (columns);
  g_autoptr(AttuneExample) example = NULL;
  const char *reason = attune_issue_get_reason (ATTUNE_ISSUE_RAGGED_ROW);
  AttuneRecord record = { .line = 2, .text = "1,问,答", .length = 10, .problem = ATTUNE_ISSUE_NONE,
                          .columns = columns, .cells = cells, .n_cells = 3 };

  /* A row is never an example already. */
  g_assert_null (attune_recipe_apply (recipe, &record, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);

  attune_recipe_set_question_field (recipe, "q");
  attune_recipe_set_answer_field (recipe, "a");
  example = attune_recipe_apply (recipe, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (attune_example_get_turn (example, 0)->content, ==, "问");
  g_assert_cmpstr (attune_example_get_turn (example, 1)->content, ==, "答");

  attune_recipe_set_answer_field (recipe, "gone");
  g_assert_null (attune_recipe_apply (recipe, &record, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);

  record.problem = ATTUNE_ISSUE_RAGGED_ROW;
  record.cells = NULL;
  g_assert_null (attune_recipe_apply (recipe, &record, &error));
  g_assert_true (g_str_has_prefix (error->message, reason));
}

static void
test_pass (void)
{
  static const char *chat = "{\"id\": 1, \"messages\": [{\"role\": \"assistant\", \"content\": \"x\"}] }";
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();

  /* As it is written, members that nobody knows included. */
  assert_json (recipe, chat, chat);
  assert_json (recipe, "{\"prompt\":\"p\", \"completion\":\"c\"}", "{\"prompt\":\"p\", \"completion\":\"c\"}");
  assert_reason (recipe, "{\"messages\":[]}", ATTUNE_ISSUE_NO_ASSISTANT);
  assert_reason (recipe, "{\"q\":\"x\",\"a\":\"y\"}", ATTUNE_ISSUE_UNKNOWN_SHAPE);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Recipe/guess", test_guess);
  g_test_add_func ("/Attune/Recipe/properties", test_properties);
  g_test_add_func ("/Attune/Recipe/fields", test_fields);
  g_test_add_func ("/Attune/Recipe/context-and-system", test_context_and_system);
  g_test_add_func ("/Attune/Recipe/cells", test_cells);
  g_test_add_func ("/Attune/Recipe/pass", test_pass);

  return g_test_run ();
}
