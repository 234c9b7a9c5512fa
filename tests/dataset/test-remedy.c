/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-remedy"

#include "config.h"

#include <libdex.h>

#include "attune-remedy.h"
#include "attune-test-clock.h"
#include "check-test.h"

#define USER "{\"role\":\"user\",\"content\":\"Who?\"}"
#define ANSWER "{\"role\":\"assistant\",\"content\":\"Me.\"}"
#define CHAT(messages) "{\"messages\":[" messages "]}"
#define SAYS(text) "{\"messages\":[" USER ",{\"role\":\"assistant\",\"content\":\"" text "\"}]}"
#define CHAT_START "{\"messages\":[" USER ",{\"role\":\"assistant\",\"content\":\""
#define ALL G_MAXUINT64

static const struct
{
  AttuneRemedy  remedy;
  const char   *line;
  const char   *mended;    /* NULL: there is no example any more */
} cases[] = {
  { ATTUNE_REMEDY_MAP_ROLES,
    CHAT ("{\"role\":\"Human \",\"content\":\"Who?\"},{\"role\":\"gpt\",\"content\":\"Me.\"}"),
    CHAT (USER "," ANSWER) },
  { ATTUNE_REMEDY_MAP_ROLES,
    CHAT ("{\"role\":\"用户\",\"content\":\"Who?\"},{\"role\":\"助手\",\"content\":\"Me.\"}"),
    CHAT (USER "," ANSWER) },
  { ATTUNE_REMEDY_MAP_ROLES,
    CHAT ("{\"role\":\"narrator\",\"content\":\"Who?\"}," ANSWER),
    CHAT ("{\"role\":\"narrator\",\"content\":\"Who?\"}," ANSWER) },

  { ATTUNE_REMEDY_REMOVE_MEMBERS,
    CHAT ("{\"role\":\"user\",\"content\":\"Who?\",\"id\":7,\"name\":\"Ann\"}," ANSWER),
    CHAT ("{\"role\":\"user\",\"content\":\"Who?\",\"name\":\"Ann\"}," ANSWER) },

  { ATTUNE_REMEDY_ROUND_WEIGHTS,
    CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":0.7}"),
    CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":1}") },
  { ATTUNE_REMEDY_ROUND_WEIGHTS,
    CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":\"0\"}"),
    CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":0}") },
  { ATTUNE_REMEDY_ROUND_WEIGHTS,
    CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":[]}"),
    CHAT (USER "," ANSWER) },

  { ATTUNE_REMEDY_UNESCAPE, SAYS ("caf\\\\u00e9 \\\\ud83d\\\\ude00"), SAYS ("café 😀") },
  { ATTUNE_REMEDY_UNESCAPE, SAYS ("\\\\u005cu005cu0041\\\\ud83d"), SAYS ("A\\\\ud83d") },
  { ATTUNE_REMEDY_UNESCAPE, SAYS ("print('\\\\u00e9')"), SAYS ("print('\\\\u00e9')") },
  { ATTUNE_REMEDY_UNESCAPE, SAYS ("C:\\\\users"), SAYS ("C:\\\\users") },

  { ATTUNE_REMEDY_REPAIR_MOJIBAKE, SAYS ("cafÃ© and crÃ¨me"), SAYS ("café and crème") },

  { ATTUNE_REMEDY_REMOVE_INVALID, SAYS ("a\\u0001b\\ufffdc\\u0000"), SAYS ("abc") },
  { ATTUNE_REMEDY_REMOVE_INVALID, SAYS ("æ\\u0097¥æ\\u009c¬"), SAYS ("æ\\u0097¥æ\\u009c¬") },

  { ATTUNE_REMEDY_BREAK_TOKENS, SAYS ("<|endoftext|> [/INST] <s>"), SAYS ("<| endoftext|> [ /INST] < s>") },

  { ATTUNE_REMEDY_MASK_SECRETS, SAYS ("key: AKIAQ3EGRIHCWLPK7VZ2."), SAYS ("key: [secret].") },
  { ATTUNE_REMEDY_MASK_SECRETS, SAYS ("mysql://ann:Hunter2x@host password='abcd1234'"),
    SAYS ("mysql://ann:[secret]@host password='[secret]'") },
  { ATTUNE_REMEDY_MASK_PERSONAL_DATA, SAYS ("电话＋８６１３８１２３４５６７８，王@公司.中国"),
    SAYS ("电话[phone]，[email]") },
  { ATTUNE_REMEDY_MASK_PERSONAL_DATA,
    SAYS ("ann@mail.org, +49 30 901820, 11010519491231002X, 4111 1111 1111 1111"),
    SAYS ("[email], [phone], [identity number], [card number]") },

  { ATTUNE_REMEDY_DROP_EMPTY_TURNS,
    CHAT ("{\"role\":\"system\",\"content\":\" \"}," USER "," ANSWER), CHAT (USER "," ANSWER) },
  { ATTUNE_REMEDY_DROP_EMPTY_TURNS,
    "{\"prompt\":\"\",\"completion\":\"Me.\"}", "{\"prompt\":\"\",\"completion\":\"Me.\"}" },

  { ATTUNE_REMEDY_CUT_TAIL, CHAT (USER "," ANSWER "," USER "," USER), CHAT (USER "," ANSWER) },
  { ATTUNE_REMEDY_CUT_TAIL, CHAT (USER), CHAT (USER) },

  { ATTUNE_REMEDY_MERGE_TURNS,
    CHAT (USER "," USER "," ANSWER "," ANSWER "," ANSWER),
    CHAT ("{\"role\":\"user\",\"content\":\"Who?\\n\\nWho?\"},"
          "{\"role\":\"assistant\",\"content\":\"Me.\\n\\nMe.\\n\\nMe.\"}") },

  { ATTUNE_REMEDY_DROP_UNANSWERED, CHAT (USER), NULL },
  { ATTUNE_REMEDY_DROP_UNANSWERED, SAYS (""), NULL },
  { ATTUNE_REMEDY_DROP_UNANSWERED, "{\"prompt\":\"Who?\",\"completion\":\" \"}", NULL },
  { ATTUNE_REMEDY_DROP_UNANSWERED, CHAT (USER "," ANSWER), CHAT (USER "," ANSWER) },
};

