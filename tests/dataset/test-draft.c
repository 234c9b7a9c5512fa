/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-draft"

#include "config.h"

#include <string.h>

#include "attune-draft.h"

typedef struct
{
  AttuneDraft  draft;
  yyjson_doc  *document;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  attune_draft_init (&f->draft);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_draft_clear (&f->draft);
  yyjson_doc_free (f->document);
}

static gboolean
take (Fixture    *f,
      const char *json)
{
  attune_draft_reset (&f->draft);
  yyjson_doc_free (f->document);
  f->document = yyjson_read_opts ((char *)json, strlen (json), ATTUNE_READ_FLAGS, NULL, NULL);
  g_assert_nonnull (f->document);

  return attune_draft_set_value (&f->draft, yyjson_doc_get_root (f->document), json, strlen (json));
}

static void
assert_json (Fixture    *f,
             const char *expected)
{
  gsize length;
  const char *json = attune_draft_get_json (&f->draft, &length);

  g_assert_cmpmem (json, length, expected, strlen (expected));
}

static void
assert_turn (Fixture    *f,
             guint       index,
             AttuneRole  role,
             AttunePart  part,
             gboolean    is_trained,
             const char *text)
{
  const AttuneDraftTurn *turn = attune_draft_get_turn (&f->draft, index);

  g_assert_cmpint (turn->role, ==, role);
  g_assert_cmpint (turn->part, ==, part);
  g_assert_cmpint (turn->is_trained, ==, is_trained);
  g_assert_cmpmem (turn->text.bytes, turn->text.length, text, strlen (text));
}

static void
test_chat (Fixture       *f,
           gconstpointer  data)
{
  static const char *json =
    "{ \"messages\": [{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"看\"},"
    "{\"type\":\"image_url\"},{\"type\":\"text\",\"text\":\"this\"}]},"
    "{\"role\":\"assistant\",\"content\":\"x\",\"weight\":0},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{}]}], \"extra\": 1}";

  g_assert_true (take (f, json));
  g_assert_cmpint (f->draft.kind, ==, ATTUNE_EXAMPLE_CHAT);
  assert_turn (f, 0, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION, FALSE, "看\nthis");
  assert_turn (f, 1, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION, FALSE, "x");
  assert_turn (f, 2, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION, TRUE, "");
  g_assert_true (attune_draft_get_turn (&f->draft, 0)->says_other);
  g_assert_true (attune_draft_get_turn (&f->draft, 2)->says_other);
  g_assert_false (attune_draft_get_turn (&f->draft, 2)->has_content);
  assert_json (f, json);
}

/* What a remedy changes is written, and everything else of the record stays. */
static void
test_change (Fixture       *f,
             gconstpointer  data)
{
  g_assert_true (take (f, "{\"id\":7,\"messages\":[{\"role\":\"user\",\"content\":"
                          "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\"},"
                          "{\"type\":\"text\",\"text\":\"b\"}],\"name\":\"n\"},"
                          "{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"?\"}],"
                          "\"tools\":[{\"type\":\"function\"}]}"));
  attune_draft_set_text (&f->draft, 0, "new", 3);
  attune_draft_remove_turn (&f->draft, 2);
  assert_json (f, "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"new\"},"
                  "{\"type\":\"image_url\"}],\"name\":\"n\"},{\"role\":\"assistant\",\"content\":\"x\"}],"
                  "\"tools\":[{\"type\":\"function\"}],\"id\":7}");

  g_assert_true (take (f, "{\"messages\":[{\"role\":\"human\",\"content\":\"a\"}]}"));
  attune_draft_set_role (&f->draft, 0, ATTUNE_ROLE_ASSISTANT);
  assert_turn (f, 0, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION, TRUE, "a");
  assert_json (f, "{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}]}");
}

static void
test_preference (Fixture       *f,
                 gconstpointer  data)
{
  static const char *json =
    "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
    "{\"role\":\"assistant\",\"content\":\"before\"}],\"tools\":[]},"
    "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"good\"}],"
    "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"bad\"}]}";

  g_assert_true (take (f, json));
  g_assert_cmpint (f->draft.kind, ==, ATTUNE_EXAMPLE_PREFERENCE);
  assert_turn (f, 1, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION, FALSE, "before");
  assert_turn (f, 2, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_PREFERRED, TRUE, "good");
  assert_turn (f, 3, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_REJECTED, TRUE, "bad");
  assert_json (f, json);

  /* The names of early 2025 are no longer taken, so the line is written anew. */
  g_assert_true (take (f, "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]},"
                          "\"preferred_completion\":[{\"role\":\"assistant\",\"content\":\"good\"}],"
                          "\"non_preferred_completion\":[{\"role\":\"assistant\",\"content\":\"bad\"}]}"));
  assert_json (f, "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]},"
                  "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"good\"}],"
                  "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"bad\"}]}");
}

