/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-speaker-row"

#include "config.h"

#include <string.h>

#include "attune-import-speaker-row.h"

struct _AttuneImportSpeakerRow
{
  AdwPreferencesRow  parent_instance;

  GtkEditable       *entry;
  GtkDropDown       *kind_drop_down;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportSpeakerRow, attune_import_speaker_row, ADW_TYPE_PREFERENCES_ROW)

static guint signals[N_SIGNALS];

/* A line end is part of what many turns begin with, and an entry has one line. */
static char *
dup_shown (const char *text)
{
  g_autoptr(GString) shown = g_string_new (text);

  g_string_replace (shown, "\\", "\\\\", 0);
  g_string_replace (shown, "\n", "\\n", 0);
  g_string_replace (shown, "\r", "\\r", 0);
  g_string_replace (shown, "\t", "\\t", 0);

  return g_string_free_and_steal (g_steal_pointer (&shown));
}

static char *
dup_meant (const char *shown)
{
  static const char letters[] = "nrt\\";
  static const char characters[] = "\n\r\t\\";
  g_autoptr(GString) text = g_string_new (NULL);

  for (const char *p = shown; *p != '\0'; p++)
    {
      const char *escape = p[0] == '\\' && p[1] != '\0' ? strchr (letters, p[1]) : NULL;

      if (escape != NULL)
        {
          g_string_append_c (text, characters[escape - letters]);
          p++;
        }
      else
        {
          g_string_append_c (text, *p);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
changed_cb (AttuneImportSpeakerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_cb (AttuneImportSpeakerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
attune_import_speaker_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_SPEAKER_ROW);

  G_OBJECT_CLASS (attune_import_speaker_row_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       ATTUNE_TYPE_IMPORT_SPEAKER_ROW,
                       G_SIGNAL_RUN_LAST,
                       0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
attune_import_speaker_row_class_init (AttuneImportSpeakerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_speaker_row_dispose;

  signals[SIGNAL_CHANGED] = add_signal ("changed");
  signals[SIGNAL_REMOVED] = add_signal ("removed");

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-speaker-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSpeakerRow, entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSpeakerRow, kind_drop_down);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
attune_import_speaker_row_init (AttuneImportSpeakerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @text: NULL where who speaks is known by the order alone. @description: of what the text is. */
GtkWidget *
attune_import_speaker_row_new (const char     *text,
                               AttuneTurnKind  kind,
                               const char     *description)
{
  AttuneImportSpeakerRow *self = g_object_new (ATTUNE_TYPE_IMPORT_SPEAKER_ROW, NULL);
  g_autofree char *shown = dup_shown (text != NULL ? text : "");

  gtk_widget_set_visible (GTK_WIDGET (self->entry), text != NULL);
  gtk_editable_set_text (self->entry, shown);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description != NULL ? description : "",
                                  -1);
  gtk_drop_down_set_selected (self->kind_drop_down, kind);

  return GTK_WIDGET (self);
}

/* Returns: (transfer full): empty while nobody has said it */
char *
attune_import_speaker_row_dup_text (AttuneImportSpeakerRow *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SPEAKER_ROW (self), NULL);

  return dup_meant (gtk_editable_get_text (self->entry));
}

/* Returns: what becomes of what they say */
AttuneTurnKind
attune_import_speaker_row_get_kind (AttuneImportSpeakerRow *self)
{
  guint selected;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_SPEAKER_ROW (self), ATTUNE_TURN_USER);

  selected = gtk_drop_down_get_selected (self->kind_drop_down);

  return selected < ATTUNE_N_TURN_KINDS ? selected : ATTUNE_TURN_USER;
}
