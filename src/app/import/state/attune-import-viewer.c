/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-viewer"

#include "config.h"

#include "attune-weak-ref.h"

#include "attune-import-task.h"
#include "attune-import-viewer.h"

/* Milliseconds. Long enough that typing does not read with every letter, too short to wait for. */
#define DELAY 80

struct _AttuneImportViewer
{
  GObject              parent_instance;

  char                *path;
  AttuneImportChoices *choices;      /* before there is a scan */
  guint                n_records;    /* that can be shown then */
  AttuneScan          *scan;
  AttuneRecipe        *recipe;
  guint64              remedies;
  guint                position;
  GPtrArray           *previews;     /* what was read last; keeps @preview */
  AttunePreview       *preview;
  DexFuture           *work;
  GCancellable        *cancellable;
  guint                timeout;
};

enum {
  PROP_0,
  PROP_POSITION,
  PROP_N_ENTRIES,
  PROP_PREVIEW,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneImportViewer, attune_import_viewer, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
drop_work (AttuneImportViewer *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dex_clear (&self->work);
}

static DexFuture *
finished_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneImportViewer) self = g_weak_ref_get (user_data);
  g_autoptr(GPtrArray) before = NULL;
  const GValue *value = dex_future_get_value (completed, NULL);
  guint index;

  if (self == NULL)
    return NULL;

  before = g_steal_pointer (&self->previews);
  self->preview = NULL;

  /* A file that went away meanwhile leaves nothing to look at; reading or saving it says why. */
  if (value != NULL)
    {
      self->previews = g_value_dup_boxed (value);
      index = self->scan != NULL ? 0 : self->position;

      if (index < self->previews->len)
        self->preview = g_ptr_array_index (self->previews, index);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIEW]);

  return NULL;
}

static DexFuture *
read_entry (AttuneImportViewer *self)
{
  g_autoptr(AttuneImportChoices) choices = NULL;

  if (self->scan != NULL)
    return attune_import_task_entries (self->scan, &self->position, 1, self->recipe, self->remedies,
                                       self->cancellable);

  choices = attune_import_choices_copy (self->choices);

  if (self->recipe != NULL)
    attune_import_choices_set_recipe (choices, self->recipe);

  return attune_import_task_records (self->path, choices, self->remedies, self->position + 1,
                                     self->cancellable);
}

static gboolean
timeout_cb (gpointer user_data)
{
  AttuneImportViewer *self = user_data;

  self->timeout = 0;
  self->cancellable = g_cancellable_new ();
  self->work = dex_future_finally (read_entry (self), finished_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);

  return G_SOURCE_REMOVE;
}

static void
refresh (AttuneImportViewer *self)
{
  drop_work (self);

  if (self->position < attune_import_viewer_get_n_entries (self))
    self->timeout = g_timeout_add (DELAY, timeout_cb, self);
}

static void
update_n_entries (AttuneImportViewer *self)
{
  guint n_entries = attune_import_viewer_get_n_entries (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ENTRIES]);

  if (self->position >= MAX (n_entries, 1))
    {
      self->position = MAX (n_entries, 1) - 1;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
    }

  refresh (self);
}

static void
attune_import_viewer_dispose (GObject *object)
{
  AttuneImportViewer *self = (AttuneImportViewer *)object;

  drop_work (self);

  if (self->recipe != NULL)
    g_signal_handlers_disconnect_by_data (self->recipe, self);

  g_clear_object (&self->recipe);
  g_clear_object (&self->choices);
  g_clear_object (&self->scan);
  g_clear_pointer (&self->previews, g_ptr_array_unref);
  self->preview = NULL;

  G_OBJECT_CLASS (attune_import_viewer_parent_class)->dispose (object);
}

static void
attune_import_viewer_finalize (GObject *object)
{
  AttuneImportViewer *self = (AttuneImportViewer *)object;

  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (attune_import_viewer_parent_class)->finalize (object);
}

