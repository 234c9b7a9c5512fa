/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-error.h"
#include "attune-example.h"
#include "attune-example-private.h"

static AttuneExample *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  AttuneExample *example = attune_example_new_from_json (7, text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (example->line, ==, 7);
  g_assert_cmpstr (example->json, ==, text);

  return example;
}

static void
assert_turn (AttuneExample *example,
             guint          index,
             AttuneRole     role,
             const char    *content,
             gboolean       is_trained)
{
  AttuneTurn *turn = attune_example_get_turn (example, index);

  g_assert_cmpint (turn->role, ==, role);
  g_assert_cmpstr (turn->content, ==, content);
  g_assert_cmpint (turn->is_trained, ==, is_trained);
}

static void
test_chat (void)
{
  g_autoptr(AttuneExample) example = attune_example_new_chat (3, "Be kind.", "你好\n\"", "Hello\\");
  g_autoptr(AttuneExample) again = NULL;
  g_autoptr(AttuneExample) plain = attune_example_new_chat (0, NULL, "q", "a");

  g_assert_cmpint (example->kind, ==, ATTUNE_EXAMPLE_CHAT);
  g_assert_cmpuint (example->line, ==, 3);
  g_assert_cmpstr (example->json, ==,
                   "{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
                   "{\"role\":\"user\",\"content\":\"你好\\n\\\"\"},"
                   "{\"role\":\"assistant\",\"content\":\"Hello\\\\\"}]}");

  again = parse (example->json);
  g_assert_cmpuint (attune_example_get_n_turns (again), ==, 3);
  assert_turn (again, 0, ATTUNE_ROLE_SYSTEM, "Be kind.", FALSE);
  assert_turn (again, 1, ATTUNE_ROLE_USER, "你好\n\"", FALSE);
  assert_turn (again, 2, ATTUNE_ROLE_ASSISTANT, "Hello\\", TRUE);

  g_assert_cmpuint (attune_example_get_n_turns (plain), ==, 2);
}

static void
test_completion (void)
{
  g_autoptr(AttuneExample) example = attune_example_new_completion (3, "Once", " upon a time");
  g_autoptr(AttuneExample) again = parse (example->json);

  g_assert_cmpstr (example->json, ==, "{\"prompt\":\"Once\",\"completion\":\" upon a time\"}");
  g_assert_cmpint (again->kind, ==, ATTUNE_EXAMPLE_COMPLETION);
  g_assert_cmpuint (attune_example_get_n_turns (again), ==, 2);
  assert_turn (again, 0, ATTUNE_ROLE_USER, "Once", FALSE);
  assert_turn (again, 1, ATTUNE_ROLE_ASSISTANT, " upon a time", TRUE);
}

static void
test_parts_and_tools (void)
{
  g_autoptr(AttuneExample) example = NULL;

  example = parse ("{\"messages\": ["
                   "{\"role\": \"developer\", \"content\": \"d\"},"
                   "{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"see\"},"
                   " {\"type\": \"image_url\", \"image_url\": {\"url\": \"data:,\"}},"
                   " {\"type\": \"text\", \"text\": \"this\"}]},"
                   "{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"1\"}], \"weight\": 0},"
                   "{\"role\": \"tool\", \"tool_call_id\": \"1\", \"content\": \"42\"},"
                   "{\"role\": \"assistant\", \"content\": \"It is 42.\", \"weight\": 1}],"
                   " \"tools\": [], \"note\": 1e999}");

  g_assert_cmpuint (attune_example_get_n_turns (example), ==, 5);
  assert_turn (example, 0, ATTUNE_ROLE_DEVELOPER, "d", FALSE);
  assert_turn (example, 1, ATTUNE_ROLE_USER, "see\nthis", FALSE);
  assert_turn (example, 2, ATTUNE_ROLE_ASSISTANT, "", FALSE);
  assert_turn (example, 3, ATTUNE_ROLE_TOOL, "42", FALSE);
  assert_turn (example, 4, ATTUNE_ROLE_ASSISTANT, "It is 42.", TRUE);
}

