/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-advice"

#include "config.h"

#include <math.h>

#include "attune-advice.h"
#include "attune-checkpoint.h"
#include "attune-job-point-list.h"
#include "attune-job-point.h"
#include "attune-missing-steps.h"
#include "attune-wire-measures.h"

#define MAX_LOSSES 64

/* Losses at the steps 10, 20, …; an empty list means that they were not measured. */
static const struct
{
  const char       *name;
  const char       *train;
  const char       *valid;
  const char       *full;
  AttuneAdviceKind  kind;
  gint64            step;
} cases[] = {
  { "nothing", "", "", "", ATTUNE_ADVICE_NONE, 0 },
  { "first point", "5", "5", "5", ATTUNE_ADVICE_NONE, 0 },
  { "falling", "5 4 3 2 1", "5 4 3 2 1", "", ATTUNE_ADVICE_NONE, 0 },
  { "turned", "5 4 3 2 1", "5 4 4.3 4.4 4.5", "", ATTUNE_ADVICE_BY_HEART, 20 },
  { "just not enough points", "5 4 3", "4 4.3 4.4", "", ATTUNE_ADVICE_NONE, 0 },
  { "just enough points", "5 4 3 2", "4 4.3 4.4 4.5", "", ATTUNE_ADVICE_BY_HEART, 10 },
  { "just not high enough", "5 4 3 2 1", "5 4 4.19 4.4 4.5", "", ATTUNE_ADVICE_NONE, 0 },
  { "one that came down again", "5 4 3 2 1", "5 4 4.3 4.05 4.5", "", ATTUNE_ADVICE_NONE, 0 },
  { "the whole set counts", "5 4 3 2 1", "5 4 4.3 4.4 4.5", "5 4 3 2 1", ATTUNE_ADVICE_NONE, 0 },
  { "the whole set has turned", "5 4 3 2 1", "5 4 3 2 1", "4 3 5 5 5", ATTUNE_ADVICE_BY_HEART, 20 },
  { "too little of the whole set", "5 4 3 2 1", "5 4 4.3 4.4 4.5", "- - - - 3",
    ATTUNE_ADVICE_BY_HEART, 20 },
  { "validated now and then", "5 4 4 3 3 2 2", "5 - 4 - 4.3 4.4 4.5", "", ATTUNE_ADVICE_BY_HEART, 30 },
  { "no number any more", "5 4 4 3 3 - - - - -", "", "", ATTUNE_ADVICE_DIVERGED, 50 },
  { "a hole", "5 4 4 3 3 - - - - 2", "", "", ATTUNE_ADVICE_NONE, 0 },
  { "run away", "5 4 3 2 1 1 1 1 1 1 6 7 8 9 9", "", "", ATTUNE_ADVICE_DIVERGED, 90 },
  { "run away, but not above the beginning", "9 9 9 9 9 1 1 1 1 1 6 6 6 6 6", "", "",
    ATTUNE_ADVICE_NONE, 0 },
  { "run away is more serious than a turn", "5 4 3 2 1 1 1 1 1 1 6 7 8 9 9",
    "5 4 4.3 4.4 4.5 - - - - - - - - - -", "", ATTUNE_ADVICE_DIVERGED, 90 },
  { "stands still",
    "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3", "", "",
    ATTUNE_ADVICE_NOT_LEARNING, 0 },
  { "stands still, but not for long",
    "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3", "", "", ATTUNE_ADVICE_NONE, 0 },
  { "falls a little",
    "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 2.9 2.9 2.9 2.9 2.9 2.9 2.9 2.9 2.9 2.9", "", "",
    ATTUNE_ADVICE_NONE, 0 },
  { "knew everything",
    ".1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1 .1", "", "",
    ATTUNE_ADVICE_NONE, 0 },
};

static gsize
read_losses (AttuneMeasures *measures,
             const char     *text,
             gsize           offset)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  gsize n_words = g_strv_length (words);

  g_assert_cmpuint (n_words, <=, MAX_LOSSES);

  for (gsize i = 0; i < MAX_LOSSES; i++)
    {
      gboolean is_there = i < n_words && g_ascii_isdigit (words[i][words[i][0] == '.' ? 1 : 0]);

      G_STRUCT_MEMBER (double, &measures[i], offset) = is_there ? g_ascii_strtod (words[i], NULL)
                                                                : NAN;
    }

  return *text != '\0' ? n_words : 0;
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AttuneMeasures measures[MAX_LOSSES] = { 0 };
      AttuneAdvice advice;
      gsize n_measures;
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].name);

      for (gsize k = 0; k < MAX_LOSSES; k++)
        measures[k].step = (k + 1) * 10;

      n_measures = read_losses (measures, cases[i].train,
                                G_STRUCT_OFFSET (AttuneMeasures, train_loss));
      read_losses (measures, cases[i].valid, G_STRUCT_OFFSET (AttuneMeasures, valid_loss));
      read_losses (measures, cases[i].full, G_STRUCT_OFFSET (AttuneMeasures, full_valid_loss));

      attune_advice_find (&advice, measures, n_measures);
      g_assert_cmpint (advice.kind, ==, cases[i].kind);
      g_assert_cmpint (advice.step, ==, cases[i].step);

      text = attune_advice_dup_text (&advice, 0);
      g_assert_true ((text != NULL) == (advice.kind != ATTUNE_ADVICE_NONE));
    }
}

static void
test_text (void)
{
  AttuneAdvice advice = { ATTUNE_ADVICE_BY_HEART, 240 };
  g_autofree char *with = attune_advice_dup_text (&advice, 250);
  g_autofree char *without = attune_advice_dup_text (&advice, 0);

  g_assert_nonnull (strstr (with, "Since step 240 "));
  g_assert_nonnull (strstr (with, "The checkpoint of step 250 "));
  g_assert_null (strstr (without, "checkpoint"));
}

