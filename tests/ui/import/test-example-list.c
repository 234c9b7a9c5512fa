/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-list"

#include "config.h"

#include <unistd.h>

#include "attune-edit-queue.h"
#include "attune-example-list.h"

#include "attune-import-test.h"

#define N_ROWS 100000

static AttuneExampleList *
open_list (const char *path)
{
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(GError) error = NULL;

  file = attune_example_file_open (path, NULL, &error);
  g_assert_no_error (error);
  edits = attune_edits_open (file, &error);
  g_assert_no_error (error);

  return attune_example_list_new (file, edits);
}

static void
assert_row (AttuneExampleList *list,
            guint              position)
{
  g_autoptr(AttuneExampleItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);
  g_autofree char *answer = g_strdup_printf ("Answer %u <b>&", position);

  g_assert_cmpuint (attune_example_item_get_row (item), ==, position);
  g_assert_null (attune_example_item_get_problem (item));
  g_assert_cmpuint (attune_example_item_get_n_turns (item), ==, 3);
  g_assert_cmpstr (attune_example_item_get_answer (item), ==, answer);
}

static void
test_rows (void)
{
  g_autofree char *dir = attune_import_test_make_dir ();
  g_autofree char *path = attune_import_test_write_chat (dir, "rows.jsonl", N_ROWS);
  g_autoptr(AttuneExampleList) list = open_list (path);
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  gpointer first;
  gpointer again;
  gint64 begin;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N_ROWS);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == ATTUNE_TYPE_EXAMPLE_ITEM);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), N_ROWS));

  assert_row (list, 0);
  assert_row (list, N_ROWS - 1);
  begin = g_get_monotonic_time ();

  for (guint i = 0; i < 10000; i++)
    assert_row (list, g_rand_int_range (rand, 0, N_ROWS));

  g_test_message ("%.1f µs for a row at random", (g_get_monotonic_time () - begin) / 10000.0);

  /* A row that is asked for twice in a row is one object. */
  first = g_list_model_get_item (G_LIST_MODEL (list), 77);
  again = g_list_model_get_item (G_LIST_MODEL (list), 77);
  g_assert_true (first == again);
  g_object_unref (first);
  g_object_unref (again);

  attune_import_test_remove (dir);
}

/* The objects that exist do not become more with the rows that were looked at. */
static void
test_is_lazy (void)
{
  g_autofree char *dir = attune_import_test_make_dir ();
  g_autofree char *path = attune_import_test_write_chat (dir, "rows.jsonl", 2000);
  g_autoptr(AttuneExampleList) list = open_list (path);
  AttuneExampleItem *item = g_list_model_get_item (G_LIST_MODEL (list), 0);

  g_object_add_weak_pointer (G_OBJECT (item), (gpointer *)&item);
  g_object_unref (item);
  g_assert_nonnull (item);

  for (guint i = 1; i < 2000; i++)
    assert_row (list, i);

  g_assert_null (item);
  attune_import_test_remove (dir);
}

static void
test_file_cut_short (void)
{
  g_autofree char *dir = attune_import_test_make_dir ();
  g_autofree char *path = attune_import_test_write_chat (dir, "rows.jsonl", 100);
  g_autoptr(AttuneExampleList) list = open_list (path);
  g_autoptr(AttuneExampleItem) item = NULL;

  g_assert_cmpint (truncate (path, 200), ==, 0);

  item = g_list_model_get_item (G_LIST_MODEL (list), 99);
  g_assert_nonnull (attune_example_item_get_problem (item));
  g_assert_cmpstr (attune_example_item_get_question (item), ==, "");

  assert_row (list, 0);
  attune_import_test_remove (dir);
}

