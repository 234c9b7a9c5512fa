/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-checker"

#include "config.h"

#include <libdex.h>

#include "attune-language.h"
#include "attune-reader.h"
#include "attune-special-token.h"
#include "attune-test-clock.h"
#include "check-test.h"

#define USER "{\"role\":\"user\",\"content\":\"Who?\"}"
#define ANSWER "{\"role\":\"assistant\",\"content\":\"Me.\"}"
#define CHAT(messages) "{\"messages\":[" messages "]}"
#define CALL(id, arguments) \
  "{\"id\":\"" id "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"" arguments "\"}}"
#define CALLS(calls) "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" calls "]}"
#define TOOL(id) "{\"role\":\"tool\",\"tool_call_id\":\"" id "\",\"content\":\"1\"}"
#define IMAGE(role, url) \
  "{\"role\":\"" role "\",\"content\":[{\"type\":\"text\",\"text\":\"Look.\"}," \
  "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" url "\"}}]}"
#define PREFERENCE(preferred, rejected) \
  "{\"input\":{\"messages\":[" USER "]},\"preferred_output\":[" preferred "]," \
  "\"non_preferred_output\":[" rejected "]}"
#define OFFERS(members) "{\"messages\":[" USER "," ANSWER "]," members "}"
#define OTHER "{\"role\":\"assistant\",\"content\":\"You.\"}"

