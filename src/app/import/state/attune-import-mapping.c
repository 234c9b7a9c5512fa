/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-mapping"

#include "config.h"

#include "attune-import-mapping.h"

struct _AttuneImportMapping
{
  GObject              parent_instance;

  AttuneImportScanner *reading;
  AttuneRecipe        *recipe;
  guint                is_edited : 1;
  guint                needs_reading : 1;  /* the recipe is not that of the scan */
};

enum {
  PROP_0,
  PROP_RECIPE,
  N_PROPS
};

enum {
  SIGNAL_EDITED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportMapping, attune_import_mapping, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
edited_cb (AttuneImportMapping *self)
{
  self->is_edited = TRUE;
  self->needs_reading = TRUE;
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECIPE]);
}

static void
take_recipe (AttuneImportMapping *self,
             AttuneRecipe        *recipe)
{
  if (self->recipe != NULL)
    g_signal_handlers_disconnect_by_data (self->recipe, self);

  g_clear_object (&self->recipe);
  self->recipe = recipe;

  if (recipe != NULL)
    g_signal_connect_swapped (recipe, "changed", G_CALLBACK (edited_cb), self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECIPE]);
}

/* A copy, because what was found is immutable and may be looked at by another thread. */
static void
follow (AttuneImportMapping *self,
        AttuneRecipe        *found)
{
  if (self->is_edited || found == NULL ||
      (self->recipe != NULL && attune_recipe_equal (self->recipe, found)))
    return;

  take_recipe (self, attune_recipe_copy (found));
}

static void
glance_cb (AttuneImportMapping *self)
{
  AttuneImportGlance *glance = attune_import_scanner_get_glance (self->reading);

  if (glance != NULL)
    follow (self, attune_import_glance_get_recipe (glance));
}

static void
scan_cb (AttuneImportMapping *self)
{
  AttuneScan *scan = attune_import_scanner_get_scan (self->reading);

  if (scan == NULL)
    return;

  self->needs_reading = FALSE;
  follow (self, attune_scan_get_recipe (scan));

  if (self->recipe == NULL)
    take_recipe (self, attune_recipe_new ());
}

static gboolean
has_example (AttuneImportMapping *self)
{
  AttuneImportGlance *glance = attune_import_scanner_get_glance (self->reading);
  AttuneScan *scan = attune_import_scanner_get_scan (self->reading);

  if (scan != NULL)
    return attune_scan_get_n_examples (scan) > 0 ||
           attune_report_get_count (attune_scan_get_report (scan), ATTUNE_ISSUE_UNKNOWN_SHAPE) == 0;

  return glance != NULL && attune_import_glance_find_example (glance) != NULL;
}

static void
attune_import_mapping_dispose (GObject *object)
{
  AttuneImportMapping *self = (AttuneImportMapping *)object;

  if (self->recipe != NULL)
    g_signal_handlers_disconnect_by_data (self->recipe, self);

  g_clear_object (&self->recipe);
  g_clear_object (&self->reading);

  G_OBJECT_CLASS (attune_import_mapping_parent_class)->dispose (object);
}

static void
attune_import_mapping_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  AttuneImportMapping *self = ATTUNE_IMPORT_MAPPING (object);

  switch (prop_id)
    {
    case PROP_RECIPE:
      g_value_set_object (value, self->recipe);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_mapping_class_init (AttuneImportMappingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_mapping_dispose;
  object_class->get_property = attune_import_mapping_get_property;

  properties[PROP_RECIPE] =
    g_param_spec_object ("recipe", NULL, NULL,
                         ATTUNE_TYPE_RECIPE,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_EDITED] =
    g_signal_new ("edited",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_import_mapping_init (AttuneImportMapping *self)
{
}

AttuneImportMapping *
attune_import_mapping_new (AttuneImportScanner *reading)
{
  AttuneImportMapping *self;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_SCANNER (reading), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_MAPPING, NULL);
  self->reading = g_object_ref (reading);
  g_signal_connect_object (reading, "notify::glance", G_CALLBACK (glance_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (reading, "notify::scan", G_CALLBACK (scan_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/* For another file. */
void
attune_import_mapping_clear (AttuneImportMapping *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_MAPPING (self));

  take_recipe (self, NULL);
  self->is_edited = FALSE;
  self->needs_reading = FALSE;
}

/* The one that the person edits; a change makes reading again necessary. */
AttuneRecipe *
attune_import_mapping_get_recipe (AttuneImportMapping *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_MAPPING (self), NULL);

  return self->recipe;
}

/* One from a file, or written as text. */
void
attune_import_mapping_set_recipe (AttuneImportMapping *self,
                                  AttuneRecipe        *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_MAPPING (self));
  g_return_if_fail (ATTUNE_IS_RECIPE (recipe));

  take_recipe (self, g_object_ref (recipe));
  edited_cb (self);
}

/* TRUE when nobody but the person can say which field is what. */
gboolean
attune_import_mapping_get_needs_person (AttuneImportMapping *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_MAPPING (self), FALSE);

  return self->recipe != NULL && !self->is_edited && !has_example (self);
}

/* FALSE while the recipe cannot make examples. */
gboolean
attune_import_mapping_get_is_usable (AttuneImportMapping *self)
{
  AttuneReader *reader;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_MAPPING (self), FALSE);

  if (self->recipe == NULL || !attune_recipe_is_complete (self->recipe) ||
      (attune_recipe_passes_examples (self->recipe) && !has_example (self)))
    return FALSE;

  reader = attune_import_scanner_get_reader (self->reading);

  /* A row of a table is never a conversation by itself. */
  return !attune_recipe_passes_examples (self->recipe) ||
         (reader != NULL && attune_reader_get_format (reader) != ATTUNE_FORMAT_TABLE);
}

gboolean
attune_import_mapping_get_needs_reading (AttuneImportMapping *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_MAPPING (self), FALSE);

  return self->needs_reading;
}
