/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-export"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <yyjson.h>

#include "attune-atomic-file.h"
#include "attune-csv.h"
#include "attune-edits.h"
#include "attune-error.h"
#include "attune-example-private.h"
#include "attune-export.h"
#include "attune-free-space.h"
#include "attune-row-cursor.h"

/* Between two reports of progress, and looks at whether to go on. */
#define PROGRESS_STEP (1024 * 1024)

static const char byte_order_mark[] = "\xef\xbb\xbf";

static const struct
{
  const char *id;
  const char *title;
  const char *limits;
  const char *suffix;
  gboolean    is_array;     /* one JSON document, not lines */
} formats[ATTUNE_N_EXPORT_FORMATS] = {
  [ATTUNE_EXPORT_CHAT] = {
    "chat", N_("Chat (JSONL)"),
    N_("Holds everything."), ".jsonl", FALSE },
  [ATTUNE_EXPORT_COMPLETION] = {
    "completion", N_("Prompt and Completion (JSONL)"),
    N_("Holds one question and one answer, without system text."), ".jsonl", FALSE },
  [ATTUNE_EXPORT_CSV] = {
    "csv", N_("Table (CSV)"),
    N_("Holds one question, one answer and the system text."), ".csv", FALSE },
  [ATTUNE_EXPORT_SHAREGPT] = {
    "sharegpt", N_("ShareGPT (JSON)"),
    N_("Holds all turns, without tools and pictures."), ".json", TRUE },
  [ATTUNE_EXPORT_ALPACA] = {
    "alpaca", N_("Alpaca (JSON)"),
    N_("Holds one question and one answer, without system text."), ".json", TRUE },
};

/* One export. */
typedef struct
{
  const AttuneExportOptions *options;
  AttuneExportResult        *result;
  AttuneAtomicFile          *output;
  GString                   *line;      /* used again for each example */
} Export;

/* The parts that every format has a place for. */
typedef struct
{
  const char *system;       /* NULL: none */
  const char *question;
  const char *answer;
} Exchange;

