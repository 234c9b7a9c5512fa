/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-turns-speakers"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-import-speaker-row.h"
#include "attune-import-turns-private.h"

/* As many as the text of a recipe may have of each. */
#define SPEAKERS_MAX ATTUNE_MAX_LABELS

/* What stands beside the kind of a speaker, by the shape; NULL where nothing does. */
static const struct
{
  const char *title;
  const char *subtitle;
  const char *description;
} speaker_texts[ATTUNE_N_TURNS_SHAPES] = {
  [ATTUNE_TURNS_NAMED] = { N_("Names of the Speakers"),
                           N_("OpenAI’s own names are known; here are the others."),
                           N_("Name") },
  [ATTUNE_TURNS_TREE] = { N_("Names of the Speakers"),
                          N_("OpenAI’s own names are known; here are the others."),
                          N_("Name") },
  [ATTUNE_TURNS_IN_TURN] = { N_("Order of the Speakers"),
                             N_("Who speaks first, and who then; after the last the first again."),
                             NULL },
  [ATTUNE_TURNS_TOGETHER] = { N_("Fields of the Speakers"),
                              N_("What of an element is said by whom, in this order."),
                              N_("Field") },
  [ATTUNE_TURNS_LABELLED] = { N_("Labels"),
                              N_("With what a turn begins, exactly as the file has it. “\\n” is a new line."),
                              N_("Label") },
};

static void
speaker_removed_cb (AttuneImportTurns *self,
                    GtkWidget         *row)
{
  gtk_widget_grab_focus (self->add_button);
  g_ptr_array_remove (self->speakers, row);
  adw_expander_row_remove (ADW_EXPANDER_ROW (self), row);
  gtk_widget_set_sensitive (self->add_button, TRUE);
  attune_import_turns_changed (self);
}

static GtkWidget *
add_speaker (AttuneImportTurns *self,
             const char        *text,
             AttuneTurnKind     kind)
{
  const char *description = speaker_texts[attune_import_turns_get_chosen_shape (self)].description;
  GtkWidget *row = attune_import_speaker_row_new (description != NULL ? text : NULL, kind,
                                                  description != NULL ? _(description) : NULL);

  g_signal_connect_object (row, "changed", G_CALLBACK (attune_import_turns_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (speaker_removed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->speakers, row);
  gtk_widget_set_sensitive (self->add_button, self->speakers->len < SPEAKERS_MAX);

  return row;
}

static void
add_cb (AttuneImportTurns *self)
{
  AttuneTurnKind kind = self->speakers->len % 2 == 0 ? ATTUNE_TURN_USER : ATTUNE_TURN_ASSISTANT;
  GtkWidget *row = add_speaker (self, "", kind);

  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  attune_import_turns_changed (self);
}

/**
 * attune_import_turns_bind_speakers:
 * @widget_class: the class of the rows, whose template is set
 *
 * Binds what of the template is about the speakers.
 */
void
attune_import_turns_bind_speakers (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, speakers_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportTurns, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

/**
 * attune_import_turns_update_speakers:
 * @self: rows
 *
 * Says above the speakers what is asked of each, or hides that where the shape has none.
 */
void
attune_import_turns_update_speakers (AttuneImportTurns *self)
{
  AttuneTurnsShape shape = attune_import_turns_get_chosen_shape (self);
  const char *title = speaker_texts[shape].title;

  gtk_widget_set_visible (GTK_WIDGET (self->speakers_row), title != NULL);

  if (title == NULL)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->speakers_row), _(title));
  adw_action_row_set_subtitle (self->speakers_row, _(speaker_texts[shape].subtitle));
}

/**
 * attune_import_turns_fill_speakers:
 * @self: rows
 * @turns: what they shall say
 *
 * Replaces the rows of the speakers by those that @turns names.
 */
void
attune_import_turns_fill_speakers (AttuneImportTurns *self,
                                   const AttuneTurns *turns)
{
  GPtrArray *names = turns->labels->len > 0 ? turns->labels : turns->roles;

  while (self->speakers->len > 0)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self),
                             g_ptr_array_steal_index (self->speakers, self->speakers->len - 1));

  gtk_widget_set_sensitive (self->add_button, TRUE);

  for (guint i = 0; i < names->len; i++)
    {
      const AttuneTurnRole *role = g_ptr_array_index (names, i);

      add_speaker (self, role->name, role->kind);
    }

  for (guint i = 0; i < turns->speakers->len; i++)
    add_speaker (self, turns->texts != NULL ? turns->texts[i] : "",
                 g_array_index (turns->speakers, AttuneTurnKind, i));
}

static gboolean
has_name (GPtrArray  *names,
          const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (((AttuneTurnRole *)g_ptr_array_index (names, i))->name, name))
      return TRUE;

  return FALSE;
}

/**
 * attune_import_turns_collect_speakers:
 * @self: rows
 * @turns: turns without speakers, to which they are added
 *
 * What is not complete yet is left out, and so is what was said before.
 */
void
attune_import_turns_collect_speakers (AttuneImportTurns *self,
                                      AttuneTurns       *turns)
{
  AttuneTurnsShape shape = attune_import_turns_get_chosen_shape (self);
  GPtrArray *names = shape == ATTUNE_TURNS_LABELLED ? turns->labels : turns->roles;
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < self->speakers->len; i++)
    {
      AttuneImportSpeakerRow *row = g_ptr_array_index (self->speakers, i);
      AttuneTurnKind kind = attune_import_speaker_row_get_kind (row);
      g_autofree char *text = attune_import_speaker_row_dup_text (row);

      if (speaker_texts[shape].description != NULL && text[0] == '\0')
        continue;

      if (shape == ATTUNE_TURNS_IN_TURN || shape == ATTUNE_TURNS_TOGETHER)
        {
          g_array_append_val (turns->speakers, kind);
          g_strv_builder_take (texts, g_steal_pointer (&text));
        }
      else if (!has_name (names, text))
        {
          attune_turns_add_name (names, text, kind);
        }
    }

  if (shape == ATTUNE_TURNS_TOGETHER && turns->speakers->len > 0)
    turns->texts = g_strv_builder_end (texts);
}
