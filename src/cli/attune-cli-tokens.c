/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-tokens"

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"
#include "attune-paths.h"
#include "attune-reader.h"
#include "attune-shared-tokenizer.h"
#include "attune-thread.h"
#include "attune-token-stream.h"

typedef struct
{
  AttuneTokenEncoding  encoding;
  char                *path;   /* NULL for standard input */
  gboolean             json;
  gboolean             is_exact;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job);
}

/* Both forms of a line go through the same stream, so that they keep their order. */
static void
print_line_error (const char *message)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, message);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  fprintf (stdout, "%s\n", text);
}

/* Exact is a count in the vocabulary of the model that was named, or in an encoding. */
static void
print_line_count (guint64  n_tokens,
                  gboolean is_exact)
{
  fprintf (stdout, "{\"tokens\":%" G_GUINT64_FORMAT ",\"exact\":%s}\n", n_tokens,
           is_exact ? "true" : "false");
}

/* Returns the text of a line; else @problem says why there is none. */
static yyjson_val *
find_text (const AttuneRecord  *record,
           const char         **problem)
{
  yyjson_val *text = yyjson_obj_get (record->root, "text");

  if (record->root == NULL)
    *problem = _("This line is not valid JSON.");
  else if (!yyjson_is_str (text))
    *problem = _("This line has no text in a member “text”.");
  else
    return text;

  return NULL;
}

static gboolean
count_lines (const Job           *job,
             AttuneTokenCounter  *counter,
             guint64             *n_tokens,
             GError             **error)
{
  const AttuneReaderOptions options = { .format = ATTUNE_FORMAT_JSONL };
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(GError) read_error = NULL;
  AttuneRecord record;

  if (!(source = attune_source_open (job->path, error)) ||
      !(reader = attune_reader_open (source, &options, error)))
    return FALSE;

  while (attune_reader_next (reader, &record, NULL, &read_error))
    {
      const char *problem = NULL;
      yyjson_val *text = find_text (&record, &problem);

      if (text != NULL)
        {
          gsize n = attune_token_counter_count (counter, yyjson_get_str (text),
                                                yyjson_get_len (text));

          *n_tokens += n;

          if (job->json)
            print_line_count (n, job->is_exact);
        }
      else if (job->json)
        print_line_error (problem);
      else
        g_printerr (_("Line %lu: %s\n"), (gulong)record.line, problem);
    }

  if (read_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&read_error));

  return FALSE;
}

static GInputStream *
open_stream (const Job  *job,
             GError    **error)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) io_error = NULL;
  GInputStream *stream;

  if (job->path == NULL)
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);

  file = g_file_new_for_commandline_arg (job->path);

  if (!(stream = G_INPUT_STREAM (g_file_read (file, NULL, &io_error))))
    attune_set_error_from_io (error, io_error, job->path);

  return stream;
}

static gboolean
count_text (const Job           *job,
            AttuneTokenCounter  *counter,
            guint64             *n_tokens,
            GError             **error)
{
  g_autoptr(GInputStream) stream = open_stream (job, error);

  if (stream == NULL ||
      !attune_token_stream_count (counter, stream,
                                  job->path != NULL ? job->path : _("Standard input"),
                                  n_tokens, NULL, error))
    return FALSE;

  if (job->json)
    print_line_count (*n_tokens, job->is_exact);

  return TRUE;
}

static DexFuture *
count_thread (gpointer user_data)
{
  const Job *job = user_data;
  g_autoptr(AttuneTokenizer) tokenizer = NULL;
  g_autoptr(AttuneTokenCounter) counter = NULL;
  GError *error = NULL;
  guint64 n_tokens = 0;
  gboolean done;

  if (!(tokenizer = attune_tokenizer_load (job->encoding, &error)))
    return dex_future_new_for_error (error);

  counter = attune_token_counter_new (tokenizer);

  if (job->path != NULL && g_str_has_suffix (job->path, ".jsonl"))
    done = count_lines (job, counter, &n_tokens, &error);
  else
    done = count_text (job, counter, &n_tokens, &error);

  fflush (stdout);

  return done ? dex_future_new_for_uint64 (n_tokens) : dex_future_new_for_error (error);
}

