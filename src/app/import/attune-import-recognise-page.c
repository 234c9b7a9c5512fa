/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-recognise-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-view.h"
#include "attune-format.h"
#include "attune-remedy.h"

#include "attune-import-facts.h"
#include "attune-import-recognise-page.h"
#include "attune-import-recipe-text.h"
#include "attune-import-viewer.h"

/* Of the file, as they stand in it. */
#define N_RECORDS 5
#define RECORD_LENGTH 300

/* Of the garbled text and of the repaired one. */
#define EXAMPLE_LENGTH 120

struct _AttuneImportRecognisePage
{
  AttuneImportPage     parent_instance;

  AttuneImportViewer  *garbled;         /* an example with garbled text */
  GPtrArray           *record_rows;     /* borrowed: the group has them */
  guint                tick;            /* shows the parts of the page one by one */
  guint                n_shown;         /* of them */
  gboolean             is_updating;     /* the switch follows the remedies */

  GtkStack            *stack;
  AdwStatusPage       *problem_page;
  GtkWidget           *progress_group;
  GtkWidget           *problem_group;
  AdwActionRow        *problem_row;
  GtkWidget           *garbled_group;
  AdwSwitchRow        *garbled_row;
  AdwActionRow        *before_row;
  AdwActionRow        *after_row;
  AttuneImportFacts   *facts;
  GtkWidget           *examples_group;
  AdwActionRow        *examples_row;
  AdwActionRow        *map_row;
  GtkWidget           *example_group;
  AttuneExampleView   *example_view;
  AdwPreferencesGroup *records_group;
};

G_DEFINE_FINAL_TYPE (AttuneImportRecognisePage, attune_import_recognise_page,
                     ATTUNE_TYPE_IMPORT_PAGE)

static AttuneImportState *
get_state (AttuneImportRecognisePage *self)
{
  return attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
}

static void
update_counts (AttuneImportRecognisePage *self)
{
  AttuneImportState *state = get_state (self);
  AttuneImportMapping *mapping = attune_import_state_get_mapping (state);
  AttuneScan *scan = attune_import_state_get_scan (state);
  AttuneRecipe *recipe = attune_import_state_get_recipe (state);

  if (attune_import_state_get_phase (state) == ATTUNE_IMPORT_READING || scan == NULL)
    {
      adw_action_row_set_subtitle (self->examples_row, _("Being counted…"));
    }
  else if (attune_import_mapping_get_needs_person (mapping))
    {
      adw_action_row_set_subtitle (self->examples_row, _("Known once you have said what is what"));
    }
  else
    {
      g_autofree char *examples = attune_format_count (attune_scan_get_n_examples (scan));
      g_autofree char *records = attune_format_count (attune_scan_get_n_records (scan));
      g_autofree char *text = NULL;

      /* Translators: how many examples can be used, and how many records the file has. */
      text = g_strdup_printf (ngettext ("%s, from %s record", "%s, from %s records",
                                        attune_scan_get_n_records (scan)),
                              examples, records);
      adw_action_row_set_subtitle (self->examples_row, text);
    }

  if (recipe != NULL)
    {
      g_autofree char *summary = attune_import_recipe_dup_summary (recipe);
      gboolean is_asked = attune_import_mapping_get_needs_person (mapping) ||
                          !attune_import_mapping_get_is_usable (mapping);

      adw_action_row_set_subtitle (self->map_row,
                                   is_asked ? _("Say which field holds the question and which the answer")
                                            : summary);
    }
}

static char *
dup_beginning (const char *text,
               gsize       length)
{
  g_autofree char *beginning = NULL;
  const char *end = text;

  for (gsize i = 0; i < length && *end != '\0'; i++)
    end = g_utf8_next_char (end);

  beginning = g_strndup (text, end - text);
  g_strdelimit (beginning, "\r\n\t", ' ');

  return *end != '\0' ? g_strconcat (beginning, "…", NULL) : g_steal_pointer (&beginning);
}

static void
add_record (AttuneImportRecognisePage *self,
            const AttunePreview       *preview)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *number = attune_format_count (preview->line);
  g_autofree char *text = dup_beginning (preview->text, RECORD_LENGTH);
  g_autofree char *title = NULL;

  /* Translators: %s is the number of a line in a file. */
  title = g_strdup_printf (_("Line %s"), number);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (self->records_group, row);
  g_ptr_array_add (self->record_rows, row);
}

/* The messages of the example and then the records come one a frame: to lay out all of their text
 * at once would take longer than a frame may. */
static guint
count_turns (AttuneImportRecognisePage *self)
{
  guint n_turns = 0;

  for (GtkWidget *turn = gtk_widget_get_first_child (GTK_WIDGET (self->example_view));
       turn != NULL;
       turn = gtk_widget_get_next_sibling (turn))
    n_turns++;

  return n_turns;
}

static guint
count_parts (AttuneImportRecognisePage *self)
{
  return count_turns (self) + self->record_rows->len;
}

