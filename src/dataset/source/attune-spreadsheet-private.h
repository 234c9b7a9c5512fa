/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-packing.h"
#include "attune-sheet-writer.h"
#include "attune-spreadsheet.h"

G_BEGIN_DECLS

/* A workbook has less of these than any program can show. */
#define ATTUNE_SPREADSHEET_SHEETS_MAX 10000

/* A text is kept in memory until it ends; no honest one is this long. */
#define ATTUNE_SPREADSHEET_TEXT_MAX (64 * 1024 * 1024)

/* What the readers of the three formats share. */
typedef struct
{
  const AttuneSpreadsheetRequest *request;
  AttuneSheetWriter              *writer;
  GPtrArray                      *sheets;
  guint                          *current;
  gboolean                        is_head;
  AttuneProgressFunc              progress;
  gpointer                        user_data;
  GCancellable                   *cancellable;
} AttuneConversion;

gboolean attune_spreadsheet_fail_damaged (AttuneConversion     *self,
                                          const char           *detail,
                                          GError              **error);
gboolean attune_spreadsheet_fail_locked  (AttuneConversion     *self,
                                          GError              **error);
gboolean attune_spreadsheet_find_sheet   (AttuneConversion     *self,
                                          GError              **error);
gboolean attune_spreadsheet_has_member   (AttuneConversion     *self,
                                          const char           *member);
gboolean attune_spreadsheet_parse_member (AttuneConversion     *self,
                                          const char           *member,
                                          const GMarkupParser  *parser,
                                          gpointer              user_data,
                                          GError              **error);
const char *attune_spreadsheet_get_local_name (const char      *name);
const char *attune_spreadsheet_get_attribute  (const char     **names,
                                               const char     **values,
                                               const char      *local_name);

gboolean attune_spreadsheet_convert_xls  (AttuneConversion     *self,
                                          GError              **error);
gboolean attune_spreadsheet_convert_xlsx (AttuneConversion     *self,
                                          GError              **error);
gboolean attune_spreadsheet_convert_ods  (AttuneConversion     *self,
                                          GError              **error);

G_END_DECLS
