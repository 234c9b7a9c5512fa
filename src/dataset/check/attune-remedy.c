/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-remedy"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-remedy-private.h"

#define BIT(name) (G_GUINT64_CONSTANT (1) << ATTUNE_ISSUE_ ## name)

/* By default is done what nobody would refuse. Addresses may be the person's own; what is nearly
 * the same should be looked at first. */
static const struct
{
  const char *id;
  const char *title;
  guint64     issues;
  gboolean    is_default;
} remedies[ATTUNE_N_REMEDIES] = {
  [ATTUNE_REMEDY_MAP_ROLES] = {
    "map-roles", N_("Use the Usual Names of Speakers"), BIT (UNKNOWN_ROLE), TRUE },
  [ATTUNE_REMEDY_REMOVE_MEMBERS] = {
    "remove-members", N_("Remove Unknown Parts of Messages"), BIT (UNKNOWN_MEMBER), TRUE },
  [ATTUNE_REMEDY_ROUND_WEIGHTS] = {
    "round-weights", N_("Round Weights to 0 or 1"), BIT (BAD_WEIGHT), TRUE },
  [ATTUNE_REMEDY_UNESCAPE] = {
    "unescape", N_("Turn Codes into Characters"), BIT (ESCAPED_TEXT), TRUE },
  [ATTUNE_REMEDY_REPAIR_MOJIBAKE] = {
    "repair-mojibake", N_("Repair Garbled Text"), BIT (MOJIBAKE), TRUE },
  [ATTUNE_REMEDY_REMOVE_INVALID] = {
    "remove-invalid", N_("Remove Characters That Cannot Be Shown"), BIT (INVALID_CHARACTER), TRUE },
  [ATTUNE_REMEDY_BREAK_TOKENS] = {
    "break-tokens", N_("Take Special Tokens Apart"),
    BIT (SPECIAL_TOKEN) | BIT (TEMPLATE_TOKEN), TRUE },
  [ATTUNE_REMEDY_MASK_SECRETS] = {
    "mask-secrets", N_("Replace Passwords and Keys"), BIT (SECRET), TRUE },
  [ATTUNE_REMEDY_MASK_PERSONAL_DATA] = {
    "mask-personal-data", N_("Replace Personal Data"),
    BIT (EMAIL) | BIT (PHONE) | BIT (IDENTITY_NUMBER) | BIT (CARD_NUMBER), FALSE },
  [ATTUNE_REMEDY_DROP_EMPTY_TURNS] = {
    "drop-empty-turns", N_("Remove Empty Messages"),
    BIT (EMPTY_TURN) | BIT (EMPTY_QUESTION) | BIT (MISSING_CONTENT), TRUE },
  [ATTUNE_REMEDY_CUT_TAIL] = {
    "cut-tail", N_("Cut What Follows the Last Answer"), BIT (LAST_NOT_ASSISTANT), TRUE },
  [ATTUNE_REMEDY_MERGE_TURNS] = {
    "merge-turns", N_("Join Messages of One Speaker in a Row"), BIT (NOT_ALTERNATING), FALSE },
  [ATTUNE_REMEDY_DROP_UNANSWERED] = {
    "drop-unanswered", N_("Remove Examples Without an Answer"),
    BIT (NO_ASSISTANT) | BIT (EMPTY_ANSWER), TRUE },
  [ATTUNE_REMEDY_REMOVE_UNUSABLE] = {
    "remove-unusable", N_("Remove What Cannot Be Used"), 0, TRUE },
  [ATTUNE_REMEDY_REMOVE_TOO_LONG] = {
    "remove-too-long", N_("Remove Examples That Are Too Long"), BIT (TOO_LONG), FALSE },
  [ATTUNE_REMEDY_REMOVE_DUPLICATES] = {
    "remove-duplicates", N_("Remove Duplicates"), BIT (DUPLICATE), TRUE },
  [ATTUNE_REMEDY_REMOVE_NEAR_DUPLICATES] = {
    "remove-near-duplicates", N_("Remove What Is Nearly the Same"), BIT (NEAR_DUPLICATE), FALSE },
  [ATTUNE_REMEDY_REMOVE_LEAKAGE] = {
    "remove-leakage", N_("Remove Questions That Stand in Both Files"), BIT (LEAKAGE), TRUE },
};

