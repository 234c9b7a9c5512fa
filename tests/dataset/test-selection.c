/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-selection"

#include "config.h"

#include "attune-remedy.h"
#include "attune-selection.h"
#include "dataset-test.h"

#define CHAT(question, answer) \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"" question "\"},{\"role\":\"assistant\",\"content\":\"" answer "\"}]}\n"

static const AttuneSplit no_split = { 0 };

/* Every issue that a single file of conversations can have, on lines that have nothing else in
 * common. */
static const char corpus[] =
  CHAT ("What is the capital of France?", "Paris, on the river Seine.")
  "broken {\n"
  "[\"a list\"]\n"
  "{\"text\":\"neither a question nor what answers it\"}\n"
  "{\"messages\":[{\"role\":\"human\",\"content\":\"Who wrote Faust?\"},{\"role\":\"gpt\",\"content\":\"Goethe did.\"}]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Which bird cannot fly?\",\"mood\":1},{\"role\":\"assistant\",\"content\":\"The ostrich.\"}]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"How deep is the sea?\"},{\"role\":\"assistant\",\"content\":\"Eleven kilometres.\",\"weight\":0.7}]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Nobody says anything to this\"}]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Why is snow white?\"},{\"role\":\"assistant\",\"content\":\"It scatters all light.\"},{\"role\":\"user\",\"content\":\"Thanks\"}]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Is it missing below?\"},{\"role\":\"assistant\"}]}\n"
  CHAT ("An answer would be nice", "")
  CHAT (" ", "I begin the talk by myself.")
  "{\"messages\":[{\"role\":\"system\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"Is tea hot?\"},{\"role\":\"assistant\",\"content\":\"Mostly.\"},{\"role\":\"user\",\"content\":\"\"},{\"role\":\"assistant\",\"content\":\"Iced tea is not.\"}]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Count to two\"},{\"role\":\"user\",\"content\":\"please\"},{\"role\":\"assistant\",\"content\":\"One, two.\"}]}\n"
  CHAT ("Where does a text end?", "Here <|endoftext|> perhaps.")
  CHAT ("What do llamas read?", "They read [INST] and stop.")
  CHAT ("How is coffee called there?", "A small cafÃ© serves it.")
  CHAT ("Show me an accent", "It is \\\\u00e9 in code.")
  CHAT ("What cannot be shown?", "This one: \\ufffd.")
  CHAT ("Where do I sign in?", "Use sk-proj-4fT9xQ2mZr7LkV1bNc8WdE3yHs6JpA0uG5iK2oRt there.")
  CHAT ("Whom may I write to?", "Write to anna.schmidt@beispiel.org any day.")
  CHAT ("Whom may I call?", "Call 13812345678 in the morning.")
  CHAT ("What number is on the card?", "It says 4111 1111 1111 1111 in front.")
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Weather in Rome?\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"w\",\"arguments\":\"{\"}}]}]}\n"
  "{\"prompt\":\"Another kind\",\"completion\":\"of example.\"}\n"
  CHAT ("What is the capital of France?", "Paris, on the river Seine.")
  CHAT ("Tell me in one long sentence how bread is made at home by hand", "Mix flour, water, salt and yeast, knead the dough well, let it rise for some hours in a warm place, shape it into a loaf, and bake it in a hot oven until the crust is brown.")
  CHAT ("Tell me in one long sentence how bread is made at home by hand", "Mix flour, water, salt and yeast, knead the dough well, let it rise for some hours in a warm place, shape it into a loaf, and bake it in a hot oven until the crust is dark.")
  CHAT ("not UTF-8", "\xff")
  CHAT ("And what is last?", "This is.");

