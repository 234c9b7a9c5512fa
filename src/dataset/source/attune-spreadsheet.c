/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <freexl.h>
#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-packing.h"
#include "attune-spreadsheet.h"

/* freexl holds the whole spreadsheet in memory, in several times the room of its XML. */
#define XML_MAX_LENGTH (G_GOFFSET_CONSTANT (512) * 1024 * 1024)
#define FLUSH_LENGTH (256 * 1024)
#define BLOCK_LENGTH (1024 * 1024)

/* Beyond this a double no longer holds every integer. */
#define INTEGER_MAX 9007199254740992.0

typedef struct
{
  const AttuneSpreadsheetRequest *request;
  const void                     *handle;
  AttuneSpool                    *spool;
  GString                        *text;
} Conversion;

/**
 * attune_spreadsheet_is_xls:
 * @bytes: (array length=length): the beginning of a file
 * @length: how many bytes
 *
 * Returns: whether it is a compound file of Microsoft, as XLS files are ([MS-CFB] 2.2)
 */
gboolean
attune_spreadsheet_is_xls (const char *bytes,
                           gsize       length)
{
  static const char signature[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

  return length >= sizeof signature - 1 && memcmp (bytes, signature, sizeof signature - 1) == 0;
}

static gboolean
fail_with_password (const AttuneSpreadsheetRequest  *request,
                    GError                         **error)
{
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is protected with a password. Open it in a spreadsheet program and save "
                      "it without one, then choose the result."),
                    request->display_name);

  return FALSE;
}

static gboolean
fail_with_damage (const AttuneSpreadsheetRequest  *request,
                  int                              code,
                  GError                         **error)
{
  g_autofree char *detail = g_strdup_printf ("freexl error %d", code);

  attune_set_error (error, ATTUNE_ERROR_DATA, detail,
                    /* Translators: %s is the name of a file. */
                    _("The spreadsheet “%s” cannot be read: it is damaged, or protected with a "
                      "password. Open it in a spreadsheet program and save it as CSV, then choose the "
                      "result."),
                    request->display_name);

  return FALSE;
}

static gboolean
check_size (const AttuneSpreadsheetRequest  *request,
            GCancellable                    *cancellable,
            GError                         **error)
{
  static const char *const suffixes[] = { ".xml", NULL };
  AttuneUnpackRequest zip = {
    .fd = request->fd,
    .packed_size = request->size,
    .packing = ATTUNE_PACKING_ZIP,
    .display_name = request->display_name,
  };
  goffset size = request->size;

  if (request->format != ATTUNE_SPREADSHEET_XLS &&
      !attune_packing_check_size (&zip, suffixes, XML_MAX_LENGTH, &size, cancellable, error))
    return FALSE;

  if (size <= XML_MAX_LENGTH)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("The spreadsheet “%s” is too large to be read as it is. Open it in a "
                      "spreadsheet program and save it as CSV, then choose the result."),
                    request->display_name);

  return FALSE;
}

/* A workbook with a password is a compound file that holds the real one in a stream of this name
 * ([MS-OFFCRYPTO] 2.3.4.4), in UTF-16 as all names in compound files are. */
static gboolean
is_encrypted_package (const AttuneSpreadsheetRequest *request)
{
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  g_autofree char *block = g_malloc (BLOCK_LENGTH);
  goffset offset = 0;
  gssize n;

  while ((n = pread (request->fd, block, BLOCK_LENGTH, offset)) > (gssize)sizeof name)
    {
      if (memmem (block, n, name, sizeof name) != NULL)
        return TRUE;

      offset += n - sizeof name;
    }

  return FALSE;
}

/* By the descriptor, so that it is the file that was looked at, and so that one without a name can be
 * opened. */
