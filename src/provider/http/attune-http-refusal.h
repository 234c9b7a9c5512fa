/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What can be read out of the body of a refusal. */
typedef struct
{
  char *message;
  char *code;
  char *type;
} AttuneHttpRefusal;

void     attune_http_refusal_parse (AttuneHttpRefusal       *self,
                                    GBytes                  *body);
void     attune_http_refusal_read  (AttuneHttpRefusal       *self,
                                    JsonObject              *object);
gboolean attune_http_refusal_is    (const AttuneHttpRefusal *self,
                                    const char              *word);
void     attune_http_refusal_clear (AttuneHttpRefusal       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneHttpRefusal, attune_http_refusal_clear)

G_END_DECLS