/* Translators: in these sentences %s is a number. */
static const char *
get_effect_on_messages (AttuneRemedy remedy,
                        gulong       count)
{
  switch ((int)remedy)
    {
    case ATTUNE_REMEDY_MAP_ROLES:
      return ngettext ("Names the speakers in %s conversation as providers do.",
                       "Names the speakers in %s conversations as providers do.", count);

    case ATTUNE_REMEDY_REMOVE_MEMBERS:
      return ngettext ("Keeps role and text of the messages in %s conversation, and nothing else.",
                       "Keeps role and text of the messages in %s conversations, and nothing else.", count);

    case ATTUNE_REMEDY_ROUND_WEIGHTS:
      return ngettext ("Rounds the weights in %s conversation.",
                       "Rounds the weights in %s conversations.", count);

    case ATTUNE_REMEDY_DROP_EMPTY_TURNS:
      return ngettext ("Removes empty messages from %s conversation.",
                       "Removes empty messages from %s conversations.", count);

    case ATTUNE_REMEDY_CUT_TAIL:
      return ngettext ("Ends %s conversation with its last answer.",
                       "Ends %s conversations with their last answer.", count);

    case ATTUNE_REMEDY_MERGE_TURNS:
      return ngettext ("Joins messages in %s conversation.",
                       "Joins messages in %s conversations.", count);

    default:
      return NULL;
    }
}

/* Translators: in these sentences %s is a number. */
static const char *
get_effect_on_texts (AttuneRemedy remedy,
                     gulong       count)
{
  switch ((int)remedy)
    {
    case ATTUNE_REMEDY_UNESCAPE:
      return ngettext ("Turns codes such as \\u00e9 into characters in %s example.",
                       "Turns codes such as \\u00e9 into characters in %s examples.", count);

    case ATTUNE_REMEDY_REPAIR_MOJIBAKE:
      return ngettext ("Makes the text of %s example readable again.",
                       "Makes the text of %s examples readable again.", count);

    case ATTUNE_REMEDY_REMOVE_INVALID:
      return ngettext ("Removes characters that cannot be shown from %s example.",
                       "Removes characters that cannot be shown from %s examples.", count);

    case ATTUNE_REMEDY_BREAK_TOKENS:
      return ngettext ("Puts a space into each special token in %s example: <| endoftext|>.",
                       "Puts a space into each special token in %s examples: <| endoftext|>.", count);

    case ATTUNE_REMEDY_MASK_SECRETS:
      return ngettext ("Writes [secret] in place of passwords and keys in %s example.",
                       "Writes [secret] in place of passwords and keys in %s examples.", count);

    case ATTUNE_REMEDY_MASK_PERSONAL_DATA:
      return ngettext ("Writes [email], [phone] and so on in place of personal data in %s example.",
                       "Writes [email], [phone] and so on in place of personal data in %s examples.", count);

    default:
      return NULL;
    }
}

/* Translators: in these sentences %s is a number. */
static const char *
get_effect_on_files (AttuneRemedy remedy,
                     gulong       count)
{
  switch ((int)remedy)
    {
    case ATTUNE_REMEDY_DROP_UNANSWERED:
      return ngettext ("Removes %s example without an answer.",
                       "Removes %s examples without an answer.", count);

    case ATTUNE_REMEDY_REMOVE_TOO_LONG:
      return ngettext ("Removes %s example that is too long.",
                       "Removes %s examples that are too long.", count);

    case ATTUNE_REMEDY_REMOVE_DUPLICATES:
      return ngettext ("Removes %s duplicate.",
                       "Removes %s duplicates.", count);

    case ATTUNE_REMEDY_REMOVE_NEAR_DUPLICATES:
      /* Translators: %1$s is a number, %2$s a percentage. */
      return ngettext ("Removes %1$s example that is nearly the same as an earlier one "
                       "(about %2$s or more).",
                       "Removes %1$s examples that are nearly the same as an earlier one "
                       "(about %2$s or more).", count);

    case ATTUNE_REMEDY_REMOVE_LEAKAGE:
      return ngettext ("Removes %s example whose question stands in the other file.",
                       "Removes %s examples whose question stands in the other file.", count);

    case ATTUNE_REMEDY_REMOVE_UNUSABLE:
    default:
      return ngettext ("Removes %s record that cannot be used.",
                       "Removes %s records that cannot be used.", count);
    }
}

/**
 * attune_remedy_get_id:
 * @remedy: a remedy
 *
 * Returns: (transfer none): its name for programs, such as `mask-secrets`
 */
const char *
attune_remedy_get_id (AttuneRemedy remedy)
{
  g_return_val_if_fail (remedy < ATTUNE_N_REMEDIES, NULL);

  return remedies[remedy].id;
}

/**
 * attune_remedy_from_id:
 * @id: (nullable): a name from attune_remedy_get_id()
 *
 * Returns: the remedy, or %ATTUNE_N_REMEDIES
 */
AttuneRemedy
attune_remedy_from_id (const char *id)
{
  AttuneRemedy remedy = 0;

  while (remedy < ATTUNE_N_REMEDIES && g_strcmp0 (remedies[remedy].id, id) != 0)
    remedy++;

  return remedy;
}

/**
 * attune_remedy_get_title:
 * @remedy: a remedy
 *
 * Returns: (transfer none): what it does, for a switch, in the person's language
 */