static void
test_nul (void)
{
  g_autoptr(AttuneExample) example = parse ("{\"prompt\":\"a\\u0000b\",\"completion\":\"c\"}");

  assert_turn (example, 0, ATTUNE_ROLE_USER, "a\xef\xbf\xbd" "b", FALSE);
}

static void
test_boxed (void)
{
  g_auto(GValue) value = G_VALUE_INIT;
  AttuneExample *example = attune_example_new_chat (0, NULL, "q", "a");

  g_value_init (&value, ATTUNE_TYPE_EXAMPLE);
  g_value_set_boxed (&value, example);
  g_assert_true (g_value_get_boxed (&value) == example);
  attune_example_unref (example);
}

#define USER "{\"role\":\"user\",\"content\":\"q\"}"
#define ASSISTANT "{\"role\":\"assistant\",\"content\":\"a\"}"
#define CHAT(messages) "{\"messages\":[" messages "]}"

static const struct
{
  AttuneIssueKind  issue;
  const char      *text;
} cases[] = {
  { ATTUNE_ISSUE_NONE, CHAT (USER "," ASSISTANT) },
  { ATTUNE_ISSUE_NONE, CHAT (ASSISTANT) },
  { ATTUNE_ISSUE_NONE, CHAT (USER ",{\"role\":\"assistant\",\"function_call\":{}}") },
  { ATTUNE_ISSUE_NONE, CHAT (USER ",{\"role\":\"assistant\",\"content\":null,\"refusal\":\"No.\"}") },
  { ATTUNE_ISSUE_NONE, CHAT (USER ",{\"role\":\"assistant\",\"content\":\"\",\"weight\":0}," ASSISTANT) },
  { ATTUNE_ISSUE_NONE, CHAT (USER ",{\"role\":\"assistant\",\"content\":\"a\",\"weight\":null}") },
  { ATTUNE_ISSUE_NONE, CHAT ("{\"role\":\"function\",\"content\":\"q\"}," ASSISTANT) },
  { ATTUNE_ISSUE_NONE, CHAT ("{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}," ASSISTANT) },
  { ATTUNE_ISSUE_NONE, "{\"prompt\":\"q\",\"completion\":\"a\"}" },
  { ATTUNE_ISSUE_NOT_OBJECT, "[]" },
  { ATTUNE_ISSUE_NOT_OBJECT, "\"text\"" },
  { ATTUNE_ISSUE_NOT_OBJECT, "null" },
  { ATTUNE_ISSUE_UNKNOWN_SHAPE, "{}" },
  { ATTUNE_ISSUE_UNKNOWN_SHAPE, "{\"messages\":\"text\"}" },
  { ATTUNE_ISSUE_UNKNOWN_SHAPE, "{\"prompt\":\"q\"}" },
  { ATTUNE_ISSUE_UNKNOWN_SHAPE, "{\"prompt\":1,\"completion\":\"a\"}" },
  { ATTUNE_ISSUE_UNKNOWN_ROLE, CHAT ("1," ASSISTANT) },
  { ATTUNE_ISSUE_UNKNOWN_ROLE, CHAT ("{\"content\":\"q\"}," ASSISTANT) },
  { ATTUNE_ISSUE_UNKNOWN_ROLE, CHAT ("{\"role\":\"User\",\"content\":\"q\"}," ASSISTANT) },
  { ATTUNE_ISSUE_UNKNOWN_ROLE, CHAT ("{\"role\":1,\"content\":\"q\"}," ASSISTANT) },
  { ATTUNE_ISSUE_MISSING_CONTENT, CHAT ("{\"role\":\"user\"}," ASSISTANT) },
  { ATTUNE_ISSUE_MISSING_CONTENT, CHAT ("{\"role\":\"user\",\"content\":null}," ASSISTANT) },
  { ATTUNE_ISSUE_MISSING_CONTENT, CHAT ("{\"role\":\"user\",\"content\":1}," ASSISTANT) },
  { ATTUNE_ISSUE_MISSING_CONTENT, CHAT ("{\"role\":\"user\",\"content\":[]}," ASSISTANT) },
  { ATTUNE_ISSUE_MISSING_CONTENT, CHAT ("{\"role\":\"user\",\"content\":[\"q\"]}," ASSISTANT) },
  { ATTUNE_ISSUE_MISSING_CONTENT, CHAT (USER ",{\"role\":\"assistant\",\"content\":null}") },
  { ATTUNE_ISSUE_MISSING_CONTENT, CHAT (USER ",{\"role\":\"assistant\",\"tool_calls\":[]}") },
  { ATTUNE_ISSUE_BAD_WEIGHT, CHAT (USER ",{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0.5}") },
  { ATTUNE_ISSUE_BAD_WEIGHT, CHAT (USER ",{\"role\":\"assistant\",\"content\":\"a\",\"weight\":\"1\"}") },
  { ATTUNE_ISSUE_BAD_WEIGHT, CHAT (USER ",{\"role\":\"assistant\",\"content\":\"a\",\"weight\":true}") },
  { ATTUNE_ISSUE_NO_ASSISTANT, CHAT ("") },
  { ATTUNE_ISSUE_NO_ASSISTANT, CHAT (USER) },
  { ATTUNE_ISSUE_NO_ASSISTANT, CHAT (USER ",{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0}") },
  { ATTUNE_ISSUE_LAST_NOT_ASSISTANT, CHAT (USER "," ASSISTANT "," USER) },
  { ATTUNE_ISSUE_EMPTY_ANSWER, CHAT (USER ",{\"role\":\"assistant\",\"content\":\" \\n\"}") },
  { ATTUNE_ISSUE_EMPTY_ANSWER, CHAT (USER ",{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"\"}]}") },
  { ATTUNE_ISSUE_EMPTY_ANSWER, "{\"prompt\":\"q\",\"completion\":\"\\u3000\"}" },
  { ATTUNE_ISSUE_EMPTY_QUESTION, CHAT ("{\"role\":\"user\",\"content\":\"\"}," ASSISTANT) },
  { ATTUNE_ISSUE_EMPTY_QUESTION, "{\"prompt\":\"\",\"completion\":\"a\"}" },
};

