/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-forecast"

#include "config.h"

#include "attune-weak-ref.h"

#include "attune-import-forecast.h"
#include "attune-import-task.h"

struct _AttuneImportForecast
{
  GObject               parent_instance;

  AttuneImportRemedies *remedies;
  AttuneImportSplit    *split;
  AttuneScan           *scan;
  AttuneImportOutcome  *outcome;
  DexFuture            *work;
};

enum {
  PROP_0,
  PROP_OUTCOME,
  N_PROPS
};

enum {
  SIGNAL_FINISHED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportForecast, attune_import_forecast, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_outcome (AttuneImportForecast *self,
             AttuneImportOutcome  *outcome)
{
  if (g_set_object (&self->outcome, outcome))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
}

static DexFuture *
finished_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneImportForecast) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self == NULL || value == NULL)
    return NULL;

  set_outcome (self, g_value_get_object (value));
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);

  return NULL;
}

static void
update (AttuneImportForecast *self)
{
  AttuneSplit split;
  guint64 mask;

  dex_clear (&self->work);

  if (self->scan == NULL)
    {
      set_outcome (self, NULL);
      return;
    }

  attune_import_split_fill (self->split, &split);
  mask = attune_import_remedies_get_mask (self->remedies);
  self->work = dex_future_finally (attune_import_task_outcome (self->scan, mask, &split),
                                   finished_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);
}

static void
attune_import_forecast_dispose (GObject *object)
{
  AttuneImportForecast *self = (AttuneImportForecast *)object;

  dex_clear (&self->work);
  g_clear_object (&self->remedies);
  g_clear_object (&self->split);
  g_clear_object (&self->scan);
  g_clear_object (&self->outcome);

  G_OBJECT_CLASS (attune_import_forecast_parent_class)->dispose (object);
}

static void
attune_import_forecast_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  AttuneImportForecast *self = ATTUNE_IMPORT_FORECAST (object);

  switch (prop_id)
    {
    case PROP_OUTCOME:
      g_value_set_object (value, self->outcome);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_forecast_class_init (AttuneImportForecastClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_forecast_dispose;
  object_class->get_property = attune_import_forecast_get_property;

  properties[PROP_OUTCOME] =
    g_param_spec_object ("outcome", NULL, NULL,
                         ATTUNE_TYPE_IMPORT_OUTCOME,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_import_forecast_init (AttuneImportForecast *self)
{
}

AttuneImportForecast *
attune_import_forecast_new (AttuneImportRemedies *remedies,
                            AttuneImportSplit    *split)
{
  AttuneImportForecast *self;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_REMEDIES (remedies), NULL);
  g_return_val_if_fail (ATTUNE_IS_IMPORT_SPLIT (split), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_FORECAST, NULL);
  self->remedies = g_object_ref (remedies);
  self->split = g_object_ref (split);
  g_signal_connect_object (remedies, "notify::mask", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (split, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}

/* NULL while nothing is known of the file. */
void
attune_import_forecast_set_scan (AttuneImportForecast *self,
                                 AttuneScan           *scan)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_FORECAST (self));

  g_set_object (&self->scan, scan);
  update (self);
}

void
attune_import_forecast_stop (AttuneImportForecast *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_FORECAST (self));

  dex_clear (&self->work);
}

AttuneImportOutcome *
attune_import_forecast_get_outcome (AttuneImportForecast *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FORECAST (self), NULL);

  return self->outcome;
}
