/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-export"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <yyjson.h>

#include "attune-csv.h"
#include "attune-error.h"
#include "attune-example-private.h"
#include "attune-export-private.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* The parts that every format has a place for. */
typedef struct
{
  const char *system;       /* NULL: none */
  const char *question;
  const char *answer;
} Exchange;

static gboolean
is_system (const AttuneTurn *turn)
{
  return turn->role == ATTUNE_ROLE_SYSTEM || turn->role == ATTUNE_ROLE_DEVELOPER;
}

/* No format but that of preferences has a place for what a model shall not say; in any other it
 * would be learned. */
static gboolean
is_rejected (const AttuneTurn *turn)
{
  return turn->part == ATTUNE_PART_REJECTED;
}

static gboolean
has_rejected (const AttuneExample *example)
{
  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    if (is_rejected (attune_example_get_turn (example, i)))
      return TRUE;

  return FALSE;
}

/* --- What a format cannot hold --- */

static gboolean
is_one_of (yyjson_val         *key,
           const char * const *names)
{
  for (; *names != NULL; names++)
    if (yyjson_equals_str (key, *names))
      return TRUE;

  return FALSE;
}

static gboolean
has_other_member (yyjson_val         *object,
                  const char * const *names)
{
  yyjson_obj_iter members;
  yyjson_val *key;

  yyjson_obj_iter_init (object, &members);

  while ((key = yyjson_obj_iter_next (&members)))
    if (!is_one_of (key, names))
      return TRUE;

  return FALSE;
}

static gboolean
has_details_in_message (yyjson_val *message)
{
  static const char * const names[] = { "role", "content", NULL };
  yyjson_arr_iter parts;
  yyjson_val *part;

  if (has_other_member (message, names))
    return TRUE;

  yyjson_arr_iter_init (yyjson_obj_get (message, "content"), &parts);

  while ((part = yyjson_arr_iter_next (&parts)))
    if (!yyjson_is_str (yyjson_obj_get (part, "text")))
      return TRUE;

  return FALSE;
}

static gboolean
has_details_in_messages (yyjson_val *messages)
{
  yyjson_arr_iter iter;
  yyjson_val *message;

  yyjson_arr_iter_init (messages, &iter);

  while ((message = yyjson_arr_iter_next (&iter)))
    if (has_details_in_message (message))
      return TRUE;

  return FALSE;
}

static gboolean
has_details (const AttuneExample *example)
{
  static const char * const names[][4] = {
    [ATTUNE_EXAMPLE_CHAT] = { "messages" },
    [ATTUNE_EXAMPLE_COMPLETION] = { "prompt", "completion" },
    [ATTUNE_EXAMPLE_PREFERENCE] = { "input", "preferred_output", "non_preferred_output" },
  };
  yyjson_doc *document = yyjson_read_opts (example->json, strlen (example->json),
                                           ATTUNE_READ_FLAGS, NULL, NULL);
  yyjson_val *root = yyjson_doc_get_root (document);
  yyjson_val *input = yyjson_obj_get (root, "input");
  gboolean found = has_other_member (root, names[example->kind]) ||
                   has_details_in_messages (yyjson_obj_get (root, "messages"));

  if (example->kind == ATTUNE_EXAMPLE_PREFERENCE)
    found = found || has_other_member (input, names[ATTUNE_EXAMPLE_CHAT]) ||
            has_details_in_messages (yyjson_obj_get (input, "messages")) ||
            has_details_in_messages (yyjson_obj_get (root, "preferred_output"));

  yyjson_doc_free (document);

  return found;
}

/* The first question and its answer stand on their own; a later answer does not without what was
 * said before it. */
static void
find_exchange (AttuneExport        *export,
               const AttuneExample *example,
               Exchange            *exchange)
{
  guint n_turns = attune_example_get_n_turns (example);
  guint n_left_out = 0;

  *exchange = (Exchange) { 0 };

  for (guint i = 0; i < n_turns; i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);

      if (is_rejected (turn))
        continue;

      if (is_system (turn) && exchange->system == NULL)
        exchange->system = turn->content;
      else if (turn->role == ATTUNE_ROLE_USER && exchange->question == NULL &&
               exchange->answer == NULL)
        exchange->question = turn->content;
      else if (turn->role == ATTUNE_ROLE_ASSISTANT && exchange->answer == NULL)
        exchange->answer = turn->content;
      else
        n_left_out++;
    }

  export->result->n_turns += n_left_out;

  if (exchange->question == NULL)
    exchange->question = "";

  if (exchange->answer == NULL)
    exchange->answer = "";
}

/* --- The formats --- */

/* Appends @document to @line, and frees it. */
void
attune_export_append_document (GString        *line,
                               yyjson_mut_doc *document)
{
  gsize length;
  char *json = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);

  g_string_append_len (line, json, length);
  free (json);
  yyjson_mut_doc_free (document);
}

static void
append_chat (AttuneExport        *export,
             const AttuneExample *example)
{
  g_autoptr(AttuneExample) chat = NULL;

  switch (example->kind)
    {
    case ATTUNE_EXAMPLE_COMPLETION:
      chat = attune_example_new_chat (0, NULL, attune_example_get_turn (example, 0)->content,
                                      attune_example_get_turn (example, 1)->content);
      g_string_append (export->line, chat->json);
      export->result->n_details += has_details (example);
      break;

    case ATTUNE_EXAMPLE_PREFERENCE:
      attune_export_append_preference (export->line, example);
      break;

    case ATTUNE_EXAMPLE_CHAT:
    default:
      g_string_append (export->line, example->json);
      break;
    }
}

