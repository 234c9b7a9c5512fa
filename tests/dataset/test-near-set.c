/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-near-set"

#include "config.h"

#include <libdex.h>

#include "attune-near-set.h"
#include "attune-sketch.h"
#include "check-test.h"

#define N_WORDS 5000
#define N_TRIALS 400

typedef struct
{
  GRand *rand;
  char  *words[N_WORDS];
} Language;

static void
add_letter (Language *language,
            GString  *word,
            gboolean  is_chinese)
{
  if (is_chinese)
    g_string_append_unichar (word, g_rand_int_range (language->rand, 0x4e00, 0x9000));
  else
    g_string_append_c (word, g_rand_int_range (language->rand, 'a', 'z' + 1));
}

static void
language_init (Language *language,
               gboolean  is_chinese)
{
  language->rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autoptr(GString) word = g_string_new (NULL);
      guint length = g_rand_int_range (language->rand, is_chinese ? 1 : 2, is_chinese ? 4 : 10);

      for (guint j = 0; j < length; j++)
        add_letter (language, word, is_chinese);

      if (!is_chinese)
        g_string_append_c (word, ' ');

      language->words[i] = g_strdup (word->str);
    }
}

static void
language_clear (Language *language)
{
  g_rand_free (language->rand);

  for (guint i = 0; i < N_WORDS; i++)
    g_free (language->words[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Language, language_clear)

/* Writes @n words; with @n_changed, so many of them, spread over the text, are others. */
static char *
write_words (Language    *language,
             const guint *numbers,
             guint        n,
             guint        n_changed)
{
  GString *text = g_string_new (NULL);
  guint stretch = n_changed > 0 ? n / n_changed : n + 1;

  for (guint i = 0; i < n; i++)
    g_string_append (text, language->words[(numbers[i] + (i % stretch == stretch / 2)) % N_WORDS]);

  return g_string_free_and_steal (text);
}

static guint *
choose_words (Language *language,
              guint     n)
{
  guint *numbers = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    numbers[i] = g_rand_int_range (language->rand, 0, N_WORDS);

  return numbers;
}

static AttuneFacts
describe (const char *question,
          const char *answer)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, NULL, NULL);
  g_auto(AttuneDraft) draft = { 0 };
  AttuneFacts facts;

  attune_draft_init (&draft);
  attune_draft_add_turn (&draft, ATTUNE_ROLE_SYSTEM, ATTUNE_PART_CONVERSATION, "Be kind.", 8);
  attune_draft_add_turn (&draft, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION, question,
                         strlen (question));
  attune_draft_add_turn (&draft, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION, answer,
                         strlen (answer));
  attune_checker_check (checker, &draft, &facts);

  return facts;
}