/* By the common rules. */
static const struct
{
  const char *line;
  const char *issues;
} forms[] = {
  { CHAT (USER "," ANSWER), "" },
  { CHAT ("{\"role\":\"developer\",\"content\":\"Be brief.\"}," USER "," ANSWER), "" },
  { CHAT (""), "no-assistant no-user" },
  { CHAT (USER), "no-assistant" },
  { CHAT (ANSWER), "no-user" },
  { CHAT (USER "," ANSWER "," USER), "last-not-assistant" },
  { CHAT ("{\"role\":\"human\",\"content\":\"Who?\"}," ANSWER), "unknown-role no-user" },
  { CHAT ("\"Who?\"," ANSWER), "unknown-role missing-content no-user" },
  { CHAT ("{\"role\":\"user\"}," ANSWER), "missing-content" },
  { CHAT ("{\"role\":\"user\",\"content\":null}," ANSWER), "missing-content" },
  { CHAT ("{\"role\":\"user\",\"content\":5}," ANSWER), "missing-content" },
  { CHAT ("{\"role\":\"user\",\"content\":[]}," ANSWER), "missing-content" },
  { CHAT ("{\"role\":\"user\",\"content\":[{\"text\":\"Who?\"}]}," ANSWER), "missing-content" },
  { CHAT ("{\"role\":\"user\",\"content\":\"Who?\",\"id\":7}," ANSWER), "unknown-member" },
  { CHAT ("{\"role\":\"user\",\"content\":\"Who?\",\"name\":\"Ann\"}," ANSWER), "" },
  { CHAT ("{\"role\":\"user\",\"content\":\"Who?\",\"content\":\"What?\"}," ANSWER), "repeated-member" },
  { "{\"messages\":[" USER "," ANSWER "],\"messages\":[" USER "]}", "repeated-member" },

  { CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":1}"), "" },
  { CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":1.0}"), "" },
  { CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":0}"), "no-assistant" },
  { CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":0.5}"), "bad-weight" },
  { CHAT (USER ",{\"role\":\"assistant\",\"content\":\"Me.\",\"weight\":\"1\"}"), "bad-weight" },

  { CHAT (USER ",{\"role\":\"assistant\",\"content\":\" \\u3000\"}"), "empty-answer" },
  { CHAT ("{\"role\":\"user\",\"content\":\"\"}," ANSWER), "empty-question" },
  { CHAT ("{\"role\":\"system\",\"content\":\"\"}," USER "," ANSWER), "empty-turn" },
  { CHAT (USER "," USER "," ANSWER), "not-alternating" },
  { CHAT (USER "," ANSWER "," ANSWER), "not-alternating" },

  { CHAT (USER "," CALLS (CALL ("a", "{}"))), "" },
  { CHAT (USER "," CALLS (CALL ("a", "{}")) "," TOOL ("a") "," ANSWER), "" },
  { CHAT (USER "," CALLS (CALL ("a", "{}") "," CALL ("b", "{}")) "," TOOL ("b") "," TOOL ("a") "," ANSWER), "" },
  { CHAT (USER "," CALLS (CALL ("a", "{}")) "," TOOL ("b") "," ANSWER), "bad-tool-call" },
  { CHAT (USER "," CALLS (CALL ("a", "{}")) "," USER "," ANSWER), "bad-tool-call" },
  { CHAT (USER "," CALLS (CALL ("a", "{")) "," TOOL ("a") "," ANSWER), "bad-tool-call" },
  { CHAT (USER "," CALLS (CALL ("", "{}")) "," ANSWER), "bad-tool-call not-alternating" },
  { CHAT (USER "," TOOL ("a") "," ANSWER), "bad-tool-call" },
  { CHAT (USER "," CALLS (CALL ("a", "{}")) "," TOOL ("a") "," TOOL ("a") "," ANSWER), "bad-tool-call" },
  { CHAT (USER ",{\"role\":\"assistant\",\"content\":null,\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
          "{\"role\":\"function\",\"name\":\"f\",\"content\":\"1\"}," ANSWER), "" },

  { OFFERS ("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f_1\",\"parameters\":{}}}],"
            "\"parallel_tool_calls\":false"), "" },
  { OFFERS ("\"tools\":[],\"functions\":[{\"name\":\"f\",\"description\":\"d\"}]"), "" },
  { OFFERS ("\"tools\":null,\"parallel_tool_calls\":null"), "" },
  { OFFERS ("\"tools\":\"x\""), "bad-tools" },
  { OFFERS ("\"tools\":[{\"foo\":1}]"), "bad-tools" },
  { OFFERS ("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"no spaces\"}}]"), "bad-tools" },
  { OFFERS ("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":[]}}]"), "bad-tools" },
  { OFFERS ("\"functions\":[]"), "bad-tools" },
  { OFFERS ("\"functions\":[{\"description\":\"d\"}]"), "bad-tools" },
  { OFFERS ("\"parallel_tool_calls\":\"yes\""), "bad-tools" },
  { "{\"input\":{\"messages\":[" USER "],\"tools\":1},\"preferred_output\":[" ANSWER "],"
    "\"non_preferred_output\":[" OTHER "]}", "bad-tools" },

  { CHAT (IMAGE ("user", "https://a.b/c.png") "," ANSWER), "" },
  { CHAT (IMAGE ("user", "data:image/webp;base64,AAAA") "," ANSWER), "" },
  { CHAT (IMAGE ("user", "data:image/gif;base64,AAAA") "," ANSWER), "bad-image" },
  { CHAT (IMAGE ("user", "file:///c.png") "," ANSWER), "bad-image" },
  { CHAT (USER "," IMAGE ("assistant", "https://a.b/c.png")), "bad-image" },

  { PREFERENCE (ANSWER, OTHER), "" },
  { PREFERENCE (ANSWER, ANSWER), "same-outputs" },
  { PREFERENCE ("", OTHER), "bad-output" },
  { PREFERENCE (ANSWER "," ANSWER, OTHER), "bad-output" },
  { PREFERENCE (USER, OTHER), "bad-output" },
  { PREFERENCE ("{\"role\":\"assistant\",\"content\":\"\"}", OTHER), "empty-answer" },

  { "{\"prompt\":\"Who?\",\"completion\":\"Me.\"}", "" },
  { "{\"prompt\":\"\",\"completion\":\"Me.\"}", "empty-question" },
  { "{\"prompt\":\"Who?\",\"completion\":\"\"}", "empty-answer" },
  { "{\"messages\":[" USER "," ANSWER "],\"prompt\":\"Who?\"}", "two-shapes" },
};

