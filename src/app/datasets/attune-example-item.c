/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-item"

#include "config.h"

#include "attune-example-item.h"

struct _AttuneExampleItem
{
  GObject            parent_instance;

  AttuneExampleFile *file;       /* until the example has been read */
  AttuneExample     *example;
  GError            *error;
  guint              position;
};

enum {
  PROP_0,
  PROP_POSITION,
  PROP_NUMBER,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneExampleItem, attune_example_item, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_example_item_finalize (GObject *object)
{
  AttuneExampleItem *self = (AttuneExampleItem *)object;

  g_clear_object (&self->file);
  g_clear_pointer (&self->example, attune_example_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (attune_example_item_parent_class)->finalize (object);
}

static void
attune_example_item_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneExampleItem *self = ATTUNE_EXAMPLE_ITEM (object);

  switch (prop_id)
    {
    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;

    case PROP_NUMBER:
      g_value_set_uint (value, self->position + 1);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_example_item_class_init (AttuneExampleItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_example_item_finalize;
  object_class->get_property = attune_example_item_get_property;

  properties[PROP_POSITION] =
    g_param_spec_uint ("position", NULL, NULL,
                       0, G_MAXUINT, 0,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_NUMBER] =
    g_param_spec_uint ("number", NULL, NULL,
                       0, G_MAXUINT, 0,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_example_item_init (AttuneExampleItem *self)
{
}

AttuneExampleItem *
attune_example_item_new (AttuneExampleFile *file,
                         guint              position)
{
  AttuneExampleItem *self;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);

  self = g_object_new (ATTUNE_TYPE_EXAMPLE_ITEM, NULL);
  self->file = g_object_ref (file);
  self->position = position;

  return self;
}

guint
attune_example_item_get_position (AttuneExampleItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), 0);

  return self->position;
}

/* Returns what was read, which belongs to the item, or NULL and why the file no longer has it. */
AttuneExample *
attune_example_item_get_example (AttuneExampleItem  *self,
                                 GError            **error)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), NULL);

  if (self->file != NULL)
    {
      self->example = attune_example_file_read (self->file, self->position, &self->error);
      g_clear_object (&self->file);
    }

  if (self->example == NULL && error != NULL)
    *error = g_error_copy (self->error);

  return self->example;
}
