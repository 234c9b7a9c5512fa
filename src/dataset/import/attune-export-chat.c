/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-export"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-export-private.h"

/* What becomes messages, and what is left out. An example has no older names of them. */
static gboolean
is_output (yyjson_val *name)
{
  return yyjson_equals_str (name, "preferred_output") ||
         yyjson_equals_str (name, "non_preferred_output");
}

/* What was said before is what both answers are about, and nothing that a model learns. */
static void
add_messages (yyjson_mut_doc *document,
              yyjson_mut_val *messages,
              yyjson_val     *old,
              gboolean        is_context)
{
  yyjson_arr_iter iter;
  yyjson_val *message;

  yyjson_arr_iter_init (old, &iter);

  while ((message = yyjson_arr_iter_next (&iter)))
    {
      yyjson_mut_val *copy = yyjson_val_mut_copy (document, message);

      if (is_context && yyjson_obj_get (message, "weight") == NULL &&
          yyjson_equals_str (yyjson_obj_get (message, "role"), "assistant"))
        yyjson_mut_obj_add_int (document, copy, "weight", 0);

      yyjson_mut_arr_append (messages, copy);
    }
}

static void
copy_members (yyjson_mut_doc *document,
              yyjson_mut_val *target,
              yyjson_val     *object,
              const char     *left_out)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_obj_iter_init (object, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    if (!yyjson_equals_str (name, left_out) && !is_output (name))
      yyjson_mut_obj_add (target, yyjson_val_mut_copy (document, name),
                          yyjson_val_mut_copy (document, yyjson_obj_iter_get_val (name)));
}

/* Appends a preference to @line as a chat that ends with the answer that was preferred. All else
 * that it has stays, but for the rejected answer. */
void
attune_export_append_preference (GString             *line,
                                 const AttuneExample *example)
{
  yyjson_doc *old = yyjson_read_opts (example->json, strlen (example->json), ATTUNE_READ_FLAGS,
                                      NULL, NULL);
  yyjson_val *old_root = yyjson_doc_get_root (old);
  yyjson_val *input = yyjson_obj_get (old_root, "input");
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *messages = yyjson_mut_obj_add_arr (document, root, "messages");

  yyjson_mut_doc_set_root (document, root);
  add_messages (document, messages, yyjson_obj_get (input, "messages"), TRUE);
  add_messages (document, messages, yyjson_obj_get (old_root, "preferred_output"), FALSE);
  copy_members (document, root, input, "messages");
  copy_members (document, root, old_root, "input");
  attune_export_append_document (line, document);
  yyjson_doc_free (old);
}
