/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-message-private.h"
#include "attune-workspace-private.h"

static AttuneProfile *
find_profile (AttuneConversation *self,
              const char         *account_id)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneAccount *account = NULL;

  if (workspace != NULL && account_id != NULL)
    account = attune_workspace_find_account (workspace, account_id);

  return account != NULL ? attune_account_get_profile (account) : NULL;
}

/**
 * attune_conversation_read_parameters:
 * @self: a conversation
 *
 * What cannot be read was written by another version; then everything is automatic.
 *
 * Returns: (transfer full): how its model is asked
 */
AttuneChatParameters *
attune_conversation_read_parameters (AttuneConversation *self)
{
  AttuneChatParameters *parameters;

  parameters = attune_chat_parameters_new_from_json (self->row->parameters, NULL);

  return parameters != NULL ? parameters : attune_chat_parameters_new ();
}

static gboolean
asks_completion (AttuneProfile        *profile,
                 const char           *model,
                 AttuneChatParameters *parameters)
{
  AttuneChatMode mode = attune_chat_parameters_get_mode (parameters);

  if (mode != ATTUNE_CHAT_MODE_AUTOMATIC)
    return mode == ATTUNE_CHAT_MODE_COMPLETION;

  return profile != NULL && model != NULL && attune_profile_completes (profile, model);
}

static gboolean
is_completion (AttuneConversation   *self,
               AttuneChatParameters *parameters)
{
  return asks_completion (find_profile (self, self->row->account_id),
                          self->row->model, parameters);
}

/* With what an answer was asked; NULL where it was talked to. The chat may be set otherwise now. */
static AttuneChatParameters *
read_completion (AttuneConversation *self,
                 AttuneMessage      *answer)
{
  const AttuneMessageFacts *facts = attune_message_get_facts (answer);
  g_autoptr(AttuneChatParameters) parameters = NULL;

  parameters = attune_chat_parameters_new_from_json (facts->parameters, NULL);

  if (parameters == NULL ||
      !asks_completion (find_profile (self, facts->account_id),
                        attune_message_get_model (answer), parameters))
    return NULL;

  return g_steal_pointer (&parameters);
}

/* Of the branch that is shown. Only where there are several does the end of the branch say which:
 * from the beginning of a long chat that is far. */
static AttuneMessage *
find_answer (AttuneConversation *self,
             AttuneMessage      *question)
{
  GPtrArray *answers = attune_message_tree_get_children (self->tree,
                                                         attune_message_get_id (question));
  AttuneMessage *message;

  if (answers == NULL || answers->len == 1)
    return answers != NULL ? answers->pdata[0] : NULL;

  message = attune_message_tree_find (self->tree, self->row->leaf_id);

  while (message != NULL &&
         attune_message_get_parent_id (message) != attune_message_get_id (question))
    message = attune_message_tree_find (self->tree, attune_message_get_parent_id (message));

  return message;
}

static void
add_turns (AttuneConversation *self,
           AttuneChatRequest  *request,
           const char         *text)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  AttuneContextUse use;

  attune_conversation_measure (self, text, &use);

  if (self->row->system_text != NULL && *self->row->system_text != '\0')
    attune_chat_request_add_turn (request, "system", self->row->system_text);

  for (guint i = use.n_cut; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);
      const char *content = attune_message_get_content (message);

      if (attune_message_get_author (message) == ATTUNE_MESSAGE_USER)
        attune_chat_request_add_turn (request, "user", content);
      else if (*content != '\0')
        attune_chat_request_add_turn (request, "assistant", content);
    }

  if (text != NULL)
    attune_chat_request_add_turn (request, "user", text);
}

/* With what its training put between a prompt and what follows. */
static GString *
create_prompt (AttuneChatParameters *parameters,
               const char           *text)
{
  const char *separator = attune_chat_parameters_get_separator (parameters);
  GString *prompt = g_string_new (text);

  if (separator != NULL && !g_str_has_suffix (prompt->str, separator))
    g_string_append (prompt, separator);

  return prompt;
}

/* A model that goes on with a text knows no turns: each prompt stands for itself. */
static void
set_prompt (AttuneConversation   *self,
            AttuneChatRequest    *request,
            AttuneChatParameters *parameters,
            const char           *text,
            AttuneMessage        *continued)
{
  g_autoptr(AttuneMessage) last = attune_conversation_dup_last (self);
  AttuneMessage *question = last;
  g_autoptr(GString) prompt = NULL;

  if (last != NULL && attune_message_get_author (last) == ATTUNE_MESSAGE_ASSISTANT)
    question = attune_message_tree_find (self->tree, attune_message_get_parent_id (last));

  if (text == NULL)
    text = question != NULL ? attune_message_get_content (question) : "";

  prompt = create_prompt (parameters, text);

  if (continued != NULL)
    g_string_append (prompt, attune_message_get_content (continued));

  attune_chat_request_set_prompt (request, prompt->str);
}

