/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-event-log"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "attune-engine-disk.h"
#include "attune-engine-error.h"
#include "attune-engine-event-log.h"
#include "attune-json.h"
#include "attune-test.h"

typedef struct
{
  char                 *folder;
  char                 *path;
  AttuneEngineEventLog *log;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->folder = g_dir_make_tmp ("attune-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "events.jsonl", NULL);
  self->log = attune_engine_event_log_new (self->path, "ftjob-abc");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->log);
  attune_engine_disk_remove_now (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
}

static DexFuture *
done_cb (DexFuture *completed,
         gpointer   user_data)
{
  return dex_ref (completed);
}

/* Brings what the disk's thread does back to this one, whose main loop would not wake up else. */
static DexFuture *
on_main (DexFuture *future)
{
  return dex_future_finally (future, done_cb, NULL, NULL);
}

static void
reopen (Fixture *self)
{
  g_autoptr(DexFuture) flush = on_main (attune_engine_disk_flush ());

  attune_test_wait (flush, NULL);
  g_clear_object (&self->log);
  self->log = attune_engine_event_log_new (self->path, "ftjob-abc");
}

static void
add (Fixture    *self,
     const char *message,
     gint64      step)
{
  g_autoptr(JsonObject) metrics = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  if (step > 0)
    {
      metrics = json_object_new ();
      json_object_set_int_member (metrics, "step", step);
    }

  future = on_main (attune_engine_event_log_add (self->log, "info", message, metrics));
  attune_test_wait (future, &error);
  g_assert_no_error (error);
}

/* The messages of a page, newest first, one letter each; the last id goes to @last. */
static char *
read_page (Fixture     *self,
           const char  *after,
           guint        limit,
           gboolean    *has_more,
           char       **last)
{
  g_autoptr(DexFuture) future = on_main (attune_engine_event_log_read (self->log, after, limit));
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  const GValue *value = attune_test_wait (future, &error);
  AttuneEngineEventPage *page;

  g_assert_no_error (error);
  page = g_value_get_boxed (value);
  *has_more = page->has_more;

  for (guint i = 0; i < json_array_get_length (page->events); i++)
    {
      JsonObject *event = json_array_get_object_element (page->events, i);

      g_string_append (text, attune_json_get_string (event, "message", ""));
      g_assert_cmpstr (attune_json_get_string (event, "object", NULL), ==, "fine_tuning.job.event");

      if (last != NULL)
        g_set_str (last, attune_json_get_string (event, "id", NULL));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_pages (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *last = NULL;
  gboolean has_more;

  for (char c = 'a'; c <= 'e'; c++)
    add (self, (char[]) { c, '\0' }, 0);

  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&first, g_free);
      g_clear_pointer (&second, g_free);
      g_clear_pointer (&third, g_free);

      first = read_page (self, NULL, 2, &has_more, &last);
      g_assert_cmpstr (first, ==, "ed");
      g_assert_true (has_more);
      second = read_page (self, last, 2, &has_more, &last);
      g_assert_cmpstr (second, ==, "cb");
      g_assert_true (has_more);
      third = read_page (self, last, 2, &has_more, &last);
      g_assert_cmpstr (third, ==, "a");
      g_assert_false (has_more);

      reopen (self);
    }
}

static void
test_unknown_cursor (Fixture       *self,
                     gconstpointer  data)
{
  static const char * const ids[] = { "", "ftevent-abc-", "ftevent-abc-2", "ftevent-abc-0", "ftevent-x-1", "../1" };

  add (self, "a", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(DexFuture) future = on_main (attune_engine_event_log_read (self->log, ids[i], 1));
      g_autoptr(GError) error = NULL;

      g_assert_null (attune_test_wait (future, &error));
      g_assert_error (error, ATTUNE_ENGINE_ERROR, 400);
    }
}

/* The power went while the last line was being written. */
static void
test_torn_line (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *whole = NULL;
  g_autofree char *mended = NULL;
  gsize length;
  gboolean has_more;

  add (self, "a", 0);
  add (self, "b", 0);
  g_clear_object (&self->log);
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));

  for (gsize cut = strchr (whole, '\n') - whole + 1; cut < length; cut++)
    {
      g_autofree char *page = NULL;

      g_assert_true (g_file_set_contents (self->path, whole, cut, NULL));
      self->log = attune_engine_event_log_new (self->path, "ftjob-abc");
      page = read_page (self, NULL, 9, &has_more, NULL);
      g_assert_cmpstr (page, ==, "a");
      add (self, "c", 0);
      g_clear_object (&self->log);
    }

  self->log = attune_engine_event_log_new (self->path, "ftjob-abc");
  mended = read_page (self, NULL, 9, &has_more, NULL);
  g_assert_cmpstr (mended, ==, "ca");
}

static void
test_last_step (Fixture       *self,
                gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(DexFuture) future = NULL;

      if (i == 0)
        {
          add (self, "a", 1);
          add (self, "b", 7);
          add (self, "c", 0);
        }

      future = on_main (attune_engine_event_log_get_last_step (self->log));
      g_assert_cmpint (g_value_get_int64 (attune_test_wait (future, NULL)), ==, 7);
      reopen (self);
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/Attune/EngineEventLog/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/Attune/EngineEventLog/unknown-cursor", Fixture, NULL, set_up, test_unknown_cursor, tear_down);
  g_test_add ("/Attune/EngineEventLog/torn-line", Fixture, NULL, set_up, test_torn_line, tear_down);
  g_test_add ("/Attune/EngineEventLog/last-step", Fixture, NULL, set_up, test_last_step, tear_down);

  return g_test_run ();
}
