/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-parts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-import-combo.h"
#include "attune-import-field.h"
#include "attune-import-part-row.h"
#include "attune-import-parts.h"
#include "attune-import-recipe-link.h"
#include "attune-import-recipe-text.h"

struct _AttuneImportParts
{
  AdwPreferencesGroup  parent_instance;

  AttuneRecipe        *recipe;
  GListModel          *fields;
  gboolean             passes;          /* records are examples as they are */
  AttuneTurns         *history;         /* that the recipe had, to be put back; or NULL */
  gboolean             is_updating;     /* the rows follow the recipe, not the other way round */

  AdwComboRow         *target_row;
  AdwComboRow         *turns_row;
  AdwComboRow         *role_row;
  AdwComboRow         *text_row;
  GtkEditable         *user_names_row;
  GtkEditable         *assistant_names_row;
  AdwSwitchRow        *history_row;
  AttuneImportPartRow *question_row;
  AttuneImportPartRow *answer_row;
  AttuneImportPartRow *rejected_row;
  AttuneImportPartRow *system_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportParts, attune_import_parts, ADW_TYPE_PREFERENCES_GROUP)

static const char * const part_titles[ATTUNE_EXAMPLE_PREFERENCE + 1][2] = {
  [ATTUNE_EXAMPLE_CHAT] = { N_("Question"), N_("Answer") },
  [ATTUNE_EXAMPLE_COMPLETION] = { N_("Prompt"), N_("Completion") },
  [ATTUNE_EXAMPLE_PREFERENCE] = { N_("Question"), N_("Better Answer") },
};

/* The first entry stands for none. A name that the fields do not have is added. */
static void
select_name (AdwComboRow *row,
             const char  *name)
{
  GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  guint n_items = list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
  guint selected = 0;

  if (name != NULL && n_items > 0)
    {
      for (guint i = 1; i < n_items && selected == 0; i++)
        if (g_str_equal (gtk_string_list_get_string (list, i), name))
          selected = i;

      if (selected == 0)
        {
          gtk_string_list_append (list, name);
          selected = n_items;
        }
    }

  adw_combo_row_set_selected (row, selected);
}

static const char *
get_name (AdwComboRow *row)
{
  GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  guint selected = adw_combo_row_get_selected (row);

  return list == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION
           ? NULL
           : gtk_string_list_get_string (list, selected);
}

/* The fields of the record when @scope is NULL; else of the elements of an array. */
static GPtrArray *
list_paths (AttuneImportParts *self,
            const char        *scope,
            gboolean           are_arrays)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  guint n_fields = self->fields != NULL ? g_list_model_get_n_items (self->fields) : 0;

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (self->fields, i);

      if (g_strcmp0 (attune_import_field_get_scope (field), scope) == 0 &&
          attune_import_field_get_is_array (field) == are_arrays)
        g_ptr_array_add (paths, g_strdup (attune_import_field_get_path (field)));
    }

  return paths;
}

static void
fill_member_rows (AttuneImportParts *self,
                  const char        *array)
{
  g_autoptr(GPtrArray) members = list_paths (self, array, FALSE);

  attune_import_combo_set_names (self->role_row, _("Taken in Turns"), members);
  attune_import_combo_set_names (self->text_row, _("The Element Itself"), members);
}

static void
fill_turns_row (AttuneImportParts *self)
{
  g_autoptr(GPtrArray) arrays = list_paths (self, NULL, TRUE);

  attune_import_combo_set_names (self->turns_row, _("Fields"), arrays);
}

static char *
dup_names (const AttuneTurns *turns,
           AttuneTurnKind     kind)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; turns->roles != NULL && i < turns->roles->len; i++)
    {
      AttuneTurnRole *role = g_ptr_array_index (turns->roles, i);

      if (role->kind == kind)
        g_strv_builder_add (builder, role->name);
    }

  names = g_strv_builder_end (builder);

  return g_strjoinv (", ", names);
}

static void
set_text (GtkEditable *editable,
          const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (editable), text) != 0)
    gtk_editable_set_text (editable, text);
}

static void
update_turns (AttuneImportParts *self,
              const AttuneTurns *turns)
{
  g_autofree char *user_names = NULL;
  g_autofree char *assistant_names = NULL;

  select_name (self->turns_row, turns != NULL ? turns->array : NULL);

  if (turns == NULL)
    return;

  user_names = dup_names (turns, ATTUNE_TURN_USER);
  assistant_names = dup_names (turns, ATTUNE_TURN_ASSISTANT);
  fill_member_rows (self, turns->array);
  select_name (self->role_row, turns->role);
  select_name (self->text_row, turns->text);
  set_text (self->user_names_row, user_names);
  set_text (self->assistant_names_row, assistant_names);
}

