/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* A folder with this ending is not complete, or not wanted any more: the next start removes it. */
#define ATTUNE_ENGINE_PART_SUFFIX ".part"

DexFuture *attune_engine_disk_run         (const char     *name,
                                           DexThreadFunc   func,
                                           gpointer        user_data,
                                           GDestroyNotify  destroy) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_engine_disk_replace     (const char     *path,
                                           GBytes         *bytes) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_engine_disk_remove_tree (const char     *path) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_engine_disk_flush       (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   attune_engine_disk_make_folder (const char     *path,
                                           GError        **error);
gboolean   attune_engine_disk_copy        (const char     *source,
                                           const char     *path,
                                           gint64         *bytes,
                                           GError        **error);
gboolean   attune_engine_disk_link        (const char     *source,
                                           const char     *path,
                                           GError        **error);
void       attune_engine_disk_remove_now  (const char     *path);

G_END_DECLS
