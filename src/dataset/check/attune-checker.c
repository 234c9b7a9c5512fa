/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-checker"

#include "config.h"

#include "attune-checker.h"
#include "attune-example-private.h"
#include "attune-form.h"
#include "attune-known-texts.h"
#include "attune-sketch.h"

/* OpenAI's rule of thumb, exact for the models it was measured with (cookbook, “How to count tokens
 * with tiktoken”): three tokens around each message, one for its role, one and its own for a name,
 * three for the answer that is to come. */
#define TOKENS_A_MESSAGE 3
#define TOKENS_A_ROLE 1
#define TOKENS_A_NAME 1
#define TOKENS_AN_EXAMPLE 3

struct _AttuneChecker
{
  AttuneRules       rules;
  AttuneCountFunc   count;
  gpointer          user_data;
  yyjson_alc       *allocator;
  AttuneKnownTexts *system_texts;
  AttuneSketch      sketch;
};

/**
 * attune_checker_new:
 * @rules: (nullable): what applies; %NULL for the common rules
 * @count: (nullable): counts the tokens of a text; %NULL: they are not counted
 * @user_data: for @count
 *
 * Returns: (transfer full): a checker
 */
AttuneChecker *
attune_checker_new (const AttuneRules *rules,
                    AttuneCountFunc    count,
                    gpointer           user_data)
{
  AttuneChecker *self = g_new0 (AttuneChecker, 1);

  if (rules != NULL)
    self->rules = *rules;

  self->count = count;
  self->user_data = user_data;
  self->allocator = yyjson_alc_dyn_new ();
  self->system_texts = attune_known_texts_new ();

  return self;
}

/**
 * attune_checker_free:
 * @self: (transfer full): a checker
 */
void
attune_checker_free (AttuneChecker *self)
{
  yyjson_alc_dyn_free (self->allocator);
  attune_known_texts_free (self->system_texts);
  g_free (self);
}

static gboolean
is_system (const AttuneDraftTurn *turn)
{
  return turn->role == ATTUNE_ROLE_SYSTEM || turn->role == ATTUNE_ROLE_DEVELOPER;
}

static guint32 *
get_registers (AttuneChecker         *self,
               const AttuneDraftTurn *turn)
{
  return self->sketch.registers[turn->is_trained ? ATTUNE_SKETCH_ANSWER : ATTUNE_SKETCH_QUESTION];
}

typedef void (*TextFunc) (gpointer    user_data,
                          yyjson_val *text);

/* Of a turn that calls tools, the names and the arguments are what it says. */
static void
foreach_call (const AttuneDraftTurn *turn,
              TextFunc               func,
              gpointer               user_data)
{
  yyjson_val *calls = yyjson_obj_get (turn->message, "tool_calls");
  yyjson_arr_iter iter;
  yyjson_val *call;

  yyjson_arr_iter_init (calls, &iter);

  while ((call = yyjson_arr_iter_next (&iter)))
    {
      yyjson_val *function = yyjson_obj_get (call, "function");

      func (user_data, yyjson_obj_get (function, "name"));
      func (user_data, yyjson_obj_get (function, "arguments"));
    }
}

static void
sketch_text_cb (gpointer    user_data,
                yyjson_val *text)
{
  if (yyjson_is_str (text))
    attune_text_scan_run (user_data, yyjson_get_str (text), yyjson_get_len (text));
}

/* What is the same in all examples says nothing about likeness, so system texts are no part of the
 * sketch. */
static void
scan_system (AttuneChecker     *self,
             const AttuneDraft *draft,
             AttuneTextScan    *scan,
             AttuneFacts       *facts)
{
  AttuneFingerprint fingerprint;
  gboolean has_system = FALSE;

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);
      const AttuneKnownText *known;

      if (!is_system (turn))
        continue;

      known = attune_known_texts_get (self->system_texts, turn->text.bytes, turn->text.length);
      scan->found |= known->issues;
      scan->n_characters += known->n_characters;

      if (!has_system)
        fingerprint = known->fingerprint;
      else
        attune_fingerprint_add (&fingerprint, turn->text.bytes, turn->text.length);

      has_system = TRUE;
    }

  facts->system = has_system ? MAX (fingerprint.low, 1) : 0;
}

