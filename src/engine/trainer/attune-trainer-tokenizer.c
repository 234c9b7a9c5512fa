/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-tokenizer"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include <llama.h>

#include "attune-error.h"
#include "attune-trainer-tokenizer.h"

struct _AttuneTrainerTokenizer
{
  struct llama_model       *model;
  const struct llama_vocab *vocabulary;
};

/* Standard output belongs to the JSON lines: only trouble is passed on. */
static void
log_cb (enum ggml_log_level  level,
        const char          *text,
        void                *user_data)
{
  if (level == GGML_LOG_LEVEL_ERROR)
    fputs (text, stderr);
}

/**
 * attune_trainer_tokenizer_new:
 * @path: a GGUF file
 * @error: return location for an error
 *
 * Loads the vocabulary of a model, without its weights. libggml's backends must be loaded already.
 *
 * Returns: (transfer full) (nullable): the vocabulary, or %NULL with %ATTUNE_ERROR_ENGINE
 */
AttuneTrainerTokenizer *
attune_trainer_tokenizer_new (const char  *path,
                              GError     **error)
{
  g_autoptr(AttuneTrainerTokenizer) self = g_new0 (AttuneTrainerTokenizer, 1);
  struct llama_model_params params = llama_model_default_params ();

  params.vocab_only = true;
  llama_log_set (log_cb, NULL);

  if ((self->model = llama_model_load_from_file (path, params)) == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, path,
                        _("The model file cannot be read, or its vocabulary is of an unknown kind. "
                          "Choose another model, or make this one anew."));
      return NULL;
    }

  self->vocabulary = llama_model_get_vocab (self->model);

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_tokenizer_free:
 * @self: (transfer full): a vocabulary
 */
void
attune_trainer_tokenizer_free (AttuneTrainerTokenizer *self)
{
  g_clear_pointer (&self->model, llama_model_free);
  g_free (self);
}

/**
 * attune_trainer_tokenizer_get_special:
 * @self: a vocabulary
 * @name: a special token such as "<|im_end|>"
 *
 * Returns: the number of a special token, or -1 when the vocabulary has no such token
 */
gint32
attune_trainer_tokenizer_get_special (AttuneTrainerTokenizer *self,
                                      const char             *name)
{
  llama_token token;

  if (llama_tokenize (self->vocabulary, name, strlen (name), &token, 1, false, true) != 1 ||
      !llama_vocab_is_control (self->vocabulary, token))
    return -1;

  return token;
}

/**
 * attune_trainer_tokenizer_append:
 * @self: a vocabulary
 * @text: plain text; what looks like a special token in it is only text
 * @tokens: (element-type gint32): where the tokens are appended
 */
void
attune_trainer_tokenizer_append (AttuneTrainerTokenizer *self,
                                 const char             *text,
                                 GArray                 *tokens)
{
  gsize length = strlen (text);
  guint start = tokens->len;
  int n_tokens;

  /* A token stands for at least one byte, but some vocabularies put a space in front. */
  g_array_set_size (tokens, start + length + 2);
  n_tokens = llama_tokenize (self->vocabulary, text, length, &g_array_index (tokens, gint32, start),
                             length + 2, false, false);
  g_array_set_size (tokens, start + MAX (n_tokens, 0));
}
