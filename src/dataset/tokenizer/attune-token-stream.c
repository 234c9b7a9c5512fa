/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-stream"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-token-stream.h"

#define MIN_CAPACITY (1024 * 1024)

/* Text without a single place to cut it is one word of that length, which no text has. */
#define MAX_CAPACITY (64 * 1024 * 1024)

typedef struct
{
  guint8 *bytes;
  gsize   length;
  gsize   capacity;
} Window;

/* Counts what stands before the last place where text can be cut. Where there is none, the window
 * grows to twice its length, so that looking for one does not take longer than reading. */
static gboolean
advance (Window              *window,
         AttuneTokenCounter  *counter,
         const char          *display_name,
         guint64             *n_tokens,
         GError             **error)
{
  const char *text = (const char *)window->bytes;
  gsize cut = attune_tokenizer_find_cut (attune_token_counter_get_tokenizer (counter),
                                         text, window->length);

  if (cut > 0)
    {
      *n_tokens += attune_token_counter_count (counter, text, cut);
      window->length -= cut;
      memmove (window->bytes, window->bytes + cut, window->length);
      return TRUE;
    }

  if (window->capacity >= MAX_CAPACITY)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not text: it has 64 MB without an end of a word. "
                          "Choose a file with text."),
                        display_name);
      return FALSE;
    }

  window->capacity *= 2;
  window->bytes = g_realloc (window->bytes, window->capacity);

  return TRUE;
}

static gboolean
count_window (Window              *window,
              AttuneTokenCounter  *counter,
              GInputStream        *stream,
              const char          *display_name,
              guint64             *n_tokens,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autoptr(GError) io_error = NULL;
  gsize n_read = 0;

  while (g_input_stream_read_all (stream, window->bytes + window->length,
                                  window->capacity - window->length,
                                  &n_read, cancellable, &io_error))
    {
      window->length += n_read;

      if (window->length < window->capacity)
        {
          *n_tokens += attune_token_counter_count (counter, (const char *)window->bytes,
                                                   window->length);
          return TRUE;
        }

      if (!advance (window, counter, display_name, n_tokens, error))
        return FALSE;
    }

  attune_set_error_from_io (error, io_error, display_name);

  return FALSE;
}

/**
 * attune_token_stream_count:
 * @counter: a counter
 * @stream: any bytes
 * @display_name: the name of @stream, for errors
 * @n_tokens: (out): the number of tokens
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Counts what is left in @stream as attune_token_counter_count() would count the whole of it, but
 * in constant memory: text is cut where that does not matter, see attune_tokenizer_find_cut().
 * Fails with what reading fails with, and with %ATTUNE_ERROR_DATA where 64 MB have no such place.
 *
 * Returns: whether all was read
 */
gboolean
attune_token_stream_count (AttuneTokenCounter  *counter,
                           GInputStream        *stream,
                           const char          *display_name,
                           guint64             *n_tokens,
                           GCancellable        *cancellable,
                           GError             **error)
{
  Window window = { .capacity = MIN_CAPACITY };
  gboolean done;

  g_return_val_if_fail (counter != NULL, FALSE);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), FALSE);
  g_return_val_if_fail (display_name != NULL, FALSE);
  g_return_val_if_fail (n_tokens != NULL, FALSE);

  *n_tokens = 0;
  window.bytes = g_malloc (window.capacity);
  done = count_window (&window, counter, stream, display_name, n_tokens, cancellable, error);
  g_free (window.bytes);

  return done;
}
