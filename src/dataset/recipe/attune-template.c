/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-template"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-template.h"

#define MAX_PIECES 256

static void
clear_piece (AttuneTemplatePiece *piece)
{
  g_clear_pointer (&piece->text, g_free);
  g_clear_pointer (&piece->field, attune_field_free);
}

static void
add_text (GArray  *pieces,
          GString *text)
{
  AttuneTemplatePiece piece = { .text = g_strdup (text->str), .length = text->len };

  if (text->len > 0)
    g_array_append_val (pieces, piece);
  else
    g_free (piece.text);

  g_string_truncate (text, 0);
}

static gboolean
fail_brace (const char  *text,
            GError     **error)
{
  g_autofree char *shown = g_utf8_make_valid (text, MIN (strlen (text), 100));

  /* Translators: %s is a text with fields in braces, such as “{title}: {content}”. */
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("In “%s” a brace is open or closed where it should not be. A field is written "
                      "as {name}, and a brace that is meant as such twice, as {{ or }}."),
                    shown);

  return FALSE;
}

/* Adds the field that begins behind the brace at @text. Returns where its end brace is, or NULL. */
static const char *
add_field (GArray      *pieces,
           const char  *text,
           const char  *whole,
           GError     **error)
{
  AttuneTemplatePiece piece = { 0 };
  gsize length = strlen (text + 1);
  gsize end = attune_field_find_end (text + 1, length);

  if (end == length)
    {
      fail_brace (whole, error);
      return NULL;
    }

  if (!(piece.field = attune_field_parse (text + 1, end, error)))
    return NULL;

  g_array_append_val (pieces, piece);

  return text + 1 + end;
}

static gboolean
parse_paragraph (GArray      *pieces,
                 const char  *text,
                 GError     **error)
{
  g_autoptr(GString) literal = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if ((*p == '{' || *p == '}') && p[1] == *p)
        {
          g_string_append_c (literal, *p++);
        }
      else if (*p == '{')
        {
          add_text (pieces, literal);

          if (!(p = add_field (pieces, p, text, error)))
            return FALSE;
        }
      else if (*p == '}')
        {
          return fail_brace (text, error);
        }
      else
        {
          g_string_append_c (literal, *p);
        }
    }

  add_text (pieces, literal);

  return TRUE;
}

static gboolean
fail_size (GError **error)
{
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("A text of the recipe is too long. Shorten it, or use fewer fields."));

  return FALSE;
}

static gboolean
parse_paragraphs (AttuneTemplate      *self,
                  const char * const  *paragraphs,
                  GError             **error)
{
  for (gsize i = 0; paragraphs != NULL && paragraphs[i] != NULL; i++)
    {
      GArray *pieces = g_array_new (FALSE, FALSE, sizeof (AttuneTemplatePiece));

      g_array_set_clear_func (pieces, (GDestroyNotify)clear_piece);
      g_ptr_array_add (self->paragraphs, pieces);

      if (i >= ATTUNE_MAX_PARAGRAPHS || strlen (paragraphs[i]) > ATTUNE_MAX_TEMPLATE)
        return fail_size (error);

      if (!parse_paragraph (pieces, paragraphs[i], error))
        return FALSE;

      if (pieces->len > MAX_PIECES)
        return fail_size (error);
    }

  return TRUE;
}

/**
 * attune_template_parse:
 * @paragraphs: (nullable) (array zero-terminated=1): texts with fields in braces
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA and a sentence that quotes what is wrong.
 *
 * Returns: (transfer full) (nullable): the template
 */
AttuneTemplate *
attune_template_parse (const char * const  *paragraphs,
                       GError             **error)
{
  g_autoptr(AttuneTemplate) self = g_new0 (AttuneTemplate, 1);

  self->paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

  if (!parse_paragraphs (self, paragraphs, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_template_free:
 * @self: (transfer full): a template
 */
void
attune_template_free (AttuneTemplate *self)
{
  g_ptr_array_unref (self->paragraphs);
  g_free (self);
}

/**
 * attune_template_bind:
 * @self: a template
 * @columns: (nullable) (array zero-terminated=1): the header of a table
 *
 * Finds the columns of its fields once for all rows of the table.
 */
void
attune_template_bind (AttuneTemplate     *self,
                      const char * const *columns)
{
  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      GArray *pieces = g_ptr_array_index (self->paragraphs, i);

      for (guint p = 0; p < pieces->len; p++)
        {
          AttuneTemplatePiece *piece = &g_array_index (pieces, AttuneTemplatePiece, p);

          if (piece->field != NULL)
            attune_field_bind (piece->field, columns);
        }
    }
}

/**
 * attune_template_get_field:
 * @self: a template
 * @paragraph: which paragraph, from 0
 *
 * Returns: (transfer none) (nullable): the field, when the paragraph is one and nothing else
 */
const AttuneField *
attune_template_get_field (const AttuneTemplate *self,
                           guint                 paragraph)
{
  GArray *pieces;

  if (paragraph >= self->paragraphs->len)
    return NULL;

  pieces = g_ptr_array_index (self->paragraphs, paragraph);

  return pieces->len == 1 ? g_array_index (pieces, AttuneTemplatePiece, 0).field : NULL;
}

/**
 * attune_template_dup_literal:
 * @self: a template
 *
 * Returns: (transfer full) (nullable): its text, when there are no fields in it
 */
char *
attune_template_dup_literal (const AttuneTemplate *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      GArray *pieces = g_ptr_array_index (self->paragraphs, i);
      const AttuneTemplatePiece *piece = &g_array_index (pieces, AttuneTemplatePiece, 0);

      if (pieces->len > 1 || (pieces->len == 1 && piece->field != NULL))
        return NULL;

      if (text->len > 0 && pieces->len > 0)
        g_string_append (text, "\n\n");

      if (pieces->len > 0)
        g_string_append_len (text, piece->text, piece->length);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * attune_template_escape:
 * @text: any text
 *
 * Returns: (transfer full): a paragraph that means just this text
 */
char *
attune_template_escape (const char *text)
{
  g_autoptr(GString) escaped = g_string_new (text);

  g_string_replace (escaped, "{", "{{", 0);
  g_string_replace (escaped, "}", "}}", 0);

  return g_string_free_and_steal (g_steal_pointer (&escaped));
}
