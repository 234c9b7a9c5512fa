/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-import-dialog"

#include "config.h"

#include <string.h>

#include "attune-import-dialog-test.h"
#include "attune-test-clock.h"

static AttuneDataset *
get_dataset (Fixture *f)
{
  return attune_import_saver_get_dataset (attune_import_state_get_saver (f->state));
}

static void
test_way_through (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write_chat (f->dir, "talks.jsonl", 40);

  open_dialog (f, path);
  g_assert_cmpstr (get_tag (f), ==, "recognise");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "JSON Lines");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Answer 0 <b>&");
  check_page (f);

  /* A recognised shape needs no mapping, but shows it when asked. */
  activate (f, "import.map");
  g_assert_cmpstr (get_tag (f), ==, "map");
  check_page (f);
  adw_navigation_view_pop (f->navigation);

  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "check");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 40 examples will be imported");
  check_page (f);

  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "save");
  check_page (f);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (f, "name_row"))), ==, "talks");
  gtk_editable_set_text (GTK_EDITABLE (find (f, "name_row")), "");
  g_assert_false (gtk_widget_is_sensitive (find (f, "save_button")));
  g_assert_true (gtk_widget_has_css_class (find (f, "name_row"), "error"));
  gtk_editable_set_text (GTK_EDITABLE (find (f, "name_row")), "Evening Talks");
  g_assert_true (gtk_widget_is_sensitive (find (f, "save_button")));

  for (guint kind = ATTUNE_IMPORT_SPLIT_NONE; kind <= ATTUNE_IMPORT_SPLIT_FILE; kind++)
    {
      adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "validation_row")), kind);
      check_page (f);
    }

  /* Nothing can be imported while a second file is wanted and none is there. */
  g_assert_false (gtk_widget_is_sensitive (find (f, "save_button")));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "validation_row")), ATTUNE_IMPORT_SPLIT_SHARE);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "36 examples to learn from, 4 to validate with");

  activate (f, "import.save");
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_SAVED);
  g_assert_cmpstr (f->shown_dataset, ==,
                   attune_dataset_get_id (get_dataset (f)));
  g_assert_cmpstr (attune_dataset_get_name (get_dataset (f)), ==, "Evening Talks");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "“Evening Talks” is ready");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Fine-Tune…");
}

static void
test_choose (Fixture       *f,
             gconstpointer  data)
{
  open_dialog (f, NULL);
  g_assert_cmpstr (get_tag (f), ==, "choose");
  check_page (f);

  /* A sample is a file like any other. */
  g_assert_true (gtk_widget_get_visible (find (f, "samples_group")));
}

static void
test_problem_file (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write (f->dir, "a <b>& picture.png", "\x89PNG\0\1\2\3", 8);

  open_dialog (f, path);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_FAILED);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "This File Cannot Be Imported");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "a <b>& picture.png");
  g_assert_true (gtk_widget_is_sensitive (find (f, "choose_another_button")));
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "recognise");
}

/* The encoding can be read in full, on a phone, too. */
static void
test_encoding (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write (f->dir, "gbk.csv", "question,answer\n\xc4\xe3\xba\xc3,\xba\xc3\n", -1);
  AdwActionRow *row;

  gtk_window_set_default_size (f->window, 360, 760);
  open_dialog (f, path);
  row = ADW_ACTION_ROW (find (f, "encoding_row"));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Recognised Encoding");
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Simplified Chinese (GB18030, GBK, GB2312)");
  check_page (f);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 6);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Encoding");
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Traditional Chinese (Big5)");
}

