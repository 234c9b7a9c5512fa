/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Prints how fast the checks are on one core: each line of the file is one text of an example that
 * is otherwise the same. Without a file, on English and Chinese that is made up.
 *
 *   attune-bench-check [FILE.jsonl] */

#define G_LOG_DOMAIN "attune-bench"

#include "config.h"

#include <string.h>
#include <time.h>

#include "attune-checker.h"
#include "attune-near-set.h"
#include "attune-sketch.h"

#define N_EXAMPLES 20000
#define N_ROUNDS 5

static const char * const english[] = {
  "the", "model", "answers", "a", "question", "about", "weather", "in", "London", "and", "how",
  "people", "usually", "prepare", "for", "it", "because", "rain", "comes", "often", "there",
};

static const char * const chinese[] = {
  "今天", "天气", "怎么样", "，", "我", "想", "知道", "明天", "会不会", "下雨", "。", "请问", "这个",
  "模型", "可以", "回答", "哪些", "问题", "谢谢", "你们", "的", "帮助",
};

typedef struct
{
  GPtrArray *texts;    /* of GString */
  gsize      n_bytes;
} Corpus;

/* The time this program was on the processor, in microseconds: others may be busy. */
static gint64
get_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static GString *
make_text (GRand              *rand,
           const char * const *words,
           gsize               n_words,
           const char         *space,
           guint               length)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < length; i++)
    {
      g_string_append (text, words[g_rand_int_range (rand, 0, n_words)]);
      g_string_append (text, i % 17 == 16 && *space != '\0' ? ". " : space);
    }

  return text;
}

static Corpus
make_corpus (const char * const *words,
             gsize               n_words,
             const char         *space)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  Corpus corpus = { g_ptr_array_new (), 0 };

  for (guint i = 0; i < 2 * N_EXAMPLES; i++)
    {
      GString *text = make_text (rand, words, n_words, space, i % 2 == 0 ? 30 : 160);

      g_ptr_array_add (corpus.texts, text);
      corpus.n_bytes += text->len;
    }

  return corpus;
}

static void
clear_corpus (Corpus *corpus)
{
  for (guint i = 0; i < corpus->texts->len; i++)
    g_string_free (g_ptr_array_index (corpus->texts, i), TRUE);

  g_ptr_array_unref (corpus->texts);
}

static void
fill (AttuneDraft  *draft,
      const Corpus *corpus,
      guint         index)
{
  const GString *question = g_ptr_array_index (corpus->texts, 2 * index);
  const GString *answer = g_ptr_array_index (corpus->texts, 2 * index + 1);

  attune_draft_reset (draft);
  attune_draft_add_turn (draft, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION,
                         question->str, question->len);
  attune_draft_add_turn (draft, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION,
                         answer->str, answer->len);
}

static void
print_speed (const char *what,
             const char *name,
             gsize       n_bytes,
             gint64      time)
{
  g_print ("%-10s %-8s %7.0f MB/s  %5.2f ns a byte\n", what, name,
           (double)n_bytes / time, time * 1000.0 / n_bytes);
}

/* Says what the checks find, so that a false alarm is seen. */
static void
print_issues (const char        *name,
              const AttuneFacts *all,
              guint              n_examples)
{
  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      guint n_found = 0;

      for (guint i = 0; i < n_examples; i++)
        n_found += (all[i].issues & attune_issue_bit (kind)) != 0;

      if (n_found > 0)
        g_print ("%-10s %-8s %7u %s\n", "found", name, n_found, attune_issue_get_id (kind));
    }
}

static void
measure (const char   *name,
         const Corpus *corpus)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, NULL, NULL);
  g_auto(AttuneDraft) draft = { 0 };
  gint64 best_check = G_MAXINT64;
  gint64 best_scan = G_MAXINT64;
  gint64 best_sketch = G_MAXINT64;
  gint64 best_near = G_MAXINT64;
  guint n_examples = corpus->texts->len / 2;
  g_autofree AttuneFacts *all = g_new0 (AttuneFacts, n_examples);
  guint n_near = 0;

  attune_draft_init (&draft);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr(AttuneNearSet) set = attune_near_set_new ();
      AttuneTextScan scan = { .wanted = attune_text_scan_get_kinds () };
      gint64 start = get_time ();
      AttuneSketch sketch;
      AttuneFacts facts;
      guint32 similar;

      attune_sketch_reset (&sketch);

      for (guint i = 0; i < n_examples; i++)
        {
          fill (&draft, corpus, i);
          attune_checker_check (checker, &draft, &facts);
        }

      best_check = MIN (best_check, get_time () - start);
      start = get_time ();

      for (guint i = 0; i < corpus->texts->len; i++)
        {
          const GString *text = g_ptr_array_index (corpus->texts, i);

          attune_text_scan_run (&scan, text->str, text->len);
        }

          best_scan = MIN (best_scan, get_time () - start);
      scan.registers = sketch.registers[ATTUNE_SKETCH_ANSWER];
      start = get_time ();

      for (guint i = 0; i < corpus->texts->len; i++)
        {
          const GString *text = g_ptr_array_index (corpus->texts, i);

          attune_text_scan_run (&scan, text->str, text->len);
        }

      best_sketch = MIN (best_sketch, get_time () - start);
      n_near = 0;

      for (guint i = 0; i < n_examples; i++)
        {
          fill (&draft, corpus, i);
          attune_checker_check (checker, &draft, &all[i]);
        }

      start = get_time ();

      for (guint i = 0; i < n_examples; i++)
        n_near += attune_near_set_add (set, &all[i], i, &similar, NULL);

      best_near = MIN (best_near, get_time () - start);
    }

  print_speed ("checks", name, corpus->n_bytes, best_check);
  print_speed ("texts", name, corpus->n_bytes, best_scan);
  print_speed ("+ sketch", name, corpus->n_bytes, best_sketch);
  g_print ("%-10s %-8s %7.0f ns an example, %u of %u near\n", "near set", name,
           best_near * 1000.0 / n_examples, n_near, n_examples);
  print_issues (name, all, n_examples);
}

/* Takes lines two by two: a question and an answer. */
static Corpus
read_corpus (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  Corpus corpus = { g_ptr_array_new (), 0 };

  if (!g_file_get_contents (path, &text, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return corpus;
    }

  lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_ptr_array_add (corpus.texts, g_string_new (lines[i]));
      corpus.n_bytes += strlen (lines[i]);
    }

  return corpus;
}

int
main (int   argc,
      char *argv[])
{
  Corpus corpus;

  if (argc > 1)
    {
      corpus = read_corpus (argv[1]);
      measure ("file", &corpus);
      clear_corpus (&corpus);
      return 0;
    }

  corpus = make_corpus (english, G_N_ELEMENTS (english), " ");
  measure ("English", &corpus);
  clear_corpus (&corpus);
  corpus = make_corpus (chinese, G_N_ELEMENTS (chinese), "");
  measure ("Chinese", &corpus);
  clear_corpus (&corpus);

  return 0;
}