static const struct
{
  const char *text;
  const char *issues;
} texts[] = {
  /* Marks that models read as commands, and what only looks like it. */
  { "a<|endoftext|>b", "special-token" },
  { "<|fim_suffix|>", "special-token" },
  { "<|reserved_200013|>", "special-token" },
  { "<|reserved_|> <|endoftext> <endoftext|> < |endoftext|> <| endoftext|>", "" },
  { "[INST] Hi [/INST]", "template-token" },
  { "<|eot_id|> and <|im_end|>", "special-token template-token" },
  { "<｜User｜>", "template-token" },
  { "<strong>a[0] < b</strong> <span> [link](x) [Instant] <summary>", "" },

  /* Characters. */
  { "a\x01" "b", "invalid-character" },
  { "a\tb\nc\r\n", "" },
  { "a\x7f", "invalid-character" },
  { "a\xef\xbf\xbd", "invalid-character" },
  { "a\xef\xbb\xbf", "invalid-character" },
  { "\xef\xbb\xbf" "a", "" },
  { "a\xc2\x85", "invalid-character" },
  { "a\xc2\xa0", "" },
  { "a\xef\xb7\x90", "invalid-character" },
  { "a\xef\xbf\xbe", "invalid-character" },
  { "a\xf0\x9f\xbf\xbf", "invalid-character" },
  { "\xe4\xbf\xbe\xe4\xbf\xbf\xf0\x9f\x98\x80\xef\xbc\x8c\xef\xbf\xa5\xef\xbb\xbc", "" },
  { "caf\\u00e9", "escaped-text" },
  { "\"x\" [y] caf\\u00e9, it\\u0027s", "escaped-text" },
  { "print(\"caf\\u00e9\"), '\\u00e9', `\\u00e9`, [\\u4e00-\\u9fa5]", "" },
  { "C:\\users\\ufo \\u12g4 \\u123", "" },

  { "cafÃ© and crÃ¨me", "mojibake" },
  { "It’s the cafÃ©â€™s crÃ¨me", "mojibake" },
  { "浣犲ソ锛屼笘鐣屽晩", "mojibake" },
  { "\xc3\xa6\xc2\x97\xc2\xa5\xc3\xa6\xc2\x9c\xc2\xac\xc3\xa8\xc2\xaa\xc2\x9e", "mojibake" },
  { "caf\xc3\xa9 \xc2\x97", "invalid-character" },
  { "浣犲ソ锛屼笘鐣", "" },
  { "É’ Ã and â; São Paulo, naïve café — “quoted” 你好，世界！鐨勬", "" },

  /* Secrets. */
  { "my key is sk-proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv.", "secret" },
  { "sk-ant-api03-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv", "secret" },
  { "use AKIAQ3EGRIHCWLPK7VZ2 here", "secret" },
  { "use AKIAIOSFODNN7EXAMPLE here", "" },
  { "ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zAb", "secret" },
  { "AIzaSyD4xYz1AbCdEfGhIjKlMnOpQrStUvWx12345", "" },
  { "AIzaSyD4xYz1AbCdEfGhIjKlMnOpQrStUvWx123", "secret" },
  { "xoxb-123456789012-abcdefGHIJKL", "secret" },
  { "hf_aBcDeFgHiJ1kLmNoPqRsTuVwXyZ2345678", "secret" },
  { "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N", "secret" },
  { "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "secret" },
  { "-----BEGIN CERTIFICATE-----\nMIIEow\n-----END CERTIFICATE-----", "" },
  { "api_key = \"9f8Ab3cD71xQz55TkPw2\"", "secret" },
  { "api_key = \"YOUR_API_KEY_GOES_HERE\"", "" },
  { "password: hunter2, password = utf8_to_utf16_dup, token = NO_NEP50_WARNING", "" },
  { "password=Hunter2xyz", "secret" },
  { "{\"password\": \"abcd1234\"}", "secret" },
  { "DB_PASSWORD: Tr0ub4dor&3", "secret" },
  { "postgres://user:p4ssw0rd@host/db", "secret" },
  { "postgres://user:password@host, http://host:8080/x@y1, pwd=ls, password=get_pass2(), "
    "password=$PASS123, password=\"changeit\", end: of1sentence", "" },
  { "Authorization: Bearer 9f8Ab3cD71xQz55TkPw2", "secret" },
  { "the bearer of-this-long-and-winding-letter", "" },
  { "tgp_v1_Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0UvWx1Yz2Ab3Cd", "secret" },
  { "xai-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0UvWx1Yz2Ab3Cd4Ef5", "secret" },
  { "commit 9f8ab3cd71e4c55d1c2a3b4c5d6e7f8091a2b3c4 and md5 d41d8cd98f00b204e9800998ecf8427e", "" },
  { "sk-learn-is-a-library-for-machine-learning-in-python", "" },
  { "https://example.org/a-very-long-path-with-many-words-2024/index_of_everything.html", "" },

  /* E-mail. */
  { "write to ann.lee+x@mail.co.uk.", "email" },
  { "联系我：zhang_san@163.com。", "email" },
  { "写信给张三@例子.中国吧。", "email" },
  { "mail jane.doe@公司.cn. Thanks", "email" },
  { "пишите: иван@почта.рф", "email" },
  { "@张三.谢谢 你好@小明 价格@5.00元 a@б.1", "" },
  { "ann@example.com, git@github.com:a/b.git, logo@2x.png, @ann, a@b, user@host", "" },

  /* Telephone. */
  { "call +49 30 901820", "phone" },
  { "call +1 (415) 555-2671 now", "phone" },
  { "call (415) 555-2671", "phone" },
  { "call 415-555-2671", "phone" },
  { "call 1-415-555-2671", "phone" },
  { "手机13812345678。", "phone" },
  { "手机 138-1234-5678", "phone" },
  { "手机：１３８１２３４５６７８。", "phone" },
  { "电话０１０－６２７８１２３４", "phone" },
  { "１２３４５６７８９０１２，２０２４年", "" },
  { "手机 138 1234 5678 2023", "phone" },
  { "a,13812345678,b\n13912345678,500\n", "phone" },
  { "电话010-62781234", "phone" },
  { "电话(0755)12345678", "phone" },
  { "12812345678 138123456789 1381234567 0x13812345678 3.13812345678", "" },
  { "2023-10-05 12:30:45, 192.168.100.123, 1,234,567,890, 3.14159265358979", "" },
  { "ISBN 978-3-16-148410-0, 10000000000 and 1234567890123456789012", "" },
  { "+1.12345679 +1980-02-29 01 +2147483647 (12643225600) f(12345678901)", "" },
  { "415-555-26711 and 115-555-2671 and 555 123 4567", "" },
  { "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", "" },

  /* Chinese identity numbers: date and check digit must be right. */
  { "身份证11010519491231002X", "identity-number" },
  { "id 440524188001010014", "" },
  { "id 110105199001012341", "" },
  { "身份证110105199013010021", "" },

  /* Cards. */
  { "card 4111 1111 1111 1111 exp 12/25", "card-number" },
  { "card 4111-1111-1111-1111", "card-number" },
  { "card 378282246310005", "card-number" },
  { "卡号6222021234567890128", "card-number" },
  { "卡号6222021234567890123", "" },
  { "card 4111 1111 1111 1112", "" },
  { "order 1111 1111 1111 1117", "" },
};

static void
assert_issues (const char *what,
               guint64     issues,
               const char *expected)
{
  g_autofree char *names = check_test_name_issues (issues);

  if (!g_str_equal (names, expected))
    g_test_fail_printf ("“%s” gives “%s”, not “%s”", what, names, expected);
}

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(CheckExample) example = check_test_read (forms[i].line);

      /* A prompt needs no system text; a chat without one is as usual here. */
      assert_issues (forms[i].line, check_test_check (NULL, &example->draft) & ~CHECK_TEST_USUAL,
                     forms[i].issues);
    }
}

