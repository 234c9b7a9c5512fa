/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-token-trace"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-token-trace.h"

#define N_MUTATIONS 20000

static const char sample[] =
  "[{\"token\":\"Hi\",\"bytes\":[72,105],\"logprob\":-0.1,\"top_logprobs\":["
  "{\"token\":\"Ho\",\"bytes\":null,\"logprob\":-4},{\"token\":\"Hi\",\"logprob\":-0.1}]},"
  "{\"token\":\"\\ufffd\",\"bytes\":[228,189],\"logprob\":-1},"
  "{\"token\":\"\\ufffd\",\"bytes\":[160],\"logprob\":-0.5,\"top_logprobs\":[]},"
  "{\"token\":\"好\",\"logprob\":null},"
  "{\"token\":\"\",\"bytes\":[],\"logprob\":0},"
  "{\"token\":\"!\",\"logprob\":0.0000001}]";

static const AttuneTokenStep *
get_step (AttuneTokenTrace *trace,
          guint             i)
{
  g_assert_cmpuint (i, <, trace->steps->len);

  return &g_array_index (trace->steps, AttuneTokenStep, i);
}

static void
check_step (AttuneTokenTrace *trace,
            guint             i,
            const char       *text,
            guint             n_tokens,
            double            probability)
{
  const AttuneTokenStep *step = get_step (trace, i);
  g_autofree char *part = g_strndup (trace->text + step->start, step->end - step->start);

  g_assert_cmpstr (part, ==, text);
  g_assert_cmpuint (step->n_tokens, ==, n_tokens);
  g_assert_cmpfloat_with_epsilon (step->probability, probability, 1e-9);
}

/* A character that two tokens make up is one step; what ends an answer is none. */
static void
test_parse (void)
{
  g_autoptr(AttuneTokenTrace) trace = attune_token_trace_parse (sample, strlen (sample));
  const AttuneTokenChoice *choices;

  g_assert_cmpstr (trace->text, ==, "Hi你好!");
  g_assert_cmpuint (trace->steps->len, ==, 4);
  g_assert_false (trace->is_cut);
  check_step (trace, 0, "Hi", 1, exp (-0.1));
  check_step (trace, 1, "你", 2, exp (-1.5));
  check_step (trace, 2, "好", 1, -1);
  check_step (trace, 3, "!", 1, 1);

  g_assert_cmpuint (get_step (trace, 0)->choices->len, ==, 2);
  choices = (const AttuneTokenChoice *)(gpointer)get_step (trace, 0)->choices->data;
  g_assert_cmpstr (choices[0].text, ==, "Hi");
  g_assert_cmpstr (choices[1].text, ==, "Ho");
  g_assert_cmpfloat_with_epsilon (choices[1].probability, exp (-4), 1e-9);
}

/* Bytes that make no character are shown as unreadable, and nothing else is lost by them. */
static void
test_broken_characters (void)
{
  static const char json[] = "[{\"bytes\":[226,82]},{\"bytes\":[152]},{\"token\":\"a\"},"
                             "{\"bytes\":[228]},{\"token\":\"b\"},{\"bytes\":[0,999,-1,\"x\",228,189]}]";
  g_autoptr(AttuneTokenTrace) trace = attune_token_trace_parse (json, strlen (json));

  g_assert_true (g_utf8_validate (trace->text, -1, NULL));
  g_assert_nonnull (strchr (trace->text, 'R'));
  g_assert_nonnull (strchr (trace->text, 'a'));
  g_assert_nonnull (strchr (trace->text, 'b'));
}

static void
test_nonsense (void)
{
  static const char * const texts[] = {
    "", "7", "{}", "[]", "[7,null,\"x\",[],{}]", "[{\"token\":\"\"}]", "[{\"token\":7,\"bytes\":7}]",
    "[{\"token\":\"a\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(AttuneTokenTrace) trace = attune_token_trace_parse (texts[i], strlen (texts[i]));

      g_assert_null (trace);
    }
}

/* No more is kept than a person can look at. */
static void
test_bounds (void)
{
  g_autoptr(GString) json = g_string_new ("[");
  g_autofree char *blank = g_strnfill (3 * ATTUNE_TOKEN_TRACE_MAX_BYTES, 'x');
  g_autoptr(AttuneTokenTrace) trace = NULL;

  g_string_append_printf (json, "{\"token\":\"%s\",\"top_logprobs\":[", blank);
  for (guint i = 0; i < 10 * ATTUNE_TOKEN_TRACE_MAX_CHOICES; i++)
    g_string_append_printf (json, "%s{\"token\":\"%u\",\"logprob\":-%u}", i > 0 ? "," : "", i, i);
  g_string_append (json, "]}");
  for (guint i = 0; i < 2 * ATTUNE_TOKEN_TRACE_MAX_STEPS; i++)
    g_string_append (json, ",{\"token\":\"a\",\"logprob\":-1}");
  g_string_append_c (json, ']');

  trace = attune_token_trace_parse (json->str, json->len);
  g_assert_true (trace->is_cut);
  g_assert_cmpuint (trace->steps->len, ==, ATTUNE_TOKEN_TRACE_MAX_STEPS);
  g_assert_cmpuint (get_step (trace, 0)->end, ==, ATTUNE_TOKEN_TRACE_MAX_BYTES);
  g_assert_cmpuint (get_step (trace, 0)->choices->len, ==, ATTUNE_TOKEN_TRACE_MAX_CHOICES);
}

/* Whatever comes, steps lie side by side and cover a valid text. */
static void
check_invariants (AttuneTokenTrace *trace)
{
  guint at = 0;

  g_assert_true (g_utf8_validate (trace->text, -1, NULL));

  for (guint i = 0; i < trace->steps->len; i++)
    {
      const AttuneTokenStep *step = get_step (trace, i);

      g_assert_cmpuint (step->start, ==, at);
      g_assert_cmpuint (step->end, >, step->start);
      g_assert_true (step->probability == -1 || (step->probability >= 0 && step->probability <= 1));
      g_assert_true (g_utf8_validate (trace->text + step->start, step->end - step->start, NULL));
      at = step->end;
    }

  g_assert_cmpuint (at, ==, strlen (trace->text));
}

static void
test_mutations (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autofree char *json = g_strdup (sample);
      g_autoptr(AttuneTokenTrace) trace = NULL;

      for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        json[g_rand_int_range (random, 0, (int)strlen (sample))] =
          "0123456789[]{},:\"-ebx\\"[g_rand_int_range (random, 0, 22)];

      if ((trace = attune_token_trace_parse (json, strlen (json))) != NULL)
        check_invariants (trace);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/TokenTrace/parse", test_parse);
  g_test_add_func ("/Attune/TokenTrace/broken-characters", test_broken_characters);
  g_test_add_func ("/Attune/TokenTrace/nonsense", test_nonsense);
  g_test_add_func ("/Attune/TokenTrace/bounds", test_bounds);
  g_test_add_func ("/Attune/TokenTrace/mutations", test_mutations);

  return g_test_run ();
}
