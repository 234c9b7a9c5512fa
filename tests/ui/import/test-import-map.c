/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-import-map"

#include "config.h"

#include "attune-import-condition-row.h"
#include "attune-import-field.h"
#include "attune-import-group-row.h"
#include "attune-import-part-row.h"
#include "attune-import-recipe-dialog.h"
#include "attune-import-speaker-row.h"
#include "attune-import-turns.h"

#include "attune-import-dialog-test.h"

/* The page on which a recipe is edited with rows and menus. */

static gboolean
match_type (GtkWidget *widget,
            gpointer   user_data)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (user_data));
}

static void
test_mapping (Fixture       *f,
              gconstpointer  data)
{
  static const char * const question[] = { "{alpha}", NULL };
  g_autoptr(GString) text = g_string_new ("alpha,beta <b>&,gamma\n");
  g_autofree char *path = NULL;
  AttuneImportPartRow *row;
  AttuneRecipe *recipe;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (text, "a%u,b%u,%s\n", i, i, i == 0 ? "" : "c");

  path = attune_import_test_write (f->dir, "odd.csv", text->str, text->len);
  open_dialog (f, path);
  g_assert_true (needs_person (f));
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "map");
  g_assert_false (gtk_widget_is_sensitive (find (f, "continue_button")));
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "of 30 · Line 2");

  /* A part is made of chips; the recipe follows them, and the example follows the recipe. */
  recipe = attune_import_state_get_recipe (f->state);
  attune_import_part_row_add_paragraph (ATTUNE_IMPORT_PART_ROW (find (f, "question_row")), "{alpha}");
  g_assert_cmpstr (attune_recipe_get_question_field (recipe), ==, "alpha");
  row = ATTUNE_IMPORT_PART_ROW (find (f, "answer_row"));
  attune_import_part_row_add_paragraph (row, "{beta <b>&}");
  g_assert_true (gtk_widget_is_sensitive (find (f, "continue_button")));
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "b0");
  check_page (f);

  attune_import_part_row_add_paragraph (row, "See also {gamma?}");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "See also");

  /* The rows follow the recipe, too. */
  attune_recipe_set_template (recipe, ATTUNE_RECIPE_ANSWER, question);
  g_assert_true (g_strv_equal (attune_import_part_row_get_paragraphs (row), question));

  gtk_widget_activate_action (find (f, "next_button"), "record.next", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "of 30 · Line 3");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "a1");
  gtk_widget_activate_action (find (f, "next_button"), "record.previous", NULL);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "of 30 · Line 2");
  g_assert_false (gtk_widget_is_sensitive (find (f, "previous_button")));

  /* A prompt with its completion has no system text. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "target_row")), ATTUNE_EXAMPLE_COMPLETION);
  g_assert_false (gtk_widget_get_visible (find (f, "system_row")));
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Completion");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "target_row")), ATTUNE_EXAMPLE_PREFERENCE);
  g_assert_true (gtk_widget_get_visible (find (f, "rejected_row")));
  check_page (f);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "target_row")), ATTUNE_EXAMPLE_CHAT);

  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "check");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 30 examples will be imported");

  /* Back, another column, and the problems are those of the new mapping. */
  activate (f, "import.map");
  g_assert_cmpstr (get_tag (f), ==, "map");
  attune_recipe_set_answer_field (recipe, "gamma");
  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "1 example has an empty answer");
}

static GtkWidget *
find_nth (GtkWidget *list_box,
          GType      type,
          guint      n)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list_box);
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (G_TYPE_CHECK_INSTANCE_TYPE (row, type) && n-- == 0)
      return row;

  return NULL;
}

static guint
find_title (AdwComboRow *row,
            const char  *title)
{
  GListModel *titles = adw_combo_row_get_model (row);
  guint n_titles = titles != NULL ? g_list_model_get_n_items (titles) : 0;

  for (guint i = 0; i < n_titles; i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (titles), i), title))
      return i;

  return GTK_INVALID_LIST_POSITION;
}

