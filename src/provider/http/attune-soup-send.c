/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-soup-send"

#include "config.h"

#include "attune-soup-send.h"

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GInputStream *stream;

  if ((stream = soup_session_send_finish (SOUP_SESSION (object), result, &error)) != NULL)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

/**
 * attune_soup_send:
 * @session: who sends
 * @message: what to ask
 * @cancellable: (nullable): what ends it; %NULL to end it when nobody waits for it any more
 *
 * Returns: (transfer full): resolves to the #GInputStream of the answer's body once its head is
 *   there, and the connection is closed with it; rejects with an error of GIO
 */
DexFuture *
attune_soup_send (SoupSession  *session,
                  SoupMessage  *message,
                  GCancellable *cancellable)
{
  DexPromise *promise = cancellable != NULL ? dex_promise_new () : dex_promise_new_cancellable ();

  if (cancellable == NULL)
    cancellable = dex_promise_get_cancellable (promise);

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, cancellable,
                           send_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}
