/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-bases"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-engine-bases.h"
#include "attune-engine-disk.h"
#include "attune-engine-error.h"
#include "attune-engine-id.h"
#include "attune-engine-query.h"
#include "attune-engine-stamp.h"
#include "attune-error.h"
#include "attune-json.h"

#define SUFFIX ".gguf"

/* The code of a file that cannot be added. */
#define INVALID_FILE "invalid_model_file"

#define NSEC_PER_SEC 1000000000

struct _AttuneEngineBases
{
  GObject     parent_instance;

  char       *folder;
  char       *practice;     /* the name of a file there that nobody has added */
  char       *program;
  GPtrArray  *entries;      /* of Entry, newest first */
  DexFuture  *refreshed;    /* while somebody looks; else NULL or settled */
};

/* A file in the folder. */
typedef struct
{
  char              *path;
  AttuneEngineStamp  stamp;
  AttuneEngineModel *model;   /* NULL for what is no model */
} Entry;

typedef struct
{
  AttuneEngineBases *self;
  char              *path;
} AddWork;

G_DEFINE_FINAL_TYPE (AttuneEngineBases, attune_engine_bases, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->model, attune_engine_model_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, entry_free)

static void
add_work_free (gpointer data)
{
  AddWork *self = data;

  g_clear_object (&self->self);
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

static Entry *
entry_new (const char *path)
{
  g_autoptr(Entry) self = g_new0 (Entry, 1);

  if (!attune_engine_stamp_take (&self->stamp, path))
    return NULL;

  self->path = g_strdup (path);

  return g_steal_pointer (&self);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  gint64 first = ((const Entry *)a)->stamp.changed_at;
  gint64 second = ((const Entry *)b)->stamp.changed_at;

  return (second > first) - (second < first);
}

static DexFuture *
scan_thread (gpointer user_data)
{
  const char *folder = user_data;
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      Entry *entry;

      if (g_str_has_suffix (name, SUFFIX) && (entry = entry_new (path)))
        g_ptr_array_add (entries, entry);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&entries));
}

static char *
dup_id (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (SUFFIX));
  g_autofree char *valid = g_utf8_make_valid (stem, -1);

  return attune_engine_id_from_text (valid);
}

static gboolean
is_practice (AttuneEngineBases *self,
             const Entry       *entry)
{
  g_autofree char *name = g_path_get_basename (entry->path);

  return g_str_equal (name, self->practice);
}

static Entry *
find_entry (AttuneEngineBases *self,
            const char        *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->model != NULL && g_str_equal (entry->model->id, id) && !is_practice (self, entry))
        return entry;
    }

  return NULL;
}

/* In a fiber: what a program of its own says about a file, or NULL when it is no model. */
static JsonObject *
inspect (AttuneEngineBases  *self,
         const char         *path,
         GError            **error)
{
  const char *argv[] = { self->program, "inspect", path, NULL };
  g_autofree char *text = attune_engine_query (argv, error);
  JsonObject *info;

  if (text == NULL)
    return NULL;

  if (!(info = attune_json_parse_object (text, -1, NULL)))
    attune_set_error (error, ATTUNE_ERROR_ENGINE, path,
                      _("This file is no model in the GGUF format, or it is damaged. "
                        "Choose another file."));

  return info;
}

/* In a fiber. */
static void
describe (AttuneEngineBases *self,
          Entry             *entry)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) info = inspect (self, entry->path, &error);
  g_autofree char *id = dup_id (entry->path);

  if (info == NULL)
    {
      g_info ("Leaving %s out: %s", entry->path, error->message);
      return;
    }

  json_object_set_int_member (info, "file_size", entry->stamp.size);
  json_object_set_boolean_member (info, "linked", g_file_test (entry->path, G_FILE_TEST_IS_SYMLINK));
  entry->model = attune_engine_model_new (ATTUNE_ENGINE_MODEL_ADDED, id, entry->path,
                                          entry->stamp.changed_at / NSEC_PER_SEC);
  entry->model->info = g_steal_pointer (&info);
}

static gboolean
is_same_file (const Entry *first,
              const Entry *second)
{
  return g_str_equal (first->path, second->path) &&
         attune_engine_stamp_equal (&first->stamp, &second->stamp);
}

