/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_PROFILE (attune_profile_get_type ())

/* A model that a provider lets people tune, as far as it is known beforehand. */
typedef struct
{
  char   *id;
  char   *title;
  double  training_price;    /* USD per 1 M tokens, or -1 when not known */
  char   *prices_as_of;      /* YYYY-MM-DD, or NULL */
  guint   max_tokens;        /* of an example; what is beyond is cut off; 0 when not known */
  char   *shutdown_date;     /* YYYY-MM-DD, or NULL */
} AttuneProfileModel;

void attune_profile_model_free (AttuneProfileModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneProfileModel, attune_profile_model_free)

/**
 * AttuneProfile:
 *
 * A provider as data (data/providers/NAME.json): where it is, how it wants the key, what it can do.
 * Immutable. Properties (read-only): `id`, `name`, `description`, `base-url`, `needs-key`,
 * `is-local`, `notice` (a sentence on eligibility or closing dates, or NULL).
 */
G_DECLARE_FINAL_TYPE (AttuneProfile, attune_profile, ATTUNE, PROFILE, GObject)

#define ATTUNE_PROFILE_LOCAL_ID  "local"
#define ATTUNE_PROFILE_OPENAI_ID "openai"
#define ATTUNE_PROFILE_CUSTOM_ID "compatible"

AttuneProfile *attune_profile_new_from_json    (const char     *text,
                                                gssize          length,
                                                GError        **error);
GListModel    *attune_profile_list_shipped     (void);
AttuneProfile *attune_profile_find_shipped     (const char     *id);
const char    *attune_profile_get_id           (AttuneProfile  *self);
const char    *attune_profile_get_name         (AttuneProfile  *self);
const char    *attune_profile_get_description  (AttuneProfile  *self);
const char    *attune_profile_get_base_url     (AttuneProfile  *self); /* NULL: the person types it */
const char    *attune_profile_get_notice       (AttuneProfile  *self);
const char    *attune_profile_get_key_header   (AttuneProfile  *self); /* "Authorization" */
const char    *attune_profile_get_key_prefix   (AttuneProfile  *self); /* "Bearer " */
const char    *attune_profile_get_keys_url     (AttuneProfile  *self); /* where keys are made, or NULL */
gboolean       attune_profile_get_needs_key    (AttuneProfile  *self);
gboolean       attune_profile_get_is_local     (AttuneProfile  *self);
const char    *attune_profile_get_max_tokens_field (AttuneProfile *self); /* "max_tokens" or "max_completion_tokens" */
guint          attune_profile_get_max_suffix   (AttuneProfile  *self); /* characters */
guint          attune_profile_get_automatic_epochs (AttuneProfile *self,
                                                guint64         n_examples,
                                                guint64         n_tokens);
guint64        attune_profile_get_max_file_size (AttuneProfile *self); /* bytes */
GPtrArray     *attune_profile_get_models       (AttuneProfile  *self); /* of AttuneProfileModel */
gboolean       attune_profile_get_is_closing   (AttuneProfile  *self); /* refuses fine-tunes to ever more people */
JsonObject    *attune_profile_get_chat_defaults (AttuneProfile *self); /* what it wants in each chat request, or NULL */

/* From what a person typed to the address that requests begin with; the error is for the entry. */
char          *attune_profile_normalize_url    (AttuneProfile  *self,
                                                const char     *text,
                                                gboolean        with_key,
                                                GError        **error);

G_END_DECLS
