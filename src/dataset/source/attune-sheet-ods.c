/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "attune-spreadsheet-private.h"

/*
 * OpenDocument 1.3, part 3, chapters 9 (tables) and 19.385 (values). Sheets are "table", rows
 * "table-row", cells "table-cell" with one "p" a line; rows and cells may stand for many of the
 * same.
 */

/* A cell that is repeated more often than this and is not empty fills a row for the eye, not with
 * data. */
#define REPEATED_MAX 16384

typedef struct
{
  AttuneConversion *conversion;
  gboolean          is_wanted;       /* this sheet is the one to convert */
  guint             n_hidden;        /* open elements of which the text is not the cell's */
  guint             column;
  guint             n_rows;          /* for which the current one stands */
  guint             n_cells;
  guint             n_spanned;       /* rows in which the current cell stands */
  gboolean          is_in_paragraph;
  guint             n_paragraphs;
  GString          *text;            /* of the cell, as it is shown */
  char             *value;           /* of the cell, as it is meant; NULL when it is a text */
  gboolean          is_number;
} Ods;

static guint
get_count (const char **names,
           const char **values,
           const char  *name)
{
  const char *text = attune_spreadsheet_get_attribute (names, values, name);
  guint64 count = 1;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &count, NULL))
    count = 1;

  return (guint)count;
}

static void
begin_sheet (Ods         *self,
             const char **names,
             const char **values)
{
  const AttuneSpreadsheetRequest *request = self->conversion->request;
  const char *name = attune_spreadsheet_get_attribute (names, values, "name");

  if (self->conversion->sheets->len >= ATTUNE_SPREADSHEET_SHEETS_MAX)
    return;

  g_ptr_array_add (self->conversion->sheets, g_strdup (name != NULL ? name : "?"));
  self->is_wanted = request->sheet != NULL ? g_strcmp0 (name, request->sheet) == 0
                                           : self->conversion->sheets->len == 1;
}

/* "PT12H30M00S" is half past twelve (XML Schema, duration). */
static char *
read_time (const char *text)
{
  guint hours;
  guint minutes;
  guint seconds = 0;

  if (sscanf (text, "PT%uH%uM%uS", &hours, &minutes, &seconds) < 2)
    return g_strdup (text);

  return g_strdup_printf ("%02u:%02u:%02u", hours, minutes, seconds);
}

static void
begin_cell (Ods         *self,
            const char **names,
            const char **values)
{
  const char *type = attune_spreadsheet_get_attribute (names, values, "value-type");
  const char *value;

  g_string_truncate (self->text, 0);
  g_clear_pointer (&self->value, g_free);
  self->n_paragraphs = 0;
  self->is_number = FALSE;
  self->n_cells = get_count (names, values, "number-columns-repeated");
  self->n_spanned = get_count (names, values, "number-rows-spanned");

  if (type == NULL)
    return;

  if ((value = attune_spreadsheet_get_attribute (names, values, "date-value")))
    {
      self->value = g_strdup (value);
      g_strdelimit (self->value, "T", ' ');
    }
  else if ((value = attune_spreadsheet_get_attribute (names, values, "boolean-value")))
    {
      self->value = g_ascii_strup (value, -1);
    }
  else if ((value = attune_spreadsheet_get_attribute (names, values, "time-value")))
    {
      self->value = read_time (value);
    }
  else if (!g_str_equal (type, "string") &&
           (value = attune_spreadsheet_get_attribute (names, values, "value")))
    {
      self->value = g_strdup (value);
      self->is_number = TRUE;
    }
}

static void
end_cell (Ods *self)
{
  AttuneSheetWriter *writer = self->conversion->writer;
  const char *text = self->value != NULL ? self->value : self->text->str;

  for (guint i = 0; *text != '\0' && i < MIN (self->n_cells, REPEATED_MAX); i++)
    {
      if (self->is_number)
        attune_sheet_writer_put_number (writer, self->column + i, g_ascii_strtod (text, NULL));
      else
        attune_sheet_writer_put_text (writer, self->column + i, text);

      attune_sheet_writer_repeat (writer, self->n_spanned - 1);
    }

  self->column += MIN (self->n_cells, REPEATED_MAX);
}