/* Whether the options name an encoding, which @is_exact says to be certain. */
static gboolean
find_encoding (const char          *name,
               const char          *model,
               AttuneTokenEncoding *encoding,
               gboolean            *is_exact,
               int                 *status)
{
  *encoding = ATTUNE_TOKEN_ENCODING_O200K_BASE;
  *is_exact = TRUE;

  if (name != NULL && model != NULL)
    {
      *status = attune_cli_usage (_("Give an encoding or a model, not both."));
      return FALSE;
    }

  if (model != NULL)
    *encoding = attune_token_encoding_for_model (model, is_exact);

  if (name != NULL)
    *encoding = attune_token_encoding_from_name (name);

  if (*encoding == ATTUNE_TOKEN_ENCODING_UNKNOWN)
    {
      *status = attune_cli_usage (_("There is no encoding “%s”. There are o200k_base, cl100k_base, p50k_base and r50k_base."),
                                  name);
      return FALSE;
    }

  return TRUE;
}

static void
print_total (guint64             n_tokens,
             AttuneTokenEncoding encoding,
             gboolean            is_exact)
{
  /* Translators: %s is the name of an encoding, such as “o200k_base”. */
  g_print (is_exact ? ngettext ("%lu token (%s)", "%lu tokens (%s)", n_tokens)
                    : ngettext ("About %lu token (%s)", "About %lu tokens (%s)", n_tokens),
           (gulong)n_tokens, attune_token_encoding_get_name (encoding));
  g_print ("\n");
}

/* Passes what the engine says on, or adds it up. */
static gboolean
read_counts (GInputStream  *stream,
             gboolean       json,
             guint64       *n_tokens,
             GError       **error)
{
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (stream);
  char *text;

  while ((text = g_data_input_stream_read_line (lines, NULL, NULL, error)))
    {
      g_autofree char *line = text;
      const char *number = strchr (line, ':');

      /* What is no count says why there is none. */
      if (json && g_str_has_prefix (line, "{\"tokens\":"))
        print_line_count (g_ascii_strtoull (number + 1, NULL, 10), TRUE);
      else if (json)
        fprintf (stdout, "%s\n", line);
      else if (number != NULL)
        *n_tokens += g_ascii_strtoull (number + 1, NULL, 10);
    }

  fflush (stdout);

  return error == NULL || *error == NULL;
}

static DexFuture *
count_locally_thread (gpointer user_data)
{
  char **words = user_data;
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *engine = NULL;
  g_autoptr(GError) error = NULL;
  const char *arguments[] = { NULL, "tokens", words[0], words[1], NULL };
  guint64 n_tokens = 0;

  if (!(engine = attune_paths_find_program ("attune-engine", &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  arguments[0] = engine;
  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);

  if (process == NULL ||
      !read_counts (g_subprocess_get_stdout_pipe (process), words[2] != NULL, &n_tokens, &error) ||
      !g_subprocess_wait_check (process, NULL, &error))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_ENGINE, error->message,
                        /* Translators: %s is the name of a file. */
                        _("The tokens of “%s” could not be counted. Check that it is a complete "
                          "GGUF model."), words[0]));

  return dex_future_new_for_uint64 (n_tokens);
}

/* A model on this computer has a vocabulary of its own, which only the engine can read. */
static int
count_locally (const char *model,
               const char *path,
               gboolean    json)
{
  const char *words[] = { model, path, json ? "json" : NULL, NULL };
  g_autoptr(GError) error = NULL;
  guint64 n_tokens;

  n_tokens = dex_await_uint64 (attune_thread_spawn ("attune-tokens", count_locally_thread,
                                                    g_strdupv ((char **)words),
                                                    (GDestroyNotify)g_strfreev),
                               &error);

  if (error != NULL)
    return attune_cli_fail (error);

  if (!json)
    {
      g_print (ngettext ("%lu token", "%lu tokens", n_tokens), (gulong)n_tokens);
      g_print ("\n");
    }

  return ATTUNE_CLI_DONE;
}

