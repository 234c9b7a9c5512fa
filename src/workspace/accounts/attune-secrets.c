/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-secrets"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "attune-error.h"
#include "attune-secrets.h"

/* Development builds have a schema of their own, so that they cannot touch the person's keys. */
static const SecretSchema schema = {
  .name = APPLICATION_ID,
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* Account id → key; NULL as long as the keyring is used. Main thread only. */
static GHashTable *keys_of_this_run;

/* libsecret wipes what it allocates; what is handed to it is wiped here. */
static void
free_key (gpointer data)
{
  secret_password_free (data);
}

/* A person who closes the window that asks for the password of the keyring shows up as a cancelled
 * call, as a locked keyring, or as no error at all. */
static gboolean
is_locked (const GError *error)
{
  return error == NULL ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
}

static void
reject (DexPromise *promise,
        GError     *error)
{
  g_autoptr(GError) owned = error;

  if (is_locked (owned))
    dex_promise_reject (promise,
                        attune_error_new (ATTUNE_ERROR_SECRETS,
                                          owned != NULL ? owned->message : NULL,
                                          _("The keyring is locked. Unlock it, then try again.")));
  else
    dex_promise_reject (promise,
                        attune_error_new (ATTUNE_ERROR_SECRETS, owned->message,
                                          _("The keyring that keeps API keys cannot be reached. Start "
                                            "a Secret Service such as GNOME Keyring, then try again.")));
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    reject (promise, error);
}

static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;
  char *key;

  key = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    {
      reject (promise, error);
      return;
    }

  /* The promise frees with g_free(), so it gets a plain copy. */
  dex_promise_resolve_string (promise, g_strdup (key));
  secret_password_free (key);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  /* FALSE without an error means that there was none. */
  secret_password_clear_finish (result, &error);

  if (error != NULL)
    reject (promise, error);
  else
    dex_promise_resolve_boolean (promise, TRUE);
}

/**
 * attune_secrets_store:
 * @account_id: whose key it is
 * @account_name: named in the keyring's own windows
 * @api_key: the key
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with %ATTUNE_ERROR_SECRETS
 */
DexFuture *
attune_secrets_store (const char *account_id,
                      const char *account_name,
                      const char *api_key)
{
  DexPromise *promise;
  g_autofree char *label = NULL;

  if (keys_of_this_run != NULL)
    {
      g_hash_table_replace (keys_of_this_run, g_strdup (account_id), g_strdup (api_key));
      return dex_future_new_true ();
    }

  promise = dex_promise_new_cancellable ();
  /* Translators: %s is what the person calls an account; shown in the keyring. */
  label = g_strdup_printf (_("Attune: key of %s"), account_name);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, api_key,
                         dex_promise_get_cancellable (promise),
                         stored_cb, dex_ref (promise),
                         "account", account_id,
                         NULL);

  return DEX_FUTURE (promise);
}

/**
 * attune_secrets_lookup:
 * @account_id: whose key is asked for
 *
 * Returns: (transfer full): a future that resolves to a string, %NULL where there is no key, or
 *   rejects with %ATTUNE_ERROR_SECRETS
 */
DexFuture *
attune_secrets_lookup (const char *account_id)
{
  DexPromise *promise;
  const char *key;

  if (keys_of_this_run != NULL && (key = g_hash_table_lookup (keys_of_this_run, account_id)))
    return dex_future_new_for_string (key);

  promise = dex_promise_new_cancellable ();
  secret_password_lookup (&schema,
                          dex_promise_get_cancellable (promise),
                          looked_up_cb, dex_ref (promise),
                          "account", account_id,
                          NULL);

  return DEX_FUTURE (promise);
}

/**
 * attune_secrets_clear:
 * @account_id: whose key is to be forgotten
 *
 * Returns: (transfer full): a future that resolves to %TRUE, also where there was none, or rejects
 *   with %ATTUNE_ERROR_SECRETS
 */
DexFuture *
attune_secrets_clear (const char *account_id)
{
  DexPromise *promise;

  if (keys_of_this_run != NULL && g_hash_table_remove (keys_of_this_run, account_id))
    return dex_future_new_true ();

  promise = dex_promise_new_cancellable ();
  secret_password_clear (&schema,
                         dex_promise_get_cancellable (promise),
                         cleared_cb, dex_ref (promise),
                         "account", account_id,
                         NULL);

  return DEX_FUTURE (promise);
}

/**
 * attune_secrets_keep_for_this_run:
 *
 * Stores keys in memory only from now on, for as long as the program runs. To be called on the main
 * thread, after the person agreed.
 */
void
attune_secrets_keep_for_this_run (void)
{
  if (keys_of_this_run == NULL)
    keys_of_this_run = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_key);
}
