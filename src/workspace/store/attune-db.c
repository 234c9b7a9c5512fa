/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-db"

#include "config.h"

#include <string.h>

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-db.h"
#include "attune-error.h"

/* How long a statement waits for the other process (window or command line) to finish a write. */
#define BUSY_TIMEOUT_MSEC 5000

struct _AttuneDb
{
  sqlite3    *handle;
  char       *path;
  GHashTable *statements;   /* SQL literal → sqlite3_stmt */
};

static void
set_error (AttuneDb  *self,
           GError   **error)
{
  const char *detail = sqlite3_errmsg (self->handle);

  switch (sqlite3_errcode (self->handle) & 0xff)
    {
    case SQLITE_FULL:
      attune_set_error (error, ATTUNE_ERROR_STORAGE, detail,
                        _("There is no room left on the disk. Free some space, then try again; "
                          "nothing that was saved before is lost."));
      break;

    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      attune_set_error (error, ATTUNE_ERROR_STORAGE, detail,
                        _("Attune may not write to “%s”. Check the permissions of the file and "
                          "its folder."),
                        self->path);
      break;

    /* Not the disk's fault, and over soon: what can wait tries again. */
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      attune_set_error (error, ATTUNE_ERROR_TIMEOUT, detail,
                        _("Another program keeps Attune’s database busy. Close it, then try again."));
      break;

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      attune_set_error (error, ATTUNE_ERROR_STORAGE, detail,
                        _("Attune’s database is damaged. Start Attune again: it keeps the damaged "
                          "file aside and begins a new one."));
      break;

    default:
      attune_set_error (error, ATTUNE_ERROR_STORAGE, detail,
                        _("Attune could not read or write “%s”. Check the disk, then try again."),
                        self->path);
      break;
    }
}