/* The question and the answer at the end tell the language well enough. */
static void
find_spoken (const AttuneDraft      *draft,
             const AttuneDraftTurn **question,
             const AttuneDraftTurn **answer)
{
  *question = NULL;
  *answer = NULL;

  for (guint i = draft->turns->len; i > 0 && (*question == NULL || *answer == NULL); i--)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i - 1);

      if (turn->is_trained && *answer == NULL)
        *answer = turn;
      else if (!turn->is_trained && turn->role == ATTUNE_ROLE_USER && *question == NULL)
        *question = turn;
    }
}

static void
scan_texts (AttuneChecker     *self,
            const AttuneDraft *draft,
            AttuneFacts       *facts)
{
  AttuneTextScan scan = { .wanted = attune_text_scan_get_kinds () };
  const AttuneDraftTurn *question;
  const AttuneDraftTurn *answer;

  attune_sketch_reset (&self->sketch);
  scan_system (self, draft, &scan, facts);
  find_spoken (draft, &question, &answer);

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);
      AttuneLanguageCensus census = { 0 };

      if (is_system (turn))
        continue;

      scan.registers = get_registers (self, turn);
      scan.census = turn == question || turn == answer ? &census : NULL;
      attune_text_scan_run (&scan, turn->text.bytes, turn->text.length);
      facts->languages |= census.languages;

      if (turn->says_other)
        foreach_call (turn, sketch_text_cb, &(AttuneTextScan) { .registers = scan.registers });
    }

  attune_sketch_finish (&self->sketch, facts);
  facts->issues |= scan.found;
  facts->n_characters = MIN (scan.n_characters, G_MAXUINT32);
}

/* Whether somebody asks something before the last answer. */
static gboolean
has_question (const AttuneDraft *draft)
{
  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);

      if (!turn->is_trained && !is_system (turn) &&
          (turn->says_other || !attune_text_is_blank (turn->text.bytes, turn->text.length)))
        return TRUE;
    }

  return FALSE;
}

static void
describe (const AttuneDraft *draft,
          AttuneFacts       *facts)
{
  AttuneFingerprint fingerprint = attune_draft_get_fingerprint (draft);

  facts->fingerprint[0] = fingerprint.low;
  facts->fingerprint[1] = fingerprint.high;
  facts->question = has_question (draft) ? attune_draft_hash_question (draft) : fingerprint.low;
  facts->n_turns = draft->turns->len;

  for (guint i = 0; i < draft->turns->len; i++)
    facts->roles |= 1u << attune_draft_get_turn (draft, i)->role;
}

typedef struct
{
  AttuneChecker *checker;
  guint64        n_tokens;
} Count;

static void
count_text_cb (gpointer    user_data,
               yyjson_val *text)
{
  Count *count = user_data;
  AttuneChecker *self = count->checker;

  if (yyjson_is_str (text))
    count->n_tokens += self->count (self->user_data, yyjson_get_str (text), yyjson_get_len (text));
}

/* What tool calls cost is published nowhere; their text is the most of it. */
static guint64
count_turn (AttuneChecker         *self,
            const AttuneDraftTurn *turn)
{
  Count count = { .checker = self };

  count.n_tokens = self->count (self->user_data, turn->text.bytes, turn->text.length);

  if (turn->says_other)
    foreach_call (turn, count_text_cb, &count);

  return count.n_tokens;
}

static guint64
count_frame (AttuneChecker         *self,
             const AttuneDraftTurn *turn)
{
  yyjson_val *name = yyjson_obj_get (turn->message, "name");
  Count count = { .checker = self, .n_tokens = TOKENS_A_MESSAGE + TOKENS_A_ROLE };

  if (yyjson_is_str (name))
    {
      count_text_cb (&count, name);
      count.n_tokens += TOKENS_A_NAME;
    }

  return count.n_tokens;
}