/* Menus are filled in a turn of the main loop of their own, so that they are waited for. */
static guint
wait_for_title (GtkWidget  *parent,
                const char *id,
                const char *title)
{
  AdwComboRow *row = ADW_COMBO_ROW (attune_ui_test_find_id (parent, id));
  guint position;

  while ((position = find_title (row, title)) == GTK_INVALID_LIST_POSITION)
    g_main_context_iteration (NULL, TRUE);

  return position;
}

static void
select_title (GtkWidget  *parent,
              const char *id,
              const char *title)
{
  guint position = wait_for_title (parent, id, title);

  adw_combo_row_set_selected (ADW_COMBO_ROW (attune_ui_test_find_id (parent, id)), position);
}

static GtkListView *
get_menu (Fixture    *f,
          const char *row)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (attune_ui_test_find_id (find (f, row), "add_button"));
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (button));

  return GTK_LIST_VIEW (attune_ui_test_find_id (popover, "list_view"));
}

static guint
find_field (GListModel *fields,
            const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(AttuneImportField) item = g_list_model_get_item (fields, i);

      if (g_str_equal (attune_import_field_get_path (item), path))
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static gboolean
offers_field (Fixture    *f,
              const char *row,
              const char *field)
{
  GListModel *fields = G_LIST_MODEL (gtk_list_view_get_model (get_menu (f, row)));

  return find_field (fields, field) != GTK_INVALID_LIST_POSITION;
}

/* As a person does it, in the menu behind “+”. */
static void
choose_field (Fixture    *f,
              const char *row,
              const char *field)
{
  GListModel *fields = G_LIST_MODEL (gtk_list_view_get_model (get_menu (f, row)));

  while (!offers_field (f, row, field))
    g_main_context_iteration (NULL, TRUE);

  g_signal_emit_by_name (get_menu (f, row), "activate", find_field (fields, field));
}

static const char *
get_subtitle (Fixture    *f,
              const char *row)
{
  return adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (find (f, row)));
}

/* What answers are made of that are no plain fields, and which is the better one. */
static void
test_preference_rows (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  AttuneRecipe *recipe;
  GtkWidget *turns;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text,
                            "{\"chosen\":[{\"role\":\"user\",\"content\":\"Why %1$u?\"},"
                            "{\"role\":\"assistant\",\"content\":\"Because %1$u.\"}],"
                            "\"rejected\":[{\"role\":\"user\",\"content\":\"Why %1$u?\"},"
                            "{\"role\":\"assistant\",\"content\":\"Go away %1$u.\"}]}\n", i);

  path = attune_import_test_write (f->dir, "pairs.jsonl", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.map");
  recipe = attune_import_state_get_recipe (f->state);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Because 0.");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Better Answer");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Worse Answer");
  g_assert_cmpstr (get_subtitle (f, "question_turns"), ==, "“chosen” without its last message");
  g_assert_cmpstr (get_subtitle (f, "answer_turns"), ==, "The last message of “chosen”");
  g_assert_cmpstr (get_subtitle (f, "rejected_turns"), ==, "The last message of “rejected”");
  g_assert_false (gtk_widget_get_visible (find (f, "answer_row")));
  check_page (f);

  /* Both answers the other way round. */
  turns = find (f, "answer_turns");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (turns), TRUE);
  check_page (f);
  select_title (turns, "array_row", "rejected");
  g_assert_cmpstr (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_ANSWER)->array, ==, "rejected");
  g_assert_cmpint (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_ANSWER)->take, ==,
                   ATTUNE_TAKE_LAST);
  g_assert_cmpstr (get_subtitle (f, "answer_turns"), ==, "The last message of “rejected”");

  /* A field takes the place of turns, and turns that of a field. */
  g_signal_emit_by_name (turns, "removed");
  g_assert_true (gtk_widget_get_visible (find (f, "answer_row")));
  attune_import_part_row_add_paragraph (ATTUNE_IMPORT_PART_ROW (find (f, "answer_row")),
                                        "{chosen[1].content}");
  g_assert_null (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_ANSWER));
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Because 0.");
  g_signal_emit_by_name (find (f, "answer_row"), "turns-chosen");
  g_assert_cmpstr (get_subtitle (f, "answer_turns"), ==, "The last message of “chosen”");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Because 0.");
}

