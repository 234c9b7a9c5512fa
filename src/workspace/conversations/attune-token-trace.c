/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-trace"

#include "config.h"

#include <math.h>
#include <string.h>

#include <yyjson.h>

#include "attune-token-trace.h"

/* A character is at most four bytes, and so at most four tokens. */
#define MAX_CHARACTER 4

/* Tokens that do not make up whole characters yet. */
typedef struct
{
  GString    *bytes;
  guint       n_tokens;
  double      logprob;       /* of all of them; NAN when one was not told */
  yyjson_val *first;
} Pending;

G_DEFINE_BOXED_TYPE (AttuneTokenTrace, attune_token_trace, attune_token_trace_ref,
                     attune_token_trace_unref)

static void
clear_choice (gpointer data)
{
  g_free (((AttuneTokenChoice *)data)->text);
}

static void
clear_step (gpointer data)
{
  g_array_unref (((AttuneTokenStep *)data)->choices);
}

static void
clear_trace (gpointer data)
{
  AttuneTokenTrace *self = data;

  g_array_unref (self->steps);
  g_free (self->text);
}

/* Services write the likelihood of what was as good as impossible as a large negative number, and
 * rounding may make a certain one larger than 0. */
static double
to_probability (double logprob)
{
  return isnan (logprob) ? -1 : exp (MIN (logprob, 0));
}

static double
get_logprob (yyjson_val *token)
{
  yyjson_val *value = yyjson_obj_get (token, "logprob");

  return yyjson_is_num (value) ? yyjson_get_num (value) : NAN;
}

/* `bytes` says what a token is also where it is a part of a character, and `token` unreadable. */
static void
append_bytes (GString    *bytes,
              yyjson_val *token)
{
  yyjson_val *array = yyjson_obj_get (token, "bytes");
  yyjson_val *text = yyjson_obj_get (token, "token");
  yyjson_arr_iter iter;
  yyjson_val *byte;

  if (!yyjson_is_arr (array))
    {
      if (yyjson_is_str (text))
        g_string_append_len (bytes, yyjson_get_str (text),
                             MIN (yyjson_get_len (text), ATTUNE_TOKEN_TRACE_MAX_BYTES));
      return;
    }

  yyjson_arr_iter_init (array, &iter);
  for (guint i = 0; i < ATTUNE_TOKEN_TRACE_MAX_BYTES && (byte = yyjson_arr_iter_next (&iter)); i++)
    if (yyjson_is_uint (byte) && yyjson_get_uint (byte) <= 0xff)
      g_string_append_c (bytes, (char)yyjson_get_uint (byte));
}

/* Whether the end is the beginning of a character that the next token may complete. */
static gboolean
is_incomplete (const GString *bytes)
{
  const char *end;
  gsize left;

  if (g_utf8_validate_len (bytes->str, bytes->len, &end))
    return FALSE;

  left = bytes->len - (gsize)(end - bytes->str);

  return left < MAX_CHARACTER && g_utf8_get_char_validated (end, (gssize)left) == (gunichar)-2;
}

static int
compare_choices (gconstpointer a,
                 gconstpointer b)
{
  const AttuneTokenChoice *first = a;
  const AttuneTokenChoice *second = b;

  return (first->probability < second->probability) - (first->probability > second->probability);
}

static GArray *
read_choices (yyjson_val *token)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (AttuneTokenChoice));
  yyjson_val *array = yyjson_obj_get (token, "top_logprobs");
  yyjson_arr_iter iter;
  yyjson_val *value;

  g_array_set_clear_func (choices, clear_choice);

  if (!yyjson_is_arr (array))
    return choices;

  yyjson_arr_iter_init (array, &iter);
  while (choices->len < ATTUNE_TOKEN_TRACE_MAX_CHOICES && (value = yyjson_arr_iter_next (&iter)))
    {
      g_autoptr(GString) bytes = g_string_new (NULL);
      AttuneTokenChoice choice = { .probability = to_probability (get_logprob (value)) };

      append_bytes (bytes, value);
      if (bytes->len == 0)
        continue;

      choice.text = g_utf8_make_valid (bytes->str, (gssize)bytes->len);
      g_array_append_val (choices, choice);
    }

  g_array_sort (choices, compare_choices);

  return choices;
}

