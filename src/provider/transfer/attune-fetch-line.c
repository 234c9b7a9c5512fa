/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-fetch-line"

#include "config.h"

#include <libdex.h>

#include "attune-fetch-line.h"
#include "attune-soup-send.h"

#define READ_SIZE (64 * 1024)

static gboolean
silence_cb (gpointer user_data)
{
  AttuneFetchLine *self = user_data;

  self->silence_id = 0;
  self->is_silent = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/* No DexTimeout: a fiber that nobody waits for any more must not drop one. */
static void
begin_silence (AttuneFetchLine *self)
{
  self->silence_id = g_timeout_add (self->idle_msec, silence_cb, self);
}

static void
end_silence (AttuneFetchLine *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GBytes *piece;

  if ((piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error)) != NULL)
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, piece);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

/**
 * attune_fetch_line_init:
 * @self: (out caller-allocates): a line
 * @idle_msec: how long nothing may be heard, in milliseconds
 */
void
attune_fetch_line_init (AttuneFetchLine *self,
                        guint            idle_msec)
{
  *self = (AttuneFetchLine) { .cancellable = g_cancellable_new (), .idle_msec = idle_msec };
}

/**
 * attune_fetch_line_renew:
 * @self: a line
 *
 * Silence has used it up: another connection is to be made with it.
 */
void
attune_fetch_line_renew (AttuneFetchLine *self)
{
  self->is_silent = FALSE;
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

/**
 * attune_fetch_line_cut:
 * @self: a line
 *
 * Nobody waits any more.
 */
void
attune_fetch_line_cut (AttuneFetchLine *self)
{
  end_silence (self);
  g_cancellable_cancel (self->cancellable);
}

/**
 * attune_fetch_line_clear:
 * @self: a line that was cut, or ended
 */
void
attune_fetch_line_clear (AttuneFetchLine *self)
{
  g_clear_object (&self->cancellable);
}

/**
 * attune_fetch_line_send:
 * @self: a line
 * @session: who sends
 * @message: what to ask
 * @error: return location for an error of GIO
 *
 * In a fiber: asks, and waits for the answer to begin.
 *
 * Returns: (transfer full) (nullable): what follows its head
 */
GInputStream *
attune_fetch_line_send (AttuneFetchLine  *self,
                        SoupSession      *session,
                        SoupMessage      *message,
                        GError          **error)
{
  DexFuture *sent = attune_soup_send (session, message, self->cancellable);
  GInputStream *stream;

  begin_silence (self);
  stream = dex_await_object (sent, error);
  end_silence (self);

  return stream;
}

/**
 * attune_fetch_line_read:
 * @self: a line
 * @stream: what came of attune_fetch_line_send()
 * @error: return location for an error of GIO
 *
 * In a fiber: waits for some bytes.
 *
 * Returns: (transfer full) (nullable): them; none at the end
 */
GBytes *
attune_fetch_line_read (AttuneFetchLine  *self,
                        GInputStream     *stream,
                        GError          **error)
{
  DexPromise *promise = dex_promise_new ();
  GBytes *piece;

  g_input_stream_read_bytes_async (stream, READ_SIZE, G_PRIORITY_DEFAULT, self->cancellable,
                                   read_cb, dex_ref (promise));
  begin_silence (self);
  piece = dex_await_boxed (DEX_FUTURE (promise), error);
  end_silence (self);

  return piece;
}
