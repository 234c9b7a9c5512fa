/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a processor has must not change what is found: each kind of code is run, not only the one
 * that is chosen here. */

#define G_LOG_DOMAIN "test-text-pass"

#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "attune-sketch.h"
#include "attune-text-pass.h"

#define N_TEXTS 5000
#define MAX_PIECES 24

/* Some of everything that is looked at, and what stands between it. */
static const char * const pieces[] = {
  "the ", "weather in London", "of and to", " ", "\n", "\t", "\r\n", "今天天气怎么样", "，", "。", "這個問題",
  "Привет", "não é", "สวัสดี", "오늘", "テスト", "😀", "４１１１", "\xc2\x85", "\xef\xbf\xbd", "\xef\xbb\xbf", "\xef\xb7\x90",
  "\xf0\x9f\xbf\xbe", "\x01", "\x7f", "<|endoftext|>", "[INST]", "a@b.example", "password=hunter2hunter2", "pwd: \"",
  "\\u4f60", "\\\\u4f60", "sk-abcdefghijklmnopqrstuvwxyz012345", "-----BEGIN RSA PRIVATE KEY-----", "+86 13812345678",
  "4111 1111 1111 1111", "0123456789", "11010519491231002X", "cafÃ©", "caf茅", "浣犲ソ", "a", "-", "_", "d:", "D=", "~", "\xc3\xbf",
};

typedef struct
{
  const char *name;
  void      (*run) (AttuneTextPass *pass);
} Kind;

typedef struct
{
  AttuneTextScan       scan;
  AttuneLanguageCensus census;
  AttuneSketch         sketch;
} Result;

static const Kind any = { "any processor", attune_text_pass_run };

#ifdef ATTUNE_TEXT_PASS_HAS_AVX
static const Kind avx2 = { "AVX2", attune_text_pass_run_avx2 };
static const Kind avx512 = { "AVX-512", attune_text_pass_run_avx512 };

static gboolean
is_here (const Kind *kind)
{
  return kind == &avx2 ? __builtin_cpu_supports ("x86-64-v3") != 0
                       : __builtin_cpu_supports ("x86-64-v4") != 0;
}
#endif

static void
look (const Kind *kind,
      const char *text,
      gsize       length,
      Result     *result)
{
  AttuneTextPass pass = { .scan = &result->scan, .text = text, .length = length };

  memset (&result->census, 0, sizeof result->census);
  attune_sketch_reset (&result->sketch);
  result->scan = (AttuneTextScan) {
    .wanted = attune_text_scan_get_kinds (),
    .registers = result->sketch.registers[ATTUNE_SKETCH_ANSWER],
    .census = &result->census,
    .places = g_array_new (FALSE, TRUE, sizeof (AttunePlace)),
  };
  kind->run (&pass);
  attune_text_pass_finish (&pass);
}

static void
assert_equal_places (const GArray *places,
                     const GArray *expected)
{
  g_assert_cmpuint (places->len, ==, expected->len);

  for (guint i = 0; i < places->len; i++)
    {
      const AttunePlace *a = &g_array_index (places, AttunePlace, i);
      const AttunePlace *b = &g_array_index (expected, AttunePlace, i);

      g_assert_cmpuint (a->start, ==, b->start);
      g_assert_cmpuint (a->length, ==, b->length);
    }
}

static void
assert_equal (const Result *result,
              const Result *expected)
{
  g_assert_cmphex (result->scan.found, ==, expected->scan.found);
  g_assert_cmpuint (result->scan.n_characters, ==, expected->scan.n_characters);
  g_assert_cmphex (result->census.languages, ==, expected->census.languages);
  assert_equal_places (result->scan.places, expected->scan.places);
  g_assert_cmpmem (&result->sketch, sizeof result->sketch,
                   &expected->sketch, sizeof expected->sketch);
}

/* Returns memory behind which nothing can be read, and its end in @end. */
static char *
map_before_gap (gsize   size,
                char  **end)
{
  gsize page = sysconf (_SC_PAGESIZE);
  char *memory = mmap (NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                       -1, 0);

  g_assert_true (memory != MAP_FAILED);
  g_assert_cmpint (mprotect (memory + size, page, PROT_NONE), ==, 0);
  *end = memory + size;

  return memory;
}