/* Earlier turns can be left out and taken again; of which field and how can be chosen. */
static void
test_history_row (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  AttuneRecipe *recipe;
  AdwExpanderRow *row;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text, "{\"instruction\":\"Do %1$u\",\"output\":\"Done %1$u\","
                                  "\"history\":[[\"Earlier %1$u\",\"Yes %1$u\"]],"
                                  "\"log\":\"User: Long ago %1$u\\nAssistant: Well\"}\n", i);

  path = attune_import_test_write (f->dir, "history.jsonl", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.map");
  recipe = attune_import_state_get_recipe (f->state);
  row = ADW_EXPANDER_ROW (find (f, "history_turns"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_assert_true (adw_expander_row_get_enable_expansion (row));
  g_assert_cmpstr (adw_expander_row_get_subtitle (row), ==, "The messages of “history”");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Earlier 0");
  check_page (f);

  adw_expander_row_set_enable_expansion (row, FALSE);
  g_assert_null (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_HISTORY));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  adw_expander_row_set_enable_expansion (row, TRUE);
  g_assert_cmpstr (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_HISTORY)->array, ==, "history?");
  g_assert_cmpstr (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_HISTORY)->texts[1], ==, "[1]");

  /* A text is a dialogue, whose labels are looked for in it. */
  adw_expander_row_set_expanded (row, TRUE);
  select_title (GTK_WIDGET (row), "array_row", "log");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Long ago 0");
  g_assert_cmpstr (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_HISTORY)->array, ==, "log?");
  g_assert_cmpuint (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_HISTORY)->labels->len, ==, 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (attune_ui_test_find_id (GTK_WIDGET (row), "take_row")),
                              ATTUNE_TAKE_LAST);
  g_assert_cmpint (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_HISTORY)->take, ==,
                   ATTUNE_TAKE_LAST);
  check_page (f);
}

static GtkWidget *
find_speaker (GtkWidget *turns,
              guint      n)
{
  GtkWidget *list_box = gtk_widget_get_parent (attune_ui_test_find_id (turns, "speakers_row"));

  return find_nth (list_box, ATTUNE_TYPE_IMPORT_SPEAKER_ROW, n);
}

static void
set_speaker (GtkWidget      *turns,
             guint           n,
             const char     *text,
             AttuneTurnKind  kind)
{
  GtkWidget *row = find_speaker (turns, n);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (row, "entry")), text);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (attune_ui_test_find_id (row, "kind_drop_down")), kind);
}

