/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-check"

#include "config.h"

#include "attune-account-private.h"
#include "attune-error.h"
#include "attune-workspace-private.h"

/* What to check: an account as it is, an account with other settings, or settings alone. */
typedef struct
{
  AttuneWorkspace       *workspace;
  AttuneAccount         *account;
  AttuneProfile         *profile;
  AttuneAccountSettings *settings;
  gboolean               is_as_kept;
} Operation;

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

static GPtrArray *
get_list (DexFuture  *future,
          GError    **error)
{
  const GValue *value = dex_future_get_value (future, error);

  return value != NULL ? g_value_get_boxed (value) : NULL;
}

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND);
}

/* Nothing works, and always for the same reason: a wrong key, nobody there, another address. */
static gboolean
is_one_failure (const GError *models,
                const GError *files,
                const GError *jobs)
{
  if (is_missing (models) && is_missing (jobs) && (files == NULL || is_missing (files)))
    return TRUE;

  return (models != NULL && jobs != NULL &&
          g_str_equal (models->message, jobs->message) &&
          (files == NULL || g_str_equal (models->message, files->message)));
}

/* Three requests at the same time, each of which asks for a list and costs nothing. */
static AttuneAccountCheck *
ask (AttuneClient  *client,
     AttuneProfile *profile,
     GError       **error)
{
  gboolean has_files = attune_profile_can (profile, ATTUNE_ABILITY_LIST_FILES);
  g_autoptr(DexFuture) models = attune_client_list_models (client);
  g_autoptr(DexFuture) jobs = attune_client_peek_jobs (client);
  g_autoptr(DexFuture) files = has_files ? attune_client_peek_files (client)
                                         : dex_future_new_true ();
  g_autoptr(AttuneAccountCheck) check = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GError) models_error = NULL;
  g_autoptr(GError) files_error = NULL;
  g_autoptr(GError) jobs_error = NULL;
  g_autoptr(GError) local_error = NULL;
  GPtrArray *file_list = NULL;
  GPtrArray *model_list;
  GPtrArray *job_list;

  dex_await (dex_future_all (dex_ref (models), dex_ref (jobs), dex_ref (files), NULL),
             &local_error);

  if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  model_list = get_list (models, &models_error);
  job_list = get_list (jobs, &jobs_error);

  if (has_files)
    file_list = get_list (files, &files_error);

  if (is_one_failure (models_error, files_error, jobs_error) && file_list == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&models_error));
      return NULL;
    }

  check = attune_account_check_new (profile);
  attune_account_check_note_models (check, model_list, models_error);
  attune_account_check_note_files (check, file_list, files_error);
  attune_account_check_note_jobs (check, job_list, jobs_error, now);
  attune_account_check_set_organization (check, attune_client_get_organization (client));

  return g_steal_pointer (&check);
}

static AttuneClient *
create_client (Operation  *operation,
               GError    **error)
{
  AttuneAccount *account = operation->account;
  g_autoptr(AttuneAccountSettings) settings = NULL;

  if (operation->is_as_kept)
    return dex_await_object (attune_workspace_connect (operation->workspace, account), error);

  settings = attune_account_settings_normalize (operation->settings, operation->profile,
                                                account != NULL
                                                ? attune_account_get_kept_key_url (account)
                                                : NULL,
                                                NULL, error);

  if (settings == NULL)
    return NULL;

  return attune_workspace_create_client (operation->workspace, account, operation->profile,
                                         settings, error);
}

static DexFuture *
check_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneAccountCheck) check = NULL;
  g_autoptr(GError) error = NULL;

  if ((client = create_client (operation, &error)) != NULL)
    check = ask (client, operation->profile, &error);

  if (operation->is_as_kept && !g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
    attune_workspace_note_contact (operation->workspace,
                                   attune_account_get_id (operation->account), error);

  if (check == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&check));
}

static DexFuture *
spawn (AttuneWorkspace             *self,
       AttuneAccount               *account,
       AttuneProfile               *profile,
       const AttuneAccountSettings *settings)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->workspace = g_object_ref (self);
  operation->profile = g_object_ref (profile);
  operation->is_as_kept = settings == NULL;
  operation->settings = settings != NULL ? attune_account_settings_copy (settings) : NULL;
  g_set_object (&operation->account, account);

  return dex_scheduler_spawn (NULL, 0, check_fiber, operation, operation_free);
}

/**
 * attune_workspace_try_account:
 * @self: a workspace
 * @profile: the provider
 * @settings: what the person typed, which is not kept yet
 *
 * Asks what a key may do. Only lists are asked for, each by itself, so that one that is refused
 * does not hide the others; nothing that costs money is sent. Dropping the future ends it.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneAccountCheck, or rejects with
 *   %ATTUNE_ERROR when nothing works, such as %ATTUNE_ERROR_AUTH or %ATTUNE_ERROR_NETWORK
 */
DexFuture *
attune_workspace_try_account (AttuneWorkspace             *self,
                              AttuneProfile               *profile,
                              const AttuneAccountSettings *settings)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_PROFILE (profile));
  dex_return_error_if_fail (settings != NULL);

  return spawn (self, NULL, profile, settings);
}

/**
 * attune_workspace_check_account:
 * @self: a workspace
 * @account: an account
 * @settings: (nullable): what it is to be checked with instead of its own settings, or %NULL
 *
 * As attune_workspace_try_account(), for an account that is kept: a key of %NULL in @settings is
 * the one in the keyring, which does not go to another address.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneAccountCheck, or rejects with
 *   %ATTUNE_ERROR when nothing works
 */
DexFuture *
attune_workspace_check_account (AttuneWorkspace             *self,
                                AttuneAccount               *account,
                                const AttuneAccountSettings *settings)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  return spawn (self, account, attune_account_get_profile (account), settings);
}
