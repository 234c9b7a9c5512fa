/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-recognise-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-view.h"
#include "attune-format.h"

#include "attune-import-recognise-page.h"

struct _AttuneImportRecognisePage
{
  AttuneImportPage   parent_instance;

  GtkStack          *stack;
  AdwStatusPage     *problem_page;
  AdwActionRow      *name_row;
  AdwActionRow      *format_row;
  AdwActionRow      *size_row;
  AdwActionRow      *records_row;
  AdwActionRow      *examples_row;
  GtkWidget         *map_group;
  AdwActionRow      *map_row;
  GtkWidget         *example_group;
  AttuneExampleView *example_view;
};

G_DEFINE_FINAL_TYPE (AttuneImportRecognisePage, attune_import_recognise_page,
                     ATTUNE_TYPE_IMPORT_PAGE)

static void
set_count (AdwActionRow *row,
           guint64       count)
{
  g_autofree char *text = attune_format_count (count);

  adw_action_row_set_subtitle (row, text);
}

static char *
dup_mapping_text (AttuneImportState *state,
                  AttuneRecipe      *recipe)
{
  const char *system = attune_recipe_get_system_field (recipe);

  if (attune_import_state_get_needs_mapping (state) || !attune_import_state_get_is_mapped (state))
    return g_strdup (_("Say which column holds the question and which the answer"));

  if (attune_recipe_get_answer_field (recipe) == NULL)
    return g_strdup (attune_recipe_get_target (recipe) == ATTUNE_EXAMPLE_CHAT
                       ? _("Conversations, taken as they are")
                       : _("Prompts and completions, taken as they are"));

  if (attune_recipe_get_question_field (recipe) == NULL)
    /* Translators: the name of a column of a table. */
    return g_strdup_printf (_("Text: %s"), attune_recipe_get_answer_field (recipe));

  if (system != NULL)
    /* Translators: the names of three columns of a table. */
    return g_strdup_printf (_("Question: %s, answer: %s, system text: %s"),
                            attune_recipe_get_question_field (recipe),
                            attune_recipe_get_answer_field (recipe), system);

  /* Translators: the names of two columns of a table. */
  return g_strdup_printf (_("Question: %s, answer: %s"),
                          attune_recipe_get_question_field (recipe),
                          attune_recipe_get_answer_field (recipe));
}

static void
update_facts (AttuneImportRecognisePage *self)
{
  AttuneImportState *state = attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
  AttuneScan *scan = attune_import_state_get_scan (state);
  AttuneRecipe *recipe = attune_import_state_get_recipe (state);
  g_autofree char *size = NULL;

  adw_action_row_set_subtitle (self->name_row, attune_import_state_get_file_name (state));
  gtk_widget_set_visible (self->map_group, attune_import_state_get_has_columns (state));

  if (scan == NULL)
    return;

  size = g_format_size (attune_scan_get_size (scan));
  adw_action_row_set_subtitle (self->format_row,
                               attune_format_get_title (attune_scan_get_format (scan)));
  adw_action_row_set_subtitle (self->size_row, size);
  set_count (self->records_row, attune_scan_get_n_records (scan));

  if (attune_import_state_get_needs_mapping (state))
    adw_action_row_set_subtitle (self->examples_row, _("Known once its columns are matched"));
  else
    set_count (self->examples_row, attune_scan_get_n_examples (scan));

  if (recipe != NULL)
    {
      g_autofree char *mapping = dup_mapping_text (state, recipe);

      adw_action_row_set_subtitle (self->map_row, mapping);
    }
}

static void
update_example (AttuneImportRecognisePage *self)
{
  AttuneImportState *state = attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
  GPtrArray *previews = attune_import_state_get_previews (state);
  AttuneExample *example = NULL;

  for (guint i = 0; previews != NULL && example == NULL && i < previews->len; i++)
    example = ((AttunePreview *)g_ptr_array_index (previews, i))->example;

  attune_example_view_set_example (self->example_view, example);
  gtk_widget_set_visible (self->example_group, example != NULL);
}

static void
update_phase (AttuneImportRecognisePage *self)
{
  /* Not bound to the template: disposing that would unparent it, and then the page once more. */
  GtkWidget *toolbar_view = adw_navigation_page_get_child (ADW_NAVIGATION_PAGE (self));
  AttuneImportState *state = attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
  const char *page = "facts";

  switch (attune_import_state_get_phase (state))
    {
    case ATTUNE_IMPORT_EMPTY:
    case ATTUNE_IMPORT_READING:
      page = "reading";
      break;

    case ATTUNE_IMPORT_FAILED:
      {
        /* A status page reads its description as markup. */
        const char *problem = attune_import_state_get_problem (state);
        g_autofree char *markup = g_markup_escape_text (problem, -1);

        adw_status_page_set_description (self->problem_page, markup);
        page = "problem";
      }
      break;

    case ATTUNE_IMPORT_READ:
    case ATTUNE_IMPORT_SAVING:
    case ATTUNE_IMPORT_SAVED:
    default:
      update_facts (self);
      break;
    }

  gtk_stack_set_visible_child_name (self->stack, page);
  adw_toolbar_view_set_reveal_bottom_bars (ADW_TOOLBAR_VIEW (toolbar_view), g_str_equal (page, "facts"));
}

static void
attune_import_recognise_page_constructed (GObject *object)
{
  AttuneImportRecognisePage *self = (AttuneImportRecognisePage *)object;
  AttuneImportState *state = attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));

  G_OBJECT_CLASS (attune_import_recognise_page_parent_class)->constructed (object);

  g_signal_connect_object (state, "notify::phase", G_CALLBACK (update_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::previews", G_CALLBACK (update_example), self, G_CONNECT_SWAPPED);
  update_phase (self);
  update_example (self);
}

static void
attune_import_recognise_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_RECOGNISE_PAGE);

  G_OBJECT_CLASS (attune_import_recognise_page_parent_class)->dispose (object);
}

static void
attune_import_recognise_page_class_init (AttuneImportRecognisePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_import_recognise_page_constructed;
  object_class->dispose = attune_import_recognise_page_dispose;

  g_type_ensure (ATTUNE_TYPE_EXAMPLE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-recognise-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, format_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, size_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, records_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, examples_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, map_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, map_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, example_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, example_view);
}

static void
attune_import_recognise_page_init (AttuneImportRecognisePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AttuneImportPage *
attune_import_recognise_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_RECOGNISE_PAGE, "state", state, NULL);
}