/* Every way in which a field may hold a conversation, by rows and menus alone. */
static void
test_turns (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  const AttuneTurns *turns;
  AttuneRecipe *recipe;
  GtkWidget *row;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text,
                            "{\"dialogue\":\"\\nPatient> It hurts %1$u\\nDoctor> Rest %1$u\\nNote> secret\","
                            "\"turns\":[{\"who\":\"p\",\"what\":\"Ouch %1$u\"},{\"who\":\"d\",\"what\":\"Sleep %1$u\"}],"
                            "\"lines\":[\"Aua %1$u\",\"Schlaf %1$u\"],"
                            "\"pairs\":[{\"call\":\"Ho %1$u\",\"reply\":\"Hey %1$u\"}],\"kit\":[]}\n", i);

  path = attune_import_test_write (f->dir, "talks.jsonl", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "map");
  recipe = attune_import_state_get_recipe (f->state);
  row = find (f, "question_turns");
  wait_for_title (row, "array_row", "dialogue");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "turns_row")), 1);
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  g_assert_false (gtk_widget_get_visible (find (f, "question_row")));

  /* One text; a label is as the file has it, and what nobody shall learn becomes nothing. */
  select_title (row, "array_row", "lines");
  select_title (row, "array_row", "dialogue");
  set_speaker (row, 0, "\\nPatient>", ATTUNE_TURN_USER);
  set_speaker (row, 1, "\\nDoctor>", ATTUNE_TURN_ASSISTANT);
  g_signal_emit_by_name (attune_ui_test_find_id (row, "add_button"), "clicked");
  set_speaker (row, 2, "\\nNote>", ATTUNE_TURN_LEFT_OUT);
  turns = attune_recipe_get_turns (recipe, ATTUNE_RECIPE_QUESTION);
  g_assert_cmpuint (turns->labels->len, ==, 3);
  g_assert_cmpstr (((AttuneTurnRole *)g_ptr_array_index (turns->labels, 0))->name, ==, "\nPatient>");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "It hurts 0");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Rest 0");
  check_page (f);
  g_signal_emit_by_name (find_speaker (row, 2), "removed");
  g_assert_cmpuint (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_QUESTION)->labels->len, ==, 2);

  /* Each element says who speaks, in names that are only here. */
  select_title (row, "array_row", "turns");
  adw_combo_row_set_selected (ADW_COMBO_ROW (attune_ui_test_find_id (row, "shape_row")), 1);
  select_title (row, "role_row", "who");
  select_title (row, "text_row", "what");
  g_signal_emit_by_name (attune_ui_test_find_id (row, "add_button"), "clicked");
  g_signal_emit_by_name (attune_ui_test_find_id (row, "add_button"), "clicked");
  set_speaker (row, 0, "p", ATTUNE_TURN_USER);
  set_speaker (row, 1, "d", ATTUNE_TURN_ASSISTANT);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Sleep 0");
  check_page (f);

  /* By the order alone. */
  select_title (row, "array_row", "lines");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Schlaf 0");
  g_assert_cmpuint (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_QUESTION)->speakers->len, ==, 2);
  check_page (f);

  /* Several in one element. */
  select_title (row, "array_row", "pairs");
  adw_combo_row_set_selected (ADW_COMBO_ROW (attune_ui_test_find_id (row, "shape_row")), 3);
  set_speaker (row, 0, "call", ATTUNE_TURN_USER);
  set_speaker (row, 1, "reply", ATTUNE_TURN_ASSISTANT);
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Hey 0");
  check_page (f);

  /* What goes along with it, and what stands in for a system text. */
  select_title (GTK_WIDGET (f->dialog), "tools_row", "kit");
  g_assert_cmpstr (attune_recipe_get_tools (recipe), ==, "kit?");
  attune_import_part_row_add_paragraph (ATTUNE_IMPORT_PART_ROW (find (f, "system_row")), "{nothing?}");
  gtk_editable_set_text (GTK_EDITABLE (find (f, "system_default_row")), "Be kind.");
  g_assert_cmpstr (attune_recipe_get_system_default (recipe), ==, "Be kind.");
  gtk_editable_set_text (GTK_EDITABLE (find (f, "name_row")), "Talks");
  g_assert_cmpstr (attune_recipe_get_name (recipe), ==, "Talks");

  /* Back to fields. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f, "turns_row")), 0);
  g_assert_null (attune_recipe_get_turns (recipe, ATTUNE_RECIPE_QUESTION));
  g_assert_true (gtk_widget_get_visible (find (f, "question_row")));
}

/* What a recipe says that the rows have not made comes back as it was. */
static void
test_turns_of_recipe (Fixture       *f,
                      gconstpointer  data)
{
  static const char * const recipes[] = {
    "{'attune-recipe':1,'turns':{'array':'a?','role':'r','text':'t','roles':{'x':'tool-call','y':'tool'},'take':'all-but-last'}}",
    "{'attune-recipe':1,'turns':{'array':'a|b','speakers':['assistant','user','leave-out']}}",
    "{'attune-recipe':1,'turns':{'array':'a','text':'t','speakers':['system','developer']}}",
    "{'attune-recipe':1,'turns':{'array':'a','texts':['x.y','z|w'],'speakers':['user','assistant']}}",
    "{'attune-recipe':1,'turns':{'array':'a','labels':{'\\n\\nHuman:':'user','\\tA\\\\':'assistant'},'take':'last'}}",
    "{'attune-recipe':1,'turns':{'array':'a','last':'x.y','before':'b','role':'r','text':'t|u','roles':{'z':'leave-out'}}}",
    "{'attune-recipe':1,'turns':{'array':'a'},'tools':'x.tools?'}",
  };
  g_autofree char *path = attune_import_test_write (f->dir, "odd.csv", "alpha,beta\n1,2\n3,4\n", -1);

  open_dialog (f, path);
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "map");

  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autofree char *json = g_strdelimit (g_strdup (recipes[i]), "'", '"');
      g_autofree char *file = attune_import_test_write (f->dir, "recipe.json", json, -1);
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneRecipe) recipe = attune_recipe_load (file, &error);
      g_autoptr(AttuneTurns) shown = NULL;
      g_autoptr(AttuneRecipe) made = attune_recipe_new ();

      g_assert_no_error (error);
      attune_import_mapping_set_recipe (attune_import_state_get_mapping (f->state), recipe);
      shown = attune_import_turns_dup_turns (ATTUNE_IMPORT_TURNS (find (f, "question_turns")));
      attune_recipe_set_turns (made, ATTUNE_RECIPE_QUESTION, shown);
      attune_recipe_set_tools (made, attune_recipe_get_tools (recipe));
      g_assert_true (attune_recipe_equal (made, recipe));
    }
}

