/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-record-memory"

#include "config.h"

#include <string.h>

#include "attune-export.h"
#include "attune-import.h"
#include "attune-reader.h"
#include "dataset-test.h"

/* What a whole program may have, whatever the file: product.md, “Measured”. */
#define MAX_ANONYMOUS (120 * 1024)

/* Between two looks, in microseconds. */
#define INTERVAL 1000

/* Records of the largest size, each of the kind that takes the most memory in its own way. */
static const struct
{
  const char *name;
  const char *file;
  const char *before;
  const char *unit;
  const char *after;
  gsize       length;      /* of a record */
  guint       n_records;
  gboolean    is_usable;
} files[] = {
  { "text", "data.jsonl", "{\"messages\":[{\"role\":\"user\",\"content\":\"", "ab cd ",
    "\"},{\"role\":\"assistant\",\"content\":\"c\"}]}\n", ATTUNE_MAX_RECORD - 4096, 6, TRUE },
  { "escapes", "data.jsonl", "{\"messages\":[{\"role\":\"user\",\"content\":\"", "\\n\\\"\\u00e9",
    "\"},{\"role\":\"assistant\",\"content\":\"c\"}]}\n", ATTUNE_MAX_RECORD - 4096, 2, TRUE },
  { "turns", "data.jsonl", "{\"messages\":[", "{\"role\":\"user\",\"content\":\"a\"},",
    "{\"role\":\"assistant\",\"content\":\"c\"}]}\n", ATTUNE_MAX_RECORD - 4096, 2, FALSE },
  { "fewer-turns", "data.jsonl", "{\"messages\":[",
    "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},",
    "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"c\"}]}\n",
    5 * ATTUNE_MAX_VALUES, 8, TRUE },
  { "brackets", "data.jsonl", "{\"messages\":[[", "[],", "[]]]}\n", ATTUNE_MAX_RECORD - 4096, 2,
    FALSE },
  { "open-brackets", "data.jsonl", "{\"messages\":", "[", "\n", ATTUNE_MAX_RECORD - 4096, 2, FALSE },
  { "members", "data.jsonl", "{", "\"abcd\":1,", "\"x\":2}\n", ATTUNE_MAX_RECORD - 4096, 2, FALSE },
  { "cells", "data.csv", "question,answer\nq,a", ",x", "\n", ATTUNE_MAX_RECORD - 4096, 1, TRUE },
};

/* Watches how much memory this program has, on a thread of its own. */
typedef struct
{
  GThread *thread;
  int      is_done;
  gsize    peak;     /* KiB */
} Watch;

static gsize
get_anonymous (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  g_assert_nonnull (line = strstr (text, "RssAnon:"));

  return g_ascii_strtoull (line + strlen ("RssAnon:"), NULL, 10);
}

static gpointer
watch_thread (gpointer data)
{
  Watch *self = data;

  while (!g_atomic_int_get (&self->is_done))
    {
      self->peak = MAX (self->peak, get_anonymous ());
      g_usleep (INTERVAL);
    }

  return NULL;
}

static void
write_records (Fixture *f,
               guint    index)
{
  gsize n_units = (files[index].length - strlen (files[index].before) -
                   strlen (files[index].after)) / strlen (files[index].unit);
  FILE *stream;

  dataset_test_write (f, files[index].file, "");
  stream = g_fopen (f->path, "w");

  for (guint i = 0; i < files[index].n_records; i++)
    {
      fputs (files[index].before, stream);

      for (gsize k = 0; k < n_units; k++)
        fputs (files[index].unit, stream);

      fputs (files[index].after, stream);
    }

  g_assert_cmpint (fclose (stream), ==, 0);
}

static void
export (const char *path,
        const char *out_path)
{
  AttuneExportOptions options = { .format = ATTUNE_EXPORT_SHAREGPT };
  AttuneExportResult result;
  g_autoptr(GError) error = NULL;

  attune_export_file (path, &options, out_path, &result, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Everything that is done with a file, at its worst. */
static void
test_peak (Fixture       *f,
           gconstpointer  data)
{
  AttuneScanOptions scan_options = { .recipe = NULL };
  AttuneImportOptions options = { 0 };
  g_autofree char *examples = dataset_test_build_path (f, "examples.jsonl");
  g_autofree char *exported = dataset_test_build_path (f, "exported.json");

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      Watch watch = { 0 };
      g_autoptr(AttuneScan) scan = NULL;
      g_autoptr(GError) error = NULL;
      AttuneImportResult result;
      gboolean is_imported;

      write_records (f, i);
      watch.thread = g_thread_new ("watch", watch_thread, &watch);
      scan = attune_scan_file (f->path, &scan_options, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      is_imported = attune_import_file (f->path, &options, examples, NULL, &result, NULL, NULL,
                                        NULL, &error);
      g_assert_cmpint (is_imported, ==, files[i].is_usable);

      if (is_imported)
        export (examples, exported);

      g_atomic_int_set (&watch.is_done, TRUE);
      g_thread_join (watch.thread);
      g_test_message ("%s: %" G_GSIZE_FORMAT " MiB", files[i].name, watch.peak >> 10);

      /* The address sanitizer has memory of its own. */
#ifndef __SANITIZE_ADDRESS__
      g_assert_cmpuint (watch.peak, <=, MAX_ANONYMOUS);
#endif

      g_assert_cmpuint (attune_scan_get_n_records (scan), ==, files[i].n_records);

      if (!files[i].is_usable)
        g_assert_cmpuint (attune_report_get_count (attune_scan_get_report (scan),
                                                   ATTUNE_ISSUE_TOO_LARGE),
                          ==, files[i].n_records);

      g_assert_cmpint (g_unlink (f->path), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/RecordMemory/peak", test_peak);

  return g_test_run ();
}
