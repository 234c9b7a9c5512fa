/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-accounts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-private.h"
#include "attune-error.h"
#include "attune-secrets.h"
#include "attune-workspace-private.h"

/* One operation on an account; what it does not need is NULL. */
typedef struct
{
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  AttuneProfile   *profile;
  char            *name;
  char            *base_url;
  char            *api_key;
} Operation;

static Operation *
operation_new (AttuneWorkspace *workspace,
               AttuneAccount   *account,
               AttuneProfile   *profile,
               const char      *name,
               const char      *base_url,
               const char      *api_key)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->workspace = g_object_ref (workspace);
  g_set_object (&operation->account, account);
  g_set_object (&operation->profile, profile);
  operation->name = g_strdup (name);
  operation->base_url = g_strdup (base_url);
  operation->api_key = g_strdup (api_key);

  return operation;
}

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_clear_object (&operation->workspace);
  g_clear_object (&operation->account);
  g_clear_object (&operation->profile);
  g_free (operation->name);
  g_free (operation->base_url);
  g_free (operation->api_key);
  g_free (operation);
}

static gboolean
is_given (const char *text)
{
  return text != NULL && *text != '\0';
}

/* An account of a provider that this version does not ship is still an OpenAI-compatible server. */
static AttuneProfile *
find_profile (const char *profile_id)
{
  AttuneProfile *profile = attune_profile_find_shipped (profile_id);

  return profile != NULL ? profile : attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
}

static gboolean
is_offered (const AttuneAccountRow *row)
{
#ifdef HAVE_ENGINE
  return TRUE;
#else
  return g_strcmp0 (row->profile_id, ATTUNE_PROFILE_LOCAL_ID) != 0;
#endif
}

static DexFuture *
attune_workspace_reload_accounts_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_accounts (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneAccountRow *row = rows->pdata[i];
      AttuneAccount *account = attune_workspace_find_account (self, row->id);

      if (account != NULL)
        {
          g_ptr_array_add (accounts, g_object_ref (account));
        }
      else if (is_offered (row))
        {
          g_autoptr(AttuneProfile) profile = find_profile (row->profile_id);

          if (profile == NULL)
            continue;

          account = attune_account_new (row->id, profile, row->name, row->base_url);
          g_ptr_array_add (accounts, account);
        }
      else
        {
          continue;
        }

      attune_account_apply (account, row);
    }

  attune_list_store_assign (self->accounts, accounts);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_accounts:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_accounts (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_accounts_fiber,
                              g_object_ref (self), g_object_unref);
}

static char *
normalize_url (Operation      *operation,
               AttuneProfile  *profile,
               const char     *api_key,
               GError        **error)
{
  const char *text = operation->base_url;

  if (!is_given (text))
    text = attune_profile_get_base_url (profile);

  return attune_profile_normalize_url (profile, text != NULL ? text : "", is_given (api_key), error);
}

