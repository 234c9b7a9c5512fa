/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_SETTING_INTEGER,
  ATTUNE_SETTING_NUMBER,
  ATTUNE_SETTING_BOOLEAN,
  ATTUNE_SETTING_CHOICE,
} AttuneSettingKind;

/* One of the values that a choice allows. */
typedef struct
{
  JsonNode *value;         /* as a request carries it */
  char     *title;         /* for people, translated */
} AttuneSettingChoice;

/* A setting of the training or of a chat that a provider knows, a row of its own for a person. Left alone, it is
 * automatic: a request does not carry it, and the provider decides. */
typedef struct
{
  char              *name;          /* in AttuneJobRequest, on the command line; never changes */
  char              *title;         /* header capitals, translated */
  char              *description;   /* a sentence on what it does, translated, or NULL */
  char              *help;          /* more about it, translated, or NULL */
  AttuneSettingKind  kind;
  double             minimum;       /* of a number */
  double             maximum;       /* NAN: no limit */
  gboolean           is_above;      /* the minimum itself is not allowed */
  GPtrArray         *choices;       /* of AttuneSettingChoice, for a choice; else NULL */
  JsonNode          *fallback;      /* what automatic is known to come to, or NULL */
  char             **methods;       /* "supervised", "dpo"; NULL: any */
  char              *path;          /* in the body; NULL: where the provider's settings are */
} AttuneSetting;

AttuneSetting *attune_setting_new_from_json (const char           *name,
                                             JsonObject           *object);
void           attune_setting_free          (AttuneSetting        *self);
gboolean       attune_setting_is_for        (const AttuneSetting  *self,
                                             const char           *method);
gboolean       attune_setting_check         (const AttuneSetting  *self,
                                             JsonNode             *value,
                                             GError              **error);
gboolean       attune_setting_parse         (const AttuneSetting  *self,
                                             const char           *text,
                                             JsonNode            **value,
                                             GError              **error);
char          *attune_setting_format        (const AttuneSetting  *self,
                                             JsonNode             *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneSetting, attune_setting_free)

G_END_DECLS