/* What was said before is in few files, and of these the recipe knows it. */
static void
update_history (AttuneImportParts *self)
{
  const AttuneTurns *turns = attune_recipe_get_turns (self->recipe, ATTUNE_RECIPE_HISTORY);

  if (turns != NULL)
    {
      g_autofree char *paragraph = g_strdup_printf ("{%s}", turns->array);
      g_autofree char *field = attune_import_paragraph_dup_field (paragraph);

      g_clear_pointer (&self->history, attune_turns_free);
      self->history = attune_turns_copy (turns);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->history_row), field);
    }

  adw_switch_row_set_active (self->history_row, turns != NULL);
}

static void
update_visibility (AttuneImportParts *self,
                   const AttuneTurns *turns,
                   AttuneExampleKind  target)
{
  gboolean is_chat = target == ATTUNE_EXAMPLE_CHAT;
  gboolean has_turns = is_chat && turns != NULL;
  gboolean has_elements = has_turns && turns->texts == NULL && turns->labels->len == 0;
  GListModel *model = adw_combo_row_get_model (self->turns_row);
  gboolean has_arrays = model != NULL && g_list_model_get_n_items (model) > 1;

  gtk_widget_set_visible (GTK_WIDGET (self->turns_row), is_chat && (has_arrays || has_turns));
  gtk_widget_set_visible (GTK_WIDGET (self->role_row), has_elements);
  gtk_widget_set_visible (GTK_WIDGET (self->text_row), has_elements);
  gtk_widget_set_visible (GTK_WIDGET (self->user_names_row), has_turns && turns->role != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->assistant_names_row), has_turns && turns->role != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->history_row),
                          self->history != NULL && !has_turns &&
                          target != ATTUNE_EXAMPLE_COMPLETION);
  gtk_widget_set_visible (GTK_WIDGET (self->question_row), !has_turns);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_row), !has_turns);
  gtk_widget_set_visible (GTK_WIDGET (self->rejected_row), target == ATTUNE_EXAMPLE_PREFERENCE);
  gtk_widget_set_visible (GTK_WIDGET (self->system_row), target != ATTUNE_EXAMPLE_COMPLETION);
}

static void
update_part (AttuneImportParts   *self,
             AttuneImportPartRow *row,
             AttuneRecipePart     part)
{
  attune_import_part_row_set_paragraphs (row, attune_recipe_get_template (self->recipe, part));
}

/* What a part is made of that is no text with fields in it. */
static char *
dup_turns_text (const AttuneTurns *turns)
{
  switch (turns->take)
    {
    case ATTUNE_TAKE_LAST:
      /* Translators: %s is the name of a field that holds a conversation. */
      return g_strdup_printf (_("The last message of “%s”"), turns->array);

    case ATTUNE_TAKE_ALL_BUT_LAST:
      /* Translators: %s is the name of a field that holds a conversation. */
      return g_strdup_printf (_("“%s” without its last message"), turns->array);

    case ATTUNE_TAKE_ALL:
    default:
      /* Translators: %s is the name of a field that holds a conversation. */
      return g_strdup_printf (_("The messages of “%s”"), turns->array);
    }
}

static void
set_placeholder (AttuneImportParts   *self,
                 AttuneImportPartRow *row,
                 AttuneRecipePart     part,
                 const char          *text)
{
  const AttuneTurns *turns = attune_recipe_get_turns (self->recipe, part);
  g_autofree char *made_of = turns != NULL ? dup_turns_text (turns) : NULL;

  attune_import_part_row_set_placeholder (row, made_of != NULL ? made_of : text);
}

static void
update_placeholders (AttuneImportParts *self,
                     AttuneExampleKind  target)
{
  const char *choose = _("Choose a field");
  const char *question = choose;

  if (self->passes && attune_recipe_passes_examples (self->recipe))
    question = choose = _("As it is; choose a field to change that");
  else if (target == ATTUNE_EXAMPLE_COMPLETION)
    question = _("None; the model learns plain text");

  set_placeholder (self, self->question_row, ATTUNE_RECIPE_QUESTION, question);
  set_placeholder (self, self->answer_row, ATTUNE_RECIPE_ANSWER, choose);
  set_placeholder (self, self->rejected_row, ATTUNE_RECIPE_REJECTED, choose);
}