/* Every text ends where memory does. */
static void
compare (const Kind *kind)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);
  gsize size = 16 * sysconf (_SC_PAGESIZE);
  char *end;
  char *memory = map_before_gap (size, &end);
  guint64 all_found = 0;

  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      Result expected;
      Result result;
      char *begin;

      for (guint n = g_rand_int_range (rand, 0, MAX_PIECES); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

      g_assert_cmpuint (text->len, <, size);
      begin = end - text->len;
      memcpy (begin, text->str, text->len);
      look (&any, begin, text->len, &expected);
      look (kind, begin, text->len, &result);
      assert_equal (&result, &expected);
      all_found |= result.scan.found;
      g_array_unref (result.scan.places);
      g_array_unref (expected.scan.places);
    }

  /* Or else they were alike only because there was nothing. */
  g_assert_cmphex (all_found, ==, attune_text_scan_get_kinds ());
  g_assert_cmpint (munmap (memory, size + sysconf (_SC_PAGESIZE)), ==, 0);
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;

#ifdef ATTUNE_TEXT_PASS_HAS_AVX
  if (kind != &any && !is_here (kind))
    {
      g_autofree char *reason = g_strdup_printf ("This processor has no %s.", kind->name);

      g_test_skip (reason);
      return;
    }
#endif

  compare (kind);
}

typedef void (*FinishFunc) (AttuneSketch *sketch,
                            AttuneFacts  *facts);

static void
make_sketch (const char  *question,
             const char  *answer,
             FinishFunc   finish,
             AttuneFacts *facts)
{
  AttuneSketch sketch;
  AttuneTextScan scan = { .registers = sketch.registers[ATTUNE_SKETCH_QUESTION] };

  attune_sketch_reset (&sketch);
  attune_text_scan_run (&scan, question, strlen (question));
  scan.registers = sketch.registers[ATTUNE_SKETCH_ANSWER];
  attune_text_scan_run (&scan, answer, strlen (answer));
  finish (&sketch, facts);
}

/* The numbers are those of the first that there was. */
static void
test_sketch (void)
{
  static const FinishFunc finishes[] = { attune_sketch_finish_plain, attune_sketch_finish };
  static const struct
  {
    const char *question;
    const char *answer;
    guint32     sketch[ATTUNE_N_BANDS];
    guint       likeness;   /* with the one before, in percent; 0: not looked at */
  } samples[] = {
    { "What is the weather like in London, and how do people prepare for it?", "It rains.",
      { 0xbbd04b2a, 0x2177a04b, 0xe29946b5, 0xfca65c40 }, 0 },
    { "What is the weather like in London, and how do people prepare for that?", "It rains.",
      { 0xc819b7e4, 0xe9dc97ac, 0x9d966a03, 0xfca65c40 }, 79 },
    { "", "今天天气怎么样？我们想知道这个问题的答案。",
      { 0xde1ceaed, 0x5099ec54, 0xb12e054c, 0x639c7135 }, 0 },
    { "", "今天天气怎么样？我们想知道那个问题的答案。",
      { 0xde1ceaed, 0x5099ec54, 0xb12e054c, 0x639c7135 }, 88 },
    { "", "", { 0 }, 0 },
  };

  for (gsize kind = 0; kind < G_N_ELEMENTS (finishes); kind++)
    {
      AttuneFacts facts[G_N_ELEMENTS (samples)] = { 0 };

      for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
        {
          make_sketch (samples[i].question, samples[i].answer, finishes[kind], &facts[i]);
          g_assert_cmpmem (facts[i].sketch, sizeof facts[i].sketch,
                           samples[i].sketch, sizeof samples[i].sketch);

          if (samples[i].likeness > 0)
            g_assert_cmpuint (attune_signature_compare (facts[i].signature, facts[i - 1].signature),
                              ==, samples[i].likeness);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/dataset/text-pass/any", &any, test_kind);

#ifdef ATTUNE_TEXT_PASS_HAS_AVX
  g_test_add_data_func ("/dataset/text-pass/avx2", &avx2, test_kind);
  g_test_add_data_func ("/dataset/text-pass/avx512", &avx512, test_kind);
#endif

  g_test_add_func ("/dataset/text-pass/sketch", test_sketch);

  return g_test_run ();
}