static void
add_checkpoint (GListStore *store,
                gint64      step,
                double      valid,
                double      full)
{
  AttuneMeasures measures = { .step = step, .train_loss = NAN, .train_accuracy = NAN,
                              .valid_loss = valid, .valid_accuracy = NAN,
                              .full_valid_loss = full, .full_valid_accuracy = NAN };
  g_autoptr(AttuneCheckpoint) checkpoint = attune_checkpoint_new ("c", "m", NULL, &measures);

  g_list_store_append (store, checkpoint);
}

static gint64
find_best_step (GListStore *store)
{
  AttuneCheckpoint *best = attune_checkpoint_find_best (G_LIST_MODEL (store));

  return best != NULL ? attune_checkpoint_get_measures (best)->step : 0;
}

static void
test_best (void)
{
  g_autoptr(GListStore) store = g_list_store_new (ATTUNE_TYPE_CHECKPOINT);
  AttuneCheckpoint *nearest;

  g_assert_cmpint (find_best_step (store), ==, 0);
  g_assert_null (attune_checkpoint_find_nearest (G_LIST_MODEL (store), 5));

  add_checkpoint (store, 10, 3, NAN);
  g_assert_cmpint (find_best_step (store), ==, 0);
  add_checkpoint (store, 20, 2, NAN);
  add_checkpoint (store, 30, 2.5, 9);
  g_assert_cmpint (find_best_step (store), ==, 20);
  add_checkpoint (store, 40, 9, 8);
  g_assert_cmpint (find_best_step (store), ==, 40);

  nearest = attune_checkpoint_find_nearest (G_LIST_MODEL (store), 26);
  g_assert_cmpint (attune_checkpoint_get_measures (nearest)->step, ==, 30);
}

static void
changed_cb (GListModel *list,
            guint       position,
            guint       removed,
            guint       added,
            GString    *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
check_steps (AttuneJobPointList *list,
             const char         *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(AttuneJobPoint) point = g_list_model_get_item (G_LIST_MODEL (list), i);
      const AttuneMeasures *measures = attune_job_point_get_measures (point);

      g_string_append_printf (text, "%d:%.0f ", (int)measures->step, measures->train_loss);
    }

  g_assert_cmpstr (text->str, ==, expected);
}

/* Whatever the order in which points come, they are by step, and each change is told. */
static void
test_list (void)
{
  g_autoptr(AttuneJobPointList) list = attune_job_point_list_new ();
  g_autoptr(GString) log = g_string_new (NULL);
  g_autofree AttuneMeasures *many = g_new0 (AttuneMeasures, 40);
  AttuneMeasures some[] = { { .step = 2, .train_loss = 2 }, { .step = 4, .train_loss = 4 },
                            { .step = 3, .train_loss = 3 }, { .step = 4, .train_loss = 5 } };
  gsize n_measures;

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), log);
  attune_job_point_list_add (list, some, G_N_ELEMENTS (some));
  g_assert_cmpstr (log->str, ==, "0-0+2 1-0+1 2-1+1 ");
  check_steps (list, "2:2 3:3 4:5 ");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 3));

  /* Backwards, with each step twice: the later one counts. */
  for (guint i = 0; i < 40; i++)
    many[i] = (AttuneMeasures) { .step = 20 - i / 2, .train_loss = i % 2 };

  g_string_truncate (log, 0);
  attune_job_point_list_add (list, many, 40);
  g_assert_cmpstr (log->str, ==, "0-3+20 ");
  attune_job_point_list_get_measures (list, &n_measures);
  g_assert_cmpuint (n_measures, ==, 20);
  check_steps (list, "1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:1 10:1 11:1 12:1 13:1 14:1 15:1 16:1 17:1 "
                     "18:1 19:1 20:1 ");

  attune_job_point_list_clear (list);
  check_steps (list, "");
}

/* Measures that a service tells once, and that nobody has heard. */
static void
test_missing (void)
{
  static const struct
  {
    gint64 steps[5];     /* below 0: only validation was measured there; 0: no more */
    gint64 last_step;
    gint64 n_missing;
  } runs[] = {
    { { 0 }, 0, 0 },
    { { 0 }, 40, 0 },
    { { 1, 2, 3, 4 }, 0, 0 },
    { { 1, 2, 3, 4 }, 4, 0 },
    { { 1, 2, 3, 4 }, 10, 6 },
    { { 1, 2, 7, 8 }, 0, 4 },
    { { 5, 6, 7 }, 0, 4 },
    { { 10, 20, 50 }, 55, 2 },
    { { 10, -15, 20, 30 }, 39, 0 },
    { { 30 }, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      AttuneMeasures measures[5];
      gsize n = 0;

      for (; n < 5 && runs[i].steps[n] != 0; n++)
        {
          attune_measures_init (&measures[n]);
          measures[n].step = ABS (runs[i].steps[n]);
          measures[n].train_loss = runs[i].steps[n] > 0 ? 1 : NAN;
        }

      g_test_message ("run %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (attune_missing_steps_count (measures, n, runs[i].last_step), ==,
                       runs[i].n_missing);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Advice/table", test_table);
  g_test_add_func ("/Attune/Advice/text", test_text);
  g_test_add_func ("/Attune/Advice/best", test_best);
  g_test_add_func ("/Attune/Advice/list", test_list);
  g_test_add_func ("/Attune/Advice/missing", test_missing);

  return g_test_run ();
}