static guint
count (AttuneExampleList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static void
wait_search (AttuneExampleList *list)
{
  while (attune_example_list_get_searching (list))
    g_main_context_iteration (NULL, TRUE);
}

/* The newest search wins, and the list is all of it again in the end. */
static void
test_search (void)
{
  g_autofree char *dir = attune_import_test_make_dir ();
  g_autofree char *path = attune_import_test_write_chat (dir, "rows.jsonl", 20000);
  g_autoptr(AttuneExampleList) list = open_list (path);
  AttuneExampleQuery query = { .text = (char *)"answer 1" };
  g_autoptr(AttuneExampleItem) item = NULL;
  guint position;

  attune_example_list_set_query (list, &query);
  query.text = (char *)"ANSWER 777 ";
  attune_example_list_set_query (list, &query);
  wait_search (list);
  g_assert_cmpuint (count (list), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpuint (attune_example_item_get_row (item), ==, 777);
  g_assert_true (attune_example_list_find (list, 777, &position));
  g_assert_false (attune_example_list_find (list, 778, &position));

  query.text = (char *)"(";
  query.is_regex = TRUE;
  attune_example_list_set_query (list, &query);
  wait_search (list);
  g_assert_nonnull (attune_example_list_get_problem (list));

  query = (AttuneExampleQuery) { .is_descending = TRUE };
  attune_example_list_set_query (list, &query);
  wait_search (list);
  g_assert_null (attune_example_list_get_problem (list));
  g_assert_cmpuint (attune_example_list_get_row (list, 0), ==, 19999);

  query.is_descending = FALSE;
  attune_example_list_set_query (list, &query);
  g_assert_false (attune_example_list_get_searching (list));
  g_assert_cmpuint (count (list), ==, 20000);
  attune_import_test_remove (dir);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_changes (void)
{
  static const char json[] = "{\"prompt\":\"new\",\"completion\":\"text\"}";
  g_autofree char *dir = attune_import_test_make_dir ();
  g_autofree char *path = attune_import_test_write_chat (dir, "rows.jsonl", 100);
  g_autoptr(AttuneExampleList) list = open_list (path);
  g_autoptr(AttuneExampleItem) item = g_list_model_get_item (G_LIST_MODEL (list), 7);
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (7);
  AttuneExampleQuery query = { .filter = ATTUNE_ROWS_OUT };
  g_autoptr(DexFuture) future = NULL;
  guint n_changed = 0;
  guint n_edited = 0;

  g_signal_connect_swapped (item, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (list, "edited", G_CALLBACK (count_cb), &n_edited);
  g_assert_cmpstr (attune_example_item_get_answer (item), ==, "Answer 7 <b>&");

  future = attune_example_list_replace (list, 7, bytes);
  attune_test_wait (future, NULL);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_edited, ==, 1);
  g_assert_cmpstr (attune_example_item_get_answer (item), ==, "text");
  g_assert_cmpuint (attune_example_item_get_state (item), ==, ATTUNE_ROW_EDITED);
  dex_clear (&future);

  future = attune_example_list_undo (list);
  attune_test_wait (future, NULL);
  g_assert_cmpstr (attune_example_item_get_answer (item), ==, "Answer 7 <b>&");
  dex_clear (&future);

  /* A list of what is marked out follows what is marked out. */
  attune_example_list_set_query (list, &query);
  wait_search (list);
  g_assert_cmpuint (count (list), ==, 0);
  future = attune_example_list_set_out (list, rows, TRUE);
  attune_test_wait (future, NULL);
  wait_search (list);
  g_assert_cmpuint (count (list), ==, 1);
  dex_clear (&future);

  future = attune_example_list_undo (list);
  attune_test_wait (future, NULL);
  wait_search (list);
  g_assert_cmpuint (count (list), ==, 0);
  attune_import_test_remove (dir);
}

/* Changes are written in the order in which they were made, also when nobody waits for them, and
 * all of them before the queue has settled. */
static void
test_order_of_changes (void)
{
  g_autofree char *dir = attune_import_test_make_dir ();
  g_autofree char *path = attune_import_test_write_chat (dir, "rows.jsonl", 10);
  g_autoptr(AttuneExampleList) list = open_list (path);
  g_autoptr(AttuneExampleList) again = NULL;
  g_autoptr(AttuneExampleItem) item = NULL;
  g_autoptr(DexFuture) settled = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"prompt\":\"new\",\"completion\":\"%u\"}", i);
      g_autoptr(GBytes) bytes = g_bytes_new (json, strlen (json));

      dex_future_disown (attune_example_list_replace (list, 7, bytes));
    }

  dex_future_disown (attune_example_list_undo (list));
  g_assert_true (attune_example_list_get_is_changing (list));
  g_clear_object (&list);
  settled = attune_edit_queue_settle ();
  attune_test_wait (settled, NULL);

  again = open_list (path);
  item = g_list_model_get_item (G_LIST_MODEL (again), 7);
  g_assert_cmpstr (attune_example_item_get_answer (item), ==, "48");
  g_assert_false (attune_example_list_get_is_changing (again));
  attune_import_test_remove (dir);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GArray     *changes)
{
  guint change[] = { position, removed, added };

  g_array_append_vals (changes, change, 3);
}

/* Other rows take the places of those before, and only the end of the list comes or goes: a view
 * then keeps its widgets. */
static void
test_replaced (void)
{
  g_autofree char *dir = attune_import_test_make_dir ();
  g_autofree char *path = attune_import_test_write_chat (dir, "rows.jsonl", 2000);
  g_autoptr(AttuneExampleList) list = open_list (path);
  g_autoptr(AttuneExampleItem) first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autoptr(AttuneExampleItem) unseen = g_list_model_get_item (G_LIST_MODEL (list), 1500);
  g_autoptr(AttuneExampleItem) again = NULL;
  g_autoptr(GArray) changes = g_array_new (FALSE, FALSE, sizeof (guint));
  AttuneExampleQuery query = { .is_descending = TRUE };
  guint n_changed = 0;
  guint n_replaced = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), changes);
  g_signal_connect_swapped (list, "replaced", G_CALLBACK (count_cb), &n_replaced);
  g_signal_connect_swapped (first, "changed", G_CALLBACK (count_cb), &n_changed);

  attune_example_list_set_query (list, &query);
  wait_search (list);
  g_assert_cmpuint (attune_example_item_get_row (first), ==, 1999);
  g_assert_cmpstr (attune_example_item_get_answer (first), ==, "Answer 1999 <b>&");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_replaced, ==, 1);
  g_assert_cmpuint (changes->len, ==, 0);

  query = (AttuneExampleQuery) { .text = (char *)"answer 777 " };
  attune_example_list_set_query (list, &query);
  wait_search (list);
  g_assert_cmpuint (attune_example_item_get_row (first), ==, 777);
  g_assert_cmpuint (changes->len, ==, 3);
  g_assert_cmpuint (g_array_index (changes, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (changes, guint, 1), ==, 1999);
  g_assert_cmpuint (g_array_index (changes, guint, 2), ==, 0);

  query.text = NULL;
  attune_example_list_set_query (list, &query);
  g_assert_cmpuint (attune_example_item_get_row (first), ==, 0);
  again = g_list_model_get_item (G_LIST_MODEL (list), 1500);
  g_assert_true (again == unseen);
  g_assert_cmpuint (attune_example_item_get_row (again), ==, 1500);
  attune_import_test_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/ExampleList/rows", test_rows);
  g_test_add_func ("/Attune/ExampleList/lazy", test_is_lazy);
  g_test_add_func ("/Attune/ExampleList/file-cut-short", test_file_cut_short);
  g_test_add_func ("/Attune/ExampleList/search", test_search);
  g_test_add_func ("/Attune/ExampleList/replaced", test_replaced);
  g_test_add_func ("/Attune/ExampleList/changes", test_changes);
  g_test_add_func ("/Attune/ExampleList/order-of-changes", test_order_of_changes);

  return g_test_run ();
}
