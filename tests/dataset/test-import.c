/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-import"

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "attune-error.h"
#include "attune-import.h"
#include "attune-remedy.h"
#include "dataset-test.h"

static char *
read_text (Fixture    *f,
           const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = dataset_test_build_path (f, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static guint
count_lines (const char *text)
{
  guint n_lines = 0;

  for (; *text != '\0'; text++)
    n_lines += *text == '\n';

  return n_lines;
}

static gboolean
import_full (Fixture                    *f,
             const AttuneImportOptions  *options,
             AttuneImportResult         *result,
             AttuneProgressFunc          progress,
             GCancellable               *cancellable,
             GError                    **error)
{
  g_autofree char *training_path = dataset_test_build_path (f, "training");
  g_autofree char *validation_path = dataset_test_build_path (f, "validation");

  return attune_import_file (f->path, options, training_path, validation_path, result,
                             progress, cancellable, cancellable, error);
}

static AttuneImportResult
import (Fixture                   *f,
        const AttuneImportOptions *options)
{
  g_autoptr(GError) error = NULL;
  AttuneImportResult result;

  import_full (f, options, &result, NULL, NULL, &error);
  g_assert_no_error (error);

  return result;
}

static void
assert_fails (Fixture                   *f,
              const AttuneImportOptions *options,
              AttuneError                code)
{
  g_autoptr(GError) error = NULL;
  AttuneImportResult result;

  g_assert_false (import_full (f, options, &result, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, ". "));
}

static void
assert_files (Fixture    *f,
              const char *expected)
{
  g_autofree char *list = dataset_test_list (f);

  g_assert_cmpstr (list, ==, expected);
}

static void
write_examples (Fixture *f,
                guint    n_examples,
                gsize    length)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *filler = g_strnfill (length, 'x');

  for (guint i = 0; i < n_examples; i++)
    g_string_append_printf (text, "{\"prompt\":\"问 %u\",\"completion\":\"%s\"}\n", i, filler);

  dataset_test_write (f, "data.jsonl", text->str);
}

static void
test_jsonl (Fixture       *f,
            gconstpointer  data)
{
  AttuneImportOptions options = {
    .scan.remedies = attune_remedy_bit (ATTUNE_REMEDY_REMOVE_DUPLICATES),
  };
  AttuneImportResult result;
  g_autofree char *training = NULL;

  dataset_test_write (f, "data.jsonl", "\xef\xbb\xbf  {\"prompt\": \"问\", \"completion\": \"a\", \"id\": 1e400}\r\n"
                                       "broken\r\n"
                                       "\r\n"
                                       "{\"prompt\":\"\\u95ee\",\"completion\":\"a\",\"id\":2}\r\n"
                                       "{\"prompt\":\"q\",\"completion\":\"b\"}");
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 2);
  g_assert_cmpuint (result.n_validation, ==, 0);
  g_assert_cmpuint (result.n_skipped, ==, 1);
  g_assert_cmpuint (result.n_duplicates, ==, 1);
  assert_files (f, "data.jsonl training");

  training = read_text (f, "training");
  g_assert_cmpstr (training, ==, "{\"prompt\": \"问\", \"completion\": \"a\", \"id\": 1e400}\n"
                                 "{\"prompt\":\"q\",\"completion\":\"b\"}\n");

  options.scan.remedies = 0;
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 3);
  g_assert_cmpuint (result.n_duplicates, ==, 0);
}

static void
test_csv (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  AttuneImportOptions options = {
    .scan.remedies = attune_remedy_bit (ATTUNE_REMEDY_REMOVE_DUPLICATES),
  };
  AttuneImportResult result;
  g_autofree char *training = NULL;
  g_autofree char *mapped = NULL;

  dataset_test_write (f, "data.csv", "问题;回答\n你好;\"他说：\"\"好\"\"\n第二行\"\nx\n你好;\"他说：\"\"好\"\"\n第二行\"\n");
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 1);
  g_assert_cmpuint (result.n_skipped, ==, 1);
  g_assert_cmpuint (result.n_duplicates, ==, 1);

  training = read_text (f, "training");
  g_assert_cmpstr (training, ==, "{\"messages\":[{\"role\":\"user\",\"content\":\"你好\"},"
                                 "{\"role\":\"assistant\",\"content\":\"他说：\\\"好\\\"\\n第二行\"}]}\n");

  g_object_set (recipe, "target", ATTUNE_EXAMPLE_COMPLETION, "question-field", "回答",
                "answer-field", "问题", NULL);
  options.scan.recipe = recipe;
  import (f, &options);
  mapped = read_text (f, "training");
  g_assert_cmpstr (mapped, ==, "{\"prompt\":\"他说：\\\"好\\\"\\n第二行\",\"completion\":\"你好\"}\n"
                               "{\"prompt\":\"\",\"completion\":\"x\"}\n");
}

