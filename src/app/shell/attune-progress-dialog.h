/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

/* A dialog that shows how far a file is on its way, if that takes long. Closing it, in whichever way,
 * is the person's wish to stop: “closed”. */
AdwDialog *attune_progress_dialog_present (GtkWidget   *widget,
                                           const char  *heading,
                                           const char  *body,
                                           const char  *text);
void       attune_progress_dialog_finish  (AdwDialog   *dialog);

/* What @completed came to; the dialog is gone. */
typedef void (*AttuneProgressEndFunc) (DexFuture   *completed,
                                       gpointer     user_data);

void       attune_progress_dialog_follow  (AdwDialog             *dialog,
                                           DexFuture             *work,
                                           AttuneProgressEndFunc  func,
                                           gpointer               user_data,
                                           GDestroyNotify         destroy);

/* An AttuneProgressFunc, for such a dialog. */
void       attune_progress_dialog_show    (gint64       done,
                                           gint64       total,
                                           gpointer     dialog);

G_END_DECLS
