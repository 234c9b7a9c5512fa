/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-field"

#include "config.h"

#include <string.h>

#include "attune-import-field.h"

/* How a recipe calls an element of the array that it goes through. */
#define ITEM "each"

struct _AttuneImportField
{
  GObject   parent_instance;

  char     *path;
  char     *example;
  char     *scope;
  char     *each;
  gboolean  is_array;
};

enum {
  PROP_0,
  PROP_PATH,
  PROP_EXAMPLE,
  PROP_SCOPE,
  PROP_IS_ARRAY,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneImportField, attune_import_field, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_import_field_finalize (GObject *object)
{
  AttuneImportField *self = (AttuneImportField *)object;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->example, g_free);
  g_clear_pointer (&self->scope, g_free);
  g_clear_pointer (&self->each, g_free);

  G_OBJECT_CLASS (attune_import_field_parent_class)->finalize (object);
}

static void
attune_import_field_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportField *self = ATTUNE_IMPORT_FIELD (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    case PROP_EXAMPLE:
      g_value_set_string (value, self->example);
      break;

    case PROP_SCOPE:
      g_value_set_string (value, self->scope);
      break;

    case PROP_IS_ARRAY:
      g_value_set_boolean (value, self->is_array);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_field_class_init (AttuneImportFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_field_finalize;
  object_class->get_property = attune_import_field_get_property;

  properties[PROP_PATH] =
    g_param_spec_string ("path", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_EXAMPLE] =
    g_param_spec_string ("example", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_SCOPE] =
    g_param_spec_string ("scope", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_IS_ARRAY] =
    g_param_spec_boolean ("is-array", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_field_init (AttuneImportField *self)
{
}

static AttuneImportField *
field_new (const char            *path,
           const char            *scope,
           const AttuneFieldInfo *info)
{
  AttuneImportField *self = g_object_new (ATTUNE_TYPE_IMPORT_FIELD, NULL);

  self->path = g_strdup (path);
  self->scope = g_strdup (scope);
  self->each = g_strdup (info->each);
  self->example = g_strdup (info->example != NULL ? info->example : "");
  self->is_array = (info->types & ATTUNE_VALUE_ARRAY) != 0;

  return self;
}

/* "content" of "each.content"; NULL for the element itself. */
static const char *
get_member (const char *item_path)
{
  return g_str_has_prefix (item_path, ITEM ".") ? item_path + strlen (ITEM ".") : NULL;
}

/* A GListModel of AttuneImportField, in the order in which they were seen; newly allocated. */
GListModel *
attune_import_field_list (AttuneSurvey *survey)
{
  GListStore *list = g_list_store_new (ATTUNE_TYPE_IMPORT_FIELD);
  GPtrArray *fields;

  g_return_val_if_fail (survey != NULL, G_LIST_MODEL (list));

  fields = attune_survey_get_fields (survey);

  for (guint i = 0; i < fields->len; i++)
    {
      const AttuneFieldInfo *info = g_ptr_array_index (fields, i);
      g_autoptr(AttuneImportField) field = NULL;
      const char *member;

      /* An object is no text; its members are. */
      if (info->types == ATTUNE_VALUE_OBJECT)
        continue;

      field = field_new (info->path, NULL, info);
      g_list_store_append (list, field);

      if (info->array != NULL && info->item_path != NULL &&
          (member = get_member (info->item_path)) != NULL)
        {
          g_autoptr(AttuneImportField) item = field_new (member, info->array, info);

          g_list_store_append (list, item);
        }
    }

  return G_LIST_MODEL (list);
}

/* A member of the elements of an array, as a recipe calls it that makes an example of each. */
AttuneImportField *
attune_import_field_new_of_item (AttuneImportField *member)
{
  AttuneImportField *self;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (member), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_FIELD, NULL);
  self->path = g_strconcat (ITEM ".", member->path, NULL);
  self->example = g_strdup (member->example);

  return self;
}

const char *
attune_import_field_get_path (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), NULL);

  return self->path;
}

const char *
attune_import_field_get_example (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), NULL);

  return self->example;
}

const char *
attune_import_field_get_scope (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), NULL);

  return self->scope;
}

/* How a recipe names it that makes an example of each of its elements. */
const char *
attune_import_field_get_each (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), NULL);

  return self->each;
}

gboolean
attune_import_field_get_is_array (AttuneImportField *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIELD (self), FALSE);

  return self->is_array;
}
