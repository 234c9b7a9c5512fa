/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-issue"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-issue.h"

/* What a severity means stands in attune-issue.h. The rules behind it are those of OpenAI's
 * fine-tuning endpoint, which every provider with its protocol shares. */
static const struct
{
  const char     *id;
  AttuneSeverity  severity;
  const char     *reason;
  const char     *advice;
} issues[ATTUNE_N_ISSUES] = {
  [ATTUNE_ISSUE_NOT_UTF8] = {
    "not-utf8", ATTUNE_SEVERITY_ERROR,
    N_("This line is not readable as text."),
    N_("Open the file in a text editor and save it again with the encoding UTF-8.") },
  [ATTUNE_ISSUE_NOT_JSON] = {
    "not-json", ATTUNE_SEVERITY_ERROR,
    N_("This line is not valid JSON."),
    N_("Open the file at these lines. Each line must hold one complete object, from { to }; "
       "look for missing quotation marks, commas and brackets.") },
  [ATTUNE_ISSUE_NOT_OBJECT] = {
    "not-object", ATTUNE_SEVERITY_ERROR,
    N_("This line holds a value without names."),
    N_("Each line must be an object with named parts, such as "
       "{\"prompt\": \"…\", \"completion\": \"…\"}.") },
  [ATTUNE_ISSUE_UNKNOWN_SHAPE] = {
    "unknown-shape", ATTUNE_SEVERITY_ERROR,
    N_("There is no question and answer where they are expected."),
    N_("Choose which column holds the question and which the answer. A file that holds "
       "conversations needs “messages”, one with prompts needs “prompt” and “completion”, and "
       "every record must have the same form.") },
  [ATTUNE_ISSUE_UNKNOWN_ROLE] = {
    "unknown-role", ATTUNE_SEVERITY_ERROR,
    N_("A speaker in this conversation is not known."),
    N_("The role of each message must be system, developer, user, assistant or tool.") },
  [ATTUNE_ISSUE_MISSING_CONTENT] = {
    "missing-content", ATTUNE_SEVERITY_ERROR,
    N_("A message in this conversation has no content."),
    N_("Give each message a “content” with its text. Only an assistant message that calls a tool "
       "may be without.") },
  [ATTUNE_ISSUE_BAD_WEIGHT] = {
    "bad-weight", ATTUNE_SEVERITY_ERROR,
    N_("The weight of a message is neither 0 nor 1."),
    N_("The “weight” of a message may be 0, which keeps it from being learned, or 1.") },
  [ATTUNE_ISSUE_NO_ASSISTANT] = {
    "no-assistant", ATTUNE_SEVERITY_ERROR,
    N_("This conversation has no answer to learn from."),
    N_("Add a message with the role assistant, and do not set the weight of every one to 0.") },
  [ATTUNE_ISSUE_LAST_NOT_ASSISTANT] = {
    "last-not-assistant", ATTUNE_SEVERITY_ERROR,
    N_("This conversation does not end with an answer."),
    N_("The last message must have the role assistant. Add the answer, or remove what comes "
       "after it.") },
  [ATTUNE_ISSUE_EMPTY_ANSWER] = {
    "empty-answer", ATTUNE_SEVERITY_ERROR,
    N_("The answer is empty."),
    N_("Write the answer, or remove the example: a model that learns from it learns to say "
       "nothing.") },
  [ATTUNE_ISSUE_EMPTY_QUESTION] = {
    "empty-question", ATTUNE_SEVERITY_WARNING,
    N_("The question is empty."),
    N_("Write the question, unless the model shall begin by itself.") },
  [ATTUNE_ISSUE_RAGGED_ROW] = {
    "ragged-row", ATTUNE_SEVERITY_ERROR,
    N_("This row has more or fewer cells than the first row."),
    N_("Put text that has a comma or a line break in it between quotation marks; a spreadsheet "
       "does so when it saves as CSV.") },
  [ATTUNE_ISSUE_DUPLICATE] = {
    "duplicate", ATTUNE_SEVERITY_WARNING,
    N_("This example is there more than once."),
    N_("Repeated examples count more than others. They are removed on import, except when you "
       "keep them.") },
  [ATTUNE_ISSUE_TOO_FEW] = {
    "too-few", ATTUNE_SEVERITY_ERROR,
    N_("There are fewer than 10 usable examples."),
    N_("Add examples. Providers refuse fewer than 10, and 50 to 100 are needed to see an "
       "effect.") },
};

static gboolean
is_kind (AttuneIssueKind kind)
{
  return kind >= 0 && kind < ATTUNE_N_ISSUES;
}

