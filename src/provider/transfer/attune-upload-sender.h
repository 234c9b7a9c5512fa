/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-upload-parts.h"
#include "attune-upload-state.h"

G_BEGIN_DECLS

/* Sends the parts of a file, several at once. The fibers that do it share this, and the last of them
 * may end after the upload has. */
typedef struct
{
  AttuneHttp            *http;
  char                  *path;
  char                  *filename;
  AttuneUploadState     *state;        /* what is worked on, or NULL */
  gboolean              *is_taken;     /* by a fiber, for each part */
  guint                  generation;   /* grows whenever the state becomes another one */
  gint64                 deadline;     /* monotonic time in microseconds, 0 when not known */
  gint64                 done;         /* bytes of the file that arrived, or are on the way */
  gint64                 told;         /* the most that was told of them; never told less */
  AttuneUploadStateFunc  save;
  AttuneProgressFunc     progress;
  gpointer               user_data;
  gboolean               was_resumed;  /* it was begun in an earlier attempt */
  gboolean               is_gone;      /* the provider has given it up */
} AttuneUploadSender;

AttuneUploadSender *attune_upload_sender_new        (AttuneHttp              *http,
                                                     const AttuneUploadPlan  *plan);
void                attune_upload_sender_close      (AttuneUploadSender      *self);
void                attune_upload_sender_take_state (AttuneUploadSender      *self,
                                                     AttuneUploadState       *state,
                                                     gint64                   lifetime_sec);
void                attune_upload_sender_drop_state (AttuneUploadSender      *self);
void                attune_upload_sender_save       (AttuneUploadSender      *self);

/* Awaits: call it in a fiber only. */
gboolean            attune_upload_sender_run        (AttuneUploadSender      *self,
                                                     guint                    n_parallel,
                                                     GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneUploadSender, attune_upload_sender_close)

G_END_DECLS
