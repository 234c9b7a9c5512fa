/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-field"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-field.h"

#define MAX_PATHS 16
#define MAX_STEPS 32

/* What a name must be quoted for. */
#define SPECIAL ".[]{}|?"

#define ITEM_NAME "each"

static void
clear_step (AttuneFieldStep *step)
{
  g_clear_pointer (&step->name, g_free);
}

static void
clear_path (AttuneFieldPath *path)
{
  g_clear_pointer (&path->steps, g_array_unref);
}

static void
add_name (AttuneFieldPath *path,
          char            *name)
{
  AttuneFieldStep step = { .name = name, .length = strlen (name) };

  g_array_append_val (path->steps, step);
}

/* Reads ['a name'], in which '' stands for '. Returns what is behind it, or NULL. */
static const char *
parse_quoted (AttuneFieldPath *path,
              const char      *text,
              const char      *end)
{
  g_autoptr(GString) name = g_string_new (NULL);

  for (text += 2; text < end; text++)
    {
      if (*text == '\'')
        {
          if (end - text >= 2 && text[1] == ']')
            {
              add_name (path, g_string_free_and_steal (g_steal_pointer (&name)));
              return text + 2;
            }

          if (end - text < 2 || text[1] != '\'')
            return NULL;

          text++;
        }

      g_string_append_c (name, *text);
    }

  return NULL;
}

/* Reads [12] or [-1]. Returns what is behind it, or NULL. */
static const char *
parse_index (AttuneFieldPath *path,
             const char      *text,
             const char      *end)
{
  const char *close = memchr (text, ']', end - text);
  g_autofree char *digits = NULL;
  AttuneFieldStep step = { 0 };

  if (close == NULL)
    return NULL;

  digits = g_strndup (text + 1, close - text - 1);

  if (!g_ascii_string_to_signed (digits, 10, G_MININT32, G_MAXINT32, &step.index, NULL))
    return NULL;

  g_array_append_val (path->steps, step);

  return close + 1;
}

static const char *
parse_bracket (AttuneFieldPath *path,
               const char      *text,
               const char      *end)
{
  if (end - text >= 2 && text[1] == '\'')
    return parse_quoted (path, text, end);

  return parse_index (path, text, end);
}

static const char *
parse_name (AttuneFieldPath *path,
            const char      *text,
            const char      *end)
{
  const char *begin = text;

  while (text < end && strchr (SPECIAL, *text) == NULL)
    text++;

  if (text == begin)
    return NULL;

  if (begin[-1] != '.' && text - begin == strlen (ITEM_NAME) &&
      memcmp (begin, ITEM_NAME, text - begin) == 0)
    path->starts_at_item = TRUE;
  else
    add_name (path, g_strndup (begin, text - begin));

  return text;
}

static gboolean
parse_path (AttuneFieldPath *path,
            const char      *text,
            const char      *end)
{
  g_autofree char *trimmed = g_strstrip (g_strndup (text, end - text));
  /* With something before it, so that a name can look whether it follows a dot. */
  g_autofree char *padded = g_strconcat ("|", trimmed, NULL);
  const char *p = padded + 1;

  end = p + strlen (p);

  if (strcmp (p, ".") == 0)
    return TRUE;

  if (p == end)
    return FALSE;

  p = *p == '[' ? parse_bracket (path, p, end) : parse_name (path, p, end);

  while (p != NULL && p < end)
    {
      if (path->steps->len >= MAX_STEPS)
        return FALSE;

      if (*p == '[')
        p = parse_bracket (path, p, end);
      else if (*p == '.')
        p = parse_name (path, p + 1, end);
      else
        p = NULL;
    }

  return p != NULL;
}

/* Returns where a quoted name ends that begins at @text, or where its text does. */
static const char *
skip_quoted (const char *text,
             const char *end)
{
  for (text += 2; text < end; text++)
    {
      if (*text != '\'')
        continue;

      if (end - text < 2 || text[1] != '\'')
        return text + 1;

      text++;
    }

  return end;
}

/* Returns the first of the two characters that is not within a quoted name, or @end. */
static const char *
find_outside_names (const char *text,
                    const char *end,
                    char        character)
{
  while (text < end && *text != character)
    {
      if (end - text >= 2 && text[0] == '[' && text[1] == '\'')
        text = skip_quoted (text, end);
      else
        text++;
    }

  return text;
}

static gboolean
parse_paths (AttuneField *self,
             const char  *text,
             const char  *end)
{
  for (;;)
    {
      const char *bar = find_outside_names (text, end, '|');
      AttuneFieldPath path = { .column = -1 };
      AttuneFieldPath *added;

      path.steps = g_array_new (FALSE, FALSE, sizeof (AttuneFieldStep));

      g_array_set_clear_func (path.steps, (GDestroyNotify)clear_step);
      g_array_append_val (self->paths, path);

      added = &g_array_index (self->paths, AttuneFieldPath, self->paths->len - 1);

      if (self->paths->len > MAX_PATHS || !parse_path (added, text, bar))
        return FALSE;

      if (bar == end)
        return TRUE;

      text = bar + 1;
    }
}