static gboolean
open_handle (Conversion  *self,
             GError     **error)
{
  const AttuneSpreadsheetRequest *request = self->request;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", request->fd);
  unsigned int is_obfuscated = FREEXL_BIFF_PLAIN;
  int code;

  switch (request->format)
    {
    case ATTUNE_SPREADSHEET_XLSX:
      code = freexl_open_xlsx (path, &self->handle);
      break;
    case ATTUNE_SPREADSHEET_ODS:
      code = freexl_open_ods (path, &self->handle);
      break;
    case ATTUNE_SPREADSHEET_XLS:
    default:
      if (is_encrypted_package (request))
        return fail_with_password (request, error);

      code = freexl_open (path, &self->handle);

      if (code == FREEXL_OK &&
          freexl_get_info (self->handle, FREEXL_BIFF_PASSWORD, &is_obfuscated) == FREEXL_OK &&
          is_obfuscated == FREEXL_BIFF_OBFUSCATED)
        return fail_with_password (request, error);
    }

  return code == FREEXL_OK || fail_with_damage (request, code, error);
}

static gboolean
list_sheets (Conversion  *self,
             GPtrArray   *sheets,
             GError     **error)
{
  unsigned int n_sheets = 0;
  int code = freexl_get_worksheets_count (self->handle, &n_sheets);

  if (code != FREEXL_OK || n_sheets == 0)
    return fail_with_damage (self->request, code, error);

  for (unsigned int i = 0; i < n_sheets; i++)
    {
      const char *name = NULL;

      if ((code = freexl_get_worksheet_name (self->handle, i, &name)) != FREEXL_OK)
        return fail_with_damage (self->request, code, error);

      g_ptr_array_add (sheets, g_utf8_make_valid (name != NULL ? name : "?", -1));
    }

  return TRUE;
}

static gboolean
select_sheet (Conversion  *self,
              GPtrArray   *sheets,
              guint       *current,
              GError     **error)
{
  int code;

  *current = 0;

  if (self->request->sheet != NULL &&
      !g_ptr_array_find_with_equal_func (sheets, self->request->sheet, g_str_equal, current))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: the first %s is the name of a sheet, the second the name of a
                         * file. */
                        _("There is no sheet “%s” in “%s”. Choose another sheet."),
                        self->request->sheet, self->request->display_name);
      return FALSE;
    }

  code = freexl_select_active_worksheet (self->handle, *current);

  return code == FREEXL_OK || fail_with_damage (self->request, code, error);
}

/* RFC 4180: quotes around what holds a comma, a quote or a line end; quotes inside are doubled. */
static void
append_text (GString    *text,
             const char *cell)
{
  g_autofree char *valid = g_utf8_validate (cell, -1, NULL) ? NULL : g_utf8_make_valid (cell, -1);
  const char *p = valid != NULL ? valid : cell;

  /* Without quotes, a blank at an end would be lost to readers that trim. */
  if (strpbrk (p, ",\"\n\r") == NULL && *p != ' ')
    {
      g_string_append (text, p);
      return;
    }

  g_string_append_c (text, '"');

  for (; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (text, '"');

      g_string_append_c (text, *p);
    }

  g_string_append_c (text, '"');
}

/* The shortest digits that give the same number again, as a person would have typed them. */
static void
append_number (GString *text,
               double   number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    return;

  if (number == floor (number) && fabs (number) < INTEGER_MAX)
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64)number);
      return;
    }

  for (int precision = 15; precision <= 17; precision++)
    {
      char format[] = { '%', '.', '1', (char)('0' + precision - 10), 'g', '\0' };

      g_ascii_formatd (digits, sizeof digits, format, number);

      if (g_ascii_strtod (digits, NULL) == number)
        break;
    }

  g_string_append (text, digits);
}

static void
append_cell (GString                *text,
             const FreeXL_CellValue *cell)
{
  switch (cell->type)
    {
    case FREEXL_CELL_INT:
      g_string_append_printf (text, "%d", cell->value.int_value);
      break;
    case FREEXL_CELL_DOUBLE:
      append_number (text, cell->value.double_value);
      break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
      if (cell->value.text_value != NULL)
        append_text (text, cell->value.text_value);
      break;
    case FREEXL_CELL_NULL:
    default:
      break;
    }
}

