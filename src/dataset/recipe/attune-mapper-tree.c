/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper-tree"

#include "config.h"

#include "attune-example-private.h"
#include "attune-mapper-private.h"

/* The members of an object by their names, which are the document's. One with a name that came
 * before takes its place. */
static GHashTable *
list_members (yyjson_val *elements)
{
  GHashTable *members = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_obj_iter_init (elements, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    g_hash_table_insert (members, (gpointer)yyjson_get_str (name), yyjson_obj_iter_get_val (name));

  return members;
}

/* Each member is taken once, so that those which name each other come to an end. */
static yyjson_val *
take_member (GHashTable        *members,
             const AttuneValue *name)
{
  g_autofree char *text = NULL;
  yyjson_val *element;
  AttuneText bytes;

  if (!attune_value_get_text (name, &bytes))
    return NULL;

  text = g_strndup (bytes.bytes, bytes.length);

  if ((element = g_hash_table_lookup (members, text)))
    g_hash_table_remove (members, text);

  return element;
}

/* From the last element to the first. */
static GPtrArray *
list_thread (AttuneMapper           *self,
             const AttuneMapperPart *part,
             yyjson_val             *elements)
{
  g_autoptr(GHashTable) members = list_members (elements);
  GPtrArray *thread = g_ptr_array_new ();
  AttuneValue name;
  gboolean is_named = attune_scope_find (&self->scope, part->last, &name);
  yyjson_val *element;

  while (is_named && (element = take_member (members, &name)))
    {
      g_ptr_array_add (thread, element);
      is_named = attune_scope_find_in (&self->scope, element, part->before, &name);
    }

  return thread;
}

/* A root, and what the program does for itself, are elements, too. */
static gboolean
says_something (AttuneMapper           *self,
                const AttuneMapperPart *part,
                yyjson_val             *element)
{
  AttuneValue value;
  AttuneText text;

  if (!attune_scope_find_in (&self->scope, element, part->role, &value) ||
      attune_value_is_null (&value) ||
      !attune_scope_find_in (&self->scope, element, part->text, &value))
    return FALSE;

  return attune_value_get_text (&value, &text) ? !attune_text_is_blank (text.bytes, text.length)
                                               : !attune_value_is_null (&value);
}

/* Adds the turns of a tree: the last one, the one before it, and so on, of an object whose members
 * they are. What is beside that, such as another answer to the same question, is left out, as are
 * elements in which nobody speaks. */
AttuneIssueKind
attune_mapper_add_tree (AttuneMapper           *self,
                        AttuneDraft            *draft,
                        AttunePart              which,
                        const AttuneMapperPart *part,
                        yyjson_val             *elements)
{
  g_autoptr(GPtrArray) thread = list_thread (self, part, elements);

  if (thread->len == 0)
    return ATTUNE_ISSUE_MISSING_FIELD;

  for (guint i = thread->len; i-- > 0;)
    {
      yyjson_val *element = g_ptr_array_index (thread, i);
      AttuneIssueKind issue = ATTUNE_ISSUE_NONE;

      if (says_something (self, part, element))
        issue = attune_mapper_add_element (self, draft, which, part, element, 0);

      if (issue != ATTUNE_ISSUE_NONE)
        return issue;
    }

  return ATTUNE_ISSUE_NONE;
}
