/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-outbox"

#include "config.h"

#include "attune-conversation-private.h"
#include "attune-workspace-private.h"

/* What was written while this computer had no network waits in the store until there is one. */

static DexFuture *
attune_workspace_send_waiting_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) ids = NULL;
  g_autoptr(GError) error = NULL;

  if (!(ids = dex_await_boxed (attune_store_list_waiting (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Each on its own: one account that fails keeps nobody else waiting. */
  for (guint i = 0; i < ids->len; i++)
    {
      AttuneConversation *conversation = attune_workspace_find_conversation (self, ids->pdata[i]);

      if (conversation != NULL && !attune_conversation_get_is_answering (conversation))
        dex_future_disown (attune_conversation_send_waiting (conversation));
    }

  return dex_future_new_true ();
}

static void
network_changed_cb (AttuneWorkspace *self,
                    gboolean         is_available)
{
  if (is_available && self->store != NULL)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, attune_workspace_send_waiting_fiber,
                                            g_object_ref (self), g_object_unref));
}

/**
 * attune_workspace_send_waiting:
 * @self: an open workspace
 *
 * Sends what waits for a network, now if there is one and whenever there is one again, until the
 * workspace is closed. For a program that shows conversations; one that only lists something does
 * not ask models on the side.
 */
void
attune_workspace_send_waiting (AttuneWorkspace *self)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));

  if (self->network_handler == 0)
    self->network_handler = g_signal_connect_swapped (self->network, "network-changed",
                                                      G_CALLBACK (network_changed_cb), self);

  network_changed_cb (self, g_network_monitor_get_network_available (self->network));
}

/**
 * attune_workspace_is_out_of_reach:
 * @self: a workspace
 * @account: who shall answer
 *
 * Returns: whether there is no way to it, since this computer has no network
 */
gboolean
attune_workspace_is_out_of_reach (AttuneWorkspace *self,
                                  AttuneAccount   *account)
{
  const char *base_url = attune_account_get_base_url (account);

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);

  return !attune_account_get_is_local (account) &&
         !(base_url != NULL && attune_profile_is_loopback_url (base_url)) &&
         !g_network_monitor_get_network_available (self->network);
}

/**
 * attune_workspace_set_network:
 * @self: a workspace that is not open yet
 * @network: the network that it shall believe in
 *
 * For tests.
 */
void
attune_workspace_set_network (AttuneWorkspace *self,
                              GNetworkMonitor *network)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));
  g_return_if_fail (self->network_handler == 0);

  g_set_object (&self->network, network);
}