static void
export_clear (Export *export)
{
  g_clear_object (&export->output);

  if (export->line != NULL)
    g_string_free (export->line, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static gboolean
is_system (const AttuneTurn *turn)
{
  return turn->role == ATTUNE_ROLE_SYSTEM || turn->role == ATTUNE_ROLE_DEVELOPER;
}

/* --- What a format cannot hold --- */

static gboolean
is_one_of (yyjson_val *key,
           const char *first,
           const char *second)
{
  return yyjson_equals_str (key, first) || yyjson_equals_str (key, second);
}

static gboolean
has_details_in_message (yyjson_val *message)
{
  yyjson_val *content = yyjson_obj_get (message, "content");
  yyjson_obj_iter members;
  yyjson_arr_iter parts;
  yyjson_val *key;
  yyjson_val *part;

  yyjson_obj_iter_init (message, &members);

  while ((key = yyjson_obj_iter_next (&members)))
    if (!is_one_of (key, "role", "content"))
      return TRUE;

  yyjson_arr_iter_init (content, &parts);

  while ((part = yyjson_arr_iter_next (&parts)))
    if (!yyjson_is_str (yyjson_obj_get (part, "text")))
      return TRUE;

  return FALSE;
}

static gboolean
has_details (const AttuneExample *example)
{
  yyjson_doc *document = yyjson_read_opts (example->json, strlen (example->json),
                                           ATTUNE_READ_FLAGS, NULL, NULL);
  yyjson_val *root = yyjson_doc_get_root (document);
  gboolean found = FALSE;
  yyjson_obj_iter members;
  yyjson_arr_iter messages;
  yyjson_val *value;

  yyjson_obj_iter_init (root, &members);

  while (!found && (value = yyjson_obj_iter_next (&members)))
    found = example->kind == ATTUNE_EXAMPLE_CHAT ? !yyjson_equals_str (value, "messages")
                                                 : !is_one_of (value, "prompt", "completion");

  yyjson_arr_iter_init (yyjson_obj_get (root, "messages"), &messages);

  while (!found && (value = yyjson_arr_iter_next (&messages)))
    found = has_details_in_message (value);

  yyjson_doc_free (document);

  return found;
}

/* The first question and its answer stand on their own; a later answer does not without what was
 * said before it. */
static void
find_exchange (Export              *export,
               const AttuneExample *example,
               Exchange            *exchange)
{
  guint n_turns = attune_example_get_n_turns (example);
  guint n_left_out = 0;

  *exchange = (Exchange) { 0 };

  for (guint i = 0; i < n_turns; i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);

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

static void
append_document (Export         *export,
                 yyjson_mut_doc *document)
{
  gsize length;
  char *json = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);

  g_string_append_len (export->line, json, length);
  free (json);
  yyjson_mut_doc_free (document);
}

static void
append_chat (Export              *export,
             const AttuneExample *example)
{
  g_autoptr(AttuneExample) chat = NULL;

  if (example->kind == ATTUNE_EXAMPLE_CHAT)
    {
      g_string_append (export->line, example->json);
      return;
    }

  chat = attune_example_new_chat (0, NULL, attune_example_get_turn (example, 0)->content,
                                  attune_example_get_turn (example, 1)->content);
  g_string_append (export->line, chat->json);

  if (has_details (example))
    export->result->n_details++;
}

static void
append_completion (Export              *export,
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
append_alpaca (Export              *export,
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
  append_document (export, document);
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
append_sharegpt (Export              *export,
                 const AttuneExample *example)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *turns = yyjson_mut_obj_add_arr (document, root, "conversations");

  yyjson_mut_doc_set_root (document, root);

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);
      yyjson_mut_val *value = yyjson_mut_arr_add_obj (document, turns);

      yyjson_mut_obj_add_str (document, value, "from", get_sharegpt_role (turn->role));
      yyjson_mut_obj_add_str (document, value, "value", turn->content);
    }

  append_document (export, document);
  export->result->n_details += has_details (example);
}

static void
append_csv (Export              *export,
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
write_text (Export      *export,
            const char  *text,
            gsize        length,
            GError     **error)
{
  export->result->size += length;

  return attune_atomic_file_write (export->output, text, length, error);
}

static gboolean
write_head (Export  *export,
            GError **error)
{
  g_autoptr(GString) head = g_string_new (export->options->with_bom ? byte_order_mark : NULL);

  if (export->options->format == ATTUNE_EXPORT_CSV)
    g_string_append (head, "system,question,answer\r\n");

  if (formats[export->options->format].is_array)
    g_string_append (head, "[\n");

  return write_text (export, head->str, head->len, error);
}

static gboolean
write_example (Export               *export,
               const AttuneExample  *example,
               GError              **error)
{
  gboolean is_array = formats[export->options->format].is_array;

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

  return write_text (export, export->line->str, export->line->len, error);
}

static gboolean
write_row (Export           *export,
           const AttuneRow  *row,
           GError          **error)
{
  g_autoptr(AttuneExample) example = NULL;

  if ((row->state & ATTUNE_ROW_OUT) != 0)
    return TRUE;

  if (row->text != NULL)
    example = attune_example_new_from_json ((guint64)row->index + 1, row->text, row->length, NULL);

  if (example != NULL)
    return write_example (export, example, error);

  export->result->n_unreadable++;

  return TRUE;
}

static gboolean
write_rows (Export              *export,
            AttuneExampleFile   *file,
            AttuneEdits         *edits,
            AttuneProgressFunc   progress,
            gpointer             user_data,
            GCancellable        *cancellable,
            GError             **error)
{
  g_autoptr(AttuneRowCursor) cursor = attune_row_cursor_new (file, edits);
  g_autoptr(GError) local_error = NULL;
  guint64 next_progress = 0;
  AttuneRow row;

  while (attune_row_cursor_next (cursor, &row, &local_error))
    {
      if (row.end >= next_progress)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;

          if (progress != NULL)
            progress (row.end, attune_example_file_get_stamp (file)->size, user_data);

          next_progress = row.end + PROGRESS_STEP;
        }

      if (!write_row (export, &row, error))
        return FALSE;
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
write_tail (Export  *export,
            GError **error)
{
  if (export->result->n_examples == 0)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("There is no example to export. Put some back that are marked out, then "
                          "try again."));
      return FALSE;
    }

  return !formats[export->options->format].is_array || write_text (export, "\n]\n", 3, error);
}

/**
 * attune_export_file:
 * @path: (type filename): a file of examples that Attune wrote; the changes to it count
 * @options: how to write it
 * @out_path: (type filename): where it goes
 * @result: (out caller-allocates): what was written, and what was left out
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Writes examples in another format, whole or not at all, without holding them in memory. Fails
 * with %ATTUNE_ERROR_STORAGE, and with %ATTUNE_ERROR_DATA when there is no example. Blocks: call
 * it on a thread.
 *
 * Returns: %FALSE with an error, and with nothing left behind
 */
gboolean
attune_export_file (const char                 *path,
                    const AttuneExportOptions  *options,
                    const char                 *out_path,
                    AttuneExportResult         *result,
                    AttuneProgressFunc          progress,
                    gpointer                    user_data,
                    GCancellable               *cancellable,
                    GError                    **error)
{
  g_auto(Export) export = { .options = options, .result = result };
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->format < ATTUNE_N_EXPORT_FORMATS, FALSE);
  g_return_val_if_fail (out_path != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *result = (AttuneExportResult) { 0 };
  export.line = g_string_new (NULL);

  return (file = attune_example_file_open (path, cancellable, error)) &&
         (edits = attune_edits_open (file, error)) &&
         attune_edits_check (edits, error) &&
         attune_check_free_space (out_path, attune_example_file_get_stamp (file)->size, error) &&
         (export.output = attune_atomic_file_new (out_path, error)) &&
         write_head (&export, error) &&
         write_rows (&export, file, edits, progress, user_data, cancellable, error) &&
         write_tail (&export, error) &&
         attune_atomic_file_commit (export.output, error);
}

static void
append_loss (GString    *sentences,
             const char *format,
             guint64     count)
{
  g_autoptr(GString) sentence = g_string_new (format);
  g_autofree char *number = g_strdup_printf ("%'" G_GUINT64_FORMAT, count);

  if (count == 0)
    return;

  g_string_replace (sentence, "%s", number, 1);

  if (sentences->len > 0)
    g_string_append_c (sentences, ' ');

  g_string_append (sentences, sentence->str);
}

/**
 * attune_export_result_dup_losses:
 * @result: what was written
 *
 * Returns: (transfer full) (nullable): what the format had no place for, in sentences; %NULL when
 *   nothing was left out
 */
char *
attune_export_result_dup_losses (const AttuneExportResult *result)
{
  g_autoptr(GString) sentences = g_string_new (NULL);

  g_return_val_if_fail (result != NULL, NULL);

  /* Translators: %s is a number, here and in the next three. */
  append_loss (sentences, ngettext ("%s system text was left out.",
                                    "%s system texts were left out.", result->n_systems),
               result->n_systems);
  append_loss (sentences, ngettext ("%s turn after the first answer was left out.",
                                    "%s turns after the first answers were left out.",
                                    result->n_turns),
               result->n_turns);
  append_loss (sentences, ngettext ("%s example lost its tools, pictures, weights or remarks.",
                                    "%s examples lost their tools, pictures, weights or remarks.",
                                    result->n_details),
               result->n_details);
  append_loss (sentences, ngettext ("%s example is too long or damaged and was left out.",
                                    "%s examples are too long or damaged and were left out.",
                                    result->n_unreadable),
               result->n_unreadable);

  if (sentences->len == 0)
    return NULL;

  return g_string_free_and_steal (g_steal_pointer (&sentences));
}

/**
 * attune_export_format_get_id:
 * @format: a format
 *
 * Returns: (transfer none): its name on the command line
 */
const char *
attune_export_format_get_id (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return formats[format].id;
}

/**
 * attune_export_format_get_title:
 * @format: a format
 *
 * Returns: (transfer none): its name for a person, translated
 */
const char *
attune_export_format_get_title (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return _(formats[format].title);
}

/**
 * attune_export_format_get_limits:
 * @format: a format
 *
 * Returns: (transfer none): a sentence about what it has a place for, translated
 */
const char *
attune_export_format_get_limits (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return _(formats[format].limits);
}

/**
 * attune_export_format_get_suffix:
 * @format: a format
 *
 * Returns: (transfer none): what its files end in, such as “.jsonl”
 */
const char *
attune_export_format_get_suffix (AttuneExportFormat format)
{
  g_return_val_if_fail (format < ATTUNE_N_EXPORT_FORMATS, NULL);

  return formats[format].suffix;
}

/**
 * attune_export_format_from_id:
 * @id: a name from the command line
 * @format: (out): the format
 *
 * Returns: whether there is such a format
 */
gboolean
attune_export_format_from_id (const char         *id,
                              AttuneExportFormat *format)
{
  for (guint i = 0; i < ATTUNE_N_EXPORT_FORMATS; i++)
    {
      if (g_strcmp0 (formats[i].id, id) == 0)
        {
          *format = i;
          return TRUE;
        }
    }

  return FALSE;
}