static gboolean
is_near (const AttuneFacts *a,
         const AttuneFacts *b)
{
  g_autoptr(AttuneNearSet) set = attune_near_set_new ();
  g_autoptr(GError) error = NULL;
  guint32 similar = G_MAXUINT32;
  gboolean is_found;

  g_assert_false (attune_near_set_add (set, a, 7, &similar, &error));
  is_found = attune_near_set_add (set, b, 9, &similar, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (similar, ==, is_found ? 7 : G_MAXUINT32);

  return is_found;
}

/* Returns how many of a hundred pairs are found, of which so many words in a hundred differ. */
static guint
measure (Language *language,
         guint     n_words,
         guint     percent_changed,
         gboolean  has_other_question)
{
  guint n_changed = n_words * percent_changed / 100;
  guint n_found = 0;

  for (guint i = 0; i < N_TRIALS; i++)
    {
      g_autofree guint *asked = choose_words (language, n_words);
      g_autofree guint *said = choose_words (language, n_words);
      g_autofree char *question = write_words (language, asked, n_words, 0);
      g_autofree char *other_question = write_words (language, asked, n_words, n_changed);
      g_autofree char *answer = write_words (language, said, n_words, 0);
      g_autofree char *other_answer = write_words (language, said, n_words, n_changed);
      AttuneFacts first = describe (question, answer);
      AttuneFacts second = describe (has_other_question ? other_question : question, other_answer);

      n_found += is_near (&first, &second);
    }

  return n_found * 100 / N_TRIALS;
}

static void
check_edits (gboolean is_chinese)
{
  g_auto(Language) language = { 0 };
  guint same;
  guint few;
  guint many;

  language_init (&language, is_chinese);
  same = measure (&language, 60, 0, TRUE);
  few = measure (&language, 60, 5, FALSE);
  many = measure (&language, 60, 50, FALSE);
  g_test_message ("60 words each; one in 20 of the answer changed: %u%% found, of both: %u%%; "
                  "one in 10: %u%%; one in 5: %u%%; one in 3: %u%%; one in 2: %u%%",
                  few, measure (&language, 60, 5, TRUE), measure (&language, 60, 10, FALSE),
                  measure (&language, 60, 20, FALSE), measure (&language, 60, 33, FALSE), many);
  g_assert_cmpuint (same, ==, 100);
  g_assert_cmpuint (few, >=, 70);
  g_assert_cmpuint (many, <=, 1);
}

static void
test_english (void)
{
  check_edits (FALSE);
}

static void
test_chinese (void)
{
  check_edits (TRUE);
}

/* A sentence more at the end of a long answer. */
static void
test_appended (void)
{
  g_auto(Language) language = { 0 };
  guint n_found = 0;

  language_init (&language, FALSE);

  for (guint i = 0; i < N_TRIALS; i++)
    {
      g_autofree guint *said = choose_words (&language, 128);
      g_autofree char *answer = write_words (&language, said, 120, 0);
      g_autofree char *longer = write_words (&language, said, 128, 0);
      AttuneFacts first = describe ("How is it?", answer);
      AttuneFacts second = describe ("How is it?", longer);

      n_found += is_near (&first, &second);
    }

  g_test_message ("8 words after 120: %u%% found", n_found * 100 / N_TRIALS);
  g_assert_cmpuint (n_found * 100 / N_TRIALS, >= , 85);
}

/* A template asks nearly the same each time; what is answered decides. */
static void
test_template (void)
{
  g_auto(Language) language = { 0 };
  guint n_found = 0;

  language_init (&language, FALSE);

  for (guint i = 0; i < N_TRIALS; i++)
    {
      g_autofree guint *said = choose_words (&language, 60);
      g_autofree char *answer = write_words (&language, said, 30, 0);
      g_autofree char *other = write_words (&language, said + 30, 30, 0);
      g_autofree char *question = g_strdup_printf ("Translate the following text into German, please, and keep "
                                                   "its tone and its line breaks as they are: %s", language.words[i]);
      AttuneFacts first = describe (question, answer);
      AttuneFacts second = describe (question, other);

      n_found += is_near (&first, &second);
    }

  g_assert_cmpuint (n_found, ==, 0);
}

static void
test_short (void)
{
  AttuneFacts yes = describe ("Is the sky blue?", "Yes");
  AttuneFacts shouted = describe ("IS THE SKY BLUE?", "YES");
  AttuneFacts other = describe ("Is the sea deep?", "Yes");
  AttuneFacts no = describe ("Is the sky blue?", "No");
  AttuneFacts nothing = describe ("", "");

  g_assert_true (is_near (&yes, &shouted));
  g_assert_false (is_near (&yes, &other));
  g_assert_false (is_near (&yes, &no));
  g_assert_false (is_near (&nothing, &nothing));
  g_assert_cmpuint (attune_signature_compare (yes.signature, yes.signature), ==, 100);
}

/* Of many, the right ones are found, and nothing else. */
static void
test_many (void)
{
  g_autoptr(AttuneNearSet) set = attune_near_set_new ();
  g_autoptr(GError) error = NULL;
  g_auto(Language) language = { 0 };
  guint n_false = 0;
  guint n_found = 0;

  language_init (&language, FALSE);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree guint *said = choose_words (&language, 40);
      g_autofree char *answer = write_words (&language, said, 40, 0);
      AttuneFacts facts = describe (language.words[i % N_WORDS], answer);
      guint32 similar;

      n_false += attune_near_set_add (set, &facts, i, &similar, &error);
      g_assert_no_error (error);

      if (i % 10 == 0)
        {
          g_autofree char *edited = write_words (&language, said, 40, 1);

          facts = describe (language.words[i % N_WORDS], edited);
          n_found += attune_near_set_add (set, &facts, 100000 + i, &similar, &error) &&
                     similar == i;
        }
    }

  g_test_message ("of 2000 edits among 20000: %u found; %u found wrongly", n_found, n_false);
  g_assert_cmpuint (n_found, >=, 1900);
  g_assert_cmpuint (n_false, <=, 2);
}

/* How many are said to come, and whether it is true, changes nothing of what is found. */
static void
test_reserve (void)
{
  static const guint64 guesses[] = { 0, 10, 3000, 100000 };
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_auto(Language) language = { 0 };

  language_init (&language, FALSE);

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree guint *said = choose_words (&language, 40);

      g_ptr_array_add (answers, write_words (&language, said, 40, 0));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autoptr(AttuneNearSet) set = attune_near_set_new ();
      g_autoptr(GError) error = NULL;
      guint32 similar;

      attune_near_set_reserve (set, guesses[i]);

      for (guint j = 0; j < 2 * answers->len; j++)
        {
          AttuneFacts facts = describe ("Say it.", g_ptr_array_index (answers, j % answers->len));

          g_assert_cmpint (attune_near_set_add (set, &facts, j, &similar, &error), ==,
                           j >= answers->len);
          g_assert_no_error (error);
        }
    }
}

/* When thousands are alike in a part, each is still compared with a few only. */
static void
test_pathological (void)
{
  g_autoptr(AttuneNearSet) set = attune_near_set_new ();
  g_autoptr(GError) error = NULL;
  AttuneFacts facts = describe ("Is the sky blue?", "Yes");
  guint32 similar;

  for (guint i = 0; i < 200 * 1000; i++)
    {
      /* The bands stay the same, the signature never is. */
      for (guint j = 0; j < sizeof facts.signature; j++)
        facts.signature[j] = g_random_int ();

      attune_near_set_add (set, &facts, i, &similar, &error);
      g_assert_no_error (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/NearSet/english", test_english);
  g_test_add_func ("/Attune/NearSet/chinese", test_chinese);
  g_test_add_func ("/Attune/NearSet/appended", test_appended);
  g_test_add_func ("/Attune/NearSet/template", test_template);
  g_test_add_func ("/Attune/NearSet/short", test_short);
  g_test_add_func ("/Attune/NearSet/many", test_many);
  g_test_add_func ("/Attune/NearSet/reserve", test_reserve);
  g_test_add_func ("/Attune/NearSet/pathological", test_pathological);

  return g_test_run ();
}
