/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AttuneCompoundKind:
 *
 * What a compound file of Microsoft holds: all programs of the old Office write such files.
 */
typedef enum
{
  ATTUNE_COMPOUND_UNKNOWN,       /* its directory cannot be read */
  ATTUNE_COMPOUND_WORKBOOK,
  ATTUNE_COMPOUND_ENCRYPTED,     /* a newer file with a password, whatever it holds */
  ATTUNE_COMPOUND_DOCUMENT,
  ATTUNE_COMPOUND_PRESENTATION,
  ATTUNE_COMPOUND_MAIL,
  ATTUNE_COMPOUND_OTHER,
} AttuneCompoundKind;

gboolean           attune_compound_file_is        (const char  *bytes,
                                                   gsize        length);
AttuneCompoundKind attune_compound_file_recognise (int          fd,
                                                   goffset      size);
gboolean           attune_compound_file_check     (int          fd,
                                                   goffset      size,
                                                   const char  *name,
                                                   GError     **error);

G_END_DECLS