static void
test_checks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      yyjson_doc *document = yyjson_read (cases[i].text, strlen (cases[i].text), ATTUNE_READ_FLAGS);
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneExample) example = NULL;
      AttuneIssueKind issue;
      AttuneExampleKind kind;

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (document);
      issue = attune_example_check (yyjson_doc_get_root (document), &kind);
      g_assert_cmpint (issue, ==, cases[i].issue);
      yyjson_doc_free (document);

      example = attune_example_new_from_json (0, cases[i].text, strlen (cases[i].text), &error);

      if (attune_issue_is_error (cases[i].issue))
        {
          g_assert_null (example);
          g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
          g_assert_nonnull (strstr (error->message, attune_issue_get_reason (cases[i].issue)));
        }
      else
        {
          g_assert_no_error (error);
          g_assert_nonnull (example);
        }
    }
}

static void
test_not_json (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (attune_example_new_from_json (0, "{", 1, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
}

static void
test_roles (void)
{
  g_assert_cmpstr (attune_role_to_string (ATTUNE_ROLE_DEVELOPER), ==, "developer");
  g_assert_cmpstr (attune_role_to_string (ATTUNE_ROLE_TOOL), ==, "tool");
  g_assert_cmpstr (attune_role_to_string (ATTUNE_ROLE_UNKNOWN), ==, "unknown");
  g_assert_cmpint (attune_role_from_string ("assistant"), ==, ATTUNE_ROLE_ASSISTANT);
  g_assert_cmpint (attune_role_from_string ("narrator"), ==, ATTUNE_ROLE_UNKNOWN);
  g_assert_cmpint (attune_role_from_string (NULL), ==, ATTUNE_ROLE_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Example/chat", test_chat);
  g_test_add_func ("/Attune/Example/completion", test_completion);
  g_test_add_func ("/Attune/Example/parts-and-tools", test_parts_and_tools);
  g_test_add_func ("/Attune/Example/nul", test_nul);
  g_test_add_func ("/Attune/Example/boxed", test_boxed);
  g_test_add_func ("/Attune/Example/checks", test_checks);
  g_test_add_func ("/Attune/Example/not-json", test_not_json);
  g_test_add_func ("/Attune/Example/roles", test_roles);

  return g_test_run ();
}
