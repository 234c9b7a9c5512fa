/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"

G_BEGIN_DECLS

/* What OpenAI allows, and its own clients send. */
#define ATTUNE_UPLOAD_PART_SIZE (G_GINT64_CONSTANT (64) * 1024 * 1024)

/**
 * AttuneUploadStateFunc:
 * @state: (nullable): how far the upload has come, as text to be kept; %NULL when there is nothing
 *   left that one could go on with
 *
 * Called on the main thread whenever that has changed.
 */
typedef void (*AttuneUploadStateFunc) (const char *state,
                                       gpointer    user_data);

/* An upload in parts. Borrowed: it lives on its fiber's stack. */
typedef struct
{
  const char            *path;
  const char            *filename;     /* that the provider is told */
  gint64                 part_size;    /* bytes, 0 for ATTUNE_UPLOAD_PART_SIZE */
  gint64                 max_size;     /* of the whole file, in bytes, or 0 */
  guint                  n_parallel;   /* parts sent at once, 0 for three */
  const char            *state;        /* from an earlier attempt, or NULL */
  AttuneUploadStateFunc  save;         /* or NULL */
  AttuneProgressFunc     progress;     /* or NULL */
  gpointer               user_data;    /* for both */
} AttuneUploadPlan;

/* These await: call them in a fiber only. */
JsonObject *attune_upload_parts_send   (AttuneHttp              *http,
                                        const AttuneUploadPlan  *plan,
                                        GError                 **error);
gboolean    attune_upload_parts_cancel (AttuneHttp              *http,
                                        const char              *state,
                                        GError                 **error);

G_END_DECLS
