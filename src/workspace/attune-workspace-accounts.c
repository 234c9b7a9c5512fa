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
  AttuneWorkspace       *workspace;
  AttuneAccount         *account;
  AttuneProfile         *profile;
  AttuneAccountSettings *settings;
} Operation;

static Operation *
operation_new (AttuneWorkspace             *workspace,
               AttuneAccount               *account,
               AttuneProfile               *profile,
               const AttuneAccountSettings *settings)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->workspace = g_object_ref (workspace);
  g_set_object (&operation->account, account);
  g_set_object (&operation->profile, profile);
  operation->settings = settings != NULL ? attune_account_settings_copy (settings) : NULL;

  return operation;
}

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_clear_object (&operation->workspace);
  g_clear_object (&operation->account);
  g_clear_object (&operation->profile);
  g_clear_pointer (&operation->settings, attune_account_settings_free);
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

static gboolean
is_taken (AttuneWorkspace *self,
          const char      *name,
          AttuneAccount   *but)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (account != but && g_str_equal (attune_account_get_name (account), name))
        return TRUE;
    }

  return FALSE;
}

/* Names are how people tell several accounts of one provider apart. */
static char *
make_distinct (AttuneWorkspace *self,
               const char      *name,
               AttuneAccount   *but)
{
  g_autofree char *result = g_strdup (name);

  for (guint n = 2; is_taken (self, result, but); n++)
    {
      g_free (result);
      /* Translators: %s is the name of an account, %u counts those of that name. */
      result = g_strdup_printf (_("%s %u"), name, n);
    }

  return g_steal_pointer (&result);
}

/**
 * attune_workspace_suggest_account_name:
 * @self: a workspace
 * @profile: a provider
 *
 * Returns: (transfer full): the provider's name, with a number behind it where that is taken
 */
char *
attune_workspace_suggest_account_name (AttuneWorkspace *self,
                                       AttuneProfile   *profile)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);

  return make_distinct (self, attune_profile_get_name (profile), NULL);
}

static void
fill_row (AttuneAccountRow            *row,
          const AttuneAccountSettings *settings)
{
  row->base_url = g_strdup (settings->base_url);
  row->organization = g_strdup (settings->organization);
  row->project = g_strdup (settings->project);
  row->proxy = g_strdup (settings->proxy);
}

static DexFuture *
attune_workspace_add_account_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  g_autoptr(AttuneAccountSettings) settings = NULL;
  g_autoptr(AttuneAccountRow) row = g_new0 (AttuneAccountRow, 1);
  g_autoptr(GError) error = NULL;

  if (!(settings = attune_account_settings_normalize (operation->settings, operation->profile,
                                                      NULL, NULL, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  fill_row (row, settings);
  row->id = g_uuid_string_random ();
  row->profile_id = g_strdup (attune_profile_get_id (operation->profile));
  row->name = make_distinct (self, (settings->name != NULL
                                    ? settings->name
                                    : attune_profile_get_name (operation->profile)), NULL);
  row->has_key = is_given (settings->api_key);
  row->created_at = g_get_real_time () / G_USEC_PER_SEC;

  /* The key first: an account that is shown has its key. */
  if (row->has_key &&
      !dex_await (attune_secrets_store (row->id, row->name, settings->api_key), &error))
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
 * @settings: what the person said; without a name it has the provider's. A number is put behind a
 *   name that is taken
 *
 * Returns: (transfer full): a future that resolves to the new #AttuneAccount, or rejects with
 *   %ATTUNE_ERROR_SECRETS, %ATTUNE_ERROR_STORAGE or, when a setting cannot be right,
 *   %ATTUNE_ERROR_DATA
 */
DexFuture *
attune_workspace_add_account (AttuneWorkspace             *self,
                              AttuneProfile               *profile,
                              const AttuneAccountSettings *settings)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_PROFILE (profile));
  dex_return_error_if_fail (settings != NULL);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_add_account_fiber,
                              operation_new (self, NULL, profile, settings),
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
  g_autoptr(AttuneAccountSettings) settings = NULL;
  g_autoptr(AttuneAccountRow) row = g_new0 (AttuneAccountRow, 1);
  g_autoptr(GError) error = NULL;

  if (!(settings = attune_account_settings_normalize (operation->settings, profile,
                                                      attune_account_get_kept_key_url (account),
                                                      NULL, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (settings->api_key != NULL)
    row->has_key = is_given (settings->api_key);
  else
    row->has_key = attune_account_get_has_key (account);

  fill_row (row, settings);
  row->id = g_strdup (id);
  row->profile_id = g_strdup (attune_profile_get_id (profile));
  row->name = settings->name != NULL ? make_distinct (self, settings->name, account)
                                     : g_strdup (attune_account_get_name (account));

  if (settings->api_key != NULL)
    {
      DexFuture *change;

      if (row->has_key)
        change = attune_secrets_store (id, row->name, settings->api_key);
      else
        change = attune_secrets_clear (id);

      if (!dex_await (change, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!dex_await (attune_store_save_account (self->store, row), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_hash_table_remove (self->clients, id);
  attune_account_set_client (account, NULL);
  attune_account_apply (account, row);
  attune_account_set_problem (account, NULL);
  attune_tracker_wake (self->tracker, id);

  return dex_future_new_true ();
}

/**
 * attune_workspace_update_account:
 * @self: a workspace
 * @account: an account
 * @settings: all that it is to have from now on. Without a name it keeps the old one; a key of
 *   %NULL keeps the old one, an empty one forgets it
 *
 * Fine-tunes that wait for a better key or address go on at once.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects as
 *   attune_workspace_add_account() does
 */
DexFuture *
attune_workspace_update_account (AttuneWorkspace             *self,
                                 AttuneAccount               *account,
                                 const AttuneAccountSettings *settings)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));
  dex_return_error_if_fail (settings != NULL);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_update_account_fiber,
                              operation_new (self, account, NULL, settings),
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
  attune_account_set_client (operation->account, NULL);

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
                              operation_new (self, account, NULL, NULL),
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
                              operation_new (self, account, NULL, NULL),
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
