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
#include "attune-import-turns.h"

struct _AttuneImportParts
{
  AdwPreferencesGroup  parent_instance;

  AttuneRecipe        *recipe;
  gboolean             passes;          /* records are examples as they are */
  gboolean             is_updating;     /* the rows follow the recipe, not the other way round */

  AdwComboRow         *target_row;
  AdwComboRow         *turns_row;
  AttuneImportTurns   *history_turns;
  AttuneImportPartRow *question_row;
  AttuneImportTurns   *question_turns;
  AttuneImportPartRow *answer_row;
  AttuneImportTurns   *answer_turns;
  AttuneImportPartRow *rejected_row;
  AttuneImportTurns   *rejected_turns;
  AttuneImportPartRow *system_row;
  GtkEditable         *system_default_row;
  AdwComboRow         *tools_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportParts, attune_import_parts, ADW_TYPE_PREFERENCES_GROUP)

static const char * const part_titles[ATTUNE_EXAMPLE_PREFERENCE + 1][2] = {
  [ATTUNE_EXAMPLE_CHAT] = { N_("Question"), N_("Answer") },
  [ATTUNE_EXAMPLE_COMPLETION] = { N_("Prompt"), N_("Completion") },
  [ATTUNE_EXAMPLE_PREFERENCE] = { N_("Question"), N_("Better Answer") },
};

/* The rows of a part: either made of fields, or of turns. */
typedef struct
{
  AttuneRecipePart     part;
  AttuneImportPartRow *row;     /* NULL: it is never made of fields */
  AttuneImportTurns   *turns;   /* NULL: it is never made of turns */
} Part;

#define N_PARTS 5

static void
get_parts (AttuneImportParts *self,
           Part               parts[N_PARTS])
{
  parts[0] = (Part) { ATTUNE_RECIPE_QUESTION, self->question_row, self->question_turns };
  parts[1] = (Part) { ATTUNE_RECIPE_ANSWER, self->answer_row, self->answer_turns };
  parts[2] = (Part) { ATTUNE_RECIPE_REJECTED, self->rejected_row, self->rejected_turns };
  parts[3] = (Part) { ATTUNE_RECIPE_SYSTEM, self->system_row, NULL };
  parts[4] = (Part) { ATTUNE_RECIPE_HISTORY, NULL, self->history_turns };
}

static Part
find_part (AttuneImportParts *self,
           gpointer           row)
{
  Part parts[N_PARTS];
  guint i = 0;

  get_parts (self, parts);

  while (parts[i].row != row && parts[i].turns != row && i < N_PARTS - 1)
    i++;

  return parts[i];
}

static void
set_text (GtkEditable *editable,
          const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (editable), text) != 0)
    gtk_editable_set_text (editable, text);
}

static gboolean
has_turns (AttuneImportParts *self)
{
  return attune_recipe_get_turns (self->recipe, ATTUNE_RECIPE_QUESTION) != NULL;
}

static gboolean
is_visible (AttuneImportParts *self,
            const Part        *part)
{
  AttuneExampleKind target = attune_recipe_get_target (self->recipe);

  switch (part->part)
    {
    case ATTUNE_RECIPE_ANSWER:
      return target != ATTUNE_EXAMPLE_CHAT || !has_turns (self);

    case ATTUNE_RECIPE_REJECTED:
      return target == ATTUNE_EXAMPLE_PREFERENCE;

    case ATTUNE_RECIPE_SYSTEM:
      return target != ATTUNE_EXAMPLE_COMPLETION;

    case ATTUNE_RECIPE_HISTORY:
      return target != ATTUNE_EXAMPLE_COMPLETION &&
             (target != ATTUNE_EXAMPLE_CHAT || !has_turns (self)) &&
             !attune_recipe_passes_examples (self->recipe);

    case ATTUNE_RECIPE_QUESTION:
    case ATTUNE_N_RECIPE_PARTS:
    default:
      return TRUE;
    }
}

static void
update_part (AttuneImportParts *self,
             const Part        *part)
{
  const AttuneTurns *turns = NULL;
  gboolean is_shown = is_visible (self, part);

  if (part->turns != NULL)
    {
      turns = attune_recipe_get_turns (self->recipe, part->part);
      attune_import_turns_set_turns (part->turns, turns);
      gtk_widget_set_visible (GTK_WIDGET (part->turns),
                              is_shown && (turns != NULL || part->row == NULL));
    }

  if (part->row != NULL)
    {
      attune_import_part_row_set_paragraphs (part->row,
                                             attune_recipe_get_template (self->recipe, part->part));
      gtk_widget_set_visible (GTK_WIDGET (part->row), is_shown && turns == NULL);
    }
}