static void
test_many_images (void)
{
  for (guint n = 10; n <= 11; n++)
    {
      g_autoptr(GString) line = g_string_new ("{\"messages\":[{\"role\":\"user\",\"content\":[");
      g_autoptr(CheckExample) example = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (line, "%s{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.b\"}}",
                                i > 0 ? "," : "");

      g_string_append (line, "]}," ANSWER "]}");
      example = check_test_read (line->str);
      assert_issues ("many images", check_test_check (NULL, &example->draft),
                     n == 10 ? "no-system" : "bad-image no-system");
    }
}

static void
test_rules (void)
{
  const AttuneRules together = { .must_alternate = TRUE };
  const AttuneRules dpo = { .wants_preference = TRUE };
  const AttuneRules azure = { .allows_output_turns = TRUE };
  guint64 bad_output = attune_issue_bit (ATTUNE_ISSUE_BAD_OUTPUT);
  g_autoptr(CheckExample) chat = check_test_read (CHAT (USER "," ANSWER));
  g_autoptr(CheckExample) begun = check_test_read (CHAT (ANSWER "," USER "," OTHER));
  g_autoptr(CheckExample) late = check_test_read (CHAT (USER ",{\"role\":\"system\",\"content\":\"Now.\"}," ANSWER));
  g_autoptr(CheckExample) turns = check_test_read (PREFERENCE (ANSWER "," TOOL ("a") "," ANSWER, OTHER));

  assert_issues ("chat", check_test_check (&together, &chat->draft), "no-system");
  assert_issues ("begun", check_test_check (NULL, &begun->draft), "no-system");
  assert_issues ("begun", check_test_check (&together, &begun->draft), "no-system not-alternating");
  assert_issues ("late", check_test_check (NULL, &late->draft), "");
  assert_issues ("late", check_test_check (&together, &late->draft), "not-alternating");
  assert_issues ("dpo", check_test_check (&dpo, &chat->draft), "wrong-kind no-system");
  g_assert_true (check_test_check (NULL, &turns->draft) & bad_output);
  g_assert_false (check_test_check (&azure, &turns->draft) & bad_output);
}

