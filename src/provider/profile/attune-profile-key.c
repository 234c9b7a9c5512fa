/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

/* What a request carries beside what it asks: by whom it comes, and for whom. */

/**
 * attune_profile_get_key_header:
 * @self: a profile
 *
 * Returns: (transfer none): the name of the HTTP header that carries the key
 */
const char *
attune_profile_get_key_header (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (attune_profile_get_part (self, "key"), "header", "Authorization");
}

/**
 * attune_profile_get_key_prefix:
 * @self: a profile
 *
 * Returns: (transfer none): what stands before the key in its header, perhaps empty
 */
const char *
attune_profile_get_key_prefix (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (attune_profile_get_part (self, "key"), "prefix", "Bearer ");
}

/**
 * attune_profile_get_organization_header:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the name of the HTTP header that says for which organization
 *   a request is; %NULL where there is none
 */
const char *
attune_profile_get_organization_header (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (attune_profile_get_part (self, "key"), "organization-header",
                                 NULL);
}

/**
 * attune_profile_get_project_header:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the name of the HTTP header that says for which project of
 *   the organization a request is; %NULL where there is none
 */
const char *
attune_profile_get_project_header (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (attune_profile_get_part (self, "key"), "project-header", NULL);
}

/**
 * attune_profile_get_project_query:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the name that the project has in the query of each request;
 *   %NULL where it stands in no query
 */
const char *
attune_profile_get_project_query (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (attune_profile_get_part (self, "key"), "project-query", NULL);
}

/**
 * attune_profile_get_project_label:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): what people type there instead of the id of a project
 */
const char *
attune_profile_get_project_label (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_profile_get_translated (attune_profile_get_part (self, "key"), "project-label");
}

/**
 * attune_profile_get_keys_url:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the page where a person makes a key
 */
const char *
attune_profile_get_keys_url (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (self->data, "keys-url", NULL);
}

/**
 * attune_profile_get_needs_key:
 * @self: a profile
 *
 * Returns: whether nothing works without a key; otherwise a key is optional
 */
gboolean
attune_profile_get_needs_key (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (attune_profile_get_part (self, "key"), "needed", FALSE);
}
