/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-recipe"

#include "config.h"

#include "dataset-test.h"
#include "recipe-test.h"

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
  assert_guess ("Nr.,FRAGE,Antwort", "FRAGE", NULL, "Antwort", NULL);
  assert_guess ("question,re\xcc\x81ponse", "question", NULL, "re\xcc\x81ponse", NULL);
  assert_guess ("番号,質問,回答", "質問", NULL, "回答", NULL);
  assert_guess ("질문,답변", "질문", NULL, "답변", NULL);
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
  assert_guess ("age,prompt,sub_prompt,response_txt,finish_reason", "sub_prompt", NULL, "response_txt", NULL);
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

/* Both ways of saying the same are the same document. */
static void
test_plain_fields (void)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  g_autoptr(AttuneRecipe) same = NULL;

  g_object_set (recipe, "context-field", "c", "question-field", "q.x", "answer-field", "a",
                "system-field", "each", "system-text", "Be {brief}.", NULL);
  same = recipe_test_new ("{'attune-recipe': 1, 'target': 'chat', 'system': '{[`each`]?}', "
                          "'system-default': 'Be {brief}.', 'user': ['{[`q.x`]}', '{c?}'], "
                          "'assistant': '{a}'}");
  g_assert_cmpstr (attune_recipe_get_question_field (same), ==, "q.x");
  g_assert_cmpstr (attune_recipe_get_context_field (same), ==, "c");
  g_assert_cmpstr (attune_recipe_get_answer_field (same), ==, "a");
  g_assert_cmpstr (attune_recipe_get_system_field (same), ==, "each");
  g_assert_cmpstr (attune_recipe_get_system_text (same), ==, "Be {brief}.");
  g_assert_true (attune_recipe_equal (recipe, same));

  attune_recipe_set_system_field (recipe, NULL);
  g_assert_cmpstr (attune_recipe_get_template (recipe, ATTUNE_RECIPE_SYSTEM)[0], ==, "Be {{brief}}.");
  g_assert_cmpstr (attune_recipe_get_system_text (recipe), ==, "Be {brief}.");
  g_assert_null (attune_recipe_get_system_default (recipe));
  g_assert_false (attune_recipe_equal (recipe, same));

  /* A part that is more than a field is none. */
  attune_recipe_set_template (recipe, ATTUNE_RECIPE_QUESTION, (const char *[]) { "{a}{b}", NULL });
  g_assert_null (attune_recipe_get_question_field (recipe));
  attune_recipe_set_question_field (recipe, "");
  g_assert_nonnull (attune_recipe_get_template (recipe, ATTUNE_RECIPE_QUESTION));
  attune_recipe_set_template (recipe, ATTUNE_RECIPE_QUESTION, NULL);
  g_assert_false (attune_recipe_is_complete (recipe));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Recipe/guess", test_guess);
  g_test_add_func ("/Attune/Recipe/properties", test_properties);
  g_test_add_func ("/Attune/Recipe/plain-fields", test_plain_fields);

  return g_test_run ();
}
