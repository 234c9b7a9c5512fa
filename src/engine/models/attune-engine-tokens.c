/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-tokens"

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "attune-engine-tokens.h"
#include "attune-error.h"
#include "attune-reader.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-tokenizer.h"

/* A plain text is counted in one piece, because where it may be cut depends on the vocabulary. */
#define MAX_TEXT_LENGTH (64 * 1024 * 1024)

static guint
count (AttuneTrainerTokenizer *tokenizer,
       const char             *text,
       gsize                   length,
       GArray                 *tokens)
{
  g_array_set_size (tokens, 0);
  attune_trainer_tokenizer_append (tokenizer, text, length, FALSE, tokens);

  return tokens->len;
}

static gboolean
count_text (AttuneTrainerTokenizer  *tokenizer,
            AttuneSource            *source,
            GArray                  *tokens,
            GError                 **error)
{
  goffset length = attune_source_get_length (source);
  g_autofree char *text = NULL;

  if (length > MAX_TEXT_LENGTH)
    {
      g_autofree char *limit = g_format_size_full (MAX_TEXT_LENGTH, G_FORMAT_SIZE_IEC_UNITS);

      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %1$s is the name of a file, %2$s a size. */
                        _("“%1$s” is larger than %2$s. Cut it into smaller files, or make it JSON "
                          "Lines with a “text” on each line."),
                        attune_source_get_display_name (source), limit);
      return FALSE;
    }

  text = g_malloc (MAX (length, 1));

  if (attune_source_read (source, 0, text, length, error) < 0)
    return FALSE;

  printf ("{\"tokens\":%u}\n", count (tokenizer, text, length, tokens));

  return TRUE;
}

static gboolean
count_lines (AttuneTrainerTokenizer  *tokenizer,
             AttuneSource            *source,
             GArray                  *tokens,
             GError                 **error)
{
  const AttuneReaderOptions options = { .format = ATTUNE_FORMAT_JSONL };
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(GError) local_error = NULL;
  AttuneRecord record;

  if (!(reader = attune_reader_open (source, &options, error)))
    return FALSE;

  while (attune_reader_next (reader, &record, NULL, &local_error))
    {
      yyjson_val *text = yyjson_obj_get (record.root, "text");

      if (yyjson_is_str (text))
        printf ("{\"tokens\":%u}\n",
                count (tokenizer, yyjson_get_str (text), yyjson_get_len (text), tokens));
      else
        printf ("{\"error\":\"no text\"}\n");
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * attune_engine_tokens_count:
 * @model_path: (type filename): a GGUF file, of which only the vocabulary is read
 * @path: (type filename): a text, or JSON Lines when its name ends in `.jsonl`
 * @error: where to put an error
 *
 * Counts tokens as a model on this computer does, special marks as ordinary text, and writes
 * `{"tokens":N}` to standard output: one line for a text, or one for the member `text` of each line
 * of JSON Lines. Runs in a process of its own, because libggml ends it when a model is too large or
 * broken. Fails with %ATTUNE_ERROR_ENGINE when there is no such model, and as reading does.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_engine_tokens_count (const char  *model_path,
                            const char  *path,
                            GError     **error)
{
  g_autoptr(AttuneTrainerTokenizer) tokenizer = NULL;
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (gint32));

  if (!attune_trainer_backend_load (error) ||
      !(tokenizer = attune_trainer_tokenizer_new (model_path, error)) ||
      !(source = attune_source_open (path, error)))
    return FALSE;

  return g_str_has_suffix (path, ".jsonl") ? count_lines (tokenizer, source, tokens, error)
                                           : count_text (tokenizer, source, tokens, error);
}
