/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-dataset"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-example.h"
#include "attune-trainer-dataset.h"
#include "attune-trainer-random.h"

#define TURN_START    "<|im_start|>"
#define TURN_END      "<|im_end|>"
#define END_OF_TEXT   "<|endoftext|>"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct _AttuneTrainerDataset
{
  GArray  *windows;     /* of AttuneTrainerWindow */
  guint64  n_tokens;
  guint    n_cut;
  guint    n_left_out;
  guint    max_tokens;
  guint    max_targets;
};

/* Turns examples into windows. */
typedef struct
{
  AttuneTrainerDataset   *dataset;
  AttuneTrainerTokenizer *tokenizer;
  guint                   context;
  gint32                  turn_start;
  gint32                  turn_end;
  gint32                  end_of_text;
  GArray                 *tokens;      /* of gint32: the window that grows */
  GByteArray             *is_target;
} Renderer;

static void
clear_window (AttuneTrainerWindow *window)
{
  g_clear_pointer (&window->tokens, g_free);
  g_clear_pointer (&window->is_target, g_free);
}

static void
mark_new_tokens (Renderer *self,
                 gboolean  is_target)
{
  guint old_length = self->is_target->len;

  g_byte_array_set_size (self->is_target, self->tokens->len);
  memset (self->is_target->data + old_length, is_target, self->tokens->len - old_length);
}

static void
append_text (Renderer   *self,
             const char *text,
             gboolean    is_target)
{
  attune_trainer_tokenizer_append (self->tokenizer, text, self->tokens);
  mark_new_tokens (self, is_target);
}

static void
append_token (Renderer *self,
              gint32    token,
              gboolean  is_target)
{
  g_array_append_val (self->tokens, token);
  mark_new_tokens (self, is_target);
}

/* ChatML, as the chat template of the model renders it. What an assistant says is tokenized by
 * itself, because the prompt that it answers ends before it; any other turn as a whole, because the
 * server tokenizes a prompt from one special token to the next. */
static void
append_turn (Renderer   *self,
             AttuneTurn *turn)
{
  gboolean is_answer = turn->role == ATTUNE_ROLE_ASSISTANT;
  g_autofree char *head = NULL;

  head = g_strconcat (attune_role_to_string (turn->role), "\n",
                      is_answer ? NULL : turn->content, NULL);

  append_token (self, self->turn_start, FALSE);
  append_text (self, head, FALSE);

  if (is_answer)
    append_text (self, turn->content, turn->is_trained);

  append_token (self, self->turn_end, is_answer && turn->is_trained);
  append_text (self, "\n", FALSE);
}

/* Text to continue, text that continues it, and the end. */
static void
append_completion (Renderer      *self,
                   AttuneExample *example)
{
  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);

      append_text (self, turn->content, turn->is_trained);
    }

  append_token (self, self->end_of_text, TRUE);
}

static void
finish_window (Renderer *self)
{
  AttuneTrainerDataset *dataset = self->dataset;
  AttuneTrainerWindow window = { .n_tokens = MIN (self->tokens->len, self->context) };

  /* Nothing foretells the first token. */
  self->is_target->data[0] = FALSE;

  for (guint i = 0; i < window.n_tokens; i++)
    window.n_targets += self->is_target->data[i];

  dataset->n_cut += window.n_tokens < self->tokens->len;

  if (window.n_targets == 0)
    {
      dataset->n_left_out++;
      return;
    }

  window.tokens = g_memdup2 (self->tokens->data, window.n_tokens * sizeof (gint32));
  window.is_target = g_memdup2 (self->is_target->data, window.n_tokens);
  g_array_append_val (dataset->windows, window);

  dataset->n_tokens += window.n_tokens;
  dataset->max_tokens = MAX (dataset->max_tokens, window.n_tokens);
  dataset->max_targets = MAX (dataset->max_targets, window.n_targets);
}

