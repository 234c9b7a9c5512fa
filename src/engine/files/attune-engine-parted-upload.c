/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-parted-upload"

#include "config.h"

#include "attune-engine-disk.h"
#include "attune-engine-error.h"
#include "attune-engine-id.h"
#include "attune-engine-join.h"
#include "attune-engine-parted-upload.h"

typedef enum
{
  STATUS_PENDING,
  STATUS_COMPLETING,      /* the parts are being joined: nothing may come between */
  STATUS_COMPLETED,
  STATUS_CANCELLED
} Status;

typedef struct
{
  char              *id;
  char              *folder;       /* NULL once it is a file */
  AttuneEnginePiece  piece;        /* the file “content” in it */
  guint64            number;       /* in the order in which parts began */
} Part;

struct _AttuneEnginePartedUpload
{
  GObject           parent_instance;

  char             *id;
  char             *filename;
  char             *purpose;
  gint64            bytes;
  gint64            lifetime;     /* of the file, in seconds; 0 for ever */
  gint64            created_at;   /* seconds since 1970, as expires_at */
  gint64            expires_at;
  Status            status;
  GPtrArray        *parts;        /* Part, in the order in which they came */
  AttuneEngineJoin *join;         /* NULL once nothing more is taken */
  DexPromise       *joining;      /* NULL while nothing is being joined */
  guint64           first;        /* the number of the first part, most likely */
  AttuneEngineFile *file;         /* NULL until completed */
};

G_DEFINE_FINAL_TYPE (AttuneEnginePartedUpload, attune_engine_parted_upload, G_TYPE_OBJECT)

typedef struct
{
  AttuneEnginePartedUpload *self;
  AttuneEngineUpload       *body;
} Adding;

typedef struct
{
  AttuneEnginePartedUpload *self;
  AttuneEngineFiles        *files;
  char                    **part_ids;
  char                     *md5;
} Completing;

static void
part_free (gpointer data)
{
  Part *self = data;

  if (self->folder != NULL)
    dex_future_disown (attune_engine_disk_remove_tree (self->folder));

  g_free (self->id);
  g_free (self->folder);
  g_free (self->piece.path);
  g_free (self);
}

static void
adding_free (gpointer data)
{
  Adding *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->body);
  g_free (self);
}

static void
completing_free (gpointer data)
{
  Completing *self = data;

  g_clear_object (&self->self);
  g_clear_object (&self->files);
  g_strfreev (self->part_ids);
  g_free (self->md5);
  g_free (self);
}

static const char *
get_word (AttuneEnginePartedUpload *self)
{
  switch (self->status)
    {
    case STATUS_COMPLETED:
      return "completed";

    case STATUS_CANCELLED:
      return "cancelled";

    case STATUS_PENDING:
    case STATUS_COMPLETING:
    default:
      return "pending";
    }
}

static gboolean
check_pending (AttuneEnginePartedUpload  *self,
               GError                   **error)
{
  if (self->status == STATUS_PENDING)
    return TRUE;

  if (self->status == STATUS_COMPLETING)
    attune_engine_set_error (error, SOUP_STATUS_CONFLICT, "upload_busy", NULL,
                             "The upload “%s” is being completed.", self->id);
  else
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, "upload_not_pending", NULL,
                             "The upload “%s” is %s already.", self->id, get_word (self));

  return FALSE;
}

static gint64
get_total (AttuneEnginePartedUpload *self)
{
  gint64 total = 0;

  for (guint i = 0; i < self->parts->len; i++)
    total += ((const Part *)self->parts->pdata[i])->piece.size;

  return total;
}

/* Nothing more is taken, and the disk gets back what is not a file now. */
static void
end (AttuneEnginePartedUpload *self,
     Status                    status)
{
  self->status = status;
  g_ptr_array_set_size (self->parts, 0);
  g_clear_pointer (&self->join, attune_engine_join_free);
}

static JsonObject *
part_to_json (AttuneEnginePartedUpload *self,
              const Part               *part)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", part->id);
  json_object_set_string_member (object, "object", "upload.part");
  json_object_set_int_member (object, "created_at", g_get_real_time () / G_USEC_PER_SEC);
  json_object_set_string_member (object, "upload_id", self->id);

  return object;
}

/* The parts from the first on without a gap, in the order in which they began: most likely that in
 * which they will be asked for. */
static GArray *
list_begun (AttuneEnginePartedUpload *self)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (AttuneEnginePiece));
  gboolean found = TRUE;

  while (found)
    {
      found = FALSE;

      for (guint i = 0; i < self->parts->len && !found; i++)
        {
          const Part *part = self->parts->pdata[i];

          if ((found = part->number == self->first + pieces->len))
            g_array_append_val (pieces, part->piece);
        }
    }

  return pieces;
}