const char *
attune_remedy_get_title (AttuneRemedy remedy)
{
  g_return_val_if_fail (remedy < ATTUNE_N_REMEDIES, NULL);

  return _(remedies[remedy].title);
}

/**
 * attune_remedy_dup_effect:
 * @remedy: a remedy
 * @count: how many examples it concerns
 *
 * Returns: (transfer full): what it will do, a sentence in the person's language
 */
char *
attune_remedy_dup_effect (AttuneRemedy remedy,
                          guint64      count)
{
  g_autofree char *number = NULL;
  g_autofree char *threshold = NULL;
  g_autoptr(GString) effect = NULL;
  const char *template;

  g_return_val_if_fail (remedy < ATTUNE_N_REMEDIES, NULL);

  if (!(template = get_effect_on_messages (remedy, count)) &&
      !(template = get_effect_on_texts (remedy, count)))
    template = get_effect_on_files (remedy, count);

  number = g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
  threshold = g_strdup_printf (_("%d%%"), ATTUNE_NEAR_PERCENT);
  effect = g_string_new (template);
  g_string_replace (effect, "%s", number, 1);
  g_string_replace (effect, "%1$s", number, 1);
  g_string_replace (effect, "%2$s", threshold, 1);

  return g_string_free_and_steal (g_steal_pointer (&effect));
}

/**
 * attune_remedy_get_issues:
 * @remedy: a remedy
 *
 * Returns: the bits of the kinds of issue that it mends
 */
guint64
attune_remedy_get_issues (AttuneRemedy remedy)
{
  g_return_val_if_fail (remedy < ATTUNE_N_REMEDIES, 0);

  if (remedy == ATTUNE_REMEDY_REMOVE_UNUSABLE)
    return attune_issue_get_errors ();

  return remedies[remedy].issues;
}

/**
 * attune_remedy_for_issue:
 * @kind: a kind of issue
 *
 * Returns: what mends it, or else takes such examples away; %ATTUNE_N_REMEDIES when only the person
 *   can do something
 */
AttuneRemedy
attune_remedy_for_issue (AttuneIssueKind kind)
{
  AttuneRemedy remedy = 0;

  while (remedy < ATTUNE_N_REMEDIES &&
         (attune_remedy_get_issues (remedy) & attune_issue_bit (kind)) == 0)
    remedy++;

  return remedy;
}

/**
 * attune_remedies_get_defaults:
 *
 * Returns: the mask of the remedies that are on until the person says otherwise
 */
guint64
attune_remedies_get_defaults (void)
{
  guint64 mask = 0;

  for (AttuneRemedy remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    if (remedies[remedy].is_default)
      mask |= attune_remedy_bit (remedy);

  return mask;
}

/**
 * attune_remedies_get_issues:
 * @mask: a mask of remedies
 *
 * Returns: the bits of the kinds that attune_remedies_apply() can do something about: an example
 *   with none of them stays as it is
 */
guint64
attune_remedies_get_issues (guint64 mask)
{
  guint64 issues = 0;

  for (AttuneRemedy remedy = 0; remedy < ATTUNE_REMEDY_REMOVE_UNUSABLE; remedy++)
    if ((mask & attune_remedy_bit (remedy)) != 0)
      issues |= remedies[remedy].issues;

  return issues;
}

/**
 * attune_remedies_get_removed_issues:
 * @mask: a mask of remedies
 * @rules: (nullable): what applies; %NULL for the common rules
 *
 * Returns: the bits of the kinds with which an example is left out
 */
guint64
attune_remedies_get_removed_issues (guint64            mask,
                                    const AttuneRules *rules)
{
  guint64 issues = 0;

  for (AttuneRemedy remedy = ATTUNE_REMEDY_REMOVE_UNUSABLE; remedy < ATTUNE_N_REMEDIES; remedy++)
    if ((mask & attune_remedy_bit (remedy)) != 0)
      issues |= remedies[remedy].issues;

  if ((mask & attune_remedy_bit (ATTUNE_REMEDY_REMOVE_UNUSABLE)) != 0)
    issues |= attune_issue_get_errors_for (rules);

  return issues;
}

/**
 * attune_remedies_apply:
 * @mask: a mask of remedies
 * @draft: an example
 *
 * Does what the remedies in @mask do to one example; doing it again changes nothing. An example of
 * which nothing is left gets a `problem` and loses its turns.
 *
 * Returns: %TRUE when something changed
 */
gboolean
attune_remedies_apply (guint64      mask,
                       AttuneDraft *draft)
{
  gboolean is_changed;

  g_return_val_if_fail (draft != NULL, FALSE);

  if (draft->problem != ATTUNE_ISSUE_NONE)
    return FALSE;

  is_changed = attune_remedies_mend_messages (mask, draft);
  is_changed |= attune_remedies_mend_texts (mask, draft);
  is_changed |= attune_remedies_mend_turns (mask, draft);

  return is_changed;
}