static void
test_archive (Fixture       *f,
              gconstpointer  data)
{
  static const char * const files[] = {
    "talks/few <b>&.csv", "question,answer\nWho?,Me\nWhere?,Here\nWhen?,Now\n",
    "talks/one.jsonl", "{\"prompt\":\"p\",\"completion\":\"c\"}\n",
    "talks/photo.png", "\x89PNG",
    "talks/broken.gz", "\x1f\x8b\x08\x01time\x02\x03\xff\xff\xff\xff",
    NULL
  };
  static const char * const one[] = { "a.csv", "question,answer\nWho?,Me\n", "b.png", "x", NULL };
  g_autofree char *path = attune_import_test_write_zip (f->dir, "talks.zip", files);
  g_autofree char *other = attune_import_test_write_zip (f->dir, "one.zip", one);
  AdwComboRow *row;

  open_dialog (f, path);
  row = ADW_COMBO_ROW (find (f, "member_row"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_assert_cmpint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==, 3);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "talks/few <b>&.csv (46 bytes)");
  g_assert_cmpint (attune_scan_get_n_examples (attune_import_state_get_scan (f->state)), ==, 3);
  check_page (f);

  adw_combo_row_set_selected (row, 1);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "JSON Lines");
  g_assert_cmpint (attune_scan_get_n_examples (attune_import_state_get_scan (f->state)), ==, 1);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "talks/one.jsonl (32 bytes)");

  /* What cannot be read leaves the choice of another. */
  adw_combo_row_set_selected (row, 2);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_FAILED);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "damaged or not complete");
  g_assert_true (gtk_widget_get_mapped (find (f, "problem_row")));
  g_assert_cmpint (adw_combo_row_get_selected (row), ==, 2);
  g_assert_false (gtk_widget_get_visible (find (f, "examples_group")));
  check_page (f);
  adw_combo_row_set_selected (row, 0);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_false (gtk_widget_get_mapped (find (f, "problem_row")));
  g_assert_cmpint (attune_scan_get_n_examples (attune_import_state_get_scan (f->state)), ==, 3);

  /* Where there is nothing to choose, nobody is asked. */
  attune_import_test_open (f->state, other);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (row)));
}

/* Of several lists in a document the longest is read, or another that the person chooses. */
static void
test_records_path (Fixture       *f,
                   gconstpointer  data)
{
  static const char *text =
    "{\"train\":[{\"question\":\"Who?\",\"answer\":\"Me\"},{\"question\":\"Where?\",\"answer\":\"Here\"}],"
    "\"more\":{\"test\":[{\"question\":\"When?\",\"answer\":\"Tomorrow\"}]}}";
  g_autofree char *path = attune_import_test_write (f->dir, "lists.json", text, -1);
  AdwComboRow *row;

  open_dialog (f, path);
  row = ADW_COMBO_ROW (find (f, "records_path_row"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_assert_cmpint (adw_combo_row_get_selected (row), ==, 0);
  g_assert_cmpint (attune_scan_get_n_examples (attune_import_state_get_scan (f->state)), ==, 2);
  check_page (f);

  adw_combo_row_set_selected (row, 1);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Tomorrow");
  g_assert_cmpint (attune_scan_get_n_examples (attune_import_state_get_scan (f->state)), ==, 1);
}

/* What is there of a packed file that is cut off is shown, and that it is. */
static void
test_cut_off (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr(GString) text = g_string_new ("question,answer\n");
  g_autoptr(GBytes) plain = NULL;
  g_autoptr(GBytes) packed = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  guint n_examples;

  for (guint i = 0; i < 40000; i++)
    g_string_append_printf (text, "What is %u?,It is %08x.\n", i, g_test_rand_int ());

  plain = g_bytes_new_static (text->str, text->len);
  packed = g_converter_convert_bytes (G_CONVERTER (packer), plain, &error);
  g_assert_no_error (error);
  path = attune_import_test_write (f->dir, "cut.csv.gz", g_bytes_get_data (packed, NULL),
                                   g_bytes_get_size (packed) / 2);
  open_dialog (f, path);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "compressed with gzip. It is cut off: ");
  n_examples = attune_scan_get_n_examples (attune_import_state_get_scan (f->state));
  g_assert_cmpuint (n_examples, >, 10000);
  g_assert_cmpuint (n_examples, <, 30000);
  check_page (f);

  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "The file seems to be cut off at its end");
}

/* What stands between columns is chosen from a list, or typed. */
static void
test_delimiter (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write (f->dir, "hash.csv", "question,1#answer,2\nq,a#b,c\nd,e#f,g\n", -1);
  AdwComboRow *row;
  GtkWidget *entry;

  open_dialog (f, path);
  row = ADW_COMBO_ROW (find (f, "delimiter_row"));
  entry = find (f, "delimiter_entry");
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  g_assert_false (gtk_widget_get_visible (entry));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find (f, "separators_row")), TRUE);
  adw_combo_row_set_selected (row, g_list_model_get_n_items (adw_combo_row_get_model (row)) - 1);
  g_assert_true (gtk_widget_get_visible (entry));
  check_page (f);
  gtk_editable_set_text (GTK_EDITABLE (entry), "##");
  g_signal_emit_by_name (entry, "apply");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "#");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "apply");
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_cmpstr (attune_scan_get_columns (attune_import_state_get_scan (f->state))[0], ==, "question,1");
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (find (f, "separators_row"))), ==, "#");
  g_assert_true (gtk_widget_get_visible (entry));

  adw_combo_row_set_selected (row, 0);
  attune_import_test_wait_phase (f->state, ATTUNE_IMPORT_READ);
  g_assert_false (gtk_widget_get_visible (entry));
}