/**
 * attune_field_parse:
 * @text: (array length=length): a field as a recipe names it, such as `label.knowledge`
 * @length: its length in bytes
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA and a sentence that quotes @text.
 *
 * Returns: (transfer full) (nullable): the field
 */
AttuneField *
attune_field_parse (const char  *text,
                    gsize        length,
                    GError     **error)
{
  g_autoptr(AttuneField) self = g_new0 (AttuneField, 1);
  g_autofree char *shown = g_utf8_make_valid (text, MIN (length, 100));
  const char *end = text + length;

  self->paths = g_array_new (FALSE, FALSE, sizeof (AttuneFieldPath));
  g_array_set_clear_func (self->paths, (GDestroyNotify)clear_path);

  while (end > text && g_ascii_isspace (end[-1]))
    end--;

  if (end > text && end[-1] == '?')
    {
      self->is_optional = TRUE;
      end--;
    }

  if (length <= ATTUNE_MAX_FIELD && parse_paths (self, text, end))
    return g_steal_pointer (&self);

  /* Translators: %s is what stands for a field in a recipe. The example is not translated. */
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("“%s” does not name a field. Names are joined by dots, and elements of a list "
                      "are counted from 0, as in “data.items[0].text”; a name with one of . [ ] { } "
                      "| ? in it is written as ['name']."),
                    shown);

  return NULL;
}

/**
 * attune_field_free:
 * @self: (transfer full): a field
 */
void
attune_field_free (AttuneField *self)
{
  g_array_unref (self->paths);
  g_free (self);
}

static int
find_column (const AttuneFieldPath *path,
             const char * const    *columns)
{
  const char *name = NULL;

  if (path->steps->len > 0)
    name = g_array_index (path->steps, AttuneFieldStep, 0).name;

  for (int i = 0; name != NULL && columns[i] != NULL; i++)
    if (strcmp (columns[i], name) == 0)
      return i;

  return -1;
}

/**
 * attune_field_bind:
 * @self: a field
 * @columns: (nullable) (array zero-terminated=1): the header of a table
 *
 * Finds the columns once for all rows of the table.
 */
void
attune_field_bind (AttuneField        *self,
                   const char * const *columns)
{
  for (guint i = 0; i < self->paths->len; i++)
    {
      AttuneFieldPath *path = &g_array_index (self->paths, AttuneFieldPath, i);

      path->column = columns != NULL && !path->starts_at_item ? find_column (path, columns) : -1;
    }
}

/**
 * attune_field_get_plain_name:
 * @self: a field
 *
 * Returns: (transfer none) (nullable): the name of the member or column, when the field is no more
 *   than that
 */
const char *
attune_field_get_plain_name (const AttuneField *self)
{
  const AttuneFieldPath *path = &g_array_index (self->paths, AttuneFieldPath, 0);

  if (self->paths->len != 1 || path->starts_at_item || path->steps->len != 1)
    return NULL;

  return g_array_index (path->steps, AttuneFieldStep, 0).name;
}

/**
 * attune_field_starts_at_item:
 * @self: a field
 *
 * Returns: whether it may lead elsewhere from one item of a record to the next
 */
gboolean
attune_field_starts_at_item (const AttuneField *self)
{
  for (guint i = 0; i < self->paths->len; i++)
    if (g_array_index (self->paths, AttuneFieldPath, i).starts_at_item)
      return TRUE;

  return FALSE;
}

/**
 * attune_field_quote_name:
 * @name: the name of a member or column
 *
 * Returns: (transfer full): how a recipe writes it: as it is, or as `['name']` where it would mean
 *   something else
 */
char *
attune_field_quote_name (const char *name)
{
  g_autoptr(GString) quoted = NULL;
  gsize length = strlen (name);

  if (length > 0 && strpbrk (name, SPECIAL) == NULL && strcmp (name, ITEM_NAME) != 0 &&
      !g_ascii_isspace (name[0]) && !g_ascii_isspace (name[length - 1]))
    return g_strdup (name);

  quoted = g_string_new (name);
  g_string_replace (quoted, "'", "''", 0);
  g_string_prepend (quoted, "['");
  g_string_append (quoted, "']");

  return g_string_free_and_steal (g_steal_pointer (&quoted));
}

/**
 * attune_field_find_end:
 * @text: (array length=length): what follows the `{` of a field in a template
 * @length: its length in bytes
 *
 * Returns: where its `}` is, or @length when there is none
 */
gsize
attune_field_find_end (const char *text,
                       gsize       length)
{
  return find_outside_names (text, text + length, '}') - text;
}
