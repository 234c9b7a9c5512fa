/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-failure"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-failure.h"
#include "attune-json.h"

/* Only so much of a message is searched; a service may send megabytes. */
#define MAX_SEARCHED 4096

#define STEP_MEND    N_("Look at the issues of the dataset, mend them, then train again.")
#define STEP_CREDIT  N_("Add credit or raise the limit at the service, then train again.")
#define STEP_WAIT    N_("Nothing is wrong with your examples. Train again in a while.")
#define STEP_MODEL   N_("Train again with another model.")
#define STEP_ACCOUNT N_("Look at the account, then train again.")
#define CAUSE_FLAGGED N_("The service’s own check found too many examples that its rules forbid.")
#define CAUSE_FORBIDDEN N_("The service’s own check found something that its rules forbid.")
#define STEP_RULES \
  N_("Read the rules of the service, take such examples out, then train again. On this " \
     "computer nobody looks at them.")
#define CAUSE_WITHHELD \
  N_("The model was trained, but did not pass the service’s safety test, so it was not " \
     "handed out.")
#define STEP_WITHHELD \
  N_("Take examples out that touch what the rules of the service forbid, then train again. " \
     "The service may have charged for this one: ask it.")
#define CAUSE_TOKEN \
  N_("An example holds a special token of the model, such as “<|fim_suffix|>”, which must " \
     "not stand in a text.")
#define STEP_TOKEN N_("Let Attune take special tokens out of the dataset, then train again.")
#define CAUSE_FORM \
  N_("The service could not read an example: it is not in the form that this model learns " \
     "from.")
#define CAUSE_FEW N_("The service wants more examples than there are; most want at least ten.")
#define STEP_FEW \
  N_("Add examples to the dataset, then train again. Fifty to a hundred are a good " \
     "beginning.")
#define CAUSE_FILE_GONE N_("The service does not have the file of examples any more.")
#define STEP_FILE_GONE N_("Train again; the examples are sent once more.")
#define CAUSE_LONG N_("An example is longer than this model can read.")
#define STEP_LONG N_("Shorten the long examples or take them out, then train again.")
#define CAUSE_CREDIT N_("The account has no credit left.")
#define CAUSE_QUOTA N_("The account has no credit left, or has reached its limit.")
#define CAUSE_LIMIT N_("The account has reached its spending limit.")
#define CAUSE_MODEL N_("This model cannot be fine-tuned, or not any more.")
#define CAUSE_SETTING N_("The service did not accept a setting of the fine-tune.")
#define STEP_AUTOMATIC N_("Train again with automatic settings.")
#define CAUSE_SERVICE N_("The service had a problem of its own.")
#define CAUSE_EXAMPLES N_("The examples could not be used to train.")
#define CAUSE_WANDB N_("The service could not reach your account at Weights & Biases.")
#define STEP_WANDB N_("Train again without it, or renew its key at the service.")
#define STEP_ELSEWHERE N_("Train on this computer or with another account.")

/* The first entry that fits is taken, so the closer ones stand above the wider ones. Codes:
 * OpenAI's job object (`error.code`) and error codes guide, the same with Azure's additions
 * (`unsafe_file`, `invalidPayload`), and the engine's (attune-trainer-config.h). Phrases are for
 * services that send words only (Nebius, Together, Mistral, gateways). */