static DexFuture *
attune_workspace_add_account_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  g_autoptr(AttuneAccountRow) row = g_new0 (AttuneAccountRow, 1);
  g_autoptr(GError) error = NULL;

  if (!(row->base_url = normalize_url (operation, operation->profile, operation->api_key, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  row->id = g_uuid_string_random ();
  row->profile_id = g_strdup (attune_profile_get_id (operation->profile));
  row->name = g_strdup (is_given (operation->name) ? operation->name
                                                   : attune_profile_get_name (operation->profile));
  row->has_key = is_given (operation->api_key);
  row->created_at = g_get_real_time () / G_USEC_PER_SEC;

  /* The key first: an account that is shown has its key. */
  if (row->has_key &&
      !dex_await (attune_secrets_store (row->id, row->name, operation->api_key), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!dex_await (attune_store_save_account (self->store, row), &error))
    {
      if (row->has_key)
        dex_await (attune_secrets_clear (row->id), NULL);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!dex_await (attune_workspace_reload_accounts (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_object (attune_workspace_find_account (self, row->id));
}

/**
 * attune_workspace_add_account:
 * @self: a workspace
 * @profile: the provider
 * @name: (nullable): what the person calls it; the provider's name if %NULL or empty
 * @base_url: (nullable): where it is; the profile's address if %NULL or empty
 * @api_key: (nullable): the key, which goes to the Secret Service; none if %NULL or empty
 *
 * Returns: (transfer full): a future that resolves to the new #AttuneAccount, or rejects with
 *   %ATTUNE_ERROR_SECRETS, %ATTUNE_ERROR_STORAGE or, for a bad address, %ATTUNE_ERROR_REQUEST
 */
DexFuture *
attune_workspace_add_account (AttuneWorkspace *self,
                              AttuneProfile   *profile,
                              const char      *name,
                              const char      *base_url,
                              const char      *api_key)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_PROFILE (profile));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_add_account_fiber,
                              operation_new (self, NULL, profile, name, base_url, api_key),
                              operation_free);
}

static DexFuture *
attune_workspace_update_account_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  AttuneAccount *account = operation->account;
  AttuneProfile *profile = attune_account_get_profile (account);
  const char *id = attune_account_get_id (account);
  g_autoptr(AttuneAccountRow) row = g_new0 (AttuneAccountRow, 1);
  g_autoptr(GError) error = NULL;

  if (operation->api_key != NULL)
    row->has_key = is_given (operation->api_key);
  else
    row->has_key = attune_account_get_has_key (account);

  if (!attune_account_get_is_local (account) &&
      !(row->base_url = normalize_url (operation, profile, row->has_key ? "key" : NULL, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  row->id = g_strdup (id);
  row->profile_id = g_strdup (attune_profile_get_id (profile));
  row->name = g_strdup (is_given (operation->name) ? operation->name
                                                   : attune_account_get_name (account));

  if (operation->api_key != NULL)
    {
      DexFuture *change;

      if (row->has_key)
        change = attune_secrets_store (id, row->name, operation->api_key);
      else
        change = attune_secrets_clear (id);

      if (!dex_await (change, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!dex_await (attune_store_save_account (self->store, row), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_hash_table_remove (self->clients, id);
  attune_account_apply (account, row);
  attune_account_set_problem (account, NULL);
  attune_tracker_wake (self->tracker, id);

  return dex_future_new_true ();
}

/**
 * attune_workspace_update_account:
 * @self: a workspace
 * @account: an account
 * @name: (nullable): its new name; the old one stays if %NULL or empty
 * @base_url: (nullable): its new address; the profile's if %NULL or empty
 * @api_key: (nullable): the new key; %NULL keeps the old one, an empty string forgets it
 *
 * Fine-tunes that wait for a better key or address go on at once.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_update_account (AttuneWorkspace *self,
                                 AttuneAccount   *account,
                                 const char      *name,
                                 const char      *base_url,
                                 const char      *api_key)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_update_account_fiber,
                              operation_new (self, account, NULL, name, base_url, api_key),
                              operation_free);
}

static gboolean
has_active_jobs (AttuneWorkspace *self,
                 const char      *account_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->jobs)); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      if (attune_job_get_is_active (job) &&
          g_str_equal (attune_job_get_account_id (job), account_id))
        return TRUE;
    }

  return FALSE;
}

static DexFuture *
attune_workspace_remove_account_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  const char *id = attune_account_get_id (operation->account);
  g_autoptr(GError) error = NULL;

  if (attune_account_get_is_local (operation->account))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                        _("This computer is always there and cannot be removed.")));

  if (has_active_jobs (self, id))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                        _("A fine-tune is under way at this account. Cancel it or wait for its end, "
                          "then remove the account.")));

  if (attune_account_get_has_key (operation->account) &&
      !dex_await (attune_secrets_clear (id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!dex_await (attune_store_delete_account (self->store, id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_hash_table_remove (self->clients, id);

  if (!dex_await (attune_workspace_reload_accounts (self), &error) ||
      !dex_await (attune_workspace_reload_models (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_remove_account:
 * @self: a workspace
 * @account: an account that no fine-tune is under way at
 *
 * Forgets the account, its key and its models. Its fine-tunes and conversations stay to be read.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_remove_account (AttuneWorkspace *self,
                                 AttuneAccount   *account)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_remove_account_fiber,
                              operation_new (self, account, NULL, NULL, NULL, NULL),
                              operation_free);
}

static DexFuture *
attune_workspace_check_account_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = NULL;

  if (attune_profile_get_is_local (operation->profile))
    {
      if (!dex_await (attune_engine_supervisor_ensure (self->supervisor), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      client = attune_client_new (operation->profile, NULL, NULL,
                                  attune_engine_supervisor_get_connectable (self->supervisor));
    }
  else
    {
      if (!(base_url = normalize_url (operation, operation->profile, operation->api_key, &error)))
        return dex_future_new_for_error (g_steal_pointer (&error));

      client = attune_client_new (operation->profile, base_url, operation->api_key, NULL);
    }

  if (!(models = dex_await_boxed (attune_client_list_models (client), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_uint (models->len);
}

/**
 * attune_workspace_check_account:
 * @self: a workspace
 * @profile: the provider
 * @base_url: (nullable): the address that the person typed
 * @api_key: (nullable): the key that the person typed
 *
 * Asks the provider with a key that is not kept yet.
 *
 * Returns: (transfer full): a future that resolves to a uint, how many models are offered, or
 *   rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_check_account (AttuneWorkspace *self,
                                AttuneProfile   *profile,
                                const char      *base_url,
                                const char      *api_key)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_PROFILE (profile));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_check_account_fiber,
                              operation_new (self, NULL, profile, NULL, base_url, api_key),
                              operation_free);
}

static DexFuture *
attune_workspace_has_key_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  const char *id = attune_account_get_id (operation->account);
  g_autofree char *key = NULL;
  g_autoptr(GError) error = NULL;

  if (!attune_account_get_has_key (operation->account))
    return dex_future_new_for_boolean (FALSE);

  key = dex_await_string (attune_secrets_lookup (id), &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (key != NULL);
}

/**
 * attune_workspace_has_key:
 * @self: a workspace
 * @account: an account
 *
 * Returns: (transfer full): a future that resolves to a boolean, or rejects with
 *   %ATTUNE_ERROR_SECRETS
 */
DexFuture *
attune_workspace_has_key (AttuneWorkspace *self,
                          AttuneAccount   *account)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_has_key_fiber,
                              operation_new (self, account, NULL, NULL, NULL, NULL),
                              operation_free);
}

/**
 * attune_workspace_keep_keys_for_this_run:
 * @self: a workspace
 *
 * Keeps keys that are entered from now on in memory only, and forgets them when the program ends:
 * for a computer without a keyring, after the person agreed.
 */
void
attune_workspace_keep_keys_for_this_run (AttuneWorkspace *self)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));

  attune_secrets_keep_for_this_run ();
}

static AttuneClient *
create_client (AttuneWorkspace  *self,
               AttuneAccount    *account,
               GError          **error)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  const char *id = attune_account_get_id (account);
  gboolean has_key = attune_account_get_has_key (account);
  g_autoptr(GError) local_error = NULL;
  g_autofree char *key = NULL;

  if (attune_account_get_is_local (account))
    return attune_client_new (profile, NULL, NULL,
                              attune_engine_supervisor_get_connectable (self->supervisor));

  if (has_key)
    {
      key = dex_await_string (attune_secrets_lookup (id), &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  if (key == NULL && (has_key || attune_profile_get_needs_key (profile)))
    {
      attune_set_error (error, ATTUNE_ERROR_AUTH, NULL,
                        _("There is no API key for “%s” in the keyring. Enter it in Preferences."),
                        attune_account_get_name (account));
      return NULL;
    }

  return attune_client_new (profile, attune_account_get_base_url (account), key, NULL);
}

static DexFuture *
attune_workspace_connect_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  const char *id = attune_account_get_id (operation->account);
  AttuneClient *client;
  g_autoptr(GError) error = NULL;

  if (attune_account_get_is_local (operation->account) &&
      !dex_await (attune_engine_supervisor_ensure (self->supervisor), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if ((client = g_hash_table_lookup (self->clients, id)))
    return dex_future_new_for_object (client);

  if (!(client = create_client (self, operation->account, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_hash_table_replace (self->clients, g_strdup (id), client);

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
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_connect_fiber,
                              operation_new (self, account, NULL, NULL, NULL, NULL),
                              operation_free);
}

/**
 * attune_workspace_find_account:
 * @self: a workspace
 * @id: our name for it
 *
 * Returns: (transfer none) (nullable): the account
 */
AttuneAccount *
attune_workspace_find_account (AttuneWorkspace *self,
                               const char      *id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_strcmp0 (attune_account_get_id (account), id) == 0)
        return account;
    }

  return NULL;
}

/**
 * attune_workspace_note_contact:
 * @self: a workspace
 * @account_id: whom we spoke to
 * @error: (nullable): how it went wrong, or %NULL
 *
 * Shows the state of an account after a contact.
 */
void
attune_workspace_note_contact (AttuneWorkspace *self,
                               const char      *account_id,
                               const GError    *error)
{
  AttuneAccount *account = attune_workspace_find_account (self, account_id);

  if (account != NULL)
    attune_account_set_problem (account, error != NULL ? error->message : NULL);
}