static gboolean
flush_text (Conversion  *self,
            GError     **error)
{
  gboolean success = attune_spool_write (self->spool, self->text->str, self->text->len, error);

  g_string_truncate (self->text, 0);

  return success;
}

static gboolean
append_row (Conversion      *self,
            unsigned int     row,
            unsigned short   n_columns,
            GError         **error)
{
  for (unsigned short column = 0; column < n_columns; column++)
    {
      FreeXL_CellValue cell = { .type = FREEXL_CELL_NULL };

      if (column > 0)
        g_string_append_c (self->text, ',');

      /* A cell that cannot be read is as good as an empty one: the others still count. */
      if (freexl_get_cell_value (self->handle, row, column, &cell) == FREEXL_OK)
        append_cell (self->text, &cell);
    }

  g_string_append_c (self->text, '\n');

  return self->text->len < FLUSH_LENGTH || flush_text (self, error);
}

static gboolean
append_rows (Conversion          *self,
             gboolean            *is_head,
             AttuneProgressFunc   progress,
             gpointer             user_data,
             GCancellable        *cancellable,
             GError             **error)
{
  unsigned int n_rows = 0;
  unsigned short n_columns = 0;

  /* A sheet without any cell has no dimensions. */
  if (freexl_worksheet_dimensions (self->handle, &n_rows, &n_columns) != FREEXL_OK)
    n_rows = 0;

  for (unsigned int row = 0; row < n_rows && !*is_head; row++)
    {
      goffset length;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !append_row (self, row, n_columns, error))
        return FALSE;

      if (progress != NULL && row % 4096 == 0)
        progress ((gint64)((double)self->request->size * row / n_rows), self->request->size, user_data);

      length = attune_spool_get_length (self->spool) + (goffset)self->text->len;
      *is_head = self->request->head > 0 && length >= self->request->head && row + 1 < n_rows;
    }

  return flush_text (self, error);
}

/**
 * attune_spreadsheet_convert:
 * @request: what to convert
 * @spool: where it goes, as CSV in UTF-8
 * @sheets: (element-type utf8): where the names of all sheets go
 * @current: (out): the number of the one that was converted
 * @is_head: (out): whether there is more than was converted
 * @progress: (nullable) (scope call): told how far it is, in bytes of the file
 * @user_data: for @progress
 * @cancellable: (nullable): to stop
 * @error: (nullable): where to put an error
 *
 * Integers are written as integers, other numbers with the shortest digits that give the same number,
 * dates as "2026-11-29" or "2026-11-29 12:00:00", and empty cells as nothing. Fails with
 * %ATTUNE_ERROR_DATA when the file is damaged, protected or too large, and as attune_spool_write()
 * does.
 *
 * Returns: whether @spool has all that was asked for
 */
gboolean
attune_spreadsheet_convert (const AttuneSpreadsheetRequest  *request,
                            AttuneSpool                     *spool,
                            GPtrArray                       *sheets,
                            guint                           *current,
                            gboolean                        *is_head,
                            AttuneProgressFunc               progress,
                            gpointer                         user_data,
                            GCancellable                    *cancellable,
                            GError                         **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  Conversion self = { .request = request, .spool = spool, .text = text };
  gboolean success;

  *is_head = FALSE;

  success = check_size (request, cancellable, error) &&
            open_handle (&self, error) &&
            list_sheets (&self, sheets, error) &&
            select_sheet (&self, sheets, current, error) &&
            append_rows (&self, is_head, progress, user_data, cancellable, error);

  /* Also what could not be opened must be closed. */
  if (self.handle != NULL)
    freexl_close (self.handle);

  return success;
}