/* Everything that may be wrong, alone and together. */
static const char * const bad_lines[] = {
  CHAT (USER),
  CHAT (""),
  CHAT (USER "," USER),
  CHAT ("{\"role\":\"human\",\"content\":\"\"},{\"role\":\"bot\",\"content\":\"\"}"),
  CHAT ("{\"role\":\"human\",\"content\":\"a\",\"x\":1},{\"role\":\"bot\",\"content\":\"b\",\"weight\":\"1\"},"
        "{\"role\":\"human\",\"content\":\"c\"},{\"role\":\"human\",\"content\":\"d\"}"),
  CHAT ("{\"role\":\"system\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"\"}," USER "," USER "," ANSWER "," ANSWER "," USER),
  SAYS ("<|endo\\u0001ftext|> \\\\u003c|im_start|> \\\\u00\\u000141"),
  SAYS ("\\\\u005c\\\\u005cu0041 \\\\ud83d \\\\u0000 \\\\ufffd \\ufdd0"),
  SAYS ("<|<|endoftext|>endoftext|> [[INST]INST] <<<SYS>>SYS>>"),
  SAYS ("sk-proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv ann@mail.org 13812345678 4111111111111111 110105194912310021"),
  SAYS ("-----BEGIN PRIVATE KEY-----\\nAb1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv\\n-----END PRIVATE KEY-----"),
  SAYS ("-----BEGIN PRIVATE KEY-----\\nAb1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv"),
  SAYS ("13812345678 13812345678,13812345678;ann@mail.org,bob@mail.org"),
  SAYS ("cafÃ© caf\\\\u00c3\\\\u00a9 ann@mail.org Ã\u00a9 <|endoftext|>"),
  SAYS ("<s>[INST]<<SYS>>a<</SYS>>b[/INST]c</s>"),
  "{\"prompt\":\"<|endoftext|>\",\"completion\":\"\"}",
  "{\"prompt\":\"ann@mail.org\",\"completion\":\"\\u0007a\"}",
  "{\"input\":{\"messages\":[" USER "," USER "]},\"preferred_output\":[" ANSWER "],\"non_preferred_output\":["
  "{\"role\":\"assistant\",\"content\":\"<|im_end|> ann@mail.org\"}]}",
  "{\"input\":{\"messages\":[" USER "]},\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"\"}],"
  "\"non_preferred_output\":[" ANSWER "]}",
};

static char *
dup_json (CheckExample *example)
{
  gsize length;
  const char *json;

  if (example->draft.problem != ATTUNE_ISSUE_NONE)
    return NULL;

  json = attune_draft_get_json (&example->draft, &length);

  return g_strndup (json, length);
}

static void
test_each (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CheckExample) example = check_test_read (cases[i].line);
      guint64 remedy = attune_remedy_bit (cases[i].remedy);
      g_autofree char *json = NULL;
      gboolean is_changed;

      is_changed = attune_remedies_apply (remedy, &example->draft);
      json = dup_json (example);
      g_assert_cmpstr (json, ==, cases[i].mended);
      g_assert_cmpint (is_changed, ==, g_strcmp0 (cases[i].line, cases[i].mended) != 0);
    }
}