/* What is known of a file that has not changed; looking into it takes a moment. */
static AttuneEngineModel *
find_known (AttuneEngineBases *self,
            const Entry       *entry,
            gboolean          *is_known)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *known = g_ptr_array_index (self->entries, i);

      if (is_same_file (known, entry))
        {
          *is_known = TRUE;
          return known->model != NULL ? attune_engine_model_copy (known->model) : NULL;
        }
    }

  *is_known = FALSE;

  return NULL;
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  AttuneEngineBases *self = user_data;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  if (!(found = dex_await_boxed (attune_engine_disk_run ("scan-models", scan_thread,
                                                         g_strdup (self->folder), g_free),
                                 &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = found->len; i > 0; i--)
    {
      Entry *entry = g_ptr_array_index (found, i - 1);
      gboolean is_known;

      entry->model = find_known (self, entry, &is_known);

      if (!is_known)
        describe (self, entry);
    }

  g_ptr_array_sort_values (found, compare_entries);
  g_ptr_array_unref (self->entries);
  self->entries = g_steal_pointer (&found);

  return dex_future_new_true ();
}

/* What a person can mend is a 422, whose sentence is for people. */
static gboolean
check_path (AttuneEngineBases  *self,
            const char         *path,
            GError            **error)
{
  g_autofree char *id = g_str_has_suffix (path, SUFFIX) ? dup_id (path) : NULL;

  if (!g_path_is_absolute (path))
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, INVALID_FILE, "path",
                             "“path” must be the absolute path of a file.");
  else if (id == NULL)
    attune_engine_set_error (error, SOUP_STATUS_UNPROCESSABLE_ENTITY, INVALID_FILE, "path",
                             _("The name of a model’s file must end in “.gguf”. Rename it, then add it again."));
  else if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    attune_engine_set_error (error, SOUP_STATUS_UNPROCESSABLE_ENTITY, INVALID_FILE, "path",
                             _("There is no such file. Choose another one."));
  else if (find_entry (self, id) != NULL)
    attune_engine_set_error (error, SOUP_STATUS_UNPROCESSABLE_ENTITY, "model_exists", "path",
                             /* Translators: %s is the name of a model. */
                             _("There is a model “%s” already. If this is another one, rename its file, "
                               "then add it again."), id);
  else
    return TRUE;

  return FALSE;
}

static DexFuture *
link_thread (gpointer user_data)
{
  char **paths = user_data;
  g_autofree char *folder = g_path_get_dirname (paths[1]);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) io_error = NULL;

  if (!attune_engine_disk_make_folder (folder, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (symlink (paths[0], paths[1]) == 0)
    return dex_future_new_true ();

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  attune_set_error_from_io (&error, io_error, paths[1]);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
unlink_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) io_error = NULL;

  if (g_unlink (path) == 0 || errno == ENOENT)
    return dex_future_new_true ();

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  attune_set_error_from_io (&error, io_error, path);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static char **
build_link (AttuneEngineBases *self,
            const char        *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char **paths = g_new0 (char *, 3);

  paths[0] = g_strdup (path);
  paths[1] = g_build_filename (self->folder, name, NULL);

  return paths;
}

static DexFuture *
add_fiber (gpointer user_data)
{
  AddWork *work = user_data;
  AttuneEngineBases *self = work->self;
  g_autofree char *id = NULL;
  g_autoptr(JsonObject) info = NULL;
  g_autoptr(GError) error = NULL;
  Entry *entry;

  /* First it is looked at, then it is there: what is no model leaves nothing behind. */
  if (!dex_await (attune_engine_bases_refresh (self), &error) ||
      !check_path (self, work->path, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!(info = inspect (self, work->path, &error)))
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_UNPROCESSABLE_ENTITY,
                                                              INVALID_FILE, "path",
                                                              "%s", error->message));

  if (!dex_await (attune_engine_disk_run ("link-model", link_thread,
                                          build_link (self, work->path),
                                          (GDestroyNotify)g_strfreev),
                  &error) ||
      !dex_await (attune_engine_bases_refresh (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  id = dup_id (work->path);

  if (!(entry = find_entry (self, id)))
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_UNPROCESSABLE_ENTITY,
                                                              INVALID_FILE, "path", "%s",
                                                              _("There is no such file. Choose another one.")));

  return dex_future_new_take_boxed (ATTUNE_TYPE_ENGINE_MODEL,
                                    attune_engine_model_copy (entry->model));
}

static void
attune_engine_bases_finalize (GObject *object)
{
  AttuneEngineBases *self = (AttuneEngineBases *)object;

  dex_clear (&self->refreshed);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->practice, g_free);
  g_clear_pointer (&self->program, g_free);

  G_OBJECT_CLASS (attune_engine_bases_parent_class)->finalize (object);
}