static guint64
scan (const char *text,
      gsize       length)
{
  AttuneTextScan self = { .wanted = attune_text_scan_get_kinds () };

  attune_text_scan_run (&self, text, length);
  g_assert_cmpuint (self.n_characters, ==, g_utf8_strlen (text, length));

  return self.found;
}

/* Wherever it stands in a text, and whatever the processor looks at together. */
static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      assert_issues (texts[i].text, scan (texts[i].text, strlen (texts[i].text)), texts[i].issues);

      for (guint shift = 1; shift < 140; shift++)
        {
          g_autoptr(GString) text = g_string_new (NULL);

          /* What may only begin a text does not begin this one. */
          if (g_str_has_prefix (texts[i].text, "\xef\xbb\xbf"))
            break;

          for (guint j = 1; j < shift; j++)
            g_string_append (text, j % 7 == 0 ? "好" : "x");

          g_string_append_c (text, '\n');
          g_string_append (text, texts[i].text);

          if (shift % 2 == 0)
            g_string_append (text, "\nand some more of it, to the end of all things");

          assert_issues (text->str, scan (text->str, text->len), texts[i].issues);
        }
    }
}

/* Ordinary prose, code and tables, which must not alarm anybody. */
static const char * const harmless[] = {
  "In 2023, 1,234,567 people (12.5%) visited the 48 parks; on 2024-01-31 the total was 98,765,432.10 USD.",
  "def f(x: list[int]) -> dict[str, int]:\n    return {str(i): i for i in x if i < 10}  # see PEP 585",
  "SELECT id, name FROM users WHERE created_at >= '2024-01-01 00:00:00' AND id IN (1001, 1002, 1003);",
  "0b1010101010101010 0xdeadbeefcafebabe 1e-10 6.02214076e23 3.141592653589793238462643383279",
  "d41d8cd98f00b204e9800998ecf8427e  empty.txt\nda39a3ee5e6b4b0d3255bfef95601890afd80709  empty.bin",
  "550e8400-e29b-41d4-a716-446655440000 is a UUID; 2001:0db8:85a3:0000:0000:8a2e:0370:7334 an address.",
  "1700000000 and 1700000000000 are timestamps; v1.2.3-rc.4+build.5678 is a version.",
  "今天是2024年1月31日，气温为零下12.5摄氏度，共有123456789人参加了活动。价格：￥12,345.67元。",
  "| 2019 | 2020 | 2021 | 2022 |\n|------|------|------|------|\n| 1234 | 2345 | 3456 | 4567 |",
  "<!DOCTYPE html><html><head><title>[1] A & B</title></head><body class=\"x\">@media</body></html>",
  "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
  "Привет, как дела? Сегодня 31.01.2024, температура -12 градусов.",
  "これは日本語の文章です。2024年1月31日に書かれました。東京都千代田区1-2-3。",
  "H\xc3\xb4tel du Nord, \xc3\xa0 10\xc2\xa0km\xe2\x80\xaf: l\xe2\x80\x99\xc3\xa9t\xc3\xa9 d\xe2\x80\x99""a\xc3\xaf""eul \xe2\x80\x94 \xc2\xab na\xc3\xaf""f \xc2\xbb",
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "5 10 15 20 25 30 35 40 45 50 55 60 65 70 75 80 85 90 95 100 105 110 115 120 125 130 135 140 145 150",
  "the-quick-brown-fox-jumps-over-the-lazy-dog and snake_case_name_of_a_function_2 and CONSTANT_VALUE_17",
  "token: the smallest unit of a text; secret: what nobody knows; password = os.environ['DATABASE_PASSWORD_2']",
};

