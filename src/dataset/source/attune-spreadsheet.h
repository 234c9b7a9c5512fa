/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-progress.h"
#include "attune-spool.h"

G_BEGIN_DECLS

/**
 * AttuneSpreadsheetFormat:
 *
 * The formats of spreadsheets that can be read.
 */
typedef enum
{
  ATTUNE_SPREADSHEET_XLSX,
  ATTUNE_SPREADSHEET_ODS,
  ATTUNE_SPREADSHEET_XLS,
} AttuneSpreadsheetFormat;

/**
 * AttuneSpreadsheetRequest:
 * @fd: the file
 * @size: its size in bytes
 * @format: its format
 * @sheet: (nullable): the name of the sheet to read, or %NULL for the first
 * @display_name: the name of the file, for sentences
 * @head: about how many bytes of text to make, or 0 for all
 * @limit: the most bytes that any part of it may have
 *
 * What attune_spreadsheet_convert() shall do.
 */
typedef struct
{
  int                      fd;
  goffset                  size;
  AttuneSpreadsheetFormat  format;
  const char              *sheet;
  const char              *display_name;
  goffset                  head;
  goffset                  limit;
} AttuneSpreadsheetRequest;

const char *attune_spreadsheet_format_get_title (AttuneSpreadsheetFormat format);

gboolean attune_spreadsheet_convert (const AttuneSpreadsheetRequest  *request,
                                     AttuneSpool                     *spool,
                                     GPtrArray                       *sheets,
                                     guint                           *current,
                                     guint64                         *n_filled,
                                     gboolean                        *is_head,
                                     AttuneProgressFunc               progress,
                                     gpointer                         user_data,
                                     GCancellable                    *cancellable,
                                     GError                         **error);

G_END_DECLS
