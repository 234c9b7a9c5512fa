/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-store.h"

G_BEGIN_DECLS

typedef struct
{
  char     *id;
  char     *profile_id;
  char     *name;
  char     *base_url;      /* NULL: the profile's */
  gboolean  has_key;       /* in the Secret Service */
  gint64    created_at;
  char     *organization;  /* NULL: the key's own */
  char     *project;
  char     *proxy;         /* NULL: the desktop's */
} AttuneAccountRow;

void       attune_account_row_free       (AttuneAccountRow       *row);
DexFuture *attune_store_list_accounts    (AttuneStore            *store)  /* AttuneAccountRow */
                                          G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_save_account     (AttuneStore            *store,
                                          const AttuneAccountRow *row)
                                          G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_delete_account   (AttuneStore            *store,
                                          const char             *id)
                                          G_GNUC_WARN_UNUSED_RESULT;

/* A file that an account has already, by the SHA-256 of its content. */
DexFuture *attune_store_find_upload      (AttuneStore            *store,  /* string, or "" */
                                          const char             *account_id,
                                          const char             *digest)
                                          G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_save_upload      (AttuneStore            *store,
                                          const char             *account_id,
                                          const char             *digest,
                                          const char             *file_id)
                                          G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_forget_upload    (AttuneStore            *store,
                                          const char             *account_id,
                                          const char             *digest)
                                          G_GNUC_WARN_UNUSED_RESULT;

/* Measured numbers that outlive the program, such as the speed of this computer. */
DexFuture *attune_store_find_parted_upload (AttuneStore         *store,   /* string: its state, or "" */
                                            const char          *account_id,
                                            const char          *digest)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_save_parted_upload (AttuneStore         *store,
                                            const char          *account_id,
                                            const char          *digest,
                                            const char          *state)   /* NULL: nothing is left of it */
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_get_fact         (AttuneStore            *store,  /* double, 0 when unknown */
                                          const char             *name)
                                          G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_fact         (AttuneStore            *store,
                                          const char             *name,
                                          double                  value)
                                          G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneAccountRow, attune_account_row_free)

G_END_DECLS