static void
test_harmless (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    assert_issues (harmless[i], scan (harmless[i], strlen (harmless[i])), "");
}

static void
test_places (void)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, NULL, NULL);
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));
  g_autoptr(CheckExample) example = NULL;
  AttunePlace *place;

  example = check_test_read (CHAT ("{\"role\":\"user\",\"content\":\"a@b.de, ann@mail.org\"}," USER ","
                                   "{\"role\":\"assistant\",\"content\":\"好 bob@mail.org\"}"));
  attune_checker_find_places (checker, &example->draft, ATTUNE_ISSUE_EMAIL, places);
  g_assert_cmpuint (places->len, ==, 3);
  place = &g_array_index (places, AttunePlace, 1);
  g_assert_cmpuint (place->turn, ==, 0);
  g_assert_cmpuint (place->start, ==, 8);
  g_assert_cmpuint (place->length, ==, 12);
  place = &g_array_index (places, AttunePlace, 2);
  g_assert_cmpuint (place->turn, ==, 2);
  g_assert_cmpuint (place->start, ==, 4);

  g_array_set_size (places, 0);
  attune_checker_find_places (checker, &example->draft, ATTUNE_ISSUE_NOT_ALTERNATING, places);
  g_assert_cmpuint (places->len, ==, 1);
  place = &g_array_index (places, AttunePlace, 0);
  g_assert_cmpuint (place->turn, ==, 1);
  g_assert_cmpuint (place->length, ==, 0);

  g_array_set_size (places, 0);
  attune_checker_find_places (checker, &example->draft, ATTUNE_ISSUE_PHONE, places);
  g_assert_cmpuint (places->len, ==, 0);
}

/* Counts words, so that a person can follow. */
static gsize
count_words (gpointer    user_data,
             const char *text,
             gsize       length)
{
  gsize n_words = length > 0;

  for (gsize i = 0; i < length; i++)
    n_words += text[i] == ' ';

  return n_words;
}