static void
test_lines (Fixture       *f,
            gconstpointer  data)
{
  g_assert_true (take (f, "{\n  \"prompt\": \"a\\nb\",\n  \"completion\": \"c\",\r\n  \"id\": 1e400\n}"));
  g_assert_cmpint (f->draft.kind, ==, ATTUNE_EXAMPLE_COMPLETION);
  assert_json (f, "{\"prompt\":\"a\\nb\",\"completion\":\"c\",\"id\":1e400}");
}

static void
test_other_shapes (Fixture       *f,
                   gconstpointer  data)
{
  static const char * const others[] = {
    "{}", "[]", "null", "{\"messages\":{}}", "{\"prompt\":\"a\"}", "{\"prompt\":1,\"completion\":\"a\"}",
    "{\"input\":{\"messages\":[]},\"preferred_output\":[]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_false (take (f, others[i]));
      g_assert_cmpuint (f->draft.turns->len, ==, 0);
      g_assert_null (f->draft.root);
    }

  g_assert_true (take (f, "{\"messages\":[1,{\"role\":5}],\"prompt\":\"a\"}"));
  g_assert_cmpuint (f->draft.issues, ==, attune_issue_bit (ATTUNE_ISSUE_TWO_SHAPES));
  assert_turn (f, 0, ATTUNE_ROLE_UNKNOWN, ATTUNE_PART_CONVERSATION, FALSE, "");
}

static void
test_fingerprint (Fixture       *f,
                  gconstpointer  data)
{
  static const char *same[] = {
    "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}",
    "{\"id\": 9, \"messages\": [{\"content\": \"\\u0071\", \"role\": \"user\"}, {\"role\": \"assistant\", \"content\": \"a\"}]}",
  };
  static const char *others[] = {
    "{\"messages\":[{\"role\":\"user\",\"content\":\"qa\"},{\"role\":\"assistant\",\"content\":\"\"}]}",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0}]}",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[{}]}]}",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"tools\":[1]}",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],\"functions\":[1]}",
    "{\"prompt\":\"q\",\"completion\":\"a\"}",
  };
  AttuneFingerprint first;
  AttuneFingerprint other;

  take (f, same[0]);
  first = attune_draft_get_fingerprint (&f->draft);
  take (f, same[1]);
  other = attune_draft_get_fingerprint (&f->draft);
  g_assert_cmpmem (&first, sizeof first, &other, sizeof other);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      take (f, others[i]);
      other = attune_draft_get_fingerprint (&f->draft);
      g_assert_cmpint (memcmp (&first, &other, sizeof other), !=, 0);
    }
}

static void
test_question (Fixture       *f,
               gconstpointer  data)
{
  guint64 first;

  take (f, "{\"prompt\":\" q \\n\",\"completion\":\"a\"}");
  first = attune_draft_hash_question (&f->draft);

  take (f, "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"},"
           "{\"role\":\"assistant\",\"content\":\"b\"}]}");
  g_assert_cmpuint (attune_draft_hash_question (&f->draft), ==, first);

  take (f, "{\"messages\":[{\"role\":\"user\",\"content\":\"q?\"},{\"role\":\"assistant\",\"content\":\"b\"}]}");
  g_assert_cmpuint (attune_draft_hash_question (&f->draft), !=, first);
}

/* Texts made for a draft live until the next, however large they are. */
static void
test_memory (Fixture       *f,
             gconstpointer  data)
{
  for (guint round = 0; round < 3; round++)
    {
      attune_draft_reset (&f->draft);

      for (gsize length = 0; length < 300000; length = length * 3 + 1)
        {
          char *text = attune_draft_alloc (&f->draft, length);

          memset (text, 'x', length);
          attune_draft_add_turn (&f->draft, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION,
                                 text, length);
        }

      for (guint i = 0; i < f->draft.turns->len; i++)
        {
          AttuneText text = attune_draft_get_turn (&f->draft, i)->text;

          for (gsize j = 0; j < text.length; j++)
            g_assert_cmpint (text.bytes[j], ==, 'x');
        }
    }
}

#define add_test(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add_test ("/Attune/Draft/chat", test_chat);
  add_test ("/Attune/Draft/change", test_change);
  add_test ("/Attune/Draft/preference", test_preference);
  add_test ("/Attune/Draft/lines", test_lines);
  add_test ("/Attune/Draft/other-shapes", test_other_shapes);
  add_test ("/Attune/Draft/fingerprint", test_fingerprint);
  add_test ("/Attune/Draft/question", test_question);
  add_test ("/Attune/Draft/memory", test_memory);

  return g_test_run ();
}