/* The last page tells why the file has more records than the dataset will. */
static void
test_left_out (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *path =
    attune_import_test_write (f->dir, "half.csv", "question,answer\nq1,a1\nq2,a2\nq3,\nq4,\nq1,a1\nq5,a5\n", -1);
  AdwActionRow *row;

  open_dialog (f, path);
  activate (f, "import.next");
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "save");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "3 examples to learn from");
  row = ADW_ACTION_ROW (find (f, "left_out_row"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "3 records are left out");
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==,
                   "2 examples have an empty answer\n1 example is there more than once");
  check_page (f);
}

static void
test_nothing_usable (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write (f->dir, "talk.jsonl", "one\ntwo <b>\nthree\n", -1);

  open_dialog (f, path);
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "check");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "None of the 3 records can be used");
  g_assert_false (gtk_widget_is_sensitive (find (f, "continue_button")));
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "check");
}

static void
test_issues (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;

  for (guint i = 1; i <= 60; i++)
    g_string_append_printf (text,
                            i % 2 ? "broken <b>& %u\n"
                                  : "{\"prompt\":\"p%u\",\"completion\":\"c\"}\n", i);

  path = attune_import_test_write (f->dir, "half.jsonl", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "30 of 60 examples will be imported");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "30 cannot be used");
  check_page (f);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->dialog), "import.show-issue", "u", ATTUNE_ISSUE_NOT_JSON));
  attune_ui_test_wait_shown (GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation)), "Line 3");
  attune_ui_test_wait_shown (GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation)), "broken <b>& 3");
  check_page (f);

  /* From a line to the record that it is, and from there to any other. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->dialog), "import.show-entry", "u", 2));
  attune_ui_test_wait_shown (GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation)), "of 60 · Line 3");
  check_page (f);
  gtk_widget_activate_action (find (f, "next_button"), "record.next", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation)), "of 60 · Line 4");
  gtk_widget_activate_action (find (f, "next_button"), "record.next-problem", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation)), "of 60 · Line 5");

  adw_navigation_view_pop (f->navigation);
  adw_navigation_view_pop (f->navigation);
  g_assert_cmpstr (get_tag (f), ==, "check");
}

static void
choose_target (Fixture    *f,
               const char *title)
{
  AdwComboRow *row = ADW_COMBO_ROW (find (f, "target_row"));
  GListModel *model = adw_combo_row_get_model (row);
  guint position = 0;

  while (position < g_list_model_get_n_items (model) &&
         !g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), position), title))
    position++;

  g_assert_cmpint (position, <, g_list_model_get_n_items (model));
  adw_combo_row_set_selected (row, position);
}

/* A conversation stands before pairs of answers: which of both is wrong depends on what learns. */
static void
test_target (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GListModel) profiles = attune_profile_list_shipped ();
  g_autoptr(GSettings) settings = g_settings_new ("io.github.attune.Attune");
  g_autofree char *chat = attune_import_test_write_chat (f->dir, "talks.jsonl", 1);
  g_autofree char *plain = attune_import_test_write_chat (f->dir, "plain.jsonl", 40);
  g_autofree char *path = NULL;
  g_autofree char *first = NULL;
  g_autofree char *remembered = NULL;
  g_autoptr(GString) text = NULL;
  GtkWidget *row;

  g_settings_reset (settings, "import-target");
  g_assert_true (g_file_get_contents (chat, &first, NULL, NULL));
  text = g_string_new (first);

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text,
                            "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Question %u\"}]},"
                            "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"Good %u\"}],"
                            "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"Bad %u\"}]}\n",
                            i, i, i);

  path = attune_import_test_write (f->dir, "pairs.jsonl", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "1 of 61 examples will be imported");
  row = find (f, "target_row");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "This Computer");
  check_page (f);

  /* While it is counted again, the page stays, and so does the focus. */
  gtk_widget_grab_focus (row);
  choose_target (f, "OpenAI, Preference Training");
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READING);
  g_assert_true (gtk_widget_get_mapped (row));
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "60 of 61 examples will be imported");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "1 example is not a preference pair");
  g_assert_true (gtk_widget_get_focus_child (gtk_widget_get_parent (row)) == row);
  g_assert_false (gtk_widget_get_visible (find (f, "target_spinner")));
  check_page (f);

  remembered = g_settings_get_string (settings, "import-target");
  g_assert_cmpstr (remembered, ==, "openai");

  /* Where there are no pairs, there is nothing to learn from them. */
  attune_import_test_open (f->state, plain);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "OpenAI");
  g_assert_cmpint (g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row))), ==,
                   g_list_model_get_n_items (profiles));
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 40 examples will be imported");
}