static void
test_facts (void)
{
  const AttuneRules rules = { .max_tokens = 21 };
  g_autoptr(AttuneChecker) checker = attune_checker_new (&rules, count_words, NULL);
  g_autoptr(CheckExample) example = NULL;
  g_autoptr(CheckExample) text = NULL;
  AttuneFacts facts;

  example = check_test_read (CHAT ("{\"role\":\"system\",\"content\":\"Be kind.\"},"
                                   "{\"role\":\"user\",\"content\":\"How are you to-day?\"},"
                                   "{\"role\":\"assistant\",\"content\":\"好\"}"));
  attune_checker_check (checker, &example->draft, &facts);

  /* Four for each message, three for the example. */
  g_assert_cmpuint (facts.n_tokens, ==, 2 + 4 + 1 + 3 * 4 + 3);
  g_assert_cmpuint (facts.n_trained_tokens, ==, 1);
  g_assert_cmpuint (facts.n_characters, ==, 8 + 19 + 1);
  g_assert_cmpuint (facts.n_turns, ==, 3);
  g_assert_cmpuint (facts.system, !=, 0);
  g_assert_cmpuint (facts.roles, ==, 1u << ATTUNE_ROLE_SYSTEM | 1u << ATTUNE_ROLE_USER |
                                     1u << ATTUNE_ROLE_ASSISTANT);
  assert_issues ("too long", facts.issues, "too-long");

  text = check_test_read ("{\"prompt\":\"a b\",\"completion\":\" c\"}");
  attune_checker_check (checker, &text->draft, &facts);
  g_assert_cmpuint (facts.n_tokens, ==, 4);
  g_assert_cmpuint (facts.n_trained_tokens, ==, 2);
  g_assert_cmpuint (facts.system, ==, 0);
}

/* Names count, and so do calls of tools; who asks nothing shares its question with nobody. */
static void
test_more_facts (void)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, count_words, NULL);
  g_autoptr(CheckExample) named = NULL;
  g_autoptr(CheckExample) call = check_test_read (CHAT (USER "," CALLS (CALL ("a", "{ }"))));
  g_autoptr(CheckExample) other = check_test_read (CHAT (USER "," CALLS (CALL ("a", "[ 1, 2 ]"))));
  g_autoptr(CheckExample) open = check_test_read ("{\"prompt\":\"\",\"completion\":\"One\"}");
  g_autoptr(CheckExample) second = check_test_read ("{\"prompt\":\"\",\"completion\":\"Two\"}");
  AttuneFacts facts;
  AttuneFacts facts_2;

  named = check_test_read (CHAT ("{\"role\":\"user\",\"content\":\"Who?\",\"name\":\"Ann Lee\"}," ANSWER));
  attune_checker_check (checker, &named->draft, &facts);
  g_assert_cmpuint (facts.n_tokens, ==, 1 + 1 + 2 * 4 + 2 + 1 + 3);

  attune_checker_check (checker, &call->draft, &facts);
  g_assert_cmpuint (facts.n_trained_tokens, ==, 1 + 2);
  attune_checker_check (checker, &other->draft, &facts_2);
  g_assert_cmpuint (facts.question, ==, facts_2.question);
  g_assert_cmpuint (facts.sketch[0], !=, facts_2.sketch[0]);

  attune_checker_check (checker, &open->draft, &facts);
  attune_checker_check (checker, &second->draft, &facts_2);
  g_assert_cmpuint (facts.question, !=, facts_2.question);
}

static void
test_problem (void)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, NULL, NULL);
  g_auto(AttuneDraft) draft = { 0 };
  AttuneFacts facts;

  attune_draft_init (&draft);
  draft.problem = ATTUNE_ISSUE_NOT_JSON;
  draft.issues = attune_issue_bit (ATTUNE_ISSUE_RAGGED_ROW);
  attune_checker_check (checker, &draft, &facts);
  assert_issues ("problem", facts.issues, "not-json ragged-row");
  g_assert_cmpuint (facts.n_turns, ==, 0);
}

/* A text that is nothing but beginnings must not take forever, and one without an end not crash. */
static void
test_hostile (void)
{
  static const char * const pieces[] = {
    "<|", "[INST", "@", "a@a", "\\u", "\\u12", "-----BEGIN ", "1", "1 ", "+1", "(1", "eyJ", "sk-", "\x01",
    "A", "api_key=a", "\xef\xbf\xbd",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      while (text->len < 200 * 1000)
        g_string_append (text, pieces[i]);

      scan (text->str, text->len);
    }
}