/* What a recipe names can be changed before anything is known of the file. */
static void
test_turns_without_fields (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(AttuneImportTurns) row = g_object_ref_sink (g_object_new (ATTUNE_TYPE_IMPORT_TURNS,
                                                                      "show-enable-switch", TRUE,
                                                                      NULL));
  g_autoptr(AttuneTurns) turns = attune_turns_new ("history?");
  g_autoptr(AttuneTurns) shown = NULL;

  turns->role = g_strdup ("from");
  turns->text = g_strdup ("value");
  attune_import_turns_set_turns (row, turns);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), FALSE);
  g_assert_null (attune_import_turns_dup_turns (row));
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), TRUE);
  shown = attune_import_turns_dup_turns (row);
  g_assert_cmpstr (shown->array, ==, "history?");
  g_assert_cmpstr (shown->role, ==, "from");
  g_assert_cmpstr (shown->text, ==, "value");
}

/* A list in the elements of a list: each of the inner one is an example, with what is around it. */
static void
test_nested_each (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *path = NULL;
  AttuneRecipe *recipe;

  for (guint i = 0; i < 4; i++)
    g_string_append_printf (text,
                            "{\"heading\":\"H%1$u\",\"paragraphs\":[{\"ground\":\"G%1$u\",\"qas\":["
                            "{\"ask\":\"Why %1$u?\",\"say\":\"So %1$u\"},{\"ask\":\"When %1$u?\",\"say\":\"Now %1$u\"}]},"
                            "{\"ground\":\"K%1$u\",\"qas\":[{\"ask\":\"Who %1$u?\",\"say\":\"Me %1$u\"}]}]}\n", i);

  path = attune_import_test_write (f->dir, "articles.jsonl", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.next");
  g_assert_cmpstr (get_tag (f), ==, "map");
  recipe = attune_import_state_get_recipe (f->state);
  wait_for_title (GTK_WIDGET (f->dialog), "each_row", "One for Each of paragraphs[].qas");
  g_assert_false (offers_field (f, "answer_row", "each.say"));
  select_title (GTK_WIDGET (f->dialog), "each_row", "One for Each of paragraphs[].qas");
  g_assert_cmpstr (attune_recipe_get_each (recipe), ==, "paragraphs[].qas");
  choose_field (f, "question_row", "each.ground");
  choose_field (f, "question_row", "each.ask");
  choose_field (f, "answer_row", "each.say");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "So 0");
  check_page (f);
  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 12 examples will be imported");
}

