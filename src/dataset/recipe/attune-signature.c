/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-signature"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-field.h"
#include "attune-recipe-value.h"
#include "attune-signature.h"

#define MAX_FIELDS 64

static const struct
{
  const char *name;
  guint       types;
} types[] = {
  { "text", ATTUNE_VALUE_TEXT },
  { "number", ATTUNE_VALUE_NUMBER },
  { "boolean", ATTUNE_VALUE_BOOLEAN },
  { "array", ATTUNE_VALUE_ARRAY },
  { "object", ATTUNE_VALUE_OBJECT },
  { "texts", ATTUNE_VALUE_TEXT | ATTUNE_VALUE_ARRAY },
  { "any", ~0u },
};

static void
attune_signature_field_free (AttuneSignatureField *self)
{
  g_free (self->field);
  g_free (self);
}

static void
add_field (AttuneSignature *self,
           const char      *field,
           guint            mask)
{
  AttuneSignatureField *added = g_new0 (AttuneSignatureField, 1);

  added->field = g_strdup (field);
  added->types = mask;
  g_ptr_array_add (self->fields, added);
}

static gboolean
check_field (const char  *field,
             GError     **error)
{
  g_autoptr(AttuneField) parsed = attune_field_parse (field, strlen (field), error);

  return parsed != NULL;
}

static gboolean
read_field (gpointer      data,
            const char   *name,
            yyjson_val   *value,
            const char   *member,
            GError      **error)
{
  if (!check_field (name, error))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (yyjson_equals_str (value, types[i].name))
        {
          add_field (data, name, types[i].types);
          return TRUE;
        }
    }

  return attune_recipe_fail (error, N_("“%s” must be \"text\", \"number\", \"boolean\", \"array\", "
                                       "\"object\", \"texts\" or \"any\"."), member);
}

static gboolean
read_fields (AttuneSignature  *self,
             yyjson_val       *value,
             const char       *member,
             GError          **error)
{
  if (yyjson_is_obj (value) &&
      (yyjson_obj_size (value) == 0 || yyjson_obj_size (value) > MAX_FIELDS))
    return attune_recipe_fail (error, N_("“%s” must name at least one field, and not too many."),
                               member);

  return attune_recipe_read_members (value, member, read_field, self, error);
}

static void
attune_signature_text_free (AttuneSignatureText *self)
{
  g_free (self->field);
  g_free (self->text);
  g_free (self);
}

static void
add_text (AttuneSignature *self,
          const char      *field,
          const char      *text)
{
  AttuneSignatureText *added = g_new0 (AttuneSignatureText, 1);

  added->field = g_strdup (field);
  added->text = g_strdup (text);
  g_ptr_array_add (self->contains, added);
}

static gboolean
read_text (gpointer      data,
           const char   *name,
           yyjson_val   *value,
           const char   *member,
           GError      **error)
{
  AttuneSignature *self = data;
  g_autofree char *text = NULL;

  if (!check_field (name, error) || !attune_recipe_read_text (value, member, &text, error))
    return FALSE;

  if (text[0] == '\0' || self->contains->len == MAX_FIELDS)
    return attune_recipe_fail (error, N_("“%s” must say which text is in the field."), member);

  add_text (self, name, text);

  return TRUE;
}

static gboolean
read_absent (AttuneSignature  *self,
             yyjson_val       *value,
             const char       *member,
             GError          **error)
{
  if (!attune_recipe_read_strings (value, member, MAX_FIELDS, &self->absent, error))
    return FALSE;

  for (gsize i = 0; self->absent[i] != NULL; i++)
    if (!check_field (self->absent[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
read_member (gpointer      data,
             const char   *name,
             yyjson_val   *value,
             const char   *member,
             GError      **error)
{
  if (strcmp (name, "fields") == 0)
    return read_fields (data, value, member, error);

  if (strcmp (name, "contains") == 0)
    return attune_recipe_read_members (value, member, read_text, data, error);

  if (strcmp (name, "absent") == 0)
    return read_absent (data, value, member, error);

  return attune_recipe_fail (error, N_("“%s” is not known here. Remove it, or correct its name."),
                             member);
}

static AttuneSignature *
signature_new (void)
{
  AttuneSignature *self = g_new0 (AttuneSignature, 1);

  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_signature_field_free);
  self->contains = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_signature_text_free);

  return self;
}

/**
 * attune_signature_new_from_value:
 * @value: (nullable): a signature as a recipe has it
 * @member: where it stands
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA and a sentence that names the member.
 *
 * Returns: (transfer full) (nullable): the signature
 */
AttuneSignature *
attune_signature_new_from_value (yyjson_val  *value,
                                 const char  *member,
                                 GError     **error)
{
  g_autoptr(AttuneSignature) self = signature_new ();

  if (!attune_recipe_read_members (value, member, read_member, self, error))
    return NULL;

  if (self->fields->len == 0)
    {
      attune_recipe_fail (error, N_("“%s” must have \"fields\"."), member);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * attune_signature_copy:
 * @self: a signature
 *
 * Returns: (transfer full): another that says the same
 */
AttuneSignature *
attune_signature_copy (const AttuneSignature *self)
{
  AttuneSignature *copy = signature_new ();

  copy->absent = g_strdupv (self->absent);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const AttuneSignatureField *field = g_ptr_array_index (self->fields, i);

      add_field (copy, field->field, field->types);
    }

  for (guint i = 0; i < self->contains->len; i++)
    {
      const AttuneSignatureText *text = g_ptr_array_index (self->contains, i);

      add_text (copy, text->field, text->text);
    }

  return copy;
}

/**
 * attune_signature_free:
 * @self: (transfer full): a signature
 */
void
attune_signature_free (AttuneSignature *self)
{
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->contains);
  g_strfreev (self->absent);
  g_free (self);
}

/**
 * attune_signature_to_value:
 * @self: a signature
 * @document: what owns the value
 *
 * Returns: (transfer none): the signature as a recipe has it
 */
yyjson_mut_val *
attune_signature_to_value (const AttuneSignature *self,
                           yyjson_mut_doc        *document)
{
  yyjson_mut_val *object = yyjson_mut_obj (document);
  yyjson_mut_val *fields = yyjson_mut_obj_add_obj (document, object, "fields");

  for (guint i = 0; i < self->fields->len; i++)
    {
      const AttuneSignatureField *field = g_ptr_array_index (self->fields, i);

      for (gsize t = 0; t < G_N_ELEMENTS (types); t++)
        if (types[t].types == field->types)
          yyjson_mut_obj_add (fields, yyjson_mut_strcpy (document, field->field),
                              yyjson_mut_str (document, types[t].name));
    }

  if (self->contains->len > 0)
    {
      yyjson_mut_val *contains = yyjson_mut_obj_add_obj (document, object, "contains");

      for (guint i = 0; i < self->contains->len; i++)
        {
          const AttuneSignatureText *text = g_ptr_array_index (self->contains, i);

          yyjson_mut_obj_add (contains, yyjson_mut_strcpy (document, text->field),
                              yyjson_mut_strcpy (document, text->text));
        }
    }

  if (self->absent != NULL)
    {
      yyjson_mut_val *absent = yyjson_mut_obj_add_arr (document, object, "absent");

      for (gsize i = 0; self->absent[i] != NULL; i++)
        yyjson_mut_arr_add_strcpy (document, absent, self->absent[i]);
    }

  return object;
}