static void
test_split (Fixture       *f,
            gconstpointer  data)
{
  static const struct
  {
    guint  n_examples;
    double share;
    guint  n_validation;
  } cases[] = {
    { 1000, 0.1, 100 }, { 1000, 0.5, 500 }, { 1000, 0.25, 250 }, { 999, 0.3, 300 },
    { 1000, 0.001, 1 }, { 1000, 0.9, 500 }, { 1000, 0.0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AttuneImportOptions options = { .split = { .share = cases[i].share, .seed = 42 } };
      AttuneImportResult result;

      write_examples (f, cases[i].n_examples, 1);
      result = import (f, &options);
      g_assert_cmpuint (result.n_training + result.n_validation, ==, cases[i].n_examples);
      g_assert_cmpint (ABS ((int)result.n_validation - (int)cases[i].n_validation), <=, 1);
    }
}

static void
test_split_by_seed (Fixture       *f,
                    gconstpointer  data)
{
  AttuneImportOptions options = { .split = { .share = 0.2, .seed = 7 } };
  g_autofree char *training = NULL;
  g_autofree char *validation = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other = NULL;

  write_examples (f, 500, 1);
  import (f, &options);
  training = read_text (f, "training");
  validation = read_text (f, "validation");
  g_assert_cmpuint (count_lines (training), ==, 400);
  g_assert_cmpuint (count_lines (validation), ==, 100);

  /* Each example is in one of the two. */
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *needle = g_strdup_printf ("\"问 %u\"", i);

      g_assert_true ((strstr (training, needle) != NULL) != (strstr (validation, needle) != NULL));
    }

  import (f, &options);
  again = read_text (f, "validation");
  g_assert_cmpstr (again, ==, validation);

  options.split.seed = 8;
  import (f, &options);
  other = read_text (f, "validation");
  g_assert_cmpuint (count_lines (other), ==, 100);
  g_assert_cmpstr (other, !=, validation);
}

static void
test_too_few_to_hold_out (Fixture       *f,
                          gconstpointer  data)
{
  AttuneImportOptions options = { .split = { .share = 0.01, .seed = 1 } };
  AttuneImportResult result;

  write_examples (f, 2, 1);
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 2);
  assert_files (f, "data.jsonl training");
}

static void
test_nothing_usable (Fixture       *f,
                     gconstpointer  data)
{
  AttuneImportOptions options = { .split.share = 0.1 };

  dataset_test_write (f, "data.csv", "x,y\n1,2\n3,4\n");
  assert_fails (f, &options, ATTUNE_ERROR_DATA);
  assert_files (f, "data.csv");
}

static void
truncate_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  if (done > total / 4)
    g_assert_cmpint (truncate (user_data, total / 2), ==, 0);
}

/* An error in the middle of the file must leave nothing, since the file cannot be read to its
 * end. */