static DexFuture *
load_thread (gpointer user_data)
{
  g_autoptr(AttuneTokenizer) tokenizer = NULL;
  g_autoptr(GError) error = NULL;

  if (!(tokenizer = attune_tokenizer_load (GPOINTER_TO_INT (user_data), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
show_fetched (gint64   done,
              gint64   total,
              gpointer patience)
{
  dex_clear ((DexFuture **)patience);
  attune_cli_show_progress (done, total, NULL);
}

/* Downloads the list of tokens, unless a good one is there. */
static gboolean
fetch_list (AttuneTokenEncoding   encoding,
            GError              **error)
{
  const AttuneTokenList *list = attune_token_encoding_get_list (encoding);
  g_autofree char *dir = attune_paths_dup_ranks_dir ();
  g_autofree char *place = attune_shared_tokenizer_dup_place ();
  g_autofree char *size = g_format_size (list->size);
  g_autoptr(DexFuture) patience = NULL;

  if (dex_await (attune_thread_spawn ("attune-tokens", load_thread, GINT_TO_POINTER (encoding), NULL),
                 NULL))
    {
      /* Translators: %s is the name of a file. */
      g_printerr (_("“%s” is there already."), list->name);
      g_printerr ("\n");
      return TRUE;
    }

  /* Translators: the name of a file, its size, and the name of a computer. */
  g_printerr (_("Downloading “%s” (%s) from “%s”…"), list->name, size, place);
  g_printerr ("\n");

  patience = attune_cli_lose_patience (place);

  if (!dex_await (attune_shared_tokenizer_fetch (encoding, show_fetched, &patience, NULL), error))
    return FALSE;

  /* Translators: the name of a file, and of a folder. */
  g_printerr (_("“%s” is now in “%s”."), list->name, dir);
  g_printerr ("\n");

  return TRUE;
}

/**
 * attune_cli_tokens:
 * @argc: number of words
 * @argv: the words
 *
 * Counts the tokens of a text, or of the member `text` of each line of a file whose name ends in
 * `.jsonl`. Nothing is asked of the network unless `--fetch` says so.
 *
 * Returns: an exit status
 */
int
attune_cli_tokens (int   argc,
                   char *argv[])
{
  g_autofree char *name = NULL;
  g_autofree char *model = NULL;
  g_autoptr(GError) error = NULL;
  AttuneTokenEncoding encoding;
  gboolean is_exact;
  gboolean fetch = FALSE;
  gboolean json = FALSE;
  guint64 n_tokens;
  Job *job;
  int status;
  const GOptionEntry entries[] = {
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &name,
      N_("Count as this encoding does (o200k_base)"), N_("NAME") },
    { "model", 0, 0, G_OPTION_ARG_STRING, &model,
      N_("Count as this model does: a name, or a GGUF file"), N_("MODEL") },
    { "fetch", 0, 0, G_OPTION_ARG_NONE, &fetch,
      N_("First download OpenAI’s list of tokens, where it is missing; without a file, do only that"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "[FILE]",
                         _("Counts the tokens of a text, or of the member “text” of each line of a "
                           ".jsonl file. Without a file, standard input is read."),
                         &status))
    return status;

  if (argc > 2)
    return attune_cli_usage (_("“tokens” takes one file."));

  if (name == NULL && model != NULL && g_str_has_suffix (model, ".gguf"))
    return argc == 2 ? count_locally (model, argv[1], json)
                     : attune_cli_usage (_("With a model file, “tokens” takes one file."));

  if (!find_encoding (name, model, &encoding, &is_exact, &status))
    return status;

  if (fetch && !fetch_list (encoding, &error))
    return attune_cli_fail (error);

  if (fetch && argc < 2)
    return ATTUNE_CLI_DONE;

  job = g_new0 (Job, 1);
  job->encoding = encoding;
  job->path = argc == 2 && !g_str_equal (argv[1], "-") ? g_strdup (argv[1]) : NULL;
  job->json = json;
  job->is_exact = is_exact;
  n_tokens = dex_await_uint64 (attune_thread_spawn ("attune-tokens", count_thread, job, job_free),
                               &error);

  if (error != NULL)
    return attune_cli_fail (error);

  if (!json)
    print_total (n_tokens, encoding, is_exact);

  return ATTUNE_CLI_DONE;
}