static void
append_completion (AttuneExport        *export,
                   const AttuneExample *example)
{
  g_autoptr(AttuneExample) completion = NULL;
  Exchange exchange;

  if (example->kind == ATTUNE_EXAMPLE_COMPLETION)
    {
      g_string_append (export->line, example->json);
      return;
    }

  find_exchange (export, example, &exchange);
  completion = attune_example_new_completion (0, exchange.question, exchange.answer);
  g_string_append (export->line, completion->json);
  export->result->n_systems += exchange.system != NULL;
  export->result->n_details += has_details (example);
}

static void
append_alpaca (AttuneExport        *export,
               const AttuneExample *example)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  Exchange exchange;

  find_exchange (export, example, &exchange);
  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_str (document, root, "instruction", exchange.question);
  yyjson_mut_obj_add_str (document, root, "input", "");
  yyjson_mut_obj_add_str (document, root, "output", exchange.answer);
  attune_export_append_document (export->line, document);
  export->result->n_systems += exchange.system != NULL;
  export->result->n_details += has_details (example);
}

static const char *
get_sharegpt_role (AttuneRole role)
{
  switch (role)
    {
    case ATTUNE_ROLE_SYSTEM:
    case ATTUNE_ROLE_DEVELOPER:
      return "system";

    case ATTUNE_ROLE_ASSISTANT:
      return "gpt";

    case ATTUNE_ROLE_TOOL:
      return "tool";

    case ATTUNE_ROLE_USER:
    case ATTUNE_ROLE_UNKNOWN:
    default:
      return "human";
    }
}

static void
append_sharegpt (AttuneExport        *export,
                 const AttuneExample *example)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *turns = yyjson_mut_obj_add_arr (document, root, "conversations");

  yyjson_mut_doc_set_root (document, root);

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);
      yyjson_mut_val *value;

      if (is_rejected (turn))
        continue;

      value = yyjson_mut_arr_add_obj (document, turns);
      yyjson_mut_obj_add_str (document, value, "from", get_sharegpt_role (turn->role));
      yyjson_mut_obj_add_str (document, value, "value", turn->content);
    }

  attune_export_append_document (export->line, document);
  export->result->n_details += has_details (example);
}

static void
append_csv (AttuneExport        *export,
            const AttuneExample *example)
{
  Exchange exchange;

  find_exchange (export, example, &exchange);
  attune_csv_append_cell (export->line, exchange.system != NULL ? exchange.system : "");
  g_string_append_c (export->line, ',');
  attune_csv_append_cell (export->line, exchange.question);
  g_string_append_c (export->line, ',');
  attune_csv_append_cell (export->line, exchange.answer);
  export->result->n_details += has_details (example);
}

/* --- Writing --- */

static gboolean
write_text (AttuneExport  *export,
            const char    *text,
            gsize          length,
            GError       **error)
{
  export->result->size += length;

  return attune_atomic_file_write (export->output, text, length, error);
}

static gboolean
write_head (AttuneExport  *export,
            GError       **error)
{
  g_autoptr(GString) head = g_string_new (export->options->with_bom ? byte_order_mark : NULL);

  if (export->options->format == ATTUNE_EXPORT_CSV)
    g_string_append (head, "system,question,answer\r\n");

  if (attune_export_format_is_array (export->options->format))
    g_string_append (head, "[\n");

  return write_text (export, head->str, head->len, error);
}

/* Begins a file. Fails with %ATTUNE_ERROR_STORAGE. */
gboolean
attune_export_begin (AttuneExport  *export,
                     const char    *out_path,
                     GError       **error)
{
  export->line = g_string_new (NULL);
  export->output = attune_atomic_file_new (out_path, error);

  return export->output != NULL && write_head (export, error);
}

void
attune_export_clear (AttuneExport *export)
{
  g_clear_object (&export->output);

  if (export->line != NULL)
    g_string_free (export->line, TRUE);
}

/* Writes one more example. */
gboolean
attune_export_add (AttuneExport         *export,
                   const AttuneExample  *example,
                   GError              **error)
{
  gboolean is_array = attune_export_format_is_array (export->options->format);

  g_string_assign (export->line, is_array && export->result->n_examples > 0 ? ",\n" : "");

  switch (export->options->format)
    {
    case ATTUNE_EXPORT_COMPLETION:
      append_completion (export, example);
      break;

    case ATTUNE_EXPORT_CSV:
      append_csv (export, example);
      break;

    case ATTUNE_EXPORT_SHAREGPT:
      append_sharegpt (export, example);
      break;

    case ATTUNE_EXPORT_ALPACA:
      append_alpaca (export, example);
      break;

    case ATTUNE_EXPORT_CHAT:
    case ATTUNE_N_EXPORT_FORMATS:
    default:
      append_chat (export, example);
      break;
    }

  if (!is_array)
    g_string_append (export->line, export->options->format == ATTUNE_EXPORT_CSV ? "\r\n" : "\n");

  export->result->n_examples++;
  export->result->n_rejected += has_rejected (example);

  return write_text (export, export->line->str, export->line->len, error);
}

/* Writes the end. A file without examples is an error; whoever may have none does not begin one. */
gboolean
attune_export_end (AttuneExport  *export,
                   GError       **error)
{
  if (export->result->n_examples == 0)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("There is no example to export. Put some back that are marked out, then "
                          "try again."));
      return FALSE;
    }

  return !attune_export_format_is_array (export->options->format) ||
         write_text (export, "\n]\n", 3, error);
}
