/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http-proxy.h"
#include "attune-profile.h"

G_BEGIN_DECLS

/* What a person says of an account. NULL and an empty text are the same, but in the key: NULL keeps
 * the one that an account has, an empty one forgets it. Whoever fills it in owns the texts. */
typedef struct
{
  const char *name;           /* NULL: a name of ours, or the one it had */
  const char *base_url;       /* NULL: the profile's */
  const char *api_key;        /* goes to the Secret Service, and nowhere else */
  const char *organization;   /* NULL: the key's own */
  const char *project;
  const char *proxy;          /* NULL: the desktop's; ATTUNE_ACCOUNT_NO_PROXY; or an address */
} AttuneAccountSettings;

#define ATTUNE_ACCOUNT_NO_PROXY ATTUNE_HTTP_NO_PROXY

/* Which of them a sentence is about. */
typedef enum
{
  ATTUNE_ACCOUNT_FIELD_NONE,
  ATTUNE_ACCOUNT_FIELD_ADDRESS,
  ATTUNE_ACCOUNT_FIELD_KEY,
  ATTUNE_ACCOUNT_FIELD_ORGANIZATION,
  ATTUNE_ACCOUNT_FIELD_PROJECT,
  ATTUNE_ACCOUNT_FIELD_PROXY,
} AttuneAccountField;

AttuneAccountSettings *attune_account_settings_copy      (const AttuneAccountSettings  *self);
void                   attune_account_settings_free      (AttuneAccountSettings        *self);
AttuneAccountSettings *attune_account_settings_normalize (const AttuneAccountSettings  *self,
                                                          AttuneProfile                *profile,
                                                          const char                   *kept_key_url,
                                                          AttuneAccountField           *field,
                                                          GError                      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneAccountSettings, attune_account_settings_free)

G_END_DECLS
