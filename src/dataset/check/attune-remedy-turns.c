/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-remedy"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-remedy-private.h"

#define SEPARATOR "\n\n"

static gboolean
is_blank (const AttuneDraftTurn *turn)
{
  return !turn->says_other && attune_text_is_blank (turn->text.bytes, turn->text.length);
}

static void
truncate_turns (AttuneDraft *draft,
                guint        n_turns)
{
  while (draft->turns->len > n_turns)
    attune_draft_remove_turn (draft, draft->turns->len - 1);
}

/* What is kept moves together first, since there may be many turns: taking them out one by one
 * would move the others each time. Of tools, an empty answer is an answer, too. */
static gboolean
drop_empty_turns (AttuneDraft *draft)
{
  guint n_turns = draft->turns->len;
  guint n_kept = 0;

  for (guint i = 0; i < n_turns; i++)
    {
      AttuneDraftTurn turn = *attune_draft_get_turn (draft, i);

      if (turn.part != ATTUNE_PART_CONVERSATION || turn.role == ATTUNE_ROLE_TOOL ||
          !is_blank (&turn))
        *attune_draft_get_turn (draft, n_kept++) = turn;
    }

  truncate_turns (draft, n_kept);

  return n_kept < n_turns;
}

/* Cuts back to the last thing that the assistant says; where it says nothing, nothing is cut. */
static gboolean
cut_tail (AttuneDraft *draft)
{
  guint n_turns = draft->turns->len;
  guint n_kept = n_turns;

  while (n_kept > 0 && attune_draft_get_turn (draft, n_kept - 1)->role != ATTUNE_ROLE_ASSISTANT)
    n_kept--;

  if (n_kept == 0 || n_kept == n_turns)
    return FALSE;

  truncate_turns (draft, n_kept);

  return TRUE;
}

/* Only what is nothing but text can be joined, and only what is learned alike. */
static gboolean
can_join (const AttuneDraftTurn *first,
          const AttuneDraftTurn *second)
{
  return first->role == second->role && first->part == second->part &&
         first->role != ATTUNE_ROLE_TOOL && first->role != ATTUNE_ROLE_UNKNOWN &&
         !first->says_other && !second->says_other && first->is_trained == second->is_trained;
}

/* Joins the texts of the turns from @begin up to @end. */
static void
join (AttuneDraft *draft,
      guint        begin,
      guint        end)
{
  gsize length = 0;
  char *text;
  char *rest;

  for (guint i = begin; i < end; i++)
    length += attune_draft_get_turn (draft, i)->text.length + strlen (SEPARATOR);

  rest = text = attune_draft_alloc (draft, length);

  for (guint i = begin; i < end; i++)
    {
      AttuneText part = attune_draft_get_turn (draft, i)->text;

      if (part.length > 0 && rest > text)
        rest = mempcpy (rest, SEPARATOR, strlen (SEPARATOR));

      rest = mempcpy (rest, part.bytes, part.length);
    }

  attune_draft_set_text (draft, begin, text, rest - text);
}

static gboolean
merge_turns (AttuneDraft *draft)
{
  guint n_turns = draft->turns->len;
  guint n_kept = 0;

  for (guint begin = 0, end; begin < n_turns; begin = end)
    {
      for (end = begin + 1; end < n_turns; end++)
        if (!can_join (attune_draft_get_turn (draft, begin), attune_draft_get_turn (draft, end)))
          break;

      if (end - begin > 1)
        join (draft, begin, end);

      *attune_draft_get_turn (draft, n_kept++) = *attune_draft_get_turn (draft, begin);
    }

  truncate_turns (draft, n_kept);

  return n_kept < n_turns;
}

static AttuneIssueKind
find_missing_answer (const AttuneDraft *draft)
{
  gboolean has_answer = FALSE;

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);

      if (turn->is_trained && is_blank (turn))
        return ATTUNE_ISSUE_EMPTY_ANSWER;

      has_answer = has_answer || turn->is_trained;
    }

  return has_answer ? ATTUNE_ISSUE_NONE : ATTUNE_ISSUE_NO_ASSISTANT;
}

static gboolean
drop_unanswered (AttuneDraft *draft)
{
  AttuneIssueKind problem = find_missing_answer (draft);

  if (problem == ATTUNE_ISSUE_NONE)
    return FALSE;

  truncate_turns (draft, 0);
  draft->problem = problem;

  return TRUE;
}

static gboolean
has (guint64      remedies,
     AttuneRemedy remedy)
{
  return (remedies & attune_remedy_bit (remedy)) != 0;
}

/* Mends who says how much when. A prompt and its completion are always two, and stay so. */
gboolean
attune_remedies_mend_turns (guint64      remedies,
                            AttuneDraft *draft)
{
  gboolean is_text = draft->kind == ATTUNE_EXAMPLE_COMPLETION;
  gboolean is_chat = draft->kind == ATTUNE_EXAMPLE_CHAT;
  gboolean is_changed = FALSE;

  if (has (remedies, ATTUNE_REMEDY_DROP_EMPTY_TURNS) && !is_text)
    is_changed |= drop_empty_turns (draft);

  if (has (remedies, ATTUNE_REMEDY_CUT_TAIL) && is_chat)
    is_changed |= cut_tail (draft);

  if (has (remedies, ATTUNE_REMEDY_MERGE_TURNS) && !is_text)
    is_changed |= merge_turns (draft);

  if (has (remedies, ATTUNE_REMEDY_DROP_UNANSWERED))
    is_changed |= drop_unanswered (draft);

  return is_changed;
}
