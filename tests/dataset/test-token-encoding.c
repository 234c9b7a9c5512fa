/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-encoding"

#include "config.h"

#include <libdex.h>

#include "attune-token-encoding.h"

static const struct
{
  const char          *model;
  AttuneTokenEncoding  encoding;
  gboolean             is_exact;
} models[] = {
  { "gpt-4o", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "gpt-4o-mini-2024-07-18", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "gpt-4.1", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "gpt-4.1-nano-2025-04-14", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "gpt-4.5-preview", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "chatgpt-4o-latest", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "o1", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "o3-mini", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "o4-mini-2025-04-16", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "gpt-5.2-whatever", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "gpt-oss-20b", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "gpt-4", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "gpt-4-0613", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "gpt-3.5-turbo", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "gpt-3.5-turbo-1106", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "gpt-35-turbo-0613", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "davinci-002", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "text-embedding-3-large", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "text-davinci-003", ATTUNE_TOKEN_ENCODING_P50K_BASE, TRUE },
  { "code-davinci-002", ATTUNE_TOKEN_ENCODING_P50K_BASE, TRUE },
  { "davinci", ATTUNE_TOKEN_ENCODING_R50K_BASE, TRUE },
  { "text-ada-001", ATTUNE_TOKEN_ENCODING_R50K_BASE, TRUE },
  /* tiktoken's own table says cl100k_base of the first, since it has “ft:gpt-4” only. */
  { "ft:gpt-4.1-2025-04-14:acme::abc", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "ft:gpt-4.1-mini-2025-04-14:acme:my:abc", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "ft:gpt-4o-mini-2024-07-18:acme::abc", ATTUNE_TOKEN_ENCODING_O200K_BASE, TRUE },
  { "ft:gpt-4-0613:acme::abc", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "ft:gpt-3.5-turbo-0125:acme::abc", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "ft:davinci-002:acme::abc", ATTUNE_TOKEN_ENCODING_CL100K_BASE, TRUE },
  { "davinci:ft-personal-2023-03-01-00-00-00", ATTUNE_TOKEN_ENCODING_R50K_BASE, TRUE },
  { "gpt-6", ATTUNE_TOKEN_ENCODING_O200K_BASE, FALSE },
  { "llama3:8b", ATTUNE_TOKEN_ENCODING_O200K_BASE, FALSE },
  { "ft:", ATTUNE_TOKEN_ENCODING_O200K_BASE, FALSE },
  { "", ATTUNE_TOKEN_ENCODING_O200K_BASE, FALSE },
};

static void
test_models (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      gboolean is_exact = !models[i].is_exact;

      g_test_message ("%s", models[i].model);
      g_assert_cmpint (attune_token_encoding_for_model (models[i].model, &is_exact),
                       ==, models[i].encoding);
      g_assert_cmpint (is_exact, ==, models[i].is_exact);
      g_assert_cmpint (attune_token_encoding_for_model (models[i].model, NULL),
                       ==, models[i].encoding);
    }
}

static void
test_names (void)
{
  for (AttuneTokenEncoding i = ATTUNE_TOKEN_ENCODING_UNKNOWN + 1; i < ATTUNE_N_TOKEN_ENCODINGS; i++)
    g_assert_cmpint (attune_token_encoding_from_name (attune_token_encoding_get_name (i)), ==, i);

  g_assert_cmpstr (attune_token_encoding_get_name (ATTUNE_TOKEN_ENCODING_O200K_BASE), ==, "o200k_base");
  g_assert_cmpint (attune_token_encoding_from_name ("o200k_harmony"), ==, ATTUNE_TOKEN_ENCODING_O200K_BASE);
  g_assert_cmpint (attune_token_encoding_from_name ("O200K_BASE"), ==, ATTUNE_TOKEN_ENCODING_UNKNOWN);
  g_assert_cmpint (attune_token_encoding_from_name (""), ==, ATTUNE_TOKEN_ENCODING_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Encoding/models", test_models);
  g_test_add_func ("/Attune/Encoding/names", test_names);

  return g_test_run ();
}
