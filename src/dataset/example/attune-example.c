/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example"

#include "config.h"

#include <string.h>

#include "attune-draft.h"
#include "attune-error.h"
#include "attune-example-private.h"
#include "attune-json-number.h"

/* "function" is what OpenAI called the answer of a tool before 2023-11. */
static const struct
{
  const char *name;
  AttuneRole  role;
} roles[] = {
  { "system", ATTUNE_ROLE_SYSTEM },
  { "developer", ATTUNE_ROLE_DEVELOPER },
  { "user", ATTUNE_ROLE_USER },
  { "assistant", ATTUNE_ROLE_ASSISTANT },
  { "tool", ATTUNE_ROLE_TOOL },
  { "function", ATTUNE_ROLE_TOOL },
};

G_DEFINE_BOXED_TYPE (AttuneExample, attune_example, attune_example_ref, attune_example_unref)

G_DEFINE_ENUM_TYPE (AttuneExampleKind, attune_example_kind,
                    G_DEFINE_ENUM_VALUE (ATTUNE_EXAMPLE_CHAT, "chat"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_EXAMPLE_COMPLETION, "completion"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_EXAMPLE_PREFERENCE, "preference"))

/* Whether all of @text is space, in any script. */
gboolean
attune_text_is_space (const char *text,
                      gsize       length)
{
  const char *end = text + length;

  while (text < end && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return text >= end;
}

static gboolean
is_blank (yyjson_val *string)
{
  return attune_text_is_blank (yyjson_get_str (string), yyjson_get_len (string));
}

/* An assistant turn may say something other than text: call a tool, refuse, speak. */
static gboolean
says_other_than_content (yyjson_val *message)
{
  return yyjson_arr_size (yyjson_obj_get (message, "tool_calls")) > 0 ||
         yyjson_is_obj (yyjson_obj_get (message, "function_call")) ||
         yyjson_is_str (yyjson_obj_get (message, "refusal")) ||
         yyjson_is_obj (yyjson_obj_get (message, "audio"));
}

/* Content is a string or an array of parts, such as {"type": "text", "text": …}. */
static gboolean
is_content (yyjson_val *content)
{
  yyjson_arr_iter iter;
  yyjson_val *part;

  if (yyjson_is_str (content))
    return TRUE;

  yyjson_arr_iter_init (content, &iter);

  while ((part = yyjson_arr_iter_next (&iter)))
    if (!yyjson_is_str (yyjson_obj_get (part, "type")))
      return FALSE;

  return yyjson_arr_size (content) > 0;
}

static gboolean
is_blank_content (yyjson_val *content)
{
  yyjson_arr_iter iter;
  yyjson_val *part;

  if (yyjson_is_str (content))
    return is_blank (content);

  yyjson_arr_iter_init (content, &iter);

  while ((part = yyjson_arr_iter_next (&iter)))
    {
      yyjson_val *text = yyjson_obj_get (part, "text");

      /* A part without text is an image, a file or a sound. */
      if (!yyjson_is_str (text) || !is_blank (text))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_weight (yyjson_val *weight)
{
  return weight == NULL || yyjson_is_null (weight) ||
         attune_json_number_is (weight, 0.0) || attune_json_number_is (weight, 1.0);
}

static AttuneRole
get_role (yyjson_val *message)
{
  return attune_role_from_string (yyjson_get_str (yyjson_obj_get (message, "role")));
}

static gboolean
is_trained (yyjson_val *message)
{
  return get_role (message) == ATTUNE_ROLE_ASSISTANT &&
         !attune_json_number_is (yyjson_obj_get (message, "weight"), 0.0);
}

static AttuneIssueKind
check_message (yyjson_val *message)
{
  AttuneRole role = get_role (message);
  yyjson_val *content = yyjson_obj_get (message, "content");

  if (role == ATTUNE_ROLE_UNKNOWN)
    return ATTUNE_ISSUE_UNKNOWN_ROLE;

  if (!is_weight (yyjson_obj_get (message, "weight")))
    return ATTUNE_ISSUE_BAD_WEIGHT;

  if (role == ATTUNE_ROLE_ASSISTANT && says_other_than_content (message))
    return ATTUNE_ISSUE_NONE;

  if (!is_content (content))
    return ATTUNE_ISSUE_MISSING_CONTENT;

  if (is_trained (message) && is_blank_content (content))
    return ATTUNE_ISSUE_EMPTY_ANSWER;

  if (role == ATTUNE_ROLE_USER && is_blank_content (content))
    return ATTUNE_ISSUE_EMPTY_QUESTION;

  return ATTUNE_ISSUE_NONE;
}

static AttuneIssueKind
check_chat (yyjson_val *messages)
{
  AttuneIssueKind warning = ATTUNE_ISSUE_NONE;
  AttuneRole last_role = ATTUNE_ROLE_UNKNOWN;
  gboolean has_answer = FALSE;
  yyjson_arr_iter iter;
  yyjson_val *message;

  yyjson_arr_iter_init (messages, &iter);

  while ((message = yyjson_arr_iter_next (&iter)))
    {
      AttuneIssueKind issue = check_message (message);

      if (attune_issue_is_error (issue))
        return issue;

      if (issue != ATTUNE_ISSUE_NONE)
        warning = issue;

      has_answer = has_answer || is_trained (message);
      last_role = get_role (message);
    }

  if (!has_answer)
    return ATTUNE_ISSUE_NO_ASSISTANT;

  return last_role == ATTUNE_ROLE_ASSISTANT ? warning : ATTUNE_ISSUE_LAST_NOT_ASSISTANT;
}

/* Finds out whether a value is an example as providers take it, by the rules of OpenAI's
 * fine-tuning guide and the format checks of its cookbook, widened by what came later (tool
 * calls, parts, roles “developer” and “tool”). Returns the gravest issue; with one that is an
 * error @kind means nothing. */
AttuneIssueKind
attune_example_check (yyjson_val        *root,
                      AttuneExampleKind *kind)
{
  yyjson_val *messages = yyjson_obj_get (root, "messages");
  yyjson_val *prompt = yyjson_obj_get (root, "prompt");
  yyjson_val *completion = yyjson_obj_get (root, "completion");

  if (!yyjson_is_obj (root))
    return ATTUNE_ISSUE_NOT_OBJECT;

  if (yyjson_is_arr (messages))
    {
      *kind = ATTUNE_EXAMPLE_CHAT;
      return check_chat (messages);
    }

  if (yyjson_is_arr (yyjson_obj_get (yyjson_obj_get (root, "input"), "messages")))
    {
      *kind = ATTUNE_EXAMPLE_PREFERENCE;
      return ATTUNE_ISSUE_NONE;
    }

  if (!yyjson_is_str (prompt) || !yyjson_is_str (completion))
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  *kind = ATTUNE_EXAMPLE_COMPLETION;

  if (is_blank (completion))
    return ATTUNE_ISSUE_EMPTY_ANSWER;

  return is_blank (prompt) ? ATTUNE_ISSUE_EMPTY_QUESTION : ATTUNE_ISSUE_NONE;
}

static void
attune_turn_free (AttuneTurn *turn)
{
  g_free (turn->content);
  g_free (turn);
}

/* A C string ends at a NUL: what JSON writes as \u0000 is shown as the replacement character. */
static void
append_text (GString    *content,
             const char *text,
             gsize       length)
{
  const char *end = text + length;
  const char *nul;

  while ((nul = memchr (text, '\0', end - text)))
    {
      g_string_append_len (content, text, nul - text);
      g_string_append (content, "\xef\xbf\xbd");
      text = nul + 1;
    }

  g_string_append_len (content, text, end - text);
}

static void
add_turn (AttuneExample         *self,
          const AttuneDraftTurn *draft_turn)
{
  AttuneTurn *turn = g_new0 (AttuneTurn, 1);
  GString *content = g_string_sized_new (draft_turn->text.length);

  append_text (content, draft_turn->text.bytes, draft_turn->text.length);
  turn->role = draft_turn->role;
  turn->part = draft_turn->part;
  turn->content = g_string_free_and_steal (content);
  turn->is_trained = draft_turn->is_trained;
  g_ptr_array_add (self->turns, turn);
}

/**
 * attune_draft_to_example:
 * @self: a draft without a problem
 * @line: where its record begins, or 0
 *
 * Returns: (transfer full): an example that outlives the record
 */
AttuneExample *
attune_draft_to_example (AttuneDraft *self,
                         guint64      line)
{
  AttuneExample *example = g_atomic_rc_box_new0 (AttuneExample);
  gsize length;
  const char *json = attune_draft_get_json (self, &length);

  example->kind = self->kind;
  example->line = line;
  example->json = g_strndup (json, length);
  example->turns = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_turn_free);

  for (guint i = 0; i < self->turns->len; i++)
    add_turn (example, attune_draft_get_turn (self, i));

  return example;
}

static AttuneExample *
new_from_strings (guint64            line,
                  AttuneExampleKind  kind,
                  const char        *system,
                  const char        *question,
                  const char        *answer)
{
  g_auto(AttuneDraft) draft = { 0 };

  attune_draft_init (&draft);
  draft.kind = kind;

  if (system != NULL && *system != '\0')
    attune_draft_add_turn (&draft, ATTUNE_ROLE_SYSTEM, ATTUNE_PART_CONVERSATION,
                           system, strlen (system));

  attune_draft_add_turn (&draft, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION,
                         question, strlen (question));
  attune_draft_add_turn (&draft, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION,
                         answer, strlen (answer));

  return attune_draft_to_example (&draft, line);
}

/**
 * attune_example_new_chat:
 * @line: where it came from, or 0
 * @system: (nullable): the system text
 * @question: what the user says, UTF-8
 * @answer: what the assistant shall say, UTF-8
 *
 * Returns: (transfer full): a conversation of one question and one answer
 */
AttuneExample *
attune_example_new_chat (guint64     line,
                         const char *system,
                         const char *question,
                         const char *answer)
{
  g_return_val_if_fail (question != NULL, NULL);
  g_return_val_if_fail (answer != NULL, NULL);

  return new_from_strings (line, ATTUNE_EXAMPLE_CHAT, system, question, answer);
}

/**
 * attune_example_new_completion:
 * @line: where it came from, or 0
 * @prompt: the text that is there, UTF-8
 * @completion: the text that shall follow, UTF-8
 *
 * Returns: (transfer full): a text and its continuation
 */
AttuneExample *
attune_example_new_completion (guint64     line,
                               const char *prompt,
                               const char *completion)
{
  g_return_val_if_fail (prompt != NULL, NULL);
  g_return_val_if_fail (completion != NULL, NULL);

  return new_from_strings (line, ATTUNE_EXAMPLE_COMPLETION, NULL, prompt, completion);
}

/**
 * attune_example_new_from_json:
 * @line: where it came from, or 0
 * @text: (array length=length): one line of JSONL, without its end
 * @length: its length in bytes
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA when @text is not an example that a provider would take; the
 * reasons are those of #AttuneIssueKind with the severity %ATTUNE_SEVERITY_ERROR.
 *
 * Returns: (transfer full) (nullable): the example
 */
AttuneExample *
attune_example_new_from_json (guint64      line,
                              const char  *text,
                              gsize        length,
                              GError     **error)
{
  AttuneIssueKind issue = ATTUNE_ISSUE_NOT_JSON;
  AttuneExampleKind kind = ATTUNE_EXAMPLE_CHAT;
  g_auto(AttuneDraft) draft = { 0 };
  AttuneExample *self = NULL;
  yyjson_doc *document;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  attune_draft_init (&draft);
  document = yyjson_read_opts ((char *)text, length, ATTUNE_READ_FLAGS, NULL, NULL);

  if (document != NULL)
    issue = attune_example_check (yyjson_doc_get_root (document), &kind);

  if (attune_issue_is_error (issue) ||
      !attune_draft_set_value (&draft, yyjson_doc_get_root (document), text, length))
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL, "%s %s",
                      attune_issue_get_reason (issue), attune_issue_get_advice (issue));
  else
    self = attune_draft_to_example (&draft, line);

  yyjson_doc_free (document);

  return self;
}

/**
 * attune_example_ref:
 * @self: an example
 *
 * Returns: (transfer full): @self
 */
AttuneExample *
attune_example_ref (AttuneExample *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_example (gpointer data)
{
  AttuneExample *self = data;

  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->json, g_free);
}

/**
 * attune_example_unref:
 * @self: (transfer full): an example
 */
void
attune_example_unref (AttuneExample *self)
{
  g_atomic_rc_box_release_full (self, clear_example);
}

/**
 * attune_example_get_n_turns:
 * @self: an example
 *
 * Returns: how many turns it has
 */
guint
attune_example_get_n_turns (const AttuneExample *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->turns->len;
}

/**
 * attune_example_get_turn:
 * @self: an example
 * @index: which turn, from 0
 *
 * Returns: (transfer none): the turn
 */
AttuneTurn *
attune_example_get_turn (const AttuneExample *self,
                         guint                index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->turns->len, NULL);

  return g_ptr_array_index (self->turns, index);
}

/**
 * attune_role_to_string:
 * @role: a role
 *
 * Returns: (transfer none): its name in the protocol; `unknown` for %ATTUNE_ROLE_UNKNOWN
 */
const char *
attune_role_to_string (AttuneRole role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].name;

  return "unknown";
}

/**
 * attune_role_from_string:
 * @name: (nullable): a name from the protocol
 *
 * Returns: the role, or %ATTUNE_ROLE_UNKNOWN
 */
AttuneRole
attune_role_from_string (const char *name)
{
  if (name == NULL)
    return ATTUNE_ROLE_UNKNOWN;

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].name[0] == name[0] && strcmp (roles[i].name, name) == 0)
      return roles[i].role;

  return ATTUNE_ROLE_UNKNOWN;
}
