/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-parted-uploads"

#include "config.h"

#include "attune-engine-parted-uploads.h"
#include "attune-weak-ref.h"

/* api section 1.3 */
#define PATIENCE_SECONDS 3600

struct _AttuneEnginePartedUploads
{
  GObject      parent_instance;

  AttuneClock *clock;
  GHashTable  *entries;      /* id → Entry */
};

G_DEFINE_FINAL_TYPE (AttuneEnginePartedUploads, attune_engine_parted_uploads, G_TYPE_OBJECT)

typedef struct
{
  AttuneEnginePartedUpload *upload;
  DexFuture                *expiry;
} Entry;

typedef struct
{
  GWeakRef *uploads;
  char     *id;
} Expiry;

static void
entry_free (gpointer data)
{
  Entry *self = data;

  dex_clear (&self->expiry);
  g_clear_object (&self->upload);
  g_free (self);
}

static void
expiry_free (gpointer data)
{
  Expiry *self = data;

  attune_weak_ref_free (self->uploads);
  g_free (self->id);
  g_free (self);
}

/* Whatever has come of it by now goes with it, except a file. */
static DexFuture *
expired_cb (DexFuture *completed,
            gpointer   user_data)
{
  Expiry *expiry = user_data;
  g_autoptr(AttuneEnginePartedUploads) self = g_weak_ref_get (expiry->uploads);
  g_autofree char *id = g_strdup (expiry->id);

  /* Frees @expiry. */
  if (self != NULL)
    g_hash_table_remove (self->entries, id);

  return NULL;
}

static void
attune_engine_parted_uploads_finalize (GObject *object)
{
  AttuneEnginePartedUploads *self = (AttuneEnginePartedUploads *)object;

  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (attune_engine_parted_uploads_parent_class)->finalize (object);
}

static void
attune_engine_parted_uploads_class_init (AttuneEnginePartedUploadsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_parted_uploads_finalize;
}

static void
attune_engine_parted_uploads_init (AttuneEnginePartedUploads *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
}

/**
 * attune_engine_parted_uploads_new:
 * @clock: what tells when an upload is too old
 *
 * Returns: (transfer full): no uploads yet
 */
AttuneEnginePartedUploads *
attune_engine_parted_uploads_new (AttuneClock *clock)
{
  AttuneEnginePartedUploads *self;

  g_return_val_if_fail (ATTUNE_IS_CLOCK (clock), NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_PARTED_UPLOADS, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

/**
 * attune_engine_parted_uploads_create:
 * @self: the uploads
 * @filename: what the file shall be called
 * @purpose: what it is for, one of OpenAI's words
 * @bytes: its size
 * @lifetime: for how many seconds the file shall be kept; 0 for ever
 *
 * Returns: (transfer none): a new upload
 */
AttuneEnginePartedUpload *
attune_engine_parted_uploads_create (AttuneEnginePartedUploads *self,
                                     const char                *filename,
                                     const char                *purpose,
                                     gint64                     bytes,
                                     gint64                     lifetime)
{
  Entry *entry;
  Expiry *expiry;
  const char *id;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_PARTED_UPLOADS (self), NULL);

  entry = g_new0 (Entry, 1);
  entry->upload = attune_engine_parted_upload_new (filename, purpose, bytes, lifetime,
                                                   PATIENCE_SECONDS);
  id = attune_engine_parted_upload_get_id (entry->upload);
  expiry = g_new0 (Expiry, 1);
  expiry->uploads = attune_weak_ref_new (self);
  expiry->id = g_strdup (id);
  entry->expiry = dex_future_finally (attune_clock_wait (self->clock, PATIENCE_SECONDS * 1000),
                                      expired_cb, expiry, expiry_free);
  g_hash_table_insert (self->entries, g_strdup (id), entry);

  return entry->upload;
}

/**
 * attune_engine_parted_uploads_lookup:
 * @self: the uploads
 * @id: (nullable): an id, from outside
 *
 * Returns: (transfer none) (nullable): the upload of that id, if its hour is not over
 */
AttuneEnginePartedUpload *
attune_engine_parted_uploads_lookup (AttuneEnginePartedUploads *self,
                                     const char                *id)
{
  Entry *entry;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_PARTED_UPLOADS (self), NULL);

  entry = id != NULL ? g_hash_table_lookup (self->entries, id) : NULL;

  return entry != NULL ? entry->upload : NULL;
}
