/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-draft-json"

#include "config.h"

#include <string.h>

#include "attune-draft-private.h"

/* What is written anew; every other member of a record is copied. */
static const char * const own_members[] = {
  "messages", "tools", "prompt", "completion", "input", "preferred_output", "non_preferred_output",
  "preferred_completion", "non_preferred_completion", NULL
};

static gboolean
is_one_of (const char         *name,
           const char * const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (strcmp (name, names[i]) == 0)
      return TRUE;

  return FALSE;
}

/* Copies the members of @object that are not among @names; nothing when there is no object. */
static void
copy_members (yyjson_mut_doc     *document,
              yyjson_mut_val     *target,
              yyjson_val         *object,
              const char * const *names)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_obj_iter_init (object, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    if (!is_one_of (yyjson_get_str (name), names))
      yyjson_mut_obj_add (target, yyjson_val_mut_copy (document, name),
                          yyjson_val_mut_copy (document, yyjson_obj_iter_get_val (name)));
}

/* The changed text takes the place of the first part that is text; the others that are go. */
static yyjson_mut_val *
make_parts (yyjson_mut_doc        *document,
            const AttuneDraftTurn *turn,
            yyjson_val            *old_parts)
{
  yyjson_mut_val *parts = yyjson_mut_arr (document);
  yyjson_mut_val *text = yyjson_mut_obj (document);
  gboolean has_text = FALSE;
  yyjson_arr_iter iter;
  yyjson_val *part;

  yyjson_mut_obj_add_str (document, text, "type", "text");
  yyjson_mut_obj_add_strn (document, text, "text", turn->text.bytes, turn->text.length);
  yyjson_arr_iter_init (old_parts, &iter);

  while ((part = yyjson_arr_iter_next (&iter)))
    {
      if (!yyjson_is_str (yyjson_obj_get (part, "text")))
        yyjson_mut_arr_append (parts, yyjson_val_mut_copy (document, part));
      else if (!has_text)
        has_text = yyjson_mut_arr_append (parts, text);
    }

  if (!has_text)
    yyjson_mut_arr_prepend (parts, text);

  return parts;
}

/* Weights are known in chats only; which turns of a preference are learned is clear anyway. */
static yyjson_mut_val *
make_message (yyjson_mut_doc        *document,
              const AttuneDraftTurn *turn,
              AttuneExampleKind      kind)
{
  static const char * const names[] = { "role", "content", NULL };
  yyjson_val *old_content = yyjson_obj_get (turn->message, "content");
  yyjson_mut_val *message;

  if (turn->message != NULL && !turn->is_changed)
    return yyjson_val_mut_copy (document, turn->message);

  message = yyjson_mut_obj (document);
  yyjson_mut_obj_add_str (document, message, "role", attune_role_to_string (turn->role));

  if (yyjson_is_arr (old_content))
    yyjson_mut_obj_add_val (document, message, "content", make_parts (document, turn, old_content));
  else if (turn->has_content)
    yyjson_mut_obj_add_strn (document, message, "content", turn->text.bytes, turn->text.length);
  else
    yyjson_mut_obj_add_null (document, message, "content");

  copy_members (document, message, turn->message, names);

  if (kind == ATTUNE_EXAMPLE_CHAT && turn->message == NULL &&
      turn->role == ATTUNE_ROLE_ASSISTANT && !turn->is_trained)
    yyjson_mut_obj_add_int (document, message, "weight", 0);

  return message;
}

static yyjson_mut_val *
make_messages (yyjson_mut_doc    *document,
               const AttuneDraft *self,
               AttunePart         part)
{
  yyjson_mut_val *messages = yyjson_mut_arr (document);

  for (guint i = 0; i < self->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (self, i);

      if (turn->part == part)
        yyjson_mut_arr_append (messages, make_message (document, turn, self->kind));
    }

  return messages;
}

static void
add_tools (yyjson_mut_doc    *document,
           yyjson_mut_val    *target,
           const AttuneDraft *self,
           yyjson_val        *object)
{
  yyjson_val *tools = self->tools != NULL ? self->tools : yyjson_obj_get (object, "tools");

  if (tools != NULL)
    yyjson_mut_obj_add_val (document, target, "tools", yyjson_val_mut_copy (document, tools));
}

static void
add_completion (yyjson_mut_doc    *document,
                yyjson_mut_val    *root,
                const AttuneDraft *self)
{
  static const char * const names[] = { "prompt", "completion" };

  for (guint i = 0; i < self->turns->len && i < G_N_ELEMENTS (names); i++)
    {
      AttuneText text = attune_draft_get_turn (self, i)->text;

      yyjson_mut_obj_add_strn (document, root, names[i], text.bytes, text.length);
    }
}

static void
add_preference (yyjson_mut_doc    *document,
                yyjson_mut_val    *root,
                const AttuneDraft *self)
{
  yyjson_val *old_input = yyjson_obj_get (self->root, "input");
  yyjson_mut_val *input = yyjson_mut_obj_add_obj (document, root, "input");

  yyjson_mut_obj_add_val (document, input, "messages",
                          make_messages (document, self, ATTUNE_PART_CONVERSATION));
  add_tools (document, input, self, old_input);
  copy_members (document, input, old_input, own_members);
  yyjson_mut_obj_add_val (document, root, "preferred_output",
                          make_messages (document, self, ATTUNE_PART_PREFERRED));
  yyjson_mut_obj_add_val (document, root, "non_preferred_output",
                          make_messages (document, self, ATTUNE_PART_REJECTED));
}

/* Returns the line of JSONL, from the draft's allocator. */
char *
attune_draft_write_json (const AttuneDraft *self,
                         gsize             *length)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (self->allocator);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  char *json;

  yyjson_mut_doc_set_root (document, root);

  switch (self->kind)
    {
    case ATTUNE_EXAMPLE_COMPLETION:
      add_completion (document, root, self);
      break;

    case ATTUNE_EXAMPLE_PREFERENCE:
      add_preference (document, root, self);
      break;

    case ATTUNE_EXAMPLE_CHAT:
    default:
      yyjson_mut_obj_add_val (document, root, "messages",
                              make_messages (document, self, ATTUNE_PART_CONVERSATION));
      add_tools (document, root, self, self->root);
      break;
    }

  copy_members (document, root, self->root, own_members);
  json = yyjson_mut_write_opts (document, YYJSON_WRITE_NOFLAG, self->allocator, length, NULL);
  yyjson_mut_doc_free (document);

  return json;
}
