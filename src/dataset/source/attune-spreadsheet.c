/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-spreadsheet-private.h"

gboolean
attune_spreadsheet_fail_locked (AttuneConversion  *self,
                                GError           **error)
{
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is protected with a password. Open it in a spreadsheet program and save "
                      "it without one, then choose the result."),
                    self->request->display_name);

  return FALSE;
}

gboolean
attune_spreadsheet_fail_damaged (AttuneConversion  *self,
                                 const char        *detail,
                                 GError           **error)
{
  attune_set_error (error, ATTUNE_ERROR_DATA, detail,
                    /* Translators: %s is the name of a file. */
                    _("The spreadsheet “%s” cannot be read: it is damaged, or protected with a "
                      "password. Open it in a spreadsheet program and save it as CSV, then choose the "
                      "result."),
                    self->request->display_name);

  return FALSE;
}

/* Finds the number of the sheet that is wanted among those that are listed. */
gboolean
attune_spreadsheet_find_sheet (AttuneConversion  *self,
                               GError           **error)
{
  *self->current = 0;

  if (self->sheets->len == 0)
    return attune_spreadsheet_fail_damaged (self, "no sheets", error);

  if (self->request->sheet == NULL ||
      g_ptr_array_find_with_equal_func (self->sheets, self->request->sheet, g_str_equal,
                                        self->current))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: the first %s is the name of a sheet, the second the name of a
                     * file. */
                    _("There is no sheet “%s” in “%s”. Choose another sheet."),
                    self->request->sheet, self->request->display_name);

  return FALSE;
}

/* Names may have a prefix for their namespace, which every program chooses as it likes. */
const char *
attune_spreadsheet_get_local_name (const char *name)
{
  const char *colon = strchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

const char *
attune_spreadsheet_get_attribute (const char **names,
                                  const char **values,
                                  const char  *local_name)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (attune_spreadsheet_get_local_name (names[i]), local_name))
        return values[i];
    }

  return NULL;
}

typedef struct
{
  AttuneConversion    *conversion;
  GMarkupParseContext *context;
  const GMarkupParser *parser;
  gpointer             user_data;    /* for @parser */
  gsize                n_stuck;      /* bytes since the last element began or ended */
  goffset              n_bytes;
} Parsing;

static void
start_element (GMarkupParseContext  *context,
               const char           *name,
               const char          **names,
               const char          **values,
               gpointer              user_data,
               GError              **error)
{
  Parsing *self = user_data;

  self->n_stuck = 0;
  self->parser->start_element (context, name, names, values, self->user_data, error);
}

static void
end_element (GMarkupParseContext  *context,
             const char           *name,
             gpointer              user_data,
             GError              **error)
{
  Parsing *self = user_data;

  self->n_stuck = 0;

  if (self->parser->end_element != NULL)
    self->parser->end_element (context, name, self->user_data, error);
}

static void
add_text (GMarkupParseContext  *context,
          const char           *text,
          gsize                 length,
          gpointer              user_data,
          GError              **error)
{
  Parsing *self = user_data;

  if (self->parser->text != NULL)
    self->parser->text (context, text, length, self->user_data, error);
}

static gboolean
parse_block (const char  *bytes,
             gsize        length,
             goffset      done,
             gpointer     user_data,
             GError     **error)
{
  Parsing *self = user_data;
  AttuneConversion *conversion = self->conversion;

  if (conversion->progress != NULL)
    conversion->progress (done, conversion->request->size, conversion->user_data);

  self->n_stuck += length;
  self->n_bytes += length;

  if (!g_markup_parse_context_parse (self->context, bytes, length, error))
    return FALSE;

  if (self->n_stuck > ATTUNE_SPREADSHEET_TEXT_MAX || self->n_bytes > conversion->request->limit)
    return attune_spreadsheet_fail_damaged (conversion, "far more text than its size can hold",
                                            error);

  /* The conversion is at its end when there is as much as was wanted. */
  return !conversion->is_head;
}

gboolean
attune_spreadsheet_has_member (AttuneConversion *self,
                               const char       *member)
{
  return attune_packing_has_member (self->request->fd, self->request->display_name, member);
}