/**
 * attune_checker_count_tokens:
 * @self: a checker that counts
 * @draft: an example
 * @n_trained: (out): how many of them a model learns to say
 *
 * Counts by the rule for chats of OpenAI's cookbook; what stands around a prompt and its completion
 * is nothing.
 *
 * Returns: the tokens of the example
 */
guint64
attune_checker_count_tokens (AttuneChecker     *self,
                             const AttuneDraft *draft,
                             guint64           *n_trained)
{
  gboolean is_text = draft->kind == ATTUNE_EXAMPLE_COMPLETION;
  guint64 n_tokens = is_text ? 0 : TOKENS_AN_EXAMPLE;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (self->count != NULL, 0);
  g_return_val_if_fail (draft != NULL, 0);
  g_return_val_if_fail (n_trained != NULL, 0);

  *n_trained = 0;

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);
      guint64 n = count_turn (self, turn);

      n_tokens += n + (is_text ? 0 : count_frame (self, turn));
      *n_trained += turn->is_trained ? n : 0;
    }

  return n_tokens;
}

static void
note_tokens (AttuneChecker     *self,
             const AttuneDraft *draft,
             AttuneFacts       *facts)
{
  guint64 n_trained;
  guint64 n_tokens = attune_checker_count_tokens (self, draft, &n_trained);

  facts->n_tokens = MIN (n_tokens, G_MAXUINT32);
  facts->n_trained_tokens = MIN (n_trained, G_MAXUINT32);

  if (self->rules.max_tokens > 0 && n_tokens > self->rules.max_tokens)
    facts->issues |= attune_issue_bit (ATTUNE_ISSUE_TOO_LONG);
}

/* Member by member: to make all of it zero, with the kilobyte for tool calls, is as much work as
 * the checks themselves. */
static void
begin_form (AttuneChecker *self,
            AttuneForm    *form)
{
  form->rules = &self->rules;
  form->allocator = self->allocator;
  form->found = 0;
  form->wanted = ATTUNE_ISSUE_NONE;
  form->places = NULL;
}

/**
 * attune_checker_check:
 * @self: a checker
 * @draft: an example, or a record that gave none
 * @facts: (out caller-allocates): what was found out about it
 *
 * Finds everything that is wrong with one example, and what is kept of it. Of a draft with a
 * problem, that problem is all there is to say.
 */
void
attune_checker_check (AttuneChecker     *self,
                      const AttuneDraft *draft,
                      AttuneFacts       *facts)
{
  AttuneForm form;

  g_return_if_fail (self != NULL);
  g_return_if_fail (draft != NULL);
  g_return_if_fail (facts != NULL);

  *facts = (AttuneFacts) { .issues = draft->issues | attune_issue_bit (draft->problem) };

  if (draft->problem != ATTUNE_ISSUE_NONE)
    return;

  begin_form (self, &form);
  attune_form_check (&form, draft);
  facts->issues |= form.found;
  scan_texts (self, draft, facts);
  describe (draft, facts);

  if (self->count != NULL)
    note_tokens (self, draft, facts);
}

/**
 * attune_checker_find_places:
 * @self: a checker
 * @draft: an example
 * @kind: what to look for
 * @places: (element-type AttunePlace): where it is added
 *
 * Finds where something is wrong, for showing it: bytes of the text of a turn, or a whole turn.
 * What concerns an example as a whole has no place.
 */
void
attune_checker_find_places (AttuneChecker     *self,
                            const AttuneDraft *draft,
                            AttuneIssueKind    kind,
                            GArray            *places)
{
  AttuneForm form;

  g_return_if_fail (self != NULL);
  g_return_if_fail (draft != NULL);
  g_return_if_fail (places != NULL);

  if ((attune_text_scan_get_kinds () & attune_issue_bit (kind)) == 0)
    {
      begin_form (self, &form);
      form.wanted = kind;
      form.places = places;
      attune_form_check (&form, draft);
      return;
    }

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);
      AttuneTextScan scan = {
        .wanted = attune_issue_bit (kind),
        .places = places,
        .turn = i,
      };

      attune_text_scan_run (&scan, turn->text.bytes, turn->text.length);
    }
}
