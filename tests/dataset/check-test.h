/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include "attune-checker.h"
#include "attune-issue.h"

/* An example that was read from a line, and lives as long as this. */
typedef struct
{
  AttuneDraft  draft;
  yyjson_doc  *document;
} CheckExample;

static inline CheckExample *
check_test_read (const char *line)
{
  CheckExample *self = g_new0 (CheckExample, 1);

  attune_draft_init (&self->draft);
  self->document = yyjson_read (line, strlen (line), ATTUNE_READ_FLAGS);
  g_assert_nonnull (self->document);
  g_assert_true (attune_draft_set_value (&self->draft, yyjson_doc_get_root (self->document),
                                         line, strlen (line)));

  return self;
}

static inline void
check_example_free (CheckExample *self)
{
  attune_draft_clear (&self->draft);
  yyjson_doc_free (self->document);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CheckExample, check_example_free)

/* Returns the ids of issues, in the order of their numbers, with spaces between. */
static inline char *
check_test_name_issues (guint64 issues)
{
  GString *names = g_string_new (NULL);

  for (guint64 rest = issues; rest != 0; rest &= rest - 1)
    {
      if (names->len > 0)
        g_string_append_c (names, ' ');

      g_string_append (names, attune_issue_get_id (__builtin_ctzll (rest)));
    }

  return g_string_free_and_steal (names);
}

/* What most examples here have, and is not what is tested. */
#define CHECK_TEST_USUAL attune_issue_bit (ATTUNE_ISSUE_NO_SYSTEM)

static inline guint64
check_test_check (const AttuneRules *rules,
                  const AttuneDraft *draft)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (rules, NULL, NULL);
  AttuneFacts facts;

  attune_checker_check (checker, draft, &facts);

  return facts.issues;
}
