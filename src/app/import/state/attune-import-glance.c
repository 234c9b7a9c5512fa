/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-glance"

#include "config.h"

#include "attune-json-arrays.h"

#include "attune-import-field.h"
#include "attune-import-glance.h"

/* How much of a packed or converted file is made for a glance. */
#define HEAD_SIZE (1024 * 1024)

/* What a page can show; each may hold 64 KiB of raw text. */
#define N_PREVIEWS 20

struct _AttuneImportGlance
{
  GObject       parent_instance;

  AttuneSource *source;
  AttuneReader *reader;
  AttuneRecipe *recipe;
  GPtrArray    *previews;
  GListModel   *fields;
  GPtrArray    *arrays;     /* of AttuneJsonArray; NULL where it is no JSON document */
};

G_DEFINE_FINAL_TYPE (AttuneImportGlance, attune_import_glance, G_TYPE_OBJECT)

static void
attune_import_glance_finalize (GObject *object)
{
  AttuneImportGlance *self = (AttuneImportGlance *)object;

  g_clear_object (&self->source);
  g_clear_object (&self->reader);
  g_clear_object (&self->recipe);
  g_clear_object (&self->fields);
  g_clear_pointer (&self->previews, g_ptr_array_unref);
  g_clear_pointer (&self->arrays, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_import_glance_parent_class)->finalize (object);
}

static void
attune_import_glance_class_init (AttuneImportGlanceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_glance_finalize;
}

static void
attune_import_glance_init (AttuneImportGlance *self)
{
}

/* On a thread. Returns NULL with a sentence when the file cannot be read at all. */
AttuneImportGlance *
attune_import_glance_new (const char           *path,
                          AttuneImportChoices  *choices,
                          GCancellable         *cancellable,
                          GError              **error)
{
  g_autoptr(AttuneImportGlance) self = g_object_new (ATTUNE_TYPE_IMPORT_GLANCE, NULL);
  g_autoptr(AttuneRecognition) recognition = NULL;
  AttuneScanOptions options = { 0, };
  gboolean is_sequence;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_IMPORT_CHOICES (choices), NULL);

  attune_import_choices_fill_options (choices, &options);
  options.source.head = HEAD_SIZE;

  if (!(self->source = attune_source_open_full (path, &options.source, NULL, NULL, cancellable,
                                                error)) ||
      !(self->reader = attune_scan_open_reader (self->source, &options, &recognition, cancellable,
                                                error)))
    return NULL;

  self->recipe = g_object_ref (options.recipe != NULL ? options.recipe : recognition->recipe);
  options.recipe = self->recipe;
  self->previews = attune_preview_read_file (path, &options, N_PREVIEWS, cancellable, error);

  if (self->previews == NULL)
    return NULL;

  self->fields = attune_import_field_list (recognition->survey);

  if (attune_reader_get_format (self->reader) == ATTUNE_FORMAT_JSON)
    self->arrays = attune_reader_json_list_arrays (self->source, &is_sequence, NULL);

  return g_steal_pointer (&self);
}

AttuneSource *
attune_import_glance_get_source (AttuneImportGlance *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_GLANCE (self), NULL);

  return self->source;
}

/* For what it found out. */
AttuneReader *
attune_import_glance_get_reader (AttuneImportGlance *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_GLANCE (self), NULL);

  return self->reader;
}

AttuneRecipe *
attune_import_glance_get_recipe (AttuneImportGlance *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_GLANCE (self), NULL);

  return self->recipe;
}

/* A GPtrArray of AttunePreview. */
GPtrArray *
attune_import_glance_get_previews (AttuneImportGlance *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_GLANCE (self), NULL);

  return self->previews;
}

/* A GListModel of AttuneImportField. */
GListModel *
attune_import_glance_get_fields (AttuneImportGlance *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_GLANCE (self), NULL);

  return self->fields;
}

/* Where records may be in a JSON document: a GPtrArray of AttuneJsonArray, or NULL. */
GPtrArray *
attune_import_glance_get_arrays (AttuneImportGlance *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_GLANCE (self), NULL);

  return self->arrays;
}

/* The first one that can be shown, or NULL. */
AttuneExample *
attune_import_glance_find_example (AttuneImportGlance *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_GLANCE (self), NULL);

  for (guint i = 0; i < self->previews->len; i++)
    {
      AttunePreview *preview = g_ptr_array_index (self->previews, i);

      if (preview->example != NULL)
        return preview->example;
    }

  return NULL;
}
