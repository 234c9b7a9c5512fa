/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-model-offer.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_MODEL_DOWNLOAD_NONE,      /* nothing of it is here */
  ATTUNE_MODEL_DOWNLOAD_PAUSED,    /* a part of it is here */
  ATTUNE_MODEL_DOWNLOAD_RUNNING,
  ATTUNE_MODEL_DOWNLOAD_DONE,      /* its file is here */
} AttuneModelDownloadState;

#define ATTUNE_TYPE_MODEL_DOWNLOAD_STATE (attune_model_download_state_get_type ())
GType attune_model_download_state_get_type (void);

#define ATTUNE_TYPE_MODEL_DOWNLOAD (attune_model_download_get_type ())

/**
 * AttuneModelDownload:
 *
 * A model on its way to this computer. Properties (read-only): `offer`, `state`
 * (AttuneModelDownloadState), `done` (int64, bytes), `speed` (double, bytes a second, 0 when not
 * known), `error-text` (what ended it, a sentence, or NULL).
 */
G_DECLARE_FINAL_TYPE (AttuneModelDownload, attune_model_download, ATTUNE, MODEL_DOWNLOAD, GObject)

AttuneModelDownload      *attune_model_download_new            (AttuneModelOffer    *offer,
                                                                const char          *path);
AttuneModelOffer         *attune_model_download_get_offer      (AttuneModelDownload *self);
const char               *attune_model_download_get_path       (AttuneModelDownload *self);
AttuneModelDownloadState  attune_model_download_get_state      (AttuneModelDownload *self);
gint64                    attune_model_download_get_done       (AttuneModelDownload *self);
double                    attune_model_download_get_speed      (AttuneModelDownload *self);
gint64                    attune_model_download_get_time_left  (AttuneModelDownload *self); /* seconds, -1: not known */
const char               *attune_model_download_get_error_text (AttuneModelDownload *self);
void                      attune_model_download_start          (AttuneModelDownload *self);
void                      attune_model_download_pause          (AttuneModelDownload *self);
void                      attune_model_download_cancel         (AttuneModelDownload *self);

/* For the workspace: what it found on the disk, while none is under way; what came after. */
void                      attune_model_download_set_found      (AttuneModelDownload *self,
                                                                gboolean             is_there,
                                                                gint64               n_bytes);
void                      attune_model_download_set_error_text (AttuneModelDownload *self,
                                                                const char          *text);

G_END_DECLS
