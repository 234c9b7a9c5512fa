/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-redact"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-redact.h"

/* The secrets below are invented; none was ever issued by anybody. */
static const struct
{
  const char *text;
  const char *expected;
} cases[] = {
  { "Incorrect API key provided: sk-proj-aB3_dE6-gH9jK2.", "Incorrect API key provided: sk-…." },
  { "Incorrect API key provided: sk-ab12*********wxyz. Find it", "Incorrect API key provided: sk-…. Find it" },
  { "Authorization: Bearer abc.def-123\r\nHost: x", "Authorization: Bearer …\r\nHost: x" },
  { "authorization: Basic dXNlcjpwYXNz", "authorization: Basic …" },
  { "sent bearer 0123456789abcdef", "sent bearer …" },
  { "api-key: 0123abcd", "api-key: …" },
  { "X-API-Key: hunter22", "X-API-Key: …" },
  { "{\"api_key\":\"hunter22\",\"n\":1}", "{\"api_key\":\"…\",\"n\":1}" },
  { "{\\\"api_key\\\": \\\"hunter22\\\"}", "{\\\"api_key\\\": \\\"…\\\"}" },
  { "OPENAI_API_KEY=hunter22 attune", "OPENAI_API_KEY=… attune" },
  { "https://host/v1/files?key=hunter22&limit=2", "https://host/v1/files?key=…&limit=2" },
  { "token eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl end", "token … end" },
  { "hash 0123456789abcdef0123456789abcdef01234567 end", "hash … end" },
  { "data q83vEjRWeJCrze8SNFZ4kKvN/xI0VniQq83v+jRWeJA= end", "data … end" },
  /* What must stay readable. */
  { "The model gpt-4.1-mini-2025-04-14 was not found", "The model gpt-4.1-mini-2025-04-14 was not found" },
  { "job ftjob-abc123def456ghi789jkl012", "job ftjob-abc123def456ghi789jkl012" },
  { "/home/li/Documents/projects/2026/attune/questions-and-answers-v2.jsonl",
    "/home/li/Documents/projects/2026/attune/questions-and-answers-v2.jsonl" },
  { "https://example.com/docs/guides/fine-tuning/preparing-your-dataset-2026/index",
    "https://example.com/docs/guides/fine-tuning/preparing-your-dataset-2026/index" },
  { "4f1c2a52-90ab-4c3e-8d21-0123456789ab", "4f1c2a52-90ab-4c3e-8d21-0123456789ab" },
  { "Missing bearer token or basic authentication", "Missing bearer token or basic authentication" },
  { "密钥无效，请检查。", "密钥无效，请检查。" },
  { "", "" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = attune_redact (cases[i].text);

      g_assert_cmpstr (result, ==, cases[i].expected);
    }

  g_assert_null (attune_redact (NULL));
}

static void
test_cut (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *result = NULL;

  /* Three bytes a character, and 4096 is not a multiple of three. */
  for (int i = 0; i < 100000; i++)
    g_string_append (text, "问");

  result = attune_redact (text->str);
  g_assert_true (g_utf8_validate (result, -1, NULL));
  g_assert_cmpuint (strlen (result), <=, ATTUNE_REDACT_MAX_LENGTH);
  g_assert_cmpuint (strlen (result), >, ATTUNE_REDACT_MAX_LENGTH - 6);
  g_assert_true (g_str_has_suffix (result, "问…"));
}

static void
test_exact_length (void)
{
  g_autofree char *text = g_strnfill (ATTUNE_REDACT_MAX_LENGTH, ' ');
  g_autofree char *result = attune_redact (text);

  g_assert_cmpstr (result, ==, text);
}

static void
test_not_utf8 (void)
{
  g_autofree char *result = attune_redact ("\xff\xfe sk-abcdefghijk \xe9");

  g_assert_true (g_utf8_validate (result, -1, NULL));
  g_assert_nonnull (strstr (result, "sk-…"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Redact/cases", test_cases);
  g_test_add_func ("/Attune/Redact/cut", test_cut);
  g_test_add_func ("/Attune/Redact/exact-length", test_exact_length);
  g_test_add_func ("/Attune/Redact/not-utf8", test_not_utf8);

  return g_test_run ();
}
