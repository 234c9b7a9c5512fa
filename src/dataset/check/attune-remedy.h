/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-draft.h"
#include "attune-rules.h"

G_BEGIN_DECLS

/**
 * AttuneRemedy:
 *
 * What can be done about issues, in the order in which it is done. The number of a remedy is its bit
 * in a mask of remedies (attune_remedy_bit()), so there may be 64.
 */
typedef enum
{
  /* Of one example; attune_remedies_apply() does them. */
  ATTUNE_REMEDY_MAP_ROLES,            /* “human”, “gpt”, “用户” and their like */
  ATTUNE_REMEDY_REMOVE_MEMBERS,
  ATTUNE_REMEDY_ROUND_WEIGHTS,
  ATTUNE_REMEDY_UNESCAPE,             /* \uXXXX */
  ATTUNE_REMEDY_REPAIR_MOJIBAKE,
  ATTUNE_REMEDY_REMOVE_INVALID,
  ATTUNE_REMEDY_BREAK_TOKENS,         /* <|endoftext|> becomes <| endoftext|> */
  ATTUNE_REMEDY_MASK_SECRETS,
  ATTUNE_REMEDY_MASK_PERSONAL_DATA,
  ATTUNE_REMEDY_DROP_EMPTY_TURNS,
  ATTUNE_REMEDY_CUT_TAIL,             /* what follows the last answer */
  ATTUNE_REMEDY_MERGE_TURNS,
  ATTUNE_REMEDY_DROP_UNANSWERED,

  /* Of an example among the others; whoever writes them leaves out those with the issues of
   * attune_remedies_get_removed_issues(). */
  ATTUNE_REMEDY_REMOVE_UNUSABLE,
  ATTUNE_REMEDY_REMOVE_TOO_LONG,
  ATTUNE_REMEDY_REMOVE_DUPLICATES,
  ATTUNE_REMEDY_REMOVE_NEAR_DUPLICATES,
  ATTUNE_REMEDY_REMOVE_LEAKAGE,

  ATTUNE_N_REMEDIES
} AttuneRemedy;

G_STATIC_ASSERT (ATTUNE_N_REMEDIES <= 64);

/* The bit of a remedy in a mask. */
static inline guint64
attune_remedy_bit (AttuneRemedy remedy)
{
  return G_GUINT64_CONSTANT (1) << remedy;
}

const char   *attune_remedy_get_id               (AttuneRemedy       remedy);   /* "mask-secrets" */
const char   *attune_remedy_get_title            (AttuneRemedy       remedy);   /* of a switch, translated */
char         *attune_remedy_dup_effect           (AttuneRemedy       remedy,
                                                  guint64            count);    /* a sentence, translated */
guint64       attune_remedy_get_issues           (AttuneRemedy       remedy);
AttuneRemedy  attune_remedy_from_id              (const char        *id);       /* ATTUNE_N_REMEDIES: none */
AttuneRemedy  attune_remedy_for_issue            (AttuneIssueKind    kind);     /* ATTUNE_N_REMEDIES: none */
guint64       attune_remedies_get_defaults       (void);
guint64       attune_remedies_get_issues         (guint64            remedies);
guint64       attune_remedies_get_removed_issues (guint64            remedies,
                                                  const AttuneRules *rules);
gboolean      attune_remedies_apply              (guint64            remedies,
                                                  AttuneDraft       *draft);

G_END_DECLS
