/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-corrections"

#include "config.h"

#include "attune-edits.h"
#include "attune-error.h"
#include "chat-fixture.h"

static void
correct (ChatFixture          *f,
         guint                 i,
         const char           *text,
         AttuneDataset        *dataset,
         AttuneCorrectionKind  kind,
         guint                 wanted_row)
{
  attune_test_resolve (attune_workspace_correct (f->workspace, f->conversation,
                                                 chat_fixture_get_message (f, i), text, dataset,
                                                 kind),
                       g_assert_cmpuint (g_value_get_uint (value_), ==, wanted_row));
}

/* The row as everything that reads the dataset sees it. */
static AttuneExample *
read_row (AttuneDataset *dataset,
          guint          row)
{
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(GError) error = NULL;
  AttuneExample *example;

  file = attune_example_file_open (attune_dataset_get_training_path (dataset), NULL, &error);
  g_assert_no_error (error);
  edits = attune_edits_open (file, &error);
  g_assert_no_error (error);
  example = attune_edits_read (edits, row, &error);
  g_assert_no_error (error);

  return example;
}

static void
check_turn (AttuneExample *example,
            guint          i,
            AttuneRole     role,
            AttunePart     part,
            const char    *content)
{
  AttuneTurn *turn;

  g_assert_cmpuint (example->turns->len, >, i);
  turn = example->turns->pdata[i];
  g_assert_cmpint (turn->role, ==, role);
  g_assert_cmpint (turn->part, ==, part);
  g_assert_cmpstr (turn->content, ==, content);
}

static void
count_cb (ChatFixture *f)
{
  f->n_notified++;
}

static void
test_rows (ChatFixture   *f,
           gconstpointer  data)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 5, 0);
  g_autoptr(AttuneExample) example = NULL;
  g_autoptr(AttuneExample) pair = NULL;

  g_signal_connect_swapped (dataset, "files-changed", G_CALLBACK (count_cb), f);
  attune_test_run (attune_conversation_set_system_text (f->conversation, "Be \"brief\""));
  chat_fixture_answer (f, "One?", "1");
  chat_fixture_answer (f, "Two?", "zwei");
  correct (f, 3, "2\n", dataset, ATTUNE_CORRECTION_EXAMPLE, 5);
  correct (f, 3, "2", dataset, ATTUNE_CORRECTION_PREFERENCE, 6);
  g_assert_cmpuint (f->n_notified, ==, 2);
  g_assert_cmpuint (attune_dataset_get_n_training (dataset), ==, 7);

  example = read_row (dataset, 5);
  g_assert_cmpint (example->kind, ==, ATTUNE_EXAMPLE_CHAT);
  g_assert_cmpuint (example->turns->len, ==, 5);
  check_turn (example, 0, ATTUNE_ROLE_SYSTEM, ATTUNE_PART_CONVERSATION, "Be \"brief\"");
  check_turn (example, 1, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION, "One?");
  check_turn (example, 2, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION, "1");
  check_turn (example, 3, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION, "Two?");
  check_turn (example, 4, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION, "2\n");

  pair = read_row (dataset, 6);
  g_assert_cmpint (pair->kind, ==, ATTUNE_EXAMPLE_PREFERENCE);
  check_turn (pair, 4, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_PREFERRED, "2");
  check_turn (pair, 5, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_REJECTED, "zwei");

  /* The chat itself is as it was. */
  chat_fixture_check_branch (f, "One? > 1 > Two? > zwei");
}

/* Where a row came from is known as long as it is the same row, whatever its number is. */
static void
test_provenance (ChatFixture   *f,
                 gconstpointer  data)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 3, 0);
  g_autoptr(AttuneExample) example = NULL;
  g_autoptr(DexFuture) listing = NULL;
  g_autofree char *digest = NULL;
  AttuneCorrection *correction;
  GPtrArray *corrections;

  chat_fixture_answer (f, "One?", "zwei");
  correct (f, 1, "1", dataset, ATTUNE_CORRECTION_PREFERENCE, 3);
  attune_test_run (attune_workspace_apply_edits (f->workspace, dataset));
  listing = attune_workspace_list_corrections (f->workspace, dataset);
  corrections = g_value_get_boxed (attune_test_wait (listing, NULL));
  g_assert_cmpuint (corrections->len, ==, 1);
  correction = corrections->pdata[0];
  g_assert_cmpint (correction->kind, ==, ATTUNE_CORRECTION_PREFERENCE);
  g_assert_cmpstr (correction->conversation_id, ==, attune_conversation_get_id (f->conversation));
  g_assert_cmpint (correction->message_id, ==,
                   attune_message_get_id (chat_fixture_get_message (f, 1)));
  g_assert_cmpstr (correction->model, ==, "base");

  example = read_row (dataset, 3);
  digest = attune_correction_dup_digest (example->json, strlen (example->json));
  g_assert_cmpstr (correction->digest, ==, digest);
}

static void
test_bad (ChatFixture   *f,
          gconstpointer  data)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 3, 0);
  AttuneMessage *answer;

  chat_fixture_answer (f, "One?", "zwei");
  answer = chat_fixture_get_message (f, 1);
  attune_test_reject (attune_workspace_correct (f->workspace, f->conversation, answer, "", dataset,
                                                ATTUNE_CORRECTION_EXAMPLE), ATTUNE_ERROR_DATA);
  attune_test_reject (attune_workspace_correct (f->workspace, f->conversation, answer, "zwei",
                                                dataset, ATTUNE_CORRECTION_PREFERENCE),
                      ATTUNE_ERROR_DATA);

  /* An answer that was right may be an example as it is. */
  correct (f, 1, "zwei", dataset, ATTUNE_CORRECTION_EXAMPLE, 3);
  g_remove (attune_dataset_get_training_path (dataset));
  attune_test_reject (attune_workspace_correct (f->workspace, f->conversation, answer, "1", dataset,
                                                ATTUNE_CORRECTION_EXAMPLE), ATTUNE_ERROR_STORAGE);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Corrections/" name, ChatFixture, NULL, \
              chat_fixture_set_up, func, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("rows", test_rows);
  ADD ("provenance", test_provenance);
  ADD ("bad", test_bad);

  return g_test_run ();
}