static gboolean
match_remedy (GtkWidget *widget,
              gpointer   user_data)
{
  return ADW_IS_SWITCH_ROW (widget) && gtk_widget_get_mapped (widget) &&
         g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), user_data);
}

static void
test_remedies (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("question,answer\n");
  g_autofree char *path = NULL;
  GtkWidget *row;

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (text, "Where is town number %u?,It lies %u miles from here.\n", i % 30, i % 30);

  path = attune_import_test_write (f->dir, "twice.csv", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "30 of 40 examples will be imported");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "10 duplicates");

  row = attune_ui_test_find (GTK_WIDGET (f->dialog), match_remedy, (gpointer)"Remove Duplicates");
  g_assert_nonnull (row);
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), FALSE);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 40 examples will be imported");

  gtk_widget_activate_action (row, "check.undo", NULL);
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "30 of 40 examples will be imported");
  gtk_widget_activate_action (row, "check.redo", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 40 examples will be imported");
  check_page (f);
}

static void
test_garbled (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("question,answer\n");
  g_autofree char *path = NULL;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "Wohin im Sommer %u?,Das ist nat\xc3\x83\xc2\xbcrlich sch\xc3\x83\xc2\xb6n %u.\n", i, i);

  path = attune_import_test_write (f->dir, "garbled.csv", text->str, text->len);
  open_dialog (f, path);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Some Text Is Garbled");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "natürlich schön");
  check_page (f);

  adw_switch_row_set_active (ADW_SWITCH_ROW (find (f, "garbled_row")), FALSE);
  g_assert_false (attune_import_remedies_has (attune_import_state_get_remedies (f->state),
                                              ATTUNE_REMEDY_REPAIR_MOJIBAKE));
}

static void
test_going_back_stops (Fixture       *f,
                       gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write_large (f->dir, 40 * 1000 * 1000);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  open_dialog (f, NULL);
  attune_import_state_set_file (f->state, file);
  adw_navigation_view_push_by_tag (f->navigation, "recognise");
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READING);

  adw_navigation_view_pop (f->navigation);
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_EMPTY);

  attune_import_state_set_file (f->state, file);
  adw_navigation_view_push_by_tag (f->navigation, "recognise");
  activate (f, "import.stop");
  g_assert_cmpstr (get_tag (f), ==, "choose");
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_EMPTY);
}

static void
test_closing_while_saving (Fixture       *f,
                           gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write_large (f->dir, 40 * 1000 * 1000);

  open_dialog (f, path);
  activate (f, "import.next");
  activate (f, "import.next");
  activate (f, "import.save");
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_SAVING);
  g_assert_false (adw_navigation_page_get_can_pop (
    adw_navigation_view_get_visible_page (f->navigation)));

  /* The first attempt cancels the work and keeps the dialog. */
  adw_dialog_close (ADW_DIALOG (f->dialog));
  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
  g_assert_cmpstr (get_tag (f), ==, "save");
  g_assert_true (adw_navigation_page_get_can_pop (
    adw_navigation_view_get_visible_page (f->navigation)));
  g_assert_cmpuint (g_list_model_get_n_items (attune_workspace_get_datasets (f->workspace)), ==, 0);
}

/* Time of this thread decides, so that other work on the machine cannot fail the test; the time on
 * the clock is reported beside it. */