/* While others are still on their way. When it fails, as on a full disk, the end will tell. */
static DexFuture *
join_fiber (gpointer user_data)
{
  AttuneEnginePartedUpload *self = user_data;
  g_autoptr(DexPromise) joining = NULL;
  g_autoptr(GError) error = NULL;

  while (self->status == STATUS_PENDING && error == NULL)
    {
      g_autoptr(GArray) pieces = list_begun (self);

      if (pieces->len <= attune_engine_join_get_n (self->join))
        break;

      dex_await (attune_engine_join_extend (self->join, (const AttuneEnginePiece *)pieces->data,
                                            pieces->len),
                 &error);
    }

  joining = g_steal_pointer (&self->joining);
  dex_promise_resolve_boolean (joining, TRUE);

  return dex_future_new_true ();
}

static void
join_begun (AttuneEnginePartedUpload *self)
{
  if (self->joining != NULL)
    return;

  self->joining = dex_promise_new ();
  dex_future_disown (dex_scheduler_spawn (NULL, 0, join_fiber, g_object_ref (self),
                                          g_object_unref));
}

static DexFuture *
add_fiber (gpointer user_data)
{
  Adding *adding = user_data;
  AttuneEnginePartedUpload *self = adding->self;
  g_autoptr(GError) error = NULL;
  Part *part;

  if (!dex_await (attune_engine_upload_finish (adding->body), &error) ||
      !check_pending (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (attune_engine_upload_get_size (adding->body) > self->bytes - get_total (self))
    return dex_future_new_for_error (
      attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, NULL, "data",
                               "With this part there would be more than the %" G_GINT64_FORMAT
                               " bytes that were announced.", self->bytes));

  part = g_new0 (Part, 1);
  part->id = attune_engine_id_new ("part_", 24);
  part->number = attune_engine_upload_get_number (adding->body);
  part->folder = attune_engine_upload_steal_folder (adding->body);
  part->piece.path = g_build_filename (part->folder, "content", NULL);
  part->piece.size = attune_engine_upload_get_size (adding->body);
  g_ptr_array_add (self->parts, part);
  join_begun (self);

  return dex_future_new_take_boxed (JSON_TYPE_OBJECT, part_to_json (self, part));
}

static Part *
find_part (AttuneEnginePartedUpload *self,
           const char               *id)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = self->parts->pdata[i];

      if (g_str_equal (part->id, id))
        return part;
    }

  return NULL;
}

/* The parts in the order that was asked for. */
static GArray *
list_pieces (AttuneEnginePartedUpload  *self,
             const char * const        *part_ids,
             GError                   **error)
{
  g_autoptr(GArray) pieces = g_array_new (FALSE, FALSE, sizeof (AttuneEnginePiece));
  gint64 total = 0;

  for (guint i = 0; part_ids[i] != NULL; i++)
    {
      const Part *part = find_part (self, part_ids[i]);

      if (part == NULL)
        {
          attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "part_ids",
                                   "The upload has no part “%s”.", part_ids[i]);
          return NULL;
        }

      total += part->piece.size;
      g_array_append_val (pieces, part->piece);
    }

  if (total != self->bytes)
    {
      attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "part_ids",
                               "These parts have %" G_GINT64_FORMAT " bytes, and %" G_GINT64_FORMAT
                               " were announced.", total, self->bytes);
      return NULL;
    }

  return g_steal_pointer (&pieces);
}

static gboolean
complete (Completing  *completing,
          GError     **error)
{
  AttuneEnginePartedUpload *self = completing->self;
  g_autoptr(GArray) pieces = NULL;
  Part *first;

  if (self->joining != NULL && !dex_await (dex_ref (DEX_FUTURE (self->joining)), error))
    return FALSE;

  if (!(pieces = list_pieces (self, (const char * const *)completing->part_ids, error)) ||
      !dex_await (attune_engine_join_finish (self->join, (const AttuneEnginePiece *)pieces->data,
                                             pieces->len, completing->md5),
                  error))
    return FALSE;

  first = find_part (self, completing->part_ids[0]);
  self->file = dex_await_boxed (attune_engine_files_add_folder (completing->files, first->folder,
                                                                self->filename, self->purpose,
                                                                self->bytes, self->lifetime),
                                error);

  if (self->file == NULL)
    return FALSE;

  g_clear_pointer (&first->folder, g_free);

  return TRUE;
}

