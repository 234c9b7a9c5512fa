/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-counter"

#include "config.h"

#include "attune-checker.h"
#include "attune-example-counter.h"
#include "attune-example-private.h"
#include "attune-token-counter.h"

struct _AttuneExampleCounter
{
  AttuneTokenCounter *texts;
  AttuneChecker      *checker;
  AttuneDraft         draft;
};

static gsize
count_text_cb (gpointer    user_data,
               const char *text,
               gsize       length)
{
  return attune_token_counter_count (user_data, text, length);
}

/**
 * attune_example_counter_new:
 * @tokenizer: what to count with
 *
 * Returns: (transfer full): a counter
 */
AttuneExampleCounter *
attune_example_counter_new (AttuneTokenizer *tokenizer)
{
  AttuneExampleCounter *self = g_new0 (AttuneExampleCounter, 1);

  self->texts = attune_token_counter_new (tokenizer);
  self->checker = attune_checker_new (NULL, count_text_cb, self->texts);
  attune_draft_init (&self->draft);

  return self;
}

/**
 * attune_example_counter_free:
 * @self: (transfer full): a counter
 */
void
attune_example_counter_free (AttuneExampleCounter *self)
{
  attune_draft_clear (&self->draft);
  attune_checker_free (self->checker);
  attune_token_counter_free (self->texts);
  g_free (self);
}

/**
 * attune_example_counter_count:
 * @line: (array length=length): an example, without the end of the line
 * @length: its length in bytes
 * @user_data: an #AttuneExampleCounter
 *
 * An #AttuneTokenCountFunc.
 *
 * Returns: its tokens, 0 when @line is no example
 */
guint64
attune_example_counter_count (const char *line,
                              gsize       length,
                              gpointer    user_data)
{
  AttuneExampleCounter *self = user_data;
  yyjson_doc *document;
  guint64 n_tokens = 0;
  guint64 n_trained;

  g_return_val_if_fail (line != NULL, 0);
  g_return_val_if_fail (self != NULL, 0);

  document = yyjson_read_opts ((char *)line, length, ATTUNE_READ_FLAGS, NULL, NULL);
  attune_draft_reset (&self->draft);

  if (document != NULL &&
      attune_draft_set_value (&self->draft, yyjson_doc_get_root (document), line, length))
    n_tokens = attune_checker_count_tokens (self->checker, &self->draft, &n_trained);

  /* The draft refers to the document. */
  attune_draft_reset (&self->draft);
  yyjson_doc_free (document);

  return n_tokens;
}
