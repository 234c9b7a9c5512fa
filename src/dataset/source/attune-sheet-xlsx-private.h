/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-spreadsheet-private.h"

G_BEGIN_DECLS

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

G_END_DECLS
