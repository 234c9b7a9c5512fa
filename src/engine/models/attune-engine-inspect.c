/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-inspect"

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include <ggml.h>
#include <llama.h>

#include "attune-engine-figures.h"
#include "attune-engine-inspect.h"
#include "attune-engine-model.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-weights.h"

/* So many tokens of a prompt llama-server reads at once. */
#define PROMPT_TOKENS 512

/* Whether libllama knows the chat format; it takes one for granted where none is named. */
static gboolean
can_render (AttuneGguf *gguf)
{
  const char *template = attune_trainer_gguf_get_string (gguf, "tokenizer.chat_template");
  struct llama_chat_message messages[] = { { "user", "a" }, { "assistant", "b" } };
  char text[1024];

  return template != NULL &&
         llama_chat_apply_template (template, messages, G_N_ELEMENTS (messages), FALSE,
                                    text, sizeof text) > 0;
}

/* The type that most of the weights have. */
static void
add_weights (JsonObject          *object,
             struct ggml_context *weights)
{
  guint64 counts[GGML_TYPE_COUNT] = { 0 };
  guint64 n_parameters = 0;
  guint largest = 0;

  for (struct ggml_tensor *tensor = ggml_get_first_tensor (weights);
       tensor != NULL;
       tensor = ggml_get_next_tensor (weights, tensor))
    {
      counts[tensor->type] += ggml_nelements (tensor);
      n_parameters += ggml_nelements (tensor);
    }

  for (guint i = 0; i < GGML_TYPE_COUNT; i++)
    largest = counts[i] > counts[largest] ? i : largest;

  json_object_set_int_member (object, "parameters", n_parameters);
  json_object_set_string_member (object, "weights", ggml_type_name (largest));
}

static void
add_text (JsonObject *object,
          const char *member,
          AttuneGguf *gguf,
          const char *key)
{
  const char *text = attune_trainer_gguf_get_string (gguf, key);
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  json_object_set_string_member (object, member, valid);
}

static void
add_training (JsonObject          *object,
              const char          *path,
              AttuneGguf          *gguf,
              struct ggml_context *weights)
{
  struct ggml_tensor *embedding = attune_trainer_weights_find (weights, -1, "token_embd", "weight");
  AttuneTrainerShape shape = { 0 };
  g_autoptr(GError) error = NULL;
  gboolean is_trainable;

  is_trainable = attune_trainer_shape_read (&shape, gguf, &error);
  shape.n_vocabulary = embedding != NULL ? embedding->ne[1] : 0;
  is_trainable = is_trainable && attune_trainer_weights_check (weights, &shape, &error);

  json_object_set_boolean_member (object, "trainable", is_trainable);
  json_object_set_string_member (object, "reason", is_trainable ? NULL : error->message);

  if (is_trainable)
    attune_engine_figures_add (object, path);
}

static guint64
get_dimension (AttuneGguf *gguf,
               const char *architecture,
               const char *name,
               guint64     fallback)
{
  g_autofree char *key = g_strconcat (architecture, ".", name, NULL);

  return attune_trainer_gguf_get_uint (gguf, key, fallback);
}

/* Beside its weights: keys and values of every token of a conversation in half precision, and the
 * scores of all words for each token of a prompt that is read at once. */
static guint64
get_chat_memory (AttuneGguf          *gguf,
                 const char          *architecture,
                 struct ggml_context *weights)
{
  struct ggml_tensor *embedding = attune_trainer_weights_find (weights, -1, "token_embd", "weight");
  guint64 n_heads = get_dimension (gguf, architecture, "attention.head_count", 1);
  guint64 n_kv = get_dimension (gguf, architecture, "attention.head_count_kv", n_heads);
  guint64 n_embedding = get_dimension (gguf, architecture, "embedding_length", 0);
  guint64 n_layers = get_dimension (gguf, architecture, "block_count", 0);
  guint64 head_size = get_dimension (gguf, architecture, "attention.key_length",
                                     n_embedding / MAX (n_heads, 1));
  double per_token = 2.0 * 2 * n_layers * n_kv * head_size;
  double scores = embedding != NULL ? 4.0 * PROMPT_TOKENS * embedding->ne[1] : 0;

  return MIN (per_token * ATTUNE_ENGINE_CHAT_TOKENS + scores, (double)G_MAXINT64 / 2);
}

/**
 * attune_engine_inspect:
 * @path: (type filename): a GGUF file
 * @error: where to put an error
 *
 * Looks what a model is like, and writes that to standard output: a JSON object with the members
 * that docs/engine.md lists. Runs in a process of its own, because libggml ends it when a file is
 * broken.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when the file is no model
 */
gboolean
attune_engine_inspect (const char  *path,
                       GError     **error)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(AttuneGguf) gguf = NULL;
  g_autofree char *text = NULL;
  struct ggml_context *weights = NULL;
  const char *architecture;

  if (!attune_trainer_backend_load (error) ||
      (gguf = attune_trainer_gguf_open (path, &weights, error)) == NULL)
    return FALSE;

  architecture = attune_trainer_gguf_get_string (gguf, "general.architecture");

  /* An adapter is a GGUF file too. */
  if (architecture == NULL ||
      g_strcmp0 (attune_trainer_gguf_get_string (gguf, "general.type"), "adapter") == 0)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, path,
                        _("This file holds no model. Choose the file of a whole model."));
      ggml_free (weights);
      return FALSE;
    }

  json_object_set_string_member (object, "architecture", architecture);
  add_text (object, "title", gguf, "general.name");
  add_text (object, "license", gguf, "general.license");
  add_weights (object, weights);
  json_object_set_int_member (object, "context_length", get_dimension (gguf, architecture, "context_length", 0));
  json_object_set_boolean_member (object, "chat", can_render (gguf));
  json_object_set_int_member (object, "chat_memory", get_chat_memory (gguf, architecture, weights));
  add_training (object, path, gguf, weights);
  ggml_free (weights);

  text = attune_json_object_to_string (object);
  printf ("%s\n", text);

  return TRUE;
}