static void
render_example (Renderer      *self,
                AttuneExample *example)
{
  g_array_set_size (self->tokens, 0);
  g_byte_array_set_size (self->is_target, 0);

  if (example->kind == ATTUNE_EXAMPLE_COMPLETION)
    append_completion (self, example);
  else
    for (guint i = 0; i < attune_example_get_n_turns (example); i++)
      append_turn (self, attune_example_get_turn (example, i));

  if (self->tokens->len > 0)
    finish_window (self);
}

static gboolean
find_special_tokens (Renderer  *self,
                     GError   **error)
{
  self->turn_start = attune_trainer_tokenizer_get_special (self->tokenizer, TURN_START);
  self->turn_end = attune_trainer_tokenizer_get_special (self->tokenizer, TURN_END);
  self->end_of_text = attune_trainer_tokenizer_get_special (self->tokenizer, END_OF_TEXT);

  if (self->turn_start >= 0 && self->turn_end >= 0 && self->end_of_text >= 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_ENGINE, "chat template",
                    _("This model does not use the ChatML format, the only one that can be trained "
                      "on this computer so far. Choose another model."));

  return FALSE;
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;

  return TRUE;
}

static gboolean
render_lines (Renderer    *self,
              const char  *text,
              gsize        length,
              guint64     *bad_line,
              GError     **error)
{
  const char *end = text + length;

  if (length >= strlen (BYTE_ORDER_MARK) &&
      memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    text += strlen (BYTE_ORDER_MARK);

  for (guint64 line = 1; text < end; line++)
    {
      const char *line_end = memchr (text, '\n', end - text);
      gsize line_length = (line_end != NULL ? line_end : end) - text;
      g_autoptr(AttuneExample) example = NULL;

      if (!is_blank (text, line_length))
        {
          if ((example = attune_example_new_from_json (line, text, line_length, error)) == NULL)
            {
              *bad_line = line;
              return FALSE;
            }

          render_example (self, example);
        }

      text += line_length + 1;
    }

  return TRUE;
}

static gboolean
read_file (Renderer    *self,
           const char  *path,
           guint64     *bad_line,
           GError     **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr(GMappedFile) file = NULL;
  g_autoptr(GError) io_error = NULL;

  if ((file = g_mapped_file_new (path, FALSE, &io_error)) == NULL)
    {
      attune_set_error_from_io (error, io_error, name);
      return FALSE;
    }

  if (!render_lines (self, g_mapped_file_get_contents (file), g_mapped_file_get_length (file),
                     bad_line, error))
    return FALSE;

  if (self->dataset->windows->len > 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, name,
                    _("The file has no example with an answer to learn. "
                      "Add questions with their answers, and start again."));

  return FALSE;
}

/**
 * attune_trainer_dataset_new:
 * @path: a JSONL file of chat or completion examples
 * @tokenizer: the vocabulary of the model
 * @context: tokens in the longest window; longer examples are cut at their end
 * @bad_line: (out): the number of the line that is to blame, from 1, or 0
 * @error: return location for an error
 *
 * Reads a file of examples. In a conversation, what the assistant says and the end of its turn is
 * to be learned, except in turns of weight 0; in a completion, what follows the prompt and the end.
 *
 * Returns: (transfer full) (nullable): the examples, or %NULL with %ATTUNE_ERROR_DATA,
 *   %ATTUNE_ERROR_STORAGE, or %ATTUNE_ERROR_ENGINE when the model knows no ChatML
 */
AttuneTrainerDataset *
attune_trainer_dataset_new (const char              *path,
                            AttuneTrainerTokenizer  *tokenizer,
                            guint                    context,
                            guint64                 *bad_line,
                            GError                 **error)
{
  g_autoptr(AttuneTrainerDataset) self = g_new0 (AttuneTrainerDataset, 1);
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr(GByteArray) is_target = g_byte_array_new ();
  Renderer renderer = { self, tokenizer, context, -1, -1, -1, tokens, is_target };

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (context > 1, NULL);

  *bad_line = 0;
  self->windows = g_array_new (FALSE, FALSE, sizeof (AttuneTrainerWindow));
  g_array_set_clear_func (self->windows, (GDestroyNotify)clear_window);

  if (!find_special_tokens (&renderer, error) ||
      !read_file (&renderer, path, bad_line, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_dataset_free:
 * @self: (transfer full): examples
 */
void
attune_trainer_dataset_free (AttuneTrainerDataset *self)
{
  g_clear_pointer (&self->windows, g_array_unref);
  g_free (self);
}

/**
 * attune_trainer_dataset_get_n_windows:
 * @self: examples
 *
 * Returns: how many there are to learn from
 */
guint
attune_trainer_dataset_get_n_windows (AttuneTrainerDataset *self)
{
  return self->windows->len;
}

/**
 * attune_trainer_dataset_get_window:
 * @self: examples
 * @index: the number of one, from 0
 *
 * Returns: (transfer none): one example
 */
const AttuneTrainerWindow *
attune_trainer_dataset_get_window (AttuneTrainerDataset *self,
                                   guint                 index)
{
  g_return_val_if_fail (index < self->windows->len, NULL);

  return &g_array_index (self->windows, AttuneTrainerWindow, index);
}

/**
 * attune_trainer_dataset_get_n_tokens:
 * @self: examples
 *
 * Returns: how many tokens all of them have
 */
guint64
attune_trainer_dataset_get_n_tokens (AttuneTrainerDataset *self)
{
  return self->n_tokens;
}

/**
 * attune_trainer_dataset_get_n_cut:
 * @self: examples
 *
 * Returns: how many were too long for the context
 */
guint
attune_trainer_dataset_get_n_cut (AttuneTrainerDataset *self)
{
  return self->n_cut;
}

/**
 * attune_trainer_dataset_get_n_left_out:
 * @self: examples
 *
 * Returns: how many of the file have nothing to learn, or nothing left of it after the cut
 */
guint
attune_trainer_dataset_get_n_left_out (AttuneTrainerDataset *self)
{
  return self->n_left_out;
}

/**
 * attune_trainer_dataset_get_max_tokens:
 * @self: examples
 *
 * Returns: how many tokens the longest has
 */
guint
attune_trainer_dataset_get_max_tokens (AttuneTrainerDataset *self)
{
  return self->max_tokens;
}

/**
 * attune_trainer_dataset_get_max_targets:
 * @self: examples
 *
 * Returns: the most target tokens that one example has
 */
guint
attune_trainer_dataset_get_max_targets (AttuneTrainerDataset *self)
{
  return self->max_targets;
}

/**
 * attune_trainer_dataset_get_hash:
 * @self: examples
 *
 * Returns: a number that tells two sets of examples apart
 */
guint64
attune_trainer_dataset_get_hash (AttuneTrainerDataset *self)
{
  guint64 hash = self->windows->len;

  for (guint i = 0; i < self->windows->len; i++)
    {
      const AttuneTrainerWindow *window = attune_trainer_dataset_get_window (self, i);

      for (guint j = 0; j < window->n_tokens; j++)
        hash = attune_trainer_random_mix (hash ^ ((guint64)window->tokens[j] << 1 | window->is_target[j]));
    }

  return hash;
}

/**
 * attune_trainer_dataset_shuffle:
 * @self: examples
 * @seed: the seed of the training
 * @epoch: the number of the epoch
 *
 * The order depends on nothing but the two numbers, so that it need not be saved.
 *
 * Returns: (transfer full): the numbers of all examples, in a random order
 */
guint *
attune_trainer_dataset_shuffle (AttuneTrainerDataset *self,
                                guint64               seed,
                                guint                 epoch)
{
  guint *order = g_new (guint, self->windows->len);
  guint64 state = attune_trainer_random_mix (seed + (epoch + 1) *
                                             G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  for (guint i = 0; i < self->windows->len; i++)
    order[i] = i;

  for (guint i = self->windows->len - 1; i > 0; i--)
    {
      guint j = attune_trainer_random_next (&state) % (i + 1);
      guint swapped = order[i];

      order[i] = order[j];
      order[j] = swapped;
    }

  return order;
}
