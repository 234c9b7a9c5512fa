/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-point"

#include "config.h"

#include "attune-job-point.h"

struct _AttuneJobPoint
{
  GObject        parent_instance;

  AttuneMeasures measures;
};

enum {
  PROP_0,
  PROP_STEP,
  PROP_TRAIN_LOSS,
  PROP_TRAIN_ACCURACY,
  PROP_VALID_LOSS,
  PROP_VALID_ACCURACY,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobPoint, attune_job_point, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_job_point_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AttuneJobPoint *self = ATTUNE_JOB_POINT (object);

  switch (prop_id)
    {
    case PROP_STEP:
      g_value_set_int64 (value, self->measures.step);
      break;

    case PROP_TRAIN_LOSS:
      g_value_set_double (value, self->measures.train_loss);
      break;

    case PROP_TRAIN_ACCURACY:
      g_value_set_double (value, self->measures.train_accuracy);
      break;

    case PROP_VALID_LOSS:
      g_value_set_double (value, self->measures.valid_loss);
      break;

    case PROP_VALID_ACCURACY:
      g_value_set_double (value, self->measures.valid_accuracy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_point_class_init (AttuneJobPointClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = attune_job_point_get_property;

  properties[PROP_STEP] =
    g_param_spec_int64 ("step", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_TRAIN_LOSS] =
    g_param_spec_double ("train-loss", NULL, NULL,
                         -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_TRAIN_ACCURACY] =
    g_param_spec_double ("train-accuracy", NULL, NULL,
                         -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_VALID_LOSS] =
    g_param_spec_double ("valid-loss", NULL, NULL,
                         -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_VALID_ACCURACY] =
    g_param_spec_double ("valid-accuracy", NULL, NULL,
                         -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_job_point_init (AttuneJobPoint *self)
{
}

/**
 * attune_job_point_new:
 * @measures: what was measured, NAN where something was not
 *
 * Returns: (transfer full): a point of the curves
 */
AttuneJobPoint *
attune_job_point_new (const AttuneMeasures *measures)
{
  AttuneJobPoint *self = g_object_new (ATTUNE_TYPE_JOB_POINT, NULL);

  self->measures = *measures;

  return self;
}

/**
 * attune_job_point_get_measures:
 * @self: a point
 *
 * Returns: (transfer none): what was measured, NAN where something was not
 */
const AttuneMeasures *
attune_job_point_get_measures (AttuneJobPoint *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_POINT (self), NULL);

  return &self->measures;
}
