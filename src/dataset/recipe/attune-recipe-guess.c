/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe-guess"

#include "config.h"

#include <string.h>

#include "attune-recipe.h"

/* The names that columns usually have, as fold_name() writes them, the more telling ones first:
 * of “instruction” and “input” the first is the question, and the second its context. */
static const char * const question_names[] = {
  "question", "questions", "instruction", "subprompt", "prompt", "query", "user", "usermessage",
  "human", "ask", "q", "input", "inputtext", "source", "sourcetext", "front", "term", "word", "text",
  "问题", "提问", "问", "用户", "指令", "提示词", "提示", "题目", "输入", "原文",
  "問題", "提問", "問", "用戶", "質問", "질문", "문제", "입력",
  "frage", "fragen", "pregunta", "preguntas", "pergunta", "perguntas", "domanda", "domande", "вопрос",
  NULL
};
static const char * const context_names[] = {
  "input", "context", "输入", "上下文", NULL
};
static const char * const answer_names[] = {
  "answer", "answers", "completion", "response", "responsetext", "responsetxt", "output",
  "outputtext", "assistant", "assistantmessage", "reply", "bot", "gpt", "target", "targettext", "back", "definition",
  "meaning", "summary", "label", "category",
  "回答", "答案", "答复", "回复", "答", "解答", "助手", "助理", "输出", "译文",
  "答覆", "回覆", "答え", "답변", "대답", "답", "출력",
  "antwort", "antworten", "réponse", "réponses", "respuesta", "respuestas", "resposta", "respostas", "risposta",
  "risposte", "ответ",
  NULL
};
static const char * const system_names[] = {
  "system", "systemprompt", "systemmessage", "系统", "系统提示", "系统提示词", NULL
};

/* “User Message”, “user_message” and “USER-MESSAGE” are one name. */
static char *
fold_name (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (normal != NULL ? normal : "", -1);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (letters, g_utf8_get_char (p));

  return g_string_free_and_steal (letters);
}

/* Returns the column with the most telling of @names, other than @taken. */
static const char *
find_column (const char * const *columns,
             const char * const *names,
             const char         *taken)
{
  for (gsize n = 0; names[n] != NULL; n++)
    {
      for (gsize i = 0; columns[i] != NULL; i++)
        {
          g_autofree char *folded = fold_name (columns[i]);

          if (columns[i] != taken && strcmp (folded, names[n]) == 0)
            return columns[i];
        }
    }

  return NULL;
}

static const char *
get_other_column (const char * const *columns,
                  const char         *one)
{
  return columns[0] == one ? columns[1] : columns[0];
}

/**
 * attune_recipe_guess:
 * @columns: (array zero-terminated=1): the names of the columns
 *
 * Finds the fields by the names they usually have, in English, Chinese and, for questions and
 * answers, some other languages, whatever their case and separators. Where a table has two columns
 * and one of them is known, the other is the rest.
 *
 * Returns: (transfer full): a recipe; see attune_recipe_is_complete()
 */
AttuneRecipe *
attune_recipe_guess (const char * const *columns)
{
  AttuneRecipe *self = attune_recipe_new ();
  const char *question;
  const char *answer;

  g_return_val_if_fail (columns != NULL, self);

  answer = find_column (columns, answer_names, NULL);
  question = find_column (columns, question_names, answer);

  if (g_strv_length ((char **)columns) == 2 && (question == NULL) != (answer == NULL))
    {
      question = question != NULL ? question : get_other_column (columns, answer);
      answer = answer != NULL ? answer : get_other_column (columns, question);
    }

  if (question == NULL || answer == NULL)
    return self;

  attune_recipe_set_question_field (self, question);
  attune_recipe_set_context_field (self, find_column (columns, context_names, question));
  attune_recipe_set_answer_field (self, answer);
  attune_recipe_set_system_field (self, find_column (columns, system_names, NULL));

  return self;
}
