/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-spreadsheet-private.h"

G_BEGIN_DECLS

/* No spreadsheet program has more rows. */
#define ATTUNE_XLSX_ROWS_MAX 1048576

/* Which styles of a workbook show numbers as dates. */
typedef struct _AttuneXlsxStyles AttuneXlsxStyles;

/* The texts that the cells of a workbook share, on the disk. */
typedef struct _AttuneXlsxStrings AttuneXlsxStrings;

AttuneXlsxStyles  *attune_xlsx_styles_read   (AttuneConversion   *conversion,
                                              gboolean            is_1904,
                                              GError            **error);
void               attune_xlsx_styles_free   (AttuneXlsxStyles   *self);
char              *attune_xlsx_styles_format (AttuneXlsxStyles   *self,
                                              guint               style,
                                              double              number);

AttuneXlsxStrings *attune_xlsx_strings_new   (AttuneConversion   *conversion,
                                              GError            **error);
void               attune_xlsx_strings_free  (AttuneXlsxStrings  *self);
gboolean           attune_xlsx_strings_read  (AttuneXlsxStrings  *self,
                                              guint64             number,
                                              char              **text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneXlsxStyles, attune_xlsx_styles_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneXlsxStrings, attune_xlsx_strings_free)

/* "BC12" is column 54. Returns @fallback when there is no such name. */
guint             attune_xlsx_read_column       (const char        *reference,
                                                 guint              fallback);

/* Which cells of a sheet are merged with some below them. */
typedef struct _AttuneXlsxMerges AttuneXlsxMerges;

AttuneXlsxMerges *attune_xlsx_merges_read       (AttuneConversion  *conversion,
                                                 const char        *member);
guint             attune_xlsx_merges_get_n_rows (AttuneXlsxMerges  *self,
                                                 guint              row,
                                                 guint              column);
void              attune_xlsx_merges_free       (AttuneXlsxMerges  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneXlsxMerges, attune_xlsx_merges_free)

G_END_DECLS
