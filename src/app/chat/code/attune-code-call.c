/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-code-call"

#include "config.h"

#include "attune-chat-body.h"
#include "attune-code-call.h"

/* What libraries put behind the base URL by themselves. */
#define CHAT_END       "/chat/completions"
#define COMPLETION_END "/completions"

/* OPENAI_API_KEY, NEBIUS_API_KEY …; for a service that has no name of its own, API_KEY. */
static char *
create_variable (AttuneProfile *profile)
{
  const char *id = attune_profile_get_id (profile);
  g_autofree char *name = NULL;

  if (g_str_equal (id, ATTUNE_PROFILE_CUSTOM_ID))
    return g_strdup ("API_KEY");

  name = g_ascii_strup (id, -1);
  g_strcanon (name, G_CSET_A_2_Z G_CSET_DIGITS, '_');

  return g_strconcat (g_ascii_isdigit (*name) ? "_" : "", name, "_API_KEY", NULL);
}

static char **
create_headers (AttuneAccount *account)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  const char * const pairs[][2] = {
    { attune_profile_get_organization_header (profile), attune_account_get_organization (account) },
    { attune_profile_get_project_header (profile), attune_account_get_project (account) },
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i][0] != NULL && pairs[i][1] != NULL)
      g_strv_builder_add_many (builder, pairs[i][0], pairs[i][1], NULL);

  return g_strv_builder_end (builder);
}

/* A call at another place than libraries look for cannot be made with them; the address is then
 * written whole, which at least says where it is. */
static char *
create_base_url (const char *url,
                 gboolean    is_completion)
{
  const char *end = is_completion ? COMPLETION_END : CHAT_END;

  if (!g_str_has_suffix (url, end))
    return g_strdup (url);

  return g_strndup (url, strlen (url) - strlen (end));
}

/**
 * attune_code_call_new:
 * @account: who asks
 * @request: what is asked
 * @socket_path: where the engine on this computer listens; used for its account only
 *
 * Returns: (transfer full) (nullable): the request as it would be sent; %NULL when the account's
 *   provider has no such call
 */
AttuneCodeCall *
attune_code_call_new (AttuneAccount     *account,
                      AttuneChatRequest *request,
                      const char        *socket_path)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  gboolean is_completion = attune_chat_request_get_prompt (request) != NULL;
  g_autofree char *url = NULL;
  AttuneCodeCall *self;

  url = attune_profile_dup_call_url (profile, attune_account_get_base_url (account),
                                     is_completion ? "completions" : "chat");

  if (url == NULL)
    return NULL;

  self = g_new0 (AttuneCodeCall, 1);
  self->body = attune_chat_body_build (request, profile);
  self->is_completion = is_completion;
  self->base_url = create_base_url (url, is_completion);
  self->url = g_steal_pointer (&url);
  self->headers = create_headers (account);

  if (attune_account_get_is_local (account))
    self->socket_path = g_strdup (socket_path);

  if (attune_account_get_has_key (account) || attune_profile_get_needs_key (profile))
    {
      self->key_variable = create_variable (profile);
      self->key_header = g_strdup (attune_profile_get_key_header (profile));
      self->key_prefix = g_strdup (attune_profile_get_key_prefix (profile));
    }

  return self;
}

/**
 * attune_code_call_free:
 * @self: (transfer full): a request
 */
void
attune_code_call_free (AttuneCodeCall *self)
{
  json_node_unref (self->body);
  g_free (self->url);
  g_free (self->base_url);
  g_free (self->socket_path);
  g_free (self->key_variable);
  g_free (self->key_header);
  g_free (self->key_prefix);
  g_strfreev (self->headers);
  g_free (self);
}
