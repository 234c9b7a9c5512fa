/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-checkpoint"

#include "config.h"

#include <math.h>

#include "attune-checkpoint.h"

struct _AttuneCheckpoint
{
  GObject         parent_instance;

  char           *id;
  char           *model;
  char          **files;
  AttuneMeasures  measures;
};

enum {
  PROP_0,
  PROP_MODEL,
  PROP_STEP,
  PROP_TRAIN_LOSS,
  PROP_VALID_LOSS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneCheckpoint, attune_checkpoint, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
attune_checkpoint_finalize (GObject *object)
{
  AttuneCheckpoint *self = (AttuneCheckpoint *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->files, g_strfreev);

  G_OBJECT_CLASS (attune_checkpoint_parent_class)->finalize (object);
}

static void
attune_checkpoint_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AttuneCheckpoint *self = ATTUNE_CHECKPOINT (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_STEP:
      g_value_set_int64 (value, self->measures.step);
      break;

    case PROP_TRAIN_LOSS:
      g_value_set_double (value, self->measures.train_loss);
      break;

    case PROP_VALID_LOSS:
      g_value_set_double (value, self->measures.valid_loss);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_checkpoint_class_init (AttuneCheckpointClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_checkpoint_finalize;
  object_class->get_property = attune_checkpoint_get_property;

  properties[PROP_MODEL] =
    g_param_spec_string ("model", NULL, NULL,
                         NULL,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

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

  properties[PROP_VALID_LOSS] =
    g_param_spec_double ("valid-loss", NULL, NULL,
                         -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_checkpoint_init (AttuneCheckpoint *self)
{
}

/**
 * attune_checkpoint_new:
 * @id: the provider's name for it
 * @model: (nullable): the name under which it answers, or %NULL when it does not as it is
 * @files: (nullable): the provider's names for the files of its weights
 * @measures: what was measured at its step, NAN where something was not
 *
 * Returns: (transfer full): a checkpoint
 */
AttuneCheckpoint *
attune_checkpoint_new (const char           *id,
                       const char           *model,
                       const char * const   *files,
                       const AttuneMeasures *measures)
{
  AttuneCheckpoint *self = g_object_new (ATTUNE_TYPE_CHECKPOINT, NULL);

  self->id = g_strdup (id);
  self->model = g_strdup (model);
  self->files = files != NULL ? g_strdupv ((char **)files) : g_new0 (char *, 1);
  self->measures = *measures;

  return self;
}

/**
 * attune_checkpoint_get_id:
 * @self: a checkpoint
 *
 * Returns: (transfer none): the provider's name for it
 */
const char *
attune_checkpoint_get_id (AttuneCheckpoint *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHECKPOINT (self), NULL);

  return self->id;
}

/**
 * attune_checkpoint_get_files:
 * @self: a checkpoint
 *
 * Returns: (transfer none): the provider's names for the files of its weights, %NULL-terminated
 */
const char * const *
attune_checkpoint_get_files (AttuneCheckpoint *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHECKPOINT (self), NULL);

  return (const char * const *)self->files;
}

/**
 * attune_checkpoint_get_model:
 * @self: a checkpoint
 *
 * Returns: (transfer none) (nullable): the name under which it answers, or %NULL when it does not
 *   as it is
 */
const char *
attune_checkpoint_get_model (AttuneCheckpoint *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHECKPOINT (self), NULL);

  return self->model;
}

/**
 * attune_checkpoint_get_measures:
 * @self: a checkpoint
 *
 * Returns: (transfer none): what was measured at its step, NAN where something was not
 */
const AttuneMeasures *
attune_checkpoint_get_measures (AttuneCheckpoint *self)
{
  g_return_val_if_fail (ATTUNE_IS_CHECKPOINT (self), NULL);

  return &self->measures;
}

static double
get_loss (AttuneCheckpoint *self,
          gboolean          is_full)
{
  return is_full ? self->measures.full_valid_loss : self->measures.valid_loss;
}

static AttuneCheckpoint *
find_lowest (GListModel *checkpoints,
             gboolean    is_full)
{
  AttuneCheckpoint *best = NULL;
  guint n_measured = 0;

  for (guint i = 0; i < g_list_model_get_n_items (checkpoints); i++)
    {
      g_autoptr(AttuneCheckpoint) checkpoint = g_list_model_get_item (checkpoints, i);
      double loss = get_loss (checkpoint, is_full);

      if (!isfinite (loss))
        continue;

      n_measured++;

      /* The list keeps it. */
      if (best == NULL || loss < get_loss (best, is_full))
        best = checkpoint;
    }

  /* One alone is neither best nor worst. */
  return n_measured > 1 ? best : NULL;
}

/**
 * attune_checkpoint_find_best:
 * @checkpoints: a list of #AttuneCheckpoint
 *
 * Finds the one with the lowest loss over the whole validation set, or, where that was not measured
 * of two at least, over the few examples that are tried between.
 *
 * Returns: (transfer none) (nullable): the best, or %NULL when they cannot be compared
 */
AttuneCheckpoint *
attune_checkpoint_find_best (GListModel *checkpoints)
{
  AttuneCheckpoint *best;

  g_return_val_if_fail (G_IS_LIST_MODEL (checkpoints), NULL);

  best = find_lowest (checkpoints, TRUE);

  return best != NULL ? best : find_lowest (checkpoints, FALSE);
}

/**
 * attune_checkpoint_find_nearest:
 * @checkpoints: a list of #AttuneCheckpoint
 * @step: a step
 *
 * Returns: (transfer none) (nullable): the one whose step is nearest, %NULL when there is none
 */
AttuneCheckpoint *
attune_checkpoint_find_nearest (GListModel *checkpoints,
                                gint64      step)
{
  AttuneCheckpoint *nearest = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (checkpoints), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (checkpoints); i++)
    {
      g_autoptr(AttuneCheckpoint) checkpoint = g_list_model_get_item (checkpoints, i);

      if (nearest == NULL ||
          ABS (checkpoint->measures.step - step) < ABS (nearest->measures.step - step))
        nearest = checkpoint;
    }

  return nearest;
}