/* Of a chat, one row says what all of it is made of; of a preference, each part says it. */
static void
update_titles (AttuneImportParts *self,
               AttuneExampleKind  target)
{
  gboolean is_preference = target == ATTUNE_EXAMPLE_PREFERENCE;
  const char *question = _(part_titles[target][0]);
  const char *answer = _(part_titles[target][1]);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->question_row), question);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->question_turns),
                                 target == ATTUNE_EXAMPLE_CHAT ? _("Conversation") : question);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->answer_row), answer);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->answer_turns), answer);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rejected_turns), _("Worse Answer"));
  attune_import_turns_set_can_remove (self->question_turns, is_preference);
  attune_import_part_row_set_takes_turns (self->question_row, is_preference);
  attune_import_part_row_set_takes_turns (self->answer_row, is_preference);
  attune_import_part_row_set_takes_turns (self->rejected_row, is_preference);
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

  attune_import_part_row_set_placeholder (self->question_row, question);
  attune_import_part_row_set_placeholder (self->answer_row, choose);
  attune_import_part_row_set_placeholder (self->rejected_row, choose);
}

/* They may be missing in any case, so that it need not be said. */
static void
update_tools (AttuneImportParts *self,
              AttuneExampleKind  target)
{
  const char *tools = attune_recipe_get_tools (self->recipe);
  g_autofree char *name = g_strdup (tools);

  if (name != NULL && g_str_has_suffix (name, "?"))
    name[strlen (name) - 1] = '\0';

  attune_import_combo_select_name (self->tools_row, name, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->tools_row),
                          target != ATTUNE_EXAMPLE_COMPLETION &&
                          !attune_recipe_passes_examples (self->recipe));
}

static void
update_system_default (AttuneImportParts *self,
                       AttuneExampleKind  target)
{
  const char *text = attune_recipe_get_system_default (self->recipe);
  gboolean has_field = attune_recipe_get_template (self->recipe, ATTUNE_RECIPE_SYSTEM) != NULL;

  set_text (self->system_default_row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->system_default_row),
                          target != ATTUNE_EXAMPLE_COMPLETION && (has_field || text != NULL));
}

static void
update (AttuneImportParts *self)
{
  AttuneExampleKind target;
  Part parts[N_PARTS];

  if (self->recipe == NULL || self->is_updating)
    return;

  target = attune_recipe_get_target (self->recipe);
  get_parts (self, parts);

  self->is_updating = TRUE;
  adw_combo_row_set_selected (self->target_row, target);
  adw_combo_row_set_selected (self->turns_row, has_turns (self));
  gtk_widget_set_visible (GTK_WIDGET (self->turns_row), target == ATTUNE_EXAMPLE_CHAT);
  update_titles (self, target);
  update_placeholders (self, target);

  for (guint i = 0; i < N_PARTS; i++)
    update_part (self, &parts[i]);

  update_system_default (self, target);
  update_tools (self, target);
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

/* Of a preference the last turn is the answer, and what comes before it the question. */
static void
take_turns (AttuneImportParts *self,
            const Part        *part)
{
  gboolean is_preference = attune_recipe_get_target (self->recipe) == ATTUNE_EXAMPLE_PREFERENCE;
  g_autoptr(AttuneTurns) turns = attune_import_turns_suggest (part->turns);

  if (turns == NULL)
    return;

  if (is_preference)
    turns->take = part->part == ATTUNE_RECIPE_QUESTION ? ATTUNE_TAKE_ALL_BUT_LAST
                                                       : ATTUNE_TAKE_LAST;

  attune_recipe_set_turns (self->recipe, part->part, turns);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (part->turns), TRUE);
}

static void
turns_cb (AttuneImportParts *self)
{
  Part part;

  if (self->is_updating || self->recipe == NULL)
    return;

  part = find_part (self, self->question_turns);

  if (adw_combo_row_get_selected (self->turns_row) == 1)
    take_turns (self, &part);
  else
    attune_recipe_set_turns (self->recipe, ATTUNE_RECIPE_QUESTION, NULL);
}