static void
test_broken_in_the_middle (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *training_path = dataset_test_build_path (f, "training");
  AttuneImportOptions options = { 0 };
  AttuneImportResult result;

  write_examples (f, 8000, 1000);
  g_assert_false (attune_import_file (f->path, &options, training_path, NULL, &result,
                                      truncate_cb, f->path, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  assert_files (f, "data.jsonl");
}

static void
cancel_cb (gint64   done,
           gint64   total,
           gpointer user_data)
{
  if (done > total / 2)
    g_cancellable_cancel (user_data);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  AttuneImportOptions options = { .split.share = 0.1 };
  AttuneImportResult result;

  write_examples (f, 8000, 1000);
  g_assert_false (import_full (f, &options, &result, cancel_cb, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (result.n_training, >, 1000);
  assert_files (f, "data.jsonl");
}

/* A limit on the size of files stands in for a full disk: both fail in the middle of a write. */
static void
test_full_disk (Fixture       *f,
                gconstpointer  data)
{
  AttuneImportOptions options = { .split.share = 0.1 };
  struct rlimit limit;
  struct rlimit old_limit;
  g_autofree char *training = NULL;
  g_autofree char *before = NULL;

  write_examples (f, 100, 1);
  import (f, &options);
  before = read_text (f, "training");

  write_examples (f, 3000, 1000);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 1000 * 1000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_fails (f, &options, ATTUNE_ERROR_STORAGE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  signal (SIGXFSZ, SIG_DFL);

  /* What was there before is there still. */
  assert_files (f, "data.jsonl training validation");
  training = read_text (f, "training");
  g_assert_cmpstr (training, ==, before);
}

static void
test_free_space (Fixture       *f,
                 gconstpointer  data)
{
  AttuneImportOptions options = { 0 };
  struct statvfs info;
  goffset n_free;

  /* A sparse file that is larger than what the disk has left, and takes nothing of it. */
  write_examples (f, 20, 10);
  g_assert_cmpint (statvfs (f->folder, &info), ==, 0);
  n_free = (goffset)info.f_bavail * info.f_frsize;

  if (truncate (f->path, n_free + G_GINT64_CONSTANT (0x40000000)) != 0)
    {
      g_test_skip ("this file system has no files that large");
      return;
    }

  assert_fails (f, &options, ATTUNE_ERROR_STORAGE);
  assert_files (f, "data.jsonl");
}

/* The second renaming fails: the first file must not stay alone. */
static void
test_both_or_none (Fixture       *f,
                   gconstpointer  data)
{
  AttuneImportOptions options = { .split.share = 0.5 };
  g_autofree char *training_path = dataset_test_build_path (f, "training");

  write_examples (f, 20, 10);
  g_assert_cmpint (g_mkdir (training_path, 0700), ==, 0);
  assert_fails (f, &options, ATTUNE_ERROR_STORAGE);
  assert_files (f, "data.jsonl training");
}

static void
test_no_folder (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = dataset_test_build_path (f, "missing/training");
  AttuneImportOptions options = { 0 };
  AttuneImportResult result;

  write_examples (f, 20, 10);
  g_assert_false (attune_import_file (f->path, &options, path, NULL, &result,
                                      NULL, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
}

static void
test_memory (Fixture       *f,
             gconstpointer  data)
{
  AttuneImportOptions options = { .split = { .share = 0.1, .seed = 1 } };
  AttuneImportResult result;
  gsize memory;

  write_examples (f, 40000, 1250);
  memory = dataset_test_get_memory ();
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 36000);

  dataset_test_assert_growth (memory, 8 * 1024 * 1024);
}

typedef struct
{
  gint64       last;
  gint64       total;
  guint        n_calls;
  const char  *path;      /* a file … */
  const char  *bytes;     /* … of which these are written over the end when half is done; or NULL */
  goffset      offset;
} Progress;

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpint (done, >=, progress->last);
  g_assert_cmpint (done, <=, total);
  g_assert_true (progress->total == 0 || progress->total == total);
  progress->last = done;
  progress->total = total;
  progress->n_calls++;

  if (progress->bytes != NULL && done > total / 2)
    {
      int fd = open (progress->path, O_WRONLY);

      g_assert_cmpint (pwrite (fd, progress->bytes, strlen (progress->bytes), progress->offset),
                       >, 0);
      close (fd);
      progress->bytes = NULL;
    }
}

static gboolean
import_with_progress (Fixture                    *f,
                      const AttuneImportOptions  *options,
                      Progress                   *progress,
                      AttuneImportResult         *result,
                      GError                    **error)
{
  g_autofree char *training_path = dataset_test_build_path (f, "training");
  g_autofree char *validation_path = dataset_test_build_path (f, "validation");

  return attune_import_file (f->path, options, training_path, validation_path, result,
                             progress_cb, progress, NULL, error);
}

/* Decoding, both readings, and those of the second file are one progress to the end. */
static void
test_progress (Fixture       *f,
               gconstpointer  data)
{
  AttuneImportOptions options = { 0 };
  g_autofree char *other = dataset_test_build_path (f, "other.jsonl");
  g_autofree char *text = NULL;
  g_autofree char *packed = NULL;
  g_autoptr(GError) error = NULL;
  AttuneImportResult result;
  gsize length;

  write_examples (f, 8000, 1000);
  g_file_get_contents (f->path, &text, &length, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 3; i++)
    {
      Progress progress = { 0 };

      import_with_progress (f, &options, &progress, &result, &error);
      g_assert_no_error (error);
      g_assert_cmpint (progress.last, ==, progress.total);
      g_assert_cmpuint (progress.n_calls, >=, 16);

      if (i == 0)
        {
          g_assert_true (g_file_set_contents (other, text, length, NULL));
          options.validation_file = other;
          options.scan.remedies = 0;
        }
      else if (i == 1)
        {
          gsize n_written;

          packed = g_convert (text, length, "UTF-16", "UTF-8", NULL, &n_written, &error);
          g_assert_no_error (error);
          dataset_test_write_bytes (f, "data.jsonl", packed, n_written);
        }
    }
}

/* What was judged in the first reading is not what the second one finds. */
static void
test_changed (Fixture       *f,
              gconstpointer  data)
{
  static const char * const changes[] = {
    "{\"prompt\":\"other\",\"completion\":\"question\"}\n",
    "{\"prompt\":\"问 7999\",\"completion\":\"<|endoftext|>\"}\n",
    "\n\n\n\n\n\n\n\n",
    "broken",
  };
  AttuneImportOptions options = { 0 };
  AttuneImportResult result;

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(GError) error = NULL;
      Progress progress = { .bytes = changes[i] };
      GStatBuf info;

      write_examples (f, 8000, 1000);
      g_assert_cmpint (g_stat (f->path, &info), ==, 0);
      progress.path = f->path;
      progress.offset = info.st_size - 1000 - strlen ("{\"prompt\":\"问 7999\",\"completion\":\"\"}\n");
      g_assert_false (import_with_progress (f, &options, &progress, &result, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
      dataset_test_assert_sentence (error, "data.jsonl");
      assert_files (f, "data.jsonl");
    }
}

/* Between the check and the import another program may write the file. */
static void
test_seen (Fixture       *f,
           gconstpointer  data)
{
  AttuneImportOptions options = { 0 };
  AttuneImportResult result;

  write_examples (f, 20, 1);
  g_assert_true (attune_file_stamp_read (&options.seen, f->path));
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 20);
  g_unlink (f->path);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *training = dataset_test_build_path (f, "training");

      g_unlink (training);
      write_examples (f, 20 + i, 1);
      assert_fails (f, &options, ATTUNE_ERROR_STORAGE);
      assert_files (f, "data.jsonl");
    }
}

/* A second file validates: what it asks and the first file asks, too, is found, and removed when
 * the remedy is on. Its questions and answers become what the first file has. */
static void
test_validation_file (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *other = dataset_test_build_path (f, "other.csv");
  AttuneImportOptions options = { .validation_file = other };
  AttuneImportResult result;
  g_autofree char *leaking = NULL;
  g_autofree char *validation = NULL;
  g_autofree char *training = NULL;

  g_assert_true (g_file_set_contents (other, "question,answer\n问 3,x\n  问 4 ,another answer\nnew,y\n", -1, NULL));
  write_examples (f, 20, 1);

  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 20);
  g_assert_cmpuint (result.n_validation, ==, 3);
  leaking = read_text (f, "validation");
  g_assert_nonnull (strstr (leaking, "another answer"));

  options.scan.remedies = attune_remedies_get_defaults ();
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 20);
  g_assert_cmpuint (result.n_validation, ==, 1);
  validation = read_text (f, "validation");
  g_assert_cmpstr (validation, ==,
                   "{\"prompt\":\"new\",\"completion\":\"y\"}\n");
  training = read_text (f, "training");
  g_assert_cmpuint (count_lines (training), ==, 20);

  /* Without anything to validate with, nothing is written. */
  g_assert_true (g_file_set_contents (other, "question,answer\n问 3,x\n", -1, NULL));
  g_unlink (f->path);
  write_examples (f, 20, 1);
  assert_fails (f, &options, ATTUNE_ERROR_DATA);
  g_unlink (other);
  assert_fails (f, &options, ATTUNE_ERROR_STORAGE);
  assert_files (f, "data.jsonl training validation");
}

/* What validates is what was looked at, too, or nothing is imported at all. */
static void
test_validation_seen (Fixture       *f,
                      gconstpointer  data)
{
  static const char * const written[] = { "training", "validation" };
  g_autofree char *other = dataset_test_build_path (f, "other.csv");
  AttuneImportOptions options = { .validation_file = other };
  g_autoptr(GError) error = NULL;
  AttuneImportResult result;

  g_assert_true (g_file_set_contents (other, "question,answer\nnew,y\n", -1, NULL));
  g_assert_true (attune_file_stamp_read (&options.validation_seen, other));
  write_examples (f, 20, 1);
  result = import (f, &options);
  g_assert_cmpuint (result.n_validation, ==, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autofree char *path = dataset_test_build_path (f, written[i]);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }

  g_assert_true (g_file_set_contents (other, "question,answer\nnew,z\nnewer,z\n", -1, NULL));
  g_assert_false (import_full (f, &options, &result, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, "other.csv");
  assert_files (f, "data.jsonl other.csv");
}

/* What validates must be of the kind that is trained on. */
static void
test_validation_kind (Fixture       *f,
                      gconstpointer  data)
{
  static const char * const texts[] = {
    "{\"prompt\":\"a\",\"completion\":\"b\"}\n",
    "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]},"
    "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"b\"}],"
    "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"c\"}]}\n",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n",
  };
  g_autofree char *other = dataset_test_build_path (f, "other.jsonl");
  AttuneImportOptions options = { .validation_file = other };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
        {
          g_autoptr(AttuneScan) scan = NULL;
          g_autoptr(AttuneScan) second = NULL;
          g_autoptr(GError) error = NULL;
          AttuneScanOptions scan_options = { 0 };

          dataset_test_write (f, "data.jsonl", texts[i]);
          g_assert_true (g_file_set_contents (other, texts[k], -1, NULL));
          scan = attune_scan_file (f->path, NULL, NULL, NULL, NULL, &error);
          g_assert_no_error (error);
          scan_options.training = scan;
          second = attune_scan_file (other, &scan_options, NULL, NULL, NULL, &error);

          if (i == k)
            {
              g_assert_no_error (error);
              g_assert_cmpuint (attune_scan_get_n_examples (second), ==, 1);
              continue;
            }

          g_assert_null (second);
          g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
          dataset_test_assert_sentence (error, "other.jsonl");
          g_assert_nonnull (strstr (error->message, "data.jsonl"));
          assert_fails (f, &options, ATTUNE_ERROR_DATA);
          assert_files (f, "data.jsonl other.jsonl");
        }
    }

  g_unlink (other);
}

/* UTF-8 in which some lines are in the encoding of another program becomes UTF-8 throughout. */
static void
test_mixed_encodings (Fixture       *f,
                      gconstpointer  data)
{
  AttuneImportOptions options = { 0 };
  g_autoptr(GString) text = g_string_new (NULL);
  AttuneImportResult result;
  g_autofree char *training = NULL;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *line = g_strdup_printf ("{\"prompt\":\"问题在这里 %u\",\"completion\":\"回答是中文的句子，大家都看得懂\"}\n", i);
      g_autofree char *other = g_convert (line, -1, "GB18030", "UTF-8", NULL, NULL, NULL);

      g_string_append (text, i > 10000 && i % 500 == 0 ? other : line);
    }

  dataset_test_write (f, "data.jsonl", text->str);
  result = import (f, &options);
  g_assert_cmpuint (result.n_training, ==, 20000);
  training = read_text (f, "training");
  g_assert_true (g_utf8_validate (training, -1, NULL));
  g_assert_null (strstr (training, "\xef\xbf\xbd"));
  g_assert_nonnull (strstr (training, "{\"prompt\":\"问题在这里 19500\",\"completion\":\"回答是中文的句子，大家都看得懂\"}\n"));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Import/jsonl", test_jsonl);
  dataset_test_add ("/Attune/Import/csv", test_csv);
  dataset_test_add ("/Attune/Import/split", test_split);
  dataset_test_add ("/Attune/Import/split-by-seed", test_split_by_seed);
  dataset_test_add ("/Attune/Import/too-few-to-hold-out", test_too_few_to_hold_out);
  dataset_test_add ("/Attune/Import/nothing-usable", test_nothing_usable);
  dataset_test_add ("/Attune/Import/broken-in-the-middle", test_broken_in_the_middle);
  dataset_test_add ("/Attune/Import/cancelled", test_cancelled);
  dataset_test_add ("/Attune/Import/full-disk", test_full_disk);
  dataset_test_add ("/Attune/Import/free-space", test_free_space);
  dataset_test_add ("/Attune/Import/both-or-none", test_both_or_none);
  dataset_test_add ("/Attune/Import/no-folder", test_no_folder);
  dataset_test_add ("/Attune/Import/progress", test_progress);
  dataset_test_add ("/Attune/Import/changed", test_changed);
  dataset_test_add ("/Attune/Import/seen", test_seen);
  dataset_test_add ("/Attune/Import/validation-file", test_validation_file);
  dataset_test_add ("/Attune/Import/validation-seen", test_validation_seen);
  dataset_test_add ("/Attune/Import/validation-kind", test_validation_kind);
  dataset_test_add ("/Attune/Import/mixed-encodings", test_mixed_encodings);
  dataset_test_add ("/Attune/Import/memory", test_memory);

  return g_test_run ();
}
