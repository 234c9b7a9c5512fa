/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folders are made on first use, readable by their owner only. All return newly allocated paths. */
char *attune_paths_dup_data_dir    (void);                 /* $XDG_DATA_HOME/attune */
char *attune_paths_dup_engine_dir  (void);                 /* …/attune/engine */
char *attune_paths_dup_cache_dir   (void);                 /* $XDG_CACHE_HOME/attune */
char *attune_paths_dup_runtime_dir (void);                 /* $XDG_RUNTIME_DIR/attune */
char *attune_paths_dup_engine_socket (void);               /* …/attune/engine.sock */
char *attune_paths_find_program    (const char  *name,
                                    GError     **error);   /* beside us, else in PATH */
char *attune_paths_dup_ranks_dir   (void);                 /* $ATTUNE_RANKS_DIR, or …/attune/ranks of the person */
char *attune_paths_find_ranks      (const char  *name,
                                    GError     **error);   /* …/attune/ranks, of the person or the system */

G_END_DECLS
