/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account"

#include "config.h"

#include "attune-account-private.h"

struct _AttuneAccount
{
  GObject            parent_instance;

  char              *id;
  AttuneProfile     *profile;
  char              *name;
  char              *base_url;
  char              *organization;
  char              *project;
  char              *proxy;
  char              *problem;
  AttuneHttpLimiter *limiter;        /* of the client that speaks for it now, or NULL */
  gboolean           has_key;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_PROFILE,
  PROP_NAME,
  PROP_BASE_URL,
  PROP_ORGANIZATION,
  PROP_PROJECT,
  PROP_PROXY,
  PROP_IS_LOCAL,
  PROP_PROBLEM,
  PROP_WAITING_UNTIL,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneAccount, attune_account, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
waiting_changed_cb (AttuneAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING_UNTIL]);
}

static void
attune_account_finalize (GObject *object)
{
  AttuneAccount *self = (AttuneAccount *)object;

  g_clear_object (&self->profile);
  g_clear_object (&self->limiter);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->organization, g_free);
  g_clear_pointer (&self->project, g_free);
  g_clear_pointer (&self->proxy, g_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (attune_account_parent_class)->finalize (object);
}

static void
attune_account_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AttuneAccount *self = ATTUNE_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;

    case PROP_NAME:
      g_value_set_string (value, attune_account_get_name (self));
      break;

    case PROP_BASE_URL:
      g_value_set_string (value, attune_account_get_base_url (self));
      break;

    case PROP_ORGANIZATION:
      g_value_set_string (value, self->organization);
      break;

    case PROP_PROJECT:
      g_value_set_string (value, self->project);
      break;

    case PROP_PROXY:
      g_value_set_string (value, self->proxy);
      break;

    case PROP_IS_LOCAL:
      g_value_set_boolean (value, attune_account_get_is_local (self));
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    case PROP_WAITING_UNTIL:
      g_value_set_int64 (value, attune_account_get_waiting_until (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_account_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AttuneAccount *self = ATTUNE_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;

    case PROP_PROFILE:
      self->profile = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_account_class_init (AttuneAccountClass *klass)
{
  static const char * const strings[] = {
    [PROP_NAME] = "name",
    [PROP_BASE_URL] = "base-url",
    [PROP_ORGANIZATION] = "organization",
    [PROP_PROJECT] = "project",
    [PROP_PROXY] = "proxy",
    [PROP_PROBLEM] = "problem",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_account_finalize;
  object_class->get_property = attune_account_get_property;
  object_class->set_property = attune_account_set_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PROFILE] =
    g_param_spec_object ("profile", NULL, NULL,
                         ATTUNE_TYPE_PROFILE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      if (strings[i] != NULL)
        properties[i] =
          g_param_spec_string (strings[i], NULL, NULL,
                               NULL,
                               (G_PARAM_READABLE |
                                G_PARAM_STATIC_STRINGS));
    }

  properties[PROP_IS_LOCAL] =
    g_param_spec_boolean ("is-local", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  properties[PROP_WAITING_UNTIL] =
    g_param_spec_int64 ("waiting-until", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_account_init (AttuneAccount *self)
{
}

/**
 * attune_account_new:
 * @id: our name for it
 * @profile: the provider
 * @name: (nullable): what the person calls it; the provider's name if %NULL or empty
 * @base_url: (nullable): where it is; the profile's address if %NULL
 *
 * Returns: (transfer full): an account
 */
AttuneAccount *
attune_account_new (const char    *id,
                    AttuneProfile *profile,
                    const char    *name,
                    const char    *base_url)
{
  AttuneAccount *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);

  self = g_object_new (ATTUNE_TYPE_ACCOUNT, "id", id, "profile", profile, NULL);
  self->name = g_strdup (name);
  self->base_url = g_strdup (base_url);

  return self;
}

/**
 * attune_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): our name for it
 */
const char *
attune_account_get_id (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->id;
}

/**
 * attune_account_get_profile:
 * @self: an account
 *
 * Returns: (transfer none): the provider
 */
AttuneProfile *
attune_account_get_profile (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->profile;
}

/**
 * attune_account_get_name:
 * @self: an account
 *
 * Returns: (transfer none): what the person calls it
 */
const char *
attune_account_get_name (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  if (self->name != NULL && *self->name != '\0')
    return self->name;

  return attune_profile_get_name (self->profile);
}

/**
 * attune_account_get_base_url:
 * @self: an account
 *
 * Returns: (transfer none): where it is
 */
const char *
attune_account_get_base_url (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->base_url != NULL ? self->base_url : attune_profile_get_base_url (self->profile);
}

/**
 * attune_account_get_is_local:
 * @self: an account
 *
 * Returns: whether this is the engine on this computer
 */
gboolean
attune_account_get_is_local (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), FALSE);

  return attune_profile_get_is_local (self->profile);
}

/**
 * attune_account_get_problem:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): why the last contact failed, a sentence; %NULL if it did not
 */
const char *
attune_account_get_problem (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->problem;
}

/**
 * attune_account_get_organization:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the id of the organization that requests are for; %NULL for
 *   the key's own
 */
const char *
attune_account_get_organization (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->organization;
}

/**
 * attune_account_get_project:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the id of the project that requests are for
 */
const char *
attune_account_get_project (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->project;
}

/**
 * attune_account_get_proxy:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the address of its proxy, or %ATTUNE_ACCOUNT_NO_PROXY;
 *   %NULL for the desktop's own
 */
const char *
attune_account_get_proxy (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->proxy;
}

/**
 * attune_account_get_waiting_until:
 * @self: an account
 *
 * Returns: when the requests that wait, because the service asked for it, will go on, as monotonic
 *   time in microseconds; 0 when none wait
 */
gint64
attune_account_get_waiting_until (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), 0);

  return self->limiter != NULL ? attune_http_limiter_get_waiting_until (self->limiter) : 0;
}

