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

/* What ends a completion where the vocabulary has it; else what ends an answer does. */
#define END_OF_TEXT "<|endoftext|>"

/* libllama takes this for granted where a file names no chat format, and so does llama-server. */
#define DEFAULT_TEMPLATE "chatml"

struct _AttuneTrainerTokenizer
{
  struct llama_model       *model;
  const struct llama_vocab *vocabulary;
  GPtrArray                *special[256];   /* of the texts of control tokens, by first byte */
  gint32                    end_of_text;    /* -1 when the vocabulary has none */
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

static void
add_special (AttuneTrainerTokenizer *self,
             llama_token             token)
{
  const char *text = llama_vocab_get_text (self->vocabulary, token);
  guint8 first = text[0];

  /* One character is too common to take for a special token that somebody wrote. */
  if (text[0] == '\0' || text[1] == '\0')
    return;

  if (self->special[first] == NULL)
    self->special[first] = g_ptr_array_new ();

  g_ptr_array_add (self->special[first], (char *)text);

  if (g_str_equal (text, END_OF_TEXT))
    self->end_of_text = token;
}

static void
find_special (AttuneTrainerTokenizer *self)
{
  self->end_of_text = llama_vocab_eos (self->vocabulary);

  for (llama_token token = 0; token < llama_vocab_n_tokens (self->vocabulary); token++)
    if (llama_vocab_is_control (self->vocabulary, token))
      add_special (self, token);
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

  /* Of a vocabulary that is none, libllama ends the program when it is asked. */
  if ((self->model = llama_model_load_from_file (path, params)) == NULL ||
      llama_vocab_type (llama_model_get_vocab (self->model)) == LLAMA_VOCAB_TYPE_NONE)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, path,
                        _("The model file cannot be read, or its vocabulary is of an unknown kind. "
                          "Choose another model, or make this one anew."));
      return NULL;
    }

  self->vocabulary = llama_model_get_vocab (self->model);
  find_special (self);

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_tokenizer_free:
 * @self: (transfer full): a vocabulary
 */
void
attune_trainer_tokenizer_free (AttuneTrainerTokenizer *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->special); i++)
    g_clear_pointer (&self->special[i], g_ptr_array_unref);

  g_clear_pointer (&self->model, llama_model_free);
  g_free (self);
}

/**
 * attune_trainer_tokenizer_is_end:
 * @self: a vocabulary
 * @token: a token
 *
 * Returns: whether a server stops when the model says this token
 */
gboolean
attune_trainer_tokenizer_is_end (AttuneTrainerTokenizer *self,
                                 gint32                  token)
{
  return llama_vocab_is_eog (self->vocabulary, token);
}

/**
 * attune_trainer_tokenizer_has_special:
 * @self: a vocabulary
 * @text: what somebody wrote
 *
 * Returns: whether there is something in @text that looks like a control token of the model
 */
gboolean
attune_trainer_tokenizer_has_special (AttuneTrainerTokenizer *self,
                                      const char             *text)
{
  for (; *text != '\0'; text++)
    {
      GPtrArray *special = self->special[(guint8)*text];

      for (guint i = 0; special != NULL && i < special->len; i++)
        if (g_str_has_prefix (text, g_ptr_array_index (special, i)))
          return TRUE;
    }

  return FALSE;
}

/**
 * attune_trainer_tokenizer_append:
 * @self: a vocabulary
 * @text: a text
 * @length: of @text, in bytes
 * @with_special: whether what looks like a special token is one, rather than text
 * @tokens: (element-type gint32): where the tokens are appended
 */
void
attune_trainer_tokenizer_append (AttuneTrainerTokenizer *self,
                                 const char             *text,
                                 gsize                   length,
                                 gboolean                with_special,
                                 GArray                 *tokens)
{
  guint start = tokens->len;
  int n_tokens;

  /* A token stands for at least one byte, but some vocabularies put a space in front of each piece
   * between special tokens. */
  g_array_set_size (tokens, start + 2 * length + 2);
  n_tokens = llama_tokenize (self->vocabulary, text, length, &g_array_index (tokens, gint32, start),
                             2 * length + 2, false, with_special);
  g_array_set_size (tokens, start + MAX (n_tokens, 0));
}

/**
 * attune_trainer_tokenizer_append_start:
 * @self: a vocabulary
 * @tokens: (element-type gint32): where the token that begins every text is appended, if there is
 *   one
 */
void
attune_trainer_tokenizer_append_start (AttuneTrainerTokenizer *self,
                                       GArray                 *tokens)
{
  gint32 token = llama_vocab_bos (self->vocabulary);

  if (llama_vocab_get_add_bos (self->vocabulary) && token != LLAMA_TOKEN_NULL)
    g_array_append_val (tokens, token);
}

/**
 * attune_trainer_tokenizer_append_end:
 * @self: a vocabulary
 * @tokens: (element-type gint32): where the token is appended that ends a completion, if there is
 *   one
 */
void
attune_trainer_tokenizer_append_end (AttuneTrainerTokenizer *self,
                                     GArray                 *tokens)
{
  if (self->end_of_text != LLAMA_TOKEN_NULL)
    g_array_append_val (tokens, self->end_of_text);
}

/**
 * attune_trainer_tokenizer_dup_chat:
 * @self: a vocabulary
 * @turns: (array length=n_turns): a conversation
 * @n_turns: how many
 * @with_answer_start: whether to end with what stands before an answer
 *
 * Renders a conversation in the chat format of the model, as llama-server does when it is told not
 * to interpret the template (`--no-jinja`). The formats that libllama knows are listed in its
 * header.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL when the format is none of them
 */
char *
attune_trainer_tokenizer_dup_chat (AttuneTrainerTokenizer *self,
                                   AttuneTurn * const     *turns,
                                   guint                   n_turns,
                                   gboolean                with_answer_start)
{
  g_autofree struct llama_chat_message *messages = g_new (struct llama_chat_message, n_turns + 1);
  const char *template = llama_model_chat_template (self->model, NULL);
  g_autofree char *text = NULL;
  gsize size = 256;
  int length;

  if (template == NULL)
    template = DEFAULT_TEMPLATE;

  for (guint i = 0; i < n_turns; i++)
    {
      messages[i].role = attune_role_to_string (turns[i]->role);
      messages[i].content = turns[i]->content;
      size += 2 * strlen (turns[i]->content) + 64;
    }

  text = g_malloc0 (size);
  length = llama_chat_apply_template (template, messages, n_turns, with_answer_start,
                                      text, size - 1);

  if (length < 0)
    return NULL;

  if ((gsize)length < size)
    {
      text[length] = '\0';
      return g_steal_pointer (&text);
    }

  text = g_realloc (text, length + 1);
  length = llama_chat_apply_template (template, messages, n_turns, with_answer_start, text, length);
  text[length] = '\0';

  return g_steal_pointer (&text);
}
