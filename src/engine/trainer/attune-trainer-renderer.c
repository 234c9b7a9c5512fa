/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-renderer"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-trainer-renderer.h"

struct _AttuneTrainerRenderer
{
  AttuneTrainerTokenizer *tokenizer;
  GPtrArray              *turns;         /* of AttuneTurn: the conversation; not owned */
  AttunePart              part;          /* which answers of a preference; else the conversation */
  char                   *text;          /* as far as it is rendered */
  gsize                   n_done;        /* bytes of it that are tokens already */
  gboolean                is_quoted;     /* somebody wrote what looks like a special token */
  GArray                 *tokens;        /* of gint32 */
  GByteArray             *is_target;
};

/**
 * attune_trainer_renderer_new:
 * @tokenizer: the vocabulary of the model, which must outlive what is returned
 *
 * Returns: (transfer full): a renderer
 */
AttuneTrainerRenderer *
attune_trainer_renderer_new (AttuneTrainerTokenizer *tokenizer)
{
  AttuneTrainerRenderer *self = g_new0 (AttuneTrainerRenderer, 1);

  self->tokenizer = tokenizer;
  self->turns = g_ptr_array_new ();
  self->tokens = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->is_target = g_byte_array_new ();

  return self;
}

/**
 * attune_trainer_renderer_free:
 * @self: (transfer full): a renderer
 */
void
attune_trainer_renderer_free (AttuneTrainerRenderer *self)
{
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->tokens, g_array_unref);
  g_clear_pointer (&self->is_target, g_byte_array_unref);
  g_free (self);
}

static void
mark_new_tokens (AttuneTrainerRenderer *self,
                 gboolean               is_target)
{
  guint8 mark = is_target;

  while (self->is_target->len < self->tokens->len)
    g_byte_array_append (self->is_target, &mark, 1);
}

/* How a text is cut into tokens depends on what stands before it, so it is looked at as a whole;
 * but what was a token at the end of a prompt stays one, since the server has only seen the
 * prompt. */
static void
append_text (AttuneTrainerRenderer *self,
             gsize                  end,
             gboolean               with_special)
{
  g_autoptr(GArray) joint = g_array_new (FALSE, FALSE, sizeof (gint32));
  guint n_known = self->tokens->len;

  attune_trainer_tokenizer_append_start (self->tokenizer, joint);
  attune_trainer_tokenizer_append (self->tokenizer, self->text, end, with_special, joint);

  if (joint->len >= n_known &&
      (n_known == 0 ||
       memcmp (joint->data, self->tokens->data, n_known * sizeof (gint32)) == 0))
    g_array_append_vals (self->tokens, &g_array_index (joint, gint32, n_known),
                         joint->len - n_known);
  else
    attune_trainer_tokenizer_append (self->tokenizer, self->text + self->n_done,
                                     end - self->n_done, with_special, self->tokens);

  self->n_done = end;
}

static void
append_piece (AttuneTrainerRenderer *self,
              gsize                  end,
              gboolean               with_special)
{
  attune_trainer_tokenizer_append (self->tokenizer, self->text + self->n_done, end - self->n_done,
                                   with_special, self->tokens);
  self->n_done = end;
}

/* Special tokens that somebody wrote are plain text; they must not end a turn. Templates may strip
 * what stands between them. */
static void
append_quoted (AttuneTrainerRenderer *self,
               gsize                  end,
               guint                  first_turn,
               guint                  n_turns)
{
  for (guint i = first_turn; i < n_turns; i++)
    {
      AttuneTurn *turn = g_ptr_array_index (self->turns, i);
      g_autofree char *content = g_strstrip (g_strdup (turn->content));
      const char *place = strstr (self->text + self->n_done, content);

      if (*content == '\0' || place == NULL || place + strlen (content) > self->text + end)
        continue;

      append_piece (self, place - self->text, TRUE);
      append_piece (self, place - self->text + strlen (content), FALSE);
    }

  append_piece (self, end, TRUE);
}

static void
append_turns (AttuneTrainerRenderer *self,
              gsize                  end,
              guint                  first_turn,
              guint                  n_turns)
{
  if (self->tokens->len == 0)
    attune_trainer_tokenizer_append_start (self->tokenizer, self->tokens);

  if (self->is_quoted)
    append_quoted (self, end, first_turn, n_turns);
  else
    append_text (self, end, TRUE);
}

static gboolean
fail_template (GError **error)
{
  attune_set_error (error, ATTUNE_ERROR_ENGINE, "chat template",
                    _("The chat format of this model cannot be trained on this computer. Choose "
                      "another model, or train with prompts and completions instead of "
                      "conversations."));

  return FALSE;
}

/* Goes on with the text of the first @n_turns turns, which must begin with what there is. */
static gboolean
render_turns (AttuneTrainerRenderer  *self,
              guint                   n_turns,
              gboolean                with_answer_start,
              GError                **error)
{
  g_autofree char *text = NULL;

  text = attune_trainer_tokenizer_dup_chat (self->tokenizer,
                                            (AttuneTurn * const *)self->turns->pdata, n_turns,
                                            with_answer_start);

  if (text == NULL || (self->text != NULL && !g_str_has_prefix (text, self->text)))
    return fail_template (error);

  g_free (self->text);
  self->text = g_steal_pointer (&text);

  return TRUE;
}