/* Whether every page can be read and fits the others; quick even for years of use. */
static gboolean
check_integrity (AttuneDb  *self,
                 GError   **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *statement;

  if (!(statement = attune_db_query (self, error, "PRAGMA quick_check(1)", "")))
    return FALSE;

  if (attune_db_step (self, statement, &local_error) &&
      g_strcmp0 ((const char *)sqlite3_column_text (statement, 0), "ok") != 0)
    attune_set_error (&local_error, ATTUNE_ERROR_STORAGE,
                      (const char *)sqlite3_column_text (statement, 0),
                      _("Attune’s database is damaged. Start Attune again: it keeps the damaged "
                        "file aside and begins a new one."));

  sqlite3_reset (statement);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_db_open:
 * @path: the database file, made if it is not there
 * @is_damaged: (out): on failure, whether the file is no database, or a broken one
 * @error: return location for an error
 *
 * Opens a connection in WAL mode, with foreign keys, and with every commit on the disk before it
 * returns: what the window shows as saved must survive a power cut.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with %ATTUNE_ERROR_STORAGE
 */
AttuneDb *
attune_db_open (const char  *path,
                gboolean    *is_damaged,
                GError     **error)
{
  g_autoptr(AttuneDb) self = g_new0 (AttuneDb, 1);
  int result;

  *is_damaged = FALSE;
  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            (GDestroyNotify)sqlite3_finalize);

  if (sqlite3_open_v2 (path, &self->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MSEC);

  if (attune_db_exec (self, error, "PRAGMA journal_mode = WAL", "") &&
      attune_db_exec (self, error, "PRAGMA synchronous = FULL", "") &&
      attune_db_exec (self, error, "PRAGMA foreign_keys = ON", ""))
    {
      if (check_integrity (self, error))
        return g_steal_pointer (&self);

      /* Pages that do not fit together are reported as rows, so there is no code for them. */
      *is_damaged = sqlite3_errcode (self->handle) == SQLITE_OK;
    }

  result = sqlite3_errcode (self->handle) & 0xff;
  *is_damaged |= result == SQLITE_NOTADB || result == SQLITE_CORRUPT;

  return NULL;
}

/**
 * attune_db_close:
 * @self: a connection
 *
 * Closes the connection; the last one writes the WAL back into the file.
 */
void
attune_db_close (AttuneDb *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->handle, sqlite3_close);
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

static gboolean
run_script (AttuneDb    *self,
            const char  *script,
            GError     **error)
{
  if (sqlite3_exec (self->handle, script, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  set_error (self, error);
  return FALSE;
}

static gboolean
read_version (AttuneDb  *self,
              int       *version,
              GError   **error)
{
  sqlite3_stmt *statement;

  if (!(statement = attune_db_query (self, error, "PRAGMA user_version", "")) ||
      !attune_db_step (self, statement, error))
    return FALSE;

  *version = sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);

  return TRUE;
}

/**
 * attune_db_migrate:
 * @self: a connection
 * @migrations: (array zero-terminated=1): scripts; the first makes version 1 out of nothing
 * @error: return location for an error
 *
 * Brings the file to the newest version, one transaction for all steps, so that a crash leaves the
 * old one. A file of a newer Attune is refused and left untouched.
 *
 * Returns: whether the file is at the newest version now
 */
gboolean
attune_db_migrate (AttuneDb            *self,
                   const char * const  *migrations,
                   GError             **error)
{
  g_autofree char *set_version = NULL;
  int newest = g_strv_length ((char **)migrations);
  int version;

  /* The version is read under the write lock: the other process may be migrating just now. */
  if (!run_script (self, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (!read_version (self, &version, error))
    goto failure;

  if (version > newest)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        _("“%s” was written by a newer Attune. Update this one to open it."),
                        self->path);
      goto failure;
    }

  for (int i = version; i < newest; i++)
    {
      if (!run_script (self, migrations[i], error))
        goto failure;
    }

  set_version = g_strdup_printf ("PRAGMA user_version = %d", newest);

  if (run_script (self, set_version, error) && run_script (self, "COMMIT", error))
    return TRUE;

failure:
  sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static void
clear_value (gpointer data)
{
  AttuneDbValue *value = data;

  g_free (value->string);
}

/**
 * attune_db_values_newv:
 * @types: one letter for each argument, see #AttuneDbValue
 * @arguments: the arguments
 *
 * Copies arguments so that they can travel to the worker thread.
 *
 * Returns: (transfer full) (element-type AttuneDbValue): the values
 */
GArray *
attune_db_values_newv (const char *types,
                       va_list     arguments)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (AttuneDbValue));

  g_array_set_clear_func (values, clear_value);

  for (const char *t = types; *t != '\0'; t++)
    {
      AttuneDbValue value = { .type = *t };

      switch (*t)
        {
        case 's':
          value.string = g_strdup (va_arg (arguments, const char *));
          break;

        case 'i':
          value.integer = va_arg (arguments, gint64);
          break;

        case 'd':
          value.number = va_arg (arguments, double);
          break;

        default:
          g_assert_not_reached ();
        }

      g_array_append_val (values, value);
    }

  return values;
}

/**
 * attune_db_query_values:
 * @self: a connection
 * @error: return location for an error
 * @sql: (transfer none): a literal; the prepared statement is kept under it
 * @values: (array length=n_values): what to bind
 * @n_values: their number
 *
 * Prepares a statement, or takes the one from the last time, and binds its values.
 *
 * Returns: (transfer none) (nullable): the statement, to be run by attune_db_step()
 */
sqlite3_stmt *
attune_db_query_values (AttuneDb             *self,
                        GError              **error,
                        const char           *sql,
                        const AttuneDbValue  *values,
                        gsize                 n_values)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                              &statement, NULL) != SQLITE_OK)
        {
          set_error (self, error);
          return NULL;
        }

      g_hash_table_insert (self->statements, (gpointer)sql, statement);
    }

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  g_assert ((gsize)sqlite3_bind_parameter_count (statement) == n_values);

  for (gsize i = 0; i < n_values; i++)
    {
      const AttuneDbValue *value = &values[i];

      /* An unbound parameter is NULL. */
      if (value->type == 's' && value->string != NULL)
        sqlite3_bind_text (statement, i + 1, value->string, -1, SQLITE_TRANSIENT);
      else if (value->type == 'i')
        sqlite3_bind_int64 (statement, i + 1, value->integer);
      else if (value->type == 'd' && !isnan (value->number))
        sqlite3_bind_double (statement, i + 1, value->number);
    }

  return statement;
}

