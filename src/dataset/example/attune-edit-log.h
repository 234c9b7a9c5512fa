/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-change.h"
#include "attune-file-stamp.h"

G_BEGIN_DECLS

typedef gboolean (*AttuneChangeFunc) (AttuneChange *change,
                                      gpointer      user_data);

/**
 * AttuneEditLog:
 *
 * The changes to a file of examples as lines of JSON beside it, each synced before the next. The
 * first line says to which file they belong. Not for several threads at once; several programs
 * exclude each other by a lock that is held for the length of one call.
 */
typedef struct _AttuneEditLog AttuneEditLog;

AttuneEditLog *attune_edit_log_open       (const char             *base_path,
                                           const AttuneFileStamp  *stamp,
                                           AttuneChangeFunc        func,
                                           gpointer                user_data,
                                           char                  **notice,
                                           GError                **error);
char          *attune_edit_log_dup_path   (const char             *base_path);
gboolean       attune_edit_log_append     (AttuneEditLog          *self,
                                           const AttuneChange     *change,
                                           GError                **error);
gboolean       attune_edit_log_lock       (AttuneEditLog          *self,
                                           GError                **error);
gboolean       attune_edit_log_announce   (AttuneEditLog          *self,
                                           const AttuneFileStamp  *stamp,
                                           GError                **error);
gboolean       attune_edit_log_remove     (AttuneEditLog          *self,
                                           GError                **error);
void           attune_edit_log_unlock     (AttuneEditLog          *self);
void           attune_edit_log_free       (AttuneEditLog          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEditLog, attune_edit_log_free)

G_END_DECLS