static void
update (AttuneImportParts *self)
{
  AttuneExampleKind target;
  const AttuneTurns *turns;

  if (self->recipe == NULL || self->is_updating)
    return;

  target = attune_recipe_get_target (self->recipe);
  turns = attune_recipe_get_turns (self->recipe, ATTUNE_RECIPE_QUESTION);

  self->is_updating = TRUE;
  adw_combo_row_set_selected (self->target_row, target);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->question_row),
                                 _(part_titles[target][0]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->answer_row), _(part_titles[target][1]));
  update_placeholders (self, target);
  update_turns (self, turns);
  update_history (self);
  update_part (self, self->question_row, ATTUNE_RECIPE_QUESTION);
  update_part (self, self->answer_row, ATTUNE_RECIPE_ANSWER);
  update_part (self, self->rejected_row, ATTUNE_RECIPE_REJECTED);
  update_part (self, self->system_row, ATTUNE_RECIPE_SYSTEM);
  update_visibility (self, turns, target);
  self->is_updating = FALSE;
}

static void
target_cb (AttuneImportParts *self)
{
  guint selected = adw_combo_row_get_selected (self->target_row);

  if (self->is_updating || self->recipe == NULL || selected > ATTUNE_EXAMPLE_PREFERENCE)
    return;

  if (selected != ATTUNE_EXAMPLE_PREFERENCE)
    attune_recipe_set_template (self->recipe, ATTUNE_RECIPE_REJECTED, NULL);

  attune_recipe_set_target (self->recipe, selected);
}

/* What a conversation is made of: an array, in which the usual names are looked for; or fields. */
static void
turns_cb (AttuneImportParts *self)
{
  static const char * const role_names[] = { "role", "from", "speaker", "author", NULL };
  static const char * const text_names[] = { "content", "value", "text", "message", NULL };
  const char *array = get_name (self->turns_row);
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(AttuneTurns) turns = NULL;

  if (self->is_updating || self->recipe == NULL)
    return;

  if (array == NULL)
    {
      attune_recipe_set_turns (self->recipe, ATTUNE_RECIPE_QUESTION, NULL);
      return;
    }

  turns = attune_turns_new (array);
  members = list_paths (self, array, FALSE);

  for (guint i = 0; i < members->len; i++)
    {
      const char *member = g_ptr_array_index (members, i);

      if (turns->role == NULL && g_strv_contains (role_names, member))
        turns->role = g_strdup (member);
      else if (turns->text == NULL && g_strv_contains (text_names, member))
        turns->text = g_strdup (member);
    }

  if (turns->role == NULL)
    {
      AttuneTurnKind speakers[] = { ATTUNE_TURN_USER, ATTUNE_TURN_ASSISTANT };

      g_array_append_vals (turns->speakers, speakers, G_N_ELEMENTS (speakers));
    }

  attune_recipe_set_turns (self->recipe, ATTUNE_RECIPE_QUESTION, turns);
}

static AttuneTurns *
copy_turns (AttuneImportParts *self)
{
  const AttuneTurns *turns = attune_recipe_get_turns (self->recipe, ATTUNE_RECIPE_QUESTION);

  return turns != NULL ? attune_turns_copy (turns) : NULL;
}

static void
member_cb (AttuneImportParts *self)
{
  g_autoptr(AttuneTurns) turns = NULL;

  if (self->is_updating || self->recipe == NULL || (turns = copy_turns (self)) == NULL)
    return;

  g_set_str (&turns->role, get_name (self->role_row));
  g_set_str (&turns->text, get_name (self->text_row));
  g_clear_pointer (&turns->texts, g_strfreev);
  g_array_set_size (turns->speakers, 0);

  if (turns->role == NULL)
    {
      AttuneTurnKind speakers[] = { ATTUNE_TURN_USER, ATTUNE_TURN_ASSISTANT };

      g_array_append_vals (turns->speakers, speakers, G_N_ELEMENTS (speakers));
    }

  attune_recipe_set_turns (self->recipe, ATTUNE_RECIPE_QUESTION, turns);
}

static void
add_names (AttuneTurns    *turns,
           GtkEditable    *row,
           AttuneTurnKind  kind)
{
  g_auto(GStrv) names = g_strsplit (gtk_editable_get_text (row), ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_strstrip (names[i])[0] != '\0')
      attune_turns_add_role (turns, names[i], kind);
}

