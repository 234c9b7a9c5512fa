/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-issue"

#include "config.h"

#include "attune-issue.h"

/* What a severity means stands in attune-issue.h. These are the rules of OpenAI's fine-tuning
 * endpoint, which every provider with its protocol shares; get_severity() knows who is stricter. */
static const struct
{
  const char     *id;
  AttuneSeverity  severity;
} issues[ATTUNE_N_ISSUES] = {
  [ATTUNE_ISSUE_NOT_UTF8] = { "not-utf8", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_NOT_JSON] = { "not-json", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_ZERO_BYTE] = { "zero-byte", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_NOT_A_NUMBER] = { "not-a-number", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_HALF_CHARACTER] = { "half-character", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_TOO_LARGE] = { "too-large", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_RAGGED_ROW] = { "ragged-row", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_EXTRA_CELLS] = { "extra-cells", ATTUNE_SEVERITY_WARNING },

  [ATTUNE_ISSUE_NOT_OBJECT] = { "not-object", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_UNKNOWN_SHAPE] = { "unknown-shape", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_MISSING_FIELD] = { "missing-field", ATTUNE_SEVERITY_ERROR },

  [ATTUNE_ISSUE_UNKNOWN_ROLE] = { "unknown-role", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_MISSING_CONTENT] = { "missing-content", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_UNKNOWN_MEMBER] = { "unknown-member", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_REPEATED_MEMBER] = { "repeated-member", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_BAD_WEIGHT] = { "bad-weight", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_BAD_TOOL_CALL] = { "bad-tool-call", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_BAD_TOOLS] = { "bad-tools", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_BAD_IMAGE] = { "bad-image", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_BAD_OUTPUT] = { "bad-output", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_SAME_OUTPUTS] = { "same-outputs", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_WRONG_KIND] = { "wrong-kind", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_TWO_SHAPES] = { "two-shapes", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_NO_ASSISTANT] = { "no-assistant", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_NO_USER] = { "no-user", ATTUNE_SEVERITY_INFO },
  [ATTUNE_ISSUE_NO_SYSTEM] = { "no-system", ATTUNE_SEVERITY_INFO },
  [ATTUNE_ISSUE_LAST_NOT_ASSISTANT] = { "last-not-assistant", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_NOT_ALTERNATING] = { "not-alternating", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_EMPTY_ANSWER] = { "empty-answer", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_EMPTY_QUESTION] = { "empty-question", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_EMPTY_TURN] = { "empty-turn", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_TOO_LONG] = { "too-long", ATTUNE_SEVERITY_WARNING },

  [ATTUNE_ISSUE_SPECIAL_TOKEN] = { "special-token", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_TEMPLATE_TOKEN] = { "template-token", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_MOJIBAKE] = { "mojibake", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_ESCAPED_TEXT] = { "escaped-text", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_INVALID_CHARACTER] = { "invalid-character", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_SECRET] = { "secret", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_EMAIL] = { "email", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_PHONE] = { "phone", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_IDENTITY_NUMBER] = { "identity-number", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_CARD_NUMBER] = { "card-number", ATTUNE_SEVERITY_WARNING },

  [ATTUNE_ISSUE_MIXED_KINDS] = { "mixed-kinds", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_DUPLICATE] = { "duplicate", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_NEAR_DUPLICATE] = { "near-duplicate", ATTUNE_SEVERITY_WARNING },
  [ATTUNE_ISSUE_LEAKAGE] = { "leakage", ATTUNE_SEVERITY_WARNING },

  [ATTUNE_ISSUE_MIXED_SYSTEM] = { "mixed-system", ATTUNE_SEVERITY_INFO },
  [ATTUNE_ISSUE_TOO_FEW] = { "too-few", ATTUNE_SEVERITY_ERROR },
  [ATTUNE_ISSUE_TOO_FEW_TO_LEARN] = { "too-few-to-learn", ATTUNE_SEVERITY_INFO },
  [ATTUNE_ISSUE_TRUNCATED] = { "truncated", ATTUNE_SEVERITY_WARNING },
};

static gboolean
is_kind (AttuneIssueKind kind)
{
  return kind >= 0 && kind < ATTUNE_N_ISSUES;
}

/**
 * attune_issue_is_of_file:
 * @kind: a kind of issue
 *
 * Returns: %TRUE when it concerns the file as a whole, so that no example of it can be shown
 */
gboolean
attune_issue_is_of_file (AttuneIssueKind kind)
{
  return kind == ATTUNE_ISSUE_MIXED_SYSTEM || kind == ATTUNE_ISSUE_TOO_FEW ||
         kind == ATTUNE_ISSUE_TOO_FEW_TO_LEARN || kind == ATTUNE_ISSUE_TRUNCATED;
}

/**
 * attune_issue_is_error:
 * @kind: a kind of issue, or %ATTUNE_ISSUE_NONE
 *
 * Returns: %TRUE when a record with it cannot be used, by the common rules
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
 * Returns: what it does to a fine-tune, by the common rules
 */
AttuneSeverity
attune_issue_get_severity (AttuneIssueKind kind)
{
  return attune_issue_get_severity_for (kind, NULL);
}

/**
 * attune_issue_get_severity_for:
 * @kind: a kind of issue
 * @rules: (nullable): what applies; %NULL for the common rules
 *
 * Returns: what it does to a fine-tune
 */
AttuneSeverity
attune_issue_get_severity_for (AttuneIssueKind    kind,
                               const AttuneRules *rules)
{
  g_return_val_if_fail (is_kind (kind), ATTUNE_SEVERITY_INFO);

  /* Together refuses both (docs.together.ai, “Data preparation”). */
  if (rules != NULL && rules->must_alternate &&
      (kind == ATTUNE_ISSUE_NOT_ALTERNATING || kind == ATTUNE_ISSUE_TWO_SHAPES))
    return ATTUNE_SEVERITY_ERROR;

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
 * attune_issue_get_errors:
 *
 * Returns: the mask of the kinds with which an example cannot be used, by the common rules
 */
guint64
attune_issue_get_errors (void)
{
  return attune_issue_get_errors_for (NULL);
}

/**
 * attune_issue_get_errors_for:
 * @rules: (nullable): what applies; %NULL for the common rules
 *
 * Returns: the mask of the kinds with which an example cannot be used
 */
guint64
attune_issue_get_errors_for (const AttuneRules *rules)
{
  guint64 mask = 0;

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (!attune_issue_is_of_file (kind) &&
        attune_issue_get_severity_for (kind, rules) == ATTUNE_SEVERITY_ERROR)
      mask |= attune_issue_bit (kind);

  return mask;
}
