/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <string.h>

#include "attune-sheet-xlsx-private.h"
#include "attune-spreadsheet-private.h"

/*
 * Office Open XML (ECMA-376 part 1, chapter 18): xl/workbook.xml names the sheets, its relations
 * where they are; texts are mostly numbers of entries in xl/sharedStrings.xml; a date is a number
 * that a style shows as one.
 */

#define WORKBOOK "xl/workbook.xml"
#define RELATIONS "xl/_rels/workbook.xml.rels"

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED,
  CELL_BOOLEAN,
  CELL_TEXT,     /* of a formula, of the cell itself, a date or an error */
} CellType;

typedef struct
{
  AttuneConversion  *conversion;
  AttuneXlsxStyles  *styles;
  AttuneXlsxStrings *strings;
  AttuneXlsxMerges  *merges;
  guint64            row;         /* the number of the current one, from 1; 0 before the first */
  guint              column;      /* of the next cell */
  CellType           type;
  guint              style;
  gboolean           is_value;    /* within what the cell holds */
  guint              n_hidden;    /* within how a word is pronounced */
  GString           *text;
} Sheet;

typedef struct
{
  AttuneConversion *conversion;
  GPtrArray        *ids;          /* of the sheets, for the relations */
  GHashTable       *targets;      /* by id */
  gboolean          is_1904;
} Workbook;

static void
start_workbook (GMarkupParseContext  *context,
                const char           *element_name,
                const char          **names,
                const char          **values,
                gpointer              user_data,
                GError              **error)
{
  Workbook *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);
  const char *text;

  if (g_str_equal (element, "sheet") && self->ids->len < ATTUNE_SPREADSHEET_SHEETS_MAX)
    {
      const char *name = attune_spreadsheet_get_attribute (names, values, "name");
      const char *id = attune_spreadsheet_get_attribute (names, values, "id");

      g_ptr_array_add (self->conversion->sheets, g_strdup (name != NULL ? name : "?"));
      g_ptr_array_add (self->ids, g_strdup (id != NULL ? id : ""));
    }
  else if (g_str_equal (element, "workbookPr"))
    {
      text = attune_spreadsheet_get_attribute (names, values, "date1904");
      self->is_1904 = text != NULL && (g_str_equal (text, "1") || g_str_equal (text, "true"));
    }
}

static void
start_relation (GMarkupParseContext  *context,
                const char           *element_name,
                const char          **names,
                const char          **values,
                gpointer              user_data,
                GError              **error)
{
  Workbook *self = user_data;
  const char *id = attune_spreadsheet_get_attribute (names, values, "Id");
  const char *target = attune_spreadsheet_get_attribute (names, values, "Target");

  if (id == NULL || target == NULL ||
      g_hash_table_size (self->targets) >= 2 * ATTUNE_SPREADSHEET_SHEETS_MAX)
    return;

  /* From the folder of the workbook, unless it begins with a slash. */
  g_hash_table_insert (self->targets, g_strdup (id),
                       *target == '/' ? g_strdup (target + 1) : g_strconcat ("xl/", target, NULL));
}

guint
attune_xlsx_read_column (const char *reference,
                         guint       fallback)
{
  guint column = 0;

  for (; reference != NULL && g_ascii_isalpha (*reference) && column < 100000; reference++)
    column = column * 26 + (guint)(g_ascii_toupper (*reference) - 'A') + 1;

  return column > 0 ? column - 1 : fallback;
}

static CellType
read_type (const char *type)
{
  if (type == NULL || g_str_equal (type, "n"))
    return CELL_NUMBER;

  if (g_str_equal (type, "s"))
    return CELL_SHARED;

  return g_str_equal (type, "b") ? CELL_BOOLEAN : CELL_TEXT;
}

static void
begin_row (Sheet       *self,
           const char **names,
           const char **values,
           GError     **error)
{
  const char *text = attune_spreadsheet_get_attribute (names, values, "r");
  guint64 number = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;

  number = number > self->row && number <= ATTUNE_XLSX_ROWS_MAX ? number : self->row + 1;

  /* Rows without cells need not be in the file. */
  if (number > self->row + 1)
    attune_sheet_writer_end_row (self->conversion->writer, (guint)(number - self->row - 1), error);

  self->row = number;
  self->column = 0;
}

static void
begin_cell (Sheet       *self,
            const char **names,
            const char **values)
{
  const char *style = attune_spreadsheet_get_attribute (names, values, "s");

  self->column = attune_xlsx_read_column (attune_spreadsheet_get_attribute (names, values, "r"),
                                          self->column);
  self->type = read_type (attune_spreadsheet_get_attribute (names, values, "t"));
  self->style = style != NULL ? (guint)g_ascii_strtoull (style, NULL, 10) : 0;
  g_string_truncate (self->text, 0);
}

static void
start_cell (GMarkupParseContext  *context,
            const char           *element_name,
            const char          **names,
            const char          **values,
            gpointer              user_data,
            GError              **error)
{
  Sheet *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);

  if (g_str_equal (element, "row"))
    begin_row (self, names, values, error);
  else if (g_str_equal (element, "c"))
    begin_cell (self, names, values);
  else if (g_str_equal (element, "v") || g_str_equal (element, "t"))
    self->is_value = TRUE;
  else if (g_str_equal (element, "rPh"))
    self->n_hidden++;
}

