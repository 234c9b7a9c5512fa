/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-entry-list"

#include "config.h"

#include "attune-weak-ref.h"

#include "attune-import-entry-list.h"
#include "attune-import-task.h"

struct _AttuneImportEntry
{
  GObject        parent_instance;

  guint          position;     /* in the index of the scan */
  guint64        line;
  GPtrArray     *previews;     /* keeps @preview */
  AttunePreview *preview;
};

struct _AttuneImportEntryList
{
  GObject       parent_instance;

  AttuneScan   *scan;
  GArray       *positions;     /* of guint */
  GPtrArray    *wanted;        /* of AttuneImportEntry: to be read with the next batch */
  GPtrArray    *reading;       /* those that are being read */
  DexFuture    *work;
  GCancellable *cancellable;
  guint         idle;
};

enum {
  PROP_0,
  PROP_PREVIEW,
  N_PROPS
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (AttuneImportEntry, attune_import_entry, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (AttuneImportEntryList, attune_import_entry_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GParamSpec *properties[N_PROPS];

static void
attune_import_entry_finalize (GObject *object)
{
  AttuneImportEntry *self = (AttuneImportEntry *)object;

  g_clear_pointer (&self->previews, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_import_entry_parent_class)->finalize (object);
}

static void
attune_import_entry_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportEntry *self = ATTUNE_IMPORT_ENTRY (object);

  switch (prop_id)
    {
    case PROP_PREVIEW:
      g_value_set_pointer (value, self->preview);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_entry_class_init (AttuneImportEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_entry_finalize;
  object_class->get_property = attune_import_entry_get_property;

  properties[PROP_PREVIEW] =
    g_param_spec_pointer ("preview", NULL, NULL,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_entry_init (AttuneImportEntry *self)
{
}

static void
set_previews (AttuneImportEntry *self,
              GPtrArray         *previews,
              guint              index)
{
  if (index >= previews->len)
    return;

  self->previews = g_ptr_array_ref (previews);
  self->preview = g_ptr_array_index (previews, index);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIEW]);
}

/* What was wanted meanwhile is read next. */
static void read_batch (AttuneImportEntryList *self);

static DexFuture *
finished_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneImportEntryList) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self == NULL)
    return NULL;

  if (value != NULL)
    for (guint i = 0; i < self->reading->len; i++)
      set_previews (g_ptr_array_index (self->reading, i), g_value_get_boxed (value), i);

  g_ptr_array_set_size (self->reading, 0);

  if (self->wanted->len > 0)
    read_batch (self);

  return NULL;
}

static void
read_batch (AttuneImportEntryList *self)
{
  g_autofree guint *positions = g_new (guint, MAX (self->wanted->len, 1));
  GPtrArray *batch = self->wanted;

  self->wanted = self->reading;
  self->reading = batch;

  for (guint i = 0; i < batch->len; i++)
    positions[i] = attune_import_entry_get_position (g_ptr_array_index (batch, i));

  dex_clear (&self->work);
  self->work = dex_future_finally (attune_import_task_entries (self->scan, positions, batch->len,
                                                               NULL, 0,
                                                               self->cancellable),
                                   finished_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);
}

static gboolean
idle_cb (gpointer user_data)
{
  AttuneImportEntryList *self = user_data;

  self->idle = 0;

  if (self->reading->len == 0)
    read_batch (self);

  return G_SOURCE_REMOVE;
}

static void
attune_import_entry_list_dispose (GObject *object)
{
  AttuneImportEntryList *self = (AttuneImportEntryList *)object;

  g_clear_handle_id (&self->idle, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dex_clear (&self->work);
  g_clear_object (&self->scan);

  G_OBJECT_CLASS (attune_import_entry_list_parent_class)->dispose (object);
}

static void
attune_import_entry_list_finalize (GObject *object)
{
  AttuneImportEntryList *self = (AttuneImportEntryList *)object;

  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_pointer (&self->reading, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_import_entry_list_parent_class)->finalize (object);
}

static void
attune_import_entry_list_class_init (AttuneImportEntryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_entry_list_dispose;
  object_class->finalize = attune_import_entry_list_finalize;
}

static void
attune_import_entry_list_init (AttuneImportEntryList *self)
{
  self->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
  self->reading = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

static GType
get_item_type (GListModel *model)
{
  return ATTUNE_TYPE_IMPORT_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  return ATTUNE_IMPORT_ENTRY_LIST (model)->positions->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  AttuneImportEntryList *self = ATTUNE_IMPORT_ENTRY_LIST (model);
  AttuneImportEntry *entry;

  if (position >= self->positions->len)
    return NULL;

  entry = g_object_new (ATTUNE_TYPE_IMPORT_ENTRY, NULL);
  entry->position = g_array_index (self->positions, guint, position);
  entry->line = attune_index_get (attune_scan_get_index (self->scan), entry->position)->line;

  return entry;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* @issues: bits of AttuneIssueKind, of which an entry must have one. */
AttuneImportEntryList *
attune_import_entry_list_new (AttuneScan *scan,
                              guint64     issues)
{
  AttuneImportEntryList *self;
  AttuneIndex *index;
  guint n_entries;

  g_return_val_if_fail (ATTUNE_IS_SCAN (scan), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_ENTRY_LIST, NULL);
  self->scan = g_object_ref (scan);
  index = attune_scan_get_index (scan);
  n_entries = attune_index_get_length (index);

  for (guint i = attune_index_find_issue (index, issues, 0);
       i < n_entries;
       i = attune_index_find_issue (index, issues, i + 1))
    g_array_append_val (self->positions, i);

  return self;
}

/* Reads it soon, together with others that are shown now. */
void
attune_import_entry_list_load (AttuneImportEntryList *self,
                               AttuneImportEntry     *entry)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_ENTRY_LIST (self));
  g_return_if_fail (ATTUNE_IS_IMPORT_ENTRY (entry));

  if (entry->preview != NULL)
    return;

  g_ptr_array_add (self->wanted, g_object_ref (entry));

  if (self->idle == 0)
    self->idle = g_idle_add (idle_cb, self);
}

guint
attune_import_entry_get_position (AttuneImportEntry *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_ENTRY (self), 0);

  return self->position;
}

guint64
attune_import_entry_get_line (AttuneImportEntry *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_ENTRY (self), 0);

  return self->line;
}

AttunePreview *
attune_import_entry_get_preview (AttuneImportEntry *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_ENTRY (self), NULL);

  return self->preview;
}