static void
test_conditions (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("question,answer,flag\n");
  g_autofree char *path = NULL;
  g_autoptr(GPtrArray) conditions =
    g_ptr_array_new_with_free_func ((GDestroyNotify)attune_condition_free);
  AttuneCondition *condition = attune_condition_new (ATTUNE_OPERATOR_EQUALS, "flag");
  g_autoptr(AttuneCondition) shown = NULL;
  GtkWidget *row;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (text, "q%u,a%u,%s\n", i, i, i % 3 == 0 ? "good" : "bad");

  path = attune_import_test_write (f->dir, "flags.csv", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.map");

  attune_condition_add_text (condition, "good");
  g_ptr_array_add (conditions, condition);
  attune_recipe_set_conditions (attune_import_state_get_recipe (f->state), conditions);

  row = attune_ui_test_find (GTK_WIDGET (f->dialog), match_type,
                             GSIZE_TO_POINTER (ATTUNE_TYPE_IMPORT_CONDITION_ROW));
  g_assert_nonnull (row);
  shown = attune_import_condition_row_dup_condition (ATTUNE_IMPORT_CONDITION_ROW (row));
  g_assert_cmpstr (shown->field, ==, "flag");
  g_assert_cmpstr (((AttuneScalar *)g_ptr_array_index (shown->values, 0))->text, ==, "good");
  check_page (f);

  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 10 examples will be imported");
}

static void
assert_where (Fixture    *f,
              const char *expected)
{
  g_autofree char *json = attune_recipe_to_json (attune_import_state_get_recipe (f->state));
  g_autoptr(GString) text = g_string_new (NULL);

  for (const char *p = json; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (text, *p);

  if (strstr (text->str, expected) == NULL)
    g_test_fail_printf ("%s is not in %s", expected, text->str);
}

static void
load_where (Fixture    *f,
            const char *where)
{
  g_autofree char *json = g_strdup_printf ("{\"attune-recipe\":1,\"user\":\"{question}\",\"assistant\":\"{answer}\","
                                           "\"where\":%s}", where);
  g_autofree char *path = attune_import_test_write (f->dir, "recipe.json", json, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRecipe) recipe = attune_recipe_load (path, &error);

  g_assert_no_error (error);
  attune_import_mapping_set_recipe (attune_import_state_get_mapping (f->state), recipe);
}

static void
test_groups (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("question,answer,flag,score\n");
  g_autoptr(GString) deep = g_string_new ("{\"field\":\"flag\",\"equals\":\"good\"}");
  g_autofree char *path = NULL;
  g_autofree char *list = NULL;
  GtkWidget *list_box;
  GtkWidget *group;
  GtkWidget *row;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (text, "q%u,a%u,%s,%u\n", i, i, i % 3 == 0 ? "good" : "bad", i);

  path = attune_import_test_write (f->dir, "flags.csv", text->str, text->len);
  open_dialog (f, path);
  activate (f, "import.map");

  /* What a recipe says comes back as it was. */
  load_where (f, "[{\"field\":\"flag\",\"equals\":null},{\"any\":[{\"field\":\"flag\",\"equals\":\"good\"},"
                 "{\"none\":[{\"field\":\"score\",\"at-most\":19}]}]}]");
  list_box = find (f, "list_box");
  group = find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 0);
  g_assert_nonnull (group);
  g_assert_nonnull (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 1));
  check_page (f);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (attune_ui_test_find_id (group, "operator_drop_down")), 0);
  assert_where (f, "\"where\":[{\"field\":\"flag\",\"equals\":null},{\"all\":[{\"field\":\"flag\",\"equals\":\"good\"},"
                   "{\"none\":[{\"field\":\"score\",\"at-most\":19}]}]}]");

  /* A new condition says nothing until it has a field, and a change elsewhere leaves it there. */
  gtk_widget_activate_action (group, "group.add-condition", NULL);
  row = find_nth (list_box, ATTUNE_TYPE_IMPORT_CONDITION_ROW, 3);
  g_assert_nonnull (row);
  attune_recipe_set_trim (attune_import_state_get_recipe (f->state), TRUE);
  g_assert_true (find_nth (list_box, ATTUNE_TYPE_IMPORT_CONDITION_ROW, 3) == row);
  g_signal_emit_by_name (gtk_menu_button_get_popover (GTK_MENU_BUTTON (attune_ui_test_find_id (row, "field_button"))), "chosen", "question");
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (row, "value_entry")), "q3");
  assert_where (f, "{\"none\":[{\"field\":\"score\",\"at-most\":19}]},{\"field\":\"question\",\"equals\":\"q3\"}]}]");

  /* A group goes with all that is in it. */
  g_signal_emit_by_name (group, "removed");
  assert_where (f, "\"where\":[{\"field\":\"flag\",\"equals\":null}]");
  g_assert_null (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 0));

  /* It comes back as a whole. */
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "Group removed");
  attune_ui_test_press_button (GTK_WIDGET (f->dialog), "_Undo");
  assert_where (f, "{\"none\":[{\"field\":\"score\",\"at-most\":19}]},{\"field\":\"question\",\"equals\":\"q3\"}]}]");
  group = find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 0);
  g_signal_emit_by_name (group, "removed");

  /* A new group has a place for the first condition. */
  g_signal_emit_by_name (find (f, "add_group_row"), "activated");
  g_assert_nonnull (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 0));
  g_assert_nonnull (find_nth (list_box, ATTUNE_TYPE_IMPORT_CONDITION_ROW, 1));
  assert_where (f, "\"where\":[{\"field\":\"flag\",\"equals\":null}]");
  check_page (f);

  /* As deep as a recipe may be, and no deeper. */
  for (guint i = 0; i < 8; i++)
    {
      g_string_prepend (deep, "{\"all\":[");
      g_string_append (deep, "]}");
    }

  list = g_strdup_printf ("[%s]", deep->str);
  load_where (f, list);
  check_page (f);
  g_assert_null (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 8));
  gtk_widget_activate_action (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 7), "group.add-group", NULL);
  g_assert_null (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 8));
  gtk_widget_activate_action (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 6), "group.add-group", NULL);
  g_assert_nonnull (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 8));

  activate (f, "import.next");
  attune_ui_test_wait_shown (GTK_WIDGET (f->dialog), "All 10 examples will be imported");
}

