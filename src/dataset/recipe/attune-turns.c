/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-turns"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-field.h"
#include "attune-recipe-value.h"
#include "attune-turns.h"

#define MAX_ROLES 64
#define MAX_SPEAKERS 16

static const char * const kind_names[ATTUNE_N_TURN_KINDS] = {
  [ATTUNE_TURN_SYSTEM] = "system",
  [ATTUNE_TURN_DEVELOPER] = "developer",
  [ATTUNE_TURN_USER] = "user",
  [ATTUNE_TURN_ASSISTANT] = "assistant",
  [ATTUNE_TURN_TOOL] = "tool",
  [ATTUNE_TURN_TOOL_CALL] = "tool-call",
  [ATTUNE_TURN_LEFT_OUT] = "leave-out",
};

static const char * const take_names[] = {
  [ATTUNE_TAKE_ALL] = "all",
  [ATTUNE_TAKE_LAST] = "last",
  [ATTUNE_TAKE_ALL_BUT_LAST] = "all-but-last",
};

static void
attune_turn_role_free (AttuneTurnRole *self)
{
  g_free (self->name);
  g_free (self);
}

static gboolean
read_kind (yyjson_val      *value,
           const char      *member,
           AttuneTurnKind  *kind,
           GError         **error)
{
  guint number;
  gboolean is_read = attune_recipe_read_enum (value, member, kind_names, G_N_ELEMENTS (kind_names),
                                              N_("“%s” must be \"system\", \"developer\", \"user\", "
                                                 "\"assistant\", \"tool\", \"tool-call\" or "
                                                 "\"leave-out\"."), &number, error);

  *kind = number;

  return is_read;
}

/**
 * attune_turns_add_name:
 * @names: (element-type AttuneTurnRole): the roles or the labels of turns
 * @name: what a speaker is called in the file
 * @kind: what becomes of what they say
 */
void
attune_turns_add_name (GPtrArray      *names,
                       const char     *name,
                       AttuneTurnKind  kind)
{
  AttuneTurnRole *role = g_new0 (AttuneTurnRole, 1);

  role->name = g_strdup (name);
  role->kind = kind;
  g_ptr_array_add (names, role);
}

static gboolean
read_role (gpointer      data,
           const char   *name,
           yyjson_val   *value,
           const char   *member,
           GError      **error)
{
  AttuneTurnKind kind;

  if (!read_kind (value, member, &kind, error))
    return FALSE;

  attune_turns_add_name (data, name, kind);

  return TRUE;
}

static gboolean
read_roles (AttuneTurns  *self,
            yyjson_val   *value,
            const char   *member,
            GError      **error)
{
  if (yyjson_obj_size (value) > MAX_ROLES)
    return attune_recipe_fail (error, N_("“%s” has too many names. Keep those that are in the file."),
                               member);

  return attune_recipe_read_members (value, member, read_role, self->roles, error);
}

static gboolean
read_labels (AttuneTurns  *self,
             yyjson_val   *value,
             const char   *member,
             GError      **error)
{
  gsize n_labels = yyjson_obj_size (value);

  if (n_labels == 0 || n_labels > ATTUNE_MAX_LABELS || yyjson_obj_get (value, "") != NULL)
    return attune_recipe_fail (error, N_("“%s” must say with what the turns of a text begin, such as "
                                         "{\"Human:\": \"user\", \"Assistant:\": \"assistant\"}."),
                               member);

  return attune_recipe_read_members (value, member, read_role, self->labels, error);
}

static gboolean
read_speaker (gpointer      data,
              const char   *name,
              yyjson_val   *value,
              const char   *member,
              GError      **error)
{
  AttuneTurns *self = data;
  AttuneTurnKind kind;

  if (!read_kind (value, member, &kind, error))
    return FALSE;

  g_array_append_val (self->speakers, kind);

  return TRUE;
}

static gboolean
read_speakers (AttuneTurns  *self,
               yyjson_val   *value,
               const char   *member,
               GError      **error)
{
  gsize n_speakers = yyjson_arr_size (value);

  if (n_speakers == 0 || n_speakers > MAX_SPEAKERS)
    return attune_recipe_fail (error, N_("“%s” must be a list of who speaks in turn, such as "
                                         "[\"user\", \"assistant\"]."), member);

  return attune_recipe_read_elements (value, member, read_speaker, self, error);
}

