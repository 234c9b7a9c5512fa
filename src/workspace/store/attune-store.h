/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-db.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_STORE (attune_store_get_type ())

/**
 * AttuneStore:
 *
 * The database of the workspace: one connection on one worker thread, which takes the work in the
 * order in which it was handed over. All SQL is in the files attune-store-*.c.
 */
G_DECLARE_FINAL_TYPE (AttuneStore, attune_store, ATTUNE, STORE, GObject)

/* Runs on the worker thread; returns a settled future. */
typedef DexFuture *(*AttuneStoreFunc) (AttuneDb *db,
                                       gpointer  data);

/* Makes a record of the row that the statement is on. */
typedef gpointer   (*AttuneStoreRead) (sqlite3_stmt *statement);

AttuneStore *attune_store_new         (const char       *path);
DexFuture   *attune_store_open        (AttuneStore      *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_store_close       (AttuneStore      *self) G_GNUC_WARN_UNUSED_RESULT;
const char  *attune_store_get_notice  (AttuneStore      *self);
DexFuture   *attune_store_run         (AttuneStore      *self,
                                       AttuneStoreFunc   func,
                                       gpointer          data,
                                       GDestroyNotify    destroy) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_store_write       (AttuneStore      *self,
                                       AttuneStoreFunc   func,
                                       gpointer          data,
                                       GDestroyNotify    destroy) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_store_query       (AttuneStore      *self,   /* GPtrArray of records */
                                       AttuneStoreRead   read,
                                       GDestroyNotify    free_record,
                                       const char       *sql,
                                       const char       *types,
                                       ...) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_store_exec        (AttuneStore      *self,   /* int: rows that changed */
                                       const char       *sql,
                                       const char       *types,
                                       ...) G_GNUC_WARN_UNUSED_RESULT;
DexFuture   *attune_store_has_foreign_changes (AttuneStore *self) G_GNUC_WARN_UNUSED_RESULT; /* boolean */

G_END_DECLS
