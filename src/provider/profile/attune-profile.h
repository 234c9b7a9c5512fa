/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "attune-setting.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PROFILE (attune_profile_get_type ())

/* A model that a provider lets people tune, as far as it is known beforehand. Prices are USD per
 * 1 M tokens, or -1 when not known. */
typedef struct
{
  char    *id;
  char    *title;
  double   training_price;
  double   input_price;       /* of a model tuned from it */
  double   cached_price;
  double   output_price;
  double   base_input_price;  /* of the model itself, untuned */
  double   base_output_price;
  char    *prices_as_of;      /* YYYY-MM-DD, or NULL */
  guint    max_tokens;        /* of an example; what is beyond is cut off; 0 when not known */
  guint    context_window;    /* tokens that it reads at once, its answer included; 0 when not known */
  char    *shutdown_date;     /* YYYY-MM-DD, or NULL */
  char   **methods;           /* "supervised", "dpo"; NULL: all that the provider knows */
  char    *deploy_model;      /* what it is called when one tuned from it is deployed, or NULL */
} AttuneProfileModel;

void attune_profile_model_free (AttuneProfileModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneProfileModel, attune_profile_model_free)

/* What a provider lets a program do, beside uploading, training and listing. */
typedef enum
{
  ATTUNE_ABILITY_CANCEL,
  ATTUNE_ABILITY_PAUSE,
  ATTUNE_ABILITY_RESUME,
  ATTUNE_ABILITY_START,            /* a checked job may wait for attune_client_start_job() */
  ATTUNE_ABILITY_EVENTS,
  ATTUNE_ABILITY_CHECKPOINTS,
  ATTUNE_ABILITY_DPO,
  ATTUNE_ABILITY_SUFFIX,
  ATTUNE_ABILITY_SEED,
  ATTUNE_ABILITY_VALIDATION_FILE,
  ATTUNE_ABILITY_METADATA,
  ATTUNE_ABILITY_WANDB,
  ATTUNE_ABILITY_NONCE,            /* a job can be found again by our mark */
  ATTUNE_ABILITY_LIST_FILES,
  ATTUNE_ABILITY_DOWNLOAD_FILES,
  ATTUNE_ABILITY_DELETE_MODEL,
  ATTUNE_ABILITY_DOWNLOAD_WEIGHTS, /* attune_client_download_weights() */
  ATTUNE_ABILITY_DOWNLOAD_LORA,    /* attune_client_download_lora() */
  ATTUNE_ABILITY_CHECKPOINT_FILES, /* AttuneCheckpointInfo.result_files are the weights */
  ATTUNE_ABILITY_UPLOAD_PARTS,
  ATTUNE_ABILITY_CONTINUE,         /* a training may begin with a tuned model */
  ATTUNE_ABILITY_COMPLETION,       /* a model may go on with a text */
  ATTUNE_ABILITY_TELL_PRICE,       /* of a job before it is created, when its files are there */
  ATTUNE_ABILITY_ADD_MODEL,        /* attune_client_add_model() */
} AttuneAbility;

/* What stands between a finished fine-tune and a conversation with it. */
typedef enum
{
  ATTUNE_DEPLOY_NONE,              /* nothing */
  ATTUNE_DEPLOY_API,               /* attune_client_deploy_model() */
  ATTUNE_DEPLOY_MANUAL,            /* attune_profile_get_deploy_hint() says what to do there */
} AttuneDeployKind;

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
const char    *attune_profile_get_organization_header (AttuneProfile *self); /* or NULL */
const char    *attune_profile_get_project_header (AttuneProfile *self); /* or NULL */
const char    *attune_profile_get_project_query (AttuneProfile *self);  /* or NULL */
const char    *attune_profile_get_project_label (AttuneProfile *self);  /* or NULL */
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
const char    *attune_profile_get_closing_date (AttuneProfile  *self); /* YYYY-MM-DD, from then on to all; or NULL */
JsonObject    *attune_profile_get_chat_defaults (AttuneProfile *self); /* what it wants in each chat request, or NULL */

gboolean       attune_profile_can              (AttuneProfile  *self,
                                                AttuneAbility   ability);
gboolean       attune_profile_get_is_experimental (AttuneProfile *self);
const char    *attune_profile_get_address_label (AttuneProfile *self); /* what the person types for the address, or NULL */
const char    *attune_profile_get_address_example (AttuneProfile *self);
AttuneProfileModel *attune_profile_find_model  (AttuneProfile  *self,
                                                const char     *id);
GPtrArray     *attune_profile_get_settings     (AttuneProfile  *self); /* of AttuneSetting */
AttuneSetting *attune_profile_find_setting     (AttuneProfile  *self,
                                                const char     *name);
GPtrArray     *attune_profile_get_chat_settings (AttuneProfile *self); /* of AttuneSetting */
gboolean       attune_profile_completes        (AttuneProfile  *self,
                                                const char     *model);
guint          attune_profile_get_min_examples (AttuneProfile  *self);
gboolean       attune_profile_check_suffix     (AttuneProfile  *self,
                                                const char     *suffix,
                                                GError        **error);
guint64        attune_profile_get_part_size    (AttuneProfile  *self); /* bytes; 0: no uploads in parts */
guint64        attune_profile_get_max_upload_size (AttuneProfile *self); /* bytes, in parts where that goes */
gboolean       attune_profile_get_wants_mark   (AttuneProfile  *self); /* files begin with a byte order mark */
guint64        attune_profile_get_max_job_tokens (AttuneProfile *self); /* of all epochs; 0: not known */
gboolean       attune_profile_get_tells_steps_once (AttuneProfile *self);
gboolean       attune_profile_can_follow         (AttuneProfile *self,
                                                  const char    *project);
gboolean       attune_profile_get_must_alternate (AttuneProfile *self); /* user and assistant, in turn */
gboolean       attune_profile_get_allows_output_turns (AttuneProfile *self); /* answers of pairs may have several messages */
AttuneDeployKind attune_profile_get_deploy_kind (AttuneProfile *self);
const char    *attune_profile_get_deploy_hint  (AttuneProfile  *self);

gboolean       attune_profile_get_continues_answers (AttuneProfile *self);

/* Whether an address is on this computer, so that no network is needed. */
gboolean       attune_profile_is_loopback_url  (const char     *url);

/* From what a person typed to the address that requests begin with; the error is for the entry. */
char          *attune_profile_normalize_url    (AttuneProfile  *self,
                                                const char     *text,
                                                gboolean        with_key,
                                                GError        **error);
char          *attune_profile_dup_call_url     (AttuneProfile  *self,
                                                const char     *base_url,
                                                const char     *call);

G_END_DECLS
