/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* One SQLite connection with its prepared statements. Lives on the store's worker thread only. */
typedef struct _AttuneDb AttuneDb;

/* A value to bind: s = string or NULL, i = gint64, d = double (NAN is stored as NULL). */
typedef struct
{
  char    type;
  char   *string;
  gint64  integer;
  double  number;
} AttuneDbValue;

AttuneDb     *attune_db_open          (const char           *path,
                                       gboolean             *is_damaged,
                                       GError              **error);
void          attune_db_close         (AttuneDb             *self);
gboolean      attune_db_migrate       (AttuneDb             *self,
                                       const char * const   *migrations,
                                       GError              **error);
sqlite3_stmt *attune_db_query_values  (AttuneDb             *self,
                                       GError              **error,
                                       const char           *sql,
                                       const AttuneDbValue  *values,
                                       gsize                 n_values);
sqlite3_stmt *attune_db_query         (AttuneDb             *self,
                                       GError              **error,
                                       const char           *sql,
                                       const char           *types,
                                       ...);
gboolean      attune_db_step          (AttuneDb             *self,
                                       sqlite3_stmt         *statement,
                                       GError              **error);
gboolean      attune_db_exec          (AttuneDb             *self,
                                       GError              **error,
                                       const char           *sql,
                                       const char           *types,
                                       ...);
int           attune_db_get_n_changes (AttuneDb             *self);
gint64        attune_db_get_insert_id (AttuneDb             *self);
char         *attune_db_dup_text      (sqlite3_stmt         *statement,
                                       int                   column);
char        **attune_db_dup_lines     (sqlite3_stmt         *statement,
                                       int                   column);
char         *attune_db_join_lines    (const char * const   *lines);
double        attune_db_get_double    (sqlite3_stmt         *statement,
                                       int                   column);

GArray       *attune_db_values_newv   (const char           *types,
                                       va_list               arguments);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneDb, attune_db_close)

G_END_DECLS