/* What is known of a text as a whole is found out once, not for each of its characters. */
static void
test_long_mojibake (void)
{
  /* 吐, each byte of which was read as a character of Windows-1252 or a control character. */
  static const char broken[] = "\xc3\xa5\xc2\x90\xc2\x90";
  g_autoptr(GString) text = g_string_new (NULL);
  gint64 begin = attune_test_get_cpu_time ();

  while (text->len < ATTUNE_MAX_RECORD)
    g_string_append (text, broken);

  assert_issues ("long", scan (text->str, text->len), "mojibake");
  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 20 * G_USEC_PER_SEC);
}

/* Nor do marks, each of which is looked at: whole ones, beginnings, and one in the other. */
static void
test_long_marks (void)
{
  static const char * const pieces[] = {
    "a <|endoftext|> b ", "<|im_start|>", "<|im_<|im_end|>end|>", "<|", "<", "[/"
  };
  gint64 begin = attune_test_get_cpu_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      while (text->len < ATTUNE_MAX_RECORD)
        g_string_append (text, pieces[i]);

      assert_issues (pieces[i], scan (text->str, text->len), i < 3 ? "special-token" : "");
    }

  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 20 * G_USEC_PER_SEC);
}

static guint32
guess_languages (const char *text)
{
  AttuneLanguageCensus census = { 0 };
  AttuneTextScan scan = { .census = &census };

  attune_text_scan_run (&scan, text, strlen (text));

  return census.languages;
}

static void
test_languages (void)
{
  static const struct
  {
    const char *text;
    const char *code;
  } samples[] = {
    { "What is the weather like in London, and how do people prepare for it?", "en" },
    { "今天天气怎么样？我们想知道这个问题的答案。", "zh-Hans" },
    { "今天天氣怎麼樣？我們想知道這個問題的答案。", "zh-Hant" },
    { "今日の天気はどうですか？", "ja" },
    { "오늘 날씨가 어때요?", "ko" },
    { "Какая сегодня погода?", "ru" },
    { "Wie ist das Wetter heute, und was soll ich mit dem Schirm?", "de" },
    { "Quel temps fait-il dans le nord et pour les vacances, avec vous ?", "fr" },
    { "¿Qué tiempo hace en la ciudad y como es el clima para los niños?", "es" },
    { "כמה זה עולה?", "he" },
    { "كيف حالك اليوم؟", "ar" },
    { "आज मौसम कैसा है?", "hi" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      guint32 languages = guess_languages (samples[i].text);

      g_assert_cmpint (__builtin_popcount (languages), ==, 1);
      g_assert_cmpstr (attune_language_get_code (__builtin_ctz (languages)), ==, samples[i].code);
    }

  g_assert_cmpuint (guess_languages ("42 + 17"), ==, 0);
  g_assert_cmpuint (guess_languages (""), ==, 0);
}

static void
test_models (void)
{
  g_assert_cmpstr (attune_special_token_get_models ("<|eot_id|>", 10), ==, "Llama 3");
  g_assert_null (attune_special_token_get_models ("<b>", 3));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Checker/forms", test_forms);
  g_test_add_func ("/Attune/Checker/many-images", test_many_images);
  g_test_add_func ("/Attune/Checker/rules", test_rules);
  g_test_add_func ("/Attune/Checker/texts", test_texts);
  g_test_add_func ("/Attune/Checker/harmless", test_harmless);
  g_test_add_func ("/Attune/Checker/places", test_places);
  g_test_add_func ("/Attune/Checker/facts", test_facts);
  g_test_add_func ("/Attune/Checker/more-facts", test_more_facts);
  g_test_add_func ("/Attune/Checker/problem", test_problem);
  g_test_add_func ("/Attune/Checker/hostile", test_hostile);
  g_test_add_func ("/Attune/Checker/long-mojibake", test_long_mojibake);
  g_test_add_func ("/Attune/Checker/long-marks", test_long_marks);
  g_test_add_func ("/Attune/Checker/languages", test_languages);
  g_test_add_func ("/Attune/Checker/models", test_models);

  return g_test_run ();
}
