/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-rewrite"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-example-private.h"
#include "attune-example-rewrite.h"

static void
set_string (yyjson_mut_doc *document,
            yyjson_mut_val *object,
            const char     *member,
            const char     *text)
{
  yyjson_mut_val *key = yyjson_mut_strcpy (document, member);
  yyjson_mut_val *value = yyjson_mut_strcpy (document, text);

  /* In its place, where there is one: what did not change is written as it was. */
  if (!yyjson_mut_obj_replace (object, key, value))
    yyjson_mut_obj_add (object, key, value);
}

/* The first part of text gets all of it; pictures and sounds between them stay. */
static gboolean
set_parts (yyjson_mut_doc *document,
           yyjson_mut_val *parts,
           const char     *text)
{
  gboolean is_set = FALSE;
  yyjson_mut_arr_iter iter;
  yyjson_mut_val *part;

  yyjson_mut_arr_iter_init (parts, &iter);

  while ((part = yyjson_mut_arr_iter_next (&iter)))
    {
      if (!yyjson_mut_is_str (yyjson_mut_obj_get (part, "text")))
        continue;

      if (is_set)
        yyjson_mut_arr_iter_remove (&iter);
      else
        set_string (document, part, "text", text);

      is_set = TRUE;
    }

  return is_set;
}

static void
set_content (yyjson_mut_doc *document,
             yyjson_mut_val *message,
             const char     *text)
{
  yyjson_mut_val *parts = yyjson_mut_obj_get (message, "content");

  if (yyjson_mut_is_arr (parts))
    {
      if (!set_parts (document, parts, text))
        {
          yyjson_mut_val *part = yyjson_mut_obj (document);

          yyjson_mut_obj_add_str (document, part, "type", "text");
          yyjson_mut_obj_add_strcpy (document, part, "text", text);
          yyjson_mut_arr_prepend (parts, part);
        }

      return;
    }

  set_string (document, message, "content", text);
}

static void
set_weight (yyjson_mut_doc       *document,
            yyjson_mut_val       *message,
            const AttuneTurnEdit *turn)
{
  yyjson_mut_obj_remove_key (message, "weight");

  if (turn->role == ATTUNE_ROLE_ASSISTANT && !turn->is_trained)
    yyjson_mut_obj_add_uint (document, message, "weight", 0);
}

static void
apply_turn (yyjson_mut_doc       *document,
            yyjson_mut_val       *message,
            const AttuneTurn     *before,
            const AttuneTurnEdit *turn)
{
  gboolean has_new_role = before == NULL || before->role != turn->role;

  if (has_new_role)
    set_string (document, message, "role", attune_role_to_string (turn->role));

  if (before == NULL || strcmp (before->content, turn->content) != 0)
    set_content (document, message, turn->content);

  if (has_new_role ||
      (turn->role == ATTUNE_ROLE_ASSISTANT && before->is_trained != turn->is_trained))
    set_weight (document, message, turn);
}

static void
rewrite_chat (yyjson_mut_doc       *document,
              const AttuneExample  *original,
              const AttuneTurnEdit *turns,
              gsize                 n_turns)
{
  yyjson_mut_val *root = yyjson_mut_doc_get_root (document);
  yyjson_mut_val *messages = yyjson_mut_obj_get (root, "messages");
  g_autoptr(GPtrArray) before = g_ptr_array_new ();

  while (yyjson_mut_arr_size (messages) > 0)
    g_ptr_array_add (before, yyjson_mut_arr_remove_first (messages));

  for (gsize i = 0; i < n_turns; i++)
    {
      int source = turns[i].source;
      yyjson_mut_val *message = source >= 0 ? before->pdata[source] : yyjson_mut_obj (document);

      apply_turn (document, message,
                  source >= 0 ? attune_example_get_turn (original, source) : NULL, &turns[i]);
      yyjson_mut_arr_append (messages, message);
    }
}

static void
rewrite_completion (yyjson_mut_doc       *document,
                    const AttuneExample  *original,
                    const AttuneTurnEdit *turns)
{
  static const char * const members[] = { "prompt", "completion" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (attune_example_get_turn (original, i)->content, turns[i].content) != 0)
      set_string (document, yyjson_mut_doc_get_root (document), members[i], turns[i].content);
}

/**
 * attune_example_rewrite:
 * @original: an example
 * @turns: (array length=n_turns): its turns as they shall be; each original one at most once
 * @n_turns: how many; of a completion, always two
 * @length: (out): length of the line in bytes
 * @error: (nullable): where to put an error
 *
 * Writes an example anew. What the person did not touch stays as it was written, also members that
 * Attune does not know (tools, pictures, names). Fails with %ATTUNE_ERROR_DATA when that would be
 * no example, for the reasons of attune_example_new_from_json().
 *
 * Returns: (transfer full) (nullable): one line of JSONL, without its end
 */
char *
attune_example_rewrite (const AttuneExample   *original,
                        const AttuneTurnEdit  *turns,
                        gsize                  n_turns,
                        gsize                 *length,
                        GError               **error)
{
  g_autoptr(AttuneExample) example = NULL;
  yyjson_mut_doc *document;
  yyjson_doc *source;
  char *line;
  char *json;

  g_return_val_if_fail (original != NULL, NULL);
  g_return_val_if_fail (original->kind == ATTUNE_EXAMPLE_CHAT || n_turns == 2, NULL);
  g_return_val_if_fail (length != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  source = yyjson_read_opts (original->json, strlen (original->json), ATTUNE_READ_FLAGS, NULL,
                             NULL);
  document = yyjson_doc_mut_copy (source, NULL);
  yyjson_doc_free (source);

  if (original->kind == ATTUNE_EXAMPLE_CHAT)
    rewrite_chat (document, original, turns, n_turns);
  else
    rewrite_completion (document, original, turns);

  json = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, length);
  yyjson_mut_doc_free (document);
  line = g_strndup (json, *length);
  free (json);

  if ((example = attune_example_new_from_json (original->line, line, *length, error)))
    return line;

  g_free (line);

  return NULL;
}
