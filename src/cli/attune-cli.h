/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

/* Exit statuses, as the manual promises them. */
enum {
  ATTUNE_CLI_DONE   = 0,
  ATTUNE_CLI_FAILED = 1,
  ATTUNE_CLI_USAGE  = 2,
};

/**
 * AttuneCliFunc:
 *
 * One verb. Runs in a fiber, so it may await. @argv[0] is the verb itself. Returns an exit status.
 */
typedef int (*AttuneCliFunc) (int   argc,
                              char *argv[]);

int attune_cli_accounts (int   argc,
                         char *argv[]);
int attune_cli_chat     (int   argc,
                         char *argv[]);
int attune_cli_check    (int   argc,
                         char *argv[]);
int attune_cli_export   (int   argc,
                         char *argv[]);
int attune_cli_import   (int   argc,
                         char *argv[]);
int attune_cli_jobs     (int   argc,
                         char *argv[]);
int attune_cli_models   (int   argc,
                         char *argv[]);
int attune_cli_prepare  (int   argc,
                         char *argv[]);
int attune_cli_rescue   (int   argc,
                         char *argv[]);
int attune_cli_tokens   (int   argc,
                         char *argv[]);
int attune_cli_tune     (int   argc,
                         char *argv[]);

/* What the verbs share. */
gboolean         attune_cli_parse          (int                  *argc,
                                            char               ***argv,
                                            const GOptionEntry   *entries,
                                            const char           *parameters,
                                            const char           *summary,
                                            int                  *status);
int              attune_cli_fail           (const GError         *error);
int              attune_cli_usage          (const char           *format,
                                            ...) G_GNUC_PRINTF (1, 2);
void             attune_cli_print_json     (JsonBuilder          *builder);
void             attune_cli_add_string      (JsonBuilder          *builder,
                                            const char           *name,
                                            const char           *value);
void             attune_cli_add_number      (JsonBuilder          *builder,
                                            const char           *name,
                                            gint64                value);
void             attune_cli_add_numbers     (JsonBuilder          *builder,
                                            const char           *name,
                                            const guint64        *numbers,
                                            gsize                 n_numbers);
void             attune_cli_add_boolean     (JsonBuilder          *builder,
                                            const char           *name,
                                            gboolean              value);
void             attune_cli_add_time       (JsonBuilder          *builder,
                                            const char           *member,
                                            gint64                unix_seconds);
gboolean         attune_cli_check_destination (const char          *source,
                                            const char           *path,
                                            gboolean              force,
                                            int                  *status);
char            *attune_cli_name_beside     (const char           *path,
                                            const char           *suffix);
AttuneWorkspace *attune_cli_open_workspace (GError              **error);
AttuneAccount   *attune_cli_find_account   (AttuneWorkspace      *workspace,
                                            const char           *name,
                                            GError              **error);
AttuneDataset   *attune_cli_find_dataset   (AttuneWorkspace      *workspace,
                                            const char           *name);
void             attune_cli_print_cut_off  (gboolean              is_cut_off);
DexFuture       *attune_cli_lose_patience  (const char           *name) G_GNUC_WARN_UNUSED_RESULT;
void             attune_cli_show_bytes     (gint64                done,
                                            gint64                total,
                                            gpointer              user_data);
void             attune_cli_show_progress  (gint64                done,
                                            gint64                total,
                                            gpointer              user_data);
DexFuture       *attune_cli_import_file    (AttuneWorkspace      *workspace,
                                            const char           *path,
                                            const char           *name,
                                            const AttuneImportOptions *options);
int              attune_cli_follow_job     (AttuneWorkspace      *workspace,
                                            AttuneJob            *job,
                                            gboolean              json);
int              attune_cli_wish           (AttuneWorkspace      *workspace,
                                            AttuneJob            *job,
                                            const char           *word);
void             attune_cli_build_job      (JsonBuilder          *builder,
                                            AttuneJob            *job);

G_END_DECLS