/**
 * attune_db_query:
 * @self: a connection
 * @error: return location for an error
 * @sql: a literal
 * @types: one letter for each value, see #AttuneDbValue
 * @...: the values
 *
 * Like attune_db_query_values(), with the values given in place.
 *
 * Returns: (transfer none) (nullable): the statement, to be run by attune_db_step()
 */
sqlite3_stmt *
attune_db_query (AttuneDb    *self,
                 GError     **error,
                 const char  *sql,
                 const char  *types,
                 ...)
{
  g_autoptr(GArray) values = NULL;
  va_list arguments;

  va_start (arguments, types);
  values = attune_db_values_newv (types, arguments);
  va_end (arguments);

  return attune_db_query_values (self, error, sql,
                                 (AttuneDbValue *)(void *)values->data, values->len);
}

/**
 * attune_db_step:
 * @self: a connection
 * @statement: a statement of attune_db_query()
 * @error: return location for an error
 *
 * Goes to the next row. At the end and on failure the statement is reset.
 *
 * Returns: %TRUE on a row; %FALSE at the end, and on failure with @error set
 */
gboolean
attune_db_step (AttuneDb      *self,
                sqlite3_stmt  *statement,
                GError       **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW)
    return TRUE;

  if (result != SQLITE_DONE)
    set_error (self, error);

  sqlite3_reset (statement);
  return FALSE;
}

/**
 * attune_db_exec:
 * @self: a connection
 * @error: return location for an error
 * @sql: a literal
 * @types: one letter for each value, see #AttuneDbValue
 * @...: the values
 *
 * Runs a statement to its end and drops its rows.
 *
 * Returns: whether it succeeded
 */
gboolean
attune_db_exec (AttuneDb    *self,
                GError     **error,
                const char  *sql,
                const char  *types,
                ...)
{
  g_autoptr(GArray) values = NULL;
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *statement;
  va_list arguments;

  va_start (arguments, types);
  values = attune_db_values_newv (types, arguments);
  va_end (arguments);

  if (!(statement = attune_db_query_values (self, error, sql, (AttuneDbValue *)(void *)values->data,
                                            values->len)))
    return FALSE;

  while (attune_db_step (self, statement, &local_error))
    continue;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_db_get_n_changes:
 * @self: a connection
 *
 * Returns: how many rows the last statement changed
 */
int
attune_db_get_n_changes (AttuneDb *self)
{
  return sqlite3_changes (self->handle);
}

/**
 * attune_db_get_insert_id:
 * @self: a connection
 *
 * Returns: the row id of the last insert
 */
gint64
attune_db_get_insert_id (AttuneDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * attune_db_dup_text:
 * @statement: a statement that is on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): a copy of the text, or %NULL
 */
char *
attune_db_dup_text (sqlite3_stmt *statement,
                    int           column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}

/**
 * attune_db_dup_lines:
 * @statement: a statement that is on a row
 * @column: from 0, of a column that attune_db_join_lines() made
 *
 * Returns: (transfer full): its lines; never %NULL
 */
char **
attune_db_dup_lines (sqlite3_stmt *statement,
                     int           column)
{
  const char *text = (const char *)sqlite3_column_text (statement, column);

  return text != NULL && *text != '\0' ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);
}

/**
 * attune_db_join_lines:
 * @lines: (nullable): names from outside; one that is no line is left out
 *
 * Returns: (transfer full) (nullable): a text with a name in each line, or %NULL without any
 */
char *
attune_db_join_lines (const char * const *lines)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    if (*lines[i] != '\0' && strchr (lines[i], '\n') == NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", lines[i]);

  return text->len > 0 ? g_string_free_and_steal (g_steal_pointer (&text)) : NULL;
}

/**
 * attune_db_get_double:
 * @statement: a statement that is on a row
 * @column: from 0
 *
 * Returns: the number, or NAN where the column is NULL
 */
double
attune_db_get_double (sqlite3_stmt *statement,
                      int           column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NAN;

  return sqlite3_column_double (statement, column);
}