/* Parses a member of a ZIP file, block by block. Errors of @parser that are not ours are damage. */
gboolean
attune_spreadsheet_parse_member (AttuneConversion     *self,
                                 const char           *member,
                                 const GMarkupParser  *parser,
                                 gpointer              user_data,
                                 GError              **error)
{
  AttuneUnpackRequest request = {
    .fd = self->request->fd,
    .packed_size = self->request->size,
    .packing = ATTUNE_PACKING_ZIP,
    .member = member,
    .display_name = self->request->display_name,
  };
  static const GMarkupParser wrapper = { start_element, end_element, add_text, NULL, NULL };
  Parsing parsing = { .conversion = self, .parser = parser, .user_data = user_data };
  g_autoptr(GMarkupParseContext) context = NULL;
  g_autoptr(GError) parse_error = NULL;

  context = g_markup_parse_context_new (&wrapper, G_MARKUP_TREAT_CDATA_AS_TEXT, &parsing, NULL);
  parsing.context = context;

  if (attune_packing_read_member (&request, parse_block, &parsing, NULL, self->cancellable,
                                  &parse_error) &&
      (self->is_head || g_markup_parse_context_end_parse (context, &parse_error)))
    return TRUE;

  if (parse_error->domain == G_MARKUP_ERROR)
    return attune_spreadsheet_fail_damaged (self, parse_error->message, error);

  g_propagate_error (error, g_steal_pointer (&parse_error));

  return FALSE;
}

/**
 * attune_spreadsheet_format_get_title:
 * @format: a format
 *
 * Returns: (transfer none): its name, in the person's language
 */
const char *
attune_spreadsheet_format_get_title (AttuneSpreadsheetFormat format)
{
  switch (format)
    {
    case ATTUNE_SPREADSHEET_ODS:
      return _("OpenDocument Spreadsheet (ODS)");

    case ATTUNE_SPREADSHEET_XLS:
      return _("Excel 97 Workbook (XLS)");

    case ATTUNE_SPREADSHEET_XLSX:
    default:
      return _("Excel Workbook (XLSX)");
    }
}

/**
 * attune_spreadsheet_convert:
 * @request: what to convert
 * @spool: where it goes, as CSV in UTF-8
 * @sheets: (element-type utf8): where the names of all sheets go
 * @current: (out): the number of the one that was converted
 * @n_filled: (out): how many cells have what stands above them, with which they are merged
 * @is_head: (out): whether there is more than was converted
 * @progress: (nullable) (scope call): told how far it is, in bytes of the file
 * @user_data: for @progress
 * @cancellable: (nullable): to stop
 * @error: (nullable): where to put an error
 *
 * Integers are written as integers, other numbers with the shortest digits that give the same
 * number, dates as "2026-11-29" or "2026-11-29 12:00:00", truth values as "TRUE" and "FALSE", and
 * empty cells as nothing. A cell that is merged with those below it stands in each of their rows
 * that has anything else. Fails with %ATTUNE_ERROR_DATA when the file is damaged, protected or has
 * no such sheet, and as attune_spool_write() does.
 *
 * Returns: whether @spool has all that was asked for
 */
gboolean
attune_spreadsheet_convert (const AttuneSpreadsheetRequest  *request,
                            AttuneSpool                     *spool,
                            GPtrArray                       *sheets,
                            guint                           *current,
                            guint64                         *n_filled,
                            gboolean                        *is_head,
                            AttuneProgressFunc               progress,
                            gpointer                         user_data,
                            GCancellable                    *cancellable,
                            GError                         **error)
{
  g_autoptr(AttuneSheetWriter) writer = attune_sheet_writer_new (spool, request->head);
  AttuneConversion self = {
    .request = request,
    .writer = writer,
    .sheets = sheets,
    .current = current,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };
  gboolean success;

  switch (request->format)
    {
    case ATTUNE_SPREADSHEET_XLSX:
      success = attune_spreadsheet_convert_xlsx (&self, error);
      break;
    case ATTUNE_SPREADSHEET_ODS:
      success = attune_spreadsheet_convert_ods (&self, error);
      break;
    case ATTUNE_SPREADSHEET_XLS:
    default:
      success = attune_spreadsheet_convert_xls (&self, error);
    }

  *is_head = self.is_head;
  *n_filled = attune_sheet_writer_get_n_filled (writer);

  return success && attune_sheet_writer_finish (writer, error);
}
