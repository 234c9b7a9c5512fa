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
#include "attune-trainer-renderer.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct _AttuneTrainerDataset
{
  GArray  *windows;     /* of AttuneTrainerWindow; of a pair, both, the better answer first */
  guint    n_each;      /* windows of an example: 1, or 2 of a pair */
  guint64  n_tokens;
  guint    n_cut;
  guint    n_left_out;
  guint    max_tokens;
  guint    max_targets;
};

/* Turns examples into windows. */
typedef struct
{
  AttuneTrainerDataset  *dataset;
  AttuneTrainerRenderer *renderer;
  guint                  context;
} Maker;

static void
clear_window (AttuneTrainerWindow *window)
{
  g_clear_pointer (&window->tokens, g_free);
  g_clear_pointer (&window->is_target, g_free);
}

/* What the renderer has made, cut off where it is too long. */
static AttuneTrainerWindow
make_window (Maker    *self,
             gboolean *is_cut)
{
  AttuneTrainerWindow window = { 0 };
  const gint32 *tokens;
  guint n_tokens;

  tokens = attune_trainer_renderer_get_tokens (self->renderer, &n_tokens);
  window.n_tokens = MIN (n_tokens, self->context);
  window.tokens = g_memdup2 (tokens, window.n_tokens * sizeof (gint32));
  window.is_target = g_memdup2 (attune_trainer_renderer_get_is_target (self->renderer),
                                window.n_tokens);
  *is_cut |= window.n_tokens < n_tokens;

  /* Nothing foretells the first token. */
  if (window.n_tokens > 0)
    window.is_target[0] = FALSE;

  for (guint i = 0; i < window.n_tokens; i++)
    window.n_targets += window.is_target[i];

  return window;
}

static void
add_window (AttuneTrainerDataset *self,
            AttuneTrainerWindow   window)
{
  g_array_append_val (self->windows, window);
  self->n_tokens += window.n_tokens;
  self->max_tokens = MAX (self->max_tokens, window.n_tokens);
  self->max_targets = MAX (self->max_targets, window.n_targets);
}

static gboolean
add_example (Maker          *self,
             AttuneExample  *example,
             GError        **error)
{
  static const AttunePart pair[] = { ATTUNE_PART_PREFERRED, ATTUNE_PART_REJECTED };
  static const AttunePart whole[] = { ATTUNE_PART_CONVERSATION };
  guint n_each = self->dataset->n_each;
  const AttunePart *parts = n_each == 2 ? pair : whole;
  AttuneTrainerWindow windows[2] = { 0 };
  gboolean is_cut = FALSE;
  gboolean is_learned = TRUE;

  for (guint i = 0; i < n_each; i++)
    {
      if (!attune_trainer_renderer_run (self->renderer, example, parts[i], error))
        {
          clear_window (&windows[0]);
          return FALSE;
        }

      windows[i] = make_window (self, &is_cut);
      is_learned &= windows[i].n_targets > 0;
    }

  self->dataset->n_cut += is_cut;
  self->dataset->n_left_out += !is_learned;

  for (guint i = 0; i < n_each; i++)
    if (is_learned)
      add_window (self->dataset, windows[i]);
    else
      clear_window (&windows[i]);

  return TRUE;
}

static gboolean
check_kind (Maker                *self,
            const AttuneExample  *example,
            GError              **error)
{
  gboolean is_pair = example->kind == ATTUNE_EXAMPLE_PREFERENCE;

  if (is_pair == (self->dataset->n_each == 2))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL, "%s",
                    is_pair
                    ? _("This is a pair of a better and a worse answer. Choose to train from "
                        "preferences, or leave such lines out.")
                    : _("This is no pair of a better and a worse answer. Choose to train from "
                        "examples of good answers, or leave such lines out."));

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
add_lines (Maker       *self,
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
          if ((example = attune_example_new_from_json (line, text, line_length, error)) == NULL ||
              !check_kind (self, example, error))
            {
              *bad_line = line;
              return FALSE;
            }

          /* A chat format that cannot be trained is not the fault of a line. */
          if (!add_example (self, example, error))
            return FALSE;
        }

      text += line_length + 1;
    }

  return TRUE;
}

static gboolean
read_file (Maker       *self,
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

  if (!add_lines (self, g_mapped_file_get_contents (file), g_mapped_file_get_length (file),
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
 * @has_pairs: whether each line is a preference, rather than none
 * @bad_line: (out): the number of the line that is to blame, from 1, or 0
 * @error: return location for an error
 *
 * Reads a file of examples.
 *
 * Returns: (transfer full) (nullable): the examples, or %NULL with %ATTUNE_ERROR_DATA,
 *   %ATTUNE_ERROR_STORAGE, or %ATTUNE_ERROR_ENGINE when the model's chat format cannot be trained
 */
AttuneTrainerDataset *
attune_trainer_dataset_new (const char              *path,
                            AttuneTrainerTokenizer  *tokenizer,
                            guint                    context,
                            gboolean                 has_pairs,
                            guint64                 *bad_line,
                            GError                 **error)
{
  g_autoptr(AttuneTrainerDataset) self = g_new0 (AttuneTrainerDataset, 1);
  g_autoptr(AttuneTrainerRenderer) renderer = attune_trainer_renderer_new (tokenizer);
  Maker maker = { self, renderer, context };

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (context > 1, NULL);

  *bad_line = 0;
  self->n_each = has_pairs ? 2 : 1;
  self->windows = g_array_new (FALSE, FALSE, sizeof (AttuneTrainerWindow));
  g_array_set_clear_func (self->windows, (GDestroyNotify)clear_window);

  if (!read_file (&maker, path, bad_line, error))
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
  return self->windows->len / self->n_each;
}

/**
 * attune_trainer_dataset_get_window:
 * @self: examples
 * @index: the number of one, from 0
 *
 * Returns: (transfer none): one example; of a pair, the better answer
 */
const AttuneTrainerWindow *
attune_trainer_dataset_get_window (AttuneTrainerDataset *self,
                                   guint                 index)
{
  g_return_val_if_fail (index < self->windows->len / self->n_each, NULL);

  return &g_array_index (self->windows, AttuneTrainerWindow, index * self->n_each);
}

/**
 * attune_trainer_dataset_get_rejected:
 * @self: pairs
 * @index: the number of one, from 0
 *
 * Returns: (transfer none): its worse answer
 */
const AttuneTrainerWindow *
attune_trainer_dataset_get_rejected (AttuneTrainerDataset *self,
                                     guint                 index)
{
  g_return_val_if_fail (self->n_each == 2, NULL);
  g_return_val_if_fail (index < self->windows->len / 2, NULL);

  return &g_array_index (self->windows, AttuneTrainerWindow, index * 2 + 1);
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
      const AttuneTrainerWindow *window = &g_array_index (self->windows, AttuneTrainerWindow, i);

      for (guint j = 0; j < window->n_tokens; j++)
        hash = attune_trainer_random_mix (hash ^ ((guint64)window->tokens[j] << 1 |
                                                  window->is_target[j]));
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
  guint n = attune_trainer_dataset_get_n_windows (self);
  guint *order = g_new (guint, n);
  guint64 state = attune_trainer_random_mix (seed + (epoch + 1) *
                                             G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  for (guint i = 0; i < n; i++)
    order[i] = i;

  for (guint i = n - 1; i > 0; i--)
    {
      guint j = attune_trainer_random_next (&state) % (i + 1);
      guint swapped = order[i];

      order[i] = order[j];
      order[j] = swapped;
    }

  return order;
}
