/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-settings"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-account-settings.h"
#include "attune-error.h"

static gboolean
is_given (const char *text)
{
  return text != NULL && *text != '\0';
}

/* People copy with the blank or the line end beside it. */
static char *
dup_stripped (const char *text)
{
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return is_given (stripped) ? g_steal_pointer (&stripped) : NULL;
}

static gboolean
is_word (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isgraph (*at))
        return FALSE;
    }

  return TRUE;
}

static gboolean
normalize_key (AttuneAccountSettings  *result,
               const char             *text,
               GError                **error)
{
  g_autofree char *key = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  if (key != NULL && !is_word (key))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("A key has no blanks and no special characters. "
                          "Copy it again from your provider."));
      return FALSE;
    }

  result->api_key = g_steal_pointer (&key);

  return TRUE;
}

static gboolean
normalize_base_url (AttuneAccountSettings  *result,
                    const char             *text,
                    AttuneProfile          *profile,
                    gboolean                has_key,
                    GError                **error)
{
  g_autofree char *url = dup_stripped (text);

  /* The provider's own address is not kept, so that a new one of a later version counts. */
  if (url == NULL && attune_profile_get_base_url (profile) != NULL)
    return TRUE;

  result->base_url = attune_profile_normalize_url (profile, url != NULL ? url : "", has_key, error);

  return result->base_url != NULL;
}

static gboolean
may_keep_key (const AttuneAccountSettings  *result,
              AttuneProfile                *profile,
              const char                   *kept_key_url,
              GError                      **error)
{
  const char *url = result->base_url != NULL ? result->base_url
                                             : attune_profile_get_base_url (profile);

  if (result->api_key != NULL || kept_key_url == NULL || g_strcmp0 (url, kept_key_url) == 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("The address is a new one. Enter the key for it."));
  return FALSE;
}

/* An id that is sent as a header of its own. */
static gboolean
normalize_id (const char  **result,
              const char   *text,
              const char   *header,
              GError      **error)
{
  g_autofree char *id = dup_stripped (text);

  if (id == NULL || header == NULL)
    return TRUE;

  if (!is_word (id))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("“%s” is a name. Type the ID, which has no blanks and stands in the "
                          "settings of the service, such as “org-AbC123” or “proj_AbC123”."),
                        id);
      return FALSE;
    }

  *result = g_steal_pointer (&id);

  return TRUE;
}

static gboolean
normalize_proxy (AttuneAccountSettings  *result,
                 const char             *text,
                 GError                **error)
{
  g_autofree char *proxy = dup_stripped (text);

  if (proxy == NULL)
    return TRUE;

  result->proxy = attune_http_normalize_proxy (proxy, error);

  return result->proxy != NULL;
}

/**
 * attune_account_settings_copy:
 * @self: settings
 *
 * Returns: (transfer full): a copy that owns its texts
 */
AttuneAccountSettings *
attune_account_settings_copy (const AttuneAccountSettings *self)
{
  AttuneAccountSettings *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (AttuneAccountSettings, 1);
  copy->name = g_strdup (self->name);
  copy->base_url = g_strdup (self->base_url);
  copy->api_key = g_strdup (self->api_key);
  copy->organization = g_strdup (self->organization);
  copy->project = g_strdup (self->project);
  copy->proxy = g_strdup (self->proxy);

  return copy;
}

/**
 * attune_account_settings_free:
 * @self: (transfer full): settings that own their texts
 *
 * Does not leave the key in memory.
 */
void
attune_account_settings_free (AttuneAccountSettings *self)
{
  if (self->api_key != NULL)
    explicit_bzero ((char *)self->api_key, strlen (self->api_key));

  g_free ((char *)self->name);
  g_free ((char *)self->base_url);
  g_free ((char *)self->api_key);
  g_free ((char *)self->organization);
  g_free ((char *)self->project);
  g_free ((char *)self->proxy);
  g_free (self);
}

/**
 * attune_account_settings_normalize:
 * @self: what a person said
 * @profile: the provider
 * @kept_key_url: (nullable): the address of an account that has a key in the keyring already
 * @field: (out) (optional): which entry the error is about
 * @error: return location for %ATTUNE_ERROR_DATA, a sentence for that entry
 *
 * The one place that knows what the entries of an account may hold. Takes away blanks around them;
 * completes the addresses; leaves out an organization and project where the provider has none. A
 * key that is kept does not go to another address unasked. Whether a key is missing is not asked
 * here: an account may get one later.
 *
 * Returns: (transfer full): settings that own their texts; a `base_url` of %NULL is the profile's
 */
AttuneAccountSettings *
attune_account_settings_normalize (const AttuneAccountSettings  *self,
                                   AttuneProfile                *profile,
                                   const char                   *kept_key_url,
                                   AttuneAccountField           *field,
                                   GError                      **error)
{
  g_autoptr(AttuneAccountSettings) result = NULL;
  AttuneAccountField bad = ATTUNE_ACCOUNT_FIELD_NONE;
  gboolean has_key;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);

  result = g_new0 (AttuneAccountSettings, 1);
  result->name = dup_stripped (self->name);
  has_key = self->api_key != NULL ? *self->api_key != '\0' : kept_key_url != NULL;

  if (!normalize_base_url (result, self->base_url, profile, has_key, error))
    bad = ATTUNE_ACCOUNT_FIELD_ADDRESS;
  else if (!normalize_key (result, self->api_key, error) ||
           !may_keep_key (result, profile, kept_key_url, error))
    bad = ATTUNE_ACCOUNT_FIELD_KEY;
  else if (!normalize_id (&result->organization, self->organization,
                          attune_profile_get_organization_header (profile), error))
    bad = ATTUNE_ACCOUNT_FIELD_ORGANIZATION;
  else if (!normalize_id (&result->project, self->project,
                          attune_profile_get_project_header (profile), error))
    bad = ATTUNE_ACCOUNT_FIELD_PROJECT;
  else if (!normalize_proxy (result, self->proxy, error))
    bad = ATTUNE_ACCOUNT_FIELD_PROXY;

  if (field != NULL)
    *field = bad;

  return bad == ATTUNE_ACCOUNT_FIELD_NONE ? g_steal_pointer (&result) : NULL;
}
