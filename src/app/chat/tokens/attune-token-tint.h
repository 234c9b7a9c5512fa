/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* How likely a token was, in words. Each has a colour and a line of its own, so that nobody needs to tell
 * colours apart. */
typedef enum
{
  ATTUNE_TOKEN_CERTAIN,
  ATTUNE_TOKEN_LIKELY,
  ATTUNE_TOKEN_OPEN,
  ATTUNE_TOKEN_UNLIKELY,
  ATTUNE_TOKEN_SURPRISING,
  ATTUNE_TOKEN_UNKNOWN,
  ATTUNE_N_TOKEN_TINTS
} AttuneTokenTint;

AttuneTokenTint  attune_token_tint_choose          (double           probability);
const char      *attune_token_tint_get_name        (AttuneTokenTint  self);
char            *attune_token_tint_dup_description (AttuneTokenTint  self);
void             attune_token_tint_insert          (AttuneTokenTint  self,
                                                    PangoAttrList   *attributes,
                                                    guint            start,
                                                    guint            end);
char            *attune_token_tint_dup_percent     (double           probability);
char            *attune_token_tint_dup_shown       (const char      *text);

G_END_DECLS
