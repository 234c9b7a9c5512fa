/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-lexer"

#include "config.h"

#include <string.h>

#include "attune-json-lexer.h"

typedef enum
{
  KIND_OTHER,
  KIND_QUOTE,
  KIND_OPEN,
  KIND_CLOSE,
  KIND_COMMA,
  KIND_LINE_END,
} Kind;

static const guint8 kinds[256] = {
  ['"'] = KIND_QUOTE,
  ['{'] = KIND_OPEN,
  ['['] = KIND_OPEN,
  ['}'] = KIND_CLOSE,
  [']'] = KIND_CLOSE,
  [','] = KIND_COMMA,
  ['\n'] = KIND_LINE_END,
};

static gsize
count_backslashes (const char *begin,
                   const char *end)
{
  const char *text = end;

  while (text > begin && text[-1] == '\\')
    text--;

  return end - text;
}

/* Goes on in a string. A quotation mark ends it unless an odd number of backslashes stands before
 * it. Returns what follows, or @end. */
static const char *
skip_string (AttuneJsonLexer *self,
             const char      *text,
             const char      *end)
{
  const char *quote;

  if (self->is_escaped && text < end)
    {
      self->is_escaped = FALSE;
      text++;
    }

  while (text < end && (quote = memchr (text, '"', end - text)))
    {
      gsize n_backslashes = count_backslashes (text, quote);

      text = quote + 1;

      if (n_backslashes % 2 == 0)
        {
          self->is_in_string = FALSE;
          return text;
        }
    }

  self->is_escaped = self->is_escaped || count_backslashes (text, end) % 2 == 1;

  return end;
}

/* Goes to the end of the outermost value, which is most of a file: here nothing but brackets and
 * strings counts. */
static const char *
skip_nested (AttuneJsonLexer *self,
             const char      *text,
             const char      *end)
{
  guint64 depth = self->depth;

  while (text < end && depth > 0)
    {
      guint8 kind = kinds[(guint8)*text++];

      if (kind == KIND_OTHER)
        continue;

      if (kind == KIND_QUOTE)
        {
          self->is_in_string = TRUE;
          text = skip_string (self, text, end);
        }
      else if (kind == KIND_OPEN)
        {
          depth++;
        }
      else if (kind == KIND_CLOSE)
        {
          depth--;
        }
    }

  self->depth = depth;

  return text;
}

/**
 * attune_json_lexer_next:
 * @self: a lexer
 * @text: where to go on
 * @end: where the piece ends
 * @event: (out): what was found
 *
 * Goes on to the next place where a value may end. A closing bracket without an opening one is an
 * event and changes nothing, so that values behind it are found again.
 *
 * Returns: what follows the event
 */
const char *
attune_json_lexer_next (AttuneJsonLexer *self,
                        const char      *text,
                        const char      *end,
                        AttuneJsonEvent *event)
{
  *event = ATTUNE_JSON_NOTHING;

  while (text < end)
    {
      if (self->is_in_string)
        {
          text = skip_string (self, text, end);
          continue;
        }

      if (self->depth > 0)
        {
          text = skip_nested (self, text, end);

          if (self->depth > 0)
            return end;

          *event = ATTUNE_JSON_VALUE_END;
          return text;
        }

      switch ((Kind)kinds[(guint8)*text++])
        {
        case KIND_QUOTE:
          self->is_in_string = TRUE;
          break;

        case KIND_OPEN:
          self->depth = 1;
          break;

        case KIND_CLOSE:
          *event = ATTUNE_JSON_CLOSE;
          return text;

        case KIND_COMMA:
          *event = ATTUNE_JSON_COMMA;
          return text;

        case KIND_LINE_END:
          *event = ATTUNE_JSON_LINE_END;
          return text;

        case KIND_OTHER:
        default:
          break;
        }
    }

  return text;
}

/**
 * attune_json_is_open:
 * @text: (array length=length): one value or several
 * @length: how many bytes
 *
 * Returns: whether the text ends in the middle of a value
 */
gboolean
attune_json_is_open (const char *text,
                     gsize       length)
{
  const char *end = text + length;
  AttuneJsonLexer lexer = { 0 };
  AttuneJsonEvent event;

  while (text < end)
    text = attune_json_lexer_next (&lexer, text, end, &event);

  return attune_json_lexer_is_inside (&lexer);
}