static void
turns_chosen_cb (AttuneImportParts   *self,
                 AttuneImportPartRow *row)
{
  Part part = find_part (self, row);

  if (self->recipe != NULL)
    take_turns (self, &part);
}

static void
turns_changed_cb (AttuneImportParts *self,
                  AttuneImportTurns *row)
{
  g_autoptr(AttuneTurns) turns = NULL;

  if (self->is_updating || self->recipe == NULL)
    return;

  turns = attune_import_turns_dup_turns (row);
  attune_recipe_set_turns (self->recipe, find_part (self, row).part, turns);
}

static void
turns_removed_cb (AttuneImportParts *self,
                  AttuneImportTurns *row)
{
  if (self->recipe != NULL)
    attune_recipe_set_turns (self->recipe, find_part (self, row).part, NULL);
}

static void
part_cb (AttuneImportParts   *self,
         AttuneImportPartRow *row)
{
  if (!self->is_updating && self->recipe != NULL)
    attune_recipe_set_template (self->recipe, find_part (self, row).part,
                                attune_import_part_row_get_paragraphs (row));
}

static void
system_default_cb (AttuneImportParts *self)
{
  const char *text = gtk_editable_get_text (self->system_default_row);

  if (!self->is_updating && self->recipe != NULL)
    attune_recipe_set_system_default (self->recipe, text[0] != '\0' ? text : NULL);
}

static void
tools_cb (AttuneImportParts *self)
{
  const char *name = attune_import_combo_get_name (self->tools_row, TRUE);
  g_autofree char *tools = name != NULL ? g_strconcat (name, "?", NULL) : NULL;

  if (!self->is_updating && self->recipe != NULL)
    attune_recipe_set_tools (self->recipe, tools);
}

static void
attune_import_parts_dispose (GObject *object)
{
  AttuneImportParts *self = (AttuneImportParts *)object;

  attune_import_parts_set_recipe (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_PARTS);

  G_OBJECT_CLASS (attune_import_parts_parent_class)->dispose (object);
}

static void
attune_import_parts_class_init (AttuneImportPartsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_parts_dispose;

  g_type_ensure (ATTUNE_TYPE_IMPORT_PART_ROW);
  g_type_ensure (ATTUNE_TYPE_IMPORT_TURNS);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-parts.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, target_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, turns_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, history_turns);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, question_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, question_turns);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, answer_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, answer_turns);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, rejected_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, rejected_turns);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, system_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, system_default_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportParts, tools_row);
  gtk_widget_class_bind_template_callback (widget_class, target_cb);
  gtk_widget_class_bind_template_callback (widget_class, turns_cb);
  gtk_widget_class_bind_template_callback (widget_class, part_cb);
  gtk_widget_class_bind_template_callback (widget_class, turns_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, turns_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, turns_removed_cb);
  gtk_widget_class_bind_template_callback (widget_class, system_default_cb);
  gtk_widget_class_bind_template_callback (widget_class, tools_cb);
}

static void
attune_import_parts_init (AttuneImportParts *self)
{
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
}

/* The recipe that the rows edit; NULL for none. */
void
attune_import_parts_set_recipe (AttuneImportParts *self,
                                AttuneRecipe      *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_PARTS (self));

  if (attune_import_recipe_link (&self->recipe, recipe, G_CALLBACK (update), self))
    update (self);
}

static void
fill_tools_row (AttuneImportParts *self,
                GListModel        *fields)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n_fields = g_list_model_get_n_items (fields);

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (fields, i);

      if (attune_import_field_get_scope (field) == NULL)
        g_ptr_array_add (names, g_strdup (attune_import_field_get_path (field)));
    }

  attune_import_combo_set_names (self->tools_row, _("None"), names);
}

/* All that is known of the file, for its lists and their members. */
void
attune_import_parts_set_fields (AttuneImportParts *self,
                                GListModel        *fields)
{
  Part parts[N_PARTS];

  g_return_if_fail (ATTUNE_IS_IMPORT_PARTS (self));
  g_return_if_fail (G_IS_LIST_MODEL (fields));

  get_parts (self, parts);

  self->is_updating = TRUE;

  for (guint i = 0; i < N_PARTS; i++)
    if (parts[i].turns != NULL)
      attune_import_turns_set_fields (parts[i].turns, fields);

  fill_tools_row (self, fields);
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