static void
names_cb (AttuneImportParts *self)
{
  g_autoptr(AttuneTurns) turns = NULL;

  if (self->is_updating || self->recipe == NULL || (turns = copy_turns (self)) == NULL)
    return;

  for (guint i = turns->roles->len; i > 0; i--)
    {
      AttuneTurnRole *role = g_ptr_array_index (turns->roles, i - 1);

      if (role->kind == ATTUNE_TURN_USER || role->kind == ATTUNE_TURN_ASSISTANT)
        g_ptr_array_remove_index (turns->roles, i - 1);
    }

  add_names (turns, self->user_names_row, ATTUNE_TURN_USER);
  add_names (turns, self->assistant_names_row, ATTUNE_TURN_ASSISTANT);
  attune_recipe_set_turns (self->recipe, ATTUNE_RECIPE_QUESTION, turns);
}

static void
history_cb (AttuneImportParts *self)
{
  if (self->is_updating || self->recipe == NULL)
    return;

  attune_recipe_set_turns (self->recipe, ATTUNE_RECIPE_HISTORY,
                           adw_switch_row_get_active (self->history_row) ? self->history : NULL);
}

static void
part_cb (AttuneImportParts   *self,
         AttuneImportPartRow *row)
{
  AttuneRecipePart part = ATTUNE_RECIPE_QUESTION;

  if (self->is_updating || self->recipe == NULL)
    return;

  if (row == self->answer_row)
    part = ATTUNE_RECIPE_ANSWER;
  else if (row == self->rejected_row)
    part = ATTUNE_RECIPE_REJECTED;
  else if (row == self->system_row)
    part = ATTUNE_RECIPE_SYSTEM;

  attune_recipe_set_template (self->recipe, part, attune_import_part_row_get_paragraphs (row));
}

static void
attune_import_parts_dispose (GObject *object)
{
  AttuneImportParts *self = (AttuneImportParts *)object;

  attune_import_parts_set_recipe (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_PARTS);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (attune_import_parts_parent_class)->dispose (object);
}

static void
attune_import_parts_finalize (GObject *object)
{
  AttuneImportParts *self = (AttuneImportParts *)object;

  g_clear_pointer (&self->history, attune_turns_free);

  G_OBJECT_CLASS (attune_import_parts_parent_class)->finalize (object);
}

static void
attune_import_parts_class_init (AttuneImportPartsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_parts_dispose;
  object_class->finalize = attune_import_parts_finalize;

  g_type_ensure (ATTUNE_TYPE_IMPORT_PART_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-parts.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, target_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, turns_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, role_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, text_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, user_names_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, assistant_names_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, history_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, question_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, answer_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, rejected_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, system_row);
  gtk_widget_class_bind_template_callback (widget_class, target_cb);
  gtk_widget_class_bind_template_callback (widget_class, turns_cb);
  gtk_widget_class_bind_template_callback (widget_class, member_cb);
  gtk_widget_class_bind_template_callback (widget_class, names_cb);
  gtk_widget_class_bind_template_callback (widget_class, history_cb);
  gtk_widget_class_bind_template_callback (widget_class, part_cb);
}

static void
attune_import_parts_init (AttuneImportParts *self)
{
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_turns_row (self);
  self->is_updating = FALSE;
}

void
attune_import_parts_set_recipe (AttuneImportParts *self,
                                AttuneRecipe      *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_PARTS (self));

  if (!attune_import_recipe_link (&self->recipe, recipe, G_CALLBACK (update), self))
    return;

  g_clear_pointer (&self->history, attune_turns_free);
  update (self);
}

/* All that is known of the file, for its arrays and their members. */
void
attune_import_parts_set_fields (AttuneImportParts *self,
                                GListModel        *fields)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_PARTS (self));

  g_set_object (&self->fields, fields);

  self->is_updating = TRUE;
  fill_turns_row (self);
  self->is_updating = FALSE;
  update (self);
}

/* What the parts can be made of. */
void
attune_import_parts_set_menu (AttuneImportParts *self,
                              GListModel        *fields)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_PARTS (self));

  attune_import_part_row_set_fields (self->question_row, fields);
  attune_import_part_row_set_fields (self->answer_row, fields);
  attune_import_part_row_set_fields (self->rejected_row, fields);
  attune_import_part_row_set_fields (self->system_row, fields);
}

/* Whether the records of the file need no recipe. */
void
attune_import_parts_set_passes (AttuneImportParts *self,
                                gboolean           passes)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_PARTS (self));

  self->passes = passes;
  update (self);
}
