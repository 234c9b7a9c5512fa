/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-wire.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHECKPOINT (attune_checkpoint_get_type ())

/* A model as it was in the middle of training. Properties: `model` (NULL where it cannot be talked to
 * as it is), `step` (int64),
 * `train-loss`, `valid-loss` (double, NAN). */
G_DECLARE_FINAL_TYPE (AttuneCheckpoint, attune_checkpoint, ATTUNE, CHECKPOINT, GObject)

AttuneCheckpoint     *attune_checkpoint_new          (const char           *id,
                                                      const char           *model,     /* or NULL */
                                                      const char * const   *files,     /* or NULL */
                                                      const AttuneMeasures *measures);
const char           *attune_checkpoint_get_id       (AttuneCheckpoint     *self);
const char           *attune_checkpoint_get_model    (AttuneCheckpoint     *self);   /* NULL: not to be talked to */
const char * const   *attune_checkpoint_get_files    (AttuneCheckpoint     *self);   /* the provider's names */
const AttuneMeasures *attune_checkpoint_get_measures (AttuneCheckpoint     *self);
AttuneCheckpoint     *attune_checkpoint_find_best    (GListModel           *checkpoints);
AttuneCheckpoint     *attune_checkpoint_find_nearest (GListModel           *checkpoints,
                                                      gint64                step);

G_END_DECLS