static gboolean
read_texts (AttuneTurns  *self,
            yyjson_val   *value,
            const char   *member,
            GError      **error)
{
  if (!attune_recipe_read_strings (value, member, MAX_SPEAKERS, &self->texts, error))
    return FALSE;

  for (gsize i = 0; self->texts[i] != NULL; i++)
    {
      g_autoptr(AttuneField) field = attune_field_parse (self->texts[i], strlen (self->texts[i]),
                                                         error);

      if (field == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_take (AttuneTurns  *self,
           yyjson_val   *value,
           const char   *member,
           GError      **error)
{
  guint take;

  if (!attune_recipe_read_enum (value, member, take_names, G_N_ELEMENTS (take_names),
                                N_("“%s” must be \"all\", \"last\" or \"all-but-last\"."), &take,
                                error))
    return FALSE;

  self->take = take;

  return TRUE;
}

static gboolean
read_member (gpointer      data,
             const char   *name,
             yyjson_val   *value,
             const char   *member,
             GError      **error)
{
  AttuneTurns *self = data;

  if (strcmp (name, "array") == 0)
    return attune_recipe_read_field (value, member, &self->array, error);

  if (strcmp (name, "last") == 0)
    return attune_recipe_read_field (value, member, &self->last, error);

  if (strcmp (name, "before") == 0)
    return attune_recipe_read_field (value, member, &self->before, error);

  if (strcmp (name, "role") == 0)
    return attune_recipe_read_field (value, member, &self->role, error);

  if (strcmp (name, "text") == 0)
    return attune_recipe_read_field (value, member, &self->text, error);

  if (strcmp (name, "texts") == 0)
    return read_texts (self, value, member, error);

  if (strcmp (name, "roles") == 0)
    return read_roles (self, value, member, error);

  if (strcmp (name, "labels") == 0)
    return read_labels (self, value, member, error);

  if (strcmp (name, "speakers") == 0)
    return read_speakers (self, value, member, error);

  if (strcmp (name, "take") == 0)
    return read_take (self, value, member, error);

  return attune_recipe_fail (error, N_("“%s” is not known here. Remove it, or correct its name."),
                             member);
}

static gboolean
check (const AttuneTurns  *self,
       const char         *member,
       GError            **error)
{
  if (self->array == NULL)
    return attune_recipe_fail (error, N_("“%s” must say which \"array\" holds the turns."), member);

  if (self->labels->len > 0 && (self->role != NULL || self->text != NULL || self->texts != NULL ||
                                self->speakers->len > 0))
    return attune_recipe_fail (error, N_("“%s” with \"labels\" is a text. Remove what is said of the "
                                         "elements of a list."), member);

  if ((self->last != NULL) != (self->before != NULL) || (self->last != NULL && self->role == NULL))
    return attune_recipe_fail (error, N_("“%s” must have both \"last\" and \"before\", and a \"role\", or "
                                         "neither."), member);

  if (self->role != NULL && self->speakers->len > 0)
    return attune_recipe_fail (error, N_("“%s” may have \"role\" or \"speakers\", not both."), member);

  if (self->role != NULL && self->text == NULL)
    return attune_recipe_fail (error, N_("“%s” must say which \"text\" belongs to a \"role\"."), member);

  if (self->role == NULL && self->roles->len > 0)
    return attune_recipe_fail (error, N_("“%s” must say which \"role\" the \"roles\" are for."), member);

  if (self->texts != NULL && (self->text != NULL || self->speakers->len == 0 ||
                              g_strv_length (self->texts) != self->speakers->len))
    return attune_recipe_fail (error, N_("“%s” must name one of the \"speakers\" for each of "
                                         "\"texts\", and no \"text\" besides."), member);

  if (self->role == NULL && self->text != NULL && self->speakers->len == 0)
    return attune_recipe_fail (error, N_("“%s” must say who speaks, by \"role\" or \"speakers\"."),
                               member);

  return TRUE;
}

/**
 * attune_turns_new:
 * @array: the field that holds the messages, as a recipe names it
 *
 * Returns: (transfer full): turns that are messages as OpenAI writes them
 */
AttuneTurns *
attune_turns_new (const char *array)
{
  AttuneTurns *self = g_new0 (AttuneTurns, 1);

  self->array = g_strdup (array);
  self->roles = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_turn_role_free);
  self->speakers = g_array_new (FALSE, FALSE, sizeof (AttuneTurnKind));
  self->labels = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_turn_role_free);

  return self;
}

/**
 * attune_turns_new_from_value:
 * @value: (nullable): turns as a recipe has them
 * @member: where they stand, such as `turns`
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA and a sentence that names the member.
 *
 * Returns: (transfer full) (nullable): the turns
 */
AttuneTurns *
attune_turns_new_from_value (yyjson_val  *value,
                             const char  *member,
                             GError     **error)
{
  g_autoptr(AttuneTurns) self = attune_turns_new (NULL);

  if (!attune_recipe_read_members (value, member, read_member, self, error) ||
      !check (self, member, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_turns_copy:
 * @self: turns
 *
 * Returns: (transfer full): others that say the same
 */
AttuneTurns *
attune_turns_copy (const AttuneTurns *self)
{
  AttuneTurns *copy = attune_turns_new (self->array);

  copy->last = g_strdup (self->last);
  copy->before = g_strdup (self->before);
  copy->role = g_strdup (self->role);
  copy->text = g_strdup (self->text);
  copy->texts = g_strdupv (self->texts);
  copy->take = self->take;
  g_array_append_vals (copy->speakers, self->speakers->data, self->speakers->len);

  for (guint i = 0; i < self->roles->len; i++)
    {
      const AttuneTurnRole *role = g_ptr_array_index (self->roles, i);

      attune_turns_add_name (copy->roles, role->name, role->kind);
    }

  for (guint i = 0; i < self->labels->len; i++)
    {
      const AttuneTurnRole *label = g_ptr_array_index (self->labels, i);

      attune_turns_add_name (copy->labels, label->name, label->kind);
    }

  return copy;
}

/**
 * attune_turns_free:
 * @self: (transfer full): turns
 */
void
attune_turns_free (AttuneTurns *self)
{
  g_free (self->array);
  g_free (self->last);
  g_free (self->before);
  g_free (self->role);
  g_free (self->text);
  g_strfreev (self->texts);
  g_ptr_array_unref (self->roles);
  g_array_unref (self->speakers);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

/**
 * attune_turns_is_messages:
 * @self: turns
 *
 * Returns: whether the elements are messages as OpenAI writes them
 */
gboolean
attune_turns_is_messages (const AttuneTurns *self)
{
  return self->role == NULL && self->text == NULL && self->speakers->len == 0 &&
         self->labels->len == 0;
}

static void
write_names (GPtrArray      *names,
             yyjson_mut_doc *document,
             yyjson_mut_val *object,
             const char     *member)
{
  yyjson_mut_val *kinds;

  if (names->len == 0)
    return;

  kinds = yyjson_mut_obj_add_obj (document, object, member);

  for (guint i = 0; i < names->len; i++)
    {
      const AttuneTurnRole *role = g_ptr_array_index (names, i);

      yyjson_mut_obj_add (kinds, yyjson_mut_strcpy (document, role->name),
                          yyjson_mut_str (document, kind_names[role->kind]));
    }
}

/**
 * attune_turns_to_value:
 * @self: turns
 * @document: what owns the value
 *
 * Returns: (transfer none): the turns as a recipe has them
 */
yyjson_mut_val *
attune_turns_to_value (const AttuneTurns *self,
                       yyjson_mut_doc    *document)
{
  yyjson_mut_val *object = yyjson_mut_obj (document);

  yyjson_mut_obj_add_strcpy (document, object, "array", self->array);

  if (self->last != NULL)
    yyjson_mut_obj_add_strcpy (document, object, "last", self->last);

  if (self->before != NULL)
    yyjson_mut_obj_add_strcpy (document, object, "before", self->before);

  if (self->role != NULL)
    yyjson_mut_obj_add_strcpy (document, object, "role", self->role);

  if (self->text != NULL)
    yyjson_mut_obj_add_strcpy (document, object, "text", self->text);

  if (self->texts != NULL)
    {
      yyjson_mut_val *texts = yyjson_mut_obj_add_arr (document, object, "texts");

      for (gsize i = 0; self->texts[i] != NULL; i++)
        yyjson_mut_arr_add_strcpy (document, texts, self->texts[i]);
    }

  write_names (self->roles, document, object, "roles");
  write_names (self->labels, document, object, "labels");

  if (self->speakers->len > 0)
    {
      yyjson_mut_val *speakers = yyjson_mut_obj_add_arr (document, object, "speakers");

      for (guint i = 0; i < self->speakers->len; i++)
        yyjson_mut_arr_add_str (document, speakers,
                                kind_names[g_array_index (self->speakers, AttuneTurnKind, i)]);
    }

  if (self->take != ATTUNE_TAKE_ALL)
    yyjson_mut_obj_add_str (document, object, "take", take_names[self->take]);

  return object;
}