/* Translators: in these titles %s is a number. */
static const char *
get_title_template (AttuneIssueKind kind,
                    gulong          count)
{
  switch ((int)kind)
    {
    case ATTUNE_ISSUE_NOT_UTF8:
      return ngettext ("%s line is not readable as text",
                       "%s lines are not readable as text", count);

    case ATTUNE_ISSUE_NOT_JSON:
      return ngettext ("%s line is not valid JSON",
                       "%s lines are not valid JSON", count);

    case ATTUNE_ISSUE_NOT_OBJECT:
      return ngettext ("%s line holds a value without names",
                       "%s lines hold a value without names", count);

    case ATTUNE_ISSUE_UNKNOWN_SHAPE:
      return ngettext ("%s record has no question and answer where they are expected",
                       "%s records have no question and answer where they are expected", count);

    case ATTUNE_ISSUE_UNKNOWN_ROLE:
      return ngettext ("%s conversation has a speaker that is not known",
                       "%s conversations have a speaker that is not known", count);

    case ATTUNE_ISSUE_MISSING_CONTENT:
      return ngettext ("%s conversation has a message without content",
                       "%s conversations have a message without content", count);

    case ATTUNE_ISSUE_BAD_WEIGHT:
      return ngettext ("%s conversation has a weight that is not allowed",
                       "%s conversations have a weight that is not allowed", count);

    case ATTUNE_ISSUE_NO_ASSISTANT:
      return ngettext ("%s conversation has no answer to learn from",
                       "%s conversations have no answer to learn from", count);

    case ATTUNE_ISSUE_LAST_NOT_ASSISTANT:
      return ngettext ("%s conversation does not end with an answer",
                       "%s conversations do not end with an answer", count);

    case ATTUNE_ISSUE_EMPTY_ANSWER:
      return ngettext ("%s example has an empty answer",
                       "%s examples have an empty answer", count);

    case ATTUNE_ISSUE_EMPTY_QUESTION:
      return ngettext ("%s example has an empty question",
                       "%s examples have an empty question", count);

    case ATTUNE_ISSUE_RAGGED_ROW:
      return ngettext ("%s row has more or fewer cells than the first row",
                       "%s rows have more or fewer cells than the first row", count);

    case ATTUNE_ISSUE_DUPLICATE:
      return ngettext ("%s example is there more than once",
                       "%s examples are there more than once", count);

    case ATTUNE_ISSUE_TOO_FEW:
      return _("There are fewer than 10 usable examples");

    default:
      return issues[kind].id;
    }
}

/**
 * attune_issue_is_error:
 * @kind: a kind of issue, or %ATTUNE_ISSUE_NONE
 *
 * Returns: %TRUE when a record with it cannot be used
 */
gboolean
attune_issue_is_error (AttuneIssueKind kind)
{
  return is_kind (kind) && issues[kind].severity == ATTUNE_SEVERITY_ERROR;
}

/**
 * attune_issue_get_severity:
 * @kind: a kind of issue
 *
 * Returns: what it does to a fine-tune
 */
AttuneSeverity
attune_issue_get_severity (AttuneIssueKind kind)
{
  g_return_val_if_fail (is_kind (kind), ATTUNE_SEVERITY_INFO);

  return issues[kind].severity;
}

/**
 * attune_issue_get_id:
 * @kind: a kind of issue
 *
 * Returns: (transfer none): its name for programs, such as `not-json`
 */
const char *
attune_issue_get_id (AttuneIssueKind kind)
{
  g_return_val_if_fail (is_kind (kind), NULL);

  return issues[kind].id;
}

/**
 * attune_issue_dup_title:
 * @kind: a kind of issue
 * @count: how often it was found
 *
 * Returns: (transfer full): what was found, for a heading, in the person's language
 */
char *
attune_issue_dup_title (AttuneIssueKind kind,
                        guint64         count)
{
  g_autofree char *number = NULL;
  g_autoptr(GString) title = NULL;

  g_return_val_if_fail (is_kind (kind), NULL);

  number = g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
  title = g_string_new (get_title_template (kind, count));
  g_string_replace (title, "%s", number, 1);

  return g_string_free_and_steal (g_steal_pointer (&title));
}

/**
 * attune_issue_get_advice:
 * @kind: a kind of issue
 *
 * Returns: (transfer none): what the person can do about it, in their language
 */
const char *
attune_issue_get_advice (AttuneIssueKind kind)
{
  g_return_val_if_fail (is_kind (kind), NULL);

  return _(issues[kind].advice);
}

/**
 * attune_issue_get_reason:
 * @kind: a kind of issue
 *
 * Returns: (transfer none): what is wrong with one record, a sentence in the person's language
 */
const char *
attune_issue_get_reason (AttuneIssueKind kind)
{
  g_return_val_if_fail (is_kind (kind), NULL);

  return _(issues[kind].reason);
}

/**
 * attune_issue_get_errors:
 *
 * Returns: the mask of the kinds with which an example cannot be used
 */
guint64
attune_issue_get_errors (void)
{
  guint64 mask = 0;

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_issue_is_error (kind) && kind != ATTUNE_ISSUE_TOO_FEW)
      mask |= attune_issue_bit (kind);

  return mask;
}
