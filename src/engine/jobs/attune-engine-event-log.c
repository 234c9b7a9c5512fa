/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-event-log"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-engine-disk.h"
#include "attune-engine-error.h"
#include "attune-engine-event-log.h"
#include "attune-error.h"
#include "attune-json.h"

struct _AttuneEngineEventLog
{
  GObject  parent_instance;

  char    *path;
  char    *id_prefix;

  /* Touched on the disk's thread only. */
  GArray  *offsets;     /* of gint64: where each event begins; the last is the end of the file */
  int      fd;          /* -1 until first used */
  gint64   last_step;   /* of the newest metrics; 0 before */
};

/* What to do on the disk's thread. */
typedef struct
{
  AttuneEngineEventLog *self;
  JsonObject           *event;
  gboolean              sync;
  char                 *after;
  guint                 limit;
} LogWork;

G_DEFINE_FINAL_TYPE (AttuneEngineEventLog, attune_engine_event_log, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (AttuneEngineEventPage, attune_engine_event_page,
                     attune_engine_event_page_copy, attune_engine_event_page_free)

static void
log_work_free (gpointer data)
{
  LogWork *work = data;

  g_clear_object (&work->self);
  g_clear_pointer (&work->event, json_object_unref);
  g_clear_pointer (&work->after, g_free);
  g_free (work);
}

static LogWork *
log_work_new (AttuneEngineEventLog *self)
{
  LogWork *work = g_new0 (LogWork, 1);

  work->self = g_object_ref (self);

  return work;
}

static gboolean
fail_errno (GError **error)
{
  g_autoptr(GError) io_error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  attune_set_error_from_io (error, io_error, "events.jsonl");

  return FALSE;
}

static guint
get_n_events (AttuneEngineEventLog *self)
{
  return self->offsets->len - 1;
}

static gint64
get_end (AttuneEngineEventLog *self)
{
  return g_array_index (self->offsets, gint64, self->offsets->len - 1);
}

static void
note_event (AttuneEngineEventLog *self,
            JsonObject           *event,
            gint64                end)
{
  JsonObject *data = attune_json_get_object (event, "data");

  if (g_strcmp0 (attune_json_get_string (event, "type", NULL), "metrics") == 0 && data != NULL)
    self->last_step = MAX (self->last_step, attune_json_get_int (data, "step", 0));

  g_array_append_val (self->offsets, end);
}

/* Finds where each event begins. The file may end in a line that a crash cut off: it goes. */
static void
index_events (AttuneEngineEventLog *self,
              const char           *text,
              gsize                 length)
{
  gsize position = 0;

  while (position < length)
    {
      const char *line = text + position;
      const char *end = memchr (line, '\n', length - position);
      g_autoptr(JsonObject) event = NULL;

      if (end == NULL || !(event = attune_json_parse_object (line, end - line, NULL)))
        break;

      position = end + 1 - text;
      note_event (self, event, position);
    }
}

static gboolean
ensure_open (AttuneEngineEventLog  *self,
             GError               **error)
{
  g_autofree char *text = NULL;
  g_autofd int fd = -1;
  gsize length = 0;
  gint64 start = 0;

  if (self->fd >= 0)
    return TRUE;

  if ((fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0)
    return fail_errno (error);

  if (!g_file_get_contents (self->path, &text, &length, error))
    return FALSE;

  g_array_set_size (self->offsets, 0);
  g_array_append_val (self->offsets, start);
  index_events (self, text, length);

  if (get_end (self) < (gint64)length && ftruncate (fd, get_end (self)) != 0)
    return fail_errno (error);

  self->fd = g_steal_fd (&fd);

  return TRUE;
}

static gboolean
write_at (int          fd,
          const char  *text,
          gsize        length,
          gint64       offset,
          GError     **error)
{
  while (length > 0)
    {
      gssize n = pwrite (fd, text, length, offset);

      if (n < 0 && errno != EINTR)
        return fail_errno (error);

      if (n > 0)
        {
          text += n;
          length -= n;
          offset += n;
        }
    }

  return TRUE;
}

static DexFuture *
add_thread (gpointer user_data)
{
  LogWork *work = user_data;
  AttuneEngineEventLog *self = work->self;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *line = NULL;
  g_autofree char *id = NULL;

  if (!ensure_open (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  id = g_strdup_printf ("%s%06u", self->id_prefix, get_n_events (self) + 1);
  json_object_set_string_member (work->event, "id", id);
  json = attune_json_object_to_string (work->event);
  line = g_strconcat (json, "\n", NULL);

  if (!write_at (self->fd, line, strlen (line), get_end (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (work->sync && fdatasync (self->fd) != 0)
    {
      fail_errno (&error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  note_event (self, work->event, get_end (self) + strlen (line));

  return dex_future_new_true ();
}

static JsonObject *
read_event (AttuneEngineEventLog  *self,
            guint                  index,
            GError               **error)
{
  gint64 begin = g_array_index (self->offsets, gint64, index);
  gint64 end = g_array_index (self->offsets, gint64, index + 1);
  g_autofree char *text = g_malloc (end - begin);
  gssize n;

  do
    n = pread (self->fd, text, end - begin, begin);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    {
      fail_errno (error);
      return NULL;
    }

  return attune_json_parse_object (text, n, error);
}

/* An event's id ends in its number, counted from 1. */
static gboolean
find_event (AttuneEngineEventLog  *self,
            const char            *id,
            guint                 *n_older,
            GError               **error)
{
  guint64 number;

  if (g_str_has_prefix (id, self->id_prefix) &&
      g_ascii_string_to_unsigned (id + strlen (self->id_prefix), 10, 1, get_n_events (self),
                                  &number, NULL))
    {
      *n_older = number - 1;
      return TRUE;
    }

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "after",
                           "There is no event “%s”.", id);

  return FALSE;
}

static DexFuture *
read_thread (gpointer user_data)
{
  LogWork *work = user_data;
  AttuneEngineEventLog *self = work->self;
  g_autoptr(AttuneEngineEventPage) page = g_new0 (AttuneEngineEventPage, 1);
  g_autoptr(GError) error = NULL;
  guint index;

  page->events = json_array_new ();

  if (!ensure_open (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  index = get_n_events (self);

  if (work->after != NULL && !find_event (self, work->after, &index, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (; index > 0 && json_array_get_length (page->events) < work->limit; index--)
    {
      JsonObject *event = read_event (self, index - 1, &error);

      if (event == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      json_array_add_object_element (page->events, event);
    }

  page->has_more = index > 0;

  return dex_future_new_take_boxed (ATTUNE_TYPE_ENGINE_EVENT_PAGE, g_steal_pointer (&page));
}

static DexFuture *
get_last_step_thread (gpointer user_data)
{
  LogWork *work = user_data;
  g_autoptr(GError) error = NULL;

  if (!ensure_open (work->self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int64 (work->self->last_step);
}

static void
attune_engine_event_log_finalize (GObject *object)
{
  AttuneEngineEventLog *self = (AttuneEngineEventLog *)object;

  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->id_prefix, g_free);
  g_clear_pointer (&self->offsets, g_array_unref);

  G_OBJECT_CLASS (attune_engine_event_log_parent_class)->finalize (object);
}

static void
attune_engine_event_log_class_init (AttuneEngineEventLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_event_log_finalize;
}

static void
attune_engine_event_log_init (AttuneEngineEventLog *self)
{
  self->fd = -1;
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * attune_engine_event_page_copy:
 * @self: a page
 *
 * Returns: (transfer full): a page that shares the events of @self
 */
AttuneEngineEventPage *
attune_engine_event_page_copy (AttuneEngineEventPage *self)
{
  AttuneEngineEventPage *copy = g_new0 (AttuneEngineEventPage, 1);

  copy->events = json_array_ref (self->events);
  copy->has_more = self->has_more;

  return copy;
}

/**
 * attune_engine_event_page_free:
 * @self: (transfer full): a page
 */
void
attune_engine_event_page_free (AttuneEngineEventPage *self)
{
  g_clear_pointer (&self->events, json_array_unref);
  g_free (self);
}

/**
 * attune_engine_event_log_new:
 * @path: (type filename): the file; made with the first event
 * @job_id: the job that the events are about
 *
 * Returns: (transfer full): the log
 */
AttuneEngineEventLog *
attune_engine_event_log_new (const char *path,
                             const char *job_id)
{
  AttuneEngineEventLog *self;
  const char *tail;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (job_id != NULL, NULL);

  tail = strchr (job_id, '-');
  self = g_object_new (ATTUNE_TYPE_ENGINE_EVENT_LOG, NULL);
  self->path = g_strdup (path);
  self->id_prefix = g_strdup_printf ("ftevent-%s-", tail != NULL ? tail + 1 : job_id);

  return self;
}

/**
 * attune_engine_event_log_add:
 * @self: the log
 * @level: "info", "warn" or "error"
 * @message: what happened, a sentence
 * @metrics: (nullable): what was measured; makes it an event of type `metrics`
 *
 * Messages are on disk when the future resolves; metrics come too often for that, and training
 * makes them again.
 *
 * Returns: (transfer full): resolves to %TRUE, or rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_event_log_add (AttuneEngineEventLog *self,
                             const char           *level,
                             const char           *message,
                             JsonObject           *metrics)
{
  LogWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_EVENT_LOG (self));
  dex_return_error_if_fail (level != NULL);
  dex_return_error_if_fail (message != NULL);

  work = log_work_new (self);
  work->sync = metrics == NULL;
  work->event = json_object_new ();
  json_object_set_string_member (work->event, "object", "fine_tuning.job.event");
  json_object_set_string_member (work->event, "id", "");
  json_object_set_int_member (work->event, "created_at", g_get_real_time () / G_USEC_PER_SEC);
  json_object_set_string_member (work->event, "level", level);
  json_object_set_string_member (work->event, "message", message);
  json_object_set_string_member (work->event, "type", metrics != NULL ? "metrics" : "message");

  if (metrics != NULL)
    json_object_set_object_member (work->event, "data", json_object_ref (metrics));
  else
    json_object_set_null_member (work->event, "data");

  return attune_engine_disk_run ("add-event", add_thread, work, log_work_free);
}

/**
 * attune_engine_event_log_read:
 * @self: the log
 * @after: (nullable): an event's id; only older ones are read
 * @limit: how many at most
 *
 * Returns: (transfer full): resolves to an #AttuneEngineEventPage; rejects with a 400 error when
 *   there is no event @after
 */
DexFuture *
attune_engine_event_log_read (AttuneEngineEventLog *self,
                              const char           *after,
                              guint                 limit)
{
  LogWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_EVENT_LOG (self));

  work = log_work_new (self);
  work->after = g_strdup (after);
  work->limit = limit;

  return attune_engine_disk_run ("read-events", read_thread, work, log_work_free);
}

/**
 * attune_engine_event_log_get_last_step:
 * @self: the log
 *
 * Returns: (transfer full): resolves to the number (int64) of the last step with metrics, 0 before
 *   the first
 */
DexFuture *
attune_engine_event_log_get_last_step (AttuneEngineEventLog *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_EVENT_LOG (self));

  return attune_engine_disk_run ("last-step", get_last_step_thread,
                                 log_work_new (self), log_work_free);
}
