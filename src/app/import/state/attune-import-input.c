/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-input"

#include "config.h"

#include "attune-import-file.h"
#include "attune-import-input.h"

struct _AttuneImportInput
{
  GObject              parent_instance;

  AttuneImportFile    *file;
  AttuneImportChoices *choices;
  AttuneImportScanner *reading;
  AttuneImportMapping *mapping;
  AttuneImportTarget  *target;
};

enum {
  PROP_0,
  PROP_FILE_NAME,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportInput, attune_import_input, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
changed_cb (AttuneImportInput *self)
{
  if (attune_import_input_get_path (self) != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_rules (AttuneImportInput   *self,
           AttuneImportChoices *choices)
{
  AttuneRules rules;

  attune_import_target_fill_rules (self->target, &rules);
  attune_import_choices_set_rules (choices, &rules);
}

static void
target_changed_cb (AttuneImportInput *self)
{
  set_rules (self, self->choices);
  changed_cb (self);
}

static void
edited_cb (AttuneImportInput *self)
{
  attune_import_choices_set_recipe (self->choices,
                                    attune_import_mapping_get_recipe (self->mapping));
}

static gboolean
has_preferences (AttuneScan *scan)
{
  return attune_scan_get_kind (scan) == ATTUNE_EXAMPLE_PREFERENCE ||
         attune_report_get_count (attune_scan_get_report (scan), ATTUNE_ISSUE_MIXED_KINDS) > 0;
}

static void
scan_cb (AttuneImportInput *self)
{
  AttuneScan *scan = attune_import_scanner_get_scan (self->reading);

  if (scan != NULL)
    attune_import_target_set_allows_preference (self->target, has_preferences (scan));
}

static void
renew_choices (AttuneImportInput *self)
{
  if (self->choices != NULL)
    g_signal_handlers_disconnect_by_data (self->choices, self);

  g_clear_object (&self->choices);
  self->choices = attune_import_choices_new ();
  set_rules (self, self->choices);
  g_signal_connect_object (self->choices, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
attune_import_input_dispose (GObject *object)
{
  AttuneImportInput *self = (AttuneImportInput *)object;

  g_clear_object (&self->mapping);
  g_clear_object (&self->reading);
  g_clear_object (&self->choices);
  g_clear_object (&self->target);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (attune_import_input_parent_class)->dispose (object);
}

static void
attune_import_input_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportInput *self = ATTUNE_IMPORT_INPUT (object);

  switch (prop_id)
    {
    case PROP_FILE_NAME:
      g_value_set_string (value, attune_import_input_get_file_name (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_input_class_init (AttuneImportInputClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_input_dispose;
  object_class->get_property = attune_import_input_get_property;

  properties[PROP_FILE_NAME] =
    g_param_spec_string ("file-name", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_import_input_init (AttuneImportInput *self)
{
}

AttuneImportInput *
attune_import_input_new (AttuneWorkspace *workspace)
{
  AttuneImportInput *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_INPUT, NULL);
  self->target = attune_import_target_new (workspace);
  renew_choices (self);

  /* The recipe follows what was found before anybody else hears of it. */
  self->reading = attune_import_scanner_new ();
  self->mapping = attune_import_mapping_new (self->reading);

  g_signal_connect_object (self->target, "changed", G_CALLBACK (target_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->mapping, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reading, "notify::scan", G_CALLBACK (scan_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/* Forgets everything about an earlier one. */
void
attune_import_input_set_file (AttuneImportInput *self,
                              GFile             *file)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_INPUT (self));
  g_return_if_fail (G_IS_FILE (file));

  attune_import_scanner_clear (self->reading);
  attune_import_target_reset (self->target);
  renew_choices (self);
  attune_import_mapping_clear (self->mapping);
  g_clear_object (&self->file);
  self->file = attune_import_file_new (file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE_NAME]);
}

const char *
attune_import_input_get_file_name (AttuneImportInput *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);

  return self->file != NULL ? attune_import_file_get_display_name (self->file) : NULL;
}

/* What its dataset may be called. */
char *
attune_import_input_dup_title (AttuneImportInput *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);
  g_return_val_if_fail (self->file != NULL, NULL);

  return attune_import_file_dup_title (self->file);
}

/* The path of the file, of a sample that of a copy of it; NULL when it has none. */
const char *
attune_import_input_get_path (AttuneImportInput *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);

  return self->file != NULL ? attune_import_file_find_path (self->file, NULL) : NULL;
}

AttuneImportChoices *
attune_import_input_get_choices (AttuneImportInput *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);

  return self->choices;
}

/* For another file, whose form is its own; how records become examples, and what holds for these,
 * is the same. */
AttuneImportChoices *
attune_import_input_new_choices (AttuneImportInput *self)
{
  AttuneImportChoices *choices;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);

  choices = attune_import_choices_new ();
  attune_import_choices_set_recipe (choices,
                                    attune_import_mapping_get_recipe (self->mapping));
  set_rules (self, choices);

  return choices;
}

AttuneImportScanner *
attune_import_input_get_reading (AttuneImportInput *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);

  return self->reading;
}

AttuneImportMapping *
attune_import_input_get_mapping (AttuneImportInput *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);

  return self->mapping;
}

AttuneImportTarget *
attune_import_input_get_target (AttuneImportInput *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_INPUT (self), NULL);

  return self->target;
}

/* Reads the whole file, with the recipe when the person made one. */
void
attune_import_input_read (AttuneImportInput *self)
{
  g_autoptr(GError) error = NULL;
  const char *path;

  g_return_if_fail (ATTUNE_IS_IMPORT_INPUT (self));
  g_return_if_fail (self->file != NULL);

  if ((path = attune_import_file_find_path (self->file, &error)) != NULL)
    attune_import_scanner_start (self->reading, path, self->choices, NULL);
  else
    attune_import_scanner_fail (self->reading, error->message);
}