static AttuneScan *
scan_file (const char *path,
           guint64     remedies)
{
  AttuneScanOptions options = { .source.encoding = "UTF-8", .remedies = remedies };
  g_autoptr(GError) error = NULL;
  AttuneScan *scan = attune_scan_file (path, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return scan;
}

static const char *
name_fate (AttuneFate fate)
{
  static const char * const names[] = {
    "training", "validation", "unusable", "duplicate", "removed", "not sampled"
  };

  return names[fate];
}

/* What is foretold without reading the file again must be what becomes of every entry. */
static void
assert_foretold (AttuneScan *before,
                 guint64     remedies)
{
  g_autoptr(AttuneScan) after = scan_file (attune_scan_get_path (before), remedies);
  g_autoptr(AttuneSelection) foretold = attune_selection_new (before, remedies, &no_split);
  g_autoptr(AttuneSelection) true_one = attune_selection_new (after, remedies, &no_split);
  guint length = attune_index_get_length (attune_scan_get_index (before));
  guint64 n = 0;
  guint64 n_reasons = 0;

  g_assert_cmpuint (length, ==, attune_index_get_length (attune_scan_get_index (after)));

  for (guint i = 0; i < length; i++)
    {
      g_test_message ("remedies %" G_GINT64_MODIFIER "x, line %u", remedies, i + 1);
      g_assert_cmpstr (name_fate (attune_selection_get_fate (foretold, i)), ==,
                       name_fate (attune_selection_get_fate (true_one, i)));
    }

  for (AttuneFate fate = 0; fate < ATTUNE_N_FATES; fate++)
    {
      g_assert_cmpuint (attune_selection_count (foretold, fate), ==,
                        attune_selection_count (true_one, fate));
      n += attune_selection_count (foretold, fate);
    }

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    n_reasons += attune_selection_count_reason (foretold, kind);

  g_assert_cmpuint (n, ==, length);
  g_assert_cmpuint (n_reasons, ==, attune_selection_count (foretold, ATTUNE_FATE_UNUSABLE) +
                                   attune_selection_count (foretold, ATTUNE_FATE_DUPLICATE) +
                                   attune_selection_count (foretold, ATTUNE_FATE_REMOVED));
}

/* Whatever is left out has one reason. */
static void
test_reasons (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneScan) scan =
    scan_file (dataset_test_write (f, "data.jsonl", CHAT ("q1", "a1") CHAT ("q2", "") CHAT ("q3", "")
                                   "broken\n" CHAT ("q1", "a1") CHAT ("q4", "end <|endoftext|>")), 0);
  g_autoptr(AttuneSelection) none = attune_selection_new (scan, 0, &no_split);
  g_autoptr(AttuneSelection) mended =
    attune_selection_new (scan, attune_remedies_get_defaults (), &no_split);
  g_autoptr(AttuneExampleStats) stats = attune_selection_collect_stats (mended);

  g_assert_cmpuint (attune_selection_count_reason (none, ATTUNE_ISSUE_NOT_JSON), ==, 1);
  g_assert_cmpuint (attune_selection_count_reason (none, ATTUNE_ISSUE_EMPTY_ANSWER), ==, 2);
  g_assert_cmpuint (attune_selection_count_reason (none, ATTUNE_ISSUE_SPECIAL_TOKEN), ==, 1);
  g_assert_cmpuint (attune_selection_count_reason (none, ATTUNE_ISSUE_DUPLICATE), ==, 0);
  g_assert_cmpuint (attune_selection_count_reason (mended, ATTUNE_ISSUE_SPECIAL_TOKEN), ==, 0);
  g_assert_cmpuint (attune_selection_count_reason (mended, ATTUNE_ISSUE_DUPLICATE), ==, 1);

  g_assert_cmpuint (stats->n_examples, ==, attune_selection_count (mended, ATTUNE_FATE_TRAINING));
  g_assert_cmpuint (stats->tokens->len, ==, stats->n_examples);
}