/* Services end with a token that is no text. */
static void
flush (Pending *pending,
       GArray  *steps,
       GString *text)
{
  g_autofree char *valid = g_utf8_make_valid (pending->bytes->str, (gssize)pending->bytes->len);
  AttuneTokenStep step = { .start = (guint)text->len };

  if (*valid != '\0')
    {
      g_string_append (text, valid);
      step.end = (guint)text->len;
      step.n_tokens = pending->n_tokens;
      step.probability = to_probability (pending->logprob);
      step.choices = read_choices (pending->n_tokens == 1 ? pending->first : NULL);
      g_array_append_val (steps, step);
    }

  g_string_truncate (pending->bytes, 0);
  pending->n_tokens = 0;
  pending->logprob = 0;
  pending->first = NULL;
}

static gboolean
read_steps (yyjson_val *array,
            GArray     *steps,
            GString    *text)
{
  g_autoptr(GString) bytes = g_string_new (NULL);
  Pending pending = { .bytes = bytes };
  yyjson_arr_iter iter;
  yyjson_val *token;

  yyjson_arr_iter_init (array, &iter);
  while (steps->len < ATTUNE_TOKEN_TRACE_MAX_STEPS && text->len < ATTUNE_TOKEN_TRACE_MAX_TEXT &&
         (token = yyjson_arr_iter_next (&iter)))
    {
      if (pending.first == NULL)
        pending.first = token;
      append_bytes (bytes, token);
      pending.n_tokens++;
      pending.logprob += get_logprob (token);

      if (pending.n_tokens >= MAX_CHARACTER || !is_incomplete (bytes))
        flush (&pending, steps, text);
    }

  if (pending.n_tokens > 0)
    flush (&pending, steps, text);

  return yyjson_arr_iter_has_next (&iter);
}

/**
 * attune_token_trace_parse:
 * @json: an array as the member `logprobs.content` of OpenAI's chat answers (api section 1.10)
 * @length: of @json, in bytes
 *
 * What cannot be read is left out. Tokens that split a character are joined; it is as likely as all
 * of them together.
 *
 * Returns: (transfer full) (nullable): how the text was written; %NULL when nothing can be read
 */
AttuneTokenTrace *
attune_token_trace_parse (const char *json,
                          gsize       length)
{
  yyjson_doc *document;
  yyjson_val *root;
  AttuneTokenTrace *self;
  GString *text;

  g_return_val_if_fail (json != NULL, NULL);

  document = yyjson_read (json, length, 0);
  root = yyjson_doc_get_root (document);

  if (!yyjson_is_arr (root))
    {
      yyjson_doc_free (document);
      return NULL;
    }

  self = g_atomic_rc_box_new0 (AttuneTokenTrace);
  self->steps = g_array_new (FALSE, FALSE, sizeof (AttuneTokenStep));
  g_array_set_clear_func (self->steps, clear_step);
  text = g_string_new (NULL);
  self->is_cut = read_steps (root, self->steps, text);
  self->text = g_string_free_and_steal (text);
  yyjson_doc_free (document);

  if (self->steps->len == 0)
    g_clear_pointer (&self, attune_token_trace_unref);

  return self;
}

/**
 * attune_token_trace_ref:
 * @self: a trace
 *
 * Returns: (transfer full): @self
 */
AttuneTokenTrace *
attune_token_trace_ref (AttuneTokenTrace *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_token_trace_unref:
 * @self: (transfer full): a trace
 */
void
attune_token_trace_unref (AttuneTokenTrace *self)
{
  g_atomic_rc_box_release_full (self, clear_trace);
}