/**
 * attune_account_describe_waiting:
 * @self: an account
 *
 * Returns: (transfer full) (nullable): how long its requests wait from now on, and why, such as
 *   “Waiting 12 seconds, as the service asked”; %NULL when none wait
 */
char *
attune_account_describe_waiting (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->limiter != NULL ? attune_http_limiter_describe (self->limiter) : NULL;
}

/**
 * attune_account_get_has_key:
 * @self: an account
 *
 * Returns: whether a key of it was given to the Secret Service
 */
gboolean
attune_account_get_has_key (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), FALSE);

  return self->has_key;
}

/**
 * attune_account_get_kept_key_url:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the address that its key in the Secret Service is for, or
 *   %NULL when it has none
 */
const char *
attune_account_get_kept_key_url (AttuneAccount *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (self), NULL);

  return self->has_key ? attune_account_get_base_url (self) : NULL;
}

/**
 * attune_account_apply:
 * @self: an account
 * @row: what the store holds
 *
 * Takes over what the person can change.
 */
void
attune_account_apply (AttuneAccount          *self,
                      const AttuneAccountRow *row)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT (self));

  self->has_key = row->has_key;

  if (g_set_str (&self->name, row->name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);

  if (g_set_str (&self->base_url, row->base_url))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASE_URL]);

  if (g_set_str (&self->organization, row->organization))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORGANIZATION]);

  if (g_set_str (&self->project, row->project))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);

  if (g_set_str (&self->proxy, row->proxy))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROXY]);
}

/**
 * attune_account_set_client:
 * @self: an account
 * @client: (nullable): what speaks for it from now on; its limiter knows whether requests wait
 */
void
attune_account_set_client (AttuneAccount *self,
                           AttuneClient  *client)
{
  AttuneHttpLimiter *limiter = client != NULL ? attune_client_get_limiter (client) : NULL;

  g_return_if_fail (ATTUNE_IS_ACCOUNT (self));

  if (self->limiter != NULL)
    g_signal_handlers_disconnect_by_data (self->limiter, self);

  if (!g_set_object (&self->limiter, limiter))
    return;

  if (limiter != NULL)
    g_signal_connect_object (limiter, "notify::waiting-until", G_CALLBACK (waiting_changed_cb),
                             self, G_CONNECT_SWAPPED);

  waiting_changed_cb (self);
}

/**
 * attune_account_set_problem:
 * @self: an account
 * @problem: (nullable): why the last contact failed, or %NULL after one that went well
 */
void
attune_account_set_problem (AttuneAccount *self,
                            const char    *problem)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT (self));

  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}