static void
test_foretold (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(AttuneScan) scan = scan_file (dataset_test_write (f, "data.jsonl", corpus), 0);

  assert_foretold (scan, 0);
  assert_foretold (scan, attune_remedies_get_defaults ());
  assert_foretold (scan, attune_remedy_bit (ATTUNE_N_REMEDIES) - 1);

  for (AttuneRemedy remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    assert_foretold (scan, attune_remedy_bit (remedy));
}

/* The corpus does have what it is said to have, and the remedies do something about it. */
static void
test_corpus (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneScan) scan = scan_file (dataset_test_write (f, "data.jsonl", corpus), 0);
  g_autoptr(AttuneSelection) none = attune_selection_new (scan, 0, &no_split);
  g_autoptr(AttuneSelection) mended =
    attune_selection_new (scan, attune_remedies_get_defaults (), &no_split);
  static const AttuneIssueKind kinds[] = {
    ATTUNE_ISSUE_NOT_UTF8, ATTUNE_ISSUE_NOT_JSON, ATTUNE_ISSUE_NOT_OBJECT,
    ATTUNE_ISSUE_UNKNOWN_SHAPE,
    ATTUNE_ISSUE_UNKNOWN_ROLE, ATTUNE_ISSUE_MISSING_CONTENT, ATTUNE_ISSUE_UNKNOWN_MEMBER,
    ATTUNE_ISSUE_BAD_WEIGHT, ATTUNE_ISSUE_BAD_TOOL_CALL, ATTUNE_ISSUE_NO_ASSISTANT,
    ATTUNE_ISSUE_LAST_NOT_ASSISTANT, ATTUNE_ISSUE_NOT_ALTERNATING, ATTUNE_ISSUE_EMPTY_ANSWER,
    ATTUNE_ISSUE_EMPTY_QUESTION, ATTUNE_ISSUE_EMPTY_TURN, ATTUNE_ISSUE_SPECIAL_TOKEN,
    ATTUNE_ISSUE_TEMPLATE_TOKEN, ATTUNE_ISSUE_MOJIBAKE, ATTUNE_ISSUE_ESCAPED_TEXT,
    ATTUNE_ISSUE_INVALID_CHARACTER, ATTUNE_ISSUE_SECRET, ATTUNE_ISSUE_EMAIL, ATTUNE_ISSUE_PHONE,
    ATTUNE_ISSUE_CARD_NUMBER, ATTUNE_ISSUE_MIXED_KINDS, ATTUNE_ISSUE_DUPLICATE,
    ATTUNE_ISSUE_NEAR_DUPLICATE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_test_message ("%s", attune_issue_get_id (kinds[i]));
      g_assert_cmpuint (attune_report_get_count (attune_scan_get_report (scan), kinds[i]), >, 0);
    }

  g_assert_cmpuint (attune_selection_count (none, ATTUNE_FATE_TRAINING), ==,
                    attune_scan_get_n_examples (scan));
  g_assert_cmpuint (attune_selection_count (none, ATTUNE_FATE_DUPLICATE), ==, 0);
  g_assert_cmpuint (attune_selection_count (mended, ATTUNE_FATE_DUPLICATE), ==, 1);
  g_assert_cmpuint (attune_selection_count (mended, ATTUNE_FATE_TRAINING), ==,
                    attune_selection_count (none, ATTUNE_FATE_TRAINING) - 1 + 5);
}

/* Each question is asked by a few examples, which are far apart. */
static void
write_questions (Fixture *f,
                 guint    n_examples,
                 guint    n_questions)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_examples; i++)
    g_string_append_printf (text, CHAT ("question %u", "answer %u"), i % n_questions, i);

  dataset_test_write (f, "data.jsonl", text->str);
}

/* Asserts that no question is on both sides, and returns how many examples are held out. */
static guint64
count_apart (AttuneScan      *scan,
             AttuneSelection *selection)
{
  g_autoptr(GHashTable) questions = g_hash_table_new (g_int64_hash, g_int64_equal);
  AttuneIndex *index = attune_scan_get_index (scan);
  guint64 n = 0;

  for (guint i = 0; i < attune_index_get_length (index); i++)
    if (attune_selection_get_fate (selection, i) == ATTUNE_FATE_VALIDATION)
      {
        g_hash_table_add (questions, (gpointer)&attune_index_get (index, i)->question);
        n++;
      }

  for (guint i = 0; i < attune_index_get_length (index); i++)
    if (attune_selection_get_fate (selection, i) == ATTUNE_FATE_TRAINING)
      g_assert_false (g_hash_table_contains (questions, &attune_index_get (index, i)->question));

  g_assert_cmpuint (attune_selection_count (selection, ATTUNE_FATE_VALIDATION), ==, n);

  return n;
}

