/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-sample-file"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-json.h"

#include "attune-sample-file.h"

#define SAMPLES_PATH "/io/github/attune/Attune/samples/"

struct _AttuneSampleFile
{
  GObject  parent_instance;

  char    *file_name;
  char    *title;
  char    *description;
};

enum {
  PROP_0,
  PROP_FILE_NAME,
  PROP_TITLE,
  PROP_DESCRIPTION,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneSampleFile, attune_sample_file, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_sample_file_finalize (GObject *object)
{
  AttuneSampleFile *self = (AttuneSampleFile *)object;

  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (attune_sample_file_parent_class)->finalize (object);
}

static void
attune_sample_file_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  AttuneSampleFile *self = ATTUNE_SAMPLE_FILE (object);

  switch (prop_id)
    {
    case PROP_FILE_NAME:
      g_value_set_string (value, self->file_name);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_sample_file_class_init (AttuneSampleFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_sample_file_finalize;
  object_class->get_property = attune_sample_file_get_property;

  properties[PROP_FILE_NAME] =
    g_param_spec_string ("file-name", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_sample_file_init (AttuneSampleFile *self)
{
}

static AttuneSampleFile *
attune_sample_file_new_from_json (JsonObject *object)
{
  AttuneSampleFile *self = g_object_new (ATTUNE_TYPE_SAMPLE_FILE, NULL);
  const char *title = attune_json_get_string (object, "title", "");
  const char *description = attune_json_get_string (object, "description", "");

  self->file_name = g_strdup (attune_json_get_string (object, "file", ""));
  /* The catalogue has the texts of samples.json too. An empty text would find its header. */
  self->title = g_strdup (title[0] != '\0' ? _(title) : self->file_name);
  self->description = g_strdup (description[0] != '\0' ? _(description) : "");

  return self;
}

/* Returns a GListModel of AttuneSampleFile, as samples.json has them. */
GListModel *
attune_sample_file_list (void)
{
  g_autoptr(GListStore) samples = g_list_store_new (ATTUNE_TYPE_SAMPLE_FILE);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonObject) root = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *array;

  bytes = g_resources_lookup_data (SAMPLES_PATH "samples.json", G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes != NULL)
    root = attune_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     &error);

  /* The file is part of the program, so it is the program that is wrong. */
  if (root == NULL)
    g_warning ("No samples: %s", error->message);

  array = root != NULL ? attune_json_get_array (root, "samples") : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr(AttuneSampleFile) sample = NULL;

      sample = attune_sample_file_new_from_json (json_array_get_object_element (array, i));
      g_list_store_append (samples, sample);
    }

  return G_LIST_MODEL (g_steal_pointer (&samples));
}

/* Returns a new reference, or NULL when there is no sample of that name. */
AttuneSampleFile *
attune_sample_file_find (const char *file_name)
{
  g_autoptr(GListModel) samples = attune_sample_file_list ();

  g_return_val_if_fail (file_name != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (samples); i++)
    {
      g_autoptr(AttuneSampleFile) sample = g_list_model_get_item (samples, i);

      if (g_str_equal (sample->file_name, file_name))
        return g_steal_pointer (&sample);
    }

  return NULL;
}

const char *
attune_sample_file_get_file_name (AttuneSampleFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_SAMPLE_FILE (self), NULL);

  return self->file_name;
}

const char *
attune_sample_file_get_title (AttuneSampleFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_SAMPLE_FILE (self), NULL);

  return self->title;
}

const char *
attune_sample_file_get_description (AttuneSampleFile *self)
{
  g_return_val_if_fail (ATTUNE_IS_SAMPLE_FILE (self), NULL);

  return self->description;
}

/* Returns a new GFile of the scheme resource:, which the import understands. */
GFile *
attune_sample_file_get_file (AttuneSampleFile *self)
{
  g_autofree char *uri = NULL;

  g_return_val_if_fail (ATTUNE_IS_SAMPLE_FILE (self), NULL);

  uri = g_strconcat ("resource://" SAMPLES_PATH, self->file_name, NULL);

  return g_file_new_for_uri (uri);
}