/* What a remedy says it mends is mended, each by itself and all together; doing it again changes
 * nothing. */
static void
test_mended (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_lines); i++)
    {
      g_autoptr(CheckExample) example = check_test_read (bad_lines[i]);
      g_autofree char *json = NULL;
      g_autofree char *again = NULL;

      attune_remedies_apply (ALL, &example->draft);
      json = dup_json (example);

      if (json != NULL)
        {
          guint64 issues = check_test_check (NULL, &example->draft);
          guint64 claimed = issues & attune_remedies_get_issues (ALL);
          g_autofree char *left = check_test_name_issues (claimed);
          g_autoptr(CheckExample) read = check_test_read (json);

          g_test_message ("%s", json);
          g_assert_cmpstr (left, ==, "");

          /* What was written is what was checked. */
          g_assert_cmpuint (check_test_check (NULL, &read->draft), ==, issues);
        }

      g_assert_false (attune_remedies_apply (ALL, &example->draft));
      again = dup_json (example);
      g_assert_cmpstr (json, ==, again);
    }
}

static void
test_single (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_lines); i++)
    {
      for (AttuneRemedy remedy = 0; remedy < ATTUNE_REMEDY_REMOVE_UNUSABLE; remedy++)
        {
          g_autoptr(CheckExample) example = check_test_read (bad_lines[i]);
          g_autofree char *json = NULL;
          g_autofree char *again = NULL;
          g_autofree char *left = NULL;
          guint64 mask = attune_remedy_bit (remedy);
          guint64 before = check_test_check (NULL, &example->draft);
          gboolean is_changed = attune_remedies_apply (mask, &example->draft);

          /* Without the issue there is nothing to do. */
          if ((before & attune_remedy_get_issues (remedy)) == 0 &&
              remedy != ATTUNE_REMEDY_DROP_EMPTY_TURNS)
            g_assert_false (is_changed);

          json = dup_json (example);
          attune_remedies_apply (mask, &example->draft);
          again = dup_json (example);
          g_assert_cmpstr (json, ==, again);

          if (json == NULL)
            continue;

          left = check_test_name_issues (check_test_check (NULL, &example->draft) &
                                         attune_remedy_get_issues (remedy));

          /* A prompt may stay empty, and who says nothing at all has nothing to end with. */
          if (remedy != ATTUNE_REMEDY_DROP_EMPTY_TURNS && remedy != ATTUNE_REMEDY_CUT_TAIL)
            g_assert_cmpstr (left, ==, "");
        }
    }
}

static void
test_untouched (void)
{
  const char *line = "{\"messages\": [" USER ", " ANSWER "], \"source\": 1.50 }";
  g_autoptr(CheckExample) example = NULL;
  g_autofree char *json = NULL;

  example = check_test_read (line);
  g_assert_false (attune_remedies_apply (ALL, &example->draft));
  json = dup_json (example);
  g_assert_cmpstr (json, ==, line);
}

static void
test_preference_roles (void)
{
  g_autoptr(CheckExample) example = NULL;

  example = check_test_read ("{\"input\":{\"messages\":[" USER ",{\"role\":\"assistant\",\"content\":\"Hm.\",\"x\":1}," USER "]},"
                             "\"preferred_output\":[" ANSWER "],\"non_preferred_output\":[" ANSWER "]}");
  g_assert_true (attune_remedies_apply (attune_remedy_bit (ATTUNE_REMEDY_REMOVE_MEMBERS),
                                        &example->draft));
  g_assert_false (attune_draft_get_turn (&example->draft, 1)->is_trained);
  g_assert_true (attune_draft_get_turn (&example->draft, 3)->is_trained);
}

/* A conversation of very many turns is mended in a time that grows with it, and no faster. */
static void
test_many_turns (void)
{
  g_autoptr(GString) line = g_string_new ("{\"messages\":[");
  g_autoptr(CheckExample) example = NULL;

  for (guint i = 0; i < 100 * 1000; i++)
    g_string_append (line, "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"\"},");

  g_string_append (line, ANSWER "]}");
  example = check_test_read (line->str);
  g_assert_true (attune_remedies_apply (ALL, &example->draft));
  g_assert_cmpuint (example->draft.turns->len, ==, 2);
  g_assert_cmpuint (attune_draft_get_turn (&example->draft, 0)->text.length, ==,
                    3 * 100 * 1000 - 2);
}

/* So is a text of nothing but what there is to mend. */
static void
test_long_texts (void)
{
  static const char * const pieces[] = { "<|im_<|im_end|>end|>", "a <|endoftext|> ", "cafÃ© ", "ann@mail.org " };
  gint64 begin = attune_test_get_cpu_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) line = g_string_new (CHAT_START);
      g_autoptr(CheckExample) example = NULL;

      while (line->len < 4 * 1024 * 1024)
        g_string_append (line, pieces[i]);

      g_string_append (line, "\"}]}");
      example = check_test_read (line->str);
      g_assert_true (attune_remedies_apply (ALL, &example->draft));
    }

  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 40 * G_USEC_PER_SEC);
}

