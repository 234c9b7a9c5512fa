/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A line of JSONL, or else the text of an answer: is checked, mended and checked again. */

#define G_LOG_DOMAIN "fuzz-check"

#include "config.h"

#include "attune-checker.h"
#include "attune-remedy.h"
#include "fuzz-target.h"

#define ALL G_MAXUINT64

/* What remedies of texts mend is gone afterwards, whatever the text was. */
static void
assert_mended (AttuneChecker *checker,
               AttuneDraft   *draft)
{
  guint64 claimed = attune_remedies_get_issues (ALL) & attune_text_scan_get_kinds ();
  AttuneFacts facts;

  attune_checker_check (checker, draft, &facts);
  g_assert_cmpuint (facts.issues & claimed, ==, 0);
}

static void
check (AttuneChecker *checker,
       AttuneDraft   *draft)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));
  AttuneFacts facts;

  attune_checker_check (checker, draft, &facts);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    attune_checker_find_places (checker, draft, kind, places);

  for (guint i = 0; i < places->len; i++)
    {
      AttunePlace place = g_array_index (places, AttunePlace, i);

      g_assert_cmpuint (place.turn, <, MAX (draft->turns->len, 1));
      g_assert_true (place.length == 0 || place.start + place.length <=
                     attune_draft_get_turn (draft, place.turn)->text.length);
    }

  attune_remedies_apply (ALL, draft);

  if (draft->problem != ATTUNE_ISSUE_NONE)
    return;

  assert_mended (checker, draft);
  g_assert_false (attune_remedies_apply (ALL, draft));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, NULL, NULL);
  g_autofree char *text = size > 0 ? g_utf8_make_valid ((const char *)data, size) : g_strdup ("");
  g_auto(AttuneDraft) draft = { 0 };
  yyjson_doc *document = yyjson_read (text, strlen (text), ATTUNE_READ_FLAGS);

  attune_draft_init (&draft);

  if (document == NULL ||
      !attune_draft_set_value (&draft, yyjson_doc_get_root (document), text, strlen (text)))
    attune_draft_add_turn (&draft, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION,
                           text, strlen (text));

  check (checker, &draft);
  yyjson_doc_free (document);

  return 0;
}
