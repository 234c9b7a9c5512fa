/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-clients"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-private.h"
#include "attune-error.h"
#include "attune-secrets.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
} Operation;

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_clear_object (&operation->workspace);
  g_clear_object (&operation->account);
  g_free (operation);
}

static char *
lookup_key (AttuneAccount  *account,
            GError        **error)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  gboolean has_key = attune_account_get_has_key (account);
  g_autoptr(GError) local_error = NULL;
  g_autofree char *key = NULL;

  if (has_key)
    key = dex_await_string (attune_secrets_lookup (attune_account_get_id (account)), &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (key == NULL && (has_key || attune_profile_get_needs_key (profile)))
    attune_set_error (error, ATTUNE_ERROR_AUTH, NULL,
                      _("There is no API key for “%s” in the keyring. Enter it in Preferences."),
                      attune_account_get_name (account));

  return g_steal_pointer (&key);
}

/* By the name of the computer, which shows a wrong address; this one has another name. */
static void
kept_waiting_cb (AttuneClient    *client,
                 const char      *text,
                 AttuneWorkspace *self)
{
  AttuneProfile *profile = attune_client_get_profile (client);
  const char *host = attune_client_get_host (client);

  attune_workspace_emit_kept_waiting (self,
                                      host == NULL || attune_profile_get_is_local (profile)
                                      ? attune_profile_get_name (profile) : host,
                                      text);
}

static AttuneClient *
watch_client (AttuneWorkspace *self,
              AttuneClient    *client)
{
  g_signal_connect_object (client, "kept-waiting", G_CALLBACK (kept_waiting_cb), self, 0);

  return client;
}

/**
 * attune_workspace_create_client: (skip)
 * @self: a workspace
 * @account: (nullable): the account whose key is taken when @settings have none, or %NULL
 * @profile: the provider
 * @settings: normal settings
 * @error: return location for %ATTUNE_ERROR
 *
 * Awaits: call it in a fiber only.
 *
 * Returns: (transfer full): a client, or %NULL without the key that is needed
 */
AttuneClient *
attune_workspace_create_client (AttuneWorkspace              *self,
                                AttuneAccount                *account,
                                AttuneProfile                *profile,
                                const AttuneAccountSettings  *settings,
                                GError                      **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *kept_key = NULL;
  const char *key = settings->api_key;
  AttuneClient *client;

  if (attune_profile_get_is_local (profile))
    {
      if (!dex_await (attune_engine_supervisor_ensure (self->supervisor), error))
        return NULL;

      client = attune_client_new (profile, NULL, NULL,
                                  attune_engine_supervisor_get_connectable (self->supervisor));
      return watch_client (self, client);
    }

  if (key == NULL && account != NULL)
    {
      key = kept_key = lookup_key (account, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  client = attune_client_new (profile, settings->base_url, key, NULL);
  attune_client_set_proxy (client, settings->proxy);
  attune_client_set_scope (client, settings->organization, settings->project);

  return watch_client (self, client);
}

static DexFuture *
attune_workspace_connect_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  AttuneAccount *account = operation->account;
  const char *id = attune_account_get_id (account);
  AttuneAccountSettings settings = {
    .base_url = attune_account_get_base_url (account),
    .organization = attune_account_get_organization (account),
    .project = attune_account_get_project (account),
    .proxy = attune_account_get_proxy (account),
  };
  AttuneClient *client;
  g_autoptr(GError) error = NULL;

  if (attune_account_get_is_local (account) &&
      !dex_await (attune_engine_supervisor_ensure (self->supervisor), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if ((client = g_hash_table_lookup (self->clients, id)))
    return dex_future_new_for_object (client);

  if (!(client = attune_workspace_create_client (self, account,
                                                 attune_account_get_profile (account), &settings,
                                                 &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_hash_table_replace (self->clients, g_strdup (id), client);
  attune_account_set_client (account, client);

  return dex_future_new_for_object (client);
}

/**
 * attune_workspace_connect:
 * @self: a workspace
 * @account: an account
 *
 * Makes ready for requests: the engine is started if it does not answer, the key is looked up once.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneClient, or rejects with
 *   %ATTUNE_ERROR_ENGINE, %ATTUNE_ERROR_SECRETS or, without a key, %ATTUNE_ERROR_AUTH
 */
DexFuture *
attune_workspace_connect (AttuneWorkspace *self,
                          AttuneAccount   *account)
{
  Operation *operation;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  operation = g_new0 (Operation, 1);
  operation->workspace = g_object_ref (self);
  operation->account = g_object_ref (account);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_connect_fiber, operation, operation_free);
}