/* What a field is compared with has a kind, and what holds of a record without it can be said. */
static void
test_values (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = attune_import_test_write (f->dir, "flags.jsonl",
                                                    "{\"question\":\"q\",\"answer\":\"a\",\"flag\":true}\n"
                                                    "{\"question\":\"r\",\"answer\":\"b\"}\n", -1);
  GtkWidget *list_box;
  GtkWidget *row;
  GtkDropDown *types;

  open_dialog (f, path);
  activate (f, "import.map");
  load_where (f, "[{\"field\":\"flag\",\"equals\":true,\"missing\":true}]");
  list_box = find (f, "list_box");
  row = find_nth (list_box, ATTUNE_TYPE_IMPORT_CONDITION_ROW, 0);
  types = GTK_DROP_DOWN (attune_ui_test_find_id (row, "type_drop_down"));
  g_assert_cmpuint (gtk_drop_down_get_selected (types), ==, 2);
  g_assert_false (gtk_widget_get_visible (attune_ui_test_find_id (row, "value_entry")));
  check_page (f);
  gtk_widget_activate_action (row, "condition.missing", "s", "error");
  assert_where (f, "\"where\":[{\"field\":\"flag\",\"equals\":true,\"missing\":\"error\"}]");
  gtk_widget_activate_action (row, "condition.missing", "s", "fails");
  assert_where (f, "\"where\":[{\"field\":\"flag\",\"equals\":true}]");
  gtk_drop_down_set_selected (types, 4);
  assert_where (f, "\"where\":[{\"field\":\"flag\",\"equals\":null}]");
  gtk_drop_down_set_selected (types, 1);
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (row, "value_entry")), "4x");
  g_assert_true (gtk_widget_has_css_class (attune_ui_test_find_id (row, "value_entry"), "error"));
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (row, "value_entry")), "4.5");
  assert_where (f, "\"where\":[{\"field\":\"flag\",\"equals\":4.5}]");

  /* A list that has more than texts in it is a group, in which each can be changed. */
  load_where (f, "[{\"field\":\"flag\",\"not-in\":[true,\"a, b\",7],\"missing\":true}]");
  g_assert_nonnull (find_nth (list_box, ATTUNE_TYPE_IMPORT_GROUP_ROW, 0));
  row = find_nth (list_box, ATTUNE_TYPE_IMPORT_CONDITION_ROW, 1);
  gtk_editable_set_text (GTK_EDITABLE (attune_ui_test_find_id (row, "value_entry")), "a, c");
  assert_where (f, "\"where\":[{\"all\":[{\"field\":\"flag\",\"not-equals\":true,\"missing\":true},"
                   "{\"field\":\"flag\",\"not-equals\":\"a,c\",\"missing\":true},"
                   "{\"field\":\"flag\",\"not-equals\":7,\"missing\":true}]}]");
}

