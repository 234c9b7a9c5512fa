/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-target"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-target.h"
#include "attune-paths.h"
#include "attune-shared-tokenizer.h"
#include "attune-target-rules.h"

static char *
list_providers (void)
{
  g_autoptr(GListModel) profiles = attune_profile_list_shipped ();
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (profiles, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", attune_profile_get_id (profile));
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

/* An account that nobody has, made to ask for rules and prices. */
static gboolean
find_provider (AttuneCliCheck *check,
               int            *status)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (check->provider);
  g_autofree char *ids = NULL;

  if (profile != NULL)
    {
      check->target = attune_account_new (check->provider, profile,
                                          attune_profile_get_name (profile), NULL);
      return TRUE;
    }

  ids = list_providers ();
  /* Translators: the word that was said, and those that there are. */
  *status = attune_cli_usage (_("There is no provider “%1$s”. There are: %2$s."), check->provider, ids);

  return FALSE;
}

static gboolean
find_method (AttuneCliCheck *check,
             gboolean       *wants_preference,
             int            *status)
{
  *wants_preference = g_strcmp0 (check->method, "preference") == 0;

  if (check->method != NULL && !*wants_preference && !g_str_equal (check->method, "supervised"))
    *status = attune_cli_usage (_("“%s” is not a method. Choose supervised or preference."),
                                check->method);
  else if (*wants_preference && check->target != NULL &&
           !attune_profile_can (attune_account_get_profile (check->target), ATTUNE_ABILITY_DPO))
    /* Translators: %s is the name of a provider. */
    *status = attune_cli_usage (_("“%s” does not train on preferences."),
                                attune_account_get_name (check->target));
  else
    return TRUE;

  return FALSE;
}

/* Whether all models of a provider count tokens as they are counted when no model is said. */
static gboolean
shares_encoding (AttuneProfile *profile)
{
  GPtrArray *models = attune_profile_get_models (profile);

  for (guint i = 0; i < models->len; i++)
    {
      const AttuneProfileModel *model = models->pdata[i];
      gboolean is_known;

      if (attune_token_encoding_for_model (model->id, &is_known) != ATTUNE_SHARED_ENCODING ||
          !is_known)
        return FALSE;
    }

  return models->len > 0;
}

static gboolean
knows_encoding (const AttuneCliCheck *check)
{
  gboolean is_known = TRUE;

  if (check->words.model != NULL)
    attune_token_encoding_for_model (check->words.model, &is_known);
  else if (check->target != NULL)
    is_known = shares_encoding (attune_account_get_profile (check->target));

  return is_known;
}

/* Who has only looked at files so far has no database, and needs none to look at another. */
static gboolean
has_database (void)
{
  g_autofree char *data_dir = attune_paths_dup_data_dir ();
  g_autofree char *path = g_build_filename (data_dir, "attune.db", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What is known of providers says their prices: of the one that is meant, or of this computer,
 * which is all that somebody without a database has. */
static void
ask_profiles (AttuneCliCheck *check)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("local");

  check->workspace = attune_workspace_new (NULL);

  if (check->target != NULL)
    check->payer = g_object_ref (check->target);
  else if (profile != NULL)
    check->payer = attune_account_new ("local", profile, attune_profile_get_name (profile), NULL);
}

/* Without the workspace only the prices are missing, unless an account of it was named. */
static gboolean
open_workspace (AttuneCliCheck *check,
                int            *status)
{
  g_autoptr(GError) error = NULL;

  if (check->account == NULL && check->no_tokens)
    return TRUE;

  if (check->account == NULL &&
      ((check->target != NULL && !attune_account_get_is_local (check->target)) || !has_database ()))
    {
      ask_profiles (check);
      return TRUE;
    }

  if ((check->workspace = attune_cli_open_workspace (&error)) &&
      (check->account == NULL ||
       (check->target = attune_cli_find_account (check->workspace, check->account, &error))))
    {
      g_set_object (&check->payer, check->target);
      return TRUE;
    }

  *status = attune_cli_fail (error);

  return check->account == NULL;
}

/**
 * attune_cli_target_resolve:
 * @check: what a person said; its members “workspace”, “target”, “payer”, “rules”
 *   and “is_exact” are filled
 * @status: (out): the exit status when it is wrong
 *
 * Finds out for whom a file is checked: an account, a provider, or nobody in particular. Says what
 * is wrong. Awaits: for fibers only.
 *
 * Returns: %FALSE when something is
 */
gboolean
attune_cli_target_resolve (AttuneCliCheck *check,
                           int            *status)
{
  gboolean wants_preference;

  if (check->account != NULL && check->provider != NULL)
    {
      *status = attune_cli_usage (_("--account and --provider exclude each other."));
      return FALSE;
    }

  if ((check->provider != NULL && !find_provider (check, status)) ||
      !open_workspace (check, status) ||
      !find_method (check, &wants_preference, status))
    return FALSE;

  if (check->target != NULL)
    attune_target_rules_init (&check->rules, attune_account_get_profile (check->target),
                              check->words.model, wants_preference);
  else
    check->rules.wants_preference = wants_preference;

  check->is_exact = knows_encoding (check);

  return TRUE;
}