/* One that fails can be completed another time: its parts stay. */
static DexFuture *
complete_fiber (gpointer user_data)
{
  Completing *completing = user_data;
  AttuneEnginePartedUpload *self = completing->self;
  g_autoptr(GError) error = NULL;

  if (!check_pending (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  self->status = STATUS_COMPLETING;

  if (!complete (completing, &error))
    {
      self->status = STATUS_PENDING;
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  end (self, STATUS_COMPLETED);

  return dex_future_new_true ();
}

static void
attune_engine_parted_upload_finalize (GObject *object)
{
  AttuneEnginePartedUpload *self = (AttuneEnginePartedUpload *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->filename, g_free);
  g_clear_pointer (&self->purpose, g_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->join, attune_engine_join_free);
  g_clear_pointer (&self->file, attune_engine_file_unref);

  G_OBJECT_CLASS (attune_engine_parted_upload_parent_class)->finalize (object);
}

static void
attune_engine_parted_upload_class_init (AttuneEnginePartedUploadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_parted_upload_finalize;
}

static void
attune_engine_parted_upload_init (AttuneEnginePartedUpload *self)
{
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->join = attune_engine_join_new ();
  self->first = attune_engine_upload_get_n_parts ();
}

/**
 * attune_engine_parted_upload_new:
 * @filename: what the file shall be called
 * @purpose: what it is for, one of OpenAI's words
 * @bytes: its size
 * @lifetime: for how many seconds the file shall be kept; 0 for ever
 * @patience: for how many seconds parts are waited for
 *
 * Returns: (transfer full): an upload without a part
 */
AttuneEnginePartedUpload *
attune_engine_parted_upload_new (const char *filename,
                                 const char *purpose,
                                 gint64      bytes,
                                 gint64      lifetime,
                                 gint64      patience)
{
  AttuneEnginePartedUpload *self;

  g_return_val_if_fail (filename != NULL, NULL);
  g_return_val_if_fail (purpose != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_PARTED_UPLOAD, NULL);
  self->id = attune_engine_id_new ("upload_", 24);
  self->filename = g_strdup (filename);
  self->purpose = g_strdup (purpose);
  self->bytes = bytes;
  self->lifetime = lifetime;
  self->created_at = g_get_real_time () / G_USEC_PER_SEC;
  self->expires_at = self->created_at + patience;

  return self;
}

/**
 * attune_engine_parted_upload_get_id:
 * @self: an upload
 *
 * Returns: (transfer none): its name
 */
const char *
attune_engine_parted_upload_get_id (AttuneEnginePartedUpload *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_PARTED_UPLOAD (self), NULL);

  return self->id;
}

/**
 * attune_engine_parted_upload_add:
 * @self: an upload
 * @part: a body that has come wholly
 *
 * Returns: (transfer full): resolves to the #JsonObject of the part; rejects with a 400 or 409
 *   error, or as attune_engine_upload_finish() does
 */
DexFuture *
attune_engine_parted_upload_add (AttuneEnginePartedUpload *self,
                                 AttuneEngineUpload       *part)
{
  Adding *adding;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_PARTED_UPLOAD (self));
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_UPLOAD (part));

  adding = g_new0 (Adding, 1);
  adding->self = g_object_ref (self);
  adding->body = g_object_ref (part);

  return dex_scheduler_spawn (NULL, 0, add_fiber, adding, adding_free);
}

/**
 * attune_engine_parted_upload_complete:
 * @self: an upload
 * @files: where the file goes
 * @part_ids: (array zero-terminated=1): its parts in their order
 * @md5: (nullable): what the whole file has to have, in hexadecimal digits
 *
 * Returns: (transfer full): resolves once there is a file; rejects with a 400 or 409 error, or with
 *   %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_parted_upload_complete (AttuneEnginePartedUpload *self,
                                      AttuneEngineFiles        *files,
                                      const char * const       *part_ids,
                                      const char               *md5)
{
  Completing *completing;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_PARTED_UPLOAD (self));
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_FILES (files));
  dex_return_error_if_fail (part_ids != NULL);

  completing = g_new0 (Completing, 1);
  completing->self = g_object_ref (self);
  completing->files = g_object_ref (files);
  completing->part_ids = g_strdupv ((char **)part_ids);
  completing->md5 = g_strdup (md5);

  return dex_scheduler_spawn (NULL, 0, complete_fiber, completing, completing_free);
}

/**
 * attune_engine_parted_upload_cancel:
 * @self: an upload
 * @error: (nullable): where to put an error
 *
 * Nothing more is taken, and what has come goes.
 *
 * Returns: %FALSE with a 400 or 409 error when it is over already
 */
gboolean
attune_engine_parted_upload_cancel (AttuneEnginePartedUpload  *self,
                                    GError                   **error)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_PARTED_UPLOAD (self), FALSE);

  if (!check_pending (self, error))
    return FALSE;

  end (self, STATUS_CANCELLED);

  return TRUE;
}

/**
 * attune_engine_parted_upload_to_json:
 * @self: an upload
 *
 * Returns: (transfer full): OpenAI's upload object
 */
JsonObject *
attune_engine_parted_upload_to_json (AttuneEnginePartedUpload *self)
{
  JsonObject *object;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_PARTED_UPLOAD (self), NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "object", "upload");
  json_object_set_int_member (object, "bytes", self->bytes);
  json_object_set_int_member (object, "created_at", self->created_at);
  json_object_set_string_member (object, "filename", self->filename);
  json_object_set_string_member (object, "purpose", self->purpose);
  json_object_set_string_member (object, "status", get_word (self));
  json_object_set_int_member (object, "expires_at", self->expires_at);

  if (self->file != NULL)
    json_object_set_object_member (object, "file", attune_engine_file_to_json (self->file));
  else
    json_object_set_null_member (object, "file");

  return object;
}
