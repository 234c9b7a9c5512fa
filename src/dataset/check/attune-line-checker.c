/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-line-checker"

#include "config.h"

#include "attune-example-private.h"
#include "attune-form.h"
#include "attune-line-checker.h"

struct _AttuneLineChecker
{
  AttuneRules  rules;
  yyjson_alc  *allocator;
  AttuneDraft  draft;
};

/**
 * attune_line_checker_new:
 * @rules: what applies
 *
 * Returns: (transfer full): a checker
 */
AttuneLineChecker *
attune_line_checker_new (const AttuneRules *rules)
{
  AttuneLineChecker *self = g_new0 (AttuneLineChecker, 1);

  self->rules = *rules;
  self->allocator = yyjson_alc_dyn_new ();
  attune_draft_init (&self->draft);

  return self;
}

/**
 * attune_line_checker_free:
 * @self: (transfer full): a checker
 */
void
attune_line_checker_free (AttuneLineChecker *self)
{
  attune_draft_clear (&self->draft);
  yyjson_alc_dyn_free (self->allocator);
  g_free (self);
}

static guint64
check_draft (AttuneLineChecker *self)
{
  AttuneForm form = { .rules = &self->rules, .allocator = self->allocator,
                      .wanted = ATTUNE_ISSUE_NONE };
  AttuneTextScan scan = { .wanted = attune_issue_bit (ATTUNE_ISSUE_SPECIAL_TOKEN) };

  attune_form_check (&form, &self->draft);

  for (guint i = 0; i < self->draft.turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (&self->draft, i);

      attune_text_scan_run (&scan, turn->text.bytes, turn->text.length);
    }

  return self->draft.issues | form.found | scan.found;
}

/**
 * attune_line_checker_check:
 * @self: a checker
 * @line: (array length=length): an example, without the end of the line
 * @length: its length in bytes
 *
 * Looks at the form of an example, and for marks that stop a job. What only costs quality is not
 * looked for.
 *
 * Returns: a mask of #AttuneIssueKind
 */
guint64
attune_line_checker_check (AttuneLineChecker *self,
                           const char        *line,
                           gsize              length)
{
  yyjson_doc *document;
  guint64 issues;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (line != NULL, 0);

  document = yyjson_read_opts ((char *)line, length, ATTUNE_READ_FLAGS, NULL, NULL);
  attune_draft_reset (&self->draft);

  if (document == NULL)
    issues = attune_issue_bit (ATTUNE_ISSUE_NOT_JSON);
  else if (attune_draft_set_value (&self->draft, yyjson_doc_get_root (document), line, length))
    issues = check_draft (self);
  else
    issues = attune_issue_bit (ATTUNE_ISSUE_UNKNOWN_SHAPE);

  /* The draft refers to the document. */
  attune_draft_reset (&self->draft);
  yyjson_doc_free (document);

  return issues;
}