static void
test_no_gaps (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write_large (f->dir, 254 * 1000 * 1000);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  double longest = 0;
  gint64 longest_wall = 0;
  gint64 begin;
  gint64 total;
  gint64 first = 0;
  guint n_turns = 0;
  GtkWidget *overlay;

  /* The first drawing of a dialog loads fonts and icons, those for Chinese, too; it is not what is
   * measured here. */
  overlay = adw_window_get_content (ADW_WINDOW (f->window));
  adw_bin_set_child (ADW_BIN (adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay))),
                     gtk_label_new ("它很常见，却很少有人认真看过它。"));
  open_dialog (f, NULL);
  wait_until_drawn (f);
  adw_navigation_view_push_by_tag (f->navigation, "recognise");
  wait_until_drawn (f);

  begin = g_get_monotonic_time ();
  attune_import_state_set_file (f->state, file);

  while (attune_import_state_get_phase (f->state) == ATTUNE_IMPORT_READING)
    {
      gint64 wall;
      double cpu;

      /* Waiting for an event is no gap: begin when there is something to do. */
      while (!g_main_context_pending (NULL))
        g_thread_yield ();

      wall = g_get_monotonic_time ();
      cpu = attune_test_get_thread_time () / 1e3;
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, attune_test_get_thread_time () / 1e3 - cpu);
      longest_wall = MAX (longest_wall, g_get_monotonic_time () - wall);
      n_turns++;

      /* The person can go on now. */
      if (first == 0 && gtk_widget_is_sensitive (find (f, "continue_button")))
        first = g_get_monotonic_time ();
    }

  g_assert_cmpint (attune_import_state_get_phase (f->state), ==, ATTUNE_IMPORT_READ);
  total = g_get_monotonic_time () - begin;

  /* The window lives on: no turn of its loop is a good part of the reading. */
  g_assert_cmpint (first, >, 0);
  g_assert_cmpuint (n_turns, >, 10);
  g_assert_cmpfloat (longest, <, total / 1e3 / 4);
  g_test_message ("254 MB in %.2f s, first records after %.0f ms; of %u turns of the main loop the longest took "
                  "%.1f ms (%.1f ms on the clock)",
                  total / 1e6, (first - begin) / 1e3, n_turns, longest, longest_wall / 1e3);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();

  /* Settings outlive the folders of the test that was the first to ask for them. */
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  /* Drawing an animation without a graphics card takes longer than anything that is measured. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  g_test_add ("/Attune/Import/Dialog/way-through", Fixture, NULL, set_up, test_way_through, tear_down);
  g_test_add ("/Attune/Import/Dialog/choose", Fixture, NULL, set_up, test_choose, tear_down);
  g_test_add ("/Attune/Import/Dialog/problem-file", Fixture, NULL, set_up, test_problem_file, tear_down);
  g_test_add ("/Attune/Import/Dialog/target", Fixture, NULL, set_up, test_target, tear_down);
  g_test_add ("/Attune/Import/Dialog/encoding", Fixture, NULL, set_up, test_encoding, tear_down);
  g_test_add ("/Attune/Import/Dialog/archive", Fixture, NULL, set_up, test_archive, tear_down);
  g_test_add ("/Attune/Import/Dialog/delimiter", Fixture, NULL, set_up, test_delimiter, tear_down);
  g_test_add ("/Attune/Import/Dialog/left-out", Fixture, NULL, set_up, test_left_out, tear_down);
  g_test_add ("/Attune/Import/Dialog/nothing-usable", Fixture, NULL, set_up, test_nothing_usable, tear_down);
  g_test_add ("/Attune/Import/Dialog/issues", Fixture, NULL, set_up, test_issues, tear_down);
  g_test_add ("/Attune/Import/Dialog/remedies", Fixture, NULL, set_up, test_remedies, tear_down);
  g_test_add ("/Attune/Import/Dialog/garbled", Fixture, NULL, set_up, test_garbled, tear_down);
  g_test_add ("/Attune/Import/Dialog/records-path", Fixture, NULL, set_up, test_records_path,
              tear_down);
  g_test_add ("/Attune/Import/Dialog/cut-off", Fixture, NULL, set_up, test_cut_off, tear_down);
  g_test_add ("/Attune/Import/Dialog/going-back-stops", Fixture, NULL, set_up, test_going_back_stops, tear_down);
  g_test_add ("/Attune/Import/Dialog/closing-while-saving", Fixture, NULL, set_up, test_closing_while_saving, tear_down);
  g_test_add ("/Attune/Import/Dialog/no-gaps", Fixture, NULL, set_up, test_no_gaps, tear_down);

  return g_test_run ();
}