/* Blanks in a row are written as elements. */
static void
append_blank (Ods         *self,
              const char  *element,
              const char **names,
              const char **values)
{
  if (g_str_equal (element, "s"))
    {
      for (guint i = MIN (get_count (names, values, "c"), REPEATED_MAX); i > 0; i--)
        g_string_append_c (self->text, ' ');
    }
  else if (g_str_equal (element, "tab"))
    {
      g_string_append_c (self->text, '\t');
    }
  else if (g_str_equal (element, "line-break"))
    {
      g_string_append_c (self->text, '\n');
    }
}

/* Notes of a reviewer, and drawings, have texts and even tables of their own. */
static gboolean
is_hidden (const char *element)
{
  return g_str_equal (element, "annotation") || g_str_equal (element, "shapes") ||
         g_str_equal (element, "tracked-changes") || g_str_equal (element, "frame");
}

static void
start_element (GMarkupParseContext  *context,
               const char           *element_name,
               const char          **names,
               const char          **values,
               gpointer              user_data,
               GError              **error)
{
  Ods *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);

  if (is_hidden (element))
    self->n_hidden++;

  if (self->n_hidden > 0)
    return;

  if (g_str_equal (element, "table"))
    {
      begin_sheet (self, names, values);
      return;
    }

  if (!self->is_wanted)
    return;

  if (g_str_equal (element, "table-row"))
    {
      self->column = 0;
      self->n_rows = get_count (names, values, "number-rows-repeated");
    }
  else if (g_str_equal (element, "table-cell") || g_str_equal (element, "covered-table-cell"))
    {
      begin_cell (self, names, values);
    }
  else if (g_str_equal (element, "p"))
    {
      if (self->n_paragraphs++ > 0)
        g_string_append_c (self->text, '\n');

      self->is_in_paragraph = TRUE;
    }
  else
    {
      append_blank (self, element, names, values);
    }
}

static void
end_element (GMarkupParseContext  *context,
             const char           *element_name,
             gpointer              user_data,
             GError              **error)
{
  Ods *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);

  if (self->n_hidden > 0)
    {
      self->n_hidden -= is_hidden (element);
      return;
    }

  if (!self->is_wanted)
    return;

  if (g_str_equal (element, "p"))
    {
      self->is_in_paragraph = FALSE;
    }
  else if (g_str_equal (element, "table-cell") || g_str_equal (element, "covered-table-cell"))
    {
      end_cell (self);
    }
  else if (g_str_equal (element, "table-row"))
    {
      attune_sheet_writer_end_row (self->conversion->writer, self->n_rows, error);

      /* The other sheets are still to be listed, so the rest is read without being written. */
      if (attune_sheet_writer_is_head (self->conversion->writer))
        self->is_wanted = FALSE;
    }
  else if (g_str_equal (element, "table"))
    {
      self->is_wanted = FALSE;
    }
}

static void
add_text (GMarkupParseContext  *context,
          const char           *text,
          gsize                 length,
          gpointer              user_data,
          GError              **error)
{
  Ods *self = user_data;

  if (!self->is_in_paragraph || self->n_hidden > 0 || !self->is_wanted)
    return;

  if (self->text->len + length > ATTUNE_SPREADSHEET_TEXT_MAX)
    attune_spreadsheet_fail_damaged (self->conversion, "a text is too long", error);
  else
    g_string_append_len (self->text, text, length);
}

/* Converts an OpenDocument spreadsheet. */
gboolean
attune_spreadsheet_convert_ods (AttuneConversion  *self,
                                GError           **error)
{
  static const GMarkupParser parser = { start_element, end_element, add_text, NULL, NULL };
  g_autoptr(GString) text = g_string_new (NULL);
  Ods ods = { .conversion = self, .text = text };
  gboolean success = attune_spreadsheet_parse_member (self, "content.xml", &parser, &ods, error);

  g_free (ods.value);
  self->is_head = attune_sheet_writer_is_head (self->writer);

  return success && attune_spreadsheet_find_sheet (self, error);
}