/**
 * attune_conversation_get_is_completion:
 * @self: a conversation
 *
 * Returns: whether its model goes on with a text instead of being talked to; then each question is
 *   a prompt that stands for itself
 */
gboolean
attune_conversation_get_is_completion (AttuneConversation *self)
{
  g_autoptr(AttuneChatParameters) parameters = NULL;

  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), FALSE);

  parameters = attune_conversation_read_parameters (self);

  return is_completion (self, parameters);
}

/**
 * attune_conversation_dup_prompt:
 * @self: a conversation
 * @answer: an answer in it
 *
 * Returns: (transfer full) (nullable): the text that the model went on with; %NULL where it was
 *   talked to instead, however the chat is set now
 */
char *
attune_conversation_dup_prompt (AttuneConversation *self,
                                AttuneMessage      *answer)
{
  g_autoptr(AttuneChatParameters) parameters = NULL;
  AttuneMessage *question;

  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (answer), NULL);

  question = attune_message_tree_find (self->tree, attune_message_get_parent_id (answer));

  if (question == NULL || attune_message_get_author (answer) != ATTUNE_MESSAGE_ASSISTANT ||
      (parameters = read_completion (self, answer)) == NULL)
    return NULL;

  return g_string_free_and_steal (create_prompt (parameters,
                                                 attune_message_get_content (question)));
}

/**
 * attune_conversation_get_is_prompt:
 * @self: a conversation
 * @message: a message of the branch that is shown
 *
 * Returns: whether it is the person's, and the answer to it went on with it
 */
gboolean
attune_conversation_get_is_prompt (AttuneConversation *self,
                                   AttuneMessage      *message)
{
  g_autoptr(AttuneChatParameters) parameters = NULL;
  AttuneMessage *answer;

  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_MESSAGE (message), FALSE);

  if (attune_message_get_author (message) != ATTUNE_MESSAGE_USER ||
      (answer = find_answer (self, message)) == NULL)
    return FALSE;

  parameters = read_completion (self, answer);

  return parameters != NULL;
}

/**
 * attune_conversation_create_request:
 * @self: a conversation whose messages are loaded
 * @text: (nullable): what the person is about to say, or %NULL for what was said last
 *
 * Returns: (transfer full): what would be asked: the system text, the branch that is shown, as far
 *   as attune_conversation_measure() finds room for it, and @text, with the parameters. What tools
 *   were wanted, and what was thought, is not said again.
 */
AttuneChatRequest *
attune_conversation_create_request (AttuneConversation *self,
                                    const char         *text)
{
  g_return_val_if_fail (ATTUNE_IS_CONVERSATION (self), NULL);

  return attune_conversation_build_request (self, text, NULL);
}

/**
 * attune_conversation_build_request:
 * @self: a conversation
 * @text: (nullable): what is said, or %NULL when it is the last message already
 * @continued: (nullable): an answer, the last message, that shall go on
 *
 * Returns: (transfer full): what is asked. Some services go on with an answer that comes last; of
 *   the others we have to ask it.
 */
AttuneChatRequest *
attune_conversation_build_request (AttuneConversation *self,
                                   const char         *text,
                                   AttuneMessage      *continued)
{
  AttuneChatRequest *request = attune_chat_request_new (self->row->model);
  g_autoptr(AttuneChatParameters) parameters = attune_conversation_read_parameters (self);
  AttuneProfile *profile = find_profile (self, self->row->account_id);

  attune_chat_request_set_parameters (request, parameters);

  if (is_completion (self, parameters))
    {
      set_prompt (self, request, parameters, text, continued);
      return request;
    }

  add_turns (self, request, text);

  if (continued != NULL && (profile == NULL || !attune_profile_get_continues_answers (profile)))
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
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  AttuneJob *job = NULL;

  if (workspace != NULL)
    job = attune_workspace_find_tuning (workspace, self->row->account_id, self->row->model);

  return job != NULL && now - attune_job_get_finished_at (job) < ATTUNE_PREPARING_SECONDS
         ? attune_job_get_account_name (job)
         : NULL;
}
