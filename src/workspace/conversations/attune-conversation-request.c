/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-json.h"
#include "attune-message-private.h"

/* What the person set; what is not there is left to the provider. */
static void
apply_parameters (AttuneChatRequest *request,
                  const char        *json)
{
  g_autoptr(JsonObject) object = NULL;
  double temperature;
  double top_p;

  if (json == NULL || (object = attune_json_parse_object (json, -1, NULL)) == NULL)
    return;

  temperature = attune_json_get_double (object, "temperature", -1);
  top_p = attune_json_get_double (object, "top_p", -1);
  attune_chat_request_set_temperature (request, temperature);
  attune_chat_request_set_top_p (request, top_p);
  attune_chat_request_set_max_tokens (request, MAX (attune_json_get_int (object, "max_tokens", 0), 0));
  attune_chat_request_set_seed (request, MAX (attune_json_get_int (object, "seed", -1), -1));
}

/* Some services go on with an answer that comes last; of the others we have to ask it. */
static gboolean
continues_by_itself (AttuneConversation *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, self->row->account_id);

  return account != NULL &&
         attune_profile_get_continues_answers (attune_account_get_profile (account));
}

/**
 * attune_conversation_create_request:
 * @self: a conversation
 * @continued: (nullable): an answer, the last message, that shall go on
 *
 * Returns: (transfer full): what is asked: the system text and the branch that is shown. What tools
 *   were wanted, and what was thought, is not said again.
 */
AttuneChatRequest *
attune_conversation_create_request (AttuneConversation *self,
                                    AttuneMessage      *continued)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  AttuneChatRequest *request = attune_chat_request_new (self->row->model);

  apply_parameters (request, self->row->parameters);

  if (self->row->system_text != NULL && *self->row->system_text != '\0')
    attune_chat_request_add_turn (request, "system", self->row->system_text);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);
      const char *content = attune_message_get_content (message);

      if (attune_message_get_author (message) == ATTUNE_MESSAGE_USER)
        attune_chat_request_add_turn (request, "user", content);
      else if (*content != '\0')
        attune_chat_request_add_turn (request, "assistant", content);
    }

  if (continued != NULL && !continues_by_itself (self))
    attune_chat_request_add_turn (request, "user",
                                  /* Translators: this is said to a language model. */
                                  _("Your last message was cut off. Go on exactly where it ended, "
                                    "in the same language and format. Repeat nothing, and say "
                                    "nothing about this."));

  return request;
}

/**
 * attune_conversation_price:
 * @self: a conversation
 * @facts: what an answer took
 *
 * Prices without a date are no prices, as with #AttuneCost.
 *
 * Returns: USD, 0 on this computer, or NAN where tokens or prices are not known
 */
double
attune_conversation_price (AttuneConversation       *self,
                           const AttuneMessageFacts *facts)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;
  AttuneModel *model = NULL;
  const AttuneProfileModel *known;
  gint64 n_cached = MAX (facts->cached_tokens, 0);
  double input;
  double output;
  double cached;

  if (workspace != NULL)
    account = attune_workspace_find_account (workspace, self->row->account_id);

  if (account == NULL || facts->prompt_tokens < 0 || facts->completion_tokens < 0)
    return NAN;

  if (attune_account_get_is_local (account))
    return 0;

  model = attune_workspace_find_model (workspace, self->row->account_id, self->row->model);
  known = model != NULL ? attune_model_get_facts (model) : NULL;

  if (known == NULL || known->prices_as_of == NULL)
    return NAN;

  input = attune_model_get_is_tuned (model) ? known->input_price : known->base_input_price;
  output = attune_model_get_is_tuned (model) ? known->output_price : known->base_output_price;

  if (input < 0 || output < 0)
    return NAN;

  cached = input;

  if (attune_model_get_is_tuned (model) && known->cached_price >= 0)
    cached = known->cached_price;

  n_cached = MIN (n_cached, facts->prompt_tokens);

  return ((facts->prompt_tokens - n_cached) * input + n_cached * cached +
          facts->completion_tokens * output) / 1e6;
}

/**
 * attune_conversation_find_preparing:
 * @self: a conversation
 *
 * A model that was only just tuned is not known to every server of its provider at once.
 *
 * Returns: (transfer none) (nullable): the name of the account that may still be preparing the
 *   model, or %NULL when it had the time
 */
const char *
attune_conversation_find_preparing (AttuneConversation *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  GListModel *jobs = workspace != NULL ? attune_workspace_get_jobs (workspace) : NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; jobs != NULL && i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);

      if (g_strcmp0 (attune_job_get_account_id (job), self->row->account_id) == 0 &&
          (g_strcmp0 (attune_job_get_fine_tuned_model (job), self->row->model) == 0 ||
           g_strcmp0 (attune_job_get_deployment_model (job), self->row->model) == 0) &&
          now - attune_job_get_finished_at (job) < ATTUNE_PREPARING_SECONDS)
        return attune_job_get_account_name (job);
    }

  return NULL;
}