static const AttuneFailure failures[] = {
  /* The files. */
  { "invalid_file_format", "invalid token",
    CAUSE_TOKEN, STEP_TOKEN, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { "invalid_file_format", NULL, CAUSE_FORM, STEP_MEND, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { "invalid_n_examples", NULL, CAUSE_FEW, STEP_FEW, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { "unsafe_file", NULL, CAUSE_FLAGGED, STEP_RULES, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { "invalid_validation_file", NULL,
    N_("The service could not use the examples that were kept aside to test with."),
    STEP_MEND,
    ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { "invalid_training_file", NULL,
    CAUSE_EXAMPLES, STEP_MEND, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { "file_not_found", NULL, CAUSE_FILE_GONE, STEP_FILE_GONE, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },

  /* The size of it. */
  { "token_limit_exceeded", NULL,
    N_("The dataset has more tokens than the service trains on at once."),
    N_("Use fewer examples or fewer passes, then train again."),
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "context_length_exceeded", NULL, CAUSE_LONG, STEP_LONG, ATTUNE_FAILURE_ACTION_SHOW_DATASET },

  /* Money. */
  { "insufficient_quota", NULL, CAUSE_CREDIT, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "exceeded_quota", NULL, CAUSE_QUOTA, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "billing_hard_limit_reached", NULL,
    CAUSE_LIMIT, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "billing_not_active", NULL,
    N_("The account has no way to pay."), STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "billing_limit", NULL, CAUSE_LIMIT, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "quotaexceeded", NULL,
    N_("The account trains as much at once as it is allowed to, or has reached its limit."),
    N_("Wait until another fine-tune has ended, or raise the limit at the service, then "
       "train again."),
    ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "rate_limit_exceeded", NULL,
    N_("The account sent more than the service allows in this time."),
    N_("Wait a few minutes, then train again."),
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },

  /* What is allowed. */
  { "training_not_available", NULL,
    N_("The service does not let this organization start a fine-tune any more."),
    STEP_ELSEWHERE,
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "unsupported_country_region_territory", NULL,
    N_("The service does not work in the country or region that you are in."),
    STEP_ELSEWHERE,
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "invalid_api_key", NULL,
    N_("The service did not accept the key of the account."),
    STEP_ACCOUNT,
    ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "account_deactivated", NULL,
    N_("The service has closed the account."), STEP_ACCOUNT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { "content_policy_violation", NULL,
    CAUSE_FORBIDDEN, STEP_RULES, ATTUNE_FAILURE_ACTION_SHOW_DATASET },

  /* The model and the settings. */
  { "model_not_found", NULL,
    N_("The service does not have the model to begin with."),
    STEP_MODEL,
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "invalidpayload", "does not support fine-tuning",
    CAUSE_MODEL, STEP_MODEL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "invalidpayload", NULL, CAUSE_SETTING, STEP_AUTOMATIC, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },

  /* The service itself. */
  { "server_error", NULL, CAUSE_SERVICE, STEP_WAIT, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "server_is_overloaded", NULL,
    N_("The service had too much to do."), STEP_WAIT, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },

  /* This computer: the engine says in plain words what happened and what to do. */
  { "insufficient_memory", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "storage", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "diverged", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "interrupted", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "trainer_died", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "invalid_base_model", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "invalid_config", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { "internal", NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },

  /* Words only. */
  { NULL, "moderation eval", CAUSE_WITHHELD, STEP_WITHHELD, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "failed safety", CAUSE_WITHHELD, STEP_WITHHELD, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "flagged by our moderation",
    CAUSE_FLAGGED, STEP_RULES, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "usage policies", CAUSE_FORBIDDEN, STEP_RULES, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "must have at least", CAUSE_FEW, STEP_FEW, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "insufficient balance", CAUSE_CREDIT, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { NULL, "insufficient funds", CAUSE_CREDIT, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { NULL, "exceeded your current quota",
    CAUSE_QUOTA, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { NULL, "spending limit", CAUSE_LIMIT, STEP_CREDIT, ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT },
  { NULL, "invalid token", CAUSE_TOKEN, STEP_TOKEN, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "maximum context length", CAUSE_LONG, STEP_LONG, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "does not support fine-tuning",
    CAUSE_MODEL, STEP_MODEL, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { NULL, "out of memory",
    N_("The service ran out of memory while it trained."),
    N_("Train again with a smaller batch size or shorter examples."),
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { NULL, "weights & biases", CAUSE_WANDB, STEP_WANDB, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { NULL, "wandb", CAUSE_WANDB, STEP_WANDB, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { NULL, "invalid file format", CAUSE_FORM, STEP_MEND, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "dataset validation", CAUSE_EXAMPLES, STEP_MEND, ATTUNE_FAILURE_ACTION_SHOW_DATASET },
  { NULL, "internal error", CAUSE_SERVICE, STEP_WAIT, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
  { NULL, "internal server error", CAUSE_SERVICE, STEP_WAIT, ATTUNE_FAILURE_ACTION_TRAIN_AGAIN },
};

/* A word of the protocol, not the answer to a request nor a sentence. */
static gboolean
is_code (const char *detail)
{
  return detail != NULL && *detail != '\0' && strpbrk (detail, " \t\r\n") == NULL;
}

/* The detail of a refusal is the status line, headers, and behind an empty line the body. */
static char *
dup_answer_code (const char *detail)
{
  const char *body = strstr (detail, "\n\n");
  g_autoptr(JsonObject) object = NULL;
  JsonObject *error;
  const char *code;

  if (body == NULL || (object = attune_json_parse_object (body, -1, NULL)) == NULL)
    return NULL;

  error = attune_json_get_object (object, "error");
  code = attune_json_get_string (error != NULL ? error : object, "code", NULL);

  return g_strdup (code);
}

/* A refusal is in plain words already (attune-http-error.c); only what to offer is missing. */
static AttuneFailureAction
find_answer_action (const char *detail)
{
  g_autofree char *code = dup_answer_code (detail);
  const AttuneFailure *failure = code != NULL ? attune_failure_find (code, NULL) : NULL;

  if (failure != NULL)
    return failure->action;

  /* Also a refusal without a word for it: the key, or what the key may do. */
  if (g_str_has_prefix (detail, "HTTP 401") || g_str_has_prefix (detail, "HTTP 403"))
    return ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT;

  return ATTUNE_FAILURE_ACTION_NONE;
}

/**
 * attune_failure_list:
 * @n_failures: (out): how many
 *
 * Returns: (transfer none) (array length=n_failures): every cause that is known
 */
const AttuneFailure *
attune_failure_list (gsize *n_failures)
{
  *n_failures = G_N_ELEMENTS (failures);

  return failures;
}

/**
 * attune_failure_find:
 * @code: (nullable): the word that the service has for it; letter case does not count
 * @message: (nullable): what it said
 *
 * Returns: (transfer none) (nullable): the cause, or %NULL for one that nobody has told us of
 */
const AttuneFailure *
attune_failure_find (const char *code,
                     const char *message)
{
  g_autofree char *searched = NULL;

  if (message != NULL)
    {
      g_autofree char *start = g_strndup (message, MAX_SEARCHED);

      searched = g_ascii_strdown (start, -1);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      const AttuneFailure *failure = &failures[i];

      if (failure->code != NULL &&
          (code == NULL || g_ascii_strcasecmp (failure->code, code) != 0))
        continue;

      if (failure->phrase != NULL &&
          (searched == NULL || strstr (searched, failure->phrase) == NULL))
        continue;

      return failure;
    }

  return NULL;
}

/**
 * attune_failure_describe:
 * @error_text: (nullable): what is stored of a fine-tune that failed: a sentence
 * @error_detail: (nullable): beside it: the service's code, or its whole answer
 *
 * Says in plain words why a fine-tune failed and what to do. What is not known stays in the words
 * of the service.
 *
 * Returns: (transfer full): the words
 */
AttuneFailureText *
attune_failure_describe (const char *error_text,
                         const char *error_detail)
{
  AttuneFailureText *text = g_new0 (AttuneFailureText, 1);
  const AttuneFailure *failure;

  if (error_detail != NULL && g_str_has_prefix (error_detail, "HTTP "))
    {
      text->cause = g_strdup (error_text);
      text->action = find_answer_action (error_detail);
      return text;
    }

  failure = attune_failure_find (is_code (error_detail) ? error_detail : NULL, error_text);

  if (failure == NULL || failure->cause == NULL)
    {
      text->cause = g_strdup (error_text);
    }
  else
    {
      text->cause = g_strdup (_(failure->cause));
      text->said = g_strdup (error_text);
    }

  if (failure != NULL)
    {
      text->next_step = g_strdup (failure->next_step != NULL ? _(failure->next_step) : NULL);
      text->action = failure->action;
    }

  return text;
}

/**
 * attune_failure_text_free:
 * @self: (transfer full): words
 */
void
attune_failure_text_free (AttuneFailureText *self)
{
  g_free (self->cause);
  g_free (self->next_step);
  g_free (self->said);
  g_free (self);
}