static void
applied_cb (AdwDialog    *dialog,
            AttuneRecipe *recipe,
            gpointer      user_data)
{
  AttuneRecipe **applied = user_data;

  g_set_object (applied, recipe);
}

/* A text that is no recipe is refused with a sentence, and stays to be corrected. */
static void
test_recipe_text (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  g_autoptr(AttuneRecipe) applied = NULL;
  AdwDialog *dialog;
  GtkTextBuffer *buffer;
  GtkWidget *apply;
  g_autofree char *json = NULL;

  attune_recipe_set_question_field (recipe, "ask");
  attune_recipe_set_answer_field (recipe, "say");
  json = attune_recipe_to_json (recipe);

  dialog = attune_import_recipe_dialog_new (recipe);
  g_signal_connect (dialog, "applied", G_CALLBACK (applied_cb), &applied);
  adw_dialog_present (dialog, GTK_WIDGET (f->window));
  attune_ui_test_check_names (GTK_WIDGET (dialog));

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (attune_ui_test_find_id (GTK_WIDGET (dialog), "text_view")));
  apply = attune_ui_test_find_id (GTK_WIDGET (dialog), "apply_button");
  gtk_text_buffer_set_text (buffer, "{ \"target\": <b>& }", -1);
  g_signal_emit_by_name (apply, "clicked");
  g_assert_null (applied);
  g_assert_cmpuint (strlen (gtk_label_get_text (GTK_LABEL (attune_ui_test_find_id (GTK_WIDGET (dialog), "problem_label")))), >, 20);

  gtk_text_buffer_set_text (buffer, json, -1);
  g_signal_emit_by_name (apply, "clicked");
  g_assert_nonnull (applied);
  g_assert_true (attune_recipe_equal (applied, recipe));
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

  g_test_add ("/Attune/Import/Map/mapping", Fixture, NULL, set_up, test_mapping, tear_down);
  g_test_add ("/Attune/Import/Map/preference-rows", Fixture, NULL, set_up, test_preference_rows,
              tear_down);
  g_test_add ("/Attune/Import/Map/history-row", Fixture, NULL, set_up, test_history_row,
              tear_down);
  g_test_add ("/Attune/Import/Map/turns", Fixture, NULL, set_up, test_turns, tear_down);
  g_test_add ("/Attune/Import/Map/turns-of-recipe", Fixture, NULL, set_up, test_turns_of_recipe, tear_down);
  g_test_add ("/Attune/Import/Map/turns-without-fields", Fixture, NULL, set_up,
              test_turns_without_fields, tear_down);
  g_test_add ("/Attune/Import/Map/nested-each", Fixture, NULL, set_up, test_nested_each, tear_down);
  g_test_add ("/Attune/Import/Map/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/Attune/Import/Map/conditions", Fixture, NULL, set_up, test_conditions, tear_down);
  g_test_add ("/Attune/Import/Map/groups", Fixture, NULL, set_up, test_groups, tear_down);
  g_test_add ("/Attune/Import/Map/recipe-text", Fixture, NULL, set_up, test_recipe_text, tear_down);

  return g_test_run ();
}