static void
attune_import_viewer_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneImportViewer *self = ATTUNE_IMPORT_VIEWER (object);

  switch (prop_id)
    {
    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;

    case PROP_N_ENTRIES:
      g_value_set_uint (value, attune_import_viewer_get_n_entries (self));
      break;

    case PROP_PREVIEW:
      g_value_set_pointer (value, self->preview);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_viewer_class_init (AttuneImportViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_viewer_dispose;
  object_class->finalize = attune_import_viewer_finalize;
  object_class->get_property = attune_import_viewer_get_property;

  properties[PROP_POSITION] =
    g_param_spec_uint ("position", NULL, NULL,
                       0, G_MAXUINT, 0,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_N_ENTRIES] =
    g_param_spec_uint ("n-entries", NULL, NULL,
                       0, G_MAXUINT, 0,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  properties[PROP_PREVIEW] =
    g_param_spec_pointer ("preview", NULL, NULL,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_viewer_init (AttuneImportViewer *self)
{
}

AttuneImportViewer *
attune_import_viewer_new (void)
{
  return g_object_new (ATTUNE_TYPE_IMPORT_VIEWER, NULL);
}

/* While the file is read, its first records can be looked at. */
void
attune_import_viewer_set_file (AttuneImportViewer  *self,
                               const char          *path,
                               AttuneImportChoices *choices,
                               guint                n_records)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_VIEWER (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (ATTUNE_IS_IMPORT_CHOICES (choices));

  g_set_str (&self->path, path);
  g_set_object (&self->choices, choices);
  self->n_records = n_records;
  g_clear_object (&self->scan);
  update_n_entries (self);
}

/* Afterwards, any of its entries. */
void
attune_import_viewer_set_scan (AttuneImportViewer *self,
                               AttuneScan         *scan)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_VIEWER (self));
  g_return_if_fail (ATTUNE_IS_SCAN (scan));

  if (g_set_object (&self->scan, scan))
    update_n_entries (self);
}

void
attune_import_viewer_set_recipe (AttuneImportViewer *self,
                                 AttuneRecipe       *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_VIEWER (self));
  g_return_if_fail (recipe == NULL || ATTUNE_IS_RECIPE (recipe));

  if (self->recipe == recipe)
    return;

  if (self->recipe != NULL)
    g_signal_handlers_disconnect_by_data (self->recipe, self);

  g_set_object (&self->recipe, recipe);

  if (recipe != NULL)
    g_signal_connect_swapped (recipe, "changed", G_CALLBACK (refresh), self);

  refresh (self);
}

void
attune_import_viewer_set_remedies (AttuneImportViewer *self,
                                   guint64             remedies)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_VIEWER (self));

  if (self->remedies == remedies)
    return;

  self->remedies = remedies;
  refresh (self);
}

guint
attune_import_viewer_get_position (AttuneImportViewer *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_VIEWER (self), 0);

  return self->position;
}

void
attune_import_viewer_set_position (AttuneImportViewer *self,
                                   guint               position)
{
  guint n_entries;

  g_return_if_fail (ATTUNE_IS_IMPORT_VIEWER (self));

  n_entries = attune_import_viewer_get_n_entries (self);

  if (position >= n_entries || position == self->position)
    return;

  self->position = position;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
  refresh (self);
}

guint
attune_import_viewer_get_n_entries (AttuneImportViewer *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_VIEWER (self), 0);

  return self->scan != NULL
      ? attune_index_get_length (attune_scan_get_index (self->scan)) : self->n_records;
}

/* The next entry behind this one that cannot be used as it is, as far as it was checked; then from
 * the start. Returns the position of this one when there is no other. */
guint
attune_import_viewer_find_problem (AttuneImportViewer *self)
{
  AttuneIndex *index;
  guint64 errors;
  guint found;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_VIEWER (self), 0);

  if (self->scan == NULL)
    return self->position;

  index = attune_scan_get_index (self->scan);
  errors = attune_issue_get_errors_for (attune_scan_get_rules (self->scan));
  found = attune_index_find_issue (index, errors, self->position + 1);

  if (found >= attune_index_get_length (index))
    found = attune_index_find_issue (index, errors, 0);

  return found < attune_index_get_length (index) ? found : self->position;
}

AttunePreview *
attune_import_viewer_get_preview (AttuneImportViewer *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_VIEWER (self), NULL);

  return self->preview;
}