static void
attune_engine_bases_class_init (AttuneEngineBasesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_bases_finalize;
}

static void
attune_engine_bases_init (AttuneEngineBases *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
}

/**
 * attune_engine_bases_new:
 * @folder: (type filename): where the models are, or will be
 * @practice: (type filename): the name of the practice model's file there, which nobody has added
 * @program: (type filename): the engine itself, which looks into files as well
 *
 * Returns: (transfer full): the models, of which none is known yet
 */
AttuneEngineBases *
attune_engine_bases_new (const char *folder,
                         const char *practice,
                         const char *program)
{
  AttuneEngineBases *self;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (program != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_BASES, NULL);
  self->folder = g_strdup (folder);
  self->practice = g_strdup (practice);
  self->program = g_strdup (program);

  return self;
}

/**
 * attune_engine_bases_refresh:
 * @self: the models
 *
 * Looks what is in the folder, and into files that are new or have changed.
 *
 * Returns: (transfer full): resolves once every model is known
 */
DexFuture *
attune_engine_bases_refresh (AttuneEngineBases *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_BASES (self));

  if (self->refreshed == NULL || !dex_future_is_pending (self->refreshed))
    {
      dex_clear (&self->refreshed);
      self->refreshed = dex_scheduler_spawn (NULL, 0, refresh_fiber,
                                             g_object_ref (self), g_object_unref);

      /* Several may wait for it; the first that gives up must not take it away from the others. */
      dex_future_disown (dex_ref (self->refreshed));
    }

  return dex_ref (self->refreshed);
}

/**
 * attune_engine_bases_get_practice_info:
 * @self: the models
 *
 * Returns: (transfer none) (nullable): what is known of the practice model's file, as of any other,
 *   once somebody has looked
 */
JsonObject *
attune_engine_bases_get_practice_info (AttuneEngineBases *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_BASES (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->model != NULL && is_practice (self, entry))
        return entry->model->info;
    }

  return NULL;
}

/**
 * attune_engine_bases_list:
 * @self: the models
 *
 * Returns: (transfer full) (element-type AttuneEngineModel): all of them, newest first, as they
 * were when somebody last looked
 */
GPtrArray *
attune_engine_bases_list (AttuneEngineBases *self)
{
  g_autoptr(GPtrArray) list = NULL;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_BASES (self), NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_engine_model_free);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->model != NULL && !is_practice (self, entry))
        g_ptr_array_add (list, attune_engine_model_copy (entry->model));
    }

  return g_steal_pointer (&list);
}

/**
 * attune_engine_bases_lookup:
 * @self: the models
 * @id: an id, from outside
 *
 * Returns: (transfer full) (nullable): the model of that id
 */
AttuneEngineModel *
attune_engine_bases_lookup (AttuneEngineBases *self,
                            const char        *id)
{
  Entry *entry;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_BASES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  entry = find_entry (self, id);

  return entry != NULL ? attune_engine_model_copy (entry->model) : NULL;
}

/**
 * attune_engine_bases_add:
 * @self: the models
 * @path: (type filename): a file, from outside
 *
 * Puts a symbolic link to a model into the folder; the file stays where it is.
 *
 * Returns: (transfer full): resolves to the #AttuneEngineModel; rejects with a 422 error when the
 * file is no model, or when there is one of that name
 */
DexFuture *
attune_engine_bases_add (AttuneEngineBases *self,
                         const char        *path)
{
  AddWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_BASES (self));
  dex_return_error_if_fail (path != NULL);

  work = g_new0 (AddWork, 1);
  work->self = g_object_ref (self);
  work->path = g_strdup (path);

  return dex_scheduler_spawn (NULL, 0, add_fiber, work, add_work_free);
}

/**
 * attune_engine_bases_remove:
 * @self: the models
 * @id: the id of one
 *
 * Takes a model out of the folder. What a link led to stays where it is.
 *
 * Returns: (transfer full): resolves once it is gone; rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_bases_remove (AttuneEngineBases *self,
                            const char        *id)
{
  g_autofree char *path = NULL;
  Entry *entry;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_BASES (self));
  dex_return_error_if_fail (id != NULL);

  if (!(entry = find_entry (self, id)))
    return dex_future_new_true ();

  path = g_strdup (entry->path);
  g_ptr_array_remove (self->entries, entry);

  return attune_engine_disk_run ("remove-model", unlink_thread, g_steal_pointer (&path), g_free);
}