static gboolean
is_long_integer (const char *text)
{
  gsize n_digits = strspn (text, "0123456789");

  return n_digits > 15 && text[n_digits] == '\0';
}

static void
put_number (Sheet *self)
{
  AttuneSheetWriter *writer = self->conversion->writer;
  g_autofree char *date = NULL;
  char *end;
  double number = g_ascii_strtod (self->text->str, &end);

  /* An identifier with more digits than a number can hold was written by another program than a
   * spreadsheet, and is kept as it is. */
  if (end == self->text->str || *end != '\0' || is_long_integer (self->text->str))
    attune_sheet_writer_put_text (writer, self->column, self->text->str);
  else if ((date = attune_xlsx_styles_format (self->styles, self->style, number)))
    attune_sheet_writer_put_text (writer, self->column, date);
  else
    attune_sheet_writer_put_number (writer, self->column, number);
}

static gboolean
put_shared (Sheet   *self,
            GError **error)
{
  g_autofree char *text = NULL;
  guint64 number = g_ascii_strtoull (self->text->str, NULL, 10);

  if (!attune_xlsx_strings_read (self->strings, number, &text))
    return attune_spreadsheet_fail_damaged (self->conversion, "a shared text is missing", error);

  attune_sheet_writer_put_text (self->conversion->writer, self->column, text);

  return TRUE;
}

static void
end_cell (Sheet   *self,
          GError **error)
{
  guint n_rows;

  switch (self->text->len > 0 ? self->type : CELL_TEXT)
    {
    case CELL_NUMBER:
      put_number (self);
      break;
    case CELL_SHARED:
      put_shared (self, error);
      break;
    case CELL_BOOLEAN:
      attune_sheet_writer_put_text (self->conversion->writer, self->column,
                                    g_str_equal (self->text->str, "0") ? "FALSE" : "TRUE");
      break;
    case CELL_TEXT:
    default:
      attune_sheet_writer_put_text (self->conversion->writer, self->column, self->text->str);
    }

  n_rows = attune_xlsx_merges_get_n_rows (self->merges, (guint)self->row, self->column);
  attune_sheet_writer_repeat (self->conversion->writer, n_rows);
  self->column++;
}

static void
end_cell_element (GMarkupParseContext  *context,
                  const char           *element_name,
                  gpointer              user_data,
                  GError              **error)
{
  Sheet *self = user_data;
  const char *element = attune_spreadsheet_get_local_name (element_name);

  if (g_str_equal (element, "v") || g_str_equal (element, "t"))
    {
      self->is_value = FALSE;
    }
  else if (g_str_equal (element, "rPh"))
    {
      self->n_hidden--;
    }
  else if (g_str_equal (element, "c"))
    {
      end_cell (self, error);
    }
  else if (g_str_equal (element, "row"))
    {
      attune_sheet_writer_end_row (self->conversion->writer, 1, error);
      self->conversion->is_head = attune_sheet_writer_is_head (self->conversion->writer);
    }
}

static void
add_cell_text (GMarkupParseContext  *context,
               const char           *text,
               gsize                 length,
               gpointer              user_data,
               GError              **error)
{
  Sheet *self = user_data;

  if (!self->is_value || self->n_hidden > 0 || self->conversion->is_head)
    return;

  if (self->text->len + length > ATTUNE_SPREADSHEET_TEXT_MAX)
    attune_spreadsheet_fail_damaged (self->conversion, "a text is too long", error);
  else
    g_string_append_len (self->text, text, length);
}

static gboolean
read_workbook (AttuneConversion  *self,
               Workbook          *workbook,
               GError           **error)
{
  static const GMarkupParser workbook_parser = { .start_element = start_workbook };
  static const GMarkupParser relation_parser = { .start_element = start_relation };

  return attune_spreadsheet_parse_member (self, WORKBOOK, &workbook_parser, workbook, error) &&
         attune_spreadsheet_parse_member (self, RELATIONS, &relation_parser, workbook, error) &&
         attune_spreadsheet_find_sheet (self, error);
}

static gboolean
convert_sheet (AttuneConversion  *self,
               const char        *member,
               AttuneXlsxStyles  *styles,
               AttuneXlsxStrings *strings,
               GError           **error)
{
  static const GMarkupParser parser = { start_cell, end_cell_element, add_cell_text, NULL, NULL };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneXlsxMerges) merges = attune_xlsx_merges_read (self, member);
  Sheet sheet = {
    .conversion = self,
    .styles = styles,
    .strings = strings,
    .merges = merges,
    .text = text,
  };

  return attune_spreadsheet_parse_member (self, member, &parser, &sheet, error);
}

/* Converts an Office Open XML workbook. */
gboolean
attune_spreadsheet_convert_xlsx (AttuneConversion  *self,
                                 GError           **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(AttuneXlsxStyles) styles = NULL;
  g_autoptr(AttuneXlsxStrings) strings = NULL;
  Workbook workbook = { .conversion = self, .ids = ids, .targets = targets };
  const char *member;

  if (!read_workbook (self, &workbook, error))
    return FALSE;

  member = g_hash_table_lookup (targets, g_ptr_array_index (ids, *self->current));

  if (member == NULL)
    return attune_spreadsheet_fail_damaged (self, "a sheet has no place", error);

  return (styles = attune_xlsx_styles_read (self, workbook.is_1904, error)) != NULL &&
         (strings = attune_xlsx_strings_new (self, error)) != NULL &&
         convert_sheet (self, member, styles, strings, error);
}
