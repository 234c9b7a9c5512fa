/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-saver"

#include "config.h"

#include "attune-weak-ref.h"

#include "attune-import-saver.h"

struct _AttuneImportSaver
{
  GObject        parent_instance;

  AttuneDataset *dataset;
  DexFuture     *work;
  gint64         done;
  gint64         total;
};

enum {
  PROP_0,
  PROP_FRACTION,
  PROP_PROGRESS_TEXT,
  N_PROPS
};

enum {
  SIGNAL_SAVED,
  SIGNAL_FAILED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportSaver, attune_import_saver, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_progress (AttuneImportSaver *self,
              gint64             done,
              gint64             total)
{
  self->done = done;
  self->total = total;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS_TEXT]);
}

static double
get_fraction (AttuneImportSaver *self)
{
  return self->total > 0 ? CLAMP ((double)self->done / (double)self->total, 0, 1) : 0;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_autoptr(AttuneImportSaver) self = g_weak_ref_get (user_data);

  if (self != NULL)
    set_progress (self, done, total);
}

static DexFuture *
finished_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneImportSaver) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL)
    return NULL;

  value = dex_future_get_value (completed, &error);

  if (value != NULL)
    {
      g_set_object (&self->dataset, g_value_get_object (value));
      g_signal_emit (self, signals[SIGNAL_SAVED], 0);
    }
  else
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
    }

  return NULL;
}

static void
attune_import_saver_dispose (GObject *object)
{
  attune_import_saver_clear (ATTUNE_IMPORT_SAVER (object));

  G_OBJECT_CLASS (attune_import_saver_parent_class)->dispose (object);
}

static void
attune_import_saver_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneImportSaver *self = ATTUNE_IMPORT_SAVER (object);

  switch (prop_id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, get_fraction (self));
      break;

    case PROP_PROGRESS_TEXT:
      if (self->total > 0)
        g_value_take_string (value, g_strdup_printf ("%.0f %%", 100 * get_fraction (self)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_saver_class_init (AttuneImportSaverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_saver_dispose;
  object_class->get_property = attune_import_saver_get_property;

  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL,
                         0, 1, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_PROGRESS_TEXT] =
    g_param_spec_string ("progress-text", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SAVED] =
    g_signal_new ("saved",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  1, G_TYPE_ERROR);
}

static void
attune_import_saver_init (AttuneImportSaver *self)
{
}

AttuneImportSaver *
attune_import_saver_new (void)
{
  return g_object_new (ATTUNE_TYPE_IMPORT_SAVER, NULL);
}

void
attune_import_saver_start (AttuneImportSaver         *self,
                           AttuneWorkspace           *workspace,
                           const char                *path,
                           const char                *name,
                           const AttuneImportOptions *options)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SAVER (self));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));

  attune_import_saver_clear (self);
  set_progress (self, 0, -1);
  self->work = dex_future_finally (attune_workspace_import (workspace, path, name, options,
                                                            progress_cb,
                                                            attune_weak_ref_new (self),
                                                            attune_weak_ref_free),
                                   finished_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);
}

/* Stops, and forgets what was saved. */
void
attune_import_saver_clear (AttuneImportSaver *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SAVER (self));

  dex_clear (&self->work);
  g_clear_object (&self->dataset);
}

/* NULL until it is saved. */
AttuneDataset *
attune_import_saver_get_dataset (AttuneImportSaver *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SAVER (self), NULL);

  return self->dataset;
}