static void
update_parts (AttuneImportRecognisePage *self)
{
  gboolean is_failed = attune_import_state_get_phase (get_state (self)) == ATTUNE_IMPORT_FAILED;
  guint n_shown = is_failed ? 0 : self->n_shown;
  guint n_turns = count_turns (self);
  guint i = 0;

  for (GtkWidget *turn = gtk_widget_get_first_child (GTK_WIDGET (self->example_view));
       turn != NULL;
       turn = gtk_widget_get_next_sibling (turn))
    gtk_widget_set_visible (turn, i++ < n_shown);

  for (guint j = 0; j < self->record_rows->len; j++)
    gtk_widget_set_visible (g_ptr_array_index (self->record_rows, j), i++ < n_shown);

  gtk_widget_set_visible (self->example_group, MIN (n_turns, n_shown) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->records_group),
                          self->record_rows->len > 0 && n_shown > n_turns);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  AttuneImportRecognisePage *self = ATTUNE_IMPORT_RECOGNISE_PAGE (widget);

  self->n_shown++;
  update_parts (self);

  if (self->n_shown < count_parts (self))
    return G_SOURCE_CONTINUE;

  self->tick = 0;

  return G_SOURCE_REMOVE;
}

static void
show_parts (AttuneImportRecognisePage *self)
{
  if (self->n_shown < count_parts (self) && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
update_glance (AttuneImportRecognisePage *self)
{
  AttuneImportGlance *glance = attune_import_state_get_glance (get_state (self));
  AttuneExample *example = NULL;
  GPtrArray *previews;

  for (guint i = 0; i < self->record_rows->len; i++)
    adw_preferences_group_remove (self->records_group, g_ptr_array_index (self->record_rows, i));

  g_ptr_array_set_size (self->record_rows, 0);

  if (glance != NULL)
    {
      previews = attune_import_glance_get_previews (glance);
      example = attune_import_glance_find_example (glance);

      for (guint i = 0; i < MIN (previews->len, N_RECORDS); i++)
        add_record (self, g_ptr_array_index (previews, i));
    }

  self->n_shown = 0;
  attune_example_view_set_example (self->example_view, example);
  update_parts (self);
}

/* Finds an example whose text was garbled, once all of them are known. */
static void
update_garbled (AttuneImportRecognisePage *self)
{
  AttuneScan *scan = attune_import_state_get_scan (get_state (self));
  AttuneIndex *index;
  guint position;

  gtk_widget_set_visible (self->garbled_group, FALSE);

  if (scan == NULL ||
      attune_report_get_count (attune_scan_get_report (scan), ATTUNE_ISSUE_MOJIBAKE) == 0)
    return;

  index = attune_scan_get_index (scan);
  position = attune_index_find_issue (index, attune_issue_bit (ATTUNE_ISSUE_MOJIBAKE), 0);

  if (position >= attune_index_get_length (index))
    return;

  attune_import_viewer_set_scan (self->garbled, scan);
  attune_import_viewer_set_remedies (self->garbled,
                                     attune_remedy_bit (ATTUNE_REMEDY_REPAIR_MOJIBAKE));
  attune_import_viewer_set_position (self->garbled, position);
  gtk_widget_set_visible (self->garbled_group, TRUE);
}

static void
set_difference (AdwActionRow        *row,
                const AttuneExample *example,
                guint                turn,
                gsize                start)
{
  const char *text = attune_example_get_turn ((AttuneExample *)example, turn)->content;
  g_autofree char *beginning = dup_beginning (text + start, EXAMPLE_LENGTH);

  adw_action_row_set_subtitle (row, beginning);
}

/* Shows the first place where both differ, with a little of what is before it. */
static void
update_garbled_example (AttuneImportRecognisePage *self)
{
  AttunePreview *preview = attune_import_viewer_get_preview (self->garbled);
  guint n_turns;

  gtk_widget_set_visible (GTK_WIDGET (self->before_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->after_row), FALSE);

  if (preview == NULL || preview->example == NULL || preview->mended == NULL)
    return;

  n_turns = MIN (attune_example_get_n_turns (preview->example),
                 attune_example_get_n_turns (preview->mended));

  for (guint i = 0; i < n_turns; i++)
    {
      const char *before = attune_example_get_turn (preview->example, i)->content;
      const char *after = attune_example_get_turn (preview->mended, i)->content;
      const char *start = before;
      gsize equal = 0;

      while (before[equal] != '\0' && before[equal] == after[equal])
        equal++;

      if (before[equal] == after[equal])
        continue;

      for (const char *p = before; p < before + equal; p = g_utf8_next_char (p))
        if (before + equal - p > 20)
          start = p;

      set_difference (self->before_row, preview->example, i, start - before);
      set_difference (self->after_row, preview->mended, i, start - before);
      gtk_widget_set_visible (GTK_WIDGET (self->before_row), TRUE);
      gtk_widget_set_visible (GTK_WIDGET (self->after_row), TRUE);
      return;
    }
}

static void
garbled_cb (AttuneImportRecognisePage *self)
{
  if (!self->is_updating)
    attune_import_remedies_set (attune_import_state_get_remedies (get_state (self)),
                                ATTUNE_REMEDY_REPAIR_MOJIBAKE,
                                adw_switch_row_get_active (self->garbled_row));
}

static void
update_remedies (AttuneImportRecognisePage *self)
{
  AttuneImportRemedies *remedies = attune_import_state_get_remedies (get_state (self));

  self->is_updating = TRUE;
  adw_switch_row_set_active (self->garbled_row,
                             attune_import_remedies_has (remedies, ATTUNE_REMEDY_REPAIR_MOJIBAKE));
  self->is_updating = FALSE;
}

/* In an archive there may be another file that can be read. */
static gboolean
has_alternatives (AttuneImportState *state)
{
  AttuneImportScanner *reading = attune_import_state_get_reading (state);
  AttuneSource *source = attune_import_scanner_get_source (reading);
  GPtrArray *members = source != NULL ? attune_source_get_members (source) : NULL;

  return members != NULL && members->len > 1;
}

/* Returns the name of the page of the stack. */
static const char *
show_problem (AttuneImportRecognisePage *self)
{
  AttuneImportState *state = get_state (self);
  const char *problem = attune_import_scanner_get_problem (attune_import_state_get_reading (state));
  g_autofree char *markup = NULL;

  if (has_alternatives (state))
    {
      adw_action_row_set_subtitle (self->problem_row, problem);
      return "facts";
    }

  /* A status page reads its description as markup. */
  markup = g_markup_escape_text (problem, -1);
  adw_status_page_set_description (self->problem_page, markup);

  return "problem";
}

static void
update_phase (AttuneImportRecognisePage *self)
{
  /* Not bound to the template: disposing that would unparent it, and then the page once more. */
  GtkWidget *toolbar_view = adw_navigation_page_get_child (ADW_NAVIGATION_PAGE (self));
  AttuneImportState *state = get_state (self);
  AttuneImportPhase phase = attune_import_state_get_phase (state);
  gboolean is_failed = phase == ATTUNE_IMPORT_FAILED;
  const char *page = "facts";

  if (is_failed)
    page = show_problem (self);
  else if (attune_import_state_get_glance (state) != NULL)
    show_parts (self);

  update_parts (self);
  gtk_widget_set_visible (self->problem_group, is_failed);
  gtk_widget_set_visible (self->examples_group, !is_failed);
  gtk_widget_set_visible (self->progress_group, phase == ATTUNE_IMPORT_READING);
  update_counts (self);
  gtk_stack_set_visible_child_name (self->stack, page);
  adw_toolbar_view_set_reveal_bottom_bars (ADW_TOOLBAR_VIEW (toolbar_view), g_str_equal (page, "facts"));
}

static void
glance_cb (AttuneImportRecognisePage *self)
{
  update_glance (self);
  update_phase (self);
}

static void
attune_import_recognise_page_constructed (GObject *object)
{
  AttuneImportRecognisePage *self = (AttuneImportRecognisePage *)object;
  AttuneImportState *state = get_state (self);

  G_OBJECT_CLASS (attune_import_recognise_page_parent_class)->constructed (object);

  attune_import_facts_set_state (self->facts, state);
  g_signal_connect_object (state, "notify::phase", G_CALLBACK (update_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_mapping (state), "notify::recipe",
                           G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_reading (state), "notify::glance",
                           G_CALLBACK (glance_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_reading (state), "notify::scan",
                           G_CALLBACK (update_garbled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->garbled, "notify::preview", G_CALLBACK (update_garbled_example), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_remedies (state), "notify::mask",
                           G_CALLBACK (update_remedies), self, G_CONNECT_SWAPPED);
  update_remedies (self);
  update_garbled (self);
  update_garbled_example (self);
  glance_cb (self);
}

static void
attune_import_recognise_page_dispose (GObject *object)
{
  AttuneImportRecognisePage *self = (AttuneImportRecognisePage *)object;

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), g_steal_handle_id (&self->tick));

  g_clear_object (&self->garbled);
  g_clear_pointer (&self->record_rows, g_ptr_array_unref);
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
  g_type_ensure (ATTUNE_TYPE_IMPORT_FACTS);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-recognise-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, progress_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, problem_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, problem_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, garbled_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, garbled_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, before_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, after_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, facts);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, examples_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, examples_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, map_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, example_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, example_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecognisePage, records_group);
  gtk_widget_class_bind_template_callback (widget_class, garbled_cb);
}

static void
attune_import_recognise_page_init (AttuneImportRecognisePage *self)
{
  self->garbled = attune_import_viewer_new ();
  self->record_rows = g_ptr_array_new ();
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
}

AttuneImportPage *
attune_import_recognise_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_RECOGNISE_PAGE, "state", state, NULL);
}