static void
test_split (Fixture       *f,
            gconstpointer  data)
{
  static const struct
  {
    AttuneSplit split;
    guint       expected;   /* as near to it as whole groups of four allow */
  } cases[] = {
    { { .share = 0.1, .seed = 1 }, 200 }, { { .share = 0.5 }, 1000 }, { { .share = 0.9 }, 1000 },
    { { .share = 0.003 }, 6 }, { { .share = 1.0 / 7 }, 286 },
    { { .share = 1e-9 }, 0 }, { { .count = 100 }, 100 },
    { { .count = 100, .share = 0.5 }, 100 }, { { .count = 1900 }, 1000 }, { { 0 }, 0 },
  };
  g_autoptr(AttuneScan) scan = NULL;

  write_questions (f, 2000, 500);
  scan = scan_file (f->path, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneSelection) selection = attune_selection_new (scan, 0, &cases[i].split);

      g_assert_cmpint (ABS ((int)count_apart (scan, selection) - (int)cases[i].expected), <=, 2);
      g_assert_cmpuint (attune_selection_count (selection, ATTUNE_FATE_TRAINING) +
                        attune_selection_count (selection, ATTUNE_FATE_VALIDATION), ==, 2000);
    }
}

/* When all ask the same, there is nothing to hold out. */
static void
test_one_question (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(AttuneSelection) selection = NULL;
  const AttuneSplit split = { .share = 0.4 };

  write_questions (f, 50, 1);
  scan = scan_file (f->path, 0);
  selection = attune_selection_new (scan, 0, &split);
  g_assert_cmpuint (count_apart (scan, selection), ==, 0);
}

static char *
list_kept (AttuneScan *scan)
{
  g_autoptr(AttuneSelection) selection = attune_selection_new (scan, 0, &no_split);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < attune_index_get_length (attune_scan_get_index (scan)); i++)
    if (attune_selection_get_fate (selection, i) == ATTUNE_FATE_TRAINING)
      g_string_append_printf (list, "%u ", i);
    else
      g_assert_cmpstr (name_fate (attune_selection_get_fate (selection, i)), ==, "not sampled");

  return g_string_free_and_steal (list);
}

static char *
sample (Fixture      *f,
        AttuneSample  kind,
        guint64       count,
        guint64       seed)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  AttuneScanOptions options = { .recipe = recipe };
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(GError) error = NULL;

  attune_recipe_set_sample (recipe, kind, count, seed);
  scan = attune_scan_file (f->path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return list_kept (scan);
}

static guint
count_words (const char *list)
{
  g_auto(GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_length (words) - 1;
}

static void
test_sample (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *many = NULL;
  g_autofree char *drawn = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other = NULL;
  g_autofree char *wide = NULL;

  write_questions (f, 300, 100);
  first = sample (f, ATTUNE_SAMPLE_FIRST, 5, 0);
  g_assert_cmpstr (first, ==, "0 1 2 3 4 ");
  many = sample (f, ATTUNE_SAMPLE_FIRST, 1000, 0);
  g_assert_cmpuint (count_words (many), ==, 300);

  drawn = sample (f, ATTUNE_SAMPLE_RANDOM, 100, 7);
  again = sample (f, ATTUNE_SAMPLE_RANDOM, 100, 7);
  other = sample (f, ATTUNE_SAMPLE_RANDOM, 100, 8);
  g_assert_cmpuint (count_words (drawn), ==, 100);
  g_assert_cmpuint (count_words (other), ==, 100);
  g_assert_cmpstr (drawn, ==, again);
  g_assert_cmpstr (drawn, !=, other);

  /* All of a seed counts. */
  wide = sample (f, ATTUNE_SAMPLE_RANDOM, 100, 7 + (G_GUINT64_CONSTANT (1) << 40));
  g_assert_cmpuint (count_words (wide), ==, 100);
  g_assert_cmpstr (wide, !=, drawn);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Selection/corpus", test_corpus);
  dataset_test_add ("/Attune/Selection/foretold", test_foretold);
  dataset_test_add ("/Attune/Selection/reasons", test_reasons);
  dataset_test_add ("/Attune/Selection/split", test_split);
  dataset_test_add ("/Attune/Selection/one-question", test_one_question);
  dataset_test_add ("/Attune/Selection/sample", test_sample);

  return g_test_run ();
}
