/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AttuneTrainerReferences:
 *
 * A file with what the untrained model made of the pairs: measuring that takes as long as a third of
 * an epoch, and a job that goes on needs it again.
 */
typedef struct _AttuneTrainerReferences AttuneTrainerReferences;

AttuneTrainerReferences *attune_trainer_references_new     (const char              *path,
                                                            guint64                  fingerprint,
                                                            guint64                  base,
                                                            gint64                   interval);
void                     attune_trainer_references_free    (AttuneTrainerReferences *self);
guint                    attune_trainer_references_restore (AttuneTrainerReferences *self,
                                                            double                  *values,
                                                            guint                    n_values);
void                     attune_trainer_references_keep    (AttuneTrainerReferences *self,
                                                            const double            *values,
                                                            guint                    n_values);
void                     attune_trainer_references_note    (AttuneTrainerReferences *self,
                                                            const double            *values,
                                                            guint                    n_values,
                                                            guint                    n_total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerReferences, attune_trainer_references_free)

G_END_DECLS