/* Of a preference, only what is compared counts. */
static gboolean
is_learned (AttuneTrainerRenderer *self,
            const AttuneTurn      *turn)
{
  return self->part == ATTUNE_PART_CONVERSATION ? turn->is_trained : turn->part == self->part;
}

/* What the assistant says and the mark of its end are to be learned; the line end that some formats
 * put behind it is not. */
static gboolean
append_answer (AttuneTrainerRenderer  *self,
               guint                   number,
               GError                **error)
{
  AttuneTurn *turn = g_ptr_array_index (self->turns, number);
  guint start = self->tokens->len;
  guint end;

  if (!render_turns (self, number + 1, FALSE, error))
    return FALSE;

  append_turns (self, strlen (self->text), number, number + 1);
  end = self->tokens->len;

  while (end > start && !attune_trainer_tokenizer_is_end (self->tokenizer,
                                                          g_array_index (self->tokens, gint32,
                                                                         end - 1)))
    end--;

  /* Without such a mark, the model would learn to go on for ever. */
  if (end == start)
    return fail_template (error);

  mark_new_tokens (self, FALSE);

  if (is_learned (self, turn))
    memset (self->is_target->data + start, TRUE, end - start);

  return TRUE;
}

static gboolean
append_conversation (AttuneTrainerRenderer  *self,
                     GError                **error)
{
  guint first = 0;

  for (guint i = 0; i < self->turns->len; i++)
    {
      AttuneTurn *turn = g_ptr_array_index (self->turns, i);

      if (turn->role != ATTUNE_ROLE_ASSISTANT)
        continue;

      if (!render_turns (self, i, TRUE, error))
        return FALSE;

      append_turns (self, strlen (self->text), first, i);
      mark_new_tokens (self, FALSE);

      if (!append_answer (self, i, error))
        return FALSE;

      first = i + 1;
    }

  return TRUE;
}

/* Text to continue, text that continues it, and the end. */
static void
append_completion (AttuneTrainerRenderer *self)
{
  attune_trainer_tokenizer_append_start (self->tokenizer, self->tokens);
  mark_new_tokens (self, FALSE);

  for (guint i = 0; i < self->turns->len; i++)
    {
      AttuneTurn *turn = g_ptr_array_index (self->turns, i);
      char *text = g_strconcat (self->text != NULL ? self->text : "", turn->content, NULL);

      g_free (self->text);
      self->text = text;
      append_text (self, strlen (text), FALSE);
      mark_new_tokens (self, turn->is_trained);
    }

  attune_trainer_tokenizer_append_end (self->tokenizer, self->tokens);
  mark_new_tokens (self, TRUE);
}

static void
begin (AttuneTrainerRenderer *self,
       AttuneExample         *example,
       AttunePart             part)
{
  g_clear_pointer (&self->text, g_free);
  self->part = part;
  self->n_done = 0;
  self->is_quoted = FALSE;
  g_array_set_size (self->tokens, 0);
  g_byte_array_set_size (self->is_target, 0);
  g_ptr_array_set_size (self->turns, 0);

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);

      if (turn->part != ATTUNE_PART_CONVERSATION && turn->part != part)
        continue;

      self->is_quoted |= attune_trainer_tokenizer_has_special (self->tokenizer, turn->content);
      g_ptr_array_add (self->turns, turn);
    }
}

/**
 * attune_trainer_renderer_run:
 * @self: a renderer
 * @example: an example
 * @part: which of two answers to take, if it is a preference, else %ATTUNE_PART_CONVERSATION
 * @error: return location for an error
 *
 * Renders an example. In a conversation, what the assistant says and the end of its turn is to be
 * learned, except in turns of weight 0; in a completion, what follows the prompt and the end.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when the model's chat format is one that libllama
 *   cannot render, or that has no mark for the end of an answer
 */
gboolean
attune_trainer_renderer_run (AttuneTrainerRenderer  *self,
                             AttuneExample          *example,
                             AttunePart              part,
                             GError                **error)
{
  begin (self, example, part);

  if (example->kind == ATTUNE_EXAMPLE_COMPLETION)
    {
      append_completion (self);
      return TRUE;
    }

  return append_conversation (self, error);
}

/**
 * attune_trainer_renderer_get_tokens:
 * @self: a renderer that ran
 * @n_tokens: (out): how many
 *
 * Returns: (transfer none) (array length=n_tokens): the tokens of the example, until the next run
 */
const gint32 *
attune_trainer_renderer_get_tokens (AttuneTrainerRenderer *self,
                                    guint                 *n_tokens)
{
  *n_tokens = self->tokens->len;

  return (const gint32 *)self->tokens->data;
}

/**
 * attune_trainer_renderer_get_is_target:
 * @self: a renderer that ran
 *
 * Returns: (transfer none): for each token, whether it is to be learned, until the next run
 */
const guint8 *
attune_trainer_renderer_get_is_target (AttuneTrainerRenderer *self)
{
  return self->is_target->data;
}
