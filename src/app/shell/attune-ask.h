/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Futures of what a person says in a dialog: a string. They reject with G_IO_ERROR_CANCELLED when the
 * dialog is closed, of which attune_feedback_error () says nothing. */
DexFuture *attune_ask_name (GtkWidget  *widget,
                            const char *heading,
                            const char *name)
                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_ask_save (GtkWidget  *widget,
                            const char *title,
                            const char *file_name)
                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_ask_open (GtkWidget  *widget,
                            const char *title)
                            G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
