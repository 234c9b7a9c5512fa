/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-client-private.h"
#include "attune-client.h"
#include "attune-timeout.h"

struct _AttuneClient
{
  GObject        parent_instance;

  AttuneAdapter *adapter;
  gint64         told_until;   /* the end of the rest that was told last; monotonic, in µs */
};

enum {
  KEPT_WAITING,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneClient, attune_client, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
silent_cb (AttuneClient *self)
{
  g_signal_emit (self, signals[KEPT_WAITING], 0, _("The service has not answered yet"));
}

/* Requests that were sent together are refused together: that is told once. */
static void
waiting_changed_cb (AttuneClient *self)
{
  const gint64 slow = ATTUNE_SLOW_SECONDS * G_USEC_PER_SEC;
  AttuneHttpLimiter *limiter = attune_client_get_limiter (self);
  gint64 until = attune_http_limiter_get_waiting_until (limiter);
  g_autofree char *text = attune_http_limiter_describe (limiter);

  if (text == NULL || until - g_get_monotonic_time () < slow || until - self->told_until < slow)
    return;

  self->told_until = until;
  g_signal_emit (self, signals[KEPT_WAITING], 0, text);
}

static void
attune_client_dispose (GObject *object)
{
  AttuneClient *self = (AttuneClient *)object;

  g_clear_object (&self->adapter);

  G_OBJECT_CLASS (attune_client_parent_class)->dispose (object);
}

static void
attune_client_class_init (AttuneClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_client_dispose;

  /**
   * AttuneClient::kept-waiting:
   * @self: a client
   * @text: why, for a person
   *
   * The service has not answered for %ATTUNE_SLOW_SECONDS, which is not told again before it has;
   * or it wants that nothing is sent for so long.
   */
  signals[KEPT_WAITING] =
    g_signal_new ("kept-waiting",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
attune_client_init (AttuneClient *self)
{
}

/**
 * attune_operation_new: (skip)
 * @client: the account
 * @id: (nullable): what it is about
 * @extra: (nullable): what else it needs
 *
 * Returns: (transfer full): a new operation, to be given to attune_operation_spawn()
 */
AttuneOperation *
attune_operation_new (AttuneClient *client,
                      const char   *id,
                      const char   *extra)
{
  AttuneOperation *self = g_new0 (AttuneOperation, 1);

  self->adapter = g_object_ref (client->adapter);
  self->http = attune_adapter_get_http (self->adapter);
  self->id = g_strdup (id);
  self->extra = g_strdup (extra);

  return self;
}

/**
 * attune_operation_free: (skip)
 * @self: (transfer full): an operation
 */
void
attune_operation_free (AttuneOperation *self)
{
  if (self->destroy != NULL)
    self->destroy (self->user_data);

  g_clear_pointer (&self->json, json_node_unref);
  g_clear_object (&self->request);
  g_object_unref (self->adapter);
  g_free (self->id);
  g_free (self->extra);
  g_free (self->filename);
  g_free (self->name);
  g_free (self->state);
  g_free (self);
}

/**
 * attune_operation_spawn: (skip)
 * @self: (transfer full): an operation
 * @fiber: what to do; gets @self
 *
 * Returns: (transfer full): the future of the fiber
 */
DexFuture *
attune_operation_spawn (AttuneOperation *self,
                        DexFiberFunc     fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, self, (GDestroyNotify)attune_operation_free);
}

/**
 * attune_operation_end: (skip)
 * @type: the type of what the operation returns
 * @boxed: (transfer full) (nullable): what it returned
 * @error: (transfer full) (nullable): why it returned nothing
 *
 * Returns: (transfer full): a future that is settled
 */
DexFuture *
attune_operation_end (GType     type,
                      gpointer  boxed,
                      GError   *error)
{
  return boxed != NULL ? dex_future_new_take_boxed (type, boxed) : dex_future_new_for_error (error);
}

/**
 * attune_operation_end_true: (skip)
 * @is_done: whether it was done
 * @error: (transfer full) (nullable): why it was not
 *
 * Returns: (transfer full): a future that is settled
 */
DexFuture *
attune_operation_end_true (gboolean  is_done,
                           GError   *error)
{
  return is_done ? dex_future_new_true () : dex_future_new_for_error (error);
}

/**
 * attune_client_new:
 * @profile: the provider
 * @base_url: (nullable): the address as a person typed it, or %NULL for the profile's
 * @api_key: (nullable): the key
 * @connectable: (nullable): where to connect to instead of the address's host, such as a
 *   #GUnixSocketAddress
 *
 * An address or key that cannot be right makes every operation fail with the reason.
 *
 * Returns: (transfer full): a new client; use it on the thread that made it
 */
AttuneClient *
attune_client_new (AttuneProfile      *profile,
                   const char         *base_url,
                   const char         *api_key,
                   GSocketConnectable *connectable)
{
  AttuneClient *self;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (connectable == NULL || G_IS_SOCKET_CONNECTABLE (connectable), NULL);

  self = g_object_new (ATTUNE_TYPE_CLIENT, NULL);
  self->adapter = attune_adapter_new (profile, base_url, api_key, connectable);
  g_signal_connect_object (attune_adapter_get_http (self->adapter), "silent",
                           G_CALLBACK (silent_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_client_get_limiter (self), "notify::waiting-until",
                           G_CALLBACK (waiting_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * attune_client_get_profile:
 * @self: a client
 *
 * Returns: (transfer none): the provider
 */
AttuneProfile *
attune_client_get_profile (AttuneClient *self)
{
  g_return_val_if_fail (ATTUNE_IS_CLIENT (self), NULL);

  return attune_adapter_get_profile (self->adapter);
}

/**
 * attune_client_get_host:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the name of the computer that is asked, for sentences;
 *   %NULL when the address cannot be one
 */
const char *
attune_client_get_host (AttuneClient *self)
{
  g_return_val_if_fail (ATTUNE_IS_CLIENT (self), NULL);

  return attune_http_get_host (attune_adapter_get_http (self->adapter));
}

/**
 * attune_client_set_timeout:
 * @self: a client
 * @msec: milliseconds, 60,000 at first
 *
 * Sets how long a provider may be silent before an operation ends with %ATTUNE_ERROR_TIMEOUT. Five
 * times as long while a file is sent, a job created, or a model thinks. There is no limit on how
 * long an operation takes in all.
 */
void
attune_client_set_timeout (AttuneClient *self,
                           guint         msec)
{
  g_return_if_fail (ATTUNE_IS_CLIENT (self));
  g_return_if_fail (msec > 0);

  attune_http_set_timeout (attune_adapter_get_http (self->adapter), msec);
}

/**
 * attune_client_set_proxy:
 * @self: a client that has sent nothing yet
 * @proxy: (nullable): the address of a proxy, as a person typed it; %ATTUNE_HTTP_NO_PROXY for none;
 *   %NULL or an empty text for that of the desktop, which is what a new client has
 *
 * An address that cannot be right is no error here, but at every operation; whoever wants to tell
 * it earlier asks attune_http_normalize_proxy().
 */
void
attune_client_set_proxy (AttuneClient *self,
                         const char   *proxy)
{
  g_return_if_fail (ATTUNE_IS_CLIENT (self));

  attune_http_set_proxy (attune_adapter_get_http (self->adapter), proxy);
}

/**
 * attune_client_set_scope:
 * @self: a client that has sent nothing yet
 * @organization: (nullable): the id of the organization that requests are for
 * @project: (nullable): the id of a project of it
 *
 * A provider whose profile has no header for them is not told.
 */
void
attune_client_set_scope (AttuneClient *self,
                         const char   *organization,
                         const char   *project)
{
  g_return_if_fail (ATTUNE_IS_CLIENT (self));

  attune_http_set_scope (attune_adapter_get_http (self->adapter), organization, project);
}

/**
 * attune_client_get_organization:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): whose key it is, as the service said with its last answer
 */
const char *
attune_client_get_organization (AttuneClient *self)
{
  g_return_val_if_fail (ATTUNE_IS_CLIENT (self), NULL);

  return attune_http_get_answered_organization (attune_adapter_get_http (self->adapter));
}

/**
 * attune_client_get_limiter:
 * @self: a client
 *
 * Returns: (transfer none): the gate before the account's requests: whether they wait, until when,
 *   and why
 */
AttuneHttpLimiter *
attune_client_get_limiter (AttuneClient *self)
{
  g_return_val_if_fail (ATTUNE_IS_CLIENT (self), NULL);

  return attune_http_get_limiter (attune_adapter_get_http (self->adapter));
}