static void
test_masks (void)
{
  const AttuneRules together = { .must_alternate = TRUE };
  guint64 secrets = attune_remedy_bit (ATTUNE_REMEDY_MASK_SECRETS);
  guint64 duplicates = attune_remedy_bit (ATTUNE_REMEDY_REMOVE_DUPLICATES);
  guint64 unusable = attune_remedy_bit (ATTUNE_REMEDY_REMOVE_UNUSABLE);

  g_assert_cmpuint (attune_remedies_get_removed_issues (duplicates, NULL), ==,
                    attune_issue_bit (ATTUNE_ISSUE_DUPLICATE));
  g_assert_cmpuint (attune_remedies_get_removed_issues (unusable, &together), ==,
                    attune_issue_get_errors_for (&together));
  g_assert_cmpuint (attune_remedies_get_removed_issues (secrets, NULL), ==, 0);
  g_assert_cmpuint (attune_remedies_get_issues (secrets), ==,
                    attune_issue_bit (ATTUNE_ISSUE_SECRET));
  g_assert_cmpuint (attune_remedies_get_issues (duplicates), ==, 0);
  g_assert_true (attune_remedies_get_defaults () & attune_remedy_bit (ATTUNE_REMEDY_MASK_SECRETS));
  g_assert_true (attune_remedies_get_defaults () & attune_remedy_bit (ATTUNE_REMEDY_UNESCAPE));
  g_assert_false (attune_remedies_get_defaults () &
                  attune_remedy_bit (ATTUNE_REMEDY_MASK_PERSONAL_DATA));
}

static void
test_words (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) effects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *effect = attune_remedy_dup_effect (ATTUNE_REMEDY_REMOVE_DUPLICATES, 12);
  g_autofree char *near = attune_remedy_dup_effect (ATTUNE_REMEDY_REMOVE_NEAR_DUPLICATES, 1);

  g_assert_cmpstr (effect, ==, "Removes 12 duplicates.");
  g_assert_cmpstr (near, ==, "Removes 1 example that is nearly the same as an earlier one "
                             "(about 80% or more).");

  for (AttuneRemedy remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    {
      g_autofree char *one = attune_remedy_dup_effect (remedy, 1);
      g_autofree char *many = attune_remedy_dup_effect (remedy, 3);

      g_assert_true (g_hash_table_add (ids, (char *)attune_remedy_get_id (remedy)));
      g_assert_true (g_hash_table_add (ids, (char *)attune_remedy_get_title (remedy)));
      g_assert_cmpint (attune_remedy_from_id (attune_remedy_get_id (remedy)), ==, remedy);
      g_assert_nonnull (strstr (one, "1 "));
      g_assert_nonnull (strstr (many, "3 "));
      g_assert_null (strstr (one, "%s"));
      g_assert_null (strchr (one, '$'));
      g_assert_true (g_hash_table_add (effects, g_strdup (many)));
      g_assert_cmpuint (attune_remedy_get_issues (remedy), !=, 0);
    }

  g_assert_cmpint (attune_remedy_for_issue (ATTUNE_ISSUE_EMAIL), ==,
                   ATTUNE_REMEDY_MASK_PERSONAL_DATA);
  g_assert_cmpint (attune_remedy_for_issue (ATTUNE_ISSUE_NOT_JSON), ==,
                   ATTUNE_REMEDY_REMOVE_UNUSABLE);
  g_assert_cmpint (attune_remedy_for_issue (ATTUNE_ISSUE_NO_SYSTEM), ==, ATTUNE_N_REMEDIES);
  g_assert_cmpint (attune_remedy_from_id ("none"), ==, ATTUNE_N_REMEDIES);
  g_assert_cmpint (attune_remedy_from_id (NULL), ==, ATTUNE_N_REMEDIES);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Remedy/each", test_each);
  g_test_add_func ("/Attune/Remedy/mended", test_mended);
  g_test_add_func ("/Attune/Remedy/single", test_single);
  g_test_add_func ("/Attune/Remedy/untouched", test_untouched);
  g_test_add_func ("/Attune/Remedy/preference-roles", test_preference_roles);
  g_test_add_func ("/Attune/Remedy/many-turns", test_many_turns);
  g_test_add_func ("/Attune/Remedy/long-texts", test_long_texts);
  g_test_add_func ("/Attune/Remedy/masks", test_masks);
  g_test_add_func ("/Attune/Remedy/words", test_words);

  return g_test_run ();
}
