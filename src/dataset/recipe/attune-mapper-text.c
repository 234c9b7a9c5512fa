/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper-text"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-mapper-private.h"

static gboolean
is_space (const char *character)
{
  return g_unichar_isspace (g_utf8_get_char (character));
}

/* Returns the text without the spaces, of any script, at both ends. */
AttuneText
attune_mapper_trim_text (AttuneText text)
{
  while (text.length > 0 && is_space (text.bytes))
    {
      const char *next = g_utf8_next_char (text.bytes);

      text.length -= next - text.bytes;
      text.bytes = next;
    }

  while (text.length > 0)
    {
      const char *last = g_utf8_prev_char (text.bytes + text.length);

      if (!is_space (last))
        break;

      text.length = last - text.bytes;
    }

  return text;
}

/* Returns the text as the recipe wants all of them. */
AttuneText
attune_mapper_finish_text (AttuneMapper *self,
                           AttuneText    text)
{
  return self->trim ? attune_mapper_trim_text (text) : text;
}

/* What was put together in the buffer moves to the draft. */
AttuneText
attune_mapper_keep_buffer (AttuneMapper *self,
                           AttuneDraft  *draft)
{
  char *copy = attune_draft_alloc (draft, self->buffer->len);

  memcpy (copy, self->buffer->str, self->buffer->len);

  return (AttuneText) { copy, self->buffer->len };
}

/* Gets the text of a value, which stays where it is if it can. */
AttuneText
attune_mapper_get_text (AttuneMapper      *self,
                        AttuneDraft       *draft,
                        const AttuneValue *value)
{
  AttuneText text;

  if (attune_value_get_text (value, &text))
    return text;

  g_string_truncate (self->buffer, 0);
  attune_value_append_text (value, self->buffer);

  return attune_mapper_keep_buffer (self, draft);
}

static gboolean
append_paragraph (AttuneMapper *self,
                  GArray       *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const AttuneTemplatePiece *piece = &g_array_index (pieces, AttuneTemplatePiece, i);
      AttuneValue value;

      if (piece->field == NULL)
        g_string_append_len (self->buffer, piece->text, piece->length);
      else if (attune_scope_find (&self->scope, piece->field, &value))
        attune_value_append_text (&value, self->buffer);
      else if (!piece->field->is_optional)
        return FALSE;
    }

  return TRUE;
}

/* Joins the paragraphs that are not blank by a blank line. */
static gboolean
append_template (AttuneMapper         *self,
                 const AttuneTemplate *template)
{
  GString *buffer = self->buffer;

  g_string_truncate (buffer, 0);

  for (guint i = 0; i < template->paragraphs->len; i++)
    {
      gsize length = buffer->len;
      gsize begin;

      if (length > 0)
        g_string_append (buffer, "\n\n");

      begin = buffer->len;

      if (!append_paragraph (self, g_ptr_array_index (template->paragraphs, i)))
        return FALSE;

      if (template->paragraphs->len > 1 &&
          attune_text_is_blank (buffer->str + begin, buffer->len - begin))
        g_string_truncate (buffer, length);
    }

  return TRUE;
}

/* Makes the text of a template. Returns FALSE when a field is missing. */
gboolean
attune_mapper_fill_template (AttuneMapper         *self,
                             const AttuneTemplate *template,
                             AttuneDraft          *draft,
                             AttuneText           *text)
{
  const AttuneField *field = NULL;
  AttuneValue value;

  if (template->paragraphs->len == 1)
    field = attune_template_get_field (template, 0);

  /* Most templates are just a field, whose text can stay in the record. */
  if (field != NULL)
    {
      if (attune_scope_find (&self->scope, field, &value))
        *text = attune_mapper_get_text (self, draft, &value);
      else if (field->is_optional)
        *text = (AttuneText) { "", 0 };
      else
        return FALSE;
    }
  else
    {
      if (!append_template (self, template))
        return FALSE;

      *text = attune_mapper_keep_buffer (self, draft);
    }

  *text = attune_mapper_finish_text (self, *text);

  return TRUE;
}
