/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spreadsheet"

#include "config.h"

#include <freexl.h>

#include "attune-compound-file.h"
#include "attune-spreadsheet-private.h"

/* freexl holds the whole file in memory, in several times its size. */
#define FILE_MAX_LENGTH (G_GOFFSET_CONSTANT (512) * 1024 * 1024)

static gboolean
fail_with_code (AttuneConversion  *self,
                int                code,
                GError           **error)
{
  g_autofree char *detail = g_strdup_printf ("freexl error %d", code);

  return attune_spreadsheet_fail_damaged (self, detail, error);
}

static gboolean
list_sheets (AttuneConversion  *self,
             const void        *handle,
             GError           **error)
{
  unsigned int n_sheets = 0;
  int code = freexl_get_worksheets_count (handle, &n_sheets);

  for (unsigned int i = 0; code == FREEXL_OK && i < n_sheets; i++)
    {
      const char *name = NULL;

      if ((code = freexl_get_worksheet_name (handle, i, &name)) == FREEXL_OK)
        g_ptr_array_add (self->sheets, g_utf8_make_valid (name != NULL ? name : "?", -1));
    }

  return code == FREEXL_OK || fail_with_code (self, code, error);
}

static void
put_cell (AttuneSheetWriter      *writer,
          guint                   column,
          const FreeXL_CellValue *cell)
{
  switch (cell->type)
    {
    case FREEXL_CELL_INT:
      attune_sheet_writer_put_number (writer, column, cell->value.int_value);
      break;
    case FREEXL_CELL_DOUBLE:
      attune_sheet_writer_put_number (writer, column, cell->value.double_value);
      break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
      if (cell->value.text_value != NULL)
        attune_sheet_writer_put_text (writer, column, cell->value.text_value);
      break;
    case FREEXL_CELL_NULL:
    default:
      break;
    }
}

static gboolean
convert_rows (AttuneConversion  *self,
              const void        *handle,
              GError           **error)
{
  unsigned int n_rows = 0;
  unsigned short n_columns = 0;
  int code = freexl_select_active_worksheet (handle, *self->current);

  if (code != FREEXL_OK ||
      (code = freexl_worksheet_dimensions (handle, &n_rows, &n_columns)) != FREEXL_OK)
    return fail_with_code (self, code, error);

  for (unsigned int row = 0; row < n_rows && !self->is_head; row++)
    {
      for (unsigned short column = 0; column < n_columns; column++)
        {
          FreeXL_CellValue cell = { .type = FREEXL_CELL_NULL };

          /* A cell that cannot be read is as good as an empty one: the others still count. */
          if (freexl_get_cell_value (handle, row, column, &cell) == FREEXL_OK)
            put_cell (self->writer, column, &cell);
        }

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !attune_sheet_writer_end_row (self->writer, 1, error))
        return FALSE;

      self->is_head = attune_sheet_writer_is_head (self->writer) && row + 1 < n_rows;
    }

  return TRUE;
}

static gboolean
convert_handle (AttuneConversion  *self,
                const void        *handle,
                GError           **error)
{
  unsigned int is_obfuscated = FREEXL_BIFF_PLAIN;

  if (freexl_get_info (handle, FREEXL_BIFF_PASSWORD, &is_obfuscated) == FREEXL_OK &&
      is_obfuscated == FREEXL_BIFF_OBFUSCATED)
    return attune_spreadsheet_fail_locked (self, error);

  return list_sheets (self, handle, error) &&
         attune_spreadsheet_find_sheet (self, error) &&
         convert_rows (self, handle, error);
}

/* Converts a file of the old binary format. By the descriptor, so that it is the file that was
 * looked at, and so that one without a name can be opened. */
gboolean
attune_spreadsheet_convert_xls (AttuneConversion  *self,
                                GError           **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->request->fd);
  const void *handle = NULL;
  gboolean success;
  int code;

  /* A newer workbook with a password is a compound file as well ([MS-OFFCRYPTO] 2.3.4.4). */
  if (attune_compound_file_recognise (self->request->fd, self->request->size) ==
      ATTUNE_COMPOUND_ENCRYPTED)
    return attune_spreadsheet_fail_locked (self, error);

  if (self->request->size > FILE_MAX_LENGTH)
    return attune_spreadsheet_fail_damaged (self, "too large", error);

  code = freexl_open (path, &handle);
  success = code == FREEXL_OK ? convert_handle (self, handle, error)
                              : fail_with_code (self, code, error);

  /* Also what could not be opened must be closed. */
  if (handle != NULL)
    freexl_close (handle);

  return success;
}
